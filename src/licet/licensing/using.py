"""May a license be used on a day, and what falls due under it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from licet.events.refusal import Refusal
from licet.licensing.deadline import Deadline, Term
from licet.licensing.license import License, LicenseCondition, LicenseStatus
from licet.rules.citation import cfr

__all__ = ["LicenseStanding", "license_due", "standing"]

_VALIDITY = cfr("15 CFR 750.7(g)")
_DUTY = cfr("15 CFR 750.7(d)")
_WHY = {
    LicenseStatus.SUSPENDED: cfr("15 CFR 750.8(a)"),
    LicenseStatus.REVOKED: cfr("15 CFR 750.8(a)"),
    LicenseStatus.VOID: cfr("15 CFR 750.7(a)(2)"),
    LicenseStatus.REPLACED: cfr("15 CFR 750.7(h)(4)"),
    LicenseStatus.EXPIRED: _VALIDITY,
    LicenseStatus.EXHAUSTED: cfr("15 CFR 750.11(a)"),
}


@dataclass(frozen=True, slots=True)
class LicenseStanding:
    """How a license stands for some of its lines on a day.

    ``against``: why nothing may move under it; ``open_conditions``: what is still to be done, some of which may
    bar shipment; ``overdue``: those whose day has passed.
    """

    status: LicenseStatus
    against: tuple[Refusal, ...]
    open_conditions: tuple[LicenseCondition, ...]
    overdue: tuple[LicenseCondition, ...]

    @property
    def usable(self) -> bool:
        return not self.against


def standing(license_: License, on: date, lines: Iterable[int] | None = None) -> LicenseStanding:
    """How it stands. ``lines``: those about to be shipped; None: all."""
    wanted = set(lines) if lines is not None else {line.number for line in license_.scope.lines}
    status = license_.status(on)
    against = []
    if status is not LicenseStatus.VALID:
        against.append(Refusal(status.value, f"license {license_.number} is {status.value}", _WHY[status]))
    if on < license_.issued_on:
        against.append(Refusal("not_issued", f"issued only on {license_.issued_on}", _VALIDITY))
    against.extend(
        Refusal("line", f"the license has no line {number}", cfr("15 CFR 750.7(a)(1)"))
        for number in sorted(wanted - {line.number for line in license_.scope.lines})
    )
    bound = [
        open_condition
        for open_condition in license_.open_conditions(on)
        if not open_condition.lines or wanted & set(open_condition.lines)
    ]
    against.extend(_barring(condition) for condition in bound if _bars(condition))
    overdue = tuple(
        condition
        for condition in bound
        if condition.due is not None and condition.done_on is None and on > condition.due
    )
    return LicenseStanding(status, tuple(against), tuple(bound), overdue)


def _bars(license_condition: LicenseCondition) -> bool:
    """Conveying and acknowledgement come before use, and so does what is to be done before shipment."""
    unknown_to_party = license_condition.applies_to is not None and license_condition.sent_on is None
    unacknowledged = license_condition.acknowledge and license_condition.acknowledged_on is None
    return (
        unknown_to_party
        or unacknowledged
        or (license_condition.before_shipment and license_condition.done_on is None)
    )


def _barring(license_condition: LicenseCondition) -> Refusal:
    return Refusal(
        "condition_open",
        f"{license_condition.condition_id} is {' and '.join(license_condition.missing())}: {license_condition.text}",
        _DUTY,
    )


def license_due(licenses: Iterable[License], on: date) -> tuple[Deadline, ...]:
    """Expiries and conditions of licenses that are valid or suspended, the earliest first."""
    found = []
    for license_ in licenses:
        if license_.status(on) not in {
            LicenseStatus.VALID,
            LicenseStatus.SUSPENDED,
            LicenseStatus.EXHAUSTED,
            LicenseStatus.EXPIRED,
        }:
            continue
        found += [_condition_due(license_, task) for task in license_.conditions if _waits(task, on)]
        if license_.status(on) in {LicenseStatus.VALID, LicenseStatus.SUSPENDED}:
            found.append(
                _deadline(license_, "expiry", license_.expires_on, "ship or extend before it expires", "")
            )
    return tuple(sorted(found, key=lambda item: (item.due or date.max, item.subject, item.about)))


def _waits(task: LicenseCondition, on: date) -> bool:
    return task.due is not None and task.done_on is None and task.binds(on)


def _condition_due(item: License, task: LicenseCondition) -> Deadline:
    assert task.due is not None
    return _deadline(item, "condition", task.due, f"condition {task.condition_id}", task.text)


def _deadline(item: License, code: str, day: date, what: str, about: str) -> Deadline:
    cite = _VALIDITY if code == "expiry" else _DUTY
    term = Term(code, (day - item.issued_on).days, what, "licensee", cite, pauses_count=False)
    return Deadline(item.number, term, day, item.issued_on, "issue", 0, about)
