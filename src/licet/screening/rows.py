"""Rows of names from a file: CSV, XLSX, JSON lines or Parquet. What cannot be read is given back as such."""

from __future__ import annotations

import csv
import json
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

__all__ = [
    "FORMATS",
    "BadRow",
    "Columns",
    "Row",
    "UnreadableFileError",
    "count_rows",
    "format_of",
    "read_rows",
    "row_of",
]

FORMATS: Mapping[str, str] = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".jsonl": "jsonl",
    ".ndjson": "jsonl", ".parquet": "parquet",
}  # fmt: skip
_SHOWN, _MOST_LINES = 200, 20
"""Letters of a bad row that are shown; lines over which one quoted cell may run."""


class UnreadableFileError(ValueError):
    """A file of which no row can be read; the text says why."""


class Row(NamedTuple):
    """One name to screen. ``number``: its line or row in the file, from 1; the others as written, or empty.

    ``identifiers``: with semicolons between them.
    """

    number: int
    ident: str
    name: str
    country: str
    born: str = ""
    address: str = ""
    identifiers: str = ""


class BadRow(NamedTuple):
    """A row that gave no name. ``screened``: it was screened all the same, without what is named here."""

    number: int
    problem: str
    text: str
    screened: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold what; case and blanks around do not count.

    All but ``name`` may be missing in the file unless ``named`` says that the user named them.
    """

    name: str = "name"
    country: str = "country"
    ident: str = "id"
    encoding: str | None = None
    named: frozenset[str] = frozenset()
    born: str = "date_of_birth"
    address: str = "address"
    identifiers: str = "identifiers"

    @property
    def wanted(self) -> tuple[tuple[str, str], ...]:
        """What each column holds, as options call it, and its name; in the order of :class:`Row`."""
        return (
            ("id", self.ident), ("name", self.name), ("country", self.country), ("date-of-birth", self.born),
            ("address", self.address), ("identifier", self.identifiers),
        )  # fmt: skip


Read = Iterator[Row | BadRow]
Cells = tuple[int, Sequence[Any], str]
"""A row's number, its cells and its text."""


def format_of(path: Path) -> str:
    """``csv``, ``xlsx``, ``jsonl`` or ``parquet``, by the name's ending."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise UnreadableFileError(f"{path}: {path.suffix or 'no ending'}: not one of {', '.join(FORMATS)}")
    return found


def read_rows(path: Path, columns: Columns = Columns()) -> Read:
    """The rows of a file in order. Raises :class:`UnreadableFileError`, or OSError."""
    return _READERS[format_of(path)](path, columns)


def row_of(number: int, values: Sequence[object], text: str) -> Row | BadRow:
    """A row of the values of :attr:`Columns.wanted`, or the first of them, if a name in it can be written down."""
    plain = [
        "" if value is None else value.strip() if isinstance(value, str) else str(value) for value in values
    ]
    if not plain[1]:
        return BadRow(number, "no name", text[:_SHOWN])
    try:
        "".join(plain).encode()
    except UnicodeEncodeError:
        return BadRow(number, "bad encoding: not UTF-8 (another one is named with --encoding)", text[:_SHOWN])
    return Row(number, *plain)


def _places(path: Path, where: str, header: Sequence[object], columns: Columns) -> list[int | None]:
    """Where each of :attr:`Columns.wanted` stands in the header."""
    known = ["" if cell is None else str(cell).strip().casefold() for cell in header]
    places: list[int | None] = []
    for role, wanted in columns.wanted:
        count = known.count(wanted.strip().casefold())
        if count > 1:
            raise UnreadableFileError(f"{path}: {where}: {count} columns are called {wanted!r}")
        if not count and (role == "name" or role in columns.named):
            names = ", ".join(str(cell) for cell in header)[:_SHOWN] or "none"
            raise UnreadableFileError(
                f"{path}: {where}: no column {wanted!r} (there are: {names}); name it with --{role}-column"
            )
        places.append(known.index(wanted.strip().casefold()) if count else None)
    return places


def _table(path: Path, where: str, cells: Iterator[Cells | BadRow], columns: Columns) -> Read:
    """Rows of a table whose first row names the columns."""
    first = next(cells, None)
    if first is None:
        raise UnreadableFileError(f"{path}: empty: no row with the names of the columns")
    if isinstance(first, BadRow):
        raise UnreadableFileError(f"{path}: {where}: {first.problem}")
    header = first[1]
    places = _places(path, where, header, columns)
    for record in cells:
        if isinstance(record, BadRow):
            yield record
            continue
        number, row, text = record
        if len(row) != len(header):
            yield BadRow(number, f"{len(row)} cells where the header has {len(header)}", text[:_SHOWN])
        else:
            yield row_of(number, [None if place is None else row[place] for place in places], text)


def _read_csv(path: Path, columns: Columns) -> Read:
    encoding = columns.encoding or _encoding(path)
    errors = "strict" if encoding == "utf-16" else "surrogateescape"
    try:
        with path.open(encoding=encoding, errors=errors, newline="") as lines:
            head = lines.readline()
            delimiter = "\t" if path.suffix.lower() == ".tsv" else max(",;\t|", key=head.count)
            yield from _table(path, "line 1", _csv_cells(chain([head], lines), delimiter), columns)
    except LookupError as error:
        raise UnreadableFileError(f"{path}: no such encoding: {columns.encoding}") from error
    except UnicodeError as error:
        raise UnreadableFileError(f"{path}: not {encoding}: {error}") from error


def _encoding(path: Path) -> str:
    with path.open("rb") as stream:
        return "utf-16" if stream.read(2) in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"


def _csv_cells(lines: Iterator[str], delimiter: str) -> Iterator[Cells | BadRow]:
    """Records with the line that each begins on. A quote that is never closed costs its own line only."""
    number = 0
    ahead: deque[str] = deque()
    while line := ahead.popleft() if ahead else next(lines, ""):
        number += 1
        if '"' not in line:
            plain = line.rstrip("\r\n")
            if plain:
                yield number, plain.split(delimiter), plain
            continue
        ahead.extend(islice(lines, _MOST_LINES - len(ahead)))
        found, taken = _quoted(line, ahead, delimiter)
        if isinstance(found, str):
            yield BadRow(number, found, line[:_SHOWN].rstrip())
        else:
            yield number, found, line.rstrip()
            for _ in range(taken):
                ahead.popleft()
            number += taken


def _quoted(line: str, ahead: Sequence[str], delimiter: str) -> tuple[list[str] | str, int]:
    """The cells of a record with quotes, or what is wrong with it, and how many lines ahead it takes."""
    for taken in range(len(ahead) + 1):
        whole = "".join([line, *islice(ahead, taken)])
        try:
            return next(csv.reader([whole], delimiter=delimiter, strict=True)), taken
        except csv.Error as error:
            if "unexpected end of data" not in str(error):
                return f"not CSV: {error}" if taken == 0 else "a quote is not closed", 0
    return "a quote is not closed", 0


def _read_jsonl(path: Path, columns: Columns) -> Read:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip(b" \t\r\n\xef\xbb\xbf"):
                yield _json_row(number, line, columns)


def _json_row(number: int, line: bytes, columns: Columns) -> Row | BadRow:
    shown = line[:_SHOWN].decode(errors="replace").strip()
    try:
        found = json.loads(line.decode(columns.encoding or "utf-8-sig"))
    except UnicodeDecodeError:
        return BadRow(number, "bad encoding: not UTF-8 (another one is named with --encoding)", shown)
    except LookupError as error:
        raise UnreadableFileError(f"no such encoding: {columns.encoding}") from error
    except (ValueError, RecursionError) as error:
        return BadRow(number, f"not JSON: {str(error)[:_SHOWN]}", shown)
    if not isinstance(found, dict):
        return BadRow(number, "not a JSON object", shown)
    value = {str(key).strip().casefold(): value for key, value in found.items()}
    wanted = [value.get(name.strip().casefold()) for _, name in columns.wanted]
    for (role, _), one in zip(columns.wanted, wanted, strict=True):
        if isinstance(one, (bool, dict, list)):
            return BadRow(number, f"the {role.replace('-', ' ')} is neither text nor a number", shown)
    return row_of(number, wanted, shown)


def _read_xlsx(path: Path, columns: Columns) -> Read:
    from openpyxl import load_workbook  # noqa: PLC0415  # a fifth of a second, only for workbooks
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415  # as above

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its size may be wrong
        cells = _sheet_cells(sheet.iter_rows(values_only=True))
        yield from _table(path, f"sheet {sheet.title!r}, row 1", cells, columns)
        book.close()
    except UnreadableFileError:
        raise
    except (
        BadZipFile,
        InvalidFileException,
        KeyError,
        IndexError,
        ValueError,
        SyntaxError,
        zlib.error,
    ) as error:
        raise UnreadableFileError(f"{path}: not a whole workbook: {error}") from error


def _sheet_cells(rows: Iterable[Sequence[Any]]) -> Iterator[Cells | BadRow]:
    """Rows of a sheet, as wide as its first: a sheet does not store empty cells at the end."""
    width = 0
    for number, row in enumerate(rows, 1):
        filled = list(row)
        while filled and filled[-1] is None:
            filled.pop()
        width = width or len(filled)
        if filled:
            filled += [None] * (width - len(filled))
            yield number, filled, " | ".join("" if cell is None else str(cell) for cell in islice(filled, 20))


def _read_parquet(path: Path, columns: Columns) -> Read:
    import pyarrow as pa  # noqa: PLC0415  # only for Parquet
    from pyarrow import parquet  # noqa: PLC0415  # as above

    try:
        with parquet.ParquetFile(path) as file:
            header = file.schema_arrow.names
            places = _places(path, "schema", header, columns)
            wanted = [None if place is None else header[place] for place in places]
            number = 0
            for batch in file.iter_batches(
                batch_size=10_000, columns=[one for one in wanted if one is not None]
            ):
                read = [[None] * len(batch) if one is None else _values(batch.column(one)) for one in wanted]
                for values in zip(*read, strict=True):
                    number += 1
                    yield row_of(number, values, " | ".join(map(str, values[:3])))
    except pa.ArrowException as error:
        raise UnreadableFileError(f"{path}: not Parquet: {error}") from error


def _values(column: Any) -> list[Any]:
    """Values of a column; text that is not UTF-8 keeps its bytes as surrogates, which marks it as bad."""
    try:
        found: list[Any] = column.to_pylist()
    except UnicodeDecodeError:
        found = column.cast("binary").to_pylist()
    return [one.decode(errors="surrogateescape") if isinstance(one, bytes) else one for one in found]


_READERS: Mapping[str, Callable[[Path, Columns], Read]] = {
    "csv": _read_csv, "jsonl": _read_jsonl, "xlsx": _read_xlsx, "parquet": _read_parquet,
}  # fmt: skip


def count_rows(path: Path) -> int | None:
    """About how many rows a file has, to show how far the work is; None where only reading it would tell."""
    kind = format_of(path)
    if kind == "xlsx":
        return None
    if kind == "parquet":
        import pyarrow as pa  # noqa: PLC0415  # as above
        from pyarrow import parquet  # noqa: PLC0415  # as above

        try:
            return int(parquet.read_metadata(path).num_rows)
        except pa.ArrowException:
            return None  # reading the rows will say what is wrong
    with path.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
