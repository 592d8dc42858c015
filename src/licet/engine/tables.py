"""Looking a key up in a dated table, days before the table was read included."""

from __future__ import annotations

from datetime import date

from licet.records import dataclass
from licet.rules.citation import Citation
from licet.rules.table import Table

__all__ = ["CellLookup", "look_up"]


@dataclass(frozen=True, slots=True)
class CellLookup:
    """Whether a key is a member; None where the table has never heard of it.

    ``until``: the first later day on which that may differ. ``backdated``: the table's name, where it was
    read later than the day asked about, or published later than the day by which it had to be known.
    """

    truth: bool | None
    until: date | None = None
    cite: Citation | None = None
    backdated: str | None = None


def look_up(table: Table, key: tuple[str, ...], as_of: date, known_as_of: date | None) -> CellLookup:
    """Look a key up on a day.

    Earlier law was not read: before a key's first row, that row is taken to have held (a row that records a
    removal means that the key was a member until then), and the answer says so.
    """
    if key[0] not in table.universe:
        return CellLookup(None)
    timeline = table.timeline(key)
    if timeline is None:
        return CellLookup(False, backdated=table.name if as_of < table.verified_from else None)
    first = timeline.rows[0]
    if as_of < first.in_force.start:
        start = first.in_force.start
        until = timeline.next_change(start) if first.value else start
        return CellLookup(True, until, first.cite, table.name)
    row, until = timeline.at(as_of), timeline.next_change(as_of)
    if row is None:
        return CellLookup(False, until)
    late = known_as_of is not None and known_as_of < row.published_on
    return CellLookup(row.value, until, row.cite, table.name if late else None)
