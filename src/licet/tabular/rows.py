"""Rows of names from a file: CSV, XLSX, JSON lines or Parquet. What cannot be read is given back as such."""

from __future__ import annotations

import csv
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from licet.errors import LicetError
from licet.tabular.grid import GridRow
from licet.tabular.party_columns import ANY_COLUMNS, Columns, UnclearColumnsError, choose_columns, has_letters

__all__ = [
    "FORMATS",
    "BadRow",
    "Columns",
    "TextRow",
    "UnreadableFileError",
    "columns_of",
    "count_rows",
    "csv_table",
    "format_of",
    "read_rows",
    "row_of",
]

FORMATS: Mapping[str, str] = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".jsonl": "jsonl",
    ".ndjson": "jsonl", ".parquet": "parquet",
}  # fmt: skip
_SHOWN, _MOST_LINES = 200, 20
_LAST_ROW = 1_048_576
"""Letters of a bad row that are shown; lines over which one quoted cell may run."""
_ROLES = ("id", "name", "country", "date of birth", "address", "identifier", "type")
"""What the values of :class:`TextRow` after its number are called in a message."""
_HEAD, _JSON_HEAD = 50, 1000
"""Rows that are looked at to tell which columns hold names, and lines of JSON that tell which keys there are."""


class UnreadableFileError(LicetError, ValueError):
    """A file of which no row can be read; the text says why."""


class TextRow(NamedTuple):
    """One name to screen. ``number``: its line or row in the file, from 1; the others as written, or empty.

    ``identifiers``: with semicolons between them. ``kind``: what the party is.
    """

    number: int
    ident: str
    name: str
    country: str
    born: str = ""
    address: str = ""
    identifiers: str = ""
    kind: str = ""


class BadRow(NamedTuple):
    """A row that gave no name. ``screened``: it was screened all the same, without what is named here."""

    number: int
    problem: str
    text: str
    screened: bool = False


Read = Iterator[TextRow | BadRow]
Record = tuple[int, Sequence[Any], str]
"""A row's number, its cells and its text."""


class RowTable(NamedTuple):
    """A file read as far as its headings. ``where`` they stand; ``records`` may be read once."""

    where: str
    header: Sequence[str]
    records: Iterator[Record | BadRow]


def format_of(path: Path) -> str:
    """``csv``, ``xlsx``, ``jsonl`` or ``parquet``, by the name's ending."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise UnreadableFileError(f"{path}: {path.suffix or 'no ending'}: not one of {', '.join(FORMATS)}")
    return found


def columns_of(path: Path, wanted: Columns = ANY_COLUMNS) -> tuple[Columns, tuple[str, ...]]:
    """Which columns of a file hold what, and for each party of a row the first name that stands there.

    Raises :class:`UnreadableFileError` where that cannot be told, or OSError.
    """
    columns, table, head = _opened(path, wanted)
    places = [[table.header.index(column) for column in source.columns] for source in columns.names]
    records = [record for record in head if not isinstance(record, BadRow)]
    names = ([_name(cells, place) for _, cells, _ in records] for place in places)
    return columns, tuple(next(filter(None, column), "") for column in names)


def read_rows(path: Path, wanted: Columns = ANY_COLUMNS) -> Read:
    """The rows of a file in order, one for each party of a row. Raises as :func:`columns_of`."""
    columns, table, head = _opened(path, wanted)
    place = {None: None} | {name: table.header.index(name) for name in columns.every}
    first, *more = [
        ([table.header.index(column) for column in source.columns], place[source.country])
        for source in columns.names
    ]
    others = (columns.ident, columns.born, columns.address, columns.identifiers, columns.kind)
    ident, *rest = (place[column] for column in others)
    for record in chain(head, table.records):
        if isinstance(record, BadRow):
            yield record
            continue
        number, cells, text = record
        for parts, country in (first, *(source for source in more if _name(cells, source[0]))):
            name = cells[parts[0]] if len(parts) == 1 else _name(cells, parts)
            places = (country, *rest)
            values = [None if at is None else cells[at] for at in (ident, *places)]
            yield row_of(number, [values[0], name, *values[1:]], text)


def _opened(path: Path, wanted: Columns) -> tuple[Columns, RowTable, list[Record | BadRow]]:
    """A file with its columns chosen, and the records that were read for that."""
    table = _READERS[format_of(path)](path, wanted.encoding)
    head = list(islice(table.records, _HEAD))
    samples = [record[1] for record in head if not isinstance(record, BadRow)]
    try:
        return choose_columns(table.header, samples, wanted), table, head
    except UnclearColumnsError as error:
        raise UnreadableFileError(f"{path}: {table.where}: {error}") from error


def _name(cells: Sequence[Any], parts: Sequence[int]) -> str:
    """The cells that make up a name, joined."""
    texts = ("" if cells[part] is None else str(cells[part]).strip() for part in parts)
    return " ".join(text for text in texts if text)


def row_of(number: int, values: Sequence[object], text: str) -> TextRow | BadRow:
    """A row of the values of :class:`TextRow` after its number, or of the first of them, if they hold a name.

    What has no letter is no name: an order number must never be found clear.
    """
    for role, value in zip(_ROLES, values, strict=False):
        if isinstance(value, bool | dict | list):
            return BadRow(number, f"the {role} is neither text nor a number", text[:_SHOWN])
    plain = [
        "" if value is None else value.strip() if isinstance(value, str) else str(value) for value in values
    ]
    if not plain[1]:
        return BadRow(number, "no name", text[:_SHOWN])
    try:
        "".join(plain).encode()
    except UnicodeEncodeError:
        return BadRow(number, "bad encoding: not UTF-8 (another one is named with --encoding)", text[:_SHOWN])
    if not has_letters(plain[1]):
        return BadRow(number, "the name has no letters", text[:_SHOWN])
    return TextRow(number, *plain)


def _table(path: Path, where: str, cells: Iterator[Record | BadRow]) -> RowTable:
    """A table whose first row names the columns."""
    first = next(cells, None)
    if first is None:
        raise UnreadableFileError(f"{path}: empty: no row with the names of the columns")
    if isinstance(first, BadRow):
        raise UnreadableFileError(f"{path}: {where}: {first.problem}")
    header = ["" if cell is None else str(cell).strip() for cell in first[1]]
    return RowTable(where, header, _of_width(len(header), cells))


def _of_width(width: int, cells: Iterator[Record | BadRow]) -> Iterator[Record | BadRow]:
    for record in cells:
        if not isinstance(record, BadRow) and len(record[1]) != width:
            problem = f"{len(record[1])} cells where the header has {width}"
            yield BadRow(record[0], problem, record[2][:_SHOWN])
        else:
            yield record


def _read_csv(path: Path, encoding: str | None) -> RowTable:
    return _table(path, "line 1", _csv_records(path, encoding or _encoding(path), encoding))


def csv_table(path: Path, separator: str) -> RowTable:
    """A CSV file record by record; what does not fit its heading is a :class:`BadRow` and costs no other row.

    Raises :class:`UnreadableFileError`, or OSError.
    """
    return _table(path, "line 1", _csv_records(path, _encoding(path), None, separator))


def _csv_records(
    path: Path, encoding: str, named: str | None, separator: str | None = None
) -> Iterator[Record | BadRow]:
    errors = "strict" if encoding == "utf-16" else "surrogateescape"
    try:
        with path.open(encoding=encoding, errors=errors, newline="") as lines:
            head = lines.readline()
            guessed = "\t" if path.suffix.lower() == ".tsv" else max(",;\t|", key=head.count)
            delimiter = separator or guessed
            yield from _csv_cells(chain([head], lines), delimiter)
    except LookupError as error:
        raise UnreadableFileError(f"{path}: no such encoding: {named}") from error
    except UnicodeError as error:
        raise UnreadableFileError(f"{path}: not {encoding}: {error}") from error


def _encoding(path: Path) -> str:
    with path.open("rb") as stream:
        return "utf-16" if stream.read(2) in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"


def _csv_cells(lines: Iterator[str], delimiter: str) -> Iterator[Record | BadRow]:
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
    reader = csv.reader(chain([line], ahead), delimiter=delimiter, strict=True)
    try:
        return next(reader), reader.line_num - 1
    except csv.Error as error:
        first = reader.line_num <= 1 and "unexpected end of data" not in str(error)
        return f"not CSV: {error}" if first else "a quote is not closed", 0


def _read_jsonl(path: Path, encoding: str | None) -> RowTable:
    records = _json_records(path, encoding)
    head = list(islice(records, _JSON_HEAD))
    found = [record[1] for record in head if not isinstance(record, BadRow)]
    header = list(dict.fromkeys(key for record in found for key in record))
    cells = (
        record
        if isinstance(record, BadRow)
        else (record[0], [record[1].get(key) for key in header], record[2])
        for record in chain(head, records)
    )
    return RowTable("line 1", header, cells)


def _json_records(path: Path, encoding: str | None) -> Iterator[tuple[int, dict[str, Any], str] | BadRow]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip(b" \t\r\n\xef\xbb\xbf"):
                yield _json_record(number, line, encoding)


def _json_record(number: int, line: bytes, encoding: str | None) -> tuple[int, dict[str, Any], str] | BadRow:
    shown = line[:_SHOWN].decode(errors="replace").strip()
    try:
        found = json.loads(line.decode(encoding or "utf-8-sig"))
    except UnicodeDecodeError:
        return BadRow(number, "bad encoding: not UTF-8 (another one is named with --encoding)", shown)
    except LookupError as error:
        raise UnreadableFileError(f"no such encoding: {encoding}") from error
    except (ValueError, RecursionError) as error:
        return BadRow(number, f"not JSON: {str(error)[:_SHOWN]}", shown)
    if not isinstance(found, dict):
        return BadRow(number, "not a JSON object", shown)
    return number, {str(key).strip(): value for key, value in found.items()}, shown


def _read_xlsx(path: Path, _: str | None) -> RowTable:
    from licet.tabular.workbooks import DamagedWorkbookError, first_sheet, workbook_sheets  # noqa: PLC0415  # as below

    sheets = workbook_sheets(path, path.stat().st_size)

    def records() -> Iterator[Record | BadRow]:
        try:
            yield from _sheet_cells(sheet.rows)
        except DamagedWorkbookError as error:
            raise UnreadableFileError(f"{path}: {error}") from error
        finally:
            sheets.close()

    try:
        sheet = first_sheet(sheets)
    except DamagedWorkbookError as error:
        raise UnreadableFileError(f"{path}: {error}") from error
    return _table(path, f"sheet {sheet.title!r}, row 1", records())


def _sheet_cells(rows: Iterable[GridRow]) -> Iterator[Record]:
    """Rows of a sheet, as wide as its first: a sheet does not store empty cells at the end."""
    width = 0
    for row in rows:
        filled = list(row.cells)
        width = width or len(filled)
        if filled:
            filled += [None] * (width - len(filled))
            shown = " | ".join("" if cell is None else str(cell) for cell in islice(filled, 20))
            yield int(row.where), filled, shown


def _read_parquet(path: Path, _: str | None) -> RowTable:
    import pyarrow as pa  # noqa: PLC0415  # only for Parquet
    from pyarrow import parquet  # noqa: PLC0415  # as above

    try:
        with parquet.ParquetFile(path) as file:
            header = file.schema_arrow.names
    except pa.ArrowException as error:
        raise UnreadableFileError(f"{path}: not Parquet: {error}") from error
    return RowTable("schema", header, _parquet_records(path))


def _parquet_records(path: Path) -> Iterator[Record | BadRow]:
    import pyarrow as pa  # noqa: PLC0415  # as above
    from pyarrow import parquet  # noqa: PLC0415  # as above

    try:
        with parquet.ParquetFile(path) as file:
            number = 0
            for batch in file.iter_batches(batch_size=10_000):
                for cells in zip(*map(_values, batch.columns), strict=True):
                    number += 1
                    yield number, cells, " | ".join(map(str, cells[:3]))
    except pa.ArrowException as error:
        raise UnreadableFileError(f"{path}: not Parquet: {error}") from error


def _values(column: Any) -> list[Any]:
    """Values of a column; text that is not UTF-8 keeps its bytes as surrogates, which marks it as bad."""
    try:
        found: list[Any] = column.to_pylist()
    except UnicodeDecodeError:
        found = column.cast("binary").to_pylist()
    return [item.decode(errors="surrogateescape") if isinstance(item, bytes) else item for item in found]


_READERS: Mapping[str, Callable[[Path, str | None], RowTable]] = {
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
