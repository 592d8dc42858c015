"""Where everything that Licet keeps lives: ``LICET_HOME``, else the platform's folder for user data."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

import licet

__all__ = ["books_root", "database_path", "database_url", "home_folder", "law_root", "own_home", "state_path"]


def home_folder() -> Path:
    """The folder named by ``LICET_HOME``, else the platform's (``~/.local/share/licet`` on Linux)."""
    named = os.environ.get("LICET_HOME")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path  # noqa: PLC0415 - only where LICET_HOME is not set

    return user_data_path("licet", appauthor=False)


def own_home(home: Path, *, with_database: bool = False) -> None:
    """Make a home folder where it is missing, and see that its owner alone may enter it and read the database.

    What lies below (keys, jobs, order books, receipts) is out of reach of others by that, whatever their umask was.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name != "posix":
        return
    if with_database and not database_path(home).exists():
        os.close(os.open(database_path(home), os.O_CREAT | os.O_RDWR, 0o600))
    for path, mode in ((home, 0o700), (database_path(home), 0o600)):
        if path.exists() and path.stat().st_uid == os.getuid() and path.stat().st_mode & 0o077:
            path.chmod(mode)


def database_path(home: Path) -> Path:
    return home / "licet.sqlite3"


def books_root(home: Path, organization: str) -> Path:
    """Where the books of an organization lie, each in a folder named by its key."""
    return home / "books" / organization.encode().hex()


def law_root(home: Path) -> Path:
    """Where law packages lie: proposed, adopted, and which of them answers."""
    return home / "law"


def database_url() -> str | None:
    """The URL of a PostgreSQL database that ``LICET_DATABASE_URL`` names; None: SQLite in the home folder."""
    return os.environ.get("LICET_DATABASE_URL") or None


def state_path(home: Path, chosen: Sequence[tuple[int, str, str]]) -> Path:
    """The derived file of a list state, which may be deleted at any time and is then made again.

    It is named by the snapshots in it (number, SHA-256, data date) and the version of Licet that made it.
    """
    plain = json.dumps([licet.__version__, *chosen])
    return home / "states" / f"{hashlib.sha256(plain.encode()).hexdigest()[:32]}.lists"
