"""Uploaded order books that continue an earlier one: how their lines were matched, kept beside their answers."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import polars as pl

from licet.orders.continuation import Continuation, compare_uploads
from licet.storage.home import books_root

__all__ = ["continuation_in", "continuations_of", "keep_continuation"]

_FILE = "continues.parquet"
_EARLIER = "licet.continues"
"""Under which metadata of the file the key of the earlier book is kept."""


def keep_continuation(folder: Path, earlier: str, before: pl.DataFrame, after: pl.DataFrame) -> None:
    """Keep beside a book how its lines match those of the earlier one; both as :func:`compare_uploads` takes them."""
    part = folder / f"{_FILE}.part"
    compare_uploads(before, after).write_parquet(part, metadata={_EARLIER: earlier})
    part.replace(folder / _FILE)


def continuation_in(folder: Path) -> Continuation | None:
    """How a book continues an earlier one; None where it continues none."""
    path = folder / _FILE
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int) -> Continuation:
    return Continuation(pl.read_parquet_metadata(path)[_EARLIER], pl.read_parquet(path))


def continuations_of(home: Path, organization: str, key: str) -> tuple[Continuation, ...]:
    """How a book continues an earlier one, that one an earlier one, and so on."""
    found: list[Continuation] = []
    while (continuation := continuation_in(books_root(home, organization) / key)) is not None:
        found.append(continuation)
        key = continuation.earlier
    return tuple(found)
