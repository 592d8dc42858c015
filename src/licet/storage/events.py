"""The log of events: appended in one place, chained by hashes, read back as the domain wrote it.

A row's hash is SHA-256 over the canonical form of all its other columns, the hash of the row before among them.
Whoever appends holds the write lock (:meth:`licet.storage.database.Database.unit_of_work`), so the chain has one
head. ``licet.storage.audit`` verifies it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, insert, select, tuple_

from licet.errors import LicetError
from licet.events.encoding import canonical
from licet.events.event import Event
from licet.events.kinds import Kind
from licet.storage.personal import hide, names_of, references, show
from licet.storage.schema_events import event as table

__all__ = [
    "GENESIS",
    "Head",
    "StaleVersionError",
    "Stored",
    "append",
    "blanked_at",
    "events_of",
    "head",
    "read",
    "row_hash",
    "stored",
]

GENESIS = "0" * 64
"""What the first row names as the hash before it."""
_CHUNK = 500
_HASHED = tuple(column.name for column in table.columns if column.name != "hash")


class StaleVersionError(LicetError):
    """Somebody else wrote meanwhile: the subject has another version than the writer had seen."""

    def __init__(self, subject: str, expected: int, found: int) -> None:
        super().__init__(f"{subject} is at version {found}, not {expected}: somebody else acted meanwhile")
        self.subject, self.expected, self.found = subject, expected, found


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: the number and hash of the last event; 0 and :data:`GENESIS` of an empty log."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Stored:
    """An event in its place.

    ``seq``: in the whole log; ``version``: of its subject, after it; ``batch``: the first event of its transaction.
    """

    seq: int
    batch: int
    version: int
    hash: str
    event: Event

    @property
    def stream(self) -> str:
        return self.event.kind.stream

    @property
    def subject(self) -> str:
        return self.event.subject


def head(connection: Connection) -> Head:
    """The end of the chain."""
    row = connection.execute(select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)).first()
    return Head(0, GENESIS) if row is None else Head(row.seq, row.hash)


def blanked_at(connection: Connection) -> int:
    """The number of the last event by which personal values were blanked; 0: none was."""
    query = select(func.max(table.c.seq)).where(table.c.stream == Kind.BLANKED.stream)
    return connection.execute(query).scalar() or 0


def row_hash(row: Mapping[str, Any] | RowMapping) -> str:
    """The hash that a row must bear."""
    return hashlib.sha256(canonical({name: row[name] for name in _HASHED})).hexdigest()


def append(
    connection: Connection,
    events: Sequence[Event],
    known: Mapping[tuple[str, str], int],
    *,
    key: str | None = None,
    request: str | None = None,
) -> tuple[Stored, ...]:
    """Add events, all in one batch, inside a unit of work.

    ``known``: versions of subjects (stream and id) that were read in the same unit of work; others are looked up.
    ``key``: an idempotency key of the first actor's organization, ``request`` the hash of what was asked under it.
    """
    names = hide(connection, events)
    unknown = {_subject(event) for event in events} - known.keys()
    versions = Counter({**known, **_versions(connection, unknown)})
    last = head(connection)
    rows: list[dict[str, Any]] = []
    kept: list[Stored] = []
    for event in events:
        versions[_subject(event)] += 1
        place = {
            "seq": last.seq + 1,
            "batch": rows[0]["seq"] if rows else last.seq + 1,
            "version": versions[_subject(event)],
            "key": None if rows else key,
            "request": None if rows else request,
            "previous": last.hash,
        }
        row = _row(event, names, place)
        last = Head(row["seq"], row["hash"])
        rows.append(row)
        kept.append(Stored(row["seq"], row["batch"], row["version"], row["hash"], event))
    if rows:
        connection.execute(insert(table), rows)
    return tuple(kept)


def _subject(event: Event) -> tuple[str, str]:
    return event.kind.stream, event.subject


def _versions(connection: Connection, subjects: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    wanted = sorted(subjects)
    found: dict[tuple[str, str], int] = {}
    for start in range(0, len(wanted), _CHUNK):
        query = (
            select(table.c.stream, table.c.subject, func.max(table.c.version))
            .where(tuple_(table.c.stream, table.c.subject).in_(wanted[start : start + _CHUNK]))
            .group_by(table.c.stream, table.c.subject)
        )
        found |= {(stream, subject): version for stream, subject, version in connection.execute(query)}
    return found


def _row(event: Event, names: Mapping[tuple[str, str], str], place: Mapping[str, Any]) -> dict[str, Any]:
    plain = event.to_plain()
    row: dict[str, Any] = {
        **place,
        "stream": event.kind.stream,
        "subject": event.subject,
        "organization": event.organization,
        "kind": event.kind.value,
        "at": plain["at"],
        "actor": names[event.actor.organization, event.actor.name],
        "role": event.actor.role.value,
        "acting_for": event.actor.organization,
        "reason": event.reason,
        "payload": canonical(references(event.payload, event.organization, names)).decode(),
    }
    return {**row, "hash": row_hash(row)}


def events_of(connection: Connection, stream: str, subject: str, after: int = 0) -> tuple[Stored, ...]:
    """The events of one subject after a version of it, in order."""
    query = select(table).where(table.c.stream == stream, table.c.subject == subject, table.c.version > after)
    return read(connection, query)


def read(connection: Connection, query: Select[Any]) -> tuple[Stored, ...]:
    """The events that a query on the event table finds, in the order of the log."""
    return stored(connection, connection.execute(query.order_by(table.c.seq)).mappings().all())


def stored(connection: Connection, rows: Iterable[RowMapping]) -> tuple[Stored, ...]:
    """Rows of the event table as events."""
    every = list(rows)
    names = names_of(connection, [(row["actor"], row["payload"]) for row in every])
    return tuple(_stored(row, names) for row in every)


def _stored(row: RowMapping, names: Mapping[str, str]) -> Stored:
    event = Event.from_plain(
        {
            "kind": row["kind"],
            "subject": row["subject"],
            "organization": row["organization"],
            "actor": {"name": names[row["actor"]], "role": row["role"], "organization": row["acting_for"]},
            "at": row["at"],
            "reason": row["reason"],
            "payload": show(row["payload"], names),
        }
    )
    return Stored(row["seq"], row["batch"], row["version"], row["hash"], event)
