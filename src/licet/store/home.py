"""Where everything that Licet keeps lives: ``LICET_HOME``, else the platform's folder for user data."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

import licet

__all__ = ["database_path", "database_url", "home_folder", "state_path"]


def home_folder() -> Path:
    """The folder named by ``LICET_HOME``, else the platform's (``~/.local/share/licet`` on Linux)."""
    named = os.environ.get("LICET_HOME")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path  # noqa: PLC0415 - only where LICET_HOME is not set

    return user_data_path("licet", appauthor=False)


def database_path(home: Path) -> Path:
    return home / "licet.sqlite3"


def database_url() -> str | None:
    """The URL of a PostgreSQL database that ``LICET_DATABASE_URL`` names; None: SQLite in the home folder."""
    return os.environ.get("LICET_DATABASE_URL") or None


def state_path(home: Path, chosen: Sequence[tuple[int, str, str]]) -> Path:
    """The derived file of a list state, which may be deleted at any time and is then made again.

    It is named by the snapshots in it (number, SHA-256, data date) and the version of Licet that made it.
    """
    plain = json.dumps([licet.__version__, *chosen])
    return home / "states" / f"{hashlib.sha256(plain.encode()).hexdigest()[:32]}.lists"
