"""A workbook of LibreOffice (.ods) as rows of cells: every visible sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from licet.tabular.documents import xml_root
from licet.tabular.grid import CellBudget, Grid, GridRow, Skipped
from licet.tabular.workbooks import refuse_bomb

__all__ = ["OPEN_DOCUMENT", "open_document_grids"]

OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
"""What the part ``mimetype`` of such a file says."""
_SPACE = "urn:oasis:names:tc:opendocument:xmlns"
_TABLE, _OFFICE, _TEXT, _STYLE = (f"{{{_SPACE}:{name}:1.0}}" for name in ("table", "office", "text", "style"))
_WIDEST = 16_384
_LAST_ROW = 1_048_576


def open_document_grids(content: bytes) -> tuple[list[Grid], list[Skipped]]:
    """The sheets of a workbook, and the hidden ones that were not read.

    Raises DamagedWorkbookError, DocumentError, TooManyCellsError, and what ZipFile raises of a damaged file.
    """
    with ZipFile(BytesIO(content)) as parts:
        refuse_bomb(parts, len(content))
        root = xml_root(parts.read("content.xml"))
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for own in style.iter(f"{_STYLE}table-properties")
        if own.get(f"{_TABLE}display") == "false"
    }
    grids: list[Grid] = []
    skipped: list[Skipped] = []
    budget = CellBudget()
    for sheet in root.iter(f"{_TABLE}table"):
        name = sheet.get(f"{_TABLE}name") or f"Sheet{len(grids) + 1}"
        if sheet.get(f"{_TABLE}style-name") in hidden:
            skipped.append(Skipped(f"sheet {name}", "hidden sheet"))
        else:
            grids.append(Grid(name, list(_rows(sheet, budget)), ragged=True))
    return grids, skipped


def _rows(sheet: Element, budget: CellBudget) -> Iterator[GridRow]:
    """Rows with something in them, and as many blank ones between as there are."""
    number = 0
    for row in sheet.iter(f"{_TABLE}table-row"):
        count = _count(row.get(f"{_TABLE}number-rows-repeated"), _LAST_ROW)
        cells = tuple(_cells(row))
        remark = (
            "the row is hidden in the sheet" if row.get(f"{_TABLE}visibility") is not None and cells else ""
        )
        for _ in range(count if cells else 0):
            number += 1
            budget.row("", len(cells))
            yield GridRow(str(number), cells, remark=remark)
        if not cells:
            number += count


def _cells(row: Element) -> Iterator[Any]:
    blanks = place = 0
    for cell in row:
        if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            continue
        count = min(_count(cell.get(f"{_TABLE}number-columns-repeated"), _WIDEST), _WIDEST - place)
        place += count
        value = _value(cell)
        if value is None:
            blanks += count
            continue
        yield from (None for _ in range(blanks))
        blanks = 0
        yield from (value for _ in range(count))


def _count(written: str | None, most: int) -> int:
    return min(int(written[:9]), most) if written is not None and written.isdecimal() else 1


def _value(cell: Element) -> Any:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "date":
        try:
            return date.fromisoformat((cell.get(f"{_OFFICE}date-value") or "")[:10])
        except ValueError:
            return _words(cell) or None
    if kind in {"float", "currency", "percentage"}:
        written = cell.get(f"{_OFFICE}value") or ""
        try:
            number = float(written)
        except ValueError:
            return _words(cell) or None
        return int(number) if number.is_integer() else number
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    return _words(cell) or None


def _words(cell: Element) -> str:
    return "\n".join("".join(line.itertext()) for line in cell.findall(f"{_TEXT}p")).strip()
