"""The two sides of ``licet lists diff``: files, or snapshots that were adopted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from licet.errors import LicetError
from licet.storage.compare import NoSuchSnapshotError, find_snapshot, side_of
from licet.storage.database import open_database
from licet.storage.state import last_adoption
from licet.watchlists.diff import ListDiff, diff, diff_snapshots
from licet.watchlists.reading import read
from licet.watchlists.snapshot import UnreadableSnapshotError

__all__ = ["ListsInputError", "compare_adopted", "compared"]


class ListsInputError(LicetError, ValueError):
    """Bad input, in words."""


def compared(home: Path, a: str, b: str) -> ListDiff:
    """The difference of two files or of two adopted snapshots."""
    files = [Path(name).exists() for name in (a, b)]
    if all(files):
        try:
            return diff_snapshots(read(Path(a)), read(Path(b)))
        except UnreadableSnapshotError as error:
            raise ListsInputError(str(error)) from error
    if any(files):
        raise ListsInputError(
            "a file is compared with a file; adopt it to compare it with an adopted snapshot"
        )
    return compare_adopted(home, _wanted(a), _wanted(b))


def compare_adopted(home: Path, a: int | date, b: int | date) -> ListDiff:
    """The difference of two adopted snapshots, each by its number or by its day. Raises ListsInputError."""
    if not last_adoption(home):
        raise ListsInputError("no list has been adopted yet; see: licet lists adopt --help")
    database = open_database(home)
    try:
        with database.reading() as connection:
            old, new = find_snapshot(connection, a), find_snapshot(connection, b)
            if old.feed is not new.feed:
                raise ListsInputError(
                    f"{old.label} and {new.label} are of two feeds and have no history in common"
                )
            return diff(side_of(connection, old), side_of(connection, new))
    except NoSuchSnapshotError as error:
        raise ListsInputError(str(error)) from error
    finally:
        database.close()


def _wanted(word: str) -> int | date:
    if word.isdecimal():
        return int(word)
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise ListsInputError(
            f"{word!r}: no such file, and neither a snapshot's number nor a date"
        ) from error
