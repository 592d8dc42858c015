"""Make the derived file of a list state from the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from licet.model.listing import ListCode, ListEntry
from licet.storage.assertions import SnapshotRecord
from licet.storage.database import open_database
from licet.storage.history import chosen_snapshots, entries_of
from licet.storage.home import state_path
from licet.storage.statefile import write_state
from licet.watchlists.row import RawRow

__all__ = ["build_state", "write_state_of"]


def build_state(home: Path, known_as_of: date | None = None, upto: int | None = None) -> Path:
    """Make the file of a state from the database; its path."""
    database = open_database(home)
    try:
        with database.reading() as connection:
            return write_state_of(connection, home, known_as_of, upto)
    finally:
        database.close()


def write_state_of(
    connection: Connection,
    home: Path,
    known_as_of: date | None = None,
    upto: int | None = None,
    at_hand: Mapping[str, RawRow] | None = None,
) -> Path:
    """Build every entry from the chosen snapshots, which checks its dates, and write the file; its path.

    ``at_hand``: rows by the hash of their content that need not be read from the database.
    """
    chosen = chosen_snapshots(connection, known_as_of, upto)
    entries = list(entries_of(connection, chosen, at_hand))
    header = {
        "adoption": max(record.number for record in chosen),
        "sources": _sources(chosen, entries),
    }
    path = state_path(
        home, [(record.number, record.sha256, record.data_date.isoformat()) for record in chosen]
    )
    write_state(path, header, entries)
    return path


def _sources(chosen: Sequence[SnapshotRecord], entries: Iterable[ListEntry]) -> list[dict[str, Any]]:
    """Per list the newest snapshot that covers it, and the entries that stand on that snapshot's day."""
    newest = {code: record for record in chosen for code in record.counts}
    oldest = {code: record.data_date for code, record in newest.items()} | {
        code: record.data_date
        for record in reversed(chosen)
        if record.good  # one that was adopted in spite of problems may lack parties
        for code in record.counts
    }
    standing = Counter(
        entry.list_code
        for entry in entries
        if (row := entry.terms.at(newest[entry.list_code].data_date)) is not None and row.value.listed
    )
    return [_source(code, newest[code], standing[code], oldest[code]) for code in ListCode if code in newest]


def _source(code: ListCode, record: SnapshotRecord, count: int, first_date: date) -> dict[str, Any]:
    return {
        "code": code.value,
        "count": count,
        "snapshot": record.number,
        "sha256": record.sha256,
        "format": record.format.value,
        "data_date": record.data_date.isoformat(),
        "first_date": first_date.isoformat(),
        "adopted_at": record.adopted_at.isoformat(),
        "accepted_reason": record.accepted_reason,
        "unread": int(record.report.get("unread", {}).get(code.value, 0)),
        "closed": code in record.closes,
    }
