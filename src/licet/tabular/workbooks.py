"""A workbook as rows of cells: every visible sheet, cells that were merged downwards filled in."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from licet.errors import LicetError
from licet.tabular.grid import Grid, GridRow, Skipped

__all__ = ["DamagedWorkbookError", "workbook_grids"]

_SMALL = 4_000_000
"""Bytes up to which a workbook is read whole, with what was merged and hidden in it."""
_INFLATED_AT_MOST = 1 << 30


class DamagedWorkbookError(LicetError, ValueError):
    """A file that is not a whole workbook; the text says why."""


def workbook_grids(source: Path | BinaryIO, size: int) -> tuple[list[Grid], list[Skipped]]:
    """The sheets of a workbook, and the hidden ones that were not read. Raises DamagedWorkbookError, OSError."""
    from openpyxl import load_workbook  # noqa: PLC0415  # a fifth of a second, only for workbooks
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415  # as above

    try:
        with ZipFile(source) as parts:
            if sum(part.file_size for part in parts.infolist()) > _INFLATED_AT_MOST:
                raise DamagedWorkbookError("the workbook unpacks to more than 1 GB")
        whole = size <= _SMALL
        book = load_workbook(source, read_only=not whole, data_only=True)
        grids, skipped = [], []
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                skipped.append(Skipped(f"sheet {sheet.title}", "hidden sheet"))
                continue
            grids.append(
                Grid(sheet.title, list(_whole_rows(sheet) if whole else _plain_rows(sheet)), ragged=True)
            )
        book.close()
    except (BadZipFile, InvalidFileException, KeyError, IndexError, AttributeError, TypeError, ValueError,
            SyntaxError, zlib.error, EOFError) as error:  # fmt: skip
        if isinstance(error, DamagedWorkbookError):
            raise
        raise DamagedWorkbookError(f"not a whole workbook: {error}") from error
    return grids, skipped


def _plain_rows(sheet: Any) -> Iterator[GridRow]:
    sheet.reset_dimensions()  # what a file says of its size may be wrong
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        yield GridRow(str(number), _trimmed(cells))


def _whole_rows(sheet: Any) -> Iterator[GridRow]:
    merged: dict[tuple[int, int], Any] = {}
    below: set[int] = set()
    for area in sheet.merged_cells.ranges:
        if area.max_row > area.min_row:
            value = sheet.cell(area.min_row, area.min_col).value
            below |= set(range(area.min_row + 1, area.max_row + 1))
            merged |= {
                (row, column): value
                for row in range(area.min_row, area.max_row + 1)
                for column in range(area.min_col, area.max_col + 1)
            }
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        filled = [merged.get((number, column), cell) for column, cell in enumerate(cells, 1)]
        hidden = "the row is hidden in the sheet" if sheet.row_dimensions[number].hidden else ""
        yield GridRow(str(number), _trimmed(filled), remark=hidden, merged=number in below)


def _trimmed(cells: Any) -> tuple[Any, ...]:
    filled = list(cells)
    while filled and filled[-1] is None:
        filled.pop()
    return tuple(filled)
