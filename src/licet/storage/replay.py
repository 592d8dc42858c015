"""Make every projection again from the log, and hold it against what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from licet.events.encoding import canonical
from licet.storage.basis import BasisDifference, decisions
from licet.storage.events import Stored, stored
from licet.storage.keys import keys_of
from licet.storage.schema_events import event
from licet.storage.schema_views import VIEWS, record_key
from licet.storage.streams import STREAMS
from licet.storage.work import Known, Subject, fold, keyed

__all__ = ["BasisDifference", "differences", "kept", "made", "rebuild"]

_AT_ONCE = 5000
Lines = dict[str, list[bytes]]


def kept(connection: Connection) -> Lines:
    """Every projection as it is kept: by table its rows in canonical form, in order."""
    return {
        table.name: sorted(canonical(dict(row)) for row in connection.execute(select(table)).mappings())
        for table in VIEWS
    }


def made(connection: Connection) -> Lines:
    """Every projection as the log makes it, in the same form."""
    return {name: sorted(map(canonical, rows)) for name, rows in _rows(connection).items()}


def differences(connection: Connection) -> tuple[BasisDifference, ...]:
    """Where the two are not the same; empty when every row is."""
    old, new = kept(connection), made(connection)
    views = (
        difference
        for table in VIEWS
        for difference in _differing(table, set(old[table.name]), set(new[table.name]))
    )
    return (*views, *decisions(connection))


def _differing(table: Table, old: set[bytes], new: set[bytes]) -> Iterator[BasisDifference]:
    yield from (BasisDifference(table.name, row.decode(), None) for row in sorted(old - new))
    yield from (BasisDifference(table.name, None, row.decode()) for row in sorted(new - old))


def rebuild(connection: Connection) -> None:
    """Throw every projection away and make it again, inside a unit of work."""
    rows = _rows(connection)
    for table in VIEWS:
        connection.execute(delete(table))
        if rows[table.name]:
            connection.execute(insert(table), rows[table.name])


def _rows(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {table.name: [] for table in VIEWS}
    states: dict[Subject, Known] = {}
    for item in _log(connection):
        found[record_key.name].extend(keys_of([item]))
        if item.stream in STREAMS:
            key = (item.stream, item.subject)
            states[key] = fold(states.get(key, (0, None)), [item])
    for (stream, _), (_, state) in states.items():
        for table, rows in keyed(STREAMS[stream], state).items():
            found[table.name].extend(rows.values())
    return found


def _log(connection: Connection) -> Iterator[Stored]:
    last = 0
    while True:
        query = select(event).where(event.c.seq > last).order_by(event.c.seq).limit(_AT_ONCE)
        rows = connection.execute(query).mappings().all()
        if not rows:
            return
        yield from stored(connection, rows)
        last = rows[-1]["seq"]
