"""Open the database, brought up to date by the migrations that ship with the package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text

from licet.store.home import database_path

__all__ = ["HEAD", "Database", "open_database"]

HEAD = "0010"
_MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT_MS = 10_000


class Database:
    """One database and its single way to write: :meth:`unit_of_work`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection whose reads agree with one another."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def unit_of_work(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or none when an exception leaves the block.

        The write lock is taken at the start, so that what is read inside holds until the end.
        """
        with self._engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.execute(text("BEGIN IMMEDIATE"))
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    def close(self) -> None:
        self._engine.dispose()


def open_database(home: Path) -> Database:
    """The database of a home folder, made where it is missing and migrated where it is older."""
    home.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{database_path(home)}")
    event.listen(engine, "connect", _prepare)
    _migrate(engine)
    return Database(engine)


def _prepare(connection: Any, _record: Any) -> None:
    """SQLite: keep foreign keys, wait for another writer, and leave BEGIN to the unit of work."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {_WAIT_MS}")


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
    command.upgrade(config, "head")
