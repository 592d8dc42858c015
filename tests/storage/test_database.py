"""The schema is what its migrations make, on SQLite and on PostgreSQL."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from tests.licensing.world import World
from tests.services.bench import Bench

from licet.storage import migrations
from licet.storage.database import HEAD, LOCK, Database, open_database
from licet.storage.dispositions import load_dispositions
from licet.storage.home import database_path, home_folder
from licet.storage.metadata import metadata
from licet.storage.replay import kept
from licet.storage.saved_dispositions import kept_dispositions, known_organizations
from licet.storage.schema import INSERT_ONLY, VIEWS, list_content
from licet.storage.schema_accounts import ACCOUNTS
from licet.storage.schema_api import API_TABLES
from licet.storage.schema_events import personal
from licet.storage.server import OldDatabaseError


def test_the_migrations_make_the_schema_of_the_code(database: Database) -> None:
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_every_table_is_insert_only_or_made_again_or_of_persons() -> None:
    assert {*INSERT_ONLY, *ACCOUNTS, *API_TABLES, *(table.name for table in VIEWS), "personal"} == set(
        metadata.tables
    )


def _kept_row(database: Database) -> None:
    with database.unit_of_work() as connection:
        connection.execute(insert(list_content).values(hash="a", body="{}"))
        connection.execute(
            insert(personal).values(hash="h", owner="acme", lookup="l", salt="0" * 32, value="mia")
        )


@pytest.mark.parametrize("change", ["UPDATE list_content SET body = 'x'", "DELETE FROM list_content"])
def test_what_is_insert_only_is_neither_changed_nor_deleted(database: Database, change: str) -> None:
    _kept_row(database)
    with (
        pytest.raises(DBAPIError, match="list_content is insert-only"),
        database.unit_of_work() as connection,
    ):
        connection.execute(text(change))


@pytest.mark.parametrize("table", INSERT_ONLY)
def test_every_such_table_has_its_triggers(database: Database, table: str) -> None:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
        if database.dialect == "sqlite"
        else "SELECT DISTINCT event_manipulation FROM information_schema.triggers "
        "WHERE event_object_table = :table"
    )
    with database.reading() as connection:
        assert len(connection.execute(text(query), {"table": table}).all()) == 2


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE personal SET value = 'max'",
        "UPDATE personal SET value = NULL",
        "UPDATE personal SET hash = 'x', lookup = NULL, salt = NULL, value = NULL",
        "DELETE FROM personal",
    ],
)
def test_a_personal_value_is_blanked_whole_or_left_alone(database: Database, change: str) -> None:
    _kept_row(database)
    with pytest.raises(DBAPIError, match="blanked|insert-only"), database.unit_of_work() as connection:
        connection.execute(text(change))
    with database.unit_of_work() as connection:
        connection.execute(text("UPDATE personal SET lookup = NULL, salt = NULL, value = NULL"))


def test_the_head_named_in_the_code_is_the_last_migration() -> None:
    folder = Path(open_database.__code__.co_filename).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_heads() == [HEAD]


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    open_database(tmp_path).close()
    before = database_path(tmp_path).read_bytes()
    open_database(tmp_path).close()
    assert database_path(tmp_path).read_bytes() == before


def test_a_database_of_before_the_release_is_refused_in_words(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "licet.sqlite3")) as old, old:
        old.executescript(
            "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('0040');"
            "CREATE TABLE organisation (key TEXT); CREATE TABLE account (organisation TEXT);"
        )
    with pytest.raises(OldDatabaseError, match="LICET_HOME"):
        open_database(tmp_path)
    with pytest.raises(OldDatabaseError):
        known_organizations(tmp_path)


def test_an_older_database_gets_its_projections_from_the_log(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    Bench(database, World()).licensed("A-1", "L-1")
    with database.reading() as connection:
        before = kept(connection)
    database.close()
    with closing(sqlite3.connect(database_path(tmp_path))) as old, old:
        old.executescript(
            "DROP TABLE deadline_list; ALTER TABLE case_list DROP COLUMN words;"
            "ALTER TABLE license_list DROP COLUMN words; UPDATE alembic_version SET version_num = '0050';"
        )
    database = open_database(tmp_path)
    with database.reading() as connection:
        assert kept(connection) == before
        assert before["deadline_list"]
    database.close()


def test_a_unit_of_work_is_kept_whole_or_not_at_all(database: Database) -> None:
    with database.unit_of_work() as connection:
        connection.execute(insert(list_content).values(hash="a", body="{}"))
    with pytest.raises(IntegrityError):
        _add_twice(database)
    with database.reading() as connection:
        assert connection.execute(select(list_content.c.hash)).scalars().all() == ["a"]


def _add_twice(database: Database) -> None:
    with database.unit_of_work() as connection:
        connection.execute(insert(list_content).values(hash="b", body="{}"))
        connection.execute(insert(list_content).values(hash="a", body="{}"))


def test_a_url_that_is_not_postgresqls_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="LICET_DATABASE_URL"):
        open_database(tmp_path, "mysql://root@localhost/licet")


def test_the_home_is_the_named_folder_or_the_platforms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "here"))
    assert home_folder() == tmp_path / "here"
    monkeypatch.delenv("LICET_HOME")
    assert home_folder().name == "licet"


def test_old_decisions_go_to_the_organization_of_who_decided_or_to_nobody(
    database_at: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    if database_at is not None:
        monkeypatch.setenv("LICET_DATABASE_URL", database_at)
    url = f"sqlite:///{database_path(home)}" if database_at is None else database_at
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes.update(engine=engine, lock=LOCK)
    command.upgrade(config, "0020")
    decided = text(
        "INSERT INTO disposition (id, party, party_version, entry, entry_version, finding, reason, evidence, "
        "made_by, made_at) "
        "VALUES (:id, 'A', '1', 'EL:x', '2', :finding, 'why', '[]', :by, '2026-03-01T00:00:00+00:00')"
    )
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO organization VALUES ('acme', 'Acme', 'exporter', '2026-01-01')"))
        connection.execute(
            text(
                "INSERT INTO account (key, login, name, organization, roles, must_change, totp_confirmed, "
                "totp_last_step, disabled, version, made_at) VALUES ('k', 'cora', 'Cora', 'acme', '[]', false, "
                "false, 0, false, 1, '2026-01-01')"
            )
        )
        rows = [("false_positive", "cora"), ("true_match", "cora"), ("false_positive", "nobody known")]
        for number, (finding, by) in enumerate(rows, 1):
            connection.execute(decided, {"id": number, "finding": finding, "by": by})
    engine.dispose()
    database = open_database(home, database_at)
    with database.reading() as connection:
        mine, lost = load_dispositions(connection, "acme"), load_dispositions(connection, None)
    assert [(disposition.number, disposition.waits) for disposition in mine] == [(1, True), (2, False)], (
        "to clear takes a second person"
    )
    assert [(disposition.number, disposition.organization) for disposition in lost] == [(3, "")]
    assert kept_dispositions(home, "acme") == mine
    assert kept_dispositions(home, None) == lost
    assert kept_dispositions(home, "acme", (1, 0)) == mine[:1]
    assert known_organizations(home) == (frozenset({"acme"}), True)
    with pytest.raises(DBAPIError, match="insert-only"), database.unit_of_work() as connection:
        connection.execute(text("UPDATE disposition SET organization = 'acme'"))
    database.close()
