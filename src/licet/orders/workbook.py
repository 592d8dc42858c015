"""Workbooks in and out: an order book read from cells, answers written so that nothing runs as a formula."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from typing import Any

import polars as pl
from openpyxl import Workbook

from licet.orders.book import UnreadableOrdersError
from licet.tabular.grid import CellBudget, TooManyCellsError
from licet.tabular.sheets import escape_formula
from licet.tabular.workbooks import DamagedWorkbookError, first_sheet, workbook_sheets

__all__ = ["table_of_workbook", "workbook_of"]


def table_of_workbook(content: BytesIO, most: int) -> pl.DataFrame:
    """The cells of a workbook's first sheet as texts, under its first row. Raises UnreadableOrdersError."""
    try:
        sheets = workbook_sheets(content, content.getbuffer().nbytes, CellBudget())
        rows = [[_text(cell) for cell in row.cells] for row in islice(first_sheet(sheets).rows, most + 2)]
    except (DamagedWorkbookError, TooManyCellsError, OSError) as error:
        raise UnreadableOrdersError(str(error)) from error
    return _table(rows, most)


def _table(rows: Sequence[Sequence[str | None]], most: int) -> pl.DataFrame:
    if not rows:
        raise UnreadableOrdersError("the first sheet is empty")
    if len(rows) > most + 1:
        raise UnreadableOrdersError(f"more than {most:,} lines")
    names = [name for name in rows[0] if name]
    if len(names) != len(set(names)) or list(rows[0][: len(names)]) != names:
        raise UnreadableOrdersError("row 1: every column needs a name of its own")
    columns = {
        name: [row[place] if place < len(row) else None for row in rows[1:]]
        for place, name in enumerate(names)
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String))


def _text(value: Any) -> str | None:
    """A cell as the text that a CSV file would hold."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip() or None


def workbook_of(table: pl.DataFrame, title: str) -> bytes:
    """A table as a workbook of one sheet; no text in it runs as a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append(list(table.columns))
    for row in table.iter_rows():
        sheet.append([escape_formula(_plain(value)) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (str, int, float)) else str(value)
