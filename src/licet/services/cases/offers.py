"""When acts are offered, beside what the table of transitions and the roles say: what the subject alone can tell."""

from __future__ import annotations

from licet.licensing.case import Case
from licet.licensing.license import License, LicenseStatus
from licet.services.cases.act_row import ActContext

__all__ = [
    "adjustment_open",
    "agency_asked",
    "condition_unacknowledged",
    "condition_undone",
    "has_conditions",
    "line_unlicensed",
    "not_received",
    "not_void",
    "pause_open",
    "replaceable",
    "reserved",
    "revocable",
    "shipped",
    "suspended",
    "transferable",
    "valid",
]


def agency_asked(case: Case, context: ActContext) -> bool:
    return case.referral(context.organization) is not None


def not_received(case: Case, context: ActContext) -> bool:
    found = case.referral(context.organization)
    return found is not None and found.received_on is None and found.recommendation is None


def pause_open(case: Case, _context: ActContext) -> bool:
    return any(pause.next_step is not None for pause in case.pauses)


def line_unlicensed(case: Case, context: ActContext) -> bool:
    """Whether a line that was approved has no license."""
    return bool({line for approval in case.approvals for line in approval.approved} - context.licensed)


def valid(license_: License, context: ActContext) -> bool:
    return license_.status(context.today) is LicenseStatus.VALID


def suspended(license_: License, context: ActContext) -> bool:
    return license_.status(context.today) is LicenseStatus.SUSPENDED


def replaceable(license_: License, context: ActContext) -> bool:
    return valid(license_, context) or suspended(license_, context)


def revocable(license_: License, context: ActContext) -> bool:
    return replaceable(license_, context) or license_.status(context.today) is LicenseStatus.EXHAUSTED


def transferable(license_: License, context: ActContext) -> bool:
    return valid(license_, context) and license_.transferred_on is None


def not_void(license_: License, _context: ActContext) -> bool:
    """What left while the license was valid may be posted late."""
    return not license_.voided


def has_conditions(license_: License, _context: ActContext) -> bool:
    return bool(license_.conditions)


def condition_unacknowledged(license_: License, _context: ActContext) -> bool:
    return any(found.sent_on and not found.acknowledged_on for found in license_.conditions)


def condition_undone(license_: License, _context: ActContext) -> bool:
    return any(found.done_on is None for found in license_.conditions)


def reserved(license_: License, _context: ActContext) -> bool:
    kept = license_.ledger.reservations.values()
    return any(not found.left.is_nothing and not found.reship for found in kept)


def shipped(license_: License, _context: ActContext) -> bool:
    return any(not found.left.is_nothing for found in license_.ledger.shipments.values())


def adjustment_open(license_: License, _context: ActContext) -> bool:
    return any(found.confirmed is None for found in license_.ledger.adjustments.values())
