"""Answer an order book with all cores: read, screen each distinct party once, answer, put together.

Every process opens rulebook and lists for itself, once, and reads the lines from a folder that all share.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from licet.orders.book import OrderBook, PartyKey
from licet.orders.column_files import read_columns, write_columns
from licet.orders.screen import Listings, listings_of, screened
from licet.orders.worker import AnsweredLines, BookPart, Laws, Worker, line_chunks
from licet.worker_processes import worker_pool

__all__ = ["Progress", "RunOptions", "answer_book"]

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""
T = TypeVar("T")

_NAMES = 4000
"""Parties screened together."""
_WORTH = 60_000
"""Lines from which other processes are worth their start."""


@dataclass(frozen=True)
class RunOptions:
    """How to answer: on what had been published by ``known_as_of``; with so many processes, all cores unless said."""

    known_as_of: date | None = None
    workers: int | None = None
    days: Sequence[date | None] = ()
    """By law, the one day on which all lines are asked about; None, or no day at all: each line on its own."""


def answer_book(
    book: OrderBook, laws: Laws, options: RunOptions = RunOptions(), progress: Progress | None = None
) -> list[tuple[OrderBook, AnsweredLines]]:
    """Screen a book's parties and answer its lines under each of some laws. Gives the screened books as well."""
    workers = options.workers or os.cpu_count() or 1
    if workers > 1 and book.lines.size >= _WORTH:
        with (
            TemporaryDirectory(prefix="licet-orders-") as folder,
            _WorkerPool(laws, Path(folder), workers) as pool,
        ):
            return _answered(book, pool, options, progress)
    return _answered(book, _Here(laws), options, progress)


def _answered(
    book: OrderBook, hands: _Here | _WorkerPool, options: RunOptions, progress: Progress | None
) -> list[tuple[OrderBook, AnsweredLines]]:
    found = []
    for law, listings in enumerate(_screened(book, hands, progress)):
        whole = screened(book, listings) if book.parties else book
        day = options.days[law] if law < len(options.days) else None
        whole = whole if day is None else replace(whole, days=np.full_like(whole.days, day.toordinal()))
        hands.give(law, whole, options.known_as_of)
        size, done = whole.lines.size, 0
        answered = AnsweredLines.of_size(size)
        for part in hands.each(_answer, [(law, rows) for rows in line_chunks(whole)]):
            answered.put(part)
            done += len(part.rows)
            _tell(progress, f"lines ({law + 1})" if law else "lines", done, size)
        found.append((whole, answered))
    return found


def _screened(book: OrderBook, hands: _Here | _WorkerPool, progress: Progress | None) -> list[Listings]:
    """The listings of all distinct parties under each law."""
    asked = [book.parties[start : start + _NAMES] for start in range(0, len(book.parties), _NAMES)] or [()]
    found: dict[int, list[Listings]] = {}
    done = 0
    for place, listings in hands.each(_screen, list(enumerate(asked))):
        found[place] = listings
        done += len(asked[place])
        _tell(progress, "parties", done, len(book.parties))
    parts = (found[place] for place in range(len(asked)))
    return [[item for part in of_law for item in part] for of_law in zip(*parts, strict=True)]


def _tell(progress: Progress | None, what: str, done: int, total: int) -> None:
    if progress is not None:
        progress(what, done, total)


def _screen(worker: Worker, task: tuple[int, Sequence[PartyKey]]) -> tuple[int, list[Listings]]:
    place, parties = task
    return place, [listings_of(parties, law.finder) for law in worker.laws]


def _answer(worker: Worker, task: tuple[int, NDArray[np.intp]]) -> BookPart:
    return worker.answer(*task)


class _Here:
    """Does the work in this process."""

    def __init__(self, laws: Laws) -> None:
        self._hand = Worker(laws())

    def give(self, law: int, book: OrderBook, known_as_of: date | None) -> None:
        self._hand.take(law, book.lines, book.days, known_as_of)

    def each(self, work: Callable[[Worker, Any], T], tasks: Sequence[Any]) -> Iterator[T]:
        return (work(self._hand, task) for task in tasks)


_Given = tuple[int, Path, date | None]
"""A law by its number, the folder with the lines under it, and the day by which all must have been published."""


class _WorkerPool(AbstractContextManager["_WorkerPool"]):
    """Does the work in several processes, which find the lines in a folder."""

    def __init__(self, laws: Laws, folder: Path, workers: int) -> None:
        self._folder = folder
        self._given: _Given | None = None
        self._pool = worker_pool(workers, _open, laws, scratch=folder)

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def give(self, law: int, book: OrderBook, known_as_of: date | None) -> None:
        folder = self._folder / str(law)
        folder.mkdir()
        write_columns(book.lines, book.days, folder)
        self._given = (law, folder, known_as_of)

    def each(self, work: Callable[[Worker, Any], T], tasks: Sequence[Any]) -> Iterator[T]:
        waiting = {self._pool.submit(_do, work, self._given, task) for task in tasks}
        for future in as_completed(waiting):
            yield future.result()


_HANDS: list[Worker] = []
"""The one hand of a process of a pool."""


def _open(laws: Laws) -> None:
    gc.disable()  # a process of a run lives for that run, and makes no cycles to speak of
    _HANDS.append(Worker(laws()))


def _do(work: Callable[[Worker, Any], T], given: _Given | None, task: Any) -> T:
    (worker,) = _HANDS
    if given is not None and given[0] not in worker.tasks:
        law, folder, known_as_of = given
        worker.take(law, *read_columns(folder), known_as_of)
    return work(worker, task)
