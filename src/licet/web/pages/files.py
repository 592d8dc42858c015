"""Tables as files, out and in."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.responses import Response

from licet.server.problems import Problem
from licet.tabular.grid import cell_text
from licet.tabular.load import NotABusinessFileError, load_tables
from licet.tabular.sheets import escape_formula, write_rows

__all__ = ["csv_of", "rows_of_upload", "table_of"]

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_of(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Rows as a CSV file to take; in a spreadsheet nothing of them runs as a formula."""
    out = StringIO()
    writing = csv.writer(out, lineterminator="\n")
    writing.writerow(columns)
    for row in rows:
        writing.writerow(
            "" if value is None else escape_formula(value) if isinstance(value, str) else value
            for value in row
        )
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def table_of(name: str, kind: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """Rows as a CSV file or a workbook to take. Raises Problem for another kind."""
    if kind == "csv":
        return csv_of(name, columns, rows)
    if kind != "xlsx":
        raise Problem(404, "not-found", "there is no such file")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        write_rows(path, columns, rows, {})
        content = path.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return Response(content, media_type=_WORKBOOK, headers=headers)


def rows_of_upload(name: str, content: bytes) -> list[dict[str, str]]:
    """The rows of an uploaded table by its headings. Raises NotABusinessFileError."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table{Path(name).suffix.lower()[:8]}"
        path.write_bytes(content)
        try:
            tables = load_tables(path).tables
        except NotABusinessFileError as error:
            raise NotABusinessFileError(str(error).replace(str(path), name)) from error
    return [
        dict(zip(table.headings, map(cell_text, row.cells), strict=False))
        for table in tables
        for row in table.rows
    ]
