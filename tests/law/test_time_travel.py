"""Every dated text of the law changes an answer on its first day: one case on the day, and one the day before."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from benchmarks.exception_claims import claims, transaction
from tests.law.answered_cases import AnsweredCase
from tests.law.test_case_coverage import CASES, asked

from licet.engine.determine import determine
from licet.engine.findings import evaluate
from licet.engine.view import View
from licet.model.transaction import Transaction
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.regimes.us_ear.general_facts import SECTIONS
from licet.regimes.us_ear.part_740.source_notes import LAST_AMENDMENTS
from licet.rules.rule import Question, Rule, RuleText
from licet.rules.table import look_up
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

EVER = date(1996, 3, 25)
ONE_DAY = timedelta(days=1)
TRIES = 6
DECIDING = {Question.REQUIREMENT, Question.PROHIBITION, Question.AUTHORITY, Question.EXEMPTION}

NO_CHANGE = {
    ("us.ear.740", "2014-01-21"): "it leaves out parties on the Unverified List, of which none ships",
    (
        "us.ear.742.4.a.4.ii",
        "2024-12-02",
    ): "734.9(k), without which it has nothing to lift, is held since 2025-01-16",
    ("us.ear.744.16.b", "2008-08-21"): "the entries that it is about are of later years",
    ("us.ear.744.supp7.c3", "2019-08-19"): "the general license of May 2019 allowed the same in other words",
}
"""Texts whose first day changes no answer to a golden case, and why."""


def section(text: str) -> str:
    found = re.search(r"7\d\d\.\d+", text)
    return "" if found is None else found.group()


@cache
def by_section() -> dict[str, list[AnsweredCase]]:
    """The cases by the sections that their sources name."""
    found: dict[str, list[AnsweredCase]] = {}
    for case, ready in zip(CASES, asked(), strict=False):
        for name in set(re.findall(r"7\d\d\.\d+", case.source)):
            found.setdefault(name, []).append(ready)
    return found


def nearest(rule: Rule) -> Iterator[AnsweredCase]:
    """The cases made for a rule first, then those that name its sections, then all; variants after what they vary."""
    named = [case for cite in rule.cites for case in by_section().get(section(cite.text), ())]
    made = [case for case in asked() if case.name.startswith(rule.rule_id)]
    seen: set[int] = set()
    for case in (*made, *sorted(named, key=lambda case: case.variant), *asked()):
        if id(case) not in seen:
            seen.add(id(case))
            yield case


def dated() -> Iterator[tuple[Rule, RuleText, date]]:
    """The texts that began after the regulations of 1996, each with the day on which it took another's place."""
    deciding = [rule for rule in ear().rules if rule.question in DECIDING]
    for rule, row in ((element, row) for element in deciding for row in element.texts.rows):
        first = row.in_force.start
        if row.value.condition is None or first <= EVER:
            continue
        before, now = rule.at(first - ONE_DAY), rule.at(first)
        if now is row and (before is None or before.value is not row.value):
            yield rule, row.value, first


def said(case: AnsweredCase, sale: Transaction) -> tuple[object, ...]:
    found = determine(sale, ear(), case.lists)
    gaps = tuple(gap.code for gap in found.law_not_held)
    rules = tuple((reason.rule, reason.title) for reason in found.because)
    return found.answer, found.authority, gaps, rules, found.review_policy


def changes(rule: Rule, first: date) -> bool:
    """Whether some case that the text may decide is answered in another way the day before."""
    tries = 0
    for case in nearest(rule):
        sale = replace(case.sale, as_of=first, known_as_of=None)
        if evaluate(rule, View.of(sale, ear())).holds is False:
            continue
        if said(case, sale) != said(case, replace(sale, as_of=first - ONE_DAY)):
            return True
        tries += 1
        if tries == TRIES:
            return False
    return False


def test_every_text_changes_an_answer_on_its_first_day() -> None:
    none = {(rule.rule_id, first.isoformat()) for rule, _, first in dated() if not changes(rule, first)}
    assert none - NO_CHANGE.keys() == set()
    assert NO_CHANGE.keys() - none == set(), "these change an answer now: take them out"


def rows_of_tables() -> Iterator[tuple[str, tuple[str, ...], date, bool]]:
    """The rows of the law's tables by which a cell changes, each with its first day and what it says."""
    for table in ear().tables.values():
        for key in table.raw:
            timeline = table.timeline(key)
            assert timeline is not None
            for row in timeline.rows[1:]:
                yield table.name, key, row.in_force.start, row.value


def test_every_row_changes_its_cell_on_its_first_day() -> None:
    wrong = []
    for name, key, first, member in rows_of_tables():
        table = ear().tables[name]
        after, before = (look_up(table, key, day, None).truth for day in (first, first - ONE_DAY))
        if (after, before) != (member, not member):
            wrong.append((name, key, first.isoformat()))
    assert wrong == []


def claims_by_section() -> dict[str, dict[str, Any]]:
    """One claim that the text authorizes of every section whose source note names its amendments."""
    found: dict[str, dict[str, Any]] = {}
    for claim in claims():
        name = section(claim["paragraph"])
        if claim["verdict"] == "authorized" and name in LAST_AMENDMENTS:
            found.setdefault(name, claim)
    return found


def test_exceptions_are_answered_from_the_last_amendment_of_their_section() -> None:
    """On the first day of the text the terms decide or are asked for; the day before they are not held."""
    assert claims_by_section().keys() == LAST_AMENDMENTS.keys()
    wrong = []
    for name, claim in claims_by_section().items():
        first = date.fromisoformat(LAST_AMENDMENTS[name].first_day)
        held = [terms_held(claim, day) for day in (first - ONE_DAY, first)]
        if held != [False, True]:
            wrong.append((name, held))
    assert wrong == []


def terms_held(claim: Mapping[str, Any], day: date) -> bool:
    """Whether the answer to a claim on a day rests on its terms, not on law that is not held or not yet in force."""
    facts = {**claim.get("facts", {}), **claim.get("knows", {})}
    sale = attach(read_transaction(transaction(claim, day, facts), ear().vocabulary), shipped_finder())
    found = determine(sale, ear(), shipped_finder().lists)
    early = any(gap.what == "the terms of the license exceptions of the day" for gap in found.law_not_held)
    unknown = any(caveat.code == "license_exception_not_in_force" for caveat in found.caveats)
    return not early and not unknown


def test_the_table_of_symbols_follows_the_source_notes() -> None:
    table = ear().tables["license_exceptions"]
    for name, symbols in SECTIONS:
        last = LAST_AMENDMENTS.get(name)
        first = date(2026, 8, 15) if last is None else date.fromisoformat(last.first_day)
        for symbol in symbols:
            if (symbol, "terms held") in table.raw:
                cells = [
                    look_up(table, (symbol, "terms held"), day, None).truth
                    for day in (first - ONE_DAY, first)
                ]
                assert cells == [False, True], symbol
