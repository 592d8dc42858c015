"""Find every record of a transaction by party, country or reference number (15 CFR 762.5(c))."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select, tuple_

from licet.storage.events import Stored, read
from licet.storage.keys import folded
from licet.storage.schema_events import event
from licet.storage.schema_views import record_key

__all__ = ["Subject", "events_about", "find_subjects", "with_linked"]

Subject = tuple[str, str]
_SEARCHED = ("case", "license")
_REFERENCES = ("subject", "reference")


def find_subjects(
    connection: Connection,
    seen: ColumnElement[bool],
    *,
    party: str | None = None,
    country: str | None = None,
    reference: str | None = None,
) -> tuple[Subject, ...]:
    """Cases and licenses that have all of what is asked for: a part of a name, a country, a whole reference.

    ``seen``: a condition on ``record_key`` by which rows are left out.
    """
    wanted = []
    if party is not None:
        named = record_key.c.value.contains(folded(party), autoescape=True)
        wanted.append(and_(record_key.c.field == "party", named))
    if country is not None:
        wanted.append(and_(record_key.c.field == "country", record_key.c.value == folded(country)))
    if reference is not None:
        wanted.append(and_(record_key.c.field.in_(_REFERENCES), record_key.c.value == folded(reference)))
    found = [_subjects(connection, seen, condition) for condition in wanted]
    return tuple(sorted(set.intersection(*found))) if found else ()


def _subjects(
    connection: Connection, seen: ColumnElement[bool], condition: ColumnElement[bool]
) -> set[Subject]:
    query = select(record_key.c.stream, record_key.c.subject).distinct()
    query = query.where(seen, condition, record_key.c.stream.in_(_SEARCHED))
    return {(stream, subject) for stream, subject in connection.execute(query)}


def with_linked(
    connection: Connection, seen: ColumnElement[bool], subjects: Iterable[Subject]
) -> tuple[Subject, ...]:
    """The subjects, and all that name them or are named by them: an application, its licenses, what replaced them."""
    found, new = set(subjects), set(subjects)
    while new:
        names = sorted({folded(subject) for _, subject in new})
        naming = and_(record_key.c.field == "reference", record_key.c.value.in_(names))
        other = record_key.alias()
        named = select(other.c.value).where(
            other.c.field == "reference", tuple_(other.c.stream, other.c.subject).in_(sorted(new))
        )
        bearing = and_(record_key.c.field == "subject", record_key.c.value.in_(named))
        new = _subjects(connection, seen, or_(naming, bearing)) - found
        found |= new
    return tuple(sorted(found))


def events_about(connection: Connection, subjects: Iterable[Subject], *, seen: Any) -> tuple[Stored, ...]:
    """Every event of the subjects, and every refusal about one of them that ``seen`` on ``event`` lets through."""
    wanted = sorted(subjects)
    if not wanted:
        return ()
    about = select(record_key.c.seq).where(
        record_key.c.stream == "audit",
        record_key.c.field == "reference",
        record_key.c.value.in_([folded(subject) for _, subject in wanted]),
    )
    mine = tuple_(event.c.stream, event.c.subject).in_(wanted)
    return read(connection, select(event).where(or_(mine, and_(event.c.seq.in_(about), seen))))
