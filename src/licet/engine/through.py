"""One sale through time: every span of days with one answer, so that a date can be chosen with open eyes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.conditions import conditions_of, light_of
from licet.engine.determine import authority_of, waits
from licet.engine.findings import RuleState, States, compose, evaluate
from licet.engine.verification import verification_of
from licet.engine.view import View
from licet.engine.walk import earliest, walk
from licet.model.lists import ListsUsed
from licet.model.transaction import Transaction
from licet.rules.answer import Answer, Light
from licet.rules.condition import Condition
from licet.rules.rule import Rule
from licet.rules.rulebook import Rulebook

__all__ = ["AnswerSpan", "through_time"]


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """Days with one answer, from ``start`` up to, not including, ``end``."""

    start: date
    end: date
    answer: Answer
    light: Light
    authority: tuple[str, ...]


def through_time(
    sale: Transaction,
    book: Rulebook,
    lists: tuple[ListsUsed, ...],
    first: date,
    end: date,
    policy: AnswerPolicy = AnswerPolicy(),
) -> tuple[AnswerSpan, ...]:
    """The answers to a screened sale on the days from ``first`` up to, not including, ``end``.

    Exact: every day on which law or lists as known may change is visited (by ``known_as_of``, where the sale has
    one). Neighbours with the same answer, light and authority are one span. ValueError for no days.
    """
    if end <= first:
        raise ValueError(f"no days from {first} up to {end}")
    spans: list[AnswerSpan] = []
    for span in _visited(sale, book, lists, first, end, policy):
        last = spans[-1] if spans else None
        if last is not None and _said(last) == _said(span):
            spans[-1] = AnswerSpan(last.start, span.end, *_said(last))
        else:
            spans.append(span)
    return tuple(spans)


def _said(span: AnswerSpan) -> tuple[Answer, Light, tuple[str, ...]]:
    return span.answer, span.light, span.authority


def _visited(
    sale: Transaction,
    book: Rulebook,
    lists: tuple[ListsUsed, ...],
    first: date,
    end: date,
    policy: AnswerPolicy,
) -> Iterator[AnswerSpan]:
    states, day = States(View.of(sale, book).on(first)), first
    while day < end:
        whole, duties = compose(states), _Duties(states.view)
        verified = verification_of(whole, states.view, lists, policy)
        owed = conditions_of(whole, book, lists, duties.state_of, duties.truth_of, waits=waits(sale))
        conditions = (*verified.conditions, *owed)
        until = earliest([states.until(), *duties.until, verified.until]) or end
        light = light_of(whole.outcome.answer, conditions)
        yield AnswerSpan(day, min(until, end), whole.outcome.answer, light, authority_of(whole, book))
        day = until
        states = states.on(states.view.on(day))


@dataclass
class _Duties:
    """What duties say on a day, which the light hangs on, and when they may say something else."""

    view: View
    until: list[date | None] = field(default_factory=list)

    def state_of(self, rule: Rule) -> RuleState:
        state = evaluate(rule, self.view)
        self.until.append(state.until)
        return state

    def truth_of(self, test: Condition) -> bool | None:
        trace = walk(test, self.view)
        self.until.append(trace.until)
        return trace.truth
