"""What must always hold of answers: unknown is never a "go", and learning never takes back what was certain."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.engine.findings import Composition, States, compose
from licet.engine.view import View
from licet.model.transaction import Action, Item, ItemKind, Owner, Party, Role, Transaction
from licet.model.wire import read_transaction
from licet.regimes.golden import cases
from licet.regimes.us_ear import ear
from licet.rules.answer import Answer, Light
from licet.rules.table import look_up
from licet.rules.vocabulary import FactKind
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

BOOK, FINDER = ear(), shipped_finder(compiled=True)
HUAWEI = ("Huawei Technologies Co., Ltd.", "Huawei Tech Investment Co., Ltd.", "Huawei Cuba")
RED = (Answer.LICENSE_REQUIRED, Answer.PROHIBITED)
TURNS = [
    date(2019, 5, 16),
    date(2019, 8, 19),
    date(2020, 2, 14),
    date(2020, 8, 17),
    date(2025, 10, 1),
    date(2026, 1, 5),
]
_TRIED = 12
"""Facts learned in one example; hypothesis chooses which."""
FACTS = {
    name: spec for name, spec in BOOK.vocabulary.items() if not spec.is_claim and spec.kind is FactKind.YES_NO
}

owners = st.builds(
    Owner,
    name=st.sampled_from([HUAWEI[0], "Example Holding"]),
    percent=st.sampled_from([None, Decimal(10), Decimal(49), Decimal(50), Decimal(100)]),
    country=st.just("CN"),
)
parties = st.builds(
    Party,
    role=st.sampled_from(Role),
    name=st.sampled_from([*HUAWEI, "Example Telecom Works", None]),
    country=st.sampled_from([None, "CN", "AR", "US"]),
    owners=st.one_of(st.none(), st.lists(owners, max_size=2).map(tuple)),
    takes_possession_as_agent=st.sampled_from([None, True, False]),
)
items = st.builds(
    Item,
    kind=st.sampled_from([None, *ItemKind]),
    eccn=st.sampled_from([None, "EAR99", "5A991", "3A001", "3A001.a.5", "0A000"]),
    us_origin=st.sampled_from([None, True, False]),
    located_in_us=st.sampled_from([None, True, False]),
    controlled_us_content_pct=st.sampled_from([None, Decimal(5), Decimal(20), Decimal(60)]),
)
claims = st.fixed_dictionaries(
    {},
    optional={
        "purpose": st.sampled_from(BOOK.vocabulary["purpose"].values),
        "license_number": st.just("D1"),
        "published_technology": st.booleans(),
    },
)
known = st.dictionaries(st.sampled_from(sorted(FACTS)), st.booleans())
near = st.builds(lambda day, shift: day + timedelta(days=shift), st.sampled_from(TURNS), st.integers(-1, 40))
sales = st.builds(
    lambda told, claimed, **rest: Transaction(facts={**told, **claimed}, **rest),
    told=known,
    claimed=claims,
    action=st.sampled_from([None, *Action]),
    as_of=near,
    known_as_of=st.one_of(st.none(), near),
    destination=st.sampled_from([None, "CN", "AR", "CU", "DE", "RU", "ZZ"]),
    item=items,
    parties=st.lists(parties, max_size=2).map(tuple),
    end_use=st.sampled_from([None, "civil", "nuclear"]),
    contract=st.sampled_from([None, date(2019, 5, 16), date(2019, 5, 17)]),
    order=st.sampled_from([None, date(2019, 4, 1)]),
    en_route_since=st.sampled_from([None, date(2019, 5, 10)]),
).map(lambda sale: attach(sale, FINDER))


def learned(sale: Transaction) -> Iterator[Transaction]:
    """The sale with one unknown fact filled in, for every fact and some values; claims stay as they are."""
    for name in FACTS:
        if name not in sale.facts:
            yield from (replace(sale, facts={**sale.facts, name: value}) for value in (True, False))
    if sale.contract is None:
        yield from (replace(sale, contract=day) for day in (date(2019, 5, 16), date(2019, 5, 17)))
    if sale.destination is None:
        yield from (replace(sale, destination=code) for code in ("CN", "CU", "DE"))
    if sale.end_use is None:
        yield replace(sale, end_use="civil")
    for item in learned_items(sale.item):
        yield replace(sale, item=item)
    for number, party in enumerate(sale.parties):
        if party.takes_possession_as_agent is None and possession_is_a_fact(sale):
            for value in (True, False):
                changed = replace(party, takes_possession_as_agent=value)
                yield replace(sale, parties=(*sale.parties[:number], changed, *sale.parties[number + 1 :]))


def possession_is_a_fact(sale: Transaction) -> bool:
    """Before 85 FR 51335 the agency freed listed forwarders as such, so possession is read as a claim there."""
    row = BOOK.by_id["us.ear.744.11"].at(sale.as_of, sale.known_as_of)
    return row is not None and row.cite.text == "85 FR 51335"


def learned_items(item: Item) -> Iterator[Item]:
    if item.us_origin is None:
        yield from (replace(item, us_origin=value) for value in (True, False))
    if item.eccn is None:
        yield from (replace(item, eccn=value) for value in ("EAR99", "3A001.a.5"))
    if item.kind is None:
        yield from (replace(item, kind=value) for value in ItemKind)
    if item.controlled_us_content_pct is None:
        yield from (replace(item, controlled_us_content_pct=Decimal(value)) for value in (5, 60))


def whole(sale: Transaction) -> Composition:
    return compose(States(View.of(sale, BOOK)))


@settings(max_examples=80, deadline=None)
@given(sales, st.randoms(use_true_random=False))
def test_learning_a_fact_only_decides_what_was_open(sale: Transaction, chance: Random) -> None:
    before = whole(sale)
    ways = list(learned(sale))
    for wiser in chance.sample(ways, min(_TRIED, len(ways))):
        after = whole(wiser)
        for finding, two in zip(before.findings, after.findings, strict=True):
            assert finding.applies is None or two.applies is finding.applies, finding.state.rule.rule_id
        proved = {state.rule.rule_id for state in before.authorities}
        assert proved <= {state.rule.rule_id for state in after.authorities}
        assert after.outcome.refines(before.outcome)


@settings(max_examples=80, deadline=None)
@given(sales)
def test_forgetting_a_fact_never_turns_red_to_green(sale: Transaction) -> None:
    if determine(sale, BOOK, FINDER.lists).answer in RED:
        for name in FACTS.keys() & sale.facts.keys():
            rest = {key: value for key, value in sale.facts.items() if key != name}
            assert green(replace(sale, facts=rest)) is False
        for poorer in forgotten(sale):
            assert green(poorer) is False


def forgotten(sale: Transaction) -> Iterator[Transaction]:
    yield replace(sale, destination=None)
    yield replace(sale, end_use=None)
    yield replace(sale, contract=None)
    yield replace(sale, parties=())
    item = sale.item  # where it lies is read from the action when it is not said
    for poorer in (
        replace(item, kind=None),
        replace(item, eccn=None),
        replace(item, us_origin=None),
        replace(item, controlled_us_content_pct=None),
    ):
        yield replace(sale, item=poorer)


def green(sale: Transaction) -> bool:
    found = determine(sale, BOOK, FINDER.lists)
    return found.answer in (Answer.NO_LICENSE_REQUIRED, Answer.AUTHORIZED, Answer.NOT_SUBJECT)


@settings(max_examples=80, deadline=None)
@given(sales)
def test_what_is_still_asked_for_is_never_green(sale: Transaction) -> None:
    found = determine(sale, BOOK, FINDER.lists)
    if found.needs:
        assert found.answer is Answer.UNDETERMINED
        assert found.light is Light.AMBER
    given_already = {f"facts.{name}" for name in sale.facts}
    assert not given_already & {need.path for need in found.needs}


@settings(max_examples=30, deadline=None)
@given(sales)
def test_an_empty_sale_of_the_same_day_is_never_green(sale: Transaction) -> None:
    bare = Transaction(action=None, as_of=sale.as_of, known_as_of=sale.known_as_of)
    assert green(bare) is False


def answered(sale: Transaction, day: date) -> tuple[Answer, tuple[str, ...]]:
    found = determine(replace(sale, as_of=day), BOOK, FINDER.lists)
    return found.answer, found.authority


STORY = [case for case in cases() if case.file == "huawei.toml"]


@pytest.mark.parametrize("case", STORY[::2], ids=lambda case: case.name)
def test_holds_until_is_the_first_day_that_differs(case: Any) -> None:
    sale = attach(read_transaction(case.sale, BOOK.vocabulary), FINDER)
    found: Determination = determine(sale, BOOK, FINDER.lists)
    ends = found.holds_until or sale.as_of + timedelta(days=400)
    first = answered(sale, sale.as_of)
    span = (ends - sale.as_of).days
    for step in {*range(0, span, 7), *range(max(0, span - 3), span)}:
        assert answered(sale, sale.as_of + timedelta(days=step)) == first
    if found.holds_until is not None:
        assert answered(sale, found.holds_until) != first
        assert answered(sale, found.holds_until)[0] is found.then


def test_the_general_license_has_no_gap_from_first_to_last_day() -> None:
    case = next(case for case in STORY if case.expect.get("holds_until") == date(2020, 8, 14))
    sale = attach(read_transaction(case.sale, BOOK.vocabulary), FINDER)
    day = date(2019, 5, 20)
    while day <= date(2020, 8, 13):
        assert answered(sale, day)[0] is Answer.AUTHORIZED, day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    "known", sorted({row.published_on for rule in BOOK.rules for row in rule.texts.rows})
)
def test_every_publication_day_can_be_asked_for(known: date) -> None:
    sale = attach(read_transaction(STORY[0].sale, BOOK.vocabulary), FINDER)
    for shift in (-1, 0, 1):
        asked = replace(sale, as_of=date(2020, 1, 15), known_as_of=known + timedelta(days=shift))
        assert determine(asked, BOOK, FINDER.lists).answer in set(Answer)


def test_a_membership_is_seen_to_end_from_before_its_first_row() -> None:
    """Cambodia was taken out of Country Group D:5 on 4 February 2026; years before, that day is foreseen."""
    found = look_up(BOOK.tables["country_groups"], ("KH", "D:5"), date(2013, 3, 7), None)
    assert (found.truth, found.until) == (True, date(2026, 2, 4))
