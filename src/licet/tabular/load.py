"""Open a business file of any kind: what format it is of, and its tables."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from licet.errors import LicetError
from licet.tabular.documents import (
    DocumentError,
    data_tables,
    json_tables,
    spdx_text_tables,
    xml_root,
    xml_tables,
)
from licet.tabular.grid import CellBudget, Grid, GridRow, GridTable, Skipped, TooManyCellsError
from licet.tabular.markup import HTML_START, html_grids, is_spreadsheet_xml, spreadsheet_xml_grids
from licet.tabular.old_workbooks import OLD_WORKBOOK, old_workbook_grids
from licet.tabular.open_documents import OPEN_DOCUMENT, open_document_grids
from licet.tabular.product_package import PACKAGE_TEXT
from licet.tabular.tables import NoHeadingsError, tables_of
from licet.tabular.text_file import decode, text_rows
from licet.tabular.workbooks import DamagedWorkbookError, refuse_bomb, workbook_grids
from licet.tabular.yaml_text import YamlError, is_yaml, yaml_data

__all__ = ["LoadedFile", "NotABusinessFileError", "load_tables"]

_MOST_BYTES = 512 * 1024 * 1024
_BATCH = 8192
_LETTERS = 64
"""A cell of more letters counts as several."""
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", "": "fixed places"}


class NotABusinessFileError(LicetError, ValueError):
    """A file that holds no rows that could be read; the text says why."""


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """The tables of a file. ``format``: what it is, in words; ``skipped``: parts without data."""

    tables: list[GridTable]
    format: str
    encoding: str
    delimiter: str
    skipped: Sequence[Skipped]


def load_tables(path: Path, encoding: str | None = None, delimiter: str | None = None) -> LoadedFile:
    """Open a file by its content, whatever its name. Raises NotABusinessFileError, OSError."""
    if path.stat().st_size > _MOST_BYTES:
        raise NotABusinessFileError(f"{path}: more than 512 MB; send it in parts")
    content = path.read_bytes()
    try:
        return _load(content, path.suffix.lower(), encoding, delimiter)
    except (
        DocumentError, DamagedWorkbookError, NoHeadingsError, NotABusinessFileError, TooManyCellsError,
        YamlError,
    ) as error:  # fmt: skip
        raise NotABusinessFileError(f"{path}: {error}") from error
    except LookupError as error:
        raise NotABusinessFileError(f"{path}: no such encoding: {encoding}") from error


def _load(content: bytes, suffix: str, encoding: str | None, delimiter: str | None) -> LoadedFile:
    if not content.strip():
        raise NotABusinessFileError("the file is empty")
    if content.startswith(b"PK\x03\x04"):
        return _zip(content)
    if content.startswith((b"PAR1", b"ARROW1")):
        return _columns(content)
    if content.startswith(OLD_WORKBOOK):
        grids, skipped = old_workbook_grids(content)
        return _sheets(grids, skipped, "workbook (Excel 97)")
    if content.startswith(b"%PDF"):
        raise NotABusinessFileError("a PDF; export the table behind it")
    text, name = decode(content, encoding)
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("<?xml") or (start.startswith("<") and suffix == ".xml"):
        return _xml(content, name)
    if start[:15].lower().startswith(HTML_START):
        return _sheets(html_grids(text), [], "tables of an HTML page")
    if start.startswith("{") or (start.startswith("[") and re.match(r"\[\s*[{\]]", start)):
        tables, kind = json_tables(start)
        return LoadedFile(tables, kind, name, "", ())
    if start.startswith("SPDXVersion:"):
        return LoadedFile(
            spdx_text_tables(text), start.partition("\n")[0].partition(":")[2].strip(), name, "", ()
        )
    if is_yaml(start, suffix):
        tables, kind = data_tables(yaml_data(text), "YAML", CellBudget())
        return LoadedFile(tables, kind, name, "", ())
    if "\0" in text[:4096]:
        raise NotABusinessFileError("not text, and no workbook, Parquet, JSON or XML")
    rows, parts = text_rows(text.removeprefix("\ufeff"), delimiter)
    tables = tables_of(Grid("", rows, ragged=not parts))
    return LoadedFile(tables, f"text, {_DELIMITERS.get(parts, repr(parts))} between columns", name, parts, ())


def _xml(content: bytes, encoding: str) -> LoadedFile:
    root = xml_root(content)
    if is_spreadsheet_xml(root):
        return _sheets(spreadsheet_xml_grids(root), [], "workbook (XML of Excel 2003)")
    tables, kind = xml_tables(root)
    return LoadedFile(tables, kind, encoding, "", ())


def _zip(content: bytes) -> LoadedFile:
    """A workbook, or a package of product data, by what is in the zip."""
    package = _package_text(content)
    if package is not None:
        return _xml(package, "")
    names = _names_in(content)
    if "content.xml" in names and OPEN_DOCUMENT.encode() in content[:200]:
        try:
            grids, skipped = open_document_grids(content)
        except (BadZipFile, RuntimeError, NotImplementedError, KeyError, zlib.error, EOFError) as error:
            raise DamagedWorkbookError(f"not a whole workbook: {error}") from error
        return _sheets(grids, skipped, "workbook (OpenDocument)")
    if "xl/workbook.bin" in names:
        raise NotABusinessFileError("a binary workbook (.xlsb); save it as .xlsx")
    return _workbook(content)


def _names_in(content: bytes) -> list[str]:
    try:
        with ZipFile(BytesIO(content)) as parts:
            return parts.namelist()
    except (BadZipFile, NotImplementedError):
        return []  # as above


def _package_text(content: bytes) -> bytes | None:
    """What a package of product data (PDX) says of its items; None: another zip."""
    try:
        with ZipFile(BytesIO(content)) as parts:
            if PACKAGE_TEXT not in parts.namelist():
                return None
            refuse_bomb(parts, len(content))
            return parts.read(PACKAGE_TEXT)
    except (BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError):
        return None  # the reader of workbooks says what is wrong with it


def _workbook(content: bytes) -> LoadedFile:
    grids, skipped = workbook_grids(BytesIO(content), len(content))
    return _sheets(grids, skipped, "workbook (XLSX)")


def _sheets(grids: Sequence[Grid], skipped: list[Skipped], kind: str) -> LoadedFile:
    tables: list[GridTable] = []
    problem: NoHeadingsError | None = None
    several = len(grids) > 1
    for grid in grids:
        try:
            found = tables_of(grid)
        except NoHeadingsError as error:
            problem = error
            skipped.append(Skipped(f"sheet {grid.name}", "no headings"))
            continue
        tables += [_in_sheet(table, grid.name) for table in found] if several else found
    if not tables:
        raise problem or NoHeadingsError(f"{kind}: no visible sheet")
    if several and len({table.where.partition("!")[0] for table in tables if table.rows}) < 2:  # noqa: PLR2004
        tables = [_without_sheet(table) for table in tables]
    return LoadedFile(tables, kind, "", "", skipped)


def _in_sheet(table: GridTable, sheet: str) -> GridTable:
    return GridTable(
        f"{sheet}!{table.where}", table.headings, table.labels,
        [row._replace(where=f"{sheet}!{row.where}") for row in table.rows],
        [item._replace(where=f"{sheet}!{item.where}") for item in table.skipped],
        titles=table.titles,
    )  # fmt: skip


def _without_sheet(table: GridTable) -> GridTable:
    def bare(where: str) -> str:
        return where.rpartition("!")[2]

    return GridTable(
        bare(table.where), table.headings, table.labels,
        [row._replace(where=bare(row.where)) for row in table.rows],
        [item._replace(where=bare(item.where)) for item in table.skipped],
        titles=table.titles,
    )  # fmt: skip


def _columns(content: bytes) -> LoadedFile:
    import pyarrow as pa  # noqa: PLC0415  # only for Parquet and Arrow
    from pyarrow import ipc, parquet  # noqa: PLC0415  # as above

    try:
        packed = content.startswith(b"PAR1")
        source = pa.BufferReader(content)
        if packed:
            file = parquet.ParquetFile(source)
            names, batches = file.schema_arrow.names, file.iter_batches(_BATCH, use_threads=False)
        else:
            reader = ipc.open_file(source)
            names = reader.schema.names
            batches = map(reader.get_batch, range(reader.num_record_batches))
        columns = _values(batches, len(names))
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        raise NotABusinessFileError(f"damaged: {' '.join(str(error).split())[:200]}") from error
    rows = [GridRow(str(number), cells) for number, cells in enumerate(zip(*columns, strict=True), 1)]
    table = GridTable("schema", tuple(names), (), rows)
    return LoadedFile([table], "Parquet" if packed else "Arrow", "", "", ())


def _values(batches: Iterable[Any], width: int) -> list[list[Any]]:
    """The values of all columns. Raises TooManyCellsError before text that is packed well fills the memory."""
    columns: list[list[Any]] = [[] for _ in range(width)]
    budget = CellBudget()
    for batch in batches:
        for column, values in zip(columns, batch.columns, strict=True):
            found = values.to_pylist()
            budget.take(len(found) + sum(len(v) for v in found if isinstance(v, (str, bytes))) // _LETTERS)
            column.extend(found)
    return columns
