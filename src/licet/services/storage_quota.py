"""How much each organization keeps in documents, order books, reports, proposed lists, customers and answers.

The log of events is not counted: what people did is always recorded.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from licet.errors import LicetError
from licet.event_file import CUSTOMERS, masters_path
from licet.storage.database import Database
from licet.storage.home import books_root
from licet.storage.schema_accounts import account
from licet.storage.schema_api import idempotent_request, job, kept_answer
from licet.storage.schema_events import document, event

__all__ = [
    "ANSWER_BYTES",
    "NEARLY_FULL",
    "StorageFullError",
    "StorageQuota",
    "StorageUse",
    "size_text",
    "storage_use",
]

NEARLY_FULL = 0.8
ANSWER_BYTES = 8 * 1024
"""What an answer is taken to need until it is counted."""
_BELIEVED_SECONDS = 60.0
_SAMPLE = 200
"""Answers by whose size the size of all is estimated."""


class StorageFullError(LicetError):
    """An organization keeps as much as it may."""


@dataclass(frozen=True, slots=True)
class StorageUse:
    """Bytes. ``files``: of order books, reports and proposed lists; ``answers``: kept for people and for retries."""

    documents: int
    files: int
    answers: int

    @property
    def total(self) -> int:
        return self.documents + self.files + self.answers


class StorageQuota:
    """``most``: bytes for each organization. A count is believed for a minute, with what was let in since."""

    def __init__(self, database: Database, home: Path, most: int) -> None:
        self._database, self._home, self.most = database, home, most
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, int]] = {}

    def check(self, organization: str, further: int = 0) -> None:
        """Let an organization keep so many bytes more. Raises StorageFullError."""
        total = self._believed(organization)
        if total is None or total + further > self.most:  # what was deleted meanwhile counts at once
            total = self._count(organization)
        if total + further > self.most:
            raise StorageFullError(
                f"your organization keeps {size_text(total)} and may keep {size_text(self.most)} "
                "(LICET_STORAGE_BYTES); delete order books that you no longer need, or ask whoever runs the server"
            )
        with self._lock:
            at, _ = self._known[organization]
            self._known[organization] = (at, total + further)

    def _believed(self, organization: str) -> int | None:
        at, total = self._known.get(organization, (float("-inf"), 0))
        return total if time.monotonic() - at < _BELIEVED_SECONDS else None

    def _count(self, organization: str) -> int:
        with self._database.reading() as connection:
            total = storage_use(connection, self._home, organization).total
        with self._lock:
            self._known[organization] = (time.monotonic(), total)
        return total


def size_text(count: int) -> str:
    """Bytes as people read them."""
    for unit, size in (("GB", 10**9), ("MB", 10**6)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count:,} bytes"


def storage_use(connection: Connection, home: Path, organization: str) -> StorageUse:
    """What an organization keeps now."""
    files = (
        *_job_folders(connection, home, organization),
        *_proposals(connection, home, organization),
        masters_path(home, organization, CUSTOMERS).parent,
    )
    return StorageUse(
        _documents(connection, organization),
        sum(map(_bytes_in, files)),
        _answers(connection, organization) + _retries(connection, organization),
    )


def _documents(connection: Connection, organization: str) -> int:
    added = select(event.c.subject).where(event.c.stream == "document", event.c.organization == organization)
    size = select(func.sum(func.length(document.c.content))).where(document.c.sha256.in_(added))
    return connection.execute(size).scalar() or 0


def _job_folders(connection: Connection, home: Path, organization: str) -> Iterable[Path]:
    keys = connection.execute(select(job.c.key).where(job.c.organization == organization)).scalars()
    return (books_root(home, organization), *(home / "jobs" / key for key in keys))


def _proposals(connection: Connection, home: Path, organization: str) -> Iterable[Path]:
    proposed = select(event.c.subject).where(
        event.c.stream == "lists", event.c.kind == "lists.proposed", event.c.organization == organization
    )
    return (home / "proposals" / key for key in connection.execute(proposed).scalars())


def _bytes_in(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:  # deleted while it was counted
            continue
    return total


def _answers(connection: Connection, organization: str) -> int:
    """The count of an index by the size of the newest: to read a million answers would take too long."""
    mine = kept_answer.c.organization == organization
    count = connection.execute(select(func.count()).where(mine)).scalar_one()
    size = func.length(kept_answer.c.document) + func.coalesce(func.length(kept_answer.c.shown), 0)
    newest = (
        select(size.label("size")).where(mine).order_by(kept_answer.c.id.desc()).limit(_SAMPLE).subquery()
    )
    return round(count * float(connection.execute(select(func.avg(newest.c.size))).scalar() or 0))


def _retries(connection: Connection, organization: str) -> int:
    """Answers under idempotency keys, which are forgotten after two days."""
    table = idempotent_request
    accounts = select(account.c.key).where(account.c.organization == organization)
    size = select(func.sum(func.length(table.c.body))).where(table.c.account.in_(accounts))
    return connection.execute(size).scalar() or 0
