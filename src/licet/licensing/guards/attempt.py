"""Somebody tries to move a case: what guards look at, and the paragraphs that several of them cite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from licet.events.event import Act
from licet.licensing.case import Case
from licet.licensing.days import day_of
from licet.licensing.decision import DecisionProposal
from licet.licensing.states import State
from licet.rules.citation import cfr

__all__ = ["DECISIONS", "ESCALATION", "REFERRAL", "SILENCE", "Attempt", "denying_policy", "proposal_of"]

DECISIONS = cfr("15 CFR 750.3(a)")
SILENCE = cfr("15 CFR 750.4(e)")


ESCALATION = cfr("15 CFR 750.4(f)")
REFERRAL = cfr("15 CFR 750.4(c)(5)")


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody tries to move a case. ``details`` go into the event; ``context`` is only looked at."""

    case: Case
    act: Act
    to: State
    details: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> date:
        return day_of(self.act.at)


def denying_policy(policy: str | None) -> bool:
    """Whether a review policy starts from denial."""
    return policy is not None and "denial" in policy.casefold()


def proposal_of(attempt: Attempt) -> DecisionProposal:
    """The proposal that is put up, or that stands."""
    found = attempt.details.get("proposal") or attempt.case.proposal
    assert isinstance(found, DecisionProposal)
    return found
