"""Signed heads of the log, kept in a second place, by which a log that was cut short or emptied is found.

The place is a file outside the home folder: ``LICET_HEADS`` names its folder, else it is the platform's folder for
state (``~/.local/state/licet/heads`` on Linux). Who takes the database and the home folder over still has to find it;
better is a folder on another machine.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from licet.errors import LicetError
from licet.storage.database import Database
from licet.storage.schema_events import audit_head, event
from licet.storage.signing import SignedHead, public_key, read_head, sign_head, signing_key

__all__ = ["SecondPlaceError", "heads_folder", "keep_head", "kept_heads", "own_key", "sign_and_keep"]

_MOST = 5_000
"""Heads that are kept; beyond it the older half is left to the database."""


class SecondPlaceError(LicetError):
    """The file of kept heads cannot be read; the text says why."""


def heads_folder() -> Path:
    """The folder that ``LICET_HEADS`` names, else the platform's for state."""
    named = os.environ.get("LICET_HEADS")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_state_path  # noqa: PLC0415 - only where LICET_HEADS is not set

    return user_state_path("licet", appauthor=False) / "heads"


def sign_and_keep(database: Database, home: Path, at: datetime) -> SignedHead | None:
    """Sign the end of the log, where it went on since it was signed last, and keep the head in the second place."""
    with database.reading() as connection:
        last = connection.execute(select(func.max(event.c.seq))).scalar() or 0
        signed = connection.execute(select(func.max(audit_head.c.seq))).scalar() or 0
    if last in {0, signed}:
        return None
    key = signing_key(home)
    with database.unit_of_work() as connection:
        made = sign_head(connection, key, at)
    keep_head(made)
    return made


def keep_head(signed_head: SignedHead) -> None:
    """Add a head to the file of its key, on disk before this returns."""
    path = _path(signed_head.public_key)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps(signed_head.to_plain()) + "\n"
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    _shorten(path)


def kept_heads(key: str) -> tuple[SignedHead, ...]:
    """The heads that were kept of an installation, by its public key. Raises SecondPlaceError."""
    path = _path(key)
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise SecondPlaceError(f"{path}: {error}") from error
    try:
        return tuple(read_head(json.loads(line)) for line in lines if line.strip())
    except (ValueError, AttributeError) as error:
        raise SecondPlaceError(f"{path}: {error}") from error


def own_key(home: Path) -> str | None:
    """The public key of an installation; None where it has signed nothing yet."""
    return public_key(signing_key(home)) if (home / "audit_signing_key.pem").exists() else None


def _path(key: str) -> Path:
    return heads_folder() / f"{key[:32]}.jsonl"


def _shorten(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines(keepends=True)
    if len(lines) <= _MOST:
        return
    part = path.with_suffix(".part")
    with os.fdopen(
        os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        file.writelines(lines[-_MOST // 2 :])
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
