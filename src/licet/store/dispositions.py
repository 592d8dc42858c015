"""Keep what people decided about hits: added, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from licet.access.roles import UserRole
from licet.licensing.events import Act, Actor, Event
from licet.licensing.kinds import Kind
from licet.screening.dispositions import Disposition, Finding
from licet.store.schema import disposition
from licet.store.work import INSTALLATION, Work

__all__ = ["add_dispositions", "load_dispositions"]


def add_dispositions(connection: Connection, made: Iterable[Disposition]) -> None:
    """Add decisions, inside a unit of work (:meth:`licet.store.database.Database.unit_of_work`)."""
    every = tuple(made)
    rows = [_values(one) for one in every]
    if rows:
        connection.execute(insert(disposition), rows)
        Work(connection).record([_event(one) for one in every])


def load_dispositions(
    connection: Connection, *, party: str | None = None, entry: str | None = None
) -> list[Disposition]:
    """All decisions, or those on a party or an entry, in the order in which they were kept."""
    query = select(disposition).order_by(disposition.c.id)
    if party is not None:
        query = query.where(disposition.c.party == party)
    if entry is not None:
        query = query.where(disposition.c.entry == entry)
    return [_read(row) for row in connection.execute(query).mappings()]


def _event(one: Disposition) -> Event:
    """What the log says of a decision."""
    act = Act(Actor(one.by, UserRole.COMPLIANCE_OFFICER, INSTALLATION), one.at, one.reason)
    row = {key: value for key, value in _values(one).items() if key not in {"made_by", "made_at", "reason"}}
    return Event.of(act, Kind.HIT_DECIDED, one.entry, INSTALLATION, **row)


def _values(one: Disposition) -> dict[str, Any]:
    return {
        "party": one.party,
        "party_version": one.party_version,
        "entry": one.entry,
        "entry_version": one.entry_version,
        "finding": one.finding.value,
        "reason": one.reason,
        "evidence": list(one.evidence),
        "made_by": one.by,
        "made_at": one.at.isoformat(),
        "expires": one.expires,
    }


def _read(row: RowMapping) -> Disposition:
    return Disposition(
        party=row["party"],
        party_version=row["party_version"],
        entry=row["entry"],
        entry_version=row["entry_version"],
        finding=Finding(row["finding"]),
        reason=row["reason"],
        evidence=tuple(row["evidence"]),
        by=row["made_by"],
        at=datetime.fromisoformat(row["made_at"]),
        expires=row["expires"],
    )
