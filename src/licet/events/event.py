"""Events: what happened to a case or a license, who did it as what, when and why.

Domain functions read a state and a command and give back events or raise
:class:`~licet.events.refusal.Refusal`. They never write. State is what :mod:`licet.licensing.case` and
:mod:`licet.licensing.license` fold from the events of one subject, in order; nothing else is state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from licet.events.encoding import Plain, canonical, plain
from licet.events.kinds import Kind
from licet.events.refusal import Refusal
from licet.events.roles import UserRole

__all__ = ["INSTALLATION", "PERSONAL_KEYS", "Act", "Actor", "Event", "Refusal"]

INSTALLATION = "Licet"
"""Whose record it is when it is no organization's: what is done for the whole installation."""

PERSONAL_KEYS = frozenset({"contact_name", "contact_telephone", "contact_email", "signed_by", "person"})
"""Keys of a payload, at any depth, whose values speak of a natural person and may have to be blanked."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (by the name of the account), the role in which the person acts, and for whom.

    ``organization``: the exporter, or the agency, for which the person acts.
    """

    name: str
    role: UserRole
    organization: str

    def __post_init__(self) -> None:
        if not (self.name.strip() and self.organization.strip()):
            raise ValueError("an actor has a name and acts for an organization")


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, when (UTC) and why: what every command has in common. ValueError without a time zone."""

    actor: Actor
    at: datetime
    reason: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", _utc(self.at))


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    ``subject``: the id of the case or license; ``organization``: whose record it is (the exporter), whoever
    acts; ``payload``: plain data (see :func:`~licet.events.encoding.plain`), its keys fixed per kind.
    ValueError or TypeError where something is missing or not plain.
    """

    kind: Kind
    subject: str
    organization: str
    actor: Actor
    at: datetime
    reason: str = ""
    payload: Mapping[str, Plain] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not (self.subject.strip() and self.organization.strip()):
            raise ValueError(f"an event {self.kind} says of what and whose it is")
        object.__setattr__(self, "at", _utc(self.at))
        object.__setattr__(self, "payload", MappingProxyType(_payload(self.payload)))

    @classmethod
    def of(cls, act: Act, kind: Kind, subject: str, organization: str, **payload: object) -> Event:
        """The event that an act brings about; the payload is made plain."""
        made: Any = payload
        return cls(kind, subject, organization, act.actor, act.at, act.reason, made)

    def to_plain(self) -> dict[str, Plain]:
        """The event as plain data; :meth:`from_plain` reads it back the same."""
        return {
            "kind": self.kind.value,
            "subject": self.subject,
            "organization": self.organization,
            "actor": {
                "name": self.actor.name,
                "role": self.actor.role.value,
                "organization": self.actor.organization,
            },
            "at": self.at.isoformat(timespec="microseconds"),
            "reason": self.reason,
            "payload": dict(self.payload),
        }

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> Event:
        """Read an event. KeyError names what is missing, ValueError what is no event of ours."""
        actor = data["actor"]
        return cls(
            kind=Kind(data["kind"]),
            subject=data["subject"],
            organization=data["organization"],
            actor=Actor(actor["name"], UserRole(actor["role"]), actor["organization"]),
            at=datetime.fromisoformat(data["at"]),
            reason=data["reason"],
            payload=data["payload"],
        )

    def canonical(self) -> bytes:
        """The bytes over which a chain of hashes is computed."""
        return canonical(self.to_plain())


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"{at} says no time zone")
    return at.astimezone(UTC)


def _payload(data: Mapping[str, object]) -> dict[str, Plain]:
    made = plain(dict(data))
    assert isinstance(made, dict)
    return made
