"""What falls due by law with nobody's act: put on record when somebody runs the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select

from licet.events.event import INSTALLATION, Act, Actor, Refusal
from licet.events.kinds import Kind
from licet.events.roles import UserRole
from licet.licensing.administering import exhaust, expire
from licet.licensing.case import Case
from licet.licensing.clock import silent
from licet.licensing.days import day_of
from licet.licensing.deciding import make_denial_final
from licet.licensing.reviewing import deem_silent, let_stand
from licet.licensing.states import FINAL
from licet.services.cases.acts import signature_of
from licet.services.cases.service import CaseService, Done
from licet.storage.database import Database
from licet.storage.schema_events import event
from licet.storage.schema_views import case_list, license_list
from licet.storage.work import Work

__all__ = ["CLOCK", "exporters_on_record", "run_clock"]

CLOCK = Actor("clock", UserRole.SYSTEM, INSTALLATION)
"""The clock itself, as an actor."""

Due = tuple[str, Callable[..., Any], dict[str, Any]]


def run_clock(case_service: CaseService) -> tuple[Done, ...]:
    """Record every silence, decision that stood, final denial and expiry that is due by the case service's clock.

    What is not due yet is tried on the state alone and leaves no trace.
    """
    act = Act(CLOCK, case_service.clock())
    with case_service.database.reading() as connection:
        work = Work(connection)
        due = [
            of_case
            for of_case in (*_of_cases(work, act), *_of_licenses(work, act))
            if _happens(work, act, of_case)
        ]
    return tuple(
        case_service.act(CLOCK, subject, function, **arguments) for subject, function, arguments in due
    )


def exporters_on_record(database: Database) -> frozenset[str]:
    """The organizations that have cases or licenses, with an account or without."""
    with database.reading() as connection:
        return frozenset(
            name
            for table in (case_list, license_list)
            for name in connection.execute(select(table.c.organization).distinct()).scalars()
        )


def _of_cases(work: Work, act: Act) -> Iterator[Due]:
    query = select(case_list.c.case_id).where(case_list.c.state.not_in(sorted(FINAL)))
    for case_id in work.connection.execute(query.order_by(case_list.c.case_id)).scalars().all():
        case: Case = work.state("case", case_id)
        for referral in case.referrals:
            if silent(case, referral, day_of(act.at)) and not referral.deemed:
                yield case_id, deem_silent, {"agency": referral.agency}
        yield case_id, let_stand, {}
        yield case_id, make_denial_final, {}


def _of_licenses(work: Work, act: Act) -> Iterator[Due]:
    last = day_of(act.at).isoformat()
    over = and_(license_list.c.expires_on < last, license_list.c.ended.is_(None))
    for number in _without(work, Kind.EXPIRED, over):
        yield number, expire, {}
    for number in _without(work, Kind.EXHAUSTED, license_list.c.ended == "exhausted"):
        yield number, exhaust, {}


def _without(work: Work, kind: Kind, condition: ColumnElement[bool]) -> list[str]:
    """The licenses for which a condition holds and no event of a kind says so yet."""
    said = exists(
        select(event.c.seq).where(
            event.c.stream == kind.stream,
            event.c.subject == license_list.c.number,
            event.c.kind == kind.value,
        )
    )
    query = select(license_list.c.number).where(condition, ~said).order_by(license_list.c.number)
    return list(work.connection.execute(query).scalars())


def _happens(work: Work, act: Act, due: Due) -> bool:
    subject, function, arguments = due
    try:
        function(work.state(signature_of(function).stream or "", subject), act, **arguments)
    except Refusal:
        return False
    return True
