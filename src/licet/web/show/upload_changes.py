"""What an upload of an order book changed against the upload before: lines new, changed and gone, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from licet.events.event import Event
from licet.orders.continuation import Continuation, LineChange
from licet.orders.flat import table_of
from licet.orders.holding import LineStanding, LineState, standing_of
from licet.presentation.words import counted, plain
from licet.rules.vocabulary import FactSpec
from licet.services.current_answers import AnsweredBook
from licet.web.show.field_names import field_name

__all__ = ["SHOWN", "ChangedLine", "GoneLine", "changed_lines", "changes_words", "gone_lines"]

SHOWN = 200
"""Lines of one kind that the page shows."""


@dataclass(frozen=True, slots=True)
class GoneLine:
    """A line of the upload before that this one lacks. ``labels``: what it is; ``standing``: where it stood."""

    row: int
    labels: Mapping[str, object]
    standing: LineStanding
    words: str

    @property
    def was_held(self) -> bool:
        """Whether a person held it."""
        return self.standing.state is LineState.HELD and self.standing.by is not None


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line with other cells than before: ``row``, ``before`` (its row there), and by cell the two texts."""

    row: int
    before: int
    cells: Sequence[tuple[str, str, str]]


def changes_words(continuation: Continuation) -> str:
    """How many lines are new, changed, the same and gone.

    >>> lines = pl.DataFrame({"later": [True], "row": [1], "pair": [None], "group": [1], "change": ["new"]})
    >>> changes_words(Continuation("k", lines))
    '1 line is new.'
    """
    counts = [(words, continuation.counts[change.value]) for change, words in _WORDS.items()]
    parts = [f"{count:,} {'is' if count == 1 else 'are'} {words}" for words, count in counts if count]
    lines = counted(next((count for _, count in counts if count), 0), "line")
    return (
        f"{lines} {parts[0].partition(' ')[2]}{''.join(f', {part}' for part in parts[1:])}." if parts else ""
    )


_WORDS = {
    LineChange.NEW: "new",
    LineChange.CHANGED: "changed",
    LineChange.SAME: "the same",
    LineChange.UNCLEAR: "not told apart",
    LineChange.GONE: "gone",
}


def gone_lines(
    earlier: AnsweredBook, events: Mapping[str, Sequence[Event]], continuation: Continuation
) -> list[GoneLine]:
    """The lines that are gone, those that a person held first."""
    rows = continuation.rows(LineChange.GONE)["row"].to_list()
    found = []
    for labels in earlier.table.filter(pl.col("row").is_in(rows)).iter_rows(named=True):
        line = earlier.line(labels)
        standing = standing_of(line, events.get(line.subject, ()))
        words = plain(standing.state.value).capitalize()
        found.append(GoneLine(line.row, labels, standing, words))
    return sorted(found, key=lambda line: (not line.was_held, line.row))


def changed_lines(
    orders: Path, before: Path, continuation: Continuation, vocabulary: Mapping[str, FactSpec]
) -> list[ChangedLine]:
    """The first lines that changed, with the cells that differ; ``orders`` and ``before``: the files as uploaded."""
    if ".jsonl" in {orders.suffix, before.suffix}:
        return []
    now, then = (_texts(table_of(path)) for path in (orders, before))
    pairs = continuation.rows(LineChange.CHANGED).head(SHOWN)
    return [
        ChangedLine(
            row, pair, _differences(then.row(pair - 1, named=True), now.row(row - 1, named=True), vocabulary)
        )
        for row, pair in pairs.iter_rows()
    ]


def _texts(table: pl.DataFrame) -> pl.DataFrame:
    return table.select(pl.all().cast(pl.String).fill_null(""))


def _differences(
    then: Mapping[str, str], now: Mapping[str, str], vocabulary: Mapping[str, FactSpec]
) -> list[tuple[str, str, str]]:
    columns = dict.fromkeys((*then, *now))
    return [
        (field_name(name, vocabulary), old or "empty", new or "empty")
        for name in columns
        if (old := then.get(name, "")) != (new := now.get(name, ""))
    ]
