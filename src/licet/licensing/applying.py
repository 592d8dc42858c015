"""What the applicant does: draft, change, submit, answer, withdraw, appeal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from licet.events.event import Act, Event
from licet.events.kinds import Kind
from licet.events.refusal import Refusal
from licet.events.roles import UserAction
from licet.licensing.application import Application
from licet.licensing.case import Case
from licet.licensing.clock import RESPONSE, appeal_deadlines
from licet.licensing.days import day_of
from licet.licensing.move import allow, move
from licet.licensing.states import State

__all__ = ["amend", "answer", "appeal", "draft", "submit", "withdraw"]


def draft(case_id: str, act: Act, application: Application) -> Event:
    """Begin a case. The record belongs to the organization for which the person acts."""
    owner = act.actor.organization
    allow(act, UserAction.DRAFT, owner, frozenset())
    if application.version != 1:
        raise Refusal("version", f"a draft is version 1, not {application.version}")
    return Event.of(
        act,
        Kind.DRAFTED,
        case_id,
        owner,
        application=application,
        **{"from": None, "to": State.DRAFT, "action": UserAction.DRAFT},
    )


def amend(case: Case, act: Act, application: Application) -> Event:
    """A new version: nothing is edited. After submission the act must say why (748.6(f))."""
    return move(case, act, Kind.AMENDED, application=application)


def submit(case: Case, act: Act, others: Iterable[Case] = ()) -> Event:
    """Submit. ``others``: the organization's other cases, among which none may be the same transaction.

    Refusals: ``incomplete``, ``second_application``, ``already_laden``.
    """
    return move(case, act, Kind.SUBMITTED, context={"others": tuple(others)}, application=case.application)


def answer(case: Case, act: Act, text: str, documents: Iterable[str] = ()) -> Event:
    """Answer the authority: what it asked for, or its intent to deny. ``documents``: SHA-256 of each.

    An answer after the 20 days of 750.6(b) is kept and marked late.
    """
    late = case.notified_on is not None and day_of(act.at) > case.notified_on + timedelta(days=RESPONSE.days)
    return move(case, act, Kind.ANSWERED, text=text, documents=tuple(documents), late=late)


def withdraw(case: Case, act: Act) -> Event:
    """Withdraw; the act says why."""
    return move(case, act, Kind.WITHDRAWN)


def appeal(case: Case, act: Act, statement: str, *, hearing: bool = False) -> Event:
    """Appeal to the Under Secretary. ``after_one_anchor``: in time by one of the two anchors only."""
    last = [
        appeal_deadline.due for appeal_deadline in appeal_deadlines(case) if appeal_deadline.due is not None
    ]
    after_one = any(day_of(act.at) > day for day in last)
    return move(case, act, Kind.APPEALED, statement=statement, hearing=hearing, after_one_anchor=after_one)
