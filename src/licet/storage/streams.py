"""What each stream of events makes: a state folded from its events, and the rows projected from that state.

A projection is a function of the state alone. So it can be made again from the log, and whether it was kept
rightly can be checked at any time (``licet.storage.replay``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Table

from licet.events.encoding import canonical
from licet.events.event import Event
from licet.events.kinds import Kind
from licet.licensing.application import Application
from licet.licensing.case import Case, apply, read_days
from licet.licensing.days import day_of
from licet.licensing.deadline_steps import DeadlineStep, case_steps, license_steps
from licet.licensing.license import License, apply_license
from licet.licensing.pause import Pause, PauseGround
from licet.licensing.record import CaseRecord, next_record
from licet.licensing.same import deal_key, order_key
from licet.licensing.scope import LicenseScope
from licet.licensing.states import CaseOutcome
from licet.storage.schema_views import (
    case_agency,
    case_list,
    case_record,
    deadline_list,
    ledger_balance,
    license_list,
)  # fmt: skip

__all__ = ["STREAMS", "DatedRecord", "Row", "Stream", "TrackedCase", "record_of"]

Row = tuple[Table, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Stream:
    """One kind of subject. ``state``: the class that people see, ``shown`` how it is had from what is folded.

    ``begins``: the kinds of event with which a subject begins, and which it never has again.
    """

    name: str
    state: type
    apply: Callable[[Any, Event], Any]
    rows: Callable[[Any], Iterator[Row]]
    tables: tuple[Table, ...]
    begins: frozenset[Kind]
    shown: Callable[[Any], Any] = lambda state: state


@dataclass(frozen=True, slots=True)
class DatedRecord:
    """What statistics count of a case, at the end of the day ``since`` and of later ones."""

    since: date
    record: CaseRecord


@dataclass(frozen=True, slots=True)
class TrackedCase:
    """A case, and all that statistics ever counted of it."""

    case: Case
    history: tuple[DatedRecord, ...]


def _apply_case(tracked: TrackedCase | None, event: Event) -> TrackedCase:
    if tracked is None:
        return TrackedCase(apply(None, event), (DatedRecord(day_of(event.at), next_record(None, event)),))
    history, day = tracked.history, day_of(event.at)
    record = next_record(history[-1].record, event)
    if record != history[-1].record:
        kept = history[:-1] if history[-1].since == day else history
        history = (*kept, DatedRecord(day, record))
    return TrackedCase(apply(tracked.case, event), history)


def _case_rows(tracked: TrackedCase) -> Iterator[Row]:
    case, asked = tracked.case, tracked.case.application
    value = asked.total_value
    yield (
        case_list,
        {
            "case_id": case.case_id,
            "organization": case.organization,
            "version": case.version,
            "state": case.state.value,
            "at": _instant(case.at),
            "acn": case.acn,
            "applicant": asked.applicant.name,
            "destination": asked.destination,
            "parties": _json(list(_names(asked))),
            "value_usd": None if value is None else format(value, "f"),
            "order_key": order_key(asked) or None,
            "deal": deal_key(asked),
            "submitted_on": _day(case.submitted_on),
            "registered_on": _day(case.registered_on),
            "decided_on": _day(case.decided_on),
            "words": _words(
                case.case_id,
                case.acn,
                asked.applicant.name,
                asked.destination,
                *(party.name for party in asked.parties),
            ),
        },
    )
    yield from _deadline_rows("case", case.case_id, case_steps(case))
    for referral in case.referrals:
        yield case_agency, {"case_id": case.case_id, "agency": referral.agency}
    ends = [*(later.since for later in tracked.history[1:]), None]
    for dated, until in zip(tracked.history, ends, strict=True):
        yield case_record, _record_row(dated.record, dated.since, until)


def _record_row(record: CaseRecord, since: date, until: date | None) -> dict[str, Any]:
    return {
        "case_id": record.case_id,
        "since": since.isoformat(),
        "until": _day(until),
        "organization": record.organization,
        "received_on": _day(record.received_on),
        "registered_on": _day(record.registered_on),
        "decided_on": _day(record.decided_on),
        "outcome": None if record.outcome is None else record.outcome.value,
        "to_operating_committee": record.to_operating_committee,
        "destination": record.destination,
        "parties": _json(record.parties),
        "eccns": _json(record.eccns),
        "pauses": _json(list(record.pauses.values())),
    }


def record_of(row: Any) -> CaseRecord:
    """A row of ``case_record`` as statistics count it."""
    pauses = [] if row.pauses == "[]" else [_pause(load) for load in json.loads(row.pauses)]
    return CaseRecord(
        case_id=row.case_id,
        organization=row.organization,
        received_on=_read_day(row.received_on),
        registered_on=_read_day(row.registered_on),
        decided_on=_read_day(row.decided_on),
        outcome=None if row.outcome is None else CaseOutcome(row.outcome),
        to_operating_committee=row.to_operating_committee,
        destination=row.destination,
        parties=tuple(json.loads(row.parties)),
        eccns=tuple(json.loads(row.eccns)),
        pauses={pause.pause_id: pause for pause in pauses},
    )


def _pause(data: Mapping[str, Any]) -> Pause:
    return Pause(data["pause_id"], PauseGround(data["ground"]), read_days(data["days"]))


def _read_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _license_rows(license_: License) -> Iterator[Row]:
    ended, ended_on = _ended(license_)
    yield (
        license_list,
        {
            "number": license_.number,
            "case_id": license_.case_id,
            "organization": license_.organization,
            "version": license_.version,
            "licensee": license_.licensee,
            "destination": license_.scope.destination,
            "parties": _json(list(_names(license_.scope))),
            "issued_on": license_.issued_on.isoformat(),
            "expires_on": license_.expires_on.isoformat(),
            "suspended_on": _day(license_.suspended_on),
            "ended": ended,
            "ended_on": _day(ended_on),
            "words": _words(
                license_.number,
                license_.case_id,
                license_.licensee,
                license_.scope.destination,
                *(party.name for party in license_.scope.parties),
            ),
        },
    )
    yield from _deadline_rows("license", license_.number, license_steps(license_) if ended is None else ())
    yield from _balance_rows(license_)


def _deadline_rows(stream: str, subject: str, steps: Iterable[DeadlineStep]) -> Iterator[Row]:
    for step in steps:
        row = {
            "stream": stream,
            "subject": subject,
            "since": step.since.isoformat(),
            "until": _day(step.until),
        }
        yield deadline_list, {**row, "who": step.who, "due": _day(step.due)}


def _names(parties_of: Application | LicenseScope) -> Iterator[str | None]:
    return (party.name for party in parties_of.parties)


def _words(*texts: str | None) -> str:
    """What a search for a part of any of them looks in."""
    return "\n".join(text.casefold() for text in texts if text)


def _balance_rows(license_: License) -> Iterator[Row]:
    for (line, account), amount in license_.ledger.balances.items():
        yield (
            ledger_balance,
            {
                "number": license_.number,
                "line": line,
                "account": account.value,
                "quantity": format(amount.quantity, "f"),
                "value_usd": format(amount.value, "f"),
            },
        )


def _ended(item: License) -> tuple[str | None, date | None]:
    """What ended it for good, by the order in which :meth:`License.status` looks."""
    if item.voided:
        return "void", item.issued_on
    found = (
        ("revoked", item.revoked_on),
        ("replaced", item.replaced_on),
        ("exhausted", item.exhausted_on),
    )
    return next(((word, day) for word, day in found if day is not None), (None, None))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _instant(at: Any) -> str:
    return str(at.isoformat(timespec="microseconds"))


def _json(value: object) -> str:
    return canonical(value).decode()


STREAMS: Mapping[str, Stream] = MappingProxyType(
    {
        stream.name: stream
        for stream in (
            Stream(
                "case",
                Case,
                _apply_case,
                _case_rows,
                (case_list, case_agency, case_record, deadline_list),
                frozenset({Kind.DRAFTED}),
                lambda tracked: tracked.case,
            ),
            Stream(
                "license",
                License,
                apply_license,
                _license_rows,
                (license_list, deadline_list, ledger_balance),
                frozenset({Kind.ISSUED}),
            ),
        )
    }
)
"""By name, the streams that have a state; events of others (``audit``) are kept and searched alone."""
