"""Open the database, brought up to date by the migrations that ship with the package.

SQLite in the home folder unless ``LICET_DATABASE_URL`` names a PostgreSQL database; the same code for both.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text

from licet.storage.home import database_path, database_url, own_home

__all__ = ["HEAD", "LOCK", "Database", "open_database"]

HEAD = "0051"
LOCK = 0x11CE7
"""The number of PostgreSQL's advisory lock that whoever writes holds: one writer, one head of the chain."""
_MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT_MS = 60_000


class Database:
    """One database and its single way to write: :meth:`unit_of_work`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = threading.Lock()

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection whose reads agree with one another, whatever is written meanwhile."""
        with self._engine.connect() as connection:
            if self.dialect == "sqlite":
                connection.execute(text("BEGIN"))
            else:
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            yield connection

    @contextmanager
    def unit_of_work(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or none when an exception leaves the block.

        The write lock is taken at the start, so that what is read inside holds until the end.
        """
        with self._turn, self._engine.connect() as connection:
            if self.dialect == "sqlite":
                connection.execute(text("BEGIN IMMEDIATE"))
            else:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    def close(self) -> None:
        self._engine.dispose()


def open_database(home: Path, url: str | None = None) -> Database:
    """The database of a home folder, or at ``url``; made where it is missing and migrated where it is older.

    ``url`` defaults to :func:`licet.storage.home.database_url`. ValueError for a URL that is not PostgreSQL's.
    """
    found = url or database_url()
    own_home(home, with_database=found is None)
    engine = _sqlite(home) if found is None else _postgresql(found)
    _migrate(engine)
    return Database(engine)


def _sqlite(home: Path) -> Engine:
    engine = create_engine(f"sqlite:///{database_path(home)}")
    event.listen(engine, "connect", _prepare)
    return engine


def _postgresql(url: str) -> Engine:
    scheme, mark, rest = url.partition("://")
    if not mark or scheme not in {"postgresql", "postgres", "postgresql+psycopg"}:
        raise ValueError(f"LICET_DATABASE_URL: a postgresql:// URL is needed, not {scheme}://")
    return create_engine(f"postgresql+psycopg://{rest}", pool_pre_ping=True)


def _prepare(connection: Any, _record: Any) -> None:
    """SQLite: readers beside the writer, kept on disk before it is acknowledged; BEGIN is ours to say."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {_WAIT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def _migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        versioned = inspect(connection).has_table("alembic_version")
        if versioned and connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD:
            return
    from alembic import command  # noqa: PLC0415 - a third of a second, needed only when the schema changes
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["engine"] = engine
    config.attributes["lock"] = LOCK
    command.upgrade(config, "head")
