"""The one write path: events, what is projected from them, and the chain, in one transaction.

with database.unit_of_work() as connection:
work = Work(connection, cache)
case = work.state("case", "C-1")
work.record([event])
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, Update, and_, bindparam, delete, insert, update

from licet.errors import LicetError
from licet.events.event import Event
from licet.storage.events import Stored, append, events_of
from licet.storage.keys import keys_of
from licet.storage.schema_views import record_key
from licet.storage.streams import STREAMS, Stream

__all__ = ["Cache", "DuplicateSubjectError", "Work", "fold", "keyed"]

_CACHED = 4096
Subject = tuple[str, str]
Known = tuple[int, Any]
Keyed = dict[tuple[Any, ...], dict[str, Any]]


class DuplicateSubjectError(LicetError, ValueError):
    """A subject that exists was to be begun again, or one that does not exist to be continued."""

    def __init__(self, event: Event) -> None:
        super().__init__(f"{event.subject}: {event.kind} does not fit, it exists or does not")
        self.subject = event.subject


class Cache:
    """States that were folded before, by subject, with their versions; the least lately used goes first.

    Only committed states belong here. An entry is never wrong, only old: newer events are folded on top.
    """

    def __init__(self, size: int = _CACHED) -> None:
        self._size = size
        self._states: OrderedDict[Subject, Known] = OrderedDict()
        self._blanked_at = 0
        self._lock = threading.Lock()

    def get(self, subject: Subject) -> Known:
        """The newest version and state at hand; 0 and None when there is none."""
        with self._lock:
            if subject not in self._states:
                return 0, None
            self._states.move_to_end(subject)
            return self._states[subject]

    def keep(self, states: Mapping[Subject, Known]) -> None:
        """Keep states that were committed, where they are newer."""
        with self._lock:
            for subject, known in states.items():
                if known[0] > self._states.get(subject, (0, None))[0]:
                    self._states[subject] = known
                    self._states.move_to_end(subject)
            while len(self._states) > self._size:
                self._states.popitem(last=False)

    def keep_up(self, blanked_at: int) -> None:
        """Forget everything where personal values were blanked since: states hold names."""
        with self._lock:
            if blanked_at > self._blanked_at:
                self._states.clear()
                self._blanked_at = blanked_at


class Work:
    """What one transaction reads and writes. ``states`` are for the cache once it is committed."""

    def __init__(self, connection: Connection, cache: Cache | None = None) -> None:
        self.connection = connection
        self._cache = cache or Cache()
        self.states: dict[Subject, Known] = {}

    def known(self, stream: str, subject: str) -> Known:
        """Version and folded state of a subject; 0 and None where there is none."""
        key = (stream, subject)
        if key not in self.states:
            version, state = self._cache.get(key)
            later = events_of(self.connection, stream, subject, version)
            self.states[key] = fold((version, state), later)
        return self.states[key]

    def state(self, stream: str, subject: str) -> Any:
        """The state as the domain knows it; None where there is no such subject."""
        _, state = self.known(stream, subject)
        return None if state is None else STREAMS[stream].shown(state)

    def record(
        self, events: Sequence[Event], *, key: str | None = None, request: str | None = None
    ) -> tuple[Stored, ...]:
        """Keep events and bring every projection up to date with them; nothing is written when one does not fit."""
        subjects = dict.fromkeys(_key(event) for event in events if event.kind.stream in STREAMS)
        before = {subject: self.known(*subject) for subject in subjects}
        after = dict(before)
        for event in events:
            if event.kind.stream in STREAMS:
                after[_key(event)] = _next(after[_key(event)], event)
        versions = {subject: version for subject, (version, _) in before.items()}
        kept = append(self.connection, events, versions, key=key, request=request)
        for subject, (_, state) in after.items():
            stream = STREAMS[subject[0]]
            write(self.connection, keyed(stream, before[subject][1]), keyed(stream, state))
        self.states |= after
        rows = list(keys_of(kept))
        if rows:
            self.connection.execute(insert(record_key), rows)
        return kept


def _key(event: Event) -> Subject:
    return event.kind.stream, event.subject


def _next(known: Known, event: Event) -> Known:
    """Version and state after one more event."""
    version, state = known
    stream = STREAMS[event.kind.stream]
    if (state is None) is not (event.kind in stream.begins):
        raise DuplicateSubjectError(event)
    return version + 1, stream.apply(state, event)


def fold(known: Known, events: Iterable[Stored]) -> Known:
    """Version and state after more events, whose versions must follow."""
    for event in events:
        known = _next(known, event.event)
        if known[0] != event.version:
            raise ValueError(f"{event.subject}: version {event.version} does not follow {known[0] - 1}")
    return known


def keyed(stream: Stream, state: Any) -> dict[Table, Keyed]:
    """The rows that a state makes, by table and primary key."""
    found: dict[Table, Keyed] = {table: {} for table in stream.tables}
    for table, row in () if state is None else stream.rows(state):
        found[table][tuple(row[column.name] for column in table.primary_key)] = row
    return found


def write(connection: Connection, before: Mapping[Table, Keyed], after: Mapping[Table, Keyed]) -> None:
    """Write what differs, row by row."""
    for table, rows in after.items():
        old = before[table]
        for key in old.keys() - rows.keys():
            connection.execute(delete(table).where(_is(table, key)))
        changed = [rows[key] for key in sorted(old.keys() & rows.keys()) if old[key] != rows[key]]
        if changed:
            connection.execute(_change(table), [_prefixed(row) for row in changed])
        new = [rows[key] for key in rows if key not in old]
        if new:
            connection.execute(insert(table), new)


@cache
def _change(table: Table) -> Update:
    """One statement for any number of rows of a table; values go by the columns' names after ``new_``."""
    own = [column == bindparam(f"new_{column.name}") for column in table.primary_key]
    rest = [column for column in table.columns if not column.primary_key]
    return update(table).where(*own).values({column: bindparam(f"new_{column.name}") for column in rest})


def _prefixed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in row.items()}


def _is(table: Table, key: tuple[Any, ...]) -> Any:
    return and_(*(column == value for column, value in zip(table.primary_key, key, strict=True)))
