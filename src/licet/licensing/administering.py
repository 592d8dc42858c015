"""What happens to a license after its issue: by the licensee, by the authority, and by time alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from licet.engine.determination import Determination
from licet.events.event import Act, Event
from licet.events.kinds import Kind
from licet.events.refusal import need
from licet.events.roles import UserAction
from licet.licensing.change import Change, ChangeClass, Classified, classify
from licet.licensing.days import day_of, is_holiday, next_business_day
from licet.licensing.ledger import regranted
from licet.licensing.license import License, LicenseStatus
from licet.licensing.license_event import license_event
from licet.licensing.scope import LicenseScope
from licet.licensing.tolerance import overdrawn
from licet.licensing.validity import Validity
from licet.rules.answer import Answer
from licet.rules.citation import Citation, cfr

__all__ = [
    "Transferee",
    "acknowledge",
    "change",
    "exhaust",
    "expire",
    "extend",
    "fulfill",
    "lapse_conditions",
    "reinstate",
    "replace_license",
    "revoke",
    "send_conditions",
    "suspend",
    "transfer",
    "void",
]

_DUTY = cfr("15 CFR 750.7(d)")
_REVOKE = cfr("15 CFR 750.8(a)")
_TRANSFER = cfr("15 CFR 750.10(a)")
_EXTEND = cfr("15 CFR 750.7(g)(1)")
_LAPSE = cfr("15 CFR 750.7(i)")


def _live(license_: License, act: Act, cite: Citation, *also: LicenseStatus) -> None:
    status = license_.status(day_of(act.at))
    need(status in {LicenseStatus.VALID, *also}, "not_valid", f"the license is {status.value}", cite)


def _known(license_: License, ids: Iterable[str]) -> tuple[str, ...]:
    named = tuple(ids)
    unknown = [text for text in named if license_.condition(text) is None]
    need(bool(named) and not unknown, "condition", f"no such condition: {', '.join(unknown) or 'none named'}")
    return named


def send_conditions(license_: License, act: Act, conditions: Iterable[str], document: str) -> Event:
    """Convey conditions in writing to the parties they bind. ``document``: SHA-256 of what was sent (750.7(d))."""
    need(bool(document), "document", "in writing: name the document that was sent", _DUTY)
    named = _known(license_, conditions)
    return license_event(
        license_, act, Kind.CONDITIONS_SENT, UserAction.CONVEY_CONDITIONS, conditions=named, document=document
    )


def acknowledge(license_: License, act: Act, condition: str, document: str, signed_by: str) -> Event:
    """Record a party's written acknowledgement of a condition that was sent to it."""
    named = _known(license_, (condition,))
    found = license_.condition(condition)
    need(
        bool(document and signed_by),
        "document",
        "a written acknowledgement has a document and a signature",
        _DUTY,
    )
    need(
        found is not None and found.sent_on is not None, "not_sent", "it was never conveyed in writing", _DUTY
    )
    return license_event(
        license_,
        act,
        Kind.CONDITION_ACKNOWLEDGED,
        UserAction.ACKNOWLEDGE,
        conditions=named,
        document=document,
        signed_by=signed_by,
    )


def fulfill(license_: License, act: Act, condition: str, document: str | None = None) -> Event:
    """Record a condition as done; late is recorded as late."""
    named = _known(license_, (condition,))
    found = license_.condition(condition)
    assert found is not None
    need(found.done_on is None, "done", "it is already on record as done")
    late = found.due is not None and day_of(act.at) > found.due
    return license_event(
        license_,
        act,
        Kind.CONDITION_DONE,
        UserAction.FULFILL,
        conditions=named,
        document=document,
        late=late,
    )


def lapse_conditions(license_: License, act: Act, found: Determination) -> Event:
    """The item became free: conditions that would not apply any longer bind no more (750.7(i)).

    ``found``: the answer for the licensed sale without the license. Conditions lapse as of its day when no license
    is needed or an exception authorizes it; what was done before remains punishable. Refusal ``still_controlled``
    otherwise, an authority that is only claimed included.
    """
    free = found.answer in {Answer.NO_LICENSE_REQUIRED, Answer.NOT_SUBJECT, Answer.AUTHORIZED}
    licensed = "license_number" in found.sale.facts
    need(free and not licensed, "still_controlled", f"the answer is {found.answer.value}", _LAPSE)
    need(_same_sale(license_.scope, found), "other_sale", "the answer is for other parties or places", _LAPSE)
    lines = {line.number for line in license_.scope.lines if line.eccn == found.sale.item.eccn}
    everything = {line.number for line in license_.scope.lines}
    bound = tuple(
        condition.condition_id
        for condition in license_.conditions
        if condition.binds(found.sale.as_of) and (set(condition.lines) or everything) <= lines
    )
    need(bool(bound), "no_conditions", "no condition binds this item alone", _LAPSE)
    return license_event(
        license_,
        act,
        Kind.CONDITIONS_LAPSED,
        UserAction.FULFILL,
        conditions=bound,
        from_day=found.sale.as_of,
        authority=found.authority,
        receipt_id=found.receipt.receipt_id,
    )


def _same_sale(scope: LicenseScope, found: Determination) -> bool:
    sale = found.sale
    parties = {(party.role, party.name) for party in sale.parties}
    return (
        sale.destination == scope.destination
        and {(party.role, party.name) for party in scope.parties} <= parties
    )


def change(
    license_: License, act: Act, wish: Change, scope: LicenseScope, *, former_name: str | None = None
) -> tuple[Event, Classified]:
    """Make a non-material change. ``scope``: the scope after it. Refusal ``replacement`` with what it takes else."""
    _live(license_, act, cfr("15 CFR 750.7(c)"))
    found = classify(wish, license_.scope)
    missing = f" ({'; '.join(found.missing)})" if found.missing else ""
    allowed = found.result is ChangeClass.NON_MATERIAL
    need(
        allowed,
        found.result.value,
        f"{found.result.value.replace('_', ' ')}: {found.why}{missing}",
        found.cite,
    )
    _keeps_what_is_used(license_, scope)
    event = license_event(
        license_,
        act,
        Kind.CHANGED,
        UserAction.CHANGE_LICENSE,
        scope=scope,
        paragraph=found.cite.text,
        change=wish,
        former_name=former_name,
    )
    return event, found


def _keeps_what_is_used(license_: License, scope: LicenseScope) -> None:
    """No change takes away a line, or makes a license smaller than what was drawn on it."""
    gone = sorted({line.number for line in license_.scope.lines} - {line.number for line in scope.lines})
    need(not gone, "lines", f"a change keeps every line; missing: {gone}", cfr("15 CFR 750.7(c)(1)"))
    over = overdrawn(scope, regranted(license_.ledger, license_.scope, scope))
    if over is not None:
        raise over


def extend(license_: License, act: Act, until: date, state_holidays: Collection[date] = ()) -> Event:
    """Extend the validity: while the license is valid, with the justification as reason (750.7(g)(1), (2))."""
    _live(license_, act, _EXTEND)
    need(until > license_.expires_on, "not_longer", f"it is valid until {license_.expires_on}", _EXTEND)
    need(bool(act.reason.strip()), "reason", "an extension has a justification", cfr("15 CFR 750.7(g)(2)"))
    rolled = next_business_day(until, state_holidays) if is_holiday(until, state_holidays) else until
    made = Validity(until, rolled, "extended by the authority", _EXTEND)
    return license_event(license_, act, Kind.EXTENDED, UserAction.ADMINISTER_LICENSE, validity=made)


def suspend(license_: License, act: Act) -> Event:
    """Suspend, without notice (750.8(a))."""
    _live(license_, act, _REVOKE)
    return license_event(license_, act, Kind.SUSPENDED, UserAction.ADMINISTER_LICENSE)


def reinstate(license_: License, act: Act) -> Event:
    """End a suspension."""
    suspended = license_.status(day_of(act.at)) is LicenseStatus.SUSPENDED
    need(suspended, "not_suspended", "the license is not suspended", _REVOKE)
    return license_event(license_, act, Kind.REINSTATED, UserAction.ADMINISTER_LICENSE)


def revoke(license_: License, act: Act) -> Event:
    """Revoke, without notice (750.8(a))."""
    _live(license_, act, _REVOKE, LicenseStatus.SUSPENDED, LicenseStatus.EXHAUSTED)
    return license_event(license_, act, Kind.REVOKED, UserAction.ADMINISTER_LICENSE)


def void(license_: License, act: Act) -> Event:
    """A false or misleading representation was made: void as of the date of issuance (750.7(a)(2))."""
    need(not license_.voided, "not_valid", "the license is void already")
    need(
        bool(act.reason.strip()),
        "reason",
        "name the representation that was false",
        cfr("15 CFR 750.7(a)(2)"),
    )
    return license_event(license_, act, Kind.VOIDED, UserAction.ADMINISTER_LICENSE, as_of=license_.issued_on)


def replace_license(license_: License, act: Act, by: License) -> Event:
    """End a license since another replaces it; both are kept (750.7(h)(4))."""
    cite = cfr("15 CFR 750.7(h)(4)")
    _live(license_, act, cite, LicenseStatus.SUSPENDED)
    need(
        by.replaces == license_.number,
        "other_license",
        f"{by.number} does not replace {license_.number}",
        cite,
    )
    return license_event(license_, act, Kind.REPLACED, UserAction.ADMINISTER_LICENSE, by=by.number)


@dataclass(frozen=True, slots=True)
class Transferee:
    """Who is to have the license, and what 750.10 asks of it; None: not stated, which is not yes."""

    name: str
    subject_to_us_jurisdiction: bool | None = None
    principal_party: bool | None = None
    assumes_all: bool | None = None


def transfer(license_: License, act: Act, to: Transferee) -> Event:
    """Transfer, once, with written approval, to a principal party under US jurisdiction that assumes all."""
    _live(license_, act, _TRANSFER)
    need(
        license_.transferred_on is None,
        "transferred",
        "only one transfer of a license is approved",
        _TRANSFER,
    )
    need(
        license_.scope.action.value == "export",
        "not_export",
        "only licenses to export are transferred",
        _TRANSFER,
    )
    for holds, words in (
        (to.subject_to_us_jurisdiction, "subject to the jurisdiction of the United States"),
        (to.principal_party, "a principal party in interest"),
        (to.assumes_all, "to assume all powers and responsibilities"),
    ):
        need(holds is True, "transferee", f"{to.name} must be shown {words}", _TRANSFER)
    return license_event(
        license_,
        act,
        Kind.TRANSFERRED,
        UserAction.ADMINISTER_LICENSE,
        transferee=to.name,
        transferor=license_.licensee,
    )


def expire(license_: License, act: Act) -> Event:
    """Put the expiry on record, after its last day."""
    over = day_of(act.at) > license_.expires_on
    need(over, "not_expired", f"it is valid until {license_.expires_on}", cfr("15 CFR 750.7(g)"))
    return license_event(license_, act, Kind.EXPIRED, UserAction.RUN_CLOCK, last_day=license_.expires_on)


def exhaust(license_: License, act: Act) -> Event:
    """Put on record that all units were shipped, as the ledger shows (750.11(a))."""
    full = license_.ledger.all_shipped(license_.scope.lines)
    need(full, "not_exhausted", "not all units were shipped", cfr("15 CFR 750.11(a)"))
    return license_event(license_, act, Kind.EXHAUSTED, UserAction.RUN_CLOCK)
