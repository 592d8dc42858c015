"""While agencies are asked and heard (15 CFR 750.4(d), (e))."""

from __future__ import annotations

from datetime import date

from licet.events.refusal import Refusal, need
from licet.licensing.case import Case, Referral
from licet.licensing.clock import (
    silent,
)
from licet.licensing.guards.attempt import (
    DECISIONS,
    ESCALATION,
    REFERRAL,
    SILENCE,
    Attempt,
)
from licet.licensing.opinion import Recommendation, check_basis
from licet.rules.citation import cfr

__all__ = [
    "agree",
    "all_heard",
    "disagree",
    "names_agencies",
    "receipt_first",
    "referred_agency",
    "speaks_of_lines",
    "was_silent",
]


def names_agencies(attempt: Attempt) -> None:
    """At least one agency, none twice (750.4(c)(5))."""
    agencies = attempt.details["agencies"]
    need(
        bool(agencies) and len(set(agencies)) == len(agencies), "agencies", "name each agency once", REFERRAL
    )


def referred_agency(attempt: Attempt) -> None:
    """The agency acts for itself, was asked, and its silence has not yet been taken (750.4(d), (e))."""
    agency = attempt.details.get("agency") or attempt.details["recommendation"].agency
    need(agency == attempt.act.actor.organization, "other_agency", f"{agency} speaks for itself", DECISIONS)
    referral = attempt.case.referral(agency)
    if referral is None:
        raise Refusal("not_referred", f"the case was not referred to {agency}", REFERRAL)
    late = referral.recommendation is None and silent(attempt.case, referral, attempt.day)
    need(not late, "too_late", f"{agency} was silent for 30 days and has no objection", SILENCE)


def receipt_first(attempt: Attempt) -> None:
    """A receipt is recorded once, and before the recommendation."""
    referral = attempt.case.referral(attempt.details["agency"])
    first = referral is not None and referral.received_on is None and referral.recommendation is None
    need(first, "received", "the receipt is on record")


def speaks_of_lines(attempt: Attempt) -> None:
    """A recommendation is on the current version and on its lines; its bases are citations."""
    said: Recommendation = attempt.details["recommendation"]
    _speaks(attempt, said)


def _speaks(attempt: Attempt, said: Recommendation) -> None:
    version = attempt.case.application.version
    need(said.version == version, "old_version", f"version {said.version} is not the current one, {version}")
    numbers = [line.number for line in said.lines]
    known = {line.number for line in attempt.case.application.lines}
    message = f"views on lines {numbers}, the application has {sorted(known)}"
    need(set(numbers) <= known and len(set(numbers)) == len(numbers), "lines", message)
    check_basis(said.statutory_basis, said.regulatory_basis)


def was_silent(attempt: Attempt) -> None:
    """The agency has let 30 days go by (750.4(e))."""
    referral = attempt.case.referral(attempt.details["agency"])
    quiet = referral is not None and not referral.deemed and silent(attempt.case, referral, attempt.day)
    need(quiet, "not_silent", "its days are not over", SILENCE)


def all_heard(attempt: Attempt) -> None:
    """Every agency has recommended or let its days go by; the Bureau has its own position."""
    case, position = attempt.case, attempt.details["position"]
    version = case.application.version
    waiting = [r.agency for r in case.referrals if not _heard(case, r, version, attempt.day)]
    need(not waiting, "waiting", f"still to be heard: {', '.join(waiting)}", cfr("15 CFR 750.4(d)(2)"))
    _speaks(attempt, position)
    open_lines = set(case.open_lines)
    need(
        {line.number for line in position.lines} == open_lines,
        "lines",
        f"a position on lines {sorted(open_lines)}",
    )


def _heard(case: Case, referral: Referral, version: int, on: date) -> bool:
    """Has recommended on the current version, or was silent throughout."""
    said = referral.recommendation
    return silent(case, referral, on) if said is None else said.version == version


def agree(attempt: Attempt) -> None:
    """All agree on every line and party."""
    need(attempt.details["resolution"] is not None, "disagreement", "the agencies do not agree", ESCALATION)


def disagree(attempt: Attempt) -> None:
    """They disagree on a line or a party."""
    need(attempt.details["resolution"] is None, "consensus", "the agencies agree", ESCALATION)
