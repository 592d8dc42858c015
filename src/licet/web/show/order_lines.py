"""The lines of an answered order book as a page shows them: filtered, a page of them, with where each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from licet.events.event import Event
from licet.orders.holding import GOES, LineState, standing_of
from licet.presentation.words import ANSWERS
from licet.rules.answer import Answer, Light
from licet.rules.vocabulary import FactSpec
from licet.services.cases.lines import with_states
from licet.services.current_answers import AnsweredBook
from licet.web.show.field_names import need_name

__all__ = ["Filter", "LinesShown", "lines_shown", "totals"]

PAGE = 50
_LAST_PAGE = 1_000_000
_LIGHTS = tuple(Light)


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown: by light, answer, standing, and words in customer, product or reference; pages from 1."""

    light: str = ""
    answer: str = ""
    standing: str = ""
    words: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filter:
        """Read a query; what is no such value is left out."""
        number = query.get("page", "1")
        return cls(
            _one_of(query.get("light", ""), Light),
            _one_of(query.get("answer", ""), Answer),
            _one_of(query.get("standing", ""), LineState),
            query.get("words", "").strip()[:200],
            int(number) if number.isdecimal() and 0 < int(number) < _LAST_PAGE else 1,
        )


def _one_of(text: str, kind: Any) -> str:
    return text if text in {item.value for item in kind} else ""


@dataclass(frozen=True)
class LinesShown:
    """``rows``: those of one page, each with ``standing`` and ``words`` of its answer; ``found``: how many in all.

    ``lapsed``: how many lines of the whole book are held again, for what they rested on is no longer what it was.
    """

    rows: Sequence[dict[str, Any]]
    found: int
    pages: int
    going: int
    lapsed: int


def lines_shown(
    book: AnsweredBook,
    events: Mapping[str, Sequence[Event]],
    chosen: Filter,
    vocabulary: Mapping[str, FactSpec],
) -> LinesShown:
    """The lines that a filter lets through, in the order of the book, as they stand on its day."""
    every = with_states(book, events)
    lapsed = every.filter(pl.col("fell_back")).height
    table = _filtered(every, chosen)
    start = (chosen.page - 1) * PAGE
    rows = [
        row
        | {
            "standing_words": standing_of(line := book.line(row), events.get(line.subject, ())),
            "words": ANSWERS[Answer(row["answer"])],
            "needs_words": _needs(row["needs"], vocabulary),
        }
        for row in table.slice(start, PAGE).iter_rows(named=True)
    ]
    going = table.filter(pl.col("standing").is_in([state.value for state in GOES])).height
    return LinesShown(rows, table.height, max(1, -(-table.height // PAGE)), going, lapsed)


def _needs(needs: str | None, vocabulary: Mapping[str, FactSpec]) -> str:
    """The facts that a line asks for, in words."""
    names = dict.fromkeys(need_name(path, vocabulary) for path in (needs or "").split("; ") if path)
    return "; ".join(names)


def _filtered(table: pl.DataFrame, chosen: Filter) -> pl.DataFrame:
    for name in ("light", "answer", "standing"):
        value = getattr(chosen, name)
        if value:
            table = table.filter(pl.col(name) == value)
    if chosen.words:
        wanted = chosen.words.casefold()
        columns = [name for name in ("id", "customer", "product", "destination") if name in table.columns]
        inside = [
            pl.col(name).fill_null("").str.to_lowercase().str.contains(wanted, literal=True)
            for name in columns
        ]
        table = table.filter(pl.any_horizontal(inside))
    return table


def totals(table: pl.DataFrame) -> list[dict[str, Any]]:
    """Lines and value by light, every light once."""
    found = {
        row["light"]: row
        for row in table.group_by("light")
        .agg(pl.len().alias("lines"), pl.col("item.value_usd").sum().alias("value"))
        .iter_rows(named=True)
    }
    return [found.get(light.value, {"lines": 0, "value": 0}) | {"light": light.value} for light in _LIGHTS]
