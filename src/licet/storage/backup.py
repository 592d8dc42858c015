"""Backup and restore of a home folder, while a server runs or not.

A backup is one ZIP: the database (copied by SQLite's own backup, so that it is whole), the server's keys, customers
and products, receipts, jobs, order books, proposals, law packages, column mappings, the settings in the home folder,
and a manifest with the SHA-256 of each; on request sealed with a passphrase. Derived files (states, indexes) are left
out: they are made again. While it is made it has no name, and so a backup that is killed leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

import licet
from licet.errors import LicetError
from licet.storage.database import HEAD
from licet.storage.home import database_path
from licet.storage.sealed import SealedError, is_sealed, seal, unseal

__all__ = ["BackupError", "back_up", "restore"]

_FILES = (
    "server.key", "audit_signing_key.pem", "defaults.toml", "notices.toml", "notices.jsonl", "screening.toml",
    "letterhead.toml", "company.toml", "exchange_rates.csv", "watch.json", "assistants.jsonl",
)  # fmt: skip
_FOLDERS = ("masters", "mappings", "receipts", "jobs", "downloads", "books", "proposals", "law")
_MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 256 << 20
_SECRET = 0o600


class BackupError(LicetError):
    """A backup cannot be made or restored; nothing was changed. The text says why."""


def back_up(home: Path, out: Path, passphrase: str | None = None) -> dict[str, str]:
    """Write a backup, which nobody but its owner can read; gives what is in it, by name with its SHA-256.

    ``passphrase``: seal it. Raises BackupError, ValueError for a passphrase that is too short, OSError.
    """
    if not database_path(home).exists():
        raise BackupError(f"{database_path(home)}: there is no database to back up")
    with tempfile.TemporaryFile(dir=out.parent) as plain:
        with zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as archive:
            hashes = _fill(archive, home, out.parent)
            said = {"licet": licet.__version__, "schema": HEAD, "sha256": hashes}
            archive.writestr(_MANIFEST, json.dumps(said, indent=2))
        plain.seek(0)
        _check(cast("BinaryIO", plain), out)
        plain.seek(0)
        with _appearing(out) as target:
            if passphrase is not None:
                seal(cast("BinaryIO", plain), target, passphrase)
            else:
                while chunk := plain.read(1 << 20):
                    target.write(chunk)
    return hashes


@contextmanager
def _appearing(out: Path) -> Iterator[BinaryIO]:
    """A file that has its name once it is whole and on disk; before that none, where the system can do that."""
    handle = _nameless(out.parent)
    part = out.with_name(f".{out.name}.{secrets.token_hex(8)}.part")
    if handle is None:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, _SECRET)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if not part.exists():
                _name(file.fileno(), part)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _name(handle: int, path: Path) -> None:
    """Give a file without a name one; Python follows the link to it only from a folder that is open."""
    folder = os.open("/proc/self/fd", os.O_RDONLY)
    try:
        os.link(str(handle), path, src_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


def _nameless(folder: Path) -> int | None:
    flag = getattr(os, "O_TMPFILE", None)
    if flag is not None and Path("/proc/self/fd").is_dir():
        with suppress(OSError):
            return os.open(folder, flag | os.O_RDWR, _SECRET)
    return None


def _fill(archive: zipfile.ZipFile, home: Path, beside: Path) -> dict[str, str]:
    hashes = {}
    with _copied(database_path(home), beside) as copy:
        hashes[database_path(home).name] = _add(archive, copy, database_path(home).name)
    for path in _others(home):
        name = path.relative_to(home).as_posix()
        with suppress(FileNotFoundError), path.open("rb") as file:  # a job may be taken away meanwhile
            hashes[name] = _add(archive, file, name)
    return hashes


@contextmanager
def _copied(source: Path, folder: Path) -> Iterator[BinaryIO]:
    """The database copied into a file that loses its name as soon as it is open."""
    handle, name = tempfile.mkstemp(prefix=".licet-copy-", dir=folder)
    with os.fdopen(handle, "r+b") as file:
        try:
            with closing(sqlite3.connect(name)) as target:
                target.execute("PRAGMA journal_mode = MEMORY")
                if os.name == "posix":
                    Path(name).unlink()
                _copy_database(source, target)
        finally:
            Path(name).unlink(missing_ok=True)
        file.seek(_FORMAT_AT)
        file.write(_NO_WAL)
        file.seek(0)
        yield file


_FORMAT_AT, _NO_WAL = 18, bytes([1, 1])
"""Where a database says how it is written and read, and that it needs no write-ahead log beside it."""


def _copy_database(source: Path, target: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(source)) as old:
        found = old.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise BackupError(f"{source}: the database is damaged: {found}")
        old.backup(target)


def _others(home: Path) -> Iterator[Path]:
    yield from (home / name for name in _FILES if (home / name).is_file())
    for folder in _FOLDERS:
        yield from (path for path in sorted((home / folder).rglob("*")) if path.is_file())


def _add(archive: zipfile.ZipFile, file: BinaryIO, name: str) -> str:
    with archive.open(name, "w", force_zip64=True) as into:
        digest = hashlib.sha256()
        while chunk := file.read(1 << 20):
            digest.update(chunk)
            into.write(chunk)
    return digest.hexdigest()


def restore(archive_path: Path, home: Path, passphrase: str | None = None) -> dict[str, str]:
    """Put a backup into an empty home folder; gives what was in it. Every hash is checked before anything moves."""
    if home.exists() and any(home.iterdir()):
        raise BackupError(f"{home}: is not empty; restore into a new folder, then set LICET_HOME to it")
    with _opened(archive_path, home, passphrase) as plain:
        hashes = _check(plain, archive_path)
        plain.seek(0)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            _unpack(plain, home, hashes)
        except BaseException:  # such as a full disk: the folder is empty again
            for path in home.iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            raise
    return hashes


def _unpack(plain: BinaryIO, home: Path, names: Iterable[str]) -> None:
    with zipfile.ZipFile(plain) as archive:
        for name in names:
            target = home / PurePosixPath(name)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _SECRET)
            with archive.open(name) as file, os.fdopen(handle, "wb") as into:
                while chunk := file.read(1 << 20):
                    into.write(chunk)


@contextmanager
def _opened(path: Path, home: Path, passphrase: str | None) -> Iterator[BinaryIO]:
    """The ZIP, unsealed into a file without a name where it was sealed."""
    with path.open("rb") as file:
        if not is_sealed(file):
            yield file
            return
        if passphrase is None:
            raise BackupError(f"{path}: is sealed; name the file with its passphrase (--passphrase-file)")
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home.parent) as plain:
            try:
                unseal(file, cast("BinaryIO", plain), passphrase)
            except SealedError as error:
                raise BackupError(f"{path}: {error}") from error
            plain.seek(0)
            yield cast("BinaryIO", plain)


def _check(file: BinaryIO, path: Path) -> dict[str, str]:
    """The manifest of a backup, each of its files held against its hash."""
    try:
        with zipfile.ZipFile(file) as archive:
            said = _manifest(archive)
            hashes: dict[str, str] = said["sha256"]
            extra = set(archive.namelist()) - hashes.keys() - {_MANIFEST}
            for name, wanted in hashes.items():
                _check_one(archive, name, wanted)
    except (
        OSError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        RecursionError,
        RuntimeError,
        zlib.error,
    ) as error:
        raise BackupError(f"{path}: is no backup of Licet, or is damaged ({error})") from error
    if database_path(Path()).name not in hashes:
        raise BackupError(f"{path}: is no backup of Licet: the database is missing")
    if extra:
        raise BackupError(f"{path}: holds {min(extra)!r}, which its manifest does not name")
    if said["schema"] > HEAD:
        raise BackupError(
            f"{path}: is of a newer Licet ({said['licet']}) than this one ({licet.__version__})"
        )
    return hashes


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    if archive.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
        raise ValueError("its manifest is too large")
    said = json.loads(archive.read(_MANIFEST))
    texts = (
        isinstance(said, dict) and isinstance(said.get("schema"), str) and isinstance(said.get("licet"), str)
    )
    if not texts or not isinstance(said.get("sha256"), dict):
        raise ValueError("its manifest is none of Licet's")
    return dict(said)


def _check_one(archive: zipfile.ZipFile, name: str, wanted: str) -> None:
    inside = PurePosixPath(name)
    if inside.is_absolute() or ".." in inside.parts or str(inside) != name or "\\" in name:
        raise ValueError(f"{name!r} points outside the home folder")
    known = name in {database_path(Path()).name, *_FILES} or (
        len(inside.parts) > 1 and inside.parts[0] in _FOLDERS
    )
    if not known:
        raise ValueError(f"{name!r} is nothing that a backup holds")
    digest = hashlib.sha256()
    with archive.open(name) as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    if digest.hexdigest() != wanted:
        raise ValueError(f"{name!r} is not as it was written")
