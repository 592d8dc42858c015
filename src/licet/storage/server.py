"""Reads that go to SQLite by the standard library alone, and where ``LICET_DATABASE_URL`` is set to PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.errors import LicetError
from licet.storage.home import database_path

if TYPE_CHECKING:
    from licet.storage.database import Database

__all__ = ["OldDatabaseError", "rows_of"]


class OldDatabaseError(LicetError):
    """A database of a version before the first release, which this one cannot go on with."""

    def __init__(self) -> None:
        super().__init__(
            "the database of this home was made before the release of 0.1.0 and cannot be used: "
            "set LICET_HOME (or LICET_DATABASE_URL) to a new place; lists are adopted there again"
        )


def rows_of(home: Path, query: str, given: Mapping[str, Any] | None = None) -> list[Sequence[Any]]:
    """The rows of a query; none where there is no database or no such table yet. ``given``: its ``:parameters``.

    The usual way, to a file, touches neither SQLAlchemy nor Alembic. On PostgreSQL one pool serves the process.
    """
    url = os.environ.get("LICET_DATABASE_URL")
    if url:
        return _of_server(home, url, query, given or {})
    return _of_file(database_path(home), query, given or {})


def _of_file(path: Path, query: str, given: Mapping[str, Any]) -> list[Sequence[Any]]:
    if not path.exists():
        return []
    try:
        return _read(path, query, given)
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return []
        if "no such column" not in str(error):
            raise
    from licet.storage.database import open_database  # noqa: PLC0415 - only where the file is of an older version

    open_database(path.parent).close()
    return _read(path, query, given)


def _read(path: Path, query: str, given: Mapping[str, Any]) -> list[Sequence[Any]]:
    with closing(sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True)) as connection:
        return list(connection.execute(query, dict(given)).fetchall())


def _of_server(home: Path, url: str, query: str, given: Mapping[str, Any]) -> list[Sequence[Any]]:
    from sqlalchemy import text  # noqa: PLC0415 - loads SQLAlchemy, which the usual way never needs

    with _pool(home, url).reading() as connection:
        return [tuple(row) for row in connection.execute(text(query), dict(given))]


@cache
def _pool(home: Path, url: str) -> Database:
    from licet.storage.database import open_database  # noqa: PLC0415 - as above

    return open_database(home, url)
