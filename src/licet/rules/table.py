"""Dated tables of law: country chart, country groups and the like.

A table is a CSV in the package. Columns: the key, then ``effective_from, effective_to, published_on, cite,
source``. A key that the table has never heard of is told apart from one that has no live row: the first
column's known values are the table's ``universe``, and outside it the answer is unknown, never "no".
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Protocol

from licet.rules.citation import Citation
from licet.rules.dated import Row, Timeline
from licet.rules.interval import Interval

__all__ = ["DATED", "CellLookup", "Table", "look_up", "read_rows", "read_table"]

DATED = ("effective_from", "effective_to", "published_on", "cite", "source")

Key = tuple[str, ...]


class TableFile(Protocol):
    """A file that rows are read from."""

    @property
    def name(self) -> str: ...

    def read_bytes(self) -> bytes: ...


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Membership of keys through time.

    ``verified_from``: rows were read as of this day; a day before a key's first row is answered by that row,
    and the walk reports that it did so. ``inherits``: first keys that follow another's rows (Hong Kong,
    China's). ``fingerprint``: sha256 of the file.
    """

    name: str
    cite: Citation
    universe: frozenset[str]
    verified_from: date
    fingerprint: str
    raw: dict[Key, list[dict[str, str]]]
    inherits: Mapping[str, str]
    _timelines: dict[Key, Timeline[bool]] = field(default_factory=dict, init=False)

    def timeline(self, key: Key) -> Timeline[bool] | None:
        """All rows of one key; None where it has none. Raises LawConflictError on two live rows."""
        if key not in self.raw and key[0] in self.inherits:
            key = (self.inherits[key[0]], *key[1:])
        if key not in self.raw:
            return None
        if key not in self._timelines:
            self._timelines[key] = Timeline(f"{self.name} {' '.join(key)}", map(_row, self.raw[key]))
        return self._timelines[key]

    def days(self) -> set[date]:
        """Every day on which some row begins or has just ended; makes no timeline."""
        written = {row[end] for rows in self.raw.values() for row in rows for end in DATED[:2]}
        return {date.fromisoformat(text) for text in written if text}

    def check(self) -> None:
        """Make every timeline, so that a conflict anywhere is found."""
        for key in self.raw:
            self.timeline(key)


def _row(record: dict[str, str]) -> Row[bool]:
    end = record["effective_to"]
    return Row(
        Interval(date.fromisoformat(record["effective_from"]), date.fromisoformat(end) if end else None),
        date.fromisoformat(record["published_on"]),
        record.get("member", "yes") != "no",
        Citation.parse(record["cite"]),
        record["source"],
    )


def read_rows(file: TableFile) -> tuple[list[dict[str, str]], str]:
    """The rows of a CSV of the package, and its sha256."""
    content = file.read_bytes()
    reader = csv.reader(content.decode("utf-8").splitlines())
    header = next(reader, [])
    rows = [dict(zip(header, cells, strict=True)) for cells in reader if cells]
    return rows, hashlib.sha256(content).hexdigest()


def read_table(
    file: TableFile,
    key: tuple[str, ...],
    *,
    cite: str,
    universe: frozenset[str],
    verified_from: str,
    inherits: Mapping[str, str],
) -> Table:
    """Read a membership table from a CSV of the package; ValueError names a missing column."""
    rows, fingerprint = read_rows(file)
    missing = [column for column in (*key, *DATED) if rows and column not in rows[0]]
    if missing:
        raise ValueError(f"{file.name}: no column {', '.join(missing)}")
    grouped: dict[Key, list[dict[str, str]]] = defaultdict(list)
    key_of = itemgetter(*key)
    for row in rows:
        grouped[key_of(row)].append(row)
    return Table(
        file.name.removesuffix(".csv"),
        Citation.parse(cite),
        universe,
        date.fromisoformat(verified_from),
        fingerprint,
        dict(grouped),
        inherits,
    )


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
