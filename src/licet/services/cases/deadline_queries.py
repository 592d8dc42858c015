"""Deadlines by what the database holds of them: of one subject, or those that some side must meet soon."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from licet.events.event import Actor
from licet.events.roles import UserAction
from licet.licensing.clock import due as due_of_cases
from licet.licensing.deadline import Deadline
from licet.licensing.using import license_due
from licet.services.cases.queries import CaseQueries, seen
from licet.services.cases.visibility import cases_seen, licenses_seen
from licet.storage.schema_views import case_list, deadline_list, license_list
from licet.storage.work import Work

__all__ = ["asked_on", "deadlines_of", "due_through"]

Found = tuple[tuple[str, Deadline], ...]


def asked_on(stream: str, on: date) -> tuple[ColumnElement[bool], ...]:
    """The condition on ``deadline_list``: the deadlines of a kind of subject as they are on a day."""
    day = on.isoformat()
    still = or_(deadline_list.c.until.is_(None), deadline_list.c.until > day)
    return deadline_list.c.stream == stream, deadline_list.c.since <= day, still


def deadlines_of(
    queries: CaseQueries, actor: Actor, stream: str, subject: str, on: date
) -> tuple[Deadline, ...]:
    """Every deadline of a case or license that waits for somebody, the nearest first."""
    with queries.read_scope(actor, UserAction.READ_CASES, subject) as work:
        seen(work, actor, stream, subject)
        waits = select(deadline_list.c.subject).where(
            deadline_list.c.stream == stream, deadline_list.c.subject == subject
        )
        return _due(work, stream, [subject], on) if work.connection.execute(waits).first() else ()


def due_through(
    queries: CaseQueries, actor: Actor, on: date, last: date, who: Collection[str], most: int
) -> Found:
    """What some persons must do by a day, or should have done: the nearest ``most``, each with its stream."""
    found: list[tuple[str, Deadline]] = []
    with queries.read_scope(actor, UserAction.READ_CASES) as work:
        for stream, mine in (
            ("case", select(case_list.c.case_id).where(cases_seen(actor))),
            ("license", select(license_list.c.number).where(licenses_seen(actor))),
        ):
            nearest = func.min(deadline_list.c.due)
            query = (
                select(deadline_list.c.subject)
                .where(*asked_on(stream, on), deadline_list.c.who.in_(sorted(who)))
                .where(deadline_list.c.due <= last.isoformat(), deadline_list.c.subject.in_(mine))
                .group_by(deadline_list.c.subject)
                .order_by(nearest, deadline_list.c.subject)
                .limit(most)
            )
            subjects = work.connection.execute(query).scalars().all()
            found += [(stream, deadline) for deadline in _due(work, stream, list(subjects), on)]
    due = [
        (deadline.due, stream, deadline)
        for stream, deadline in found
        if deadline.due is not None and deadline.due <= last and deadline.term.who in who
    ]
    due.sort(key=lambda item: (item[0], item[2].subject))
    return tuple((stream, deadline) for _, stream, deadline in due[:most])


def _due(work: Work, stream: str, subjects: list[str], on: date) -> tuple[Deadline, ...]:
    states = [work.state(stream, subject) for subject in subjects]
    return due_of_cases(states, on) if stream == "case" else license_due(states, on)
