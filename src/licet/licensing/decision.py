"""What is decided: the proposal that two sign, the judgment behind it, the letter that announces a denial."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from licet.licensing.opinion import LineOpinion, OpinionView
from licet.model.transaction import Role

__all__ = ["ConditionTerms", "DecisionProposal", "Judgment", "LineDecision"]


@dataclass(frozen=True, slots=True)
class ConditionTerms:
    """A condition of a license.

    ``lines``: those it binds, empty for all; ``applies_to``: the party bound by it, None for the licensee.
    ``due``: a day by which it must be done; ``due_days``: or so many days after issue. ``before_shipment``: it
    must be met before anything moves. ``acknowledge``: the party must acknowledge it in writing (750.7(d)).
    """

    text: str
    lines: tuple[int, ...] = ()
    applies_to: str | None = None
    due: date | None = None
    due_days: int | None = None
    before_shipment: bool = False
    acknowledge: bool = False


@dataclass(frozen=True, slots=True)
class LineDecision:
    """One line approved or denied."""

    number: int
    approve: bool


@dataclass(frozen=True, slots=True)
class Judgment:
    """What the law leaves to a person: the question, the answer, who gave it, when and why.

    ``lines``: those of which it speaks, empty for all.
    """

    question: str
    answer: bool
    by: str
    on: date
    why: str
    lines: tuple[int, ...] = ()

    def speaks_of(self, number: int) -> bool:
        return not self.lines or number in self.lines


@dataclass(frozen=True, slots=True)
class DecisionProposal:
    """A decision put up for the second signature.

    ``policy`` and ``policy_cite``: the review policy that was applied; ``delegation``: of authority, where no
    agency was asked (15 CFR 750.3(b)(1)); ``excluded_parties``: those for whom nothing is approved.
    For lines denied, the six contents of the letter of 15 CFR 750.6(a): basis, considerations (or
    ``considerations_withheld`` for national security), modifications that would allow another look ("none" must
    be said), and whom to talk to. ``valid_until``: None for the validity of 750.7(g).
    """

    version: int
    lines: tuple[LineDecision, ...]
    policy: str = ""
    policy_cite: str = ""
    conditions: tuple[ConditionTerms, ...] = ()
    riders: tuple[str, ...] = ()
    excluded_parties: tuple[tuple[Role, str], ...] = ()
    delegation: str | None = None
    statutory_basis: tuple[str, ...] = ()
    regulatory_basis: tuple[str, ...] = ()
    considerations: str = ""
    considerations_withheld: bool = False
    modifications: str = ""
    contact_name: str = ""
    contact_telephone: str = ""
    valid_until: date | None = None

    @property
    def approved(self) -> tuple[int, ...]:
        return tuple(line.number for line in self.lines if line.approve)

    @property
    def denied(self) -> tuple[int, ...]:
        return tuple(line.number for line in self.lines if not line.approve)

    def conditions_of(self, number: int) -> frozenset[str]:
        """The texts of all conditions that bind a line."""
        return frozenset(
            condition.text
            for condition in self.conditions
            if not condition.lines or number in condition.lines
        )

    def follows(self, opinion: LineOpinion) -> bool:
        """Whether a line is decided as was agreed."""
        return (opinion.number in self.denied) == (opinion.view is OpinionView.DENY)
