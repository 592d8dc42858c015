"""Write what screening found: CSV, JSON lines, Parquet, or a workbook for review.

No cell of a CSV file or workbook that we write is ever run as a formula.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from licet.tabular.rows import format_of

__all__ = ["DECISION", "escape_formula", "write_rows"]

Value = str | int | float | None
Rows = Iterable[Sequence[Value]]

DECISION = ("decision", "reason", "decided_by", "decided_on")
"""Blank columns of the workbook, for the person who reviews it."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What spreadsheets take for a formula, or drop before looking for one; full-width signs count too."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_LETTERS, _MOST_ROWS, _BATCH = 32_000, 1_000_000, 20_000
_WIDTHS = {"name": 40, "listed_name": 40, "matched_name": 40, "reasons": 80, "entry_id": 24, "reason": 30}


def escape_formula(value: Value) -> Value:
    """A value that a spreadsheet shows and never runs: such text gets an apostrophe before it.

    >>> escape_formula("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_rows(path: Path, columns: Sequence[str], rows: Rows, about: Mapping[str, str]) -> None:
    """Write rows in the format of the name's ending.

    ``about``: what a workbook for review says of itself; such a one has columns for decisions too. Empty: a table.
    """
    _WRITERS[format_of(path)](path, columns, rows, about)


def _write_csv(path: Path, columns: Sequence[str], rows: Rows, _: Mapping[str, str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
        writer.writerow(columns)
        writer.writerows([escape_formula(value) for value in row] for row in rows)


def _write_jsonl(path: Path, columns: Sequence[str], rows: Rows, _: Mapping[str, str]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n")


def _write_parquet(path: Path, columns: Sequence[str], rows: Rows, _: Mapping[str, str]) -> None:
    import pyarrow as pa  # noqa: PLC0415  # only for Parquet
    from pyarrow import parquet  # noqa: PLC0415  # as above

    kinds = {"row": pa.int64(), "rank": pa.int64(), "hits": pa.int64(), "score": pa.float64()}
    schema = pa.schema([(column, kinds.get(column, pa.string())) for column in columns])
    source = iter(rows)
    with parquet.ParquetWriter(path, schema) as writer:
        while part := list(islice(source, _BATCH)):
            data = [list(column) for column in zip(*part, strict=True)]
            writer.write_table(pa.table(data, schema=schema))


def _write_xlsx(path: Path, columns: Sequence[str], rows: Rows, about: Mapping[str, str]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415  # a fifth of a second, only for workbooks

    book = Workbook(write_only=True)
    source = iter(rows)
    part = list(islice(source, _MOST_ROWS))
    sheets = 0
    while part or not sheets:
        sheets += 1
        title = "Hits" if about else "Rows"
        _sheet(book, title if sheets == 1 else f"{title} {sheets}", columns, part, review=bool(about))
        part = list(islice(source, _MOST_ROWS))
    if about:
        said = book.create_sheet("About")
        for line in about.items():
            said.append([_cell(value) for value in line])
    book.save(path)


def _sheet(
    book: Any, title: str, headings: Sequence[str], rows: Sequence[Sequence[Value]], *, review: bool
) -> None:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  # as above
    from openpyxl.styles import Font  # noqa: PLC0415  # as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  # as above
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415  # as above

    columns = [*headings, *DECISION] if review else list(headings)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    last = get_column_letter(len(columns))
    sheet.auto_filter.ref = f"A1:{last}{len(rows) + 1}"
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(column, 14)
    if review:
        choice = DataValidation("list", formula1='"true match,false positive"', allow_blank=True)
        letter = get_column_letter(columns.index(DECISION[0]) + 1)
        choice.add(f"{letter}2:{letter}{max(len(rows), 1) + 1}")
        sheet.data_validations.append(choice)
    head = [WriteOnlyCell(sheet, value=column) for column in columns]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(value) for value in row])


def _cell(value: Value) -> Value:
    """A value as a workbook can hold it."""
    if not isinstance(value, str):
        return value
    plain = _NOT_IN_XML.sub("\ufffd", value)
    return escape_formula(plain if len(plain) <= _MOST_LETTERS else f"{plain[:_MOST_LETTERS]} (cut)")


_WRITERS: Mapping[str, Callable[[Path, Sequence[str], Rows, Mapping[str, str]], None]] = {
    "csv": _write_csv, "jsonl": _write_jsonl, "parquet": _write_parquet, "xlsx": _write_xlsx,
}  # fmt: skip
