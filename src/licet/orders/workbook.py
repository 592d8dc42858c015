"""Workbooks in and out: an order book read from cells, answers written so that nothing runs as a formula."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import polars as pl
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from licet.orders.book import UnreadableOrdersError
from licet.tabular.sheets import escape_formula

__all__ = ["table_of_workbook", "workbook_of"]

_INFLATED_AT_MOST = 1 << 30
"""Bytes that a workbook may unpack to; a smaller file that unpacks to more is a bomb."""
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
        _refuse_bomb(content)
        content.seek(0)
        book = load_workbook(content, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its size may be wrong
        rows = [
            [_text(cell) for cell in row]
            for row, _ in zip(sheet.iter_rows(values_only=True), range(most + 2), strict=False)
        ]
        book.close()
    except UnreadableOrdersError:
        raise
    except _DAMAGED as error:
        raise UnreadableOrdersError(f"not a whole workbook: {error}") from error
    return _table(rows, most)


def _refuse_bomb(content: BytesIO) -> None:
    with ZipFile(content) as parts:
        if sum(part.file_size for part in parts.infolist()) > _INFLATED_AT_MOST:
            raise UnreadableOrdersError("the workbook unpacks to more than 1 GB")


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
