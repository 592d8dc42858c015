"""A file of events that only grows: every line has the hash of the line before it, so that a change is noticed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from licet.errors import LicetError

__all__ = ["CUSTOMERS", "PRODUCTS", "EventFile", "EventFileError", "masters_path"]

CUSTOMERS = "customers.jsonl"
"""The name of the file that holds the customers of an organization."""

PRODUCTS = "products.jsonl"
"""The name of the file that holds the products of an organization."""


class EventFileError(LicetError, ValueError):
    """A line that does not follow the line before it, or that cannot be read; the message names it."""


def masters_path(home: Path, organization: str | None, name: str) -> Path:
    """Where a file of an organization is kept; without one, that of the installation's first (``home``)."""
    return home / "masters" / (organization or "home") / name


class EventFile:
    """Events as JSON lines (tamper-evident). Several processes may append; each sees what the others wrote.

    Events that are appended together are read together or not at all: the lines of an append that was cut short, by a
    crash or a full disk, do not count, and the next append takes them away.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._end: tuple[int, str] | None = None  # how many bytes were whole, and the hash of their last line

    @property
    def version(self) -> tuple[int, int]:
        """What changes with every append: for caches."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return 0, 0
        return found.st_size, found.st_mtime_ns

    def read(self) -> list[dict[str, Any]]:
        """Every event in order. Raises EventFileError."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            content = b""
        chain = _Chain(self.path)
        for line in content.split(b"\n")[:-1]:
            chain.take(line)
        self._end = chain.size, chain.last
        return chain.events[: chain.count]

    def append(self, events: Iterable[Mapping[str, Any]]) -> None:
        """Write events, all or none, and bring them to the disk. Raises EventFileError, OSError."""
        every = list(events)
        if not every:
            return
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._locked():
            if self._end is None or self._end[0] != self.version[0]:
                self.read()
            assert self._end is not None
            size, last = self._end
            lines = []
            for left, event in zip(range(len(every) - 1, -1, -1), every, strict=True):
                together = {"more": left} if left else {}
                record = {"previous": last, **together, **event}
                line = json.dumps(record, ensure_ascii=False, sort_keys=True).encode()
                last = _digest(line)
                lines.append(line + b"\n")
            self._write(size, b"".join(lines))
            self._end = size + sum(map(len, lines)), last

    def _write(self, size: int, content: bytes) -> None:
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.truncate(size)
            stream.seek(size)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            import fcntl  # noqa: PLC0415  # there is none on Windows, where one process writes
        except ImportError:
            yield
            return
        with self.path.with_name(f".{self.path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@dataclass(slots=True)
class _Chain:
    """Lines read one after the other. ``count``, ``size``, ``last``: of those that belong to whole appends."""

    path: Path
    events: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0
    size: int = 0
    last: str = ""
    _previous: str = ""
    _read: int = 0

    def take(self, line: bytes) -> None:
        number = len(self.events) + 1
        try:
            event = json.loads(line)
            previous, more = event.pop("previous"), event.pop("more", 0)
        except (AttributeError, KeyError, ValueError) as error:
            raise EventFileError(f"{self.path}: line {number} cannot be read: {error}") from error
        if previous != self._previous:
            raise EventFileError(f"{self.path}: line {number} does not follow the line before it")
        self.events.append(event)
        self._previous = _digest(line)
        self._read += len(line) + 1
        if not more:
            self.count, self.size, self.last = len(self.events), self._read, self._previous


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()
