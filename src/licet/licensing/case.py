"""A case: what its events make of it. Nothing else is state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from licet.events.decoding import read
from licet.events.event import Event
from licet.events.kinds import Kind
from licet.events.roles import UserAction
from licet.licensing.application import Application
from licet.licensing.days import day_of
from licet.licensing.decision import DecisionProposal, Judgment
from licet.licensing.opinion import Recommendation, Resolution
from licet.licensing.pause import Pause, PauseGround
from licet.licensing.states import State

__all__ = ["Case", "Referral", "apply", "fold"]


@dataclass(frozen=True, slots=True)
class Referral:
    """What one agency was asked and said. ``deemed``: its silence was put on record."""

    agency: str
    referred_on: date
    received_on: date | None = None
    recommendation: Recommendation | None = None
    recommended_on: date | None = None
    deemed: bool = False

    @property
    def clock_from(self) -> date:
        """Electronic referrals arrive on their day, unless a later receipt was recorded."""
        return self.received_on or self.referred_on


@dataclass(frozen=True, slots=True)
class Case:
    """One application and its review. ``version`` counts its events; a store tells two writers apart by it."""

    case_id: str
    organization: str
    version: int
    state: State
    at: datetime
    applications: tuple[Application, ...]
    submitted_on: date | None = None
    acn: str | None = None
    registered_on: date | None = None
    referrals: tuple[Referral, ...] = ()
    position: Recommendation | None = None
    resolution: Resolution | None = None
    escalated_on: date | None = None
    body_decided_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    judgments: tuple[Judgment, ...] = ()
    proposal: DecisionProposal | None = None
    proposed_from: State | None = None
    held_from: State | None = None
    countersigned_on: date | None = None
    approved_lines: tuple[int, ...] = ()
    approvals: tuple[DecisionProposal, ...] = ()
    reviewed_version: int | None = None
    notified_on: date | None = None
    answered_on: date | None = None
    denied_lines: tuple[int, ...] = ()
    final_denial_on: date | None = None
    notice_on: date | None = None
    decided_on: date | None = None
    first_decided_on: date | None = None
    overruled: bool = False
    appealed_on: date | None = None
    acts: tuple[tuple[str, UserAction], ...] = ()

    @property
    def application(self) -> Application:
        """The version that counts: the last."""
        return self.applications[-1]

    @property
    def open_lines(self) -> tuple[int, ...]:
        """Lines not yet approved."""
        return tuple(line.number for line in self.application.lines if line.number not in self.approved_lines)

    def referral(self, agency: str) -> Referral | None:
        return next((item for item in self.referrals if item.agency == agency), None)

    def pause(self, pause_id: str) -> Pause | None:
        return next((item for item in self.pauses if item.pause_id == pause_id), None)

    def done_by(self, person: str) -> frozenset[UserAction]:
        """What a person has already done to this case."""
        return frozenset(action for name, action in self.acts if name == person)


def fold(events: Iterable[Event]) -> Case:
    """The case that its events make, in order. ValueError when the first is not a draft."""
    made: Case | None = None
    for event in events:
        made = apply(made, event)
    if made is None:
        raise ValueError("no events, no case")
    return made


def apply(case: Case | None, event: Event) -> Case:
    """The case after one more event."""
    if case is None:
        return _drafted(event)
    if event.subject != case.case_id:
        raise ValueError(f"an event of {event.subject} does not belong to {case.case_id}")
    handler = _HANDLERS.get(event.kind)
    changed = case if handler is None else handler(case, event, day_of(event.at))
    return replace(
        changed,
        version=case.version + 1,
        state=State(_text(event, "to")),
        at=event.at,
        acts=(*case.acts, (event.actor.name, UserAction(_text(event, "action")))),
    )


def _drafted(event: Event) -> Case:
    if event.kind is not Kind.DRAFTED:
        raise ValueError(f"a case begins with a draft, not with {event.kind}")
    return Case(
        case_id=event.subject,
        organization=event.organization,
        version=1,
        state=State.DRAFT,
        at=event.at,
        applications=(read(Application, event.payload["application"]),),
        acts=((event.actor.name, UserAction.DRAFT),),
    )


def _text(event: Event, key: str) -> str:
    return str(event.payload[key])


def _amended(case: Case, event: Event, _day: date) -> Case:
    return replace(case, applications=(*case.applications, read(Application, event.payload["application"])))


def _submitted(case: Case, _event: Event, day: date) -> Case:
    return replace(case, submitted_on=day)


def _registered(case: Case, event: Event, day: date) -> Case:
    return replace(case, registered_on=day, acn=_text(event, "acn"))


def _referred(case: Case, event: Event, day: date) -> Case:
    agencies: Any = event.payload["agencies"]
    kept = tuple(referral for referral in case.referrals if referral.agency not in agencies)
    return replace(case, referrals=(*kept, *(Referral(name, day) for name in agencies)))


def _referral(case: Case, agency: str, **changes: Any) -> Case:
    changed = tuple(
        replace(referral, **changes) if referral.agency == agency else referral for referral in case.referrals
    )
    return replace(case, referrals=changed)


def _received(case: Case, event: Event, day: date) -> Case:
    return _referral(case, _text(event, "agency"), received_on=day)


def _recommended(case: Case, event: Event, day: date) -> Case:
    said = read(Recommendation, event.payload["recommendation"])
    return _referral(case, said.agency, recommendation=said, recommended_on=day)


def _deemed(case: Case, event: Event, _day: date) -> Case:
    return _referral(case, _text(event, "agency"), deemed=True)


def _closed(case: Case, event: Event, _day: date) -> Case:
    resolution = event.payload["resolution"]
    return replace(
        case,
        reviewed_version=case.application.version,
        position=read(Recommendation, event.payload["position"]),
        resolution=None if resolution is None else read(Resolution, resolution),
    )


def _escalated(case: Case, _event: Event, day: date) -> Case:
    return replace(case, escalated_on=day)


def _body_decided(case: Case, event: Event, day: date) -> Case:
    return replace(case, body_decided_on=day, resolution=read(Resolution, event.payload["resolution"]))


def _judged(case: Case, event: Event, _day: date) -> Case:
    return replace(case, judgments=(*case.judgments, read(Judgment, event.payload["judgment"])))


def _paused(case: Case, event: Event, _day: date) -> Case:
    days = read_days(event.payload["days"])
    pause = Pause(_text(event, "pause_id"), PauseGround(_text(event, "ground")), days)
    return replace(case, pauses=(*case.pauses, pause))


def _stepped(case: Case, event: Event, _day: date) -> Case:
    name, step = _text(event, "pause_id"), _text(event, "step")
    on = date.fromisoformat(_text(event, "on"))
    changed = tuple(
        replace(pause, days=MappingProxyType({**pause.days, step: on})) if pause.pause_id == name else pause
        for pause in case.pauses
    )
    return replace(case, pauses=changed)


def read_days(data: Any) -> Mapping[str, date]:
    """The days of a pause's steps from their plain form."""
    return MappingProxyType({step: date.fromisoformat(day) for step, day in data.items()})


def _held(case: Case, _event: Event, _day: date) -> Case:
    return replace(case, held_from=case.state)


def _proposed(case: Case, event: Event, _day: date) -> Case:
    return replace(case, proposal=read(DecisionProposal, event.payload["proposal"]), proposed_from=case.state)


def _countersigned(case: Case, _event: Event, day: date) -> Case:
    return replace(case, countersigned_on=day)


def _sent_back(case: Case, _event: Event, _day: date) -> Case:
    return replace(case, proposal=None, proposed_from=None)


def _approved(case: Case, event: Event, day: date) -> Case:
    lines: Any = event.payload["approved"]
    signed = (case.proposal,) if lines and case.proposal is not None else ()
    changed = replace(
        _decided(case, day),
        approved_lines=(*case.approved_lines, *lines),
        approvals=(*case.approvals, *signed),
    )
    return _intended(changed, event, day) if event.payload["denied"] else changed


def _intended(case: Case, event: Event, day: date) -> Case:
    lines: Any = event.payload["denied"]
    return replace(_decided(case, day), notified_on=day, answered_on=None, denied_lines=tuple(lines))


def _decided(case: Case, day: date) -> Case:
    return replace(case, notice_on=day, decided_on=day, first_decided_on=case.first_decided_on or day)


def _answered(case: Case, _event: Event, day: date) -> Case:
    return replace(case, answered_on=day)


def _changed(case: Case, _event: Event, _day: date) -> Case:
    return replace(case, denied_lines=(), notified_on=None, proposal=None, resolution=None, decided_on=None)


def _denied(case: Case, event: Event, _day: date) -> Case:
    return replace(case, final_denial_on=date.fromisoformat(_text(event, "final_on")))


def _closed_unanswered(case: Case, _event: Event, day: date) -> Case:
    return _decided(case, day)


def _appealed(case: Case, _event: Event, day: date) -> Case:
    return replace(case, appealed_on=day)


def _appeal_decided(case: Case, event: Event, day: date) -> Case:
    if State(_text(event, "to")) is State.AFFIRMED:
        return case
    return replace(_changed(case, event, day), final_denial_on=None, overruled=True)


_HANDLERS: Mapping[Kind, Callable[[Case, Event, date], Case]] = MappingProxyType(
    {
        Kind.AMENDED: _amended,
        Kind.SUBMITTED: _submitted,
        Kind.REGISTERED: _registered,
        Kind.REFERRED: _referred,
        Kind.RECEIVED_BY_AGENCY: _received,
        Kind.RECOMMENDED: _recommended,
        Kind.DEEMED_NO_OBJECTION: _deemed,
        Kind.REVIEW_CLOSED: _closed,
        Kind.ESCALATED: _escalated,
        Kind.BODY_DECIDED: _body_decided,
        Kind.JUDGED: _judged,
        Kind.PAUSED: _paused,
        Kind.RESUMED: _stepped,
        Kind.HELD: _held,
        Kind.DECISION_PROPOSED: _proposed,
        Kind.COUNTERSIGNED: _countersigned,
        Kind.SENT_BACK: _sent_back,
        Kind.APPROVED: _approved,
        Kind.INTENT_TO_DENY: _intended,
        Kind.ANSWERED: _answered,
        Kind.DENIAL_CHANGED: _changed,
        Kind.DENIED: _denied,
        Kind.RETURNED: _closed_unanswered,
        Kind.REFUSED_REGISTRATION: _closed_unanswered,
        Kind.WITHDRAWN: _closed_unanswered,
        Kind.APPEALED: _appealed,
        Kind.APPEAL_DECIDED: _appeal_decided,
    }
)
"""What each kind of event changes beyond the state; a kind that is not here changes nothing else."""
