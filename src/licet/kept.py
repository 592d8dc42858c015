"""What takes long to work out and follows from files of the program alone: kept in the user's cache folder.

It is kept under a hash of those files, so that it is never that of another version, and with a hash of its own, so
that a damaged one is made anew. Where nothing can be written, it is made each time.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from licet.durable import write_durably

__all__ = ["cache_folder", "kept", "package_hash", "source_hash"]


def cache_folder() -> Path:
    """The user's cache folder of this program (``~/.cache/licet`` on Linux)."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - only where something is kept

    return user_cache_path("licet")


def source_hash(*places: tuple[str, str]) -> str:
    """A hash of files of packages, each by package and name; none of the packages is imported."""
    digest = hashlib.sha256()
    for package, name in places:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(f"No module named {package!r}", name=package)
        digest.update(f"{package}/{name} ".encode())
        digest.update(hashlib.sha256(Path(spec.origin).parent.joinpath(name).read_bytes()).digest())
    return digest.hexdigest()[:32]


def package_hash(folder: Path, *packages: str, but: str) -> str:
    """A hash of every file of some packages, by their paths in a folder, and of the version of Python.

    ``but``: the name of a folder in them that holds nothing of what is kept.
    """
    digest = hashlib.sha256(sys.version.encode())
    for package in packages:
        for path in sorted(_files(folder / package, {but, "__pycache__"})):
            content = Path(path).read_bytes()
            digest.update(f"{Path(path).relative_to(folder).as_posix()} {len(content)} ".encode())
            digest.update(content)
    return digest.hexdigest()[:32]


def _files(folder: Path, but: set[str]) -> Iterator[str]:
    with os.scandir(folder) as found:
        for each in found:
            if each.is_dir():
                if each.name not in but:
                    yield from _files(Path(each.path), but)
            else:
                yield each.path


def kept(name: str, key: str, make: Callable[[], Iterable[Any]]) -> list[Any]:
    """A list of plain JSON values by the hash of what it follows from; made, and kept, where it is not at hand."""
    path = cache_folder() / f"{name}-{key}.json"
    with suppress(OSError, ValueError):
        digest, _, content = path.read_bytes().partition(b"\n")
        if digest == _hash_of(content):
            found: list[Any] = json.loads(content)
            return found
    made = list(make())
    content = json.dumps(made).encode()
    with suppress(OSError):
        write_durably(path, [_hash_of(content), b"\n", content])
    return made


def _hash_of(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
