"""A consignee or end user in a country of part 746 never leaves a green, whatever else is true of the sale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Protocol

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from licet.engine.conditions import conditions_of, light_of
from licet.engine.findings import States, compose
from licet.engine.view import View
from licet.engine.walk import walk
from licet.model.lists import ListsUsed
from licet.model.transaction import Action, Item, ItemKind, Party, Role, Transaction
from licet.regimes.us_ear import ear
from licet.rules.answer import Light
from licet.rules.terms import RECEIVING_ROLES

LISTS = (ListsUsed("made", date(2026, 7, 31), True, 1, "0" * 64),)
SANCTIONED = ("CU", "IR", "KP", "SY", "RU", "BY")
IN_OCCUPIED_REGIONS = (
    ("UA", "Simferopol"),
    ("RU", "ul. Lenina 1, Sevastopol 299011"),
    ("RU", "г. Донецк"),
)
PLACES: tuple[tuple[str, str | None], ...] = (*((code, None) for code in SANCTIONED), *IN_OCCUPIED_REGIONS)
PLAIN = ("DE", "AE", "TR", "KZ", "CN", "CA", "GB", "VN", "UA", "US")
RECEIVE = [Role(role) for role in RECEIVING_ROLES]


class Maker(Protocol):
    def sale(self, seed: int) -> Transaction: ...


def light(sale: Transaction) -> Light:
    """The light of a screened sale."""
    view = View.of(sale, ear()).quick
    whole, beside = compose(States(view)), States(view)
    conditions = conditions_of(
        whole, ear(), LISTS, beside.of, lambda test: walk(test, view).truth, waits=False
    )
    return light_of(whole.outcome.answer, tuple(conditions))


def moved(sale: Transaction) -> Iterator[Transaction]:
    """The sale with each consignee and end user, in turn, at each of those places."""
    for number, party in enumerate(sale.parties):
        if party.role in RECEIVING_ROLES:
            for country, address in PLACES:
                if country == sale.destination and address is None:
                    continue  # such a sale says itself where it goes
                there = replace(party, country=country, address=address)
                parties = (*sale.parties[:number], there, *sale.parties[number + 1 :])
                yield replace(sale, parties=parties)


@st.composite
def everyday(draw: st.DrawFn) -> Transaction:
    """A sale of which all is known that an everyday sale needs, most of them green."""
    destination = draw(st.sampled_from(PLAIN))
    roles = draw(st.lists(st.sampled_from(list(Role)), max_size=2))
    parties = [Party(draw(st.sampled_from(RECEIVE)), "Example Works", destination, owners=())]
    parties += [Party(role, "Example Partner", draw(st.sampled_from(PLAIN)), owners=()) for role in roles]
    facts = {
        name: draw(st.booleans())
        for name in (
            "received_at_destination",
            "not_named_in_746_8",
            "food_or_medicine",
            "license_covers_sale",
        )
        if draw(st.booleans())
    }
    return Transaction(
        draw(st.sampled_from(list(Action))),
        draw(st.dates(date(2023, 1, 1), date(2026, 12, 31))),
        destination,
        Item(
            kind=draw(st.sampled_from(list(ItemKind))),
            eccn=draw(st.sampled_from(["EAR99", "5A992.c", "9A991.d", "3A001.a.7", "5D992.c"])),
            us_origin=True,
        ),
        tuple(parties),
        "civil",
        facts=facts,
    )


@settings(max_examples=25, deadline=None)
@given(everyday())
def test_no_everyday_sale_stays_green(sale: Transaction) -> None:
    assume(
        not (sale.destination == "UA" and sale.facts.get("food_or_medicine"))
    )  # free there: 15 CFR 746.6(a)(1)
    for there in moved(sale):
        assert light(there) is not Light.GREEN, there


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9))
def test_no_made_sale_stays_green(maker: Maker, seed: int) -> None:
    sale = maker.sale(seed)
    facts = {name: value for name, value in sale.facts.items() if name != "ofac_authorization"}
    sale = replace(sale, facts=facts)  # what Treasury has authorized may go
    assume(sale.as_of >= date(1996, 3, 25) and any(party.role in RECEIVING_ROLES for party in sale.parties))
    for there in moved(sale):
        if there.destination not in {"RU", "UA"}:  # what is free there is shown by golden cases
            assert light(there) is not Light.GREEN, there


def test_the_everyday_sale_itself_is_green() -> None:
    item = Item(kind=ItemKind.COMMODITY, eccn="EAR99", us_origin=True)
    party = Party(Role.END_USER, "Example Works", "DE", owners=())
    sale = Transaction(Action.EXPORT, date(2026, 8, 1), "DE", item, (party,), "civil")
    assert light(sale) is Light.GREEN
