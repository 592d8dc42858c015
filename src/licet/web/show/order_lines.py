"""The lines of an answered order book as a page shows them: filtered, a page of them, with where each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from licet.law.answer import Answer, Light
from licet.licensing.events import Event
from licet.orders.holding import GOES, LineAnswer, Standing, State, standing_of
from licet.web.show.words import ANSWERS

__all__ = ["Filter", "LinesShown", "line_answer", "lines_shown", "totals"]

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
            _one_of(query.get("standing", ""), State),
            query.get("words", "").strip()[:200],
            int(number) if number.isdecimal() and 0 < int(number) < _LAST_PAGE else 1,
        )


def _one_of(text: str, kind: Any) -> str:
    return text if text in {one.value for one in kind} else ""


@dataclass(frozen=True)
class LinesShown:
    """``rows``: those of one page, each with ``standing`` and ``words`` of its answer; ``found``: how many in all."""

    rows: Sequence[dict[str, Any]]
    found: int
    pages: int
    going: int


def line_answer(book: str, row: Mapping[str, Any]) -> LineAnswer:
    return LineAnswer(f"{book}:{row['row']}", Answer(row["answer"]), Light(row["light"]))


def lines_shown(
    book: str, table: pl.DataFrame, events: Mapping[str, Sequence[Event]], chosen: Filter
) -> LinesShown:
    """The lines that a filter lets through, in the order of the book."""
    acted = {int(subject.rpartition(":")[2]): told for subject, told in events.items()}
    table = _filtered(_with_states(book, table, acted), chosen)
    start = (chosen.page - 1) * PAGE
    rows = [
        row | {"standing_words": _standing(book, row, acted), "words": ANSWERS[Answer(row["answer"])]}
        for row in table.slice(start, PAGE).iter_rows(named=True)
    ]
    going = table.filter(pl.col("standing").is_in([state.value for state in GOES])).height
    return LinesShown(rows, table.height, max(1, -(-table.height // PAGE)), going)


def _standing(book: str, row: Mapping[str, Any], acted: Mapping[int, Sequence[Event]]) -> Standing:
    return standing_of(line_answer(book, row), acted.get(row["row"], ()))


def _with_states(book: str, table: pl.DataFrame, acted: Mapping[int, Sequence[Event]]) -> pl.DataFrame:
    """The table with the state of each line: that of its light, unless somebody acted."""
    by_light = pl.when(pl.col("light") == Light.GREEN.value).then(pl.lit(State.FREE.value))
    plain = table.with_columns(standing=by_light.otherwise(pl.lit(State.HELD.value)))
    if not acted:
        return plain
    touched = plain.filter(pl.col("row").is_in(sorted(acted)))
    told = {row["row"]: _standing(book, row, acted).state.value for row in touched.iter_rows(named=True)}
    return plain.with_columns(
        standing=pl.col("row").replace_strict(told, default=pl.col("standing"), return_dtype=pl.String)
    )


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
