"""When a disagreement goes from body to body (15 CFR 750.4(f))."""

from __future__ import annotations

from typing import Any

from licet.events.refusal import Refusal, need
from licet.licensing.clock import (
    window_of_body,
)
from licet.licensing.guards.attempt import (
    ESCALATION,
    Attempt,
)
from licet.licensing.opinion import OpinionView, Recommendation, Resolution, check_basis
from licet.rules.citation import cfr

__all__ = ["decides_all", "dissents", "in_window", "on_both_bases", "window_over"]


def in_window(attempt: Attempt) -> None:
    """Within 5 days of the decision (750.4(f))."""
    window = window_of_body(attempt.case, attempt.day)
    if window is None:
        raise Refusal("no_window", "there is no decision to escalate", ESCALATION)
    need(
        not window.overdue(attempt.day),
        "too_late",
        f"the decision is final: {window.explain()}",
        window.term.cite,
    )


def window_over(attempt: Attempt) -> None:
    """Nobody escalated within 5 days; the decision is final (750.4(f))."""
    window = window_of_body(attempt.case, attempt.day)
    over = window is not None and window.overdue(attempt.day)
    need(over, "too_early", "the decision may still be escalated", ESCALATION)


def dissents(attempt: Attempt) -> None:
    """The agency was asked, and its own view differs from the decision."""
    agency = attempt.act.actor.organization
    referral, decision = attempt.case.referral(agency), attempt.case.resolution
    said = None if referral is None else referral.recommendation
    differs = said is not None and decision is not None and _differs(said, decision)
    need(differs, "no_dissent", f"{agency} has recommended nothing else than what was decided", ESCALATION)


def _differs(said: Recommendation, decision: Resolution) -> bool:
    for line in said.lines:
        view, decided = said.counted(line.view), decision.line(line.number)
        if view is OpinionView.NO_OBJECTION or decided is None:
            continue
        if (view is OpinionView.DENY) != (decided.view is OpinionView.DENY):
            return True
        if decided.view is not OpinionView.DENY and not set(line.conditions) <= set(decided.conditions):
            return True
    return any(_party_differs(said, decision, (party.role, party.name)) for party in said.parties)


def _party_differs(said: Recommendation, decision: Resolution, party: tuple[Any, str]) -> bool:
    views = {
        said.counted(opinion.view) for opinion in said.parties if (opinion.role, opinion.name) == party
    } - {OpinionView.NO_OBJECTION}
    return any((view is OpinionView.DENY) != (party in decision.denied_parties) for view in views)


def on_both_bases(attempt: Attempt) -> None:
    """In writing, by the official who may, with the statutory and the regulatory basis (750.4(f)(1)(ii), (2))."""
    statutory, regulatory = attempt.details["statutory_basis"], attempt.details["regulatory_basis"]
    both = bool(statutory and regulatory and attempt.act.reason.strip())
    need(
        both,
        "no_basis",
        "cite the statutory and the regulatory basis, and say why",
        cfr("15 CFR 750.4(f)(2)"),
    )
    check_basis(statutory, regulatory)
    need(
        bool(attempt.details["signed_by"].strip()),
        "official",
        "name the official who signed",
        cfr("15 CFR 750.4(f)(2)"),
    )


def decides_all(attempt: Attempt) -> None:
    """A body's decision speaks of every line that is open, and only says approve or deny."""
    decision: Resolution = attempt.details["resolution"]
    numbers = sorted(line.number for line in decision.lines)
    need(
        numbers == sorted(attempt.case.open_lines), "lines", f"decide lines {sorted(attempt.case.open_lines)}"
    )
    plain = all(line.view is not OpinionView.NO_OBJECTION for line in decision.lines)
    need(plain, "undecided", "a decision approves or denies")
    need(bool(attempt.act.reason.strip()), "reason", "say why")
