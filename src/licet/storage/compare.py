"""The rows of an adopted snapshot, for comparing two of them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from licet.errors import LicetError
from licet.storage.assertions import SnapshotRecord, assertions_of, contents_of, snapshots, state_before
from licet.watchlists.diff import ListSide
from licet.watchlists.row import row_from_content

__all__ = ["NoSuchSnapshotError", "find_snapshot", "side_of"]


class NoSuchSnapshotError(LicetError, LookupError):
    """No adopted snapshot answers to the number or date, or several do; the message names those there are."""


def find_snapshot(connection: Connection, wanted: int | date) -> SnapshotRecord:
    """The adopted snapshot with a number, or the only one of a data date."""
    every = snapshots(connection)
    found = [record for record in every if wanted in {record.number, record.data_date}]
    if len(found) == 1:
        return found[0]
    there = ", ".join(f"{record.number} ({record.format} of {record.data_date})" for record in found or every)
    problem = "several snapshots are" if found else "no adopted snapshot is"
    raise NoSuchSnapshotError(f"{problem} {wanted}; there are: {there or 'none'}")


def side_of(connection: Connection, record: SnapshotRecord) -> ListSide:
    """What stood on the lists of a snapshot's feed once it was adopted."""
    every = snapshots(connection)
    assertions = assertions_of(connection, [old.number for old in every])
    upto = every[: every.index(record) + 1]
    state = state_before([old for old in upto if old.feed is record.feed], assertions)
    hashes = {key: item.content_hash for key, item in state.items() if item.content_hash is not None}
    contents = contents_of(connection, hashes.values())
    return ListSide(
        {key: row_from_content(contents[digest]) for key, digest in hashes.items()}, record.format
    )
