"""Sheets that are written as XML or HTML: NetSuite and SAP save "Excel" as SpreadsheetML, Salesforce as HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

from licet.tabular.grid import CellBudget, Grid, GridRow

__all__ = ["HTML_START", "html_grids", "is_spreadsheet_xml", "spreadsheet_xml_grids"]

HTML_START = ("<html", "<!doctype html", "<table", "<head", "<meta")
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_WIDEST = 16_384
"""Columns of a sheet; a cell further right is no cell of one."""
_TAG = re.compile(
    r"""<(?:[!?][^<>]*+|(?P<end>/?)(?P<name>[A-Za-z][^\s<>/]*+)(?P<attributes>(?:[^<>"']|"[^<"]*+"|'[^<']*+'|["'])*+))>"""
)
_SPAN = re.compile(r"""\bcolspan\s*+=\s*+["']?([0-9]{1,9})(?![0-9])""", re.IGNORECASE)
_DIGITS = 9
"""Digits of a number of rows or columns that are read."""


def is_spreadsheet_xml(root: Element) -> bool:
    """Whether an XML document is a workbook of Excel 2003 (SpreadsheetML)."""
    return root.tag == f"{{{_SPREADSHEET}}}Workbook"


def spreadsheet_xml_grids(root: Element) -> list[Grid]:
    """The sheets of a workbook in SpreadsheetML, cells at the places that they name."""
    ss = f"{{{_SPREADSHEET}}}"
    grids, budget = [], CellBudget()
    for number, sheet in enumerate(root.iter(f"{ss}Worksheet"), 1):
        rows: list[GridRow] = []
        place = 0
        for row in sheet.iter(f"{ss}Row"):
            place = _index(row.get(f"{ss}Index"), place + 1)
            cells = tuple(_cells(row, ss))
            budget.row("", len(cells))
            rows.append(GridRow(str(place), cells))
        grids.append(Grid(sheet.get(f"{ss}Name") or f"Sheet{number}", rows, ragged=True))
    return grids


def _index(written: str | None, usual: int) -> int:
    return int(written[:_DIGITS]) if written is not None and written.isdecimal() else usual


def _cells(row: Element, ss: str) -> Iterator[Any]:
    place = 0
    for cell in row.iter(f"{ss}Cell"):
        wanted = min(_index(cell.get(f"{ss}Index"), place + 1), _WIDEST)
        for _ in range(place + 1, wanted):
            yield ""
        data = cell.find(f"{ss}Data")
        text = "" if data is None else "".join(data.itertext()).strip()
        yield _typed(text, "" if data is None else data.get(f"{ss}Type", ""))
        place = wanted


def _typed(text: str, kind: str) -> Any:
    if kind == "DateTime":
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            return text
    if kind == "Number":
        try:
            return int(text) if text.lstrip("-").isdecimal() else float(text)
        except ValueError:
            return text
    return text


def html_grids(text: str) -> list[Grid]:
    """The tables of an HTML page that hold no other table."""
    reader = _Tables()
    for piece in _without_comments(text):
        reader.feed(piece)
    reader.close()
    return [
        Grid(f"table {number}" if len(reader.tables) > 1 else "", rows, ragged=True)
        for number, rows in enumerate(reader.tables, 1)
    ]


def _without_comments(text: str) -> Iterator[str]:
    before, *after = text.split("<!--")
    yield before
    for piece in after:
        yield piece.partition("-->")[2]


class _Tables:
    """Collects rows of cells; a cell over several columns leaves the others empty.

    Tags are found by one pattern, which reads every letter once. The parser of the standard library begins anew at
    each tag that is not closed, so that 300 KB of them take minutes.
    """

    def __init__(self) -> None:
        self.tables: list[list[GridRow]] = []
        self._open: list[list[GridRow]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = 1
        self._budget = CellBudget()

    def feed(self, text: str) -> None:
        """Take a part of a page; a tag is in one part."""
        place = 0
        for tag in _TAG.finditer(text):
            self._text(text[place : tag.start()])
            place = tag.end()
            if tag["name"]:
                (self._end if tag["end"] else self._start)(tag["name"].lower(), tag["attributes"])
        self._text(text[place:])

    def _text(self, text: str) -> None:
        if self._cell is not None and text:
            self._cell.append(html.unescape(text))

    def _start(self, tag: str, attributes: str) -> None:
        if tag == "table":
            self._close_row()
            self._open.append([])
        elif tag == "tr":
            self._close_row()
            self._row = []
        elif tag in {"td", "th"} and self._row is not None:
            self._close_cell()
            self._cell = []
            span = _SPAN.search(attributes)
            self._span = 1 if span is None else min(int(span[1]), _WIDEST)
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def _end(self, tag: str, _: str) -> None:
        if tag in {"td", "th"}:
            self._close_cell()
        elif tag == "tr":
            self._close_row()
        elif tag == "table":
            self._close_table()

    def close(self) -> None:
        """The page ends."""
        while self._open:
            self._close_table()

    def _close_cell(self) -> None:
        if self._cell is not None and self._row is not None:
            self._budget.take(self._span)
            self._row += [" ".join("".join(self._cell).split()), *[""] * (self._span - 1)]
        self._cell = None

    def _close_row(self) -> None:
        self._close_cell()
        if self._row and self._open:
            self._budget.row("", 0)
            self._open[-1].append(GridRow(str(len(self._open[-1]) + 1), tuple(self._row)))
        self._row = None

    def _close_table(self) -> None:
        self._close_row()
        if self._open:
            rows = self._open.pop()
            if rows:
                self.tables.append(rows)
