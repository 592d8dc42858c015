"""The one door through which a case moves: role, side, person, table, guards, order of time; then the event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from licet.events.event import Act, Event
from licet.events.kinds import Kind
from licet.events.refusal import Refusal
from licet.events.roles import AUTHORITY, EXPORTER, UserAction, UserRole, conflict, may
from licet.licensing.case import Case
from licet.licensing.guards import Attempt
from licet.licensing.states import State
from licet.licensing.table import Transition, refusal_of, rows

__all__ = ["allow", "move"]


def move(
    case: Case,
    act: Act,
    kind: Kind,
    to: State | None = None,
    *,
    context: Mapping[str, Any] | None = None,
    **details: Any,
) -> Event:
    """The event by which a case moves. Refusal with the first reason against it.

    ``to`` may be left out where the table has one row only. ``context``: what guards look at and the event does
    not keep.
    """
    row = _row(case, kind, to)
    allow(act, row.action, case.organization, case.done_by(act.actor.name))
    if act.at < case.at:
        raise Refusal("backdated", f"{act.at} is before the last event of the case, {case.at}")
    attempt = Attempt(case, act, row.to, details, context or {})
    for guard in row.guards:
        guard(attempt)
    return Event.of(
        act,
        kind,
        case.case_id,
        case.organization,
        **{**details, "from": case.state, "to": row.to, "action": row.action},
    )


def allow(act: Act, action: UserAction, owner: str, already: frozenset[UserAction]) -> None:
    """Refusal when the role may not, the side is wrong, or the person has done what excludes it."""
    actor = act.actor
    if not may(actor.role, action):
        raise Refusal("role", f"a {actor.role.value.replace('_', ' ')} may not {action.value}")
    if actor.role in EXPORTER and actor.organization != owner:
        raise Refusal("not_yours", "this belongs to another organization")
    if actor.role in AUTHORITY and actor.organization == owner:
        raise Refusal("own_case", "nobody reviews an application of one's own organization")
    why = None if actor.role is UserRole.SYSTEM else conflict(action, already)
    if why is not None:
        raise Refusal("separation", f"{actor.name} may not {action.value}: {why}")


def _row(case: Case, kind: Kind, to: State | None) -> Transition:
    refusal = refusal_of(case.state, kind)
    if refusal is not None:
        raise refusal
    found = [row for row in rows(case.state, kind) if to is None or row.to is to]
    if len(found) != 1:
        wanted = ", ".join(row.to.words for row in rows(case.state, kind))
        raise Refusal("where_to", f"say where the case goes; one of: {wanted}")
    return found[0]
