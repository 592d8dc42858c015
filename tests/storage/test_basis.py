"""What somebody does who writes to the database: every change to what answers rest on is found, and named."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, text
from tests.storage.test_adopt import D1, D2, row, snapshot, take

from licet.accounts.keys import ServerKey
from licet.accounts.service import Accounts, NewAccount
from licet.accounts.sessions import Sessions
from licet.events.roles import Side, UserAction, UserRole
from licet.storage.audit import verify
from licet.storage.basis import unlike_the_log
from licet.storage.database import Database, open_database
from licet.storage.second_place import kept_heads, own_key, sign_and_keep
from licet.storage.signing import sign_head

PASSWORD, NEW = "given by another", "correct horse battery"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LICET_HEADS", str(tmp_path / "elsewhere"))
    return tmp_path / "home"


@pytest.fixture(scope="module")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Accounts that went through everything, and two adopted lists; made once, for each password costs a moment."""
    home = tmp_path_factory.mktemp("basis") / "home"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("LICET_HEADS", str(home.parent / "elsewhere"))
        _make(home)
    return home


@pytest.fixture
def database(home: Path, made_home: Path) -> Iterator[Database]:
    shutil.copytree(made_home, home)
    opened = open_database(home)
    yield opened
    opened.close()


def _make(home: Path) -> None:
    take(home, snapshot(D1, row("A"), row("B")))
    take(home, snapshot(D2, row("B", policy="two"), row("C")))
    opened = open_database(home)
    key = ServerKey.of(home)
    sessions = Sessions(opened, key, now)
    accounts = Accounts(opened, key, now, sessions)
    accounts.first_administrator("Acme")
    ada = next(iter(accounts.accounts()))
    accounts.add_organization("acme", "Acme", Side.EXPORTER, by=ada)
    made = accounts.add(NewAccount("cora", "Cora", "acme", {UserRole.SHIPPER}, PASSWORD), by=ada)
    accounts.set_password(made.key, PASSWORD, NEW)
    again = accounts.find(made.key)
    assert again is not None
    accounts.change(made.key, again.version, roles={UserRole.LICENSE_MANAGER}, by=ada)
    accounts.sign_in("cora", NEW, None, "192.0.2.1")
    sessions.make_token(made, "t", [UserAction.READ_CASES], 30)
    other = accounts.add(NewAccount("otto", "Otto", "acme", {UserRole.SHIPPER}, PASSWORD), by=ada)
    accounts.reset(other.key, other.version, by=ada)
    opened.close()


def unlike(database: Database) -> set[str]:
    with database.reading() as connection:
        assert verify(connection).good
        return {difference.table for difference in unlike_the_log(connection)}


def do(database: Database, *statements: str) -> None:
    """As an attacker would: triggers dropped, and put back."""
    with database.unit_of_work() as connection:
        triggers = (
            connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        )
        for name in triggers:
            connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            assert connection.execute(text(statement)).rowcount > 0


def test_what_nobody_touched_is_as_the_log_says(database: Database) -> None:
    assert unlike(database) == set()


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE account SET roles = '[\"administrator\"]' WHERE login = 'cora'", "account"),
        ("UPDATE account SET password_hash = 'mine' WHERE login = 'cora'", "account"),
        ("UPDATE account SET password_hash = 'mine' WHERE login = 'otto'", "account"),
        ("UPDATE account SET disabled = 1 WHERE login = 'cora'", "account"),
        ("UPDATE account SET totp_confirmed = 1 WHERE login = 'otto'", "account"),
        ("UPDATE account SET organization = 'home' WHERE login = 'cora'", "account"),
        ("UPDATE account SET key = 'other' WHERE login = 'otto'", "account"),
        ("DELETE FROM account WHERE login = 'otto'", "account"),
        ("UPDATE organization SET side = 'authority' WHERE key = 'acme'", "organization"),
        ("UPDATE api_token SET scopes = '[\"check_sale\"]'", "api_token"),
        ("UPDATE api_token SET secret_hash = 'mine'", "api_token"),
        ("UPDATE api_token SET account = (SELECT key FROM account WHERE login = 'admin')", "api_token"),
        ("DELETE FROM api_token", "api_token"),
        ("DELETE FROM list_assertion WHERE id = 1", "list_snapshot"),
        ("UPDATE list_assertion SET content_hash = NULL WHERE id = 1", "list_snapshot"),
        ("UPDATE list_assertion SET list_code = 'MEU' WHERE id = 1", "list_snapshot"),
        ("UPDATE list_snapshot SET data_date = '2026-11-01' WHERE id = 2", "list_snapshot"),
        ("UPDATE list_snapshot SET closes = '[]' WHERE id = 1", "list_snapshot"),
        ("UPDATE list_content SET body = '{}'", "list_content"),
    ],
)
def test_a_change_behind_the_log_is_found(database: Database, statement: str, table: str) -> None:
    do(database, statement)
    assert table in unlike(database)


def test_a_longer_token_another_identity_and_a_made_up_session_are_found(database: Database) -> None:
    steps = [
        ("UPDATE api_token SET expires_at = '9999-01-01T00:00:00.000000+00:00'", "api_token"),
        (
            "UPDATE account SET issuer = 'https://mine.example', subject = 'me' WHERE login = 'cora'",
            "account",
        ),
        ("UPDATE session SET made_at = '9999-01-01T00:00:00.000000+00:00'", "session"),
    ]
    found = set[str]()
    for statement, table in steps:
        do(database, statement)
        found.add(table)
        assert unlike(database) == found


def test_a_token_that_was_ended_does_not_come_back(database: Database, home: Path) -> None:
    key = ServerKey.of(home)
    sessions = Sessions(database, key, now)
    accounts = Accounts(database, key, now, sessions)
    cora = next(account for account in accounts.accounts() if account.login == "cora")
    accounts.reset(cora.key, cora.version)
    assert unlike(database) == set()
    do(database, "UPDATE api_token SET ended_at = NULL")
    assert unlike(database) == {"api_token"}


Cut = Callable[[Connection], None]


def cut(connection: Connection) -> None:
    connection.execute(text("DELETE FROM event WHERE seq > (SELECT max(seq) - 2 FROM event)"))
    connection.execute(text("DELETE FROM audit_head"))


def empty(connection: Connection) -> None:
    connection.execute(text("DELETE FROM event"))
    connection.execute(text("DELETE FROM audit_head"))


@pytest.mark.parametrize("attack", [cut, empty])
def test_a_log_cut_short_is_found_by_the_head_in_the_second_place(
    database: Database, home: Path, attack: Cut
) -> None:
    assert sign_and_keep(database, home, now()) is not None
    assert sign_and_keep(database, home, now()) is None  # nothing happened since
    key = own_key(home)
    assert key is not None
    with database.reading() as connection:
        assert verify(connection, kept_heads(key), (key,)).good
    do(database)
    with database.unit_of_work() as connection:
        attack(connection)
    with database.reading() as connection:
        assert verify(connection).good  # by itself it does not show
        fault = verify(connection, kept_heads(key), (key,)).fault
    assert fault is not None
    assert "the log ends before it" in fault.what


def test_a_head_of_another_key_is_no_head_of_ours(database: Database, home: Path) -> None:
    sign_and_keep(database, home, now())
    key = own_key(home)
    assert key is not None
    with database.unit_of_work() as connection:
        connection.execute(text("DROP TRIGGER IF EXISTS audit_head_delete"))
    do(database, "DELETE FROM audit_head")
    with database.unit_of_work() as connection:
        sign_head(connection, Ed25519PrivateKey.generate(), now() + timedelta(seconds=1))
    with database.reading() as connection:
        assert verify(connection).good
        fault = verify(connection, (), (key,)).fault
    assert fault is not None
    assert "another key" in fault.what
