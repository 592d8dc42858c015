"""Whether a fact counts (docs/decisions/0014), held to the definition by brute force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import product
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.made_law import (
    AMOUNT,
    CODES,
    MANY,
    NAMES,
    SAID,
    UNREAD,
    A,
    B,
    C,
    D,
    made_book,
    made_sale,
    undecidable,
)

from licet.engine.findings import Composition, States, compose
from licet.engine.needs import OTHER, open_facts
from licet.engine.relevance import Assignment, NoMatter, could_decide
from licet.engine.view import View
from licet.model.transaction import Action, Item, ItemKind, Transaction
from licet.rules.condition import Condition, all_of, any_of
from licet.rules.rulebook import ControlLine, Controls, Rulebook
from licet.rules.terms import Facts

leaves = st.sampled_from([A, B, C, D])
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(all_of, inner, inner), st.builds(any_of, inner, inner), inner.map(lambda item: ~item)
    ),
    max_leaves=7,
)


def asked(book: Rulebook, facts: Mapping[str, bool]) -> tuple[Composition, States]:
    states = States(View.of(made_sale(**facts), book))
    return compose(states), states


def assignments(names: list[str]) -> Iterator[dict[str, bool]]:
    """All ways of knowing some of the facts."""
    for values in product((None, True, False), repeat=len(names)):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


def counts(book: Rulebook, name: str) -> bool:
    """The definition: with some others known the answer is open, and some value of this fact decides it."""
    others = [other for other in NAMES if other != name]
    return any(
        not asked(book, known)[0].outcome.decided and asked(book, {**known, name: value})[0].outcome.decided
        for known in assignments(others)
        for value in (True, False)
    )


@settings(max_examples=150, deadline=None)
@given(trees, trees)
def test_a_fact_is_asked_exactly_where_it_counts(needed: Condition, lifted: Condition) -> None:
    book = made_book(needed, lifted)
    whole, states = asked(book, {})
    if whole.outcome.decided:
        return
    for path in open_facts(whole):
        found = could_decide(path, whole, states)
        assert isinstance(found, Assignment) == counts(book, path.removeprefix("facts.")), (path, found)
        if isinstance(found, Assignment):
            others = {name.removeprefix("facts."): bool(value) for name, value in found.others.items()}
            name = path.removeprefix("facts.")
            assert not asked(book, others)[0].outcome.decided
            assert asked(book, {**others, name: bool(found.value)})[0].outcome.decided


@given(trees, trees)
def test_a_decided_answer_asks_nothing(needed: Condition, lifted: Condition) -> None:
    book = made_book(needed, lifted)
    whole, states = asked(book, dict.fromkeys(NAMES, True))
    assert whole.outcome.decided
    assert could_decide("facts.a", whole, states) is NoMatter.NONE


def way(path: str, needed: Condition, sale: Transaction | None = None, **more: Any) -> Assignment | NoMatter:
    """A way in which a fact decides, where nothing lifts the requirement."""
    told = made_sale() if sale is None else sale
    book = made_book(needed, lifted=D, **more)
    states = States(View.of(replace(told, facts={**told.facts, "d": False}), book))
    return could_decide(path, compose(states), states)


f = Facts()


@pytest.mark.parametrize(
    ("path", "needed", "value"),
    [
        # decided only where the condition is false, for nobody has read the rest of the law
        ("destination", ~f.destination.in_table("groups", "G:1"), CODES[-1]),
        ("end_use", f.end_use.in_("civil", "military"), "nuclear"),
        ("item.kind", f.item.kind.in_("commodity", "service", "software"), ItemKind.TECHNOLOGY),
        ("item.eccn", f.item.eccn.in_("3A001", "5A002"), "EAR99"),
        ("item.eccn", ~f.item.eccn.is_("5A002"), "5A002"),
        ("facts.a", ~A, True),
        ("facts.a", A, False),
        ("facts.amount", ~AMOUNT.field.at_most(0), Decimal(0)),
        ("facts.amount", AMOUNT.field.at_most(0), Decimal(1)),
    ],
)
def test_the_one_value_that_decides_is_found(path: str, needed: Condition, value: object) -> None:
    found = way(path, needed & UNREAD)
    assert isinstance(found, Assignment)
    assert (found.path, found.value, type(found.value), found.alone) == (path, value, type(value), True)


def test_the_one_paragraph_that_decides_is_found() -> None:
    line = ControlLine("NS", None, (), (), None, True, "made")
    controls = {
        f"3A001.{letter}": Controls((replace(line, applies=letter == "k"),)) for letter in ascii_lowercase
    }
    needed = ~f.item.some_control(lambda control: control.applies.is_(True)) & UNREAD
    sale = replace(made_sale(), item=Item(eccn="3A001"))
    found = way("item.eccn", needed, sale, controls={"3A001": Controls((line,)), **controls})
    assert isinstance(found, Assignment)
    assert found.value == "3A001.k"


def test_an_amount_is_never_less_than_nothing() -> None:
    assert way("facts.amount", AMOUNT.field.at_least(0) & UNREAD) is NoMatter.NONE


def test_what_is_no_number_of_the_list_is_not_tried_as_one() -> None:
    found = way("item.eccn", f.item.eccn.in_("3A001", "EAR99") & UNREAD)
    assert not isinstance(found, Assignment) or found.value != OTHER


def test_an_action_that_decides_is_one_that_there_is() -> None:
    found = way("action", A, replace(made_sale(), action=None))
    assert isinstance(found, Assignment)
    assert isinstance(found.value, Action)


def test_what_must_be_learned_besides_is_named() -> None:
    found = way("facts.a", A & B)
    assert isinstance(found, Assignment)
    assert found.alone
    found = way("facts.a", (A & B) | (~A & ~B))
    assert isinstance(found, Assignment)
    assert not found.alone
    assert set(found.others) == {"facts.b"}


def test_a_search_that_goes_through_all_ways_says_so_and_one_that_is_too_long_does_not() -> None:
    assert way("facts.a", undecidable(*SAID[:3], SAID[4], SAID[5])) is NoMatter.NONE
    assert way("destination", undecidable(*MANY[:3])) is NoMatter.NONE
    assert way("destination", undecidable(*MANY)) is NoMatter.NOT_FOUND
