"""Answer an order book with all cores: read, screen each distinct party once, answer, put together.

Every process opens rulebook and lists for itself, once, and reads the lines from a folder that all share.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
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
from licet.facts.listing import Listing
from licet.law.answer import Answer
from licet.law.rulebook import Rulebook
from licet.orders.book import Named, OrderBook
from licet.orders.frozen import freeze, thaw
from licet.orders.screen import listings_of, screened
from licet.screening.attach import ManyFinder

__all__ = ["Answered", "Law", "Options", "Progress", "answer_book"]

Law = Callable[[], tuple[Rulebook, ManyFinder]]
"""Opens rulebook and lists, in whatever process it is called; it is sent to other processes."""
Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""
T = TypeVar("T")

_AT_ONCE, _NAMES = 1 << 15, 4000
_WORTH = 60_000
"""Lines from which other processes are worth their start."""


@dataclass(frozen=True)
class Options:
    """How to answer: on what had been published by ``known_as_of``; with so many processes, all cores unless said."""

    known_as_of: date | None = None
    workers: int | None = None


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
    book: OrderBook, law: Law, options: Options = Options(), progress: Progress | None = None
) -> tuple[OrderBook, Answered]:
    """Screen a book's parties and answer its lines. Gives the screened book as well."""
    workers = options.workers or os.cpu_count() or 1
    if workers > 1 and book.lines.size >= _WORTH:
        with TemporaryDirectory(prefix="licet-orders-") as folder, _Pool(law, Path(folder), workers) as pool:
            return _answered(book, pool, options, progress)
    return _answered(book, _Here(law), options, progress)


def _answered(
    book: OrderBook, hands: _Here | _Pool, options: Options, progress: Progress | None
) -> tuple[OrderBook, Answered]:
    asked = [book.parties[start : start + _NAMES] for start in range(0, len(book.parties), _NAMES)]
    found: list[list[tuple[Listing, ...]]] = [[] for _ in asked]
    done = 0
    for place, listings in hands.each(_screen, list(enumerate(asked))):
        found[place] = listings
        done += len(listings)
        _tell(progress, "parties", done, len(book.parties))
    whole = screened(book, [one for listings in found for one in listings]) if book.parties else book
    hands.give(whole, options.known_as_of)
    size = whole.lines.size
    answered = Answered(np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64))
    done = 0
    for part in hands.each(_answer, list(_portions(whole))):
        _put(part, answered)
        done += len(part.rows)
        _tell(progress, "lines", done, whole.lines.size)
    return whole, answered


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


@dataclass
class _Hand:
    """What a process needs: rulebook, lists and, once they are given, the lines."""

    book: Rulebook
    finder: ManyFinder
    lines: Lines | None = None
    days: NDArray[np.int64] | None = None
    engine: BatchEngine | None = None

    def take(self, lines: Lines, days: NDArray[np.int64], known_as_of: date | None) -> None:
        eccn = lines.frames["line"].columns.get("item.eccn")
        world = World(self.book, known_as_of, lines.entries)
        start = date.fromordinal(int(days.min())) if len(days) else date.max
        self.lines, self.days = lines, days
        self.engine = BatchEngine(
            self.book, world, self.finder.lists, () if eccn is None else eccn.values, start
        )


def _screen(hand: _Hand, task: tuple[int, Sequence[Named]]) -> tuple[int, list[tuple[Listing, ...]]]:
    place, parties = task
    return place, listings_of(parties, hand.finder)


def _answer(hand: _Hand, rows: NDArray[np.intp]) -> _Part:
    assert hand.engine is not None
    assert hand.lines is not None
    assert hand.days is not None
    found = hand.engine.answer(hand.lines.take(rows), np.asarray(hand.days[rows]))
    used, detail = np.unique(found.detail, return_inverse=True)
    later, then = np.unique(found.then, return_inverse=True)
    details = [hand.engine.details.things[number] for number in used]
    outcomes = [hand.engine.outcomes.things[number] for number in later]
    return _Part(rows, detail, found.until, then, details, outcomes)


class _Here:
    """Does the work in this process."""

    def __init__(self, law: Law) -> None:
        self._hand = _Hand(*law())

    def give(self, book: OrderBook, known_as_of: date | None) -> None:
        self._hand.take(book.lines, book.days, known_as_of)

    def each(self, work: Callable[[_Hand, Any], T], tasks: Sequence[Any]) -> Iterator[T]:
        return (work(self._hand, task) for task in tasks)


class _Pool(AbstractContextManager["_Pool"]):
    """Does the work in several processes, which find the lines in a folder."""

    def __init__(self, law: Law, folder: Path, workers: int) -> None:
        self._folder = folder
        self._given: tuple[Path, date | None] | None = None
        self._pool = ProcessPoolExecutor(workers, get_context("spawn"), _open, (law,))

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def give(self, book: OrderBook, known_as_of: date | None) -> None:
        freeze(book.lines, book.days, self._folder)
        self._given = (self._folder, known_as_of)

    def each(self, work: Callable[[_Hand, Any], T], tasks: Sequence[Any]) -> Iterator[T]:
        waiting = {self._pool.submit(_do, work, self._given, task) for task in tasks}
        for future in as_completed(waiting):
            yield future.result()


_HANDS: list[_Hand] = []
"""The one hand of a process of a pool."""


def _open(law: Law) -> None:
    _HANDS.append(_Hand(*law()))


def _do(work: Callable[[_Hand, Any], T], given: tuple[Path, date | None] | None, task: Any) -> T:
    (hand,) = _HANDS
    if given is not None and hand.engine is None:
        hand.take(*thaw(given[0]), given[1])
    return work(hand, task)
