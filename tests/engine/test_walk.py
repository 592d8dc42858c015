"""Walks against a simple reading of the same tree: its truth on a day, and that it holds until the day it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.engine.made_law import DAY, made_book, made_sale

from licet.engine.ownership import HALF, listed_on, listed_shares
from licet.engine.view import Member, View, entry_state
from licet.engine.walk import Trace, walk
from licet.model.listing import EntryTerms, ListCode, ListEntry, Listing
from licet.model.transaction import Owner, Party, Role
from licet.rules.citation import cfr
from licet.rules.condition import Condition, ShareAtLeast, all_of, any_of
from licet.rules.dated import Row, Timeline
from licet.rules.interval import Interval
from licet.rules.terms import OWNER, Facts

HORIZON = 12
"""Days looked at."""
Tree = Any


def on(offset: int) -> date:
    return DAY + timedelta(days=offset)


@st.composite
def entries(draw: st.DrawFn) -> ListEntry:
    """An entry that stands, or was taken off, in one or two spans; before the first it may have stood."""
    bounds = sorted(draw(st.sets(st.integers(1, HORIZON), min_size=2, max_size=3)))
    rows = [
        Row(
            Interval(on(start), on(end)),
            on(0),
            EntryTerms(listed=draw(st.booleans())),
            cfr("15 CFR 744.16"),
            "made",
        )
        for start, end in pairwise(bounds)
    ]
    known = draw(st.booleans())
    return ListEntry(
        "e",
        ListCode.EL,
        "Listed",
        (),
        (),
        (),
        None,
        Timeline("e", rows),
        (),
        "made",
        listed_since_known=known,
    )


def stands(entry: ListEntry, day: date) -> float:
    return number(entry_state(entry, day, None)[0])


def number(truth: bool | None) -> float:
    return 0.5 if truth is None else float(truth)


trees: st.SearchStrategy[Tree] = st.recursive(
    st.tuples(st.integers(0, 2)),
    lambda inner: st.one_of(
        st.tuples(st.just("all"), inner, inner),
        st.tuples(st.just("any"), inner, inner),
        st.tuples(st.just("not"), inner),
    ),
    max_leaves=6,
)


def condition(tree: Tree) -> Condition:
    match tree:
        case (int(place),):
            return Facts().some_party(lambda p: p.country.is_(f"A{place}") & p.listed("EL"))
        case ("all", left, right):
            return all_of(condition(left), condition(right))
        case ("any", left, right):
            return any_of(condition(left), condition(right))
        case (_, negated):
            return ~condition(negated)
    raise AssertionError(tree)


def reading(tree: Tree, leaves: list[float]) -> float:
    """Kleene's logic in numbers: "and" is the least, "or" the greatest, "not" the distance from one."""
    match tree:
        case (int(place),):
            return leaves[place]
        case ("all", left, right):
            return min(reading(left, leaves), reading(right, leaves))
        case ("any", left, right):
            return max(reading(left, leaves), reading(right, leaves))
        case (_, negated):
            return 1 - reading(negated, leaves)
    raise AssertionError(tree)


@given(trees, st.lists(entries(), min_size=3, max_size=3), st.integers(0, HORIZON))
def test_a_walk_says_what_a_plain_reading_does_until_the_day_that_it_names(
    tree: Tree, listed: list[ListEntry], day: int
) -> None:
    parties = tuple(
        Party(Role.END_USER, "One", f"A{place}", listings=(Listing(entry, True, "One", 1.0, ""),))
        for place, entry in enumerate(listed)
    )
    view = View.of(replace(made_sale(), as_of=on(day), parties=parties), made_book())

    def read(offset: int) -> float:
        return reading(tree, [stands(entry, on(offset)) for entry in listed])

    for seen in (view, view.quick):
        holds(walk(condition(tree), seen), read, day)


def holds(trace: Trace, read: Callable[[int], float], day: int) -> None:
    last = HORIZON + 1 if trace.until is None else (trace.until - DAY).days
    assert last > day
    assert {read(offset) for offset in range(day, last)} == {number(trace.truth)}


@st.composite
def owners(draw: st.DrawFn, listed: list[ListEntry], depth: int = 2) -> tuple[Owner, ...]:
    """Owners who hold all of it together, each perhaps on a list."""
    left, made = 100, []
    for place in range(draw(st.integers(0, 2)) if depth else 0):
        share = draw(st.sampled_from([item for item in (0, 10, 30, 50, 60, 100) if item <= left]))
        left -= share
        same = draw(st.sampled_from([True, None, False]))
        entry = draw(st.sampled_from(listed))
        above = draw(owners(listed, depth - 1))
        made.append(
            Owner(
                f"Owner {depth} {place}",
                Decimal(share),
                "CN",
                above,
                listings=(Listing(entry, same, "", 1.0, ""),),
            )
        )
    return (*made, Owner(f"Rest {depth}", Decimal(left), "CN")) if made else ()


@given(st.data(), st.lists(entries(), min_size=2, max_size=2), st.integers(0, HORIZON))
def test_shares_of_listed_owners_count_in_the_stricter_reading_until_the_day_that_the_walk_names(
    data: st.DataObject, listed: list[ListEntry], day: int
) -> None:
    party = Party(Role.END_USER, "One", "CN", owners=data.draw(owners(listed)))
    node = ShareAtLeast(50, OWNER.listed("EL"))
    view = View.of(replace(made_sale(), as_of=on(day), parties=(party,)), made_book())

    def read(offset: int) -> float:
        found = listed_shares(
            party.owners or (), listed_on(on(offset), [ListCode.EL]), name="One", country="CN"
        )
        both = (found.cascading.at_least(HALF), found.multiplied.at_least(HALF))
        return max(map(number, both)) if party.owners else 0.0

    for seen in (view, view.quick):
        holds(walk(node, seen, (Member("party", "parties[0]", party),)), read, day)
