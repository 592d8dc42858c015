"""The lines of an answered order book as a table: filtered and sorted first, then a page of them, with standings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from licet.events.event import Event
from licet.orders.continuation import LineChange
from licet.orders.holding import GOES, LAPSE_WORDS, LineStanding, LineState, standing_of
from licet.presentation.words import ANSWERS, amount, first_up, plain
from licet.rules.answer import Answer, Light
from licet.rules.vocabulary import FactSpec
from licet.services.cases.lines import with_states
from licet.services.current_answers import AnsweredBook
from licet.web.show.days import short_day
from licet.web.show.field_names import need_name
from licet.web.show.table import (
    PAGE_SIZE,
    Facet,
    FacetValue,
    ListTable,
    TableCell,
    TableColumn,
    TableRow,
    TableView,
    facets_shown,
    table_shown,
)

__all__ = ["LinesShown", "exported", "lines_matching", "lines_shown", "lines_view"]

_LIGHTS = {
    Light.GREEN.value: "Green: may go",
    Light.AMBER.value: "Amber: something is open",
    Light.RED.value: "Red: may not go",
}
_ANSWERS = {one.value: words for one, words in ANSWERS.items()}
_STATES = {state.value: plain(state.value).capitalize() for state in LineState}
_STATE_COLORS = {
    LineState.FREE: "green",
    LineState.RELEASED: "green",
    LineState.RELEASE_ASKED: "amber",
    LineState.HELD: "red",
}
_CHANGES = {
    LineChange.NEW.value: "New",
    LineChange.CHANGED.value: "Changed",
    LineChange.SAME.value: "The same",
    LineChange.UNCLEAR.value: "Not told apart",
}
"""What became of a line since the upload before, in words."""
_VALUE = "item.value_usd"
_COLUMNS = (
    TableColumn("row", "Line", number=True),
    TableColumn("customer", "Customer"),
    TableColumn("product", "Product"),
    TableColumn("destination", "To"),
    TableColumn("ship_date", "Ships"),
    TableColumn("value", "Value", number=True, descends=True),
    TableColumn("answer", "Answer"),
    TableColumn("holds_until", "Changes"),
    TableColumn("standing", "Standing"),
)
_SORTED_BY = {"value": _VALUE}
_WITHIN = ("id", "customer", "product", "destination")
"""Columns in which words are looked for."""
_INTERNAL = frozenset(
    {
        *("answer_print", "then_line", "line_now", "decided", "decided_now", "decided_right", "value_usd"),
        *("fell_back", "asks"),
    }
)


@dataclass(frozen=True)
class LinesShown:
    """A page of lines as a table. ``going``: how many of those that match may ship.

    ``lapsed``: how many lines of the whole book are held again, for what they rested on is no longer what it was.
    ``asking``: how many lines of the whole book ask for a fact.
    """

    table: ListTable
    going: int
    lapsed: int
    asking: int


def lines_view(query: Mapping[str, str]) -> TableView:
    """What the page of a book shows, as its address says."""
    facets = {"light": _LIGHTS, "answer": _ANSWERS, "standing": _STATES, "asks": None, "since": _CHANGES}
    return TableView.of(query, facets, [item.key for item in _COLUMNS], "row")


def lines_shown(
    book: AnsweredBook,
    events: Mapping[str, Sequence[Event]],
    view: TableView,
    vocabulary: Mapping[str, FactSpec],
) -> LinesShown:
    """The lines that a view lets through, as they stand on the day of the book."""
    every = _with_asks(with_states(book, events), vocabulary)
    lapsed = every.filter(pl.col("fell_back")).height
    table = _sorted(_narrowed(every, view), view)
    start = (view.page - 1) * PAGE_SIZE
    rows = [
        _row(book, item, standing_of(line := book.line(item), events.get(line.subject, ())))
        for item in table.slice(start, PAGE_SIZE).iter_rows(named=True)
    ]
    going = table.filter(pl.col("standing").is_in([state.value for state in GOES])).height
    base = f"/orders/{book.key}/answers"
    shown = table_shown(
        ("line", "lines"), _COLUMNS, rows, table.height, view, facets=_facets(every, view),
        exports=[("XLSX", f"{base}.xlsx"), ("CSV", f"{base}.csv"), ("Parquet", f"{base}.parquet")],
    )  # fmt: skip
    asking = every.filter(pl.col("asks").list.len() > 0).height
    return LinesShown(shown, going, lapsed, asking)


def exported(
    book: AnsweredBook,
    events: Mapping[str, Sequence[Event]],
    view: TableView,
    vocabulary: Mapping[str, FactSpec],
) -> pl.DataFrame:
    """All lines that a view lets through, in its order, with what they stand at and nothing of the program's own."""
    every = _with_asks(with_states(book, events), vocabulary)
    table = _sorted(_narrowed(every, view), view)
    return table.drop([name for name in table.columns if name in _INTERNAL])


def with_own_columns(table: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Lines with the columns of the file that they came from in front, as they stand in it."""
    own = cells.rename({name: f"file.{name}" for name in cells.columns if name in table.columns})
    numbered = own.with_columns(row=pl.int_range(1, own.height + 1).cast(table.schema["row"]))
    joined = table.join(numbered, on="row", how="left", maintain_order="left")
    return joined.select(*own.columns, *table.columns)


def lines_matching(
    book: AnsweredBook,
    events: Mapping[str, Sequence[Event]],
    view: TableView,
    vocabulary: Mapping[str, FactSpec],
) -> pl.DataFrame:
    """All lines that a view lets through."""
    return _narrowed(_with_asks(with_states(book, events), vocabulary), view)


def _with_asks(table: pl.DataFrame, vocabulary: Mapping[str, FactSpec]) -> pl.DataFrame:
    """The lines with what each asks for, in words; every wording once."""
    needs = [text for text in table["needs"].unique().to_list() if text]
    asks = pl.Series("asks", [_asks(text, vocabulary) for text in needs], dtype=pl.List(pl.String))
    words = pl.DataFrame({"needs": pl.Series(needs, dtype=pl.String), "asks": asks})
    joined = table.join(words, on="needs", how="left", maintain_order="left")
    return joined.with_columns(pl.col("asks").fill_null(pl.lit([], pl.List(pl.String))))


def _asks(needs: str, vocabulary: Mapping[str, FactSpec]) -> list[str]:
    return list(dict.fromkeys(need_name(path, vocabulary) for path in needs.split("; ") if path))


def _narrowed(table: pl.DataFrame, view: TableView, but: str = "") -> pl.DataFrame:
    """The lines of a view. ``but``: a facet that is left aside."""
    for name, value in view.picked.items():
        if name == "asks" != but:
            table = table.filter(pl.col("asks").list.contains(value))
        elif name != but and name in table.columns:
            table = table.filter(pl.col(name) == value)
    if view.words:
        wanted = view.words.casefold()
        inside = [
            pl.col(name).cast(pl.String).fill_null("").str.to_lowercase().str.contains(wanted, literal=True)
            for name in _WITHIN
            if name in table.columns
        ]
        table = table.filter(pl.any_horizontal(inside))
    return table


def _sorted(table: pl.DataFrame, view: TableView) -> pl.DataFrame:
    name = _SORTED_BY.get(view.key, view.key)
    if name not in table.columns:
        return table
    return table.sort(name, "row", descending=[view.descending, False], nulls_last=True)


def _facets(every: pl.DataFrame, view: TableView) -> list[Facet]:
    counts = {
        name: dict(_narrowed(every, view, but=name)[name].value_counts().iter_rows())
        for name in ("light", "answer", "standing", "since")
        if name in every.columns
    }
    asked = _narrowed(every, view, but="asks")["asks"].explode().drop_nulls().value_counts()
    titles = {
        "light": "Light",
        "answer": "Answer",
        "standing": "Standing",
        "since": "Since the last upload",
        "asks": "Missing",
    }
    found = facets_shown(
        view, counts | {"asks": dict(asked.iter_rows())}, titles,
        {"light": _LIGHTS, "answer": _ANSWERS, "standing": _STATES, "since": _CHANGES}, lights={"light"}, most=5,
    )  # fmt: skip
    return [_with_dollars(item, every, view) if item.title == "Light" else item for item in found]


def _with_dollars(facet: Facet, every: pl.DataFrame, view: TableView) -> Facet:
    """The lights with the value of their lines."""
    if _VALUE not in every.columns:
        return facet
    sums = _narrowed(every, view, but="light").group_by("light").agg(pl.col(_VALUE).sum()).iter_rows()
    values = {_LIGHTS[light]: amount(value) for light, value in sums if value}
    return Facet(facet.title, [_with_note(item, values.get(item.words, "")) for item in facet.values])


def _with_note(facet_value: FacetValue, note: str) -> FacetValue:
    return FacetValue(
        facet_value.words, facet_value.count, facet_value.href, facet_value.picked, facet_value.light, note
    )


def _row(book: AnsweredBook, item: Mapping[str, Any], standing: LineStanding) -> TableRow:
    number = str(item["row"])
    value = item.get(_VALUE)
    asks = f"Missing: {', '.join(item['asks'])}" if item["asks"] else ""
    then = ANSWERS[Answer(item["then"])] if item.get("then") else ""
    return TableRow(
        number,
        (
            TableCell(number, f"/orders/{book.key}/lines/{number}", aria=f"Line {number} in full"),
            TableCell(item.get("customer") or "not said", note=str(item.get("id") or "")),
            TableCell(item.get("product") or "not said"),
            TableCell(item.get("destination") or "unknown"),
            TableCell(short_day(item.get("ship_date"))),
            TableCell("" if value is None else amount(value)),
            TableCell(
                ANSWERS[Answer(item["answer"])], light=item["light"], note=item.get("authority") or asks
            ),
            TableCell(short_day(item["holds_until"]), note=then if item["holds_until"] else ""),
            TableCell(
                _STATES[standing.state.value],
                tag=_STATE_COLORS[standing.state],
                note=_standing_words(standing),
            ),
        ),
        f"line {number}",
    )


def _standing_words(standing: LineStanding) -> str:
    """Who brought a line where it stands and why, or why it is held again."""
    if standing.by:
        return f"{standing.by}: {standing.reason}"
    return first_up("; ".join(LAPSE_WORDS[item] for item in standing.fell_back))
