"""Answer an order book with all cores: read, screen each distinct party once, answer, put together.

Every process opens rulebook and lists for itself, once, and reads the lines from a folder that all share.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from licet.engine.batch.answers import BatchEngine
from licet.engine.batch.columns import Lines
from licet.engine.batch.details import Detail
from licet.engine.batch.numbered import Numbered
from licet.engine.batch.world import World
from licet.law.answer import Answer
from licet.law.rulebook import Rulebook
from licet.orders.book import Named, OrderBook
from licet.orders.frozen import freeze, thaw
from licet.orders.screen import Listings, listings_of, screened
from licet.screening.attach import ManyFinder

__all__ = ["Answered", "Law", "Laws", "Options", "Progress", "answer_book"]

Law = tuple[Rulebook, ManyFinder]
"""A rulebook, and the lists that it is applied with."""
Laws = Callable[[], Sequence[Law]]
"""Opens laws, in whatever process it is called; it is sent to other processes. One after the first may be made
over a :class:`~licet.orders.screen.Remembering` of the first one's lists."""
Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""
T = TypeVar("T")

_AT_ONCE, _NAMES = 1 << 15, 4000
"""Lines answered together, few enough that their truths stay near the processor, and parties screened together."""
_WORTH = 60_000
"""Lines from which other processes are worth their start."""


@dataclass(frozen=True)
class Options:
    """How to answer: on what had been published by ``known_as_of``; with so many processes, all cores unless said."""

    known_as_of: date | None = None
    workers: int | None = None
    days: Sequence[date | None] = ()
    """By law, the one day on which all lines are asked about; None, or no day at all: each line on its own."""


@dataclass
class Answered:
    """What holds of each line of a book: numbers of ``details`` and of ``outcomes``, and days as ordinals.

    ``until``: the first later day on which answer or authority differ, 0 where none is known; ``then``: the
    outcome from then on.
    """

    detail: NDArray[np.int64]
    until: NDArray[np.int64]
    then: NDArray[np.int64]
    details: Numbered[Detail] = field(default_factory=Numbered)
    outcomes: Numbered[tuple[Answer, tuple[str, ...]]] = field(default_factory=Numbered)


def answer_book(
    book: OrderBook, laws: Laws, options: Options = Options(), progress: Progress | None = None
) -> list[tuple[OrderBook, Answered]]:
    """Screen a book's parties and answer its lines under each of some laws. Gives the screened books as well."""
    workers = options.workers or os.cpu_count() or 1
    if workers > 1 and book.lines.size >= _WORTH:
        with TemporaryDirectory(prefix="licet-orders-") as folder, _Pool(laws, Path(folder), workers) as pool:
            return _answered(book, pool, options, progress)
    return _answered(book, _Here(laws), options, progress)


def _answered(
    book: OrderBook, hands: _Here | _Pool, options: Options, progress: Progress | None
) -> list[tuple[OrderBook, Answered]]:
    found = []
    for law, listings in enumerate(_screened(book, hands, progress)):
        whole = screened(book, listings) if book.parties else book
        day = options.days[law] if law < len(options.days) else None
        whole = whole if day is None else replace(whole, days=np.full_like(whole.days, day.toordinal()))
        hands.give(law, whole, options.known_as_of)
        size, done = whole.lines.size, 0
        answered = Answered(np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64))
        for part in hands.each(_answer, [(law, rows) for rows in _portions(whole)]):
            _put(part, answered)
            done += len(part.rows)
            _tell(progress, f"lines ({law + 1})" if law else "lines", done, size)
        found.append((whole, answered))
    return found


def _screened(book: OrderBook, hands: _Here | _Pool, progress: Progress | None) -> list[Listings]:
    """The listings of all distinct parties under each law."""
    asked = [book.parties[start : start + _NAMES] for start in range(0, len(book.parties), _NAMES)] or [()]
    found: dict[int, list[Listings]] = {}
    done = 0
    for place, listings in hands.each(_screen, list(enumerate(asked))):
        found[place] = listings
        done += len(asked[place])
        _tell(progress, "parties", done, len(book.parties))
    parts = (found[place] for place in range(len(asked)))
    return [[one for part in of_law for one in part] for of_law in zip(*parts, strict=True)]


def _tell(progress: Progress | None, what: str, done: int, total: int) -> None:
    if progress is not None:
        progress(what, done, total)


def _portions(book: OrderBook) -> Iterator[NDArray[np.intp]]:
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


@dataclass(frozen=True)
class _Part:
    """The answers of some lines; numbers point to the things given with them."""

    rows: NDArray[np.intp]
    detail: NDArray[np.int64]
    until: NDArray[np.int64]
    then: NDArray[np.int64]
    details: list[Detail]
    outcomes: list[tuple[Answer, tuple[str, ...]]]


def _put(part: _Part, into: Answered) -> None:
    details = np.array([into.details.of(one) for one in part.details], np.int64)
    outcomes = np.array([into.outcomes.of(one) for one in part.outcomes], np.int64)
    into.detail[part.rows] = details[part.detail]
    into.until[part.rows] = part.until
    into.then[part.rows] = outcomes[part.then]


@dataclass(frozen=True)
class _Task:
    """Lines to be answered by an engine."""

    lines: Lines
    days: NDArray[np.int64]
    engine: BatchEngine


@dataclass
class _Hand:
    """What a process needs: the laws and, once they are given, the lines under each."""

    laws: Sequence[Law]
    tasks: dict[int, _Task] = field(default_factory=dict)

    def take(self, law: int, lines: Lines, days: NDArray[np.int64], known_as_of: date | None) -> None:
        book, finder = self.laws[law]
        eccn = lines.frames["line"].columns.get("item.eccn")
        world = World(book, known_as_of, lines.entries)
        start = date.fromordinal(int(days.min())) if len(days) else date.max
        engine = BatchEngine(book, world, finder.lists, () if eccn is None else eccn.values, start)
        self.tasks[law] = _Task(lines, days, engine)


def _screen(hand: _Hand, task: tuple[int, Sequence[Named]]) -> tuple[int, list[Listings]]:
    place, parties = task
    return place, [listings_of(parties, finder) for _, finder in hand.laws]


def _answer(hand: _Hand, task: tuple[int, NDArray[np.intp]]) -> _Part:
    law, rows = task
    mine = hand.tasks[law]
    found = mine.engine.answer(mine.lines.take(rows), np.asarray(mine.days[rows]))
    used, detail = np.unique(found.detail, return_inverse=True)
    later, then = np.unique(found.then, return_inverse=True)
    details = [mine.engine.details.things[number] for number in used]
    outcomes = [mine.engine.outcomes.things[number] for number in later]
    return _Part(rows, detail, found.until, then, details, outcomes)


class _Here:
    """Does the work in this process."""

    def __init__(self, laws: Laws) -> None:
        self._hand = _Hand(laws())

    def give(self, law: int, book: OrderBook, known_as_of: date | None) -> None:
        self._hand.take(law, book.lines, book.days, known_as_of)

    def each(self, work: Callable[[_Hand, Any], T], tasks: Sequence[Any]) -> Iterator[T]:
        return (work(self._hand, task) for task in tasks)


_Given = tuple[int, Path, date | None]
"""A law by its number, the folder with the lines under it, and the day by which all must have been published."""


class _Pool(AbstractContextManager["_Pool"]):
    """Does the work in several processes, which find the lines in a folder."""

    def __init__(self, laws: Laws, folder: Path, workers: int) -> None:
        self._folder = folder
        self._given: _Given | None = None
        self._pool = ProcessPoolExecutor(workers, get_context("spawn"), _open, (laws,))

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def give(self, law: int, book: OrderBook, known_as_of: date | None) -> None:
        folder = self._folder / str(law)
        folder.mkdir()
        freeze(book.lines, book.days, folder)
        self._given = (law, folder, known_as_of)

    def each(self, work: Callable[[_Hand, Any], T], tasks: Sequence[Any]) -> Iterator[T]:
        waiting = {self._pool.submit(_do, work, self._given, task) for task in tasks}
        for future in as_completed(waiting):
            yield future.result()


_HANDS: list[_Hand] = []
"""The one hand of a process of a pool."""


def _open(laws: Laws) -> None:
    gc.disable()  # a process of a run lives for that run, and makes no cycles to speak of
    _HANDS.append(_Hand(laws()))


def _do(work: Callable[[_Hand, Any], T], given: _Given | None, task: Any) -> T:
    (hand,) = _HANDS
    if given is not None and given[0] not in hand.tasks:
        law, folder, known_as_of = given
        hand.take(law, *thaw(folder), known_as_of)
    return work(hand, task)
