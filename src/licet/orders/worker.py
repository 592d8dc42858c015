"""What one process does of the answering of order books: it opens the laws once, and answers lines under them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.batch.answers import BatchEngine
from licet.engine.batch.columns import Lines
from licet.engine.batch.details import Detail
from licet.engine.batch.memory import Memory, Outcome
from licet.engine.batch.numbered import Numbered
from licet.engine.batch.world import World
from licet.model.lists import ListsUsed
from licet.orders.book import OrderBook
from licet.rules.rulebook import Rulebook
from licet.screening.attach import ManyFinder

__all__ = ["AnsweredLines", "BookPart", "DecisionContext", "Laws", "Worker", "line_chunks"]


class DecisionContext(NamedTuple):
    """A rulebook, the lists that it is applied with, and the limits of green answers.

    ``ahead``: whether the days to come are looked through, and whether the law was verified for each line's day;
    without it a line has its answer alone, which is faster by far where lines lie on many days.
    """

    book: Rulebook
    finder: ManyFinder
    policy: AnswerPolicy = AnswerPolicy()
    ahead: bool = True


Laws = Callable[[], Sequence[DecisionContext]]
"""Opens laws, in whatever process it is called; it is sent to other processes. One after the first may be made
over a :class:`~licet.orders.screen.Remembering` of the first one's lists."""

_AT_ONCE = 1 << 15
"""Lines answered together, few enough that their truths stay near the processor."""


@dataclass(frozen=True)
class BookPart:
    """The answers of some lines; numbers point to the things given with them."""

    rows: NDArray[np.intp]
    detail: NDArray[np.int64]
    until: NDArray[np.int64]
    then: NDArray[np.int64]
    verified: NDArray[np.int64]
    details: list[Detail]
    outcomes: list[Outcome]
    listed_on: date | None = None


@dataclass
class AnsweredLines:
    """What holds of each line of a book: numbers of ``details`` and of ``outcomes``, and days as ordinals.

    ``until``: the first later day on which answer or authority differ, 0 where none is known; ``then``: the
    outcome from then on. ``verified``: the day to which all law of the answer was verified, 0 where none is known;
    ``listed_on``: the day of the oldest list on which the answers rest, None where no list was adopted.
    """

    detail: NDArray[np.int64]
    until: NDArray[np.int64]
    then: NDArray[np.int64]
    verified: NDArray[np.int64]
    listed_on: date | None = None
    details: Numbered[Detail] = field(default_factory=Numbered)
    outcomes: Numbered[Outcome] = field(default_factory=Numbered)

    @classmethod
    def of_size(cls, size: int) -> AnsweredLines:
        """Room for the answers of so many lines."""
        detail, until, then, verified = np.zeros((4, size), np.int64)
        return cls(detail, until, then, verified)

    def put(self, part: BookPart) -> None:
        """Take in the answers of some lines."""
        details = np.array([self.details.of(detail) for detail in part.details], np.int64)
        outcomes = np.array([self.outcomes.of(outcome) for outcome in part.outcomes], np.int64)
        self.detail[part.rows] = details[part.detail]
        self.until[part.rows] = part.until
        self.then[part.rows] = outcomes[part.then]
        self.verified[part.rows] = part.verified
        self.listed_on = part.listed_on


@dataclass(frozen=True)
class _Task:
    """Lines to be answered by an engine."""

    lines: Lines
    days: NDArray[np.int64]
    engine: BatchEngine


@dataclass
class Worker:
    """What a process needs: the laws and, once they are given, the lines under each.

    What was worked out for a law is kept for the lines that it is given next.
    """

    laws: Sequence[DecisionContext]
    tasks: dict[int, _Task] = field(default_factory=dict)
    _memories: dict[tuple[int, date | None], Memory] = field(default_factory=dict)

    def take(self, law: int, lines: Lines, days: NDArray[np.int64], known_as_of: date | None) -> None:
        """Lines to answer under a law, in place of those it had before."""
        book, finder, policy, ahead = self.laws[law]
        eccn = lines.frames["line"].columns.get("item.eccn")
        world = World(book, known_as_of, lines.entries)
        memory = self._memories.setdefault((law, known_as_of), Memory(book, known_as_of))
        engine = BatchEngine(memory, world, finder.lists, () if eccn is None else eccn.values, policy, ahead)
        self.tasks[law] = _Task(lines, days, engine)

    def answer(self, law: int, rows: NDArray[np.intp]) -> BookPart:
        """The answers of some of the lines taken for a law."""
        mine = self.tasks[law]
        found = mine.engine.answer(mine.lines.take(rows), np.asarray(mine.days[rows]))
        used, detail = np.unique(found.detail, return_inverse=True)
        later, then = np.unique(found.then, return_inverse=True)
        details = [mine.engine.memory.details.things[number] for number in used]
        outcomes = [mine.engine.memory.outcomes.things[number] for number in later]
        return BookPart(
            rows, detail, found.until, then, found.verified, details, outcomes, dated(mine.engine.lists)
        )


def dated(lists: Sequence[ListsUsed]) -> date | None:
    """The day of the oldest adopted list on which answers rest; None where none was adopted."""
    return min((used.data_date for used in lists if used.days), default=None)


def line_chunks(book: OrderBook) -> Iterator[NDArray[np.intp]]:
    """Lines to answer together: those of like days, apart from those with listed parties, whose days differ."""
    listed = np.zeros(book.lines.size, np.bool_)
    for name in ("party.listing", "owner.listing"):
        if name in book.lines.frames:
            listed[book.lines.line_of(name)] = True
    for some in (listed, ~listed):
        rows = np.flatnonzero(some)
        rows = rows[np.argsort(book.days[rows], kind="stable")]
        for start in range(0, len(rows), _AT_ONCE):
            yield np.sort(rows[start : start + _AT_ONCE])
