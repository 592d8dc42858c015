"""Several rules at once: all that applies is collected and must be covered, the strictest policy counts, conditions
add up. Over made sales, on the real rulebook.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.engine.findings import Composition, States, compose
from licet.engine.view import View
from licet.model.lists import ListsUsed
from licet.model.transaction import Action, Item, ItemKind, Party, Role, Transaction
from licet.regimes.us_ear import ear
from licet.regimes.us_ear.part_740.common import CHART
from licet.rules.answer import Answer, Severity
from licet.rules.condition import Constant
from licet.rules.dated import Timeline
from licet.rules.policy import strictest
from licet.rules.rule import Question
from licet.rules.rulebook import Rulebook
from licet.rules.table import read_rows

LISTS = (ListsUsed("made", date(2026, 7, 31), True, 1, "0" * 64),)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Maker(Protocol):
    def sale(self, seed: int) -> Transaction: ...


def answered(sale: Transaction, book: Rulebook | None = None) -> tuple[Determination, Composition]:
    book = book or ear()
    return determine(sale, book, LISTS), compose(States(View.of(sale, book)))


def applying(whole: Composition) -> set[str]:
    return {finding.state.rule.rule_id for finding in whole.findings if finding.applies is True}


@FEW
@given(st.integers(0, 10**9))
def test_all_that_applies_is_told(maker: Maker, seed: int) -> None:
    for number in range(10):
        found, whole = answered(maker.sale(seed + number))
        told = {reason.rule for reason in found.because}
        uncovered = {
            finding.state.rule.rule_id
            for finding in whole.findings
            if finding.applies is True and finding.outcome.low >= whole.outcome.low
        }
        assert uncovered <= told


@FEW
@given(st.integers(0, 10**9))
def test_what_may_go_is_covered_by_an_authority_for_every_requirement(maker: Maker, seed: int) -> None:
    for number in range(10):
        found, whole = answered(maker.sale(seed + number))
        for finding in whole.findings:
            covered = any(state.holds is True for state in finding.authorities)
            if finding.applies is True and not covered:
                assert found.answer in {Answer.LICENSE_REQUIRED, Answer.PROHIBITED, Answer.UNDETERMINED}
            if found.answer is Answer.AUTHORIZED:
                assert finding.applies is not None
                assert finding.applies is False or covered


@FEW
@given(st.integers(0, 10**9))
def test_the_strictest_policy_of_all_requirements_is_told(maker: Maker, seed: int) -> None:
    for number in range(10):
        found, whole = answered(maker.sale(seed + number))
        best = strictest(found.policies)
        assert found.review_policy == (None if best is None else best.text)
        assert all(policy.grade <= best.grade for policy in found.policies if best is not None)
        if found.answer is not Answer.PROHIBITED:
            open_ones = {
                finding.state.rule.rule_id
                for finding in whole.findings
                if finding.applies is True and finding.outcome.low >= Severity.LICENSE_REQUIRED
            }
            silent = open_ones - {policy.requirement for policy in found.policies}
            assert all(rule_id.startswith("us.ear.744.11") for rule_id in silent), (
                silent
            )  # an entry may say nothing


@FEW
@given(st.integers(0, 10**9))
def test_conditions_add_up(maker: Maker, seed: int) -> None:
    """Every obligation of what applies and of what covers it is there, by its code, and each once."""
    for number in range(10):
        found, whole = answered(maker.sale(seed + number))
        codes = [condition.code for condition in found.conditions]
        assert len(codes) == len(set(codes))
        states = [
            *(finding.state for finding in whole.findings if finding.applies is True),
            *whole.authorities,
        ]
        owed = {duty.code for state in states if state.row for duty in state.row.value.obligations}
        assert found.answer is Answer.NOT_SUBJECT or owed <= set(codes)


@FEW
@given(st.integers(0, 10**9))
def test_one_requirement_more_is_never_milder(maker: Maker, seed: int) -> None:
    """Adding a requirement that nothing covers makes a sale that may go red, and never a review milder."""
    book = ear()
    other = book.by_id["us.ear.746.2"]
    text = replace(other.texts.rows[0].value, condition=Constant(value=True, why="made for a test"))
    rows = [replace(row, value=text) for row in other.texts.rows]
    more = replace(other, rule_id="made.more", texts=Timeline("made.more", rows), policy="case-by-case")
    wider = replace(book, rules=(*book.rules, more))
    for number in range(6):
        sale = maker.sale(seed + number)
        before, whole = answered(sale)
        after, _ = answered(sale, wider)
        if whole.subject_truth is not True or sale.as_of < date(1996, 3, 25):
            continue
        assert after.answer in {Answer.LICENSE_REQUIRED, Answer.PROHIBITED}
        policy, two = strictest(before.policies), strictest(after.policies)
        assert (
            policy is None
            or after.answer is Answer.PROHIBITED
            or (two is not None and two.grade >= policy.grade)
        )


_REASONS = {
    "NS": ("742.4",),
    "MT": ("742.5", "742.4.b.9"),
    "NP": ("742.3", "742.4.b.9"),
    "CB": ("742.2", "742.4.b.9"),
    "CC": ("742.7", "742.11"),
    "SL": ("742.13",),
    "SI": ("742.14",),
    "EI": ("742.15",),
    "FC": ("742.17",),
    "UN": ("746.1",),
    "CW": ("742.18",),
    "RUS": ("742.4.b.9",),
}
"""By reason for control, the beginnings of the rules that say how it is reviewed."""

_SAID_NOWHERE = {("3A999", "IQ")}
"""The Commerce Control List sends the entry to Iraq for regional stability; 742.6(a)(5) does not name it."""


@pytest.mark.parametrize("destination", ["MY", "CN", "IN", "MO", "RU", "IQ", "PK", "SO"])
def test_every_reason_for_control_has_its_policy(destination: str) -> None:
    """Of every ECCN, each reason that needs a license to the destination is reviewed under a policy of part 742."""
    book = ear()
    for eccn in eccns():
        beside = States(View.of(plain_sale(eccn, destination), book).quick)
        needing = [name for name in CHART if beside.of(book.by_id[name]).truth is True]
        reviews = {rule.rule_id: rule for name in needing for rule in book.policies[name]}
        found = {name for name, rule in reviews.items() if beside.of(rule).truth is not False}
        needed = [
            text for text in _REASONS if beside.of(book.by_id[f"us.ear.742.for.{text.lower()}"]).truth is True
        ]
        for reason in needed:
            assert any(text.startswith(f"us.ear.{rule}") for text in found for rule in _REASONS[reason]), (
                eccn,
                reason,
            )
        assert found or not needing or (eccn, destination) in _SAID_NOWHERE, eccn


def plain_sale(eccn: str, destination: str) -> Transaction:
    return Transaction(
        Action.EXPORT,
        date(2026, 9, 1),
        destination=destination,
        end_use="civil",
        item=Item(kind=ItemKind.COMMODITY, eccn=eccn, us_origin=True),
        parties=(Party(Role.END_USER, "Example Works", destination),),
    )


def eccns() -> list[str]:
    rows, _ = read_rows(files("licet.regimes.us_ear") / "tables" / "eccn_controls.csv")
    return sorted({row["eccn"] for row in rows})


def test_every_question_of_a_rule_is_used() -> None:
    asked = {rule.question for rule in ear().rules}
    assert asked == set(Question)


def test_every_requirement_falls_under_a_general_prohibition() -> None:
    """But for what another agency demands, for parties that nobody has named, and for where the item goes."""
    book = ear()
    some = (*book.by_question[Question.REQUIREMENT], *book.by_question[Question.PROHIBITION])
    left = {rule.rule_id for rule in some} - set(book.frames)
    assert left == {"us.ear.744.8.treasury", "us.ear.748.5", "us.ear.748.5.destination"}
