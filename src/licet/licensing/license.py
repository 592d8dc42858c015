"""A license: what its events make of it, and what may be said of it on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from licet.access.roles import UserAction
from licet.licensing.days import day_of
from licet.licensing.events import Event
from licet.licensing.kinds import Kind
from licet.licensing.reading import read
from licet.licensing.scope import Scope
from licet.licensing.validity import Validity

__all__ = ["Condition", "License", "Status", "apply_license", "fold_license"]


class Status(StrEnum):
    """What a license is on a day. Only a valid one authorizes anything."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    VOID = "void"
    REPLACED = "replaced"
    EXPIRED = "expired"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as a task. ``sent_on``: conveyed in writing to the party bound (750.7(d)).

    ``lapsed_on``: it no longer binds what happens from that day on (750.7(i)).
    """

    condition_id: str
    text: str
    lines: tuple[int, ...]
    applies_to: str | None
    due: date | None
    before_shipment: bool
    acknowledge: bool
    sent_on: date | None = None
    acknowledged_on: date | None = None
    done_on: date | None = None
    lapsed_on: date | None = None

    def binds(self, on: date) -> bool:
        return self.lapsed_on is None or on < self.lapsed_on

    def missing(self) -> tuple[str, ...]:
        """What is still to be done about it, in words."""
        wanted = [
            ("to be conveyed in writing", self.applies_to is not None and self.sent_on is None),
            ("to be acknowledged in writing", self.acknowledge and self.acknowledged_on is None),
            ("to be done", (self.due is not None or self.before_shipment) and self.done_on is None),
        ]
        return tuple(words for words, open_ in wanted if open_)


@dataclass(frozen=True, slots=True)
class License:
    """One license. ``version`` counts its events. ``replaces`` and ``replaced_by`` are license numbers."""

    number: str
    case_id: str
    organisation: str
    licensee: str
    version: int
    at: datetime
    scope: Scope
    issued_on: date
    validity: Validity
    conditions: tuple[Condition, ...] = ()
    riders: tuple[str, ...] = ()
    suspended_on: date | None = None
    revoked_on: date | None = None
    voided: bool = False
    replaced_by: str | None = None
    replaced_on: date | None = None
    replaces: str | None = None
    transferred_on: date | None = None
    exhausted_on: date | None = None
    former_names: tuple[str, ...] = ()
    acts: tuple[tuple[str, UserAction], ...] = ()

    @property
    def expires_on(self) -> date:
        """The last day of validity, to midnight."""
        return self.validity.last_day

    def status(self, on: date) -> Status:
        """What it is on a day; a license obtained on a false statement is void from issue (750.7(a)(2))."""
        if self.voided:
            return Status.VOID
        if self.revoked_on is not None and on >= self.revoked_on:
            return Status.REVOKED
        if self.replaced_on is not None and on >= self.replaced_on:
            return Status.REPLACED
        if on > self.expires_on:
            return Status.EXPIRED
        if self.exhausted_on is not None and on >= self.exhausted_on:
            return Status.EXHAUSTED
        if self.suspended_on is not None and on >= self.suspended_on:
            return Status.SUSPENDED
        return Status.VALID

    def condition(self, condition_id: str) -> Condition | None:
        return next((one for one in self.conditions if one.condition_id == condition_id), None)

    def open_conditions(self, on: date) -> tuple[Condition, ...]:
        """Conditions that bind and about which something is still to be done."""
        return tuple(one for one in self.conditions if one.binds(on) and one.missing())

    def done_by(self, person: str) -> frozenset[UserAction]:
        """What a person has already done to this license."""
        return frozenset(action for name, action in self.acts if name == person)


def fold_license(events: Iterable[Event]) -> License:
    """The license that its events make. ValueError when there are none."""
    made: License | None = None
    for event in events:
        made = apply_license(made, event)
    if made is None:
        raise ValueError("no events, no license")
    return made


def apply_license(license_: License | None, event: Event) -> License:
    """The license after one more event."""
    if license_ is None:
        return _issued(event)
    if event.subject != license_.number:
        raise ValueError(f"an event of {event.subject} does not belong to {license_.number}")
    handler = _HANDLERS.get(event.kind)
    changed = license_ if handler is None else handler(license_, event, day_of(event.at))
    act = (event.actor.name, UserAction(str(event.payload["action"])))
    return replace(changed, version=license_.version + 1, at=event.at, acts=(*license_.acts, act))


def _issued(event: Event) -> License:
    if event.kind is not Kind.ISSUED:
        raise ValueError(f"a license begins with its issue, not with {event.kind}")
    data: Any = event.payload
    return License(
        number=event.subject,
        case_id=data["case_id"],
        organisation=event.organisation,
        licensee=data["licensee"],
        version=1,
        at=event.at,
        scope=read(Scope, data["scope"]),
        issued_on=day_of(event.at),
        validity=read(Validity, data["validity"]),
        conditions=tuple(read(Condition, one) for one in data["conditions"]),
        riders=tuple(data["riders"]),
        replaces=data["replaces"],
        acts=((event.actor.name, UserAction.ISSUE_LICENSE),),
    )


def _conditions(license_: License, ids: Iterable[str], **changes: Any) -> License:
    wanted = set(ids)
    changed = tuple(
        replace(one, **changes) if one.condition_id in wanted else one for one in license_.conditions
    )
    return replace(license_, conditions=changed)


def _ids(event: Event) -> list[str]:
    found: Any = event.payload["conditions"]
    return [str(one) for one in found]


_HANDLERS: Mapping[Kind, Callable[[License, Event, date], License]] = MappingProxyType(
    {
        Kind.CONDITIONS_SENT: lambda one, event, day: _conditions(one, _ids(event), sent_on=day),
        Kind.CONDITION_ACKNOWLEDGED: lambda one, event, day: _conditions(
            one, _ids(event), acknowledged_on=day
        ),
        Kind.CONDITION_DONE: lambda one, event, day: _conditions(one, _ids(event), done_on=day),
        Kind.CONDITIONS_LAPSED: lambda one, event, _: _conditions(
            one, _ids(event), lapsed_on=date.fromisoformat(str(event.payload["from_day"]))
        ),
        Kind.CHANGED: lambda one, event, _: replace(
            one,
            scope=read(Scope, event.payload["scope"]),
            former_names=(*one.former_names, *_names(event)),
        ),
        Kind.EXTENDED: lambda one, event, _: replace(one, validity=read(Validity, event.payload["validity"])),
        Kind.SUSPENDED: lambda one, _, day: replace(one, suspended_on=day),
        Kind.REINSTATED: lambda one, *_: replace(one, suspended_on=None),
        Kind.REVOKED: lambda one, _, day: replace(one, revoked_on=day),
        Kind.VOIDED: lambda one, *_: replace(one, voided=True),
        Kind.REPLACED: lambda one, event, day: replace(
            one, replaced_on=day, replaced_by=str(event.payload["by"])
        ),
        Kind.TRANSFERRED: lambda one, event, day: replace(
            one, transferred_on=day, licensee=str(event.payload["transferee"])
        ),
        Kind.EXHAUSTED: lambda one, _, day: replace(one, exhausted_on=day),
    }
)


def _names(event: Event) -> list[str]:
    former = event.payload.get("former_name")
    return [] if former is None else [str(former)]
