"""A workbook of Excel 97 (.xls) as rows of cells: every visible sheet.

Read by xlrd, which makes no cells beyond the last one of a row: another reader takes the memory of a whole sheet for
two cells in its corners.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from licet.tabular.grid import CellBudget, Grid, GridRow, Skipped
from licet.tabular.workbooks import DamagedWorkbookError

__all__ = ["OLD_WORKBOOK", "old_workbook_grids"]

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
"""How a file of Excel 97 begins."""


def old_workbook_grids(content: bytes) -> tuple[list[Grid], list[Skipped]]:
    """The sheets of a workbook, and the hidden ones that were not read.

    Raises DamagedWorkbookError, TooManyCellsError.
    """
    import xlrd  # noqa: PLC0415  # only for such workbooks
    from xlrd.compdoc import CompDocError  # noqa: PLC0415  # as above

    grids, skipped, budget = [], [], CellBudget()
    try:
        book = xlrd.open_workbook(
            file_contents=content, logfile=io.StringIO(), on_demand=True, ragged_rows=True
        )
        for name in book.sheet_names():
            sheet = book.sheet_by_name(name)
            if sheet.visibility:
                skipped.append(Skipped(f"sheet {name}", "hidden sheet"))
            else:
                grids.append(Grid(name, list(_rows(sheet, book.datemode, budget)), ragged=True))
            book.unload_sheet(name)
    except (xlrd.XLRDError, CompDocError, struct.error, AssertionError, LookupError, TypeError, AttributeError,
            ArithmeticError, UnicodeError, EOFError, RecursionError) as error:  # fmt: skip
        why = " ".join(str(error).split())[:200]
        raise DamagedWorkbookError(f"not a whole workbook of Excel 97: {why}") from error
    return grids, skipped


def _rows(sheet: Any, day_zero: int, budget: CellBudget) -> Iterator[GridRow]:
    for number in range(sheet.nrows):
        cells = tuple(_value(cell, day_zero) for cell in sheet.row(number))
        budget.row("", len(cells))
        yield GridRow(str(number + 1), cells)


def _value(cell: Any, day_zero: int) -> Any:
    """A cell as a workbook of today holds it: days as days, whole numbers whole, what is in error as its sign."""
    import xlrd  # noqa: PLC0415  # as above

    if cell.ctype == xlrd.XL_CELL_DATE:
        return _day(cell.value, day_zero)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return int(cell.value) if cell.value.is_integer() else cell.value
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#ERROR")
    return cell.value or None


def _day(number: float, day_zero: int) -> date | float:
    """A day; the number itself where it is none, such as a time alone."""
    import xlrd  # noqa: PLC0415  # as above

    try:
        found: datetime = xlrd.xldate_as_datetime(number, day_zero)
    except (xlrd.xldate.XLDateError, OverflowError, ValueError):
        return number
    return found if number >= 1 else number
