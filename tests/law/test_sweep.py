"""The date sweep: every golden case's sale on the days on which the law changes, each asked anew.

What an answer says of its own end is compared with what is answered then: before that day the same answer under
the same authority, on it another, or the same whose law was verified too long ago from that day on. Each case is
asked on some of the days, in turn, so that all of them together see every day; ``LICET_SWEEP_ALL=1`` asks each on
every one, and on the days beside it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from licet.engine.determination import Determination
from licet.engine.determine import authority_of, determine
from licet.engine.findings import States, compose
from licet.engine.view import View
from licet.model.lists import ListsUsed
from licet.model.transaction import Transaction
from licet.model.wire import read_transaction
from licet.regimes.golden import GoldenCase, cases
from licet.regimes.shipped_entries import shipped_entries
from licet.regimes.us_ear import ear
from licet.rules.answer import Answer
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

ALL = bool(os.environ.get("LICET_SWEEP_ALL"))
CASES = list(cases())
FILES = sorted({case.file for case in CASES})
_EACH = 24
"""A case is asked on every such day of the turns, beginning with another one each."""


@cache
def turns() -> tuple[date, ...]:
    """Every day on which a rule, a table or a shipped entry changes."""
    book = ear()
    days = set(book.breakpoints())
    for table in book.tables.values():
        days |= {day for key in table.raw if (line := table.timeline(key)) for day in line.breakpoints}
    days |= {day for entry in shipped_entries() for day in entry.terms.breakpoints}
    return tuple(sorted(days))


def asked_on(number: int, found: Determination) -> set[date]:
    """The days on which a case is asked: some turns, and the two on which its answer ends."""
    days: Iterable[date] = turns() if ALL else turns()[number % _EACH :: _EACH]
    some = {day + timedelta(days=shift) for day in days for shift in ((-1, 0, 1) if ALL else (0,))}
    until = found.holds_until
    return some | (set() if until is None else {until - timedelta(days=1), until})


def said(sale: Transaction, day: date) -> tuple[Answer, tuple[str, ...]]:
    whole = compose(States(View.of(replace(sale, as_of=day), ear()).quick))
    return whole.outcome.answer, authority_of(whole, ear())


@pytest.mark.parametrize("file", FILES)
def test_an_answer_changes_on_the_day_that_it_names_and_on_none_before(file: str) -> None:
    finder = shipped_finder(compiled=True)
    for number, case in enumerate(CASES):
        if case.file == file:
            sale = attach(read_transaction(case.sale, ear().vocabulary), finder)
            _sweep(case, sale, determine(sale, ear(), finder.lists), number, finder.lists)


def _sweep(
    case: GoldenCase, sale: Transaction, found: Determination, number: int, lists: tuple[ListsUsed, ...]
) -> None:
    now = (found.answer, found.authority)
    assert found.holds_until is None or found.holds_until > sale.as_of
    for day in sorted(asked_on(number, found)):
        then = said(sale, day)
        if sale.as_of <= day < (found.holds_until or date.max):
            assert then == now, (case.name, day)
        elif day == found.holds_until:
            assert then[0] is found.then, (case.name, day)
            if (
                then == now
            ):  # the answer stays, and what it rests on was verified too long ago from this day on
                before, on = (_law_is_late(sale, at, lists) for at in (day - timedelta(days=1), day))
                assert (before, on) == (False, True), (case.name, day)


def _law_is_late(sale: Transaction, day: date, lists: tuple[ListsUsed, ...]) -> bool:
    found = determine(replace(sale, as_of=day), ear(), lists)
    return "check_law_changes" in [condition.code for condition in found.conditions]


def test_all_cases_together_see_every_turn() -> None:
    seen = {day for number in range(len(CASES)) for day in turns()[number % _EACH :: _EACH]}
    assert seen == set(turns())
    placed, ended, hong_kong = date(2019, 5, 16), date(2019, 11, 19), date(2020, 12, 23)
    assert {placed, ended, hong_kong} <= seen


def test_on_every_turn_each_answer_rests_on_something_that_is_cited() -> None:
    """On the day of each turn and the one before, one sale of each file in turn gets a whole answer."""
    finder = shipped_finder(compiled=True)
    some = [next(case for case in CASES if case.file == file) for file in FILES]
    sales = [attach(read_transaction(case.sale, ear().vocabulary), finder) for case in some]
    for number, day in enumerate(turns()):
        for sale in (sales[number % len(sales)], sales[(number + 7) % len(sales)]):
            for shift in (-1, 0):
                found = determine(replace(sale, as_of=day + timedelta(days=shift)), ear(), finder.lists)
                assert found.because
                assert all(reason.cites for reason in found.because)
                assert found.holds_until is None or found.holds_until > day + timedelta(days=shift)


def test_no_two_texts_govern_one_day() -> None:
    """The conflict check over everything that is dated: rules when made, tables and entries when read."""
    book = ear()
    book.check()
    for table in book.tables.values():
        table.check()
    for rule in book.rules:
        for day in turns():
            live = [row for row in rule.texts.rows if row.in_force.contains(day)]
            newest = [row for row in live if row.published_on == max(item.published_on for item in live)]
            assert len(newest) <= 1, (rule.rule_id, day)
            stayed = not newest or newest[0].value.condition is None
            assert rule.at(day) is (None if stayed else newest[0]), (rule.rule_id, day)
