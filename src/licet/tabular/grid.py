"""What every kind of file becomes first: rows of cells with the place where each stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from licet.errors import LicetError

__all__ = ["CellBudget", "Grid", "GridRow", "GridTable", "Skipped", "TooManyCellsError", "cell_text"]

_MOST_CELLS = 30_000_000
_MOST_COLUMNS = 20_000
_LONGEST_NAME = 1_000
_POINTER = 8
_CELLS_OF_ROW = 20
"""A row takes as much memory as so many empty cells, whatever is in it."""


class TooManyCellsError(LicetError, ValueError):
    """A file that unpacks to more than a table holds; the text says how much is taken."""


@dataclass(slots=True)
class CellBudget:
    """The most cells that a file may unpack to, those counted that stand empty between or beside others.

    A row of 60 bytes can name the last column of a sheet, and a document of 1 MB 30,000 records with a key of its own
    each: as a table they are a thousand times as large.
    """

    left: int = field(default_factory=lambda: _MOST_CELLS)
    names: dict[str, str] = field(default_factory=dict)

    def take(self, cells: int) -> None:
        """So many more cells. Raises TooManyCellsError."""
        self.left -= cells
        if self.left < 0:
            raise TooManyCellsError(f"more than {_MOST_CELLS:,} cells, empty ones counted; send it in parts")

    def row(self, where: str, cells: int) -> None:
        """One more row with the words for its place. Raises TooManyCellsError."""
        self.take(_CELLS_OF_ROW + cells + len(where) // _POINTER)

    def name(self, text: str) -> str:
        """The name of a column, once for all rows. Raises TooManyCellsError."""
        found = self.names.setdefault(text, text)
        if len(text) > _LONGEST_NAME or len(self.names) > _MOST_COLUMNS:
            raise TooManyCellsError(
                f"at most {_MOST_COLUMNS:,} columns are taken, with names of {_LONGEST_NAME:,} letters"
            )
        return found


class GridRow(NamedTuple):
    """A row as it stands. ``where``: its line, ``sheet!row`` or path; ``fault``: why it cannot be read.

    ``quotes``: the fault is one of quotes, which a row that is as wide as the headings does not have;
    ``remark``: what is to be said of it; ``merged``: whether cells of it were merged with those above.
    """

    where: str
    cells: tuple[Any, ...]
    fault: str = ""
    quotes: bool = False
    remark: str = ""
    merged: bool = False


class Skipped(NamedTuple):
    """A row that holds no data, and what it is."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a sheet, or of a text file. ``name``: of the sheet, empty elsewhere.

    ``ragged``: empty cells at the end of a row are not written.
    """

    name: str
    rows: list[GridRow]
    ragged: bool = False


@dataclass(slots=True)
class GridTable:
    """Rows under headings. ``labels``: other names of the columns, where a file has two rows of headings.

    ``fields``: which column holds what, where the format of the file says so; ``complete``: and no other one does.
    ``titles``: what stands above the headings and below the rows.
    """

    where: str
    headings: tuple[str, ...]
    labels: tuple[str, ...]
    rows: list[GridRow]
    skipped: list[Skipped] = field(default_factory=list)
    fields: Mapping[str, str] = field(default_factory=dict)
    complete: bool = False
    titles: list[str] = field(default_factory=list)


def cell_text(value: Any) -> str:
    """A cell as text: what a CSV file would hold.

    >>> cell_text(12.0), cell_text(None), cell_text(True)
    ('12', '', 'yes')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value).strip()
