"""The schema is what its migrations make, on SQLite now and on PostgreSQL later."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

from licet.store.database import HEAD, Database, open_database
from licet.store.home import database_path, home_folder
from licet.store.schema import INSERT_ONLY, list_content, metadata
from licet.store.schema_accounts import ACCOUNTS

POSTGRESQL = PGDialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves dialects untyped


def test_the_migrations_make_the_schema_of_the_code(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()


def test_every_table_of_lists_is_insert_only(tmp_path: Path) -> None:
    open_database(tmp_path).close()
    with closing(sqlite3.connect(database_path(tmp_path))) as connection:
        triggers = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        }
    assert triggers == {f"{table}_no_{act}" for table in INSERT_ONLY for act in ("update", "delete")}
    assert {*INSERT_ONLY, *ACCOUNTS} == set(metadata.tables)


def test_the_head_named_in_the_code_is_the_last_migration() -> None:
    folder = Path(open_database.__code__.co_filename).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_heads() == [HEAD]


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    open_database(tmp_path).close()
    before = database_path(tmp_path).read_bytes()
    open_database(tmp_path).close()
    assert database_path(tmp_path).read_bytes() == before


def test_a_unit_of_work_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    with database.unit_of_work() as connection:
        connection.execute(insert(list_content).values(hash="a", body="{}"))
    with pytest.raises(IntegrityError):
        _add_twice(database)
    with database.reading() as connection:
        assert connection.execute(select(list_content.c.hash)).scalars().all() == ["a"]
    database.close()


def _add_twice(database: Database) -> None:
    with database.unit_of_work() as connection:
        connection.execute(insert(list_content).values(hash="b", body="{}"))
        connection.execute(insert(list_content).values(hash="a", body="{}"))


@pytest.mark.parametrize("table", list(metadata.tables))
def test_the_tables_can_be_made_on_postgresql(table: str) -> None:
    ddl = str(CreateTable(metadata.tables[table]).compile(dialect=POSTGRESQL))
    assert f"CREATE TABLE {table}" in ddl


def test_the_home_is_the_named_folder_or_the_platforms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "here"))
    assert home_folder() == tmp_path / "here"
    monkeypatch.delenv("LICET_HOME")
    assert home_folder().name == "licet"
