"""A workbook as rows of cells: every visible sheet, cells that were merged downwards filled in."""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from licet.errors import LicetError
from licet.tabular.grid import CellBudget, Grid, GridRow, Skipped, TooManyCellsError

__all__ = [
    "DamagedWorkbookError",
    "WorkbookSheet",
    "first_sheet",
    "refuse_bomb",
    "workbook_grids",
    "workbook_sheets",
]

_INFLATED_AT_MOST = 1 << 30
_INFLATED_FREELY = 64 << 20
_MOST_PACKED = 60
"""How many times its size a workbook of more than 64 MB may unpack to; rows that differ take a third of it."""
_MOST_MERGED = 1_000_000
_LAST_ROW = 1_048_576
_CHUNK = 1 << 20


class DamagedWorkbookError(LicetError, ValueError):
    """A file that is not a whole workbook; the text says why."""


def refuse_bomb(parts: ZipFile, size: int) -> None:
    """Raise DamagedWorkbookError for a workbook that unpacks to far more than its size."""
    inflated = sum(part.file_size for part in parts.infolist())
    if inflated > _INFLATED_AT_MOST:
        raise DamagedWorkbookError("the workbook unpacks to more than 1 GB")
    if inflated > max(_INFLATED_FREELY, _MOST_PACKED * size):
        raise DamagedWorkbookError(f"the workbook unpacks to more than {_MOST_PACKED} times its size")


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """A sheet with its rows, read as they are asked for. They raise DamagedWorkbookError or TooManyCellsError."""

    title: str
    visible: bool
    rows: Iterator[GridRow]


def workbook_sheets(
    source: Path | BinaryIO, size: int, budget: CellBudget | None = None
) -> Generator[WorkbookSheet, None, None]:
    """The sheets of a workbook, open until the last one was taken or the iterator is closed.

    ``budget``: what all its cells may take together; None: they are not kept. Raises DamagedWorkbookError, OSError.
    """
    from openpyxl import load_workbook  # noqa: PLC0415  # a fifth of a second, only for workbooks

    with _whole_workbook():
        with ZipFile(source) as parts:
            refuse_bomb(parts, size)
        # Read-only: else openpyxl makes every cell of a merged area, and one may span 17 thousand million.
        book = load_workbook(source, read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                rows = _guarded(_rows(sheet, budget))
                yield WorkbookSheet(sheet.title, sheet.sheet_state == "visible", rows)
        finally:
            book.close()


def first_sheet(sheets: Iterable[WorkbookSheet]) -> WorkbookSheet:
    """The first sheet that people see. Raises DamagedWorkbookError."""
    found = next((sheet for sheet in sheets if sheet.visible), None)
    if found is None:
        raise DamagedWorkbookError("no sheet of the workbook is visible")
    return found


@contextmanager
def _whole_workbook() -> Iterator[None]:
    """Turn what is raised of a damaged workbook into DamagedWorkbookError."""
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415  # as above

    try:
        yield
    except (DamagedWorkbookError, TooManyCellsError):
        raise
    except (BadZipFile, InvalidFileException, KeyError, IndexError, AttributeError, TypeError, ValueError,
            ArithmeticError, SyntaxError, zlib.error, EOFError, expat.ExpatError) as error:  # fmt: skip
        raise DamagedWorkbookError(f"not a whole workbook: {error}") from error


def _guarded(rows: Iterator[GridRow]) -> Iterator[GridRow]:
    with _whole_workbook():
        yield from rows


def workbook_grids(source: Path | BinaryIO, size: int) -> tuple[list[Grid], list[Skipped]]:
    """The sheets of a workbook, and the hidden ones that were not read.

    Raises DamagedWorkbookError, TooManyCellsError, OSError.
    """
    grids, skipped = [], []
    for sheet in workbook_sheets(source, size, CellBudget()):
        if sheet.visible:
            grids.append(Grid(sheet.title, list(sheet.rows), ragged=True))
        else:
            skipped.append(Skipped(f"sheet {sheet.title}", "hidden sheet"))
    return grids, skipped


@dataclass(slots=True)
class _SheetMarks:
    """What cells do not say. ``hidden``: rows; ``merged``: the first cell of the area of each, by row and column."""

    hidden: set[int] = field(default_factory=set)
    merged: dict[int, dict[int, tuple[int, int]]] = field(default_factory=dict)
    below: set[int] = field(default_factory=set)
    places: int = 0

    def merge(self, reference: str) -> None:
        from openpyxl.utils import range_boundaries  # noqa: PLC0415  # as above

        left, top, right, bottom = range_boundaries(reference)
        if bottom <= top:
            return
        self.places += (bottom - top + 1) * (right - left + 1)
        if self.places > _MOST_MERGED:
            raise TooManyCellsError(f"areas of more than {_MOST_MERGED:,} cells are merged")
        self.below.update(range(top + 1, bottom + 1))
        for row in range(top, bottom + 1):
            self.merged.setdefault(row, {}).update(dict.fromkeys(range(left, right + 1), (top, left)))


def _marks_of(sheet: Any) -> _SheetMarks:
    marks, row = _SheetMarks(), 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row
        name = tag.rpartition(" ")[2]
        if name == "row":
            row = int(attributes.get("r", row + 1))
            if row > _LAST_ROW:
                raise DamagedWorkbookError(f"row {row:,} of a sheet, which has at most {_LAST_ROW:,}")
            if attributes.get("hidden") in {"1", "true"}:
                marks.hidden.add(row)
        elif name == "mergeCell":
            marks.merge(attributes["ref"])

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    with sheet._get_source() as part:  # noqa: SLF001  # where openpyxl reads the sheet from
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk, False)
    return marks


def _rows(sheet: Any, budget: CellBudget | None) -> Iterator[GridRow]:
    marks, values, number = _marks_of(sheet), dict[tuple[int, int], Any](), 0
    sheet.reset_dimensions()  # what a file says of its size may be wrong
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        yield _row(number, list(cells), marks, values, budget)
    for below in range(number + 1, max(marks.below, default=0) + 1):
        yield _row(below, [], marks, values, budget)


def _row(
    number: int,
    cells: list[Any],
    marks: _SheetMarks,
    values: dict[tuple[int, int], Any],
    budget: CellBudget | None,
) -> GridRow:
    for column, first in sorted(marks.merged.get(number, {}).items()):
        cells += [None] * (column - len(cells))
        if first == (number, column):
            values[first] = cells[column - 1]
        cells[column - 1] = values.get(first)
    if budget is not None:
        budget.row("", len(cells))
    hidden = "the row is hidden in the sheet" if number in marks.hidden else ""
    return GridRow(str(number), _trimmed(cells), remark=hidden, merged=number in marks.below)


def _trimmed(cells: list[Any]) -> tuple[Any, ...]:
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)
