"""One line per application, as of a day, made from the event log in one pass: what statistics count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, cast

from licet.events.event import Event
from licet.events.kinds import Kind
from licet.licensing.case import read_days
from licet.licensing.days import day_of
from licet.licensing.deadline import net_days
from licet.licensing.pause import Pause, PauseGround
from licet.licensing.states import CaseOutcome, State, outcome_of

__all__ = ["CaseRecord", "next_record", "records"]


@dataclass(slots=True)
class CaseRecord:
    """An application as it stood at the end of a day. Days are None when they have not come.

    ``decided_on``: the day of what it counts as; of a final denial the 45th day, whenever it was recorded.
    """

    case_id: str
    organization: str
    received_on: date | None = None
    registered_on: date | None = None
    decided_on: date | None = None
    outcome: CaseOutcome | None = None
    to_operating_committee: bool = False
    destination: str | None = None
    parties: tuple[str, ...] = ()
    eccns: tuple[str, ...] = ()
    pauses: dict[str, Pause] = field(default_factory=dict)

    @property
    def gross(self) -> int | None:
        """Calendar days from registration to the decision."""
        if self.registered_on is None or self.decided_on is None:
            return None
        return (self.decided_on - self.registered_on).days

    @property
    def net(self) -> int | None:
        """The same without the days that 15 CFR 750.4(b) leaves out."""
        if self.registered_on is None or self.decided_on is None:
            return None
        return net_days(self.registered_on, self.decided_on, tuple(self.pauses.values()))


def records(events: Iterable[Event], as_of: date) -> tuple[CaseRecord, ...]:
    """Every application received by the end of ``as_of``, from the events of cases up to then, in their order."""
    found: dict[str, CaseRecord] = {}
    for event in events:
        if event.subject not in found and event.kind is not Kind.DRAFTED:
            continue  # no event of a case: a license, or a case whose draft is later than the day
        if _is_after(event.at, as_of):
            continue
        record = found.get(event.subject)
        if record is None:
            record = found[event.subject] = CaseRecord(event.subject, event.organization)
        _count(record, event)
    return tuple(record for record in found.values() if record.received_on is not None)


def next_record(record: CaseRecord | None, event: Event) -> CaseRecord:
    """The record after one more event of its case; the one given is left as it was."""
    found = CaseRecord(event.subject, event.organization) if record is None else record
    changed = replace(found, pauses=dict(found.pauses))
    _count(changed, event)
    return changed


def _is_after(at: datetime, as_of: date) -> bool:
    """Washington is never ahead of UTC, so most instants need no look at its clock."""
    return at.date() > as_of and day_of(at) > as_of


def _count(record: CaseRecord, event: Event) -> None:
    kind, payload = event.kind, cast("Mapping[str, Any]", event.payload)
    if kind in _DESCRIBING:
        _describe(record, payload["application"])
    if kind is Kind.SUBMITTED:
        record.received_on = day_of(event.at)
    elif kind is Kind.REGISTERED:
        record.registered_on = day_of(event.at)
    elif kind is Kind.PAUSED:
        name, ground = payload["pause_id"], PauseGround(payload["ground"])
        record.pauses[name] = Pause(name, ground, read_days(payload["days"]))
    elif kind is Kind.RESUMED:
        pause = record.pauses[payload["pause_id"]]
        taken = {**pause.days, payload["step"]: date.fromisoformat(payload["on"])}
        record.pauses[pause.pause_id] = Pause(pause.pause_id, pause.ground, taken)
    if payload["to"] != payload["from"]:
        state = State(payload["to"])
        record.to_operating_committee |= state is State.OPERATING_COMMITTEE
        outcome = outcome_of(state, record.outcome)
        if outcome is not record.outcome:
            _conclude(record, outcome, payload, event.at)


_DESCRIBING = frozenset({Kind.DRAFTED, Kind.AMENDED, Kind.SUBMITTED})


def _conclude(
    record: CaseRecord, outcome: CaseOutcome | None, payload: Mapping[str, Any], at: datetime
) -> None:
    record.outcome = outcome
    decided = outcome not in {None, CaseOutcome.PENDING}
    final = payload.get("final_on")
    record.decided_on = (date.fromisoformat(final) if final else day_of(at)) if decided else None


def _describe(record: CaseRecord, application: Mapping[str, Any]) -> None:
    record.destination = application["destination"]
    record.parties = tuple(dict.fromkeys(item["name"] for item in application["parties"] if item["name"]))
    record.eccns = tuple(dict.fromkeys(item["eccn"] for item in application["lines"] if item["eccn"]))
