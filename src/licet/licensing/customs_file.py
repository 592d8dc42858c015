"""A customs file: what was filed for export, one line of a filing a row, as CSV.

Columns, in any order, named in the first row: ``license_number``, ``license_line``, ``itn``, ``value_usd`` and, for
lines that count one, ``quantity``; where present also ``unit`` and ``export_date``. Others are left alone and named.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from licet.errors import LicetError
from licet.model.numbers import bounded_number

__all__ = ["BadCustomsRow", "CustomsFile", "CustomsFileError", "CustomsRow", "read_customs_file"]

T = TypeVar("T")

_NEEDED = ("license_number", "license_line", "itn", "value_usd")
_KNOWN = (*_NEEDED, "quantity", "unit", "export_date")


class CustomsFileError(LicetError, ValueError):
    """The file as a whole cannot be read; says why."""


@dataclass(frozen=True, slots=True)
class CustomsRow:
    """One row: ``line_of_file`` counts from 1, the heading included. ``quantity`` None: none was filed."""

    line_of_file: int
    license_number: str
    license_line: int
    itn: str
    quantity: Decimal | None
    value: Decimal
    unit: str | None = None
    export_date: date | None = None


@dataclass(frozen=True, slots=True)
class BadCustomsRow:
    """A row that could not be read: its line, the column, and why."""

    line_of_file: int
    key: str
    why: str

    def __str__(self) -> str:
        return f"line {self.line_of_file}, {self.key}: {self.why}"


@dataclass(frozen=True, slots=True)
class CustomsFile:
    """The rows that could be read, those that could not, and the columns that were left alone."""

    rows: tuple[CustomsRow, ...]
    bad: tuple[BadCustomsRow, ...]
    ignored: tuple[str, ...]


def read_customs_file(lines: Iterable[str]) -> CustomsFile:
    """Read a file from its lines of text. CustomsFileError when a needed column is missing or comes twice.

    >>> head = "license_number,license_line,itn,quantity,value_usd"
    >>> read_customs_file([head, "D1,1,X20191010000001,5,600.00"]).rows[0].value
    Decimal('600.00')
    """
    reader = csv.reader(lines, strict=True)
    rows: list[CustomsRow] = []
    bad: list[BadCustomsRow] = []
    try:
        head = [name.strip().lower() for name in next(reader, [])]
        _check_head(head)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            _read_row(reader.line_num, head, cells, rows, bad)
    except csv.Error as error:
        raise CustomsFileError(f"line {reader.line_num}: not CSV: {error}") from error
    return CustomsFile(tuple(rows), tuple(bad), tuple(name for name in head if name not in _KNOWN))


def _check_head(head: list[str]) -> None:
    for name in _NEEDED:
        if name not in head:
            raise CustomsFileError(f"line 1: the column {name} is missing")
    twice = [name for name in _KNOWN if head.count(name) > 1]
    if twice:
        raise CustomsFileError(f"line 1: the column {twice[0]} comes twice")


def _read_row(
    number: int, head: list[str], cells: list[str], rows: list[CustomsRow], bad: list[BadCustomsRow]
) -> None:
    if len(cells) != len(head):
        bad.append(BadCustomsRow(number, "row", f"{len(cells)} cells, the heading has {len(head)}"))
        return
    row = {name: cell.strip() for name, cell in zip(head, cells, strict=True)}
    try:
        rows.append(_row(number, row))
    except _BadCellError as error:
        bad.append(BadCustomsRow(number, error.key, error.why))


class _BadCellError(LicetError):
    def __init__(self, key: str, why: str) -> None:
        super().__init__(why)
        self.key, self.why = key, why


def _row(number: int, row: Mapping[str, str]) -> CustomsRow:
    return CustomsRow(
        number,
        _cell(row, "license_number", str),
        _cell(row, "license_line", _line_number),
        _cell(row, "itn", str),
        _optional(row, "quantity", _amount),
        _cell(row, "value_usd", _amount),
        _optional(row, "unit", str),
        _optional(row, "export_date", date.fromisoformat),
    )


def _optional(row: Mapping[str, str], key: str, read: Callable[[str], T]) -> T | None:
    return _cell(row, key, read) if row.get(key) else None


def _cell(row: Mapping[str, str], key: str, read: Callable[[str], T]) -> T:
    text = row[key]
    if not text:
        raise _BadCellError(key, "is empty")
    try:
        return read(text)
    except ValueError as error:
        raise _BadCellError(key, f"{text!r} cannot be read: {_WORDS.get(key, 'no text')}") from error


_WORDS = {
    "license_line": "the number of a line, such as 1",
    "quantity": "a number not below zero, such as 12.5, without separators of thousands",
    "value_usd": "a number not below zero, such as 1200.00, without separators of thousands",
    "export_date": "a date, such as 2019-10-10",
}


def _line_number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def _amount(text: str) -> Decimal:
    value = bounded_number(text)
    if value < 0:
        raise ValueError(text)
    return value
