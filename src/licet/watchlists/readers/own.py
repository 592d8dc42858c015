"""A list of one's own: parties that an organization does not deal with, as CSV with a heading.

Columns: ``own_list_name`` (required), and, each where there is one, ``id``, ``aliases``, ``country``, ``address``,
``identifiers``, ``date_of_birth`` (several parted by semicolons), ``type``, ``since``, ``until``, ``reason``.
"""

from __future__ import annotations

import csv
import io

from licet.model.listing import ListCode
from licet.rules.citation import Citation
from licet.watchlists.readers.parties import aliases, snapshot_of
from licet.watchlists.row import RawRow
from licet.watchlists.rows import RowError, codes_of, iso_day, keys_problems, maybe, parts
from licet.watchlists.snapshot import Format, Snapshot
from licet.watchlists.source import ListContent, Reader, Source

__all__ = ["READERS", "SOURCES"]

SOURCES = (
    Source(
        ListCode.OWN,
        "your own list",
        "whoever runs this installation",
        Citation.parse("Own list"),
        "",
        "Your organization put the party on a list of its own. No law is stated: hold the transaction and ask who put"
        " it there.",
    ),
)
_NAME = "own_list_name"
_COLUMNS = (
    _NAME, "id", "aliases", "country", "address", "identifiers", "date_of_birth", "type", "since", "until", "reason",
)  # fmt: skip


def _recognizes(content: ListContent) -> bool:
    return _NAME in {cell.strip('" ') for cell in content.first_line.split(",")}


def _read(content: ListContent) -> Snapshot:
    reader = csv.DictReader(io.StringIO(content.text.lstrip(), newline=""))
    head = [name for name in reader.fieldnames or () if name]
    return snapshot_of(
        content, Format.OWN_CSV, list(reader), _row, code=ListCode.OWN,
        problems=keys_problems(head, _COLUMNS, (_NAME,)),
    )  # fmt: skip


def _row(number: int, cells: dict[str, str | None]) -> RawRow:
    if None in cells or None in cells.values():
        raise RowError("more or fewer cells than the heading has")
    name = maybe(cells[_NAME])
    if name is None:
        raise RowError(f"{_NAME}: empty")
    countries, unread = codes_of(parts(cells.get("country")))
    births = maybe(cells.get("date_of_birth"))
    return RawRow(
        list_code=ListCode.OWN, name=name, line=number, official_id=maybe(cells.get("id")),
        aliases=aliases(((other, False) for other in parts(cells.get("aliases"))), name),
        kind=maybe(cells.get("type")),
        countries=countries, unread_countries=unread,
        addresses=parts(cells.get("address")),
        start_date=iso_day(cells.get("since"), "since"), end_date=iso_day(cells.get("until"), "until"),
        remarks=maybe(cells.get("reason")),
        ids=parts(cells.get("identifiers")),
        extras=(("dates_of_birth", births),) if births else (),
    )  # fmt: skip


READERS = (
    Reader(Format.OWN_CSV, _recognizes, _read, "a list of your own (CSV with the column own_list_name)"),
)
