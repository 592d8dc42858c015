"""Before an application is submitted, changed or registered."""

from __future__ import annotations

import re

from licet.events.refusal import Refusal, need
from licet.licensing.application import Application
from licet.licensing.case import Case
from licet.licensing.clock import (
    silent,
)
from licet.licensing.completeness import gaps
from licet.licensing.guards.attempt import (
    SILENCE,
    Attempt,
)
from licet.licensing.same import same_transaction
from licet.licensing.states import PENDING, State
from licet.rules.citation import cfr

__all__ = [
    "complete",
    "control_number",
    "has_reason",
    "next_version",
    "no_second",
    "none_silent",
    "not_laden",
]

_ACN = re.compile(r"[A-Z][0-9]{6}")


def complete(attempt: Attempt) -> None:
    """Nothing that bars is missing (Supplements 1 and 2 to part 748)."""
    missing = [gap for gap in gaps(attempt.case.application) if gap.bars]
    if missing:
        text = "; ".join(f"block {gap.block}: {gap.message}" if gap.block else gap.message for gap in missing)
        raise Refusal("incomplete", text, missing[0].cite)


def no_second(attempt: Attempt) -> None:
    """No other application for the same transaction is pending (748.4(f))."""
    mine = attempt.case
    for other in attempt.context["others"]:
        assert isinstance(other, Case)
        pending = other.state in PENDING and other.case_id != mine.case_id
        if (
            pending
            and other.organization == mine.organization
            and same_transaction(other.application, mine.application)
        ):
            message = f"an application for the same transaction is pending: {other.case_id}"
            raise Refusal("second_application", message, cfr("15 CFR 748.4(f)"))


def not_laden(attempt: Attempt) -> None:
    """The goods are not yet laden, exported or reexported (748.4(d)(2)), but for 744.1(b)(2)."""
    application: Application = attempt.details.get("application") or attempt.case.application
    laden = application.laden_on is not None and not application.informed_in_transit
    message = f"laden or gone since {application.laden_on}; write to the Office of Export Enforcement instead"
    need(not laden, "already_laden", message, cfr("15 CFR 748.4(d)(2)"))


def next_version(attempt: Attempt) -> None:
    """A change is a new version, one up; lines that are approved stay as they are."""
    new, old = attempt.details["application"], attempt.case.application
    same = all(new.line(number) == old.line(number) for number in attempt.case.approved_lines)
    need(
        same,
        "approved_line",
        "a line that is approved is changed by its license, not here",
        cfr("15 CFR 750.7(c)"),
    )
    need(
        new.version == old.version + 1, "version", f"the next version is {old.version + 1}, not {new.version}"
    )


def none_silent(attempt: Attempt) -> None:
    """No agency has let its days go by: its silence was about what it had seen (750.4(e))."""
    quiet = [found.agency for found in attempt.case.referrals if silent(attempt.case, found, attempt.day)]
    over = attempt.case.state in {State.REFERRED, State.AGENCY_REVIEW} and bool(quiet)
    need(not over, "silent", f"the days of {', '.join(quiet)} are over; withdraw and apply anew", SILENCE)


def has_reason(attempt: Attempt) -> None:
    """The act says why."""
    need(bool(attempt.act.reason.strip()), "reason", "say why")


def control_number(attempt: Attempt) -> None:
    """An Application Control Number: a letter and six digits, which no other application bears (748.6(b))."""
    acn, cite = attempt.details["acn"], cfr("15 CFR 748.6(b)")
    need(bool(_ACN.fullmatch(acn)), "acn", f"not a letter and six digits: {acn}", cite)
    for other in attempt.context["registered"]:
        need(other.acn != acn, "acn", f"{acn} is the number of {other.case_id}", cite)
