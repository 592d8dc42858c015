"""Backup and restore of a home folder, while a server runs or not.

A backup is one ZIP: the database (copied by SQLite's own backup, so that it is whole), the server's keys, receipts,
jobs, and a manifest with the SHA-256 of each. Derived files (states, indexes) are left out: they are made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath

import licet
from licet.store.database import HEAD
from licet.store.home import database_path

__all__ = ["BackupError", "back_up", "restore"]

_FILES = ("server.key", "audit_signing_key.pem")
_FOLDERS = ("receipts", "jobs", "downloads")
_MANIFEST = "manifest.json"
_SECRET = 0o600


class BackupError(Exception):
    """A backup cannot be made or restored; nothing was changed. The text says why."""


def back_up(home: Path, out: Path) -> dict[str, str]:
    """Write a backup, which nobody but its owner can read; gives what is in it, by name with its SHA-256."""
    if not database_path(home).exists():
        raise BackupError(f"{database_path(home)}: there is no database to back up")
    part = out.with_name(out.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _SECRET)
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            hashes = _fill(archive, home)
            said = {"licet": licet.__version__, "schema": HEAD, "sha256": hashes}
            archive.writestr(_MANIFEST, json.dumps(said, indent=2))
        _check(part)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return hashes


def _fill(archive: zipfile.ZipFile, home: Path) -> dict[str, str]:
    hashes = {}
    with tempfile.TemporaryDirectory(prefix="licet-backup-", dir=home) as folder:
        copy = Path(folder) / "copy.sqlite3"
        _copy_database(database_path(home), copy)
        hashes[database_path(home).name] = _add(archive, copy, database_path(home).name)
    for path in _others(home):
        name = path.relative_to(home).as_posix()
        hashes[name] = _add(archive, path, name)
    return hashes


def _copy_database(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")
        found = new.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise BackupError(f"{source}: the database is damaged: {found}")


def _others(home: Path) -> Iterator[Path]:
    yield from (home / name for name in _FILES if (home / name).is_file())
    for folder in _FOLDERS:
        yield from (path for path in sorted((home / folder).rglob("*")) if path.is_file())


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> str:
    with path.open("rb") as file, archive.open(name, "w", force_zip64=True) as into:
        digest = hashlib.sha256()
        while chunk := file.read(1 << 20):
            digest.update(chunk)
            into.write(chunk)
    return digest.hexdigest()


def restore(archive_path: Path, home: Path) -> dict[str, str]:
    """Put a backup into an empty home folder; gives what was in it. Every hash is checked before anything moves."""
    if home.exists() and any(home.iterdir()):
        raise BackupError(f"{home}: is not empty; restore into a new folder, then set LICET_HOME to it")
    hashes = _check(archive_path)
    home.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive_path) as archive:
        for name in hashes:
            target = home / PurePosixPath(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            secret = name in _FILES
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _SECRET if secret else 0o640)
            with archive.open(name) as file, os.fdopen(handle, "wb") as into:
                while chunk := file.read(1 << 20):
                    into.write(chunk)
    return hashes


def _check(path: Path) -> dict[str, str]:
    """The manifest of a backup, each of its files held against its hash."""
    try:
        with zipfile.ZipFile(path) as archive:
            said = json.loads(archive.read(_MANIFEST))
            hashes: dict[str, str] = said["sha256"]
            extra = set(archive.namelist()) - hashes.keys() - {_MANIFEST}
            for name, wanted in hashes.items():
                _check_one(archive, name, wanted)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BackupError(f"{path}: is no backup of Licet, or is damaged ({error})") from error
    if extra:
        raise BackupError(f"{path}: holds {min(extra)!r}, which its manifest does not name")
    if said["schema"] > HEAD:
        raise BackupError(
            f"{path}: is of a newer Licet ({said['licet']}) than this one ({licet.__version__})"
        )
    return hashes


def _check_one(archive: zipfile.ZipFile, name: str, wanted: str) -> None:
    inside = PurePosixPath(name)
    if inside.is_absolute() or ".." in inside.parts:
        raise ValueError(f"{name!r} points outside the home folder")
    digest = hashlib.sha256()
    with archive.open(name) as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    if digest.hexdigest() != wanted:
        raise ValueError(f"{name!r} is not as it was written")
