"""Reads that go to SQLite by the standard library alone, and where ``LICET_DATABASE_URL`` is set to PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.store.home import database_path

if TYPE_CHECKING:
    from licet.store.database import Database

__all__ = ["rows_of"]


def rows_of(home: Path, query: str) -> list[Sequence[Any]]:
    """The rows of a query; none where there is no database or no such table yet.

    The usual way, to a file, touches neither SQLAlchemy nor Alembic. On PostgreSQL one pool serves the process.
    """
    url = os.environ.get("LICET_DATABASE_URL")
    return _of_server(home, url, query) if url else _of_file(database_path(home), query)


def _of_file(path: Path, query: str) -> list[Sequence[Any]]:
    if not path.exists():
        return []
    with closing(sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True)) as connection:
        try:
            return list(connection.execute(query).fetchall())
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return []
            raise


def _of_server(home: Path, url: str, query: str) -> list[Sequence[Any]]:
    from sqlalchemy import text  # noqa: PLC0415 - loads SQLAlchemy, which the usual way never needs

    with _pool(home, url).reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


@cache
def _pool(home: Path, url: str) -> Database:
    from licet.store.database import open_database  # noqa: PLC0415 - as above

    return open_database(home, url)
