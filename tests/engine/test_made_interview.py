"""What an interview asks under a small rulebook: again, no more, or though nothing shows that it can matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.engine.made_law import DAY, MANY, A, B, C, D, made_book, undecidable

from licet.engine.answers import AnswerContext, AnswerError
from licet.engine.interview import Interview
from licet.model.listing import EntryTerms, ListCode, ListEntry, Listing
from licet.model.transaction import Transaction
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.dated import Row, Timeline
from licet.rules.interval import since
from licet.rules.rulebook import ControlLine, Controls
from licet.rules.terms import Facts
from licet.watchlists.countries import iso2


def begin(needed: Condition, *, controls: Mapping[str, Controls] | None = None, **told: Any) -> Interview:
    """An interview on an export, where nothing lifts the requirement."""
    data = {"action": "export", "as_of": "2026-07-01", "facts": {"d": False}, **told}
    context = AnswerContext(made_book(needed, lifted=D, controls=controls), iso2, "tester", DAY, "")
    return Interview(data, context, lambda sale: sale)


def path(talk: Interview) -> str | None:
    return None if talk.question is None else talk.question.path


def test_what_alone_decides_is_asked_once_more_after_it_was_skipped() -> None:
    talk, asked = begin(A & B), []
    while (asks := path(talk)) is not None:
        asked.append(asks)
        talk = talk.skip()
    assert asked == ["facts.a", "facts.b", "facts.a", "facts.b"]
    assert not talk.fixed


def test_what_decides_only_with_another_fact_is_not_asked_again() -> None:
    talk, asked = begin((A & B) | (~A & ~B)), []
    while (asks := path(talk)) is not None:
        asked.append(asks)
        talk = talk.skip()
    assert asked == ["facts.a", "facts.b"]


def test_a_fixed_answer_asks_nothing_more() -> None:
    talk = begin(A & B)
    assert not talk.fixed
    done = talk.answer("no")
    assert done.fixed
    assert done.question is None
    with pytest.raises(AnswerError, match="nothing more to ask"):
        done.answer("yes")
    with pytest.raises(AnswerError, match="nothing more to ask"):
        done.skip()


def test_what_cannot_decide_is_not_asked_and_what_may_is_though_no_way_was_found() -> None:
    assert path(begin(undecidable(A, B))) is None
    talk = begin(undecidable(*MANY))
    assert path(talk) == "destination"
    assert talk.question is not None
    assert talk.question.way is None


def test_a_question_that_is_shown_to_matter_goes_before_one_that_is_not() -> None:
    talk = begin(undecidable(*MANY) | C)
    assert path(talk) == "facts.c"
    assert talk.question is not None
    assert talk.question.way is not None


def test_an_answer_from_which_nothing_is_learned_is_taken_for_skipping() -> None:
    line = ControlLine("NS", None, (), (), None, True, "made")
    controls = {"3A001": Controls((line,)), "3A001.a": Controls((replace(line, applies=True),))}
    needed = Facts().item.some_control(lambda control: control.applies.is_(True))
    talk = begin(needed, controls=controls, item={"eccn": "3A001", "kind": "commodity"})
    assert path(talk) == "item.eccn"
    again, told, skipped = talk.answer("3a001"), talk.answer("3a001.a"), talk.skip()
    assert (again.skipped, again.asked, again.before) == (("item.eccn",), ("item.eccn",), talk)
    assert (told.skipped, told.asked, told.before) == ((), ("item.eccn",), talk)
    assert (skipped.skipped, skipped.asked, skipped.before) == (("item.eccn",), ("item.eccn",), talk)
    assert told.fixed


def test_since_when_a_list_has_an_entry_is_not_asked_for_no_sale_can_say_it() -> None:
    rows = [Row(since("2026-08-01"), date(2026, 8, 1), EntryTerms(), cfr("15 CFR 744.16"), "made")]
    entry = ListEntry(
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
        listed_since_known=False,
    )

    def screen(sale: Transaction) -> Transaction:
        found = (Listing(entry, True, "Listed", 1.0, "same"),)
        return replace(sale, parties=tuple(replace(party, listings=found) for party in sale.parties))

    talk = begin(
        Facts().some_party(lambda term: term.listed("EL")) & A,
        parties=[{"role": "end_user", "name": "Listed"}],
    )
    talk = replace(talk, screen=screen)
    assert path(talk) == "facts.a"
    assert (path(talk.answer("yes")), talk.answer("yes").fixed) == (None, False)


f = Facts()


@pytest.mark.parametrize(
    ("basic", "read"),
    [
        ("item.eccn", f.item.eccn.is_("3A001")),
        ("item.kind", f.item.kind.is_("commodity")),
        ("destination", f.destination.in_table("groups", "G:1")),
        ("end_use", f.end_use.is_("civil")),
    ],
)
def test_what_everybody_knows_of_a_sale_is_asked_before_what_decides_more(
    basic: str, read: Condition
) -> None:
    talk = begin(A | (read & B & C))
    assert path(talk) == basic
    assert path(talk.skip()) == "facts.a"


def test_basic_facts_are_asked_in_the_order_in_which_they_are_told() -> None:
    every = f.end_use.is_("civil") & f.destination.in_table("groups", "G:1") & f.item.kind.is_("commodity")
    talk, asked = begin(A | (every & f.item.eccn.is_("3A001") & B)), []
    for _ in range(5):
        asked.append(path(talk))
        talk = talk.skip()
    assert asked == ["item.eccn", "item.kind", "destination", "end_use", "facts.a"]
