"""The one door through which a license moves: role, side, person, order of time; then the event."""

from __future__ import annotations

from typing import Any

from licet.events.event import Act, Event
from licet.events.kinds import Kind
from licet.events.refusal import need
from licet.events.roles import UserAction
from licet.licensing.license import License
from licet.licensing.move import allow

__all__ = ["license_event", "permit"]


def permit(license_: License, act: Act, action: UserAction) -> None:
    """Refusal when this person may not do this to the license, or not at this instant."""
    allow(act, action, license_.organization, license_.done_by(act.actor.name))
    late = f"{act.at} is before the last event of the license, {license_.at}"
    need(act.at >= license_.at, "backdated", late)


def license_event(license_: License, act: Act, kind: Kind, action: UserAction, **details: Any) -> Event:
    """The event, once permitted."""
    permit(license_, act, action)
    return Event.of(act, kind, license_.number, license_.organization, **details, action=action)
