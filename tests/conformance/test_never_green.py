"""No random transaction stays green where a fact turns it: by the engine and by the batch, on one wire format.

Each test begins with transactions drawn at random that are green, counts them, and changes one thing in each.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import pytest
from tests.conformance.test_batch import engine_for, said_by_one, said_of

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.batch.gather import lines_of
from licet.engine.determine import determine
from licet.model.lists import ListsUsed
from licet.model.wire import WireError, read_transaction
from licet.regimes.us_ear import ear
from licet.rules.answer import Light

Wire = dict[str, Any]

SEED = int(os.environ.get("LICET_SEED", "1"))
"""The seed of the transactions drawn; another one draws others."""

DAYS = (date(2026, 8, 20), date(2026, 11, 12))
"""Days on which the law is verified and less than 120 days old, before and after the ownership rule returned."""
OPEN_TO_MUCH = (
    "DE",
    "JP",
    "GB",
    "CA",
    "FR",
    "NL",
    "KR",
    "BR",
    "SG",
    "TR",
    "AE",
    "VN",
    "IN",
    "ZA",
    "MX",
    "KZ",
    "CN",
    "UA",
)
ITEMS = (
    *(("EAR99", "commodity"), ("5A992.c", "commodity"), ("9A991.d", "commodity"), ("3A991.a", "commodity")),
    *(("4A994.b", "commodity"), ("5D992.c", "software"), ("EAR99", "technology"), ("2B999", "commodity")),
    *(("6A993.a", "commodity"), ("EAR99", "software"), ("8A992.f", "commodity"), ("1C999", "commodity")),
)
ROLES = ("purchaser", "intermediate_consignee", "freight_forwarder", "end_user", "bank")
RECEIVING = ("ultimate_consignee", "end_user")
SANCTIONED = ("CU", "IR", "KP", "SY", "RU", "BY")
OCCUPIED = (
    ("UA", "Simferopol"),
    ("UA", "вул. Артема 12, Донецьк"),
    ("UA", "Luhansk 91000"),
    ("RU", "ul. Lenina 1, Sevastopol 299011"),
    ("RU", "г. Донецк"),
    ("RU", "Республика Крым, г. Евпатория"),
    ("TR", "Kerch, Krim"),
)
PLACES: tuple[tuple[str, str | None], ...] = (*((code, None) for code in SANCTIONED), *OCCUPIED)


def lists(day: date, age: int = 0) -> tuple[ListsUsed, ...]:
    begun = date(2026, 7, 31)
    return (ListsUsed("made", day - timedelta(days=age), True, 1, "0" * 64, since=begun),)


def drawn(draw: Random, day: date) -> Wire:
    """A transaction of which all is said that an everyday one needs, and some more."""
    destination = draw.choice(OPEN_TO_MUCH)
    eccn, kind = draw.choice(ITEMS)
    action = draw.choice(["export", "export", "reexport"])
    parties = [
        {"role": draw.choice(RECEIVING), "name": "Example Works", "country": destination, "owners": []}
    ]
    parties += [
        {"role": draw.choice(ROLES), "name": "Example Partner", "country": destination, "owners": []}
        for _ in range(draw.choice([0, 0, 1, 2]))
    ]
    facts: Wire = {
        name: draw.choice([True, False])
        for name in (
            "received_at_destination",
            "food_or_medicine",
            "consumer_device",
            "military_end_user",
            "crimea",
        )
        if draw.random() < 0.4
    }
    facts |= {"occupied_region_of_ukraine": False} if destination == "UA" else {}
    facts |= {"transit_country": draw.choice(["FR", "KZ", "AM"])} if draw.random() < 0.2 else {}
    return {
        "action": action,
        "as_of": day.isoformat(),
        "destination": destination,
        "end_use": "none_named_in_part_744",
        "item": {"kind": kind, "eccn": eccn, "us_origin": True},
        "parties": parties,
        "facts": facts,
    }


@cache
def some(seed: int, number: int = 60) -> tuple[Wire, ...]:
    draw = Random(seed)
    return tuple(drawn(draw, draw.choice(DAYS)) for _ in range(number))


def lights(wires: Sequence[Wire], policy: AnswerPolicy | None = None, age: int = 0) -> list[str]:
    """The light of each by the batch, on lists that are so old on its day; of some the engine must say the same."""
    found: list[str] = [""] * len(wires)
    by_day: dict[str, list[int]] = {}
    for place, wire in enumerate(wires):
        by_day.setdefault(wire["as_of"], []).append(place)
    for day, places in by_day.items():
        used = lists(date.fromisoformat(day), age)
        sales = [read_transaction(wires[place], ear().vocabulary) for place in places]
        lines = lines_of(sales)
        engine = engine_for(sales, ear(), used, lines)
        engine.policy = policy or engine.policy
        for place, said in zip(places, said_of(engine, lines, sales), strict=True):
            found[place] = said.light
        if policy is None:
            assert said_by_one(sales[0], ear(), used).light == found[places[0]]
    return found


@cache
def greens(seed: int) -> tuple[Wire, ...]:
    wires = some(seed)
    found = [wire for wire, light in zip(wires, lights(wires), strict=True) if light == Light.GREEN]
    assert len(found) > len(wires) // 3, "too few are green for the tests to say anything"
    return tuple(found)


def moved(wires: Iterable[Wire]) -> Iterator[Wire]:
    """Each with each of its consignees and end users, in turn, at each of the places that are not its destination."""
    for wire in wires:
        for number, party in enumerate(wire["parties"]):
            for country, address in PLACES if party["role"] in RECEIVING else ():
                if address is not None and country == wire["destination"] == "UA":
                    continue  # the transaction itself denies that it goes there: cases of their own
                there = deepcopy(wire)
                there["parties"][number] |= {"country": country} | ({"address": address} if address else {})
                yield there


def test_no_green_is_left_by_a_consignee_or_end_user_in_a_sanctioned_place() -> None:
    there = Random(SEED).sample(list(moved(greens(SEED))), 120)
    left = [wire for wire, light in zip(there, lights(there), strict=True) if light == Light.GREEN]
    assert left == []


def test_a_denial_does_not_clear_an_address_in_an_occupied_region() -> None:
    there = [deepcopy(wire) for wire in greens(SEED)]
    for wire in there:
        wire["parties"][0] |= {"country": "UA", "address": "Simferopol"}
        wire["facts"] |= {"occupied_region_of_ukraine": False}
    assert Light.GREEN not in lights(there)


def test_a_consignee_in_a_country_like_the_destination_may_stay_green() -> None:
    """Else the test above could not fail."""
    wires = [deepcopy(wire) for wire in greens(SEED) if wire["destination"] in {"DE", "FR", "NL"}]
    for wire in wires:
        wire["parties"][0]["country"] = "JP"
        wire["facts"]["received_at_destination"] = True
    assert Light.GREEN in lights(wires)


def test_no_green_is_left_by_a_paragraph_that_does_not_exist() -> None:
    draw, refused, taken = Random(SEED), 0, list[Wire]()
    for wire in greens(SEED):
        base = wire["item"]["eccn"].partition(".")[0]
        for paragraph in ("q", "zz", "99", f"{draw.choice('abcdx')}.{draw.randrange(40, 99)}", "z9", "A.Q"):
            there = deepcopy(wire)
            there["item"]["eccn"] = f"{base}.{paragraph}"
            try:
                read_transaction(there, ear().vocabulary)
            except WireError:
                refused += 1
            else:
                taken.append(there)
    assert refused > 100
    assert Light.GREEN not in lights(taken)


def test_no_green_is_left_on_lists_or_law_past_their_limit() -> None:
    found = greens(SEED)
    assert Light.GREEN not in lights(found, age=8)
    late = [
        {**wire, "as_of": day}
        for wire in found[:20]
        for day in ("2027-01-30", "2031-06-01", "2025-03-03", "1991-01-01")
    ]
    assert Light.GREEN not in lights(late)
    assert Light.GREEN in lights(found, AnswerPolicy(list_days=100_000), age=300), (
        "else the limit decided nothing"
    )


def test_no_green_is_left_by_a_use_or_a_way_that_is_named() -> None:
    """A stated use of 744.23 in Country Group D:5, a way through a closed country, a known violation."""
    turned = []
    for wire in greens(SEED):
        turned += [{**wire, "facts": {**wire["facts"], "violation_known": True}}]
        turned += [
            {**wire, "facts": {**wire["facts"], "transit_country": way}}
            for way in ("CU", "KP", "RU", "BY", "IR")
        ]
        if wire["destination"] == "CN":
            turned += [{**wire, "facts": {**wire["facts"], "use_named_in_744_23": True}}]
    assert Light.GREEN not in lights(turned)
    for way in ("Cuba", "cu", "XX", "RU, BY"):
        with pytest.raises(WireError):
            read_transaction({**turned[0], "facts": {"transit_country": way}}, ear().vocabulary)


def test_one_transaction_by_both_doors() -> None:
    wire = greens(SEED)[0]
    sale = read_transaction(wire, ear().vocabulary)
    assert determine(sale, ear(), lists(sale.as_of)).light is Light.GREEN
