"""Tables as files."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from starlette.responses import Response

from licet.tabular.sheets import escape_formula

__all__ = ["csv_of"]


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
