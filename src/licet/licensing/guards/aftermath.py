"""After the decision: final denial, appeal, return."""

from __future__ import annotations

from licet.events.refusal import need
from licet.licensing.clock import (
    appeal_deadlines,
    final_denial_day,
)
from licet.licensing.guards.attempt import (
    Attempt,
)
from licet.rules.citation import cfr

__all__ = ["appeal_in_time", "appeal_stated", "day_45_come", "day_45_not_past", "deficiencies_named"]


def day_45_not_past(attempt: Attempt) -> None:
    """The applicant is advised of a change by the 45th day (750.6(b))."""
    final = final_denial_day(attempt.case)
    need(
        final is None or attempt.day <= final,
        "final",
        f"the denial is final since {final}",
        cfr("15 CFR 750.6(b)"),
    )


def day_45_come(attempt: Attempt) -> None:
    """A denial is final on the 45th day after the notification, not before (750.6(b))."""
    final = final_denial_day(attempt.case)
    come = final is not None and attempt.day >= final
    need(come, "not_final", f"the denial becomes final on {final}", cfr("15 CFR 750.6(b)"))


def appeal_in_time(attempt: Attempt) -> None:
    """An appeal is received within 45 days, by the later of the two anchors (750.6(b), 756.2(c)(1))."""
    last = max((found.due for found in appeal_deadlines(attempt.case) if found.due is not None), default=None)
    message = f"an appeal had to be received by {last}"
    need(last is not None and attempt.day <= last, "too_late", message, cfr("15 CFR 756.2(c)(1)"))


def appeal_stated(attempt: Attempt) -> None:
    """An appeal has a full statement of why the action has an adverse effect and should be reversed."""
    need(
        bool(attempt.details["statement"].strip()),
        "statement",
        "an appeal states its reasons",
        cfr("15 CFR 756.2(c)(2)"),
    )


def deficiencies_named(attempt: Attempt) -> None:
    """A return says what is deficient and what would correct it, or that none is needed (750.4(a)(2), (c)(3))."""
    named = bool(attempt.details["deficiencies"]) and bool(attempt.details["action_needed"].strip())
    needless = bool(attempt.details["not_required"].strip())
    message = "name the deficiencies and what would correct them, or say that no license is required"
    need(named or needless, "deficiencies", message, cfr("15 CFR 750.4(a)(2)"))
