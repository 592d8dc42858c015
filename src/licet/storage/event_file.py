"""A file of events that only grows: every line has the hash of the line before it, so that a change is noticed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from licet.errors import LicetError

__all__ = ["CUSTOMERS", "EventFile", "EventFileError", "masters_path"]

CUSTOMERS = "customers.jsonl"
"""The name of the file that holds the customers of an organization."""


class EventFileError(LicetError, ValueError):
    """A line that does not follow the line before it, or that cannot be read; the message names it."""


def masters_path(home: Path, organization: str | None, name: str) -> Path:
    """Where a file of an organization is kept; without one, that of the installation's first (``home``)."""
    return home / "masters" / (organization or "home") / name


class EventFile:
    """Events as JSON lines (tamper-evident). Several processes may append; each sees what the others wrote."""

    def __init__(self, path: Path) -> None:
        self.path = path

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
        return self._checked()[0]

    def append(self, events: Iterable[Mapping[str, Any]]) -> None:
        """Write events, all or none, and bring them to the disk. Raises EventFileError, OSError."""
        every = list(events)
        if not every:
            return
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._locked():
            self._cut_unfinished()
            _, last = self._checked()
            lines = []
            for event in every:
                line = json.dumps({"previous": last, **event}, ensure_ascii=False, sort_keys=True)
                last = _digest(line.encode())
                lines.append(line)
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8") as stream:
                stream.write("\n".join(lines) + "\n")
                stream.flush()
                os.fsync(stream.fileno())

    def _cut_unfinished(self) -> None:
        """Take off a last line without its end, which a process left that was killed while it wrote."""
        if not self.path.exists():
            return
        with self.path.open("rb+") as stream:
            stream.truncate(stream.read().rfind(b"\n") + 1)

    def _checked(self) -> tuple[list[dict[str, Any]], str]:
        """The events of whole lines, and the hash of the last. A line ends at a line feed and at nothing else."""
        try:
            lines = self.path.read_bytes().split(b"\n")[:-1]
        except FileNotFoundError:
            return [], ""
        last, events = "", []
        for number, line in enumerate(lines, 1):
            try:
                event = json.loads(line)
                previous = event.pop("previous")
            except (AttributeError, KeyError, ValueError) as error:
                raise EventFileError(f"{self.path}: line {number} cannot be read: {error}") from error
            if previous != last:
                raise EventFileError(f"{self.path}: line {number} does not follow the line before it")
            last = _digest(line)
            events.append(event)
        return events, last

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


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()
