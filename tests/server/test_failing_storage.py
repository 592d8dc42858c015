"""A database that is busy, gone or full, and a full disk: 503 and 507, and nothing half done."""

import errno
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError

from licet.events.roles import UserRole
from licet.server.problems import of_database, of_system
from licet.server.verification import verified
from licet.storage.backup import back_up


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (OperationalError("", {}, sqlite3.OperationalError("database is locked")), 503, "no-database"),
        (OperationalError("", {}, psycopg.OperationalError("the connection is lost")), 503, "no-database"),
        (InterfaceError("", {}, psycopg.InterfaceError("connection already closed")), 503, "no-database"),
        (OperationalError("", {}, psycopg.errors.DiskFull("No space left on device")), 507, "disk-full"),
        (OperationalError("", {}, sqlite3.OperationalError("database or disk is full")), 507, "disk-full"),
    ],
)
def test_what_a_database_cannot_do_now_is_no_error_of_the_program(error: Any, status: int, code: str) -> None:
    problem = of_database(error)
    assert (problem.status, problem.code) == (status, code)
    assert ("Retry-After" in problem.headers) is (status == 503)


def test_a_value_that_a_database_cannot_hold_is_bad_input() -> None:
    error = DataError("", {}, psycopg.errors.NumericValueOutOfRange("integer out of range"))
    assert of_database(error).status == 422


def test_other_errors_stay_errors() -> None:
    with pytest.raises(IntegrityError):
        of_database(IntegrityError("", {}, sqlite3.IntegrityError("UNIQUE")))
    with pytest.raises(PermissionError):
        of_system(PermissionError(errno.EACCES, "no"))
    assert of_system(OSError(errno.ENOSPC, "No space left on device")).status == 507


def inside(desk: Any) -> Any:
    desk.person("mia", UserRole.LICENSE_MANAGER)
    client = desk.browser()
    desk.sign_in(client, "mia")
    return client


def sent(client: Any, content: bytes) -> Any:
    return client.post("/api/v1/documents", files={"file": ("a letter", content)})


def test_a_database_without_room_is_507_and_keeps_nothing_half(desk: Any) -> None:
    client, engine = inside(desk), desk.services.database._engine

    def full(connection: Any, *_: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # SQLite takes the pages that there are

    def roomy(connection: Any, *_: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1000000")

    event.listen(engine, "checkout", full)
    refused = sent(client, os.urandom(1 << 20))
    event.remove(engine, "checkout", full)
    event.listen(engine, "checkout", roomy)
    assert (refused.status_code, refused.json()["type"]) == (507, "urn:licet:problem:disk-full")
    assert verified(desk.services)[0].good
    assert sent(client, b"a letter").status_code == 201


def test_a_locked_database_is_503(desk: Any) -> None:
    client = inside(desk)
    with sqlite3.connect(desk.services.settings.home / "licet.sqlite3", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        event.listen(
            desk.services.database._engine,
            "checkout",
            lambda item, *_: item.execute("PRAGMA busy_timeout = 50"),
        )
        refused = sent(client, b"a letter")
        other.execute("ROLLBACK")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert sent(client, b"a letter").status_code == 201


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MiB."""
    mount, folder = shutil.which("mount"), tmp_path / "disk"
    folder.mkdir()
    done = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if not done or done.returncode:
        pytest.skip("no file system may be mounted here")
    yield folder
    subprocess.run([str(shutil.which("umount")), "-l", str(folder)], check=True)


def test_a_full_disk_is_507_and_everything_is_there_again_with_room(
    small_disk: Path, desk_at: Any, tmp_path: Path
) -> None:
    desk = desk_at(small_disk / "home")
    client = inside(desk)
    kept = sent(client, b"before")
    with (small_disk / "filler").open("wb") as filler:
        while True:
            try:
                os.write(filler.fileno(), b"\0" * 65536)
            except OSError:
                break
    refused = [sent(client, os.urandom(200_000)) for _ in range(3)]
    assert {item.status_code for item in refused} == {507}
    book = {"orders": ("orders.csv", b"id,destination\n" + b"1,CN\n" * 20_000)}
    assert client.post("/api/v1/jobs/answers", files=book).status_code == 507
    with pytest.raises(OSError, match="No space left"):
        back_up(small_disk / "home", small_disk / "backup.zip")
    assert not list(small_disk.glob("*backup*"))
    back_up(small_disk / "home", tmp_path / "backup.zip")  # elsewhere there is room
    (small_disk / "filler").unlink()
    assert sent(client, b"after").status_code == 201
    assert client.get(kept.headers["location"]).content == b"before"
    assert verified(desk.services)[0].good
    desk.services.close()


def test_a_clock_that_goes_back_is_told(desk: Any) -> None:
    desk.person("ann", UserRole.COMPLIANCE_OFFICER)
    desk.now.later(seconds=-30)  # what clocks do
    desk.person("ben", UserRole.COMPLIANCE_OFFICER)
    assert verified(desk.services)[0].backward == ()
    desk.now.later(days=-400)
    desk.person("cora", UserRole.COMPLIANCE_OFFICER)
    found = verified(desk.services)[0]
    assert found.good, "nothing was altered"
    assert len(found.backward) == 1
    desk.now.later(days=500)
    desk.person("dan", UserRole.COMPLIANCE_OFFICER)
    assert verified(desk.services)[0].backward == found.backward
