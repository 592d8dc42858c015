"""Law as it could be read on its own day: no text speaks before the day on which it was published.

``texts.at(day, known_as_of=day)`` and ``contemporary(texts).at(day)`` are the same for every day. So a batch of many
days can be answered "as known then" in one pass, without a day of knowledge for each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

from licet.rules.dated import Row, Timeline
from licet.rules.interval import Interval
from licet.rules.rulebook import Rulebook

__all__ = ["contemporary", "contemporary_law", "unpublished_days"]

T = TypeVar("T")


def contemporary(timeline: Timeline[T]) -> Timeline[T]:
    """The rows of a timeline, each from the day on which it was both in force and published."""
    return Timeline(timeline.question, _published(timeline))


def _published(timeline: Timeline[T]) -> Iterator[Row[T]]:
    for row in timeline.rows:
        start = max(row.in_force.start, row.published_on)
        if row.in_force.end is None or start < row.in_force.end:
            yield replace(row, in_force=Interval(start, row.in_force.end), resumes=True)


def unpublished_days(timeline: Timeline[T]) -> Iterator[tuple[date, date]]:
    """The days, from the first up to the second, on which a row was in force that was published later."""
    for row in timeline.rows:
        if row.published_on > row.in_force.start:
            yield row.in_force.start, min(row.published_on, row.in_force.end or row.published_on)


def contemporary_law(book: Rulebook) -> Rulebook:
    """The rulebook whose rules speak from the day on which they were published; tables have no such day."""
    rules = []
    for rule in book.rules:
        days = {row.in_force: max(row.in_force.start, row.published_on) for row in rule.texts.rows}
        caveats = tuple(
            (Interval(max(period.start, days.get(period, period.start)), period.end), said)
            for period, said in rule.caveats
            if period.end is None or days.get(period, period.start) < period.end
        )
        rules.append(replace(rule, texts=contemporary(rule.texts), caveats=caveats))
    return replace(book, rules=tuple(rules), standing=())
