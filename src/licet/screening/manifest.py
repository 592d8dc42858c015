"""The manifest of a saved index: the size and SHA-256 of each file, written when all of them are on the disk.

An index without a manifest, or with a file that does not fit it, is damaged and is built again. Every byte is
hashed each time that an index is opened; benchmarks/index_manifest.py measures what that costs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from licet.durable import sync_file, sync_folder, write_durably
from licet.errors import LicetError

__all__ = ["MANIFEST", "DamagedIndexError", "read_verified", "verify_manifest", "write_manifest"]

MANIFEST = "manifest.json"


class DamagedIndexError(LicetError, ValueError):
    """A saved index that does not fit its manifest; it must be built again."""


def write_manifest(folder: Path) -> None:
    """Bring the files of a folder to the disk, and then the manifest of them."""
    files = sorted(path for path in folder.iterdir() if path.name != MANIFEST)
    for path in files:
        sync_file(path)
    found: dict[str, list[int | str]] = {path.name: [path.stat().st_size, _hash_of(path)] for path in files}
    write_durably(folder / MANIFEST, [_sealed(found)])
    sync_folder(folder.parent)


def verify_manifest(folder: Path) -> None:
    """Raise OSError or :class:`DamagedIndexError` unless the folder holds its manifest and all files as it says."""
    for name, (size, digest) in _read(folder / MANIFEST).items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != size or _hash_of(path) != digest:
            raise DamagedIndexError(f"{path}: does not fit the manifest of the index")


def read_verified(folder: Path) -> Mapping[str, bytearray]:
    """The content of every file of a folder, hashed as it was read. Raises as :func:`verify_manifest`."""
    found: dict[str, bytearray] = {}
    for name, (size, digest) in _read(folder / MANIFEST).items():
        path = folder / name
        content = bytearray(path.stat().st_size)
        with path.open("rb", buffering=0) as stream:
            read = stream.readinto(content)
        if (read, len(content)) != (size, size) or hashlib.sha256(content).hexdigest() != digest:
            raise DamagedIndexError(f"{path}: does not fit the manifest of the index")
        found[name] = content
    return found


def _sealed(found: dict[str, list[int | str]]) -> bytes:
    """The manifest with its own hash, so that a line of it cannot be lost either."""
    files = json.dumps(found, sort_keys=True)
    return json.dumps({"files": found, "sha256": hashlib.sha256(files.encode()).hexdigest()}).encode()


def _read(path: Path) -> dict[str, list[int | str]]:
    content = path.read_bytes()
    try:
        found: dict[str, list[int | str]] = json.loads(content)["files"]
    except (ValueError, TypeError, LookupError) as error:
        raise DamagedIndexError(f"{path}: damaged") from error
    if content != _sealed(found):
        raise DamagedIndexError(f"{path}: does not fit its own hash")
    return found


def _hash_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
