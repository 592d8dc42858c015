"""Who sees which rows. Default deny: what no line below grants is not there at all.

An exporter's people see their own organization's rows; an agency's reviewers the cases referred to it and their
licenses; the Bureau's people every application that was submitted, no draft; the clock everything.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from licet.events.event import Actor
from licet.events.kinds import Kind
from licet.events.roles import AUTHORITY, EXPORTER, UserRole
from licet.storage.schema_events import event
from licet.storage.schema_views import case_agency, case_list, license_list, record_key
from licet.storage.work import Work

__all__ = ["cases_seen", "events_seen", "keys_seen", "licenses_seen", "sees", "subjects_seen"]

Clause = ColumnElement[bool]


def cases_seen(actor: Actor) -> Clause:
    """The condition on ``case_list``."""
    return _seen(actor, case_list.c.organization, case_list.c.case_id, case_list.c.submitted_on.is_not(None))


def licenses_seen(actor: Actor) -> Clause:
    """The condition on ``license_list``."""
    return _seen(actor, license_list.c.organization, license_list.c.case_id, true())


def _seen(actor: Actor, organization: Any, case_id: Any, submitted: Clause) -> Clause:
    if actor.role in EXPORTER:
        mine: Clause = organization == actor.organization
        return mine
    if actor.role is UserRole.AGENCY_REVIEWER:
        referred = (case_agency.c.case_id == case_id, case_agency.c.agency == actor.organization)
        return exists(select(case_agency.c.case_id).where(*referred))
    if actor.role in AUTHORITY:
        return submitted
    return true() if actor.role is UserRole.SYSTEM else false()


def events_seen(actor: Actor) -> Clause:
    """The condition on ``event``: of one's own organization, or done on its behalf, or for all: lists and law."""
    if actor.role is UserRole.SYSTEM:
        return true()
    mine = (event.c.organization == actor.organization, event.c.acting_for == actor.organization)
    return or_(*mine, event.c.kind.in_([kind.value for kind in _FOR_ALL]))


_FOR_ALL = (Kind.LISTS_ADOPTED, Kind.LAW_CHANGED, Kind.LAW_READ)
"""What is done for the whole installation, and everybody may read."""


def keys_seen(actor: Actor) -> Clause:
    """The condition on ``record_key`` for an exporter's people; others retrieve no records."""
    mine: Clause = record_key.c.organization == actor.organization
    return mine if actor.role in EXPORTER else false()


def subjects_seen(actor: Actor) -> Clause:
    """The condition on ``record_key`` that its case or license is seen."""
    cases = select(case_list.c.case_id).where(cases_seen(actor))
    licenses = select(license_list.c.number).where(licenses_seen(actor))
    return or_(
        and_(record_key.c.stream == "case", record_key.c.subject.in_(cases)),
        and_(record_key.c.stream == "license", record_key.c.subject.in_(licenses)),
    )


def sees(work: Work, actor: Actor, stream: str, subject: str) -> bool:
    """Whether an actor sees a subject; what does not exist is seen by nobody."""
    if stream == "case":
        query = select(case_list.c.case_id).where(case_list.c.case_id == subject, cases_seen(actor))
    else:
        query = select(license_list.c.number).where(license_list.c.number == subject, licenses_seen(actor))
    return work.connection.execute(query).first() is not None
