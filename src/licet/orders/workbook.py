"""Workbooks in and out: an order book read from cells, answers written so that nothing runs as a formula."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import BadZipFile, ZipFile

import polars as pl
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from licet.orders.book import UnreadableOrdersError
from licet.tabular.grid import CellBudget, TooManyCellsError
from licet.tabular.sheets import escape_formula
from licet.tabular.workbooks import DamagedWorkbookError, refuse_bomb

__all__ = ["table_of_workbook", "workbook_of"]

_DAMAGED = (
    BadZipFile,
    InvalidFileException,
    KeyError,
    IndexError,
    AttributeError,
    OSError,
    TypeError,
    ArithmeticError,
    ValueError,
    SyntaxError,
    zlib.error,
    EOFError,
)


def table_of_workbook(content: BytesIO, most: int) -> pl.DataFrame:
    """The cells of a workbook's first sheet as texts, under its first row. Raises UnreadableOrdersError."""
    try:
        with ZipFile(content) as parts:
            refuse_bomb(parts, content.getbuffer().nbytes)
        content.seek(0)
        book = load_workbook(content, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its size may be wrong
        rows = _rows(sheet, most + 2)
        book.close()
    except (DamagedWorkbookError, TooManyCellsError) as error:
        raise UnreadableOrdersError(str(error)) from error
    except _DAMAGED as error:
        raise UnreadableOrdersError(f"not a whole workbook: {error}") from error
    return _table(rows, most)


def _rows(sheet: Any, most: int) -> list[list[str | None]]:
    """The first rows, as wide as the row of headings: one cell of a row may stand 16,384 columns away."""
    rows: list[list[str | None]] = []
    width, budget = None, CellBudget()
    for row in islice(sheet.iter_rows(values_only=True), most):
        budget.row("", len(row))
        rows.append([_text(cell) for cell in row[:width]])
        width = len(rows[0]) if width is None else width
    return rows


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
