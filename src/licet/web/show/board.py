"""A what-if board as the page shows it: tiles, flows, bars and tables, each number with the list behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import polars as pl
from markupsafe import Markup

from licet.presentation.words import ANSWERS
from licet.rules.answer import Answer
from licet.rules.vocabulary import FactSpec
from licet.scenarios.charts import flow_chart, money
from licet.scenarios.impact import AnswerChange, Impact
from licet.scenarios.page import KINDS, besides, days_words, flows_of, other_words
from licet.web.show.field_names import need_name
from licet.web.show.pictures import Bar, bars, columns

__all__ = ["BoardShown", "LinesBehind", "board_shown", "lines_behind"]

_BARS, _BEHIND = 8, 100
_COLORS = {"blocked": "red", "open": "amber", "free": "green", "other": "blue"}
_LABELS = ("customer", "product", "destination", "month")


@dataclass(frozen=True)
class BoardShown:
    """What stands on the board. Tables are lists of rows; ``behind`` in a row is the query of the list behind it."""

    besides: str
    days: str
    tiles: Sequence[dict[str, Any]]
    other_words: str
    other_tiles: Sequence[dict[str, Any]]
    flow: Markup
    flows: Sequence[dict[str, Any]]
    months: Markup | None
    month_rows: Sequence[dict[str, Any]]
    ranks: Sequence[tuple[str, Markup, Sequence[dict[str, Any]]]]
    licenses: Sequence[dict[str, Any]]
    facts: Sequence[dict[str, Any]]
    conditions: Sequence[dict[str, Any]]
    lines: int


@dataclass(frozen=True)
class LinesBehind:
    """The lines behind a number: at most a hundred, how many there are, and what they are worth."""

    rows: Sequence[dict[str, Any]]
    found: int
    value: Decimal
    said: Sequence[str]


def _facts(impact: Impact, vocabulary: Mapping[str, FactSpec]) -> list[dict[str, Any]]:
    rows = impact.facts_to_find().head(12).to_dicts()
    return [row | {"need": need_name(row["need"], vocabulary)} for row in rows]


def _tiles(impact: Impact, **query: str) -> list[dict[str, Any]]:
    counts = {row["change"]: row for row in impact.totals().iter_rows(named=True)}
    return [
        {
            "kind": _COLORS[kind],
            "what": what.capitalize(),
            "why": why,
            "value": counts[change.value]["value_usd"],
            "lines": counts[change.value]["lines"],
            "behind": urlencode({"change": change.value} | query),
        }
        for change, (kind, what, why) in KINDS.items()
    ]


def board_shown(impact: Impact, other_law: Impact | None, vocabulary: Mapping[str, FactSpec]) -> BoardShown:
    """All that the board says of an impact, and apart from it of what other law does by then."""
    other = [] if other_law is None else _tiles(other_law, cause="other_law")
    return BoardShown(
        besides(impact),
        days_words(impact),
        _tiles(impact),
        "" if other_law is None else other_words(other_law),
        [record for record in other if record["lines"]],
        Markup(flow_chart(flows_of(impact))),  # noqa: S704  # the chart escapes its words
        _flow_rows(impact),
        _months(impact),
        _ranked(impact, "month"),
        [(label, _bars(impact, label), _ranked(impact, label)) for label in _LABELS[:3]],
        impact.licenses_to_seek().head(20).to_dicts(),
        _facts(impact, vocabulary),
        impact.conditions().head(12).to_dicts(),
        impact.lines.height,
    )


def _flow_rows(impact: Impact) -> list[dict[str, Any]]:
    table = impact.flows().filter(pl.col("answer") != pl.col("answer_supposed"))
    rows = table.sort("value_usd", descending=True, nulls_last=True).to_dicts()
    return [
        row | {"behind": urlencode({"answer": row["answer"], "then": row["answer_supposed"]})} for row in rows
    ]


def _ranked(impact: Impact, label: str) -> list[dict[str, Any]]:
    table = impact.by(label).filter(pl.col("change") == AnswerChange.NEWLY_BLOCKED.value)
    table = table.sort(label, nulls_last=True) if label == "month" else table.head(_BARS)
    query = {"change": AnswerChange.NEWLY_BLOCKED.value}
    return [
        {**row, "name": row[label] or "not said", "behind": urlencode(query | {label: row[label] or ""})}
        for row in table.to_dicts()
    ]


def _bars(impact: Impact, label: str) -> Markup:
    rows = _ranked(impact, label)
    most = max((row["value_usd"] or Decimal(0) for row in rows), default=Decimal(0)) or Decimal(1)
    shown = [
        Bar(
            row["name"],
            [("blocked", float((row["value_usd"] or 0) / most))],
            f"{money(row['value_usd'] or 0)}, {row['lines']:,} {'line' if row['lines'] == 1 else 'lines'}",
        )
        for row in rows
    ]
    return bars(f"Newly blocked by {label}", shown)


def _months(impact: Impact) -> Markup | None:
    rows = [
        (row["name"], float(row["value_usd"] or 0), money(row["value_usd"] or 0))
        for row in _ranked(impact, "month")
    ]
    return columns("Value newly blocked by month of shipping", rows, "red") if rows else None


def lines_behind(impact: Impact, query: Mapping[str, str]) -> LinesBehind:
    """The lines behind a number: those that change as the query says, the most valuable first."""
    table, said = impact.changed, []
    wanted = {
        "change": "change",
        "answer": "answer",
        "then": "answer_supposed",
        **{text: text for text in _LABELS},
    }
    for name, column in wanted.items():
        if name not in query:
            continue
        wanted_one = query[name]
        table = table.filter(pl.col(column).is_null() if not wanted_one else pl.col(column) == wanted_one)
        said.append(_said(name, wanted_one))
    worth = Decimal(table["value_usd"].sum() or 0)
    return LinesBehind(table.head(_BEHIND).to_dicts(), table.height, worth, said)


def _said(name: str, value: str) -> str:
    if name in {"answer", "then"}:
        words = ANSWERS[Answer(value)] if value in {answer.value for answer in Answer} else value
        return f"{'without it' if name == 'answer' else 'with it'}: {words}"
    return f"{name}: {value.replace('_', ' ') or 'not said'}"
