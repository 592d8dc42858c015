"""Facts that people state of lines of an order book: pure rules over events, and the table of the book with them.

A stated fact fills a cell that the file leaves empty; nothing that the file says is replaced. It answers the lines
anew and releases none. Who stated it may take it back, and so may everybody else who may state facts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl

from licet.events.event import Act, Event, Refusal
from licet.events.kinds import Kind
from licet.events.roles import UserAction, may
from licet.presentation.words import day_words

__all__ = ["StatedFact", "state_fact", "stated_facts", "take_back_fact", "with_stated_facts"]

_MAY_STATE = (UserAction.DECIDE_HIT, UserAction.RELEASE_ORDER)


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact stated of some lines of a book: the column that it fills, its value, who stated it, when and why.

    ``number``: its place among the facts of the book, from 1. ``taken_back``: by whom and why, where it was.
    """

    number: int
    column: str
    value: str
    rows: frozenset[int]
    by: str
    at: datetime
    reason: str
    taken_back: str = ""

    @property
    def note(self) -> str:
        """What an answer that rests on it says of it."""
        return f"Stated by {self.by} on {day_words(self.at.date())}: {_one_line(self.reason)}"


def stated_facts(events: Iterable[Event]) -> list[StatedFact]:
    """The facts of a book after its events, in order."""
    found: list[StatedFact] = []
    for event in events:
        payload = event.payload
        if event.kind is Kind.FACT_STATED:
            rows = frozenset(_rows_of(str(payload["rows"])))
            column, value, number = str(payload["column"]), str(payload["value"]), len(found) + 1
            found.append(StatedFact(number, column, value, rows, event.actor.name, event.at, event.reason))
        elif event.kind is Kind.FACT_TAKEN_BACK:
            place = int(str(payload["number"])) - 1
            words = f"{event.actor.name}: {_one_line(event.reason)}"
            found[place] = replace(found[place], taken_back=words)
    return found


def state_fact(act: Act, book: str, column: str, value: str, rows: Collection[int]) -> Event:
    """State a fact of lines of a book."""
    _check(act)
    if not rows:
        raise Refusal("no_line", "no line asks this any more")
    return Event.of(
        act, Kind.FACT_STATED, book, act.actor.organization, column=column, value=value, rows=_spans(rows)
    )


def take_back_fact(act: Act, book: str, facts: Sequence[StatedFact], number: int) -> Event:
    """Take a stated fact back: its lines are asked again."""
    _check(act)
    if not 0 < number <= len(facts):
        raise Refusal("no_fact", "no such fact was stated of this book")
    if facts[number - 1].taken_back:
        raise Refusal("taken_back", "it was taken back already")
    return Event.of(act, Kind.FACT_TAKEN_BACK, book, act.actor.organization, number=number)


def _check(act: Act) -> None:
    if not any(may(act.actor.role, action) for action in _MAY_STATE):
        raise Refusal("role", f"a {act.actor.role.value.replace('_', ' ')} may not do this")
    if not act.reason.strip():
        raise Refusal("reason", "a reason is needed")


def with_stated_facts(table: pl.DataFrame, facts: Iterable[StatedFact]) -> pl.DataFrame:
    """The cells of a flat order file with the facts that hold; each line says under ``defaults`` who stated them."""
    for fact in facts:
        if not fact.taken_back:
            table = _with_fact(table, fact)
    return table


def _with_fact(table: pl.DataFrame, fact: StatedFact) -> pl.DataFrame:
    cells = _texts(table, fact.column)
    blank = cells.is_null() | (cells.str.strip_chars() == "")
    named = pl.Series(range(1, table.height + 1), dtype=pl.Int64).is_in(sorted(fact.rows))
    filled = blank & named
    if not filled.any():
        return table
    notes = _texts(table, "defaults")
    both = pl.select(pl.concat_str([notes, pl.lit(fact.note)], separator="\n", ignore_nulls=True)).to_series()
    return table.with_columns(
        pl.select(pl.when(filled).then(pl.lit(fact.value)).otherwise(cells).alias(fact.column)).to_series(),
        pl.select(pl.when(filled).then(both).otherwise(notes).alias("defaults")).to_series(),
    )


def _texts(table: pl.DataFrame, column: str) -> pl.Series:
    """A column as texts; empty where there is none."""
    if column not in table.columns:
        return pl.Series(column, [None] * table.height, pl.String)
    found = table[column]
    return (found.dt.date() if found.dtype == pl.Datetime else found).cast(pl.String)


def _spans(rows: Collection[int]) -> str:
    """Rows as spans.

    >>> _spans({7, 1, 2, 3})
    '1-3 7'
    """
    spans: list[list[int]] = []
    for row in sorted(rows):
        if spans and spans[-1][1] == row - 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return " ".join(f"{first}-{last}" if last > first else f"{first}" for first, last in spans)


def _rows_of(spans: str) -> Iterator[int]:
    for span in spans.split():
        first, _, last = span.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _one_line(text: str) -> str:
    return " ".join(text.split())
