"""Answers as a table: one row a line, written in the format that the output's name asks for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from licet.engine.batch.details import Detail
from licet.orders.book import OrderBook, UnreadableOrdersError
from licet.orders.worker import AnsweredLines

__all__ = ["COLUMNS", "WRITTEN", "table_of_answers", "write_table"]

COLUMNS = (
    "row", "id", "answer", "light", "authority", "rules", "needs", "conditions", "review_policy",
    "law_not_held", "holds_until", "then", "then_authority", "law_verified_to", "lists_date", "decided",
)  # fmt: skip
"""Several values in a cell stand beside each other with a semicolon; a condition has its status after a colon.
``law_verified_to``: the day to which every section that the answer rests on was verified; ``lists_date``: that of the
oldest list on which answers rest.
"""

WRITTEN = (".csv", ".xlsx", ".parquet", ".jsonl", ".arrow")
_EPOCH = date(1970, 1, 1).toordinal()


def table_of_answers(book: OrderBook, answered: AnsweredLines) -> pl.DataFrame:
    """The columns of :data:`COLUMNS`, by line."""
    shown = [_shown(thing) for thing in answered.details.things]
    details = {
        name: pl.Series(name, [row[place] for row in shown], pl.String).gather(answered.detail)
        for place, name in enumerate(COLUMNS[2:10])
    }
    known = answered.until > 0
    later = [(then.value, "; ".join(authority)) for then, authority in answered.outcomes.things]
    thens = {
        name: pl.Series(name, [row[place] for row in later], pl.String)
        .gather(answered.then)
        .set(~pl.Series(known), None)
        for place, name in enumerate(COLUMNS[11:13])
    }
    return (
        book.labels.select("row", "id", "decided")
        .with_columns(
            *details.values(),
            _days("holds_until", answered.until),
            *thens.values(),
            _days("law_verified_to", answered.verified),
            pl.lit(answered.listed_on, pl.Date).alias("lists_date"),
        )
        .select(COLUMNS)
    )


def _days(name: str, ordinals: NDArray[np.int64]) -> pl.Series:
    """Days as a column; 0 is no day."""
    known = ordinals > 0
    days = pl.Series(name, np.where(known, ordinals - _EPOCH, 0).astype(np.int32)).cast(pl.Date)
    return days.set(~pl.Series(known), None)


def _shown(detail: Detail) -> tuple[str | None, ...]:
    return (
        detail.answer.value,
        detail.light.value,
        "; ".join(detail.authority),
        "; ".join(detail.rules),
        "; ".join(detail.needs),
        "; ".join(f"{code}: {status}" for code, status in detail.conditions),
        detail.review_policy,
        "; ".join(detail.law_not_held),
    )


def write_table(table: pl.DataFrame, path: Path) -> None:
    """Write a table; it appears whole or not at all. Raises UnreadableOrdersError for an ending not written."""
    beside = path.with_name(f"{path.name}.part")
    match path.suffix.lower():
        case ".csv":
            table.write_csv(beside)
        case ".xlsx":
            from licet.orders.workbook import workbook_of  # noqa: PLC0415  # a fifth of a second, only for workbooks

            beside.write_bytes(workbook_of(table, "Answers"))
        case ".parquet":
            table.write_parquet(beside)
        case ".jsonl":
            table.write_ndjson(beside)
        case ".arrow":
            table.write_ipc(beside)
        case other:
            raise UnreadableOrdersError(f"{path}: {other or 'no ending'}: not one of {', '.join(WRITTEN)}")
    beside.replace(path)
