"""Shipments of years answered twice: by law and lists as known on their own day, and as known now.

Four heaps come out: right (a go then, and a go as known now), wrong (no go by what was known then), worth knowing (a
go then, and not one as known now), and open (it cannot be said on the facts given).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from licet.engine.batch.details import Detail
from licet.engine.verification import Doubt, doubts_of_lists
from licet.orders.book import OrderBook
from licet.orders.receipt import file_hash, leaves, merkle_root, receipt_of
from licet.orders.run import Progress, RunOptions, answer_book
from licet.orders.table import table_of_answers, write_table
from licet.orders.worker import AnsweredLines, DecisionContext, Laws
from licet.rules.answer import Answer
from licet.rules.contemporary import contemporary, contemporary_law, unpublished_days
from licet.rules.rulebook import Rulebook
from licet.screening.decided import NOBODY, DecisionScope
from licet.services.determination import Decider, decisions_in, open_decider, today
from licet.services.look_back_page import look_back_page
from licet.services.order_runs import read_orders
from licet.storage.saved_dispositions import last_numbers

__all__ = ["Heap", "LookBack", "LookBackQuestion", "limitation_date", "look_back"]

_YEARS = 5
"""Years after which a civil penalty is barred: 28 USC 2462, from general knowledge."""
_LABELS = ("row", "id", "customer", "product", "destination", "eccn", "value_usd")
_GOES = frozenset({Answer.NO_LICENSE_REQUIRED, Answer.AUTHORIZED, Answer.NOT_SUBJECT})


class Heap(StrEnum):
    """What became of a shipment that was looked back at."""

    RIGHT = "right"
    WRONG = "wrong"
    WORTH_KNOWING = "worth_knowing"
    OPEN = "open"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Heap.RIGHT: "Right then, and right as known now",
    Heap.WRONG: "Wrong by what was known on the day: a license was required, or it was prohibited",
    Heap.WORTH_KNOWING: "Right then; as known now it was no go",
    Heap.OPEN: "It cannot be said on the facts given",
}


@dataclass(frozen=True)
class LookBackQuestion:
    """Which shipments are looked back at, and into which folder the report goes. ``today``: if not the clock's."""

    shipments: Path
    out: Path
    workers: int | None = None
    scope: DecisionScope = NOBODY
    today: date | None = None


@dataclass(frozen=True)
class LookBack:
    """The result: by line of ``table`` its heap, both answers and the date on which a penalty is barred.

    ``removed``: lines whose go rests on lists that lack parties removed before they begin.
    """

    table: pl.DataFrame
    receipt: Mapping[str, Any]
    removed: int
    unread: int

    @property
    def heaps(self) -> dict[str, int]:
        """The lines of each heap."""
        counts = dict(self.table.group_by("heap").len().iter_rows())
        return {heap.value: int(counts.get(heap.value, 0)) for heap in Heap}

    def document(self) -> dict[str, Any]:
        """The summary in plain JSON types."""
        value = dict(self.table.group_by("heap").agg(pl.col("value_usd").sum()).iter_rows())
        live = self.table.filter((pl.col("heap") == Heap.WRONG.value) & ~pl.col("barred"))
        return {
            "lines": self.table.height,
            "unread": self.unread,
            "heaps": [
                {
                    "heap": heap.value,
                    "words": heap.words,
                    "lines": count,
                    "share": round(count / self.table.height, 6) if self.table.height else 0.0,
                    "value_usd": float(value.get(heap.value) or 0),
                }
                for heap, count in zip(Heap, self.heaps.values(), strict=True)
            ],
            "wrong_and_not_barred": live.height,
            "rest_on_lists_without_removed_parties": self.removed,
            "receipt": dict(self.receipt),
        }


def limitation_date(day: date) -> date:
    """The first day on which a civil penalty for an act is barred: five years later (28 USC 2462).

    >>> limitation_date(date(2024, 2, 29))
    datetime.date(2029, 2, 28)
    """
    try:
        return day.replace(year=day.year + _YEARS)
    except ValueError:
        return day.replace(year=day.year + _YEARS, day=28)


def law_now(home: Path, adoption: int | None) -> list[DecisionContext]:
    """Law and lists as known now, as every process of a run opens them."""
    decider = open_decider(home, upto=adoption, long_running=True)
    return [DecisionContext(decider.rulebook, decider.screener, decider.policy, ahead=False)]


def law_then(home: Path, adoption: int | None) -> list[DecisionContext]:
    """The law as known on each line's own day."""
    ((rulebook, screener, policy, _),) = law_now(home, adoption)
    return [DecisionContext(contemporary_law(rulebook), screener, policy, ahead=False)]


def _otherwise_known(book: OrderBook, rulebook: Rulebook) -> NDArray[np.intp]:
    """The lines on whose days something was in force that was not yet published: they alone may differ."""
    late = np.zeros(book.lines.size, np.bool_)
    for first, end in {window for rule in rulebook.rules for window in unpublished_days(rule.texts)}:
        late |= (book.days >= first.toordinal()) & (book.days < end.toordinal())
    windows = [list(unpublished_days(entry.terms)) for entry in book.lines.entries]
    for name in ("party.listing", "owner.listing"):
        frame = book.lines.frames.get(name)
        if frame is not None:
            places, lines = frame.columns["listing.entry"].codes, book.lines.line_of(name)
            for line, place in zip(lines.tolist(), places.tolist(), strict=True):
                day = date.fromordinal(int(book.days[line]))
                late[line] |= any(first <= day < end for first, end in windows[place])
    return np.flatnonzero(late)


def _as_known_then(
    whole: OrderBook, now: AnsweredLines, rows: NDArray[np.intp], laws: Laws, workers: int | None
) -> AnsweredLines:
    """The answers as known then: those of now, but for the lines of which something was not yet published."""
    then = replace(now, detail=now.detail.copy(), then=now.then.copy())
    if not len(rows):
        return then
    taken = whole.lines.take(rows)
    entries = tuple(replace(entry, terms=contemporary(entry.terms)) for entry in taken.entries)
    some = replace(
        whole,
        labels=whole.labels[rows.tolist()],
        lines=replace(taken, entries=entries),
        days=whole.days[rows],
        parties=(),
        party_of=np.zeros(0, np.intp),
        bad=(),
    )
    ((_, found),) = answer_book(some, laws, RunOptions(None, workers))
    numbers = np.array([now.details.of(thing) for thing in found.details.things], np.int64)
    outcomes = np.array([now.outcomes.of(thing) for thing in found.outcomes.things], np.int64)
    then.detail[rows], then.then[rows] = numbers[found.detail], outcomes[found.then]
    return then


def look_back(question: LookBackQuestion, home: Path, progress: Progress | None = None) -> LookBack:
    """Answer shipments as known then and as known now, and write the table and its receipt.

    Raises UnreadableOrdersError or OSError.
    """
    decider = open_decider(home, long_running=True)
    upto = last_numbers(home)
    decisions = decisions_in(home, question.scope, upto)
    book = read_orders(question.shipments, decider, None, None, decisions)
    options = RunOptions(None, question.workers)
    ((whole, now),) = answer_book(book, partial(law_now, home, decider.adoption), options, progress)
    late = _otherwise_known(whole, decider.rulebook)
    then = _as_known_then(whole, now, late, partial(law_then, home, decider.adoption), question.workers)
    table = _table(whole, then, now, question.today or today())
    question.out.mkdir(parents=True, exist_ok=True)
    answers = {"then": table_of_answers(whole, then), "now": table_of_answers(whole, now)}
    for name, frame in answers.items():
        write_table(frame, question.out / f"{name}.parquet")
    write_table(table, question.out / "lines.csv")
    asked = {
        "input": str(question.shipments),
        "input_sha256": file_hash(question.shipments),
        "adoption": decider.adoption,
        "organization": question.scope.organization,
        "decisions": list(upto),
        "limits": decider.policy.to_wire(),
        "root_then": merkle_root(leaves(answers["then"])),
    }
    counts = {heap.value: int((table["heap"] == heap.value).sum()) for heap in Heap}
    receipt = receipt_of(
        decider.rulebook, decider.screener.lists, asked, counts, merkle_root(leaves(answers["now"]))
    )
    (question.out / "receipt.json").write_text(
        json.dumps(receipt, indent=2, ensure_ascii=False) + "\n", "utf-8"
    )
    made = LookBack(table, receipt, _removed(whole, then, decider), len(book.bad))
    (question.out / "report.html").write_text(look_back_page(made.document(), table), "utf-8")
    return made


def _table(book: OrderBook, then: AnsweredLines, now: AnsweredLines, day: date) -> pl.DataFrame:
    heaps = _heaps(then, now)
    days = [date.fromordinal(item) for item in book.days.tolist()]
    limits = {item: limitation_date(item) for item in set(days)}
    barred = [limits[item] for item in days]
    return book.labels.select(name for name in _LABELS if name in book.labels.columns).with_columns(
        pl.Series("day", days, pl.Date),
        pl.Series("heap", [heap.value for heap in heaps], pl.String),
        _said("answer_then", then, lambda item: item.answer.value),
        _said("answer_now", now, lambda item: item.answer.value),
        _said("authority_then", then, lambda item: "; ".join(item.authority)),
        _said("rules_then", then, lambda item: "; ".join(item.rules)),
        _said("rules_now", now, lambda item: "; ".join(item.rules)),
        pl.Series("penalty_barred_from", barred, pl.Date),
        pl.Series("barred", [item <= day for item in barred], pl.Boolean),
    )


def _said(name: str, answered: AnsweredLines, part: Any) -> pl.Series:
    return pl.Series(name, [part(thing) for thing in answered.details.things], pl.String).gather(
        answered.detail
    )


def _heaps(then: AnsweredLines, now: AnsweredLines) -> list[Heap]:
    """By line its heap; worked out once for each pair of details."""
    pairs, of_line = np.unique(then.detail * len(now.details.things) + now.detail, return_inverse=True)
    found = [
        _heap(then.details.things[number], now.details.things[other])
        for number, other in (divmod(int(pair), len(now.details.things)) for pair in pairs)
    ]
    return [found[place] for place in of_line.tolist()]


def _heap(then: Detail, now: Detail) -> Heap:
    if then.answer is Answer.UNDETERMINED:
        return Heap.OPEN
    if then.answer not in _GOES:
        return Heap.WRONG
    return Heap.RIGHT if now.answer in _GOES else Heap.WORTH_KNOWING


def _removed(book: OrderBook, then: AnsweredLines, decider: Decider) -> int:
    """The lines whose go rests on lists that lack the parties removed before they begin."""
    goes = np.array([thing.answer in _GOES for thing in then.details.things], np.bool_)[then.detail]
    days, of_line = np.unique(book.days, return_inverse=True)
    lacking = [
        Doubt.REMOVED_PARTIES
        in doubts_of_lists(decider.screener.lists, (day := date.fromordinal(int(item))), day, decider.policy)
        for item in days.tolist()
    ]
    return int((goes & np.array(lacking, np.bool_)[of_line]).sum())
