"""The parties of a business file as rows to screen, with the user's own columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from licet.tabular.business import BusinessFile, FileKind, Record
from licet.tabular.grid import cell_text
from licet.tabular.rows import BadRow, TextRow, row_of
from licet.tabular.values import inner_name

__all__ = ["PartyRows", "party_rows"]


@dataclass(frozen=True)
class PartyRows:
    """Rows to screen, one for each party of a row, and by their number the user's columns under ``headings``."""

    rows: list[TextRow | BadRow]
    headings: tuple[str, ...]
    cells: Mapping[int, Sequence[str]]


def party_rows(file: BusinessFile) -> PartyRows:
    """Every party that a file names, in every role, rows that were not taken for another fault included.

    A row's number is its line, or where the file has no lines its place among the rows.
    """
    order = {row.where: place for place, row in enumerate(file.table.rows, 1)}
    by_row = {record.row: record for record in (*file.records, *file.refused)}
    no_data = {item.where for item in file.skipped}
    rows: list[TextRow | BadRow] = []
    cells: dict[int, Sequence[str]] = {}
    for row in file.table.rows:
        number = int(row.where) if row.where.isdecimal() else order[row.where]
        text = " | ".join(cell_text(cell) for cell in row.cells[:20])
        record = by_row.get(row.where)
        if record is None and row.where in no_data:
            continue
        found = [] if record is None else list(_rows(record, file.kind, number, text))
        if found:
            rows.extend(found)
            cells[number] = [cell_text(cell) for cell in row.cells]
        elif record is None or file.kind not in {FileKind.PARTS, FileKind.PRODUCTS}:
            problem = next((fault.problem for fault in file.faults if fault.row == row.where), "no name")
            rows.append(BadRow(number, problem, text[:200]))
    return PartyRows(rows, file.table.headings, cells)


def _rows(record: Record, kind: FileKind, number: int, text: str) -> list[TextRow | BadRow]:
    del kind
    found: list[TextRow | BadRow] = []
    seen: set[tuple[str, str | None]] = set()
    for party in record.parties:
        ident = record.key if party.number == "" or len(record.parties) > 1 else party.number
        for name in filter(None, (party.name, inner_name(party.name))):
            if (name, party.country) not in seen:
                seen.add((name, party.country))
                found.append(row_of(number, [ident, name, party.country or "", "", party.address, ""], text))
    return found
