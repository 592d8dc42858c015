"""Values of law on two time axes.

A :class:`Row` says what held on which days (``in_force``) and since when that could be read
(``published_on``). A :class:`Timeline` answers "what held on day D, on what had been published by day K".
A later publication governs the days that it covers; where it ends, an earlier one speaks again only if the
later one says so (``resumes``: a suspension does, a repeal does not).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations, pairwise
from typing import Generic, TypeVar

from licet.errors import LicetError
from licet.rules.citation import Citation
from licet.rules.interval import Interval

__all__ = ["LawConflictError", "Row", "Timeline"]

T = TypeVar("T")


class LawConflictError(LicetError, ValueError):
    """Two live answers to one question, or an end after which an older text would silently speak again."""


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """One dated fact of law.

    ``in_force``: the days on which ``value`` holds. ``published_on``: when it could be read.
    ``cite``: the document that says so. ``source``: what was seen of it. ``resumes``: after the end of this
    row the older text speaks again (a suspension), which must be said, never assumed.
    """

    in_force: Interval
    published_on: date
    value: T
    cite: Citation
    source: str
    resumes: bool = False


@dataclass(frozen=True)
class Timeline(Generic[T]):
    """All rows that answer one question, checked when made.

    Raises :class:`LawConflictError` where two rows published on one day hold on one day, or where a row
    ends and an older one would speak again without ``resumes``.
    """

    question: str
    rows: tuple[Row[T], ...]

    def __init__(self, question: str, rows: Iterable[Row[T]]) -> None:
        ordered = tuple(sorted(rows, key=lambda row: (row.published_on, row.in_force.start)))
        object.__setattr__(self, "question", question)
        object.__setattr__(self, "rows", ordered)
        self._refuse_conflicts()
        self._refuse_silent_resumption()

    def at(self, as_of: date, known_as_of: date | None = None) -> Row[T] | None:
        """The row that governs ``as_of`` among those published by ``known_as_of`` (None: by anybody yet)."""
        if known_as_of is None and len(self.rows) > 1:
            return self._governing[bisect_right(self.breakpoints, as_of)]
        return self._search(as_of, known_as_of)

    @cached_property
    def _governing(self) -> tuple[Row[T] | None, ...]:
        """The row that governs from each breakpoint on, after that before the first: none."""
        return (None, *(self._search(day, None) for day in self.breakpoints))

    def _search(self, as_of: date, known_as_of: date | None) -> Row[T] | None:
        for row in reversed(self.rows):
            if row.in_force.contains(as_of) and (known_as_of is None or row.published_on <= known_as_of):
                return row
        return None

    def next_change(self, as_of: date, known_as_of: date | None = None) -> date | None:
        """The first day after ``as_of`` on which another row may govern; None when none is known."""
        days = self.breakpoints if known_as_of is None else sorted(set(self._bounds(known_as_of)))
        place = bisect_right(days, as_of)
        return days[place] if place < len(days) else None

    def _bounds(self, known_as_of: date | None) -> Iterator[date]:
        for row in self.rows:
            if known_as_of is None or row.published_on <= known_as_of:
                yield row.in_force.start
                if row.in_force.end is not None:
                    yield row.in_force.end

    @cached_property
    def breakpoints(self) -> tuple[date, ...]:
        """Every day on which a row begins or has just ended, in order."""
        return tuple(sorted(set(self._bounds(None))))

    def _refuse_conflicts(self) -> None:
        for row, other in combinations(self.rows, 2):
            if row.published_on == other.published_on and row.in_force.overlaps(other.in_force):
                raise LawConflictError(
                    f"{self.question}: two live answers, both published {row.published_on}: "
                    f"{row.cite} ({row.in_force}) and {other.cite} ({other.in_force})"
                )

    def _refuse_silent_resumption(self) -> None:
        for day, following in pairwise((*self.breakpoints, None)):
            assert day is not None
            for ended in self.rows:
                if ended.in_force.end != day or ended.resumes:
                    continue
                revived = self.at(day, ended.published_on)
                if revived is not None and revived.published_on < ended.published_on and revived is not ended:
                    raise LawConflictError(
                        f"{self.question}: when {ended.cite} ends on {day}, the older {revived.cite} would "
                        f"speak again until {following or 'further notice'}; say resumes=True "
                        "or end the older row"
                    )
