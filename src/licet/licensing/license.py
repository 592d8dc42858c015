"""A license: what its events make of it, and what may be said of it on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from licet.events.decoding import read
from licet.events.event import Event
from licet.events.kinds import Kind
from licet.events.roles import UserAction
from licet.licensing.days import day_of
from licet.licensing.ledger import (
    Ledger,
    Posting,
    granting,
    opened,
    read_postings,
    regranted,
    regranting,
)
from licet.licensing.scope import LicenseScope
from licet.licensing.validity import Validity

__all__ = ["License", "LicenseCondition", "LicenseStatus", "apply_license", "fold_license", "journal"]


class LicenseStatus(StrEnum):
    """What a license is on a day. Only a valid one authorizes anything."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    VOID = "void"
    REPLACED = "replaced"
    EXPIRED = "expired"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class LicenseCondition:
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
    """One license with its ledger. ``version`` counts its events, those of the ledger included.

    ``replaces`` and ``replaced_by`` are license numbers; ``standing_since``: the day of the last event that could
    change whether it may be used; ``acts``: who has done what to it, each once.
    """

    number: str
    case_id: str
    organization: str
    licensee: str
    version: int
    at: datetime
    scope: LicenseScope
    issued_on: date
    validity: Validity
    ledger: Ledger
    standing_since: date
    conditions: tuple[LicenseCondition, ...] = ()
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

    def status(self, on: date) -> LicenseStatus:
        """What it is on a day; a license obtained on a false statement is void from issue (750.7(a)(2))."""
        if self.voided:
            return LicenseStatus.VOID
        if self.revoked_on is not None and on >= self.revoked_on:
            return LicenseStatus.REVOKED
        if self.replaced_on is not None and on >= self.replaced_on:
            return LicenseStatus.REPLACED
        if on > self.expires_on:
            return LicenseStatus.EXPIRED
        if self.exhausted_on is not None and on >= self.exhausted_on:
            return LicenseStatus.EXHAUSTED
        if self.suspended_on is not None and on >= self.suspended_on:
            return LicenseStatus.SUSPENDED
        return LicenseStatus.VALID

    def condition(self, condition_id: str) -> LicenseCondition | None:
        return next(
            (
                license_condition
                for license_condition in self.conditions
                if license_condition.condition_id == condition_id
            ),
            None,
        )

    def open_conditions(self, on: date) -> tuple[LicenseCondition, ...]:
        """Conditions that bind and about which something is still to be done."""
        return tuple(
            condition for condition in self.conditions if condition.binds(on) and condition.missing()
        )

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


def journal(events: Iterable[Event]) -> Iterator[tuple[Event, Posting]]:
    """Every posting of a license, in order: those that its events carry, and what its scope grants."""
    made: License | None = None
    for event in events:
        before, made = made, apply_license(made, event)
        if before is None:
            granted = (*granting(made.scope.lines), *read_postings(event.payload))
        elif event.kind is Kind.CHANGED:
            granted = tuple(regranting(before.scope, made.scope))
        else:
            granted = read_postings(event.payload)
        yield from ((event, posting) for posting in granted)


def apply_license(license_: License | None, event: Event) -> License:
    """The license after one more event."""
    if license_ is None:
        return _issued(event)
    if event.subject != license_.number:
        raise ValueError(f"an event of {event.subject} does not belong to {license_.number}")
    day = day_of(event.at)
    handler = _HANDLERS.get(event.kind)
    changed = license_ if handler is None else handler(license_, event, day)
    act = (event.actor.name, UserAction(str(event.payload["action"])))
    return replace(
        changed,
        version=license_.version + 1,
        at=event.at,
        standing_since=license_.standing_since if event.kind in _STANDING_STAYS else day,
        acts=license_.acts if act in license_.acts else (*license_.acts, act),
    )


def _issued(event: Event) -> License:
    if event.kind is not Kind.ISSUED:
        raise ValueError(f"a license begins with its issue, not with {event.kind}")
    data: Any = event.payload
    scope = read(LicenseScope, data["scope"])
    ledger = opened(scope).posted(read_postings(data))
    day = date.fromisoformat(data["issued_on"]) if "issued_on" in data else day_of(event.at)
    return License(
        number=event.subject,
        case_id=data["case_id"],
        organization=event.organization,
        licensee=data["licensee"],
        version=1,
        at=event.at,
        scope=scope,
        issued_on=day,
        validity=read(Validity, data["validity"]),
        ledger=ledger,
        standing_since=day_of(event.at),
        conditions=tuple(read(LicenseCondition, item) for item in data["conditions"]),
        riders=tuple(data["riders"]),
        replaces=data["replaces"],
        exhausted_on=day_of(event.at) if ledger.all_shipped(scope.lines) else None,
        acts=((event.actor.name, UserAction(data["action"])),),
    )


def _conditions(license_: License, ids: Iterable[str], **changes: Any) -> License:
    wanted = set(ids)
    changed = tuple(
        replace(condition, **changes) if condition.condition_id in wanted else condition
        for condition in license_.conditions
    )
    return replace(license_, conditions=changed)


def _ids(event: Event) -> list[str]:
    found: Any = event.payload["conditions"]
    return [str(item) for item in found]


def _rescoped(license_: License, event: Event) -> License:
    scope = read(LicenseScope, event.payload["scope"])
    return replace(
        license_,
        scope=scope,
        ledger=regranted(license_.ledger, license_.scope, scope),
        former_names=(*license_.former_names, *_names(event)),
    )


def _names(event: Event) -> list[str]:
    former = event.payload.get("former_name")
    return [] if former is None else [str(former)]


def _drawn(license_: License, event: Event, day: date) -> License:
    """After an event of the ledger: exhausted since the event by which all units had left (750.11(a))."""
    ledger = license_.ledger.after(event.kind, event.payload, day)
    full = ledger.all_shipped(license_.scope.lines)
    return replace(license_, ledger=ledger, exhausted_on=(license_.exhausted_on or day) if full else None)


_LEDGER = (
    Kind.RESERVED,
    Kind.RELEASED_RESERVATION,
    Kind.SHIPPED,
    Kind.REVERSED,
    Kind.ADJUSTMENT_PROPOSED,
    Kind.ADJUSTED,
    Kind.ADJUSTMENT_REJECTED,
)
_STANDING_STAYS = frozenset({*_LEDGER, Kind.RECONCILED, Kind.EXPIRED, Kind.EXHAUSTED})
"""Events that change nothing of whether a license may be used, or only record what a day or the ledger shows."""

_HANDLERS: Mapping[Kind, Callable[[License, Event, date], License]] = MappingProxyType(
    {
        Kind.CONDITIONS_SENT: lambda license_, event, day: _conditions(license_, _ids(event), sent_on=day),
        Kind.CONDITION_ACKNOWLEDGED: lambda license_, event, day: _conditions(
            license_, _ids(event), acknowledged_on=day
        ),
        Kind.CONDITION_DONE: lambda license_, event, day: _conditions(license_, _ids(event), done_on=day),
        Kind.CONDITIONS_LAPSED: lambda license_, event, _: _conditions(
            license_, _ids(event), lapsed_on=date.fromisoformat(str(event.payload["from_day"]))
        ),
        Kind.CHANGED: lambda license_, event, _: _rescoped(license_, event),
        Kind.EXTENDED: lambda license_, event, _: replace(
            license_, validity=read(Validity, event.payload["validity"])
        ),
        Kind.SUSPENDED: lambda license_, _, day: replace(license_, suspended_on=day),
        Kind.REINSTATED: lambda item, *_: replace(item, suspended_on=None),
        Kind.REVOKED: lambda license_, _, day: replace(license_, revoked_on=day),
        Kind.VOIDED: lambda item, *_: replace(item, voided=True),
        Kind.REPLACED: lambda license_, event, day: replace(
            license_, replaced_on=day, replaced_by=str(event.payload["by"])
        ),
        Kind.TRANSFERRED: lambda license_, event, day: replace(
            license_, transferred_on=day, licensee=str(event.payload["transferee"])
        ),
        **dict.fromkeys(_LEDGER, _drawn),
    }
)
