"""``licet audit`` on a log in a home folder."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from licet.cli.main import app
from licet.events.event import Actor, Refusal
from licet.events.roles import UserRole
from licet.licensing.application import Applicant, Application
from licet.licensing.applying import draft, withdraw
from licet.services.cases import CaseService
from licet.storage.database import open_database
from licet.storage.home import database_path

MIA = Actor("mia", UserRole.LICENSE_MANAGER, "acme")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a case and a refusal."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    monkeypatch.delenv("LICET_DATABASE_URL", raising=False)
    with closing(open_database(tmp_path)) as database:
        case_service = CaseService(database, clock=lambda: datetime(2019, 10, 10, 16, tzinfo=UTC))
        case_service.act(MIA, "C-1", draft, application=Application(1, None, None, Applicant("Acme"), (), ()))
        with pytest.raises(Refusal):
            case_service.act(Actor("sam", UserRole.SHIPPER, "acme"), "C-1", withdraw)
    return tmp_path


def run(*words: str) -> tuple[int, str]:
    found = CliRunner().invoke(app, ["audit", *words])
    return found.exit_code, found.output


@pytest.mark.usefixtures("home")
def test_a_good_log_is_good_and_so_are_its_projections() -> None:
    code, out = run("verify", "--replay")
    assert code == 0
    assert out.startswith("good: 2 rows")
    assert json.loads(run("verify", "--json")[1])["rows"] == 2


def test_a_changed_row_is_named(home: Path) -> None:
    with closing(sqlite3.connect(database_path(home))) as connection, connection:
        connection.execute("DROP TRIGGER event_no_update")
        connection.execute("UPDATE event SET reason = 'x' WHERE seq = 2")
    code, out = run("verify")
    assert (code, "row 2: its content does not fit its hash" in out) == (3, True)
    assert json.loads(run("verify", "--json")[1])["first_bad_row"]["seq"] == 2


def test_a_head_is_signed_kept_and_held_against_the_log(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "head.json"
    assert run("head", "--out", str(path))[0] == 0
    assert "1 signed heads fit" in run("verify")[1]
    assert run("verify", "--head", str(path))[0] == 0
    assert run("head", "--out", str(path))[0] == 2  # nothing is overwritten
    with closing(sqlite3.connect(database_path(home))) as connection, connection:
        for trigger in ("event_no_delete", "audit_head_no_delete"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("DELETE FROM event WHERE seq = 2")
        connection.execute("DELETE FROM audit_head")
    assert run("verify")[0] == 3  # the head was kept in the second place too
    code, out = run("verify", "--head", str(path))
    assert (code, "row 2: the log ends before it" in out) == (3, True)


@pytest.mark.usefixtures("home")
def test_the_log_is_exported_without_a_name(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    assert run("export", str(path)) == (0, f"2 rows written to {path}\n")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [row["kind"] for row in rows] == ["case.drafted", "audit.refused"]
    assert "mia" not in path.read_text("utf-8")
    assert run("export", str(path))[0] == 2


@pytest.mark.usefixtures("home")
def test_a_file_that_is_no_head_is_named(tmp_path: Path) -> None:
    path = tmp_path / "else.json"
    path.write_text("{}")
    code, out = run("verify", "--head", str(path))
    assert (code, str(path) in out) == (2, True)
