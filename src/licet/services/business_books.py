"""An uploaded order list of a business system: which column holds what, confirmed by a person, then answered.

The file lies as it came in the folder of its order book. Beside it, until somebody confirms the columns, is what was
guessed of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import polars as pl

from licet.errors import LicetError
from licet.orders.business import customer_receives, unused_countries
from licet.orders.table import write_table
from licet.services.business_orders import business_table
from licet.services.current_answers import FILLED
from licet.tabular.business import BusinessFile, FileKind, read_business_file
from licet.tabular.grid import cell_text
from licet.tabular.mapping import FIELDS, ColumnMapping

__all__ = [
    "CELLS",
    "FIELD_WORDS",
    "ColumnsError",
    "ConfirmedColumns",
    "check_columns",
    "checked_fields",
    "columns_of",
    "guess_columns",
    "guess_in",
    "guessed_mapping",
    "read_as_saved",
    "take_business_file",
    "upload_name",
]

CELLS = "cells.parquet"
"""By line, the columns of the file as they stand in it."""
_SAMPLES = 3
_FAULTS = 20
FIELD_WORDS: Mapping[str, str] = {name.replace(".", " ").replace("_", " "): name for name in sorted(FIELDS)}
"""Every field that a column may hold, by the words that people choose it by."""


class ColumnsError(LicetError, ValueError):
    """Columns that cannot be confirmed so. ``problems``: by the number of the column, what is wrong with it."""

    def __init__(self, problems: Mapping[int, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class ConfirmedColumns:
    """What a person said of a file. ``fields``: by column, the words of the field it holds, or none."""

    fields: Mapping[str, str]
    decimal: str | None = None
    dates: str | None = None


def upload_name(name: str) -> str:
    """Under which name an uploaded file is kept: with its own ending, by which some formats are known."""
    suffix = Path(name.replace("\\", "/")).suffix.lower()[:8]
    return f"upload{suffix if suffix[1:].isalnum() else '.txt'}"


def guess_columns(path: Path) -> dict[str, Any] | None:
    """What an order list is taken for, as JSON, to be confirmed; None for a file that is no order list.

    Raises NotABusinessFileError, TooManyCellsError, OSError.
    """
    file = read_business_file(path)
    if file.kind is not FileKind.ORDERS or not file.records:
        return None
    by_column = {column: field for field, column in file.mapping.columns.items()}
    return {
        "format": ", ".join(filter(None, (file.loaded.format, file.loaded.encoding))),
        "decimal": file.decimal,
        "dates": file.dates.value,
        "ambiguous_dates": file.ambiguous_dates,
        "rows": len(file.records),
        "bad": len(file.bad_rows),
        "notes": [note for note in (customer_receives(file), unused_countries(file)) if note],
        "columns": [
            {
                "column": name,
                "field": by_column.get(name),
                "samples": _samples(file, place),
            }
            for place, name in enumerate(file.table.headings)
        ],
        "faults": [
            {"row": fault.row, "column": fault.column, "problem": fault.problem, "accepted": fault.accepted}
            for fault in file.faults[:_FAULTS]
        ],
    }


def columns_of(confirmed: ConfirmedColumns) -> dict[str, Any]:
    """The mapping that a person confirmed, as JSON. Raises ColumnsError with all that is wrong."""
    columns: dict[str, str] = {}
    problems: dict[int, str] = {}
    for number, (column, words) in enumerate(confirmed.fields.items()):
        plain = " ".join(words.replace(".", " ").replace("_", " ").casefold().split())
        if not plain:
            continue
        field = FIELD_WORDS.get(plain)
        if field is None:
            near = get_close_matches(plain, FIELD_WORDS, 3, 0.5)
            meant = f"; did you mean {', '.join(near)}?" if near else ""
            problems[number] = f"{column}: {words[:60]!r} is no field{meant}"
        elif field in columns:
            problems[number] = f"{column}: {columns[field]} holds {plain} already"
        else:
            columns[field] = column
    if not columns and not problems:
        problems[0] = "no column is said to hold anything"
    if problems:
        raise ColumnsError(problems)
    return ColumnMapping(columns, decimal=confirmed.decimal, dates=confirmed.dates).to_json()


def check_columns(data: Any, guess: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping in the form of :func:`guessed_mapping`, for the file of a guess. Raises ColumnsError."""
    names = [column["column"] for column in guess["columns"]]
    columns = data.get("columns") if isinstance(data, Mapping) else None
    if not isinstance(columns, Mapping) or not columns:
        raise ColumnsError({0: "must be an object with columns, by field the name of its column"})
    problems = _unknown_fields(columns)
    for number, (field, column) in enumerate(columns.items()):
        if number not in problems and column not in names:
            problems[number] = (
                f"columns.{field}: the file has no column {column!r}; it has {', '.join(names)[:300]}"
            )
    for key, accepted in (("decimal", (".", ",")), ("dates", ("dmy", "mdy"))):
        if data.get(key) not in {None, *accepted}:
            problems[len(columns) + len(problems)] = f"{key}: must be {' or '.join(accepted)}"
    if problems:
        raise ColumnsError(problems)
    return ColumnMapping(dict(columns), decimal=data.get("decimal"), dates=data.get("dates")).to_json()


def checked_fields(columns: Mapping[str, str]) -> None:
    """Raise ColumnsError where a mapping names what is no field."""
    problems = _unknown_fields(columns)
    if problems:
        raise ColumnsError(problems)


def _unknown_fields(columns: Mapping[str, Any]) -> dict[int, str]:
    problems = {}
    for number, field in enumerate(columns):
        if field not in FIELDS:
            near = ", ".join(get_close_matches(str(field), FIELDS, 3, 0.5))
            problems[number] = f"columns.{field}: is no field (near: {near or 'none'})"
    return problems


def guessed_mapping(guess: Mapping[str, Any]) -> dict[str, Any]:
    """A guess in the form in which it is confirmed: by field its column, the decimal mark, the order of days."""
    columns = {column["field"]: column["column"] for column in guess["columns"] if column["field"]}
    dates = guess["dates"] if guess["dates"] in {"dmy", "mdy"} else None
    return ColumnMapping(columns, decimal=guess["decimal"], dates=dates).to_json()


def take_business_file(
    folder: Path, columns: Mapping[str, Any], home: Path, organization: str | None, day: date
) -> BusinessFile:
    """Write the order book of a file in a folder, read by confirmed columns. Gives the file, with its faults.

    Raises NotABusinessFileError, UnreadableOrdersError, DefaultsError, ExchangeRateError, OSError.
    """
    said = {name: columns.get(name) for name in ("decimal", "dates", "encoding", "delimiter")}
    mapping = ColumnMapping(columns["columns"], dict.fromkeys(columns["columns"], "you"), **said)
    file = read_business_file(next(folder.glob("upload.*")), mapping)
    converted, table = business_table(file, home, organization, day)
    write_table(converted.orders, folder / "orders.parquet")
    write_table(table, folder / FILLED)
    cells: pl.DataFrame = converted.cells
    cells.write_parquet(folder / CELLS)
    return file


def read_as_saved(guess: Mapping[str, Any], mapping: Mapping[str, Any]) -> dict[str, Any]:
    """A guess with what a saved mapping says of the columns, of numbers and of days."""
    fields = {column: field for field, column in mapping["columns"].items()}
    columns = [{**column, "field": fields.get(column["column"])} for column in guess["columns"]]
    left = [
        f"{column['column']} ({column['field'].replace('.', ' ').replace('_', ' ')})"
        for column in guess["columns"]
        if column["field"] and column["column"] not in fields and column["field"] not in mapping["columns"]
    ]
    note = f"Not used by the saved mapping, and looking like a field: {', '.join(left)}." if left else ""
    said = {key: mapping[key] for key in ("decimal", "dates") if key in mapping}
    return {**guess, "columns": columns, "notes": [*guess["notes"], *filter(None, [note])], **said}


def guess_in(folder: Path) -> dict[str, Any]:
    """What was guessed of the file in a folder."""
    found: dict[str, Any] = json.loads((folder / "columns.json").read_text("utf-8"))
    return found


def _samples(file: BusinessFile, place: int) -> list[str]:
    texts = (
        cell_text(row.cells[place])[:60]
        for row in file.table.rows
        if place < len(row.cells) and not row.fault
    )
    found: list[str] = []
    for text in texts:
        if text and text not in found:
            found.append(text)
        if len(found) == _SAMPLES:
            break
    return found
