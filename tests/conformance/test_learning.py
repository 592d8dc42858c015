"""Learning a fact only decides what was open: over every family of ECCN, destination and fact that a rule reads.

Claims are acts, and learning that one was made may open what was closed; they stay as they are here. So does what
the law reads otherwise than as unknown when it is absent: owners (known ones only), where the item lies (read from
the action), the countries of a vessel or aircraft where it is not stated that it is for one, the occupied regions of
Ukraine (asked of sales to Ukraine), before 85 FR 51335 possession as agent, and for 744.6, which reads knowledge,
the end use.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any, Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licet.engine.findings import Composition, States, compose
from licet.engine.view import View
from licet.model.transaction import Action, FactValue, ItemKind, Transaction
from licet.regimes.us_ear import ear
from licet.regimes.us_ear.part_744.facts import COUNTRIES_OF_CRAFT, FOREIGN_CRAFT
from licet.rules.vocabulary import FactKind, FactSpec

MANY = int(os.environ.get("LICET_LEARNING_SALES", "0"))
_TRIED = 6
"""Facts learned of one sale; the seed chooses which."""
_KNOWLEDGE = "us.ear.744.6"
_END_USES = ("civil", "nuclear", "military")
_SHARES = (Decimal(0), Decimal(10), Decimal("25.01"), Decimal(80))
_AMOUNTS = (Decimal(100), Decimal(2000), Decimal(10**6))
_DAYS = (date(2019, 5, 15), date(2019, 5, 17), date(2022, 2, 24))


class Maker(Protocol):
    eccns: tuple[str, ...]
    destinations: tuple[str, ...]

    def sale(self, seed: int) -> Transaction: ...


def whole(sale: Transaction) -> Composition:
    return compose(States(View.of(sale, ear()).quick))


def learned(sale: Transaction, maker: Maker, draw: Random) -> Iterator[Transaction]:
    """The sale with one unknown fact filled in, for every fact that is no claim."""
    left_out = set() if sale.end_use == FOREIGN_CRAFT else set(COUNTRIES_OF_CRAFT)
    if sale.destination != "UA":
        left_out.add("occupied_region_of_ukraine")
    for spec in ear().vocabulary.values():
        if spec.name not in sale.facts and not spec.is_claim and spec.name not in left_out:
            yield from (replace(sale, facts={**sale.facts, spec.name: value}) for value in _values(spec))
    if sale.destination is None:
        yield from (replace(sale, destination=code) for code in draw.sample(maker.destinations, 5))
    if sale.end_use is None:
        yield from (replace(sale, end_use=use) for use in _END_USES)
    if sale.contract is None:
        yield from (replace(sale, contract=day) for day in _DAYS)
    if sale.order is None:
        yield from (replace(sale, order=day) for day in _DAYS)
    if sale.action is None and sale.item.located_in_us is not None:
        yield from (replace(sale, action=action) for action in Action)
    yield from _of_the_item(sale, maker, draw)
    yield from _of_the_parties(sale)


def _values(spec: FactSpec) -> tuple[FactValue, ...]:
    match spec.kind:
        case FactKind.YES_NO:
            return True, False
        case FactKind.DATE:
            return _DAYS
        case FactKind.NUMBER:
            return _AMOUNTS
        case FactKind.COUNTRY:
            return "CU", "DE", "RU"
        case _:
            return spec.values or ("something",)


def _of_the_item(sale: Transaction, maker: Maker, draw: Random) -> Iterator[Transaction]:
    item = sale.item
    values: dict[str, tuple[Any, ...]] = {
        "kind": tuple(ItemKind),
        "eccn": ("EAR99", *draw.sample(maker.eccns, 5)),
        "us_origin": (True, False),
        "controlled_us_content_pct": _SHARES,
        "value_usd": _AMOUNTS,
    }
    for name, some in values.items():
        if getattr(item, name) is None:
            yield from (replace(sale, item=replace(item, **{name: value})) for value in some)
    if item.eccn is not None and item.eccn != "EAR99" and "." not in item.eccn:
        for letter in draw.sample("abcdefgxyz", 4):
            yield replace(sale, item=replace(item, eccn=f"{item.eccn}.{letter}"))


def _of_the_parties(sale: Transaction) -> Iterator[Transaction]:
    for number, party in enumerate(sale.parties):
        told = [replace(party, country=code) for code in ("CN", "DE") if party.country is None]
        if party.takes_possession_as_agent is None and _possession_is_a_fact(sale):
            told += [replace(party, takes_possession_as_agent=value) for value in (True, False)]
        for place, listing in enumerate(party.listings):
            if listing.same_party is None:
                for same in (True, False):
                    judged = replace(listing, same_party=same)
                    listings = (*party.listings[:place], judged, *party.listings[place + 1 :])
                    told.append(replace(party, listings=listings))
        for item in told:
            yield replace(sale, parties=(*sale.parties[:number], item, *sale.parties[number + 1 :]))


def _possession_is_a_fact(sale: Transaction) -> bool:
    row = ear().by_id["us.ear.744.11"].at(sale.as_of, sale.known_as_of)
    return row is not None and row.cite.text == "85 FR 51335"


def _applies(rule_id: str, found: Composition) -> bool | None:
    return next(
        (finding.applies for finding in found.findings if finding.state.rule.rule_id == rule_id), None
    )


def holds_of(seed: int, maker: Maker) -> int:
    """Check one sale; gives how many ways of learning were tried."""
    sale, draw = maker.sale(seed), Random(seed)
    before, ways = whole(sale), list(learned(sale, maker, draw))
    proved = {state.rule.rule_id for state in before.authorities}
    some = draw.sample(ways, min(_TRIED, len(ways)))
    for wiser in some:
        after = whole(wiser)
        if sale.end_use != wiser.end_use and _applies(_KNOWLEDGE, before) is not _applies(_KNOWLEDGE, after):
            continue
        for finding, two in zip(before.findings, after.findings, strict=True):
            assert finding.applies is None or two.applies is finding.applies, (
                seed,
                finding.state.rule.rule_id,
            )
        assert proved <= {state.rule.rule_id for state in after.authorities}, seed
        assert after.outcome.refines(before.outcome), seed
    return len(some)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9))
def test_learning_a_fact_only_decides_what_was_open(maker: Maker, seed: int) -> None:
    assert sum(holds_of(seed + number, maker) for number in range(20))


def test_every_destination_and_every_family_of_the_control_list_can_be_drawn(maker: Maker) -> None:
    assert set(maker.destinations) == set(ear().destinations)
    assert {eccn[0] for eccn in maker.eccns} == set("0123456789")
    assert {eccn[1] for eccn in maker.eccns} == set("ABCDE")


@pytest.mark.skipif(
    not MANY, reason="LICET_LEARNING_SALES says of how many sales (20000 take some 20 minutes)"
)
def test_of_as_many_as_asked_for(maker: Maker) -> None:
    assert sum(holds_of(seed, maker) for seed in range(MANY)) > MANY
