"""Changed timelines: rows of a scenario laid over those of the law.

A scenario governs its days whatever had been published by the day asked about, so its rows are put in as the
oldest publication and the days that they govern are cut out of all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from licet.rules.dated import Row, Timeline
from licet.rules.interval import Interval

__all__ = ["lay_over", "pieces"]

T = TypeVar("T")


def lay_over(timeline: Timeline[T], row: Row[T]) -> Timeline[T]:
    """The timeline with one more row that governs all of its days."""
    cut = [piece for old in timeline.rows for piece in _cut(old, row.in_force)]
    return Timeline(timeline.question, [*cut, row])


def _cut(old: Row[T], days: Interval) -> Iterator[Row[T]]:
    """What is left of a row. What ends where the scenario begins does not end by itself, so it may resume."""
    for left in pieces(old.in_force, days):
        yield replace(old, in_force=left, resumes=old.resumes or left.end == days.start)


def pieces(days: Interval, without: Interval) -> tuple[Interval, ...]:
    """What is left of some days without others: none, one or two spans.

    >>> from licet.rules.interval import span
    >>> pieces(span("2020-01-01", None), span("2020-03-01", "2020-04-01"))[0].end
    datetime.date(2020, 3, 1)
    """
    if not days.overlaps(without):
        return (days,)
    found = []
    if days.start < without.start:
        found.append(Interval(days.start, without.start))
    if without.end is not None and (days.end is None or without.end < days.end):
        found.append(Interval(without.end, days.end))
    return tuple(found)
