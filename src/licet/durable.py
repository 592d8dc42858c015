"""Write files so that a power cut leaves the old content or the new one, never half of either."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

__all__ = ["sync_file", "sync_folder", "write_durably"]


def write_durably(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file beside its place, bring it to the disk, and move it to its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{uuid4().hex}.part")
    try:
        with beside.open("xb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Bring a file that was written to the disk."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk; Windows has no way to, and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
