"""Where everything that Licet keeps lives: ``LICET_HOME``, else the platform's folder for user data."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["database_path", "home_folder", "states_folder"]


def home_folder() -> Path:
    """The folder named by ``LICET_HOME``, else the platform's (``~/.local/share/licet`` on Linux)."""
    named = os.environ.get("LICET_HOME")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path  # noqa: PLC0415 - only where LICET_HOME is not set

    return user_data_path("licet", appauthor=False)


def database_path(home: Path) -> Path:
    return home / "licet.sqlite3"


def states_folder(home: Path) -> Path:
    """Derived files that may be deleted at any time; they are made again from the database."""
    return home / "states"
