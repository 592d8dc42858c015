"""From an approved case to a license."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from licet.events.event import Act, Event
from licet.events.kinds import Kind
from licet.events.refusal import Refusal
from licet.events.roles import UserAction
from licet.licensing.case import Case
from licet.licensing.completeness import gaps
from licet.licensing.days import day_of
from licet.licensing.decision import ConditionTerms, DecisionProposal
from licet.licensing.license import License, LicenseCondition
from licet.licensing.move import allow
from licet.licensing.scope import DEFAULT_TOLERANCE, scope_of
from licet.licensing.validity import validity
from licet.rules.citation import cfr

__all__ = ["issue"]

_BEFORE_SHIPMENT = {
    "prc_end_user_statement": "have the End-User Statement of the PRC",
    "firearms_certificate": "have the firearms import certificate or permit",
    "hong_kong_permit": "have the import or export permit of Hong Kong where one is required",
}


def issue(
    case: Case,
    act: Act,
    number: str,
    *,
    issued: Iterable[License] = (),
    replaces: License | None = None,
    tolerance: Decimal = DEFAULT_TOLERANCE,
    short_supply: bool = False,
    state_holidays: Collection[date] = (),
) -> Event:
    """The license for the lines that were approved and not licensed before.

    ``issued``: the licenses already issued; ``replaces``: the license that this one replaces, which
    :func:`~licet.licensing.administering.replace_license` then ends. Refusals: ``not_approved``, ``number``,
    ``already_issued``, ``scope``.
    """
    allow(act, UserAction.ISSUE_LICENSE, case.organization, case.done_by(act.actor.name))
    proposal, numbers = _approved(case, number, tuple(issued))
    scope = scope_of(case.application, numbers, proposal.excluded_parties, tolerance)
    day = day_of(act.at)
    valid = validity(
        day,
        scope.lines,
        stated=proposal.valid_until,
        emergency=case.application.emergency,
        short_supply=short_supply,
        state_holidays=state_holidays,
    )
    if valid.last_day < day:
        raise Refusal(
            "validity", f"it would expire on {valid.last_day}, before it is issued", cfr("15 CFR 750.7(g)")
        )
    return Event.of(
        act,
        Kind.ISSUED,
        number,
        case.organization,
        case_id=case.case_id,
        licensee=case.application.applicant.name or case.organization,
        scope=scope,
        validity=valid,
        conditions=tuple(_conditions(case, proposal, day)),
        riders=proposal.riders,
        replaces=None if replaces is None else replaces.number,
        action=UserAction.ISSUE_LICENSE,
    )


def _approved(
    case: Case, number: str, issued: tuple[License, ...]
) -> tuple[DecisionProposal, tuple[int, ...]]:
    """The earliest approval that has lines without a license, and those lines."""
    if not case.approvals:
        raise Refusal("not_approved", f"the case is {case.state.words}; an application is no authority")
    if not number.strip() or any(license_.number == number for license_ in issued):
        raise Refusal("number", f"a license number is given once: {number!r}")
    licensed = {
        line.number
        for license_ in issued
        if license_.case_id == case.case_id
        for line in license_.scope.lines
    }
    for proposal in case.approvals:
        numbers = tuple(line for line in proposal.approved if line not in licensed)
        if numbers:
            return proposal, numbers
    raise Refusal("already_issued", "every line that was approved has its license")


def _conditions(case: Case, proposal: DecisionProposal, day: date) -> Iterator[LicenseCondition]:
    terms = [*proposal.conditions, *_documents(case)]
    for index, condition_terms in enumerate(terms, start=1):
        due = (
            condition_terms.due
            if condition_terms.due_days is None
            else day + timedelta(days=condition_terms.due_days)
        )
        yield LicenseCondition(
            condition_id=f"C{index}",
            text=condition_terms.text,
            lines=condition_terms.lines,
            applies_to=condition_terms.applies_to,
            due=due,
            before_shipment=condition_terms.before_shipment,
            acknowledge=condition_terms.acknowledge,
        )


def _documents(case: Case) -> Iterator[ConditionTerms]:
    """Support documents not yet had bar shipment, not the license (15 CFR 748.9(e)(1))."""
    for gap in gaps(case.application):
        text = _BEFORE_SHIPMENT.get(gap.code)
        if text is not None:
            yield ConditionTerms(f"{text} before anything moves ({gap.cite})", before_shipment=True)
