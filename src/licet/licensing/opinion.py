"""What reviewers recommend, line by line and party by party, and whether they agree.

A recommendation to deny counts only with reasons and both the statutory and the regulatory basis; without them
it is no objection, and so is silence (15 CFR 750.4(e)).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from licet.events.refusal import Refusal
from licet.model.transaction import Role
from licet.rules.citation import Citation, cfr

__all__ = [
    "LineOpinion",
    "OpinionView",
    "PartyOpinion",
    "Recommendation",
    "Resolution",
    "agreed",
    "check_basis",
]

SILENCE = cfr("15 CFR 750.4(e)")


class OpinionView(StrEnum):
    APPROVE = "approve"
    APPROVE_WITH_CONDITIONS = "approve_with_conditions"
    DENY = "deny"
    NO_OBJECTION = "no_objection"


@dataclass(frozen=True, slots=True)
class LineOpinion:
    """A view on one line. ``conditions`` and ``riders`` are those without which it would be another."""

    number: int
    view: OpinionView
    conditions: tuple[str, ...] = ()
    riders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyOpinion:
    """A view on one party."""

    role: Role
    name: str
    view: OpinionView


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What one agency says of one version of an application."""

    agency: str
    version: int
    lines: tuple[LineOpinion, ...]
    parties: tuple[PartyOpinion, ...] = ()
    statutory_basis: tuple[str, ...] = ()
    regulatory_basis: tuple[str, ...] = ()
    reasons: str = ""

    @property
    def denies(self) -> bool:
        views = [line.view for line in self.lines] + [party.view for party in self.parties]
        return OpinionView.DENY in views

    @property
    def grounded(self) -> bool:
        """Whether a denial has what 15 CFR 750.4(e) asks for."""
        return bool(self.statutory_basis and self.regulatory_basis and self.reasons.strip())

    def counted(self, view: OpinionView) -> OpinionView:
        """What a view counts as: an ungrounded denial is no objection."""
        return OpinionView.NO_OBJECTION if view is OpinionView.DENY and not self.grounded else view


@dataclass(frozen=True, slots=True)
class Resolution:
    """What was agreed or decided: each line approved or denied, and the parties that are to stay out."""

    lines: tuple[LineOpinion, ...]
    denied_parties: tuple[tuple[Role, str], ...] = ()

    def line(self, number: int) -> LineOpinion | None:
        return next((opinion for opinion in self.lines if opinion.number == number), None)


def check_basis(statutory: Iterable[str], regulatory: Iterable[str]) -> None:
    """Refusal ``no_citation`` when a basis is no citation of the United States Code or of the CFR."""
    for kind, texts in (("usc", statutory), ("cfr", regulatory)):
        for text in texts:
            try:
                found = Citation.parse(text)
            except ValueError as error:
                raise Refusal("no_citation", str(error), SILENCE) from error
            if found.kind != kind:
                wanted = "United States Code" if kind == "usc" else "Code of Federal Regulations"
                raise Refusal("no_citation", f"{text} is no citation of the {wanted}", SILENCE)


def agreed(numbers: Iterable[int], given: Iterable[Recommendation]) -> Resolution | None:
    """What all agree on for the lines named; None when they disagree on a line or a party.

    Whoever has no objection agrees with everything. Conditions of all are joined: each is a condition without
    which its agency would not approve.
    """
    said = tuple(given)
    lines = [_line(number, said) for number in numbers]
    parties = _parties(said)
    if parties is None or None in lines:
        return None
    return Resolution(tuple(line for line in lines if line is not None), parties)


def _line(number: int, said: tuple[Recommendation, ...]) -> LineOpinion | None:
    found = [
        (recommendation.counted(line.view), line)
        for recommendation in said
        for line in recommendation.lines
        if line.number == number
    ]
    denied = any(view is OpinionView.DENY for view, _ in found)
    approved = any(view in {OpinionView.APPROVE, OpinionView.APPROVE_WITH_CONDITIONS} for view, _ in found)
    if denied and approved:
        return None
    if denied:
        return LineOpinion(number, OpinionView.DENY)
    conditions = tuple(dict.fromkeys(text for _, line in found for text in line.conditions))
    riders = tuple(dict.fromkeys(text for _, line in found for text in line.riders))
    view = OpinionView.APPROVE_WITH_CONDITIONS if conditions or riders else OpinionView.APPROVE
    return LineOpinion(number, view, conditions, riders)


def _parties(said: tuple[Recommendation, ...]) -> tuple[tuple[Role, str], ...] | None:
    views: dict[tuple[Role, str], set[OpinionView]] = {}
    for recommendation in said:
        for party in recommendation.parties:
            views.setdefault((party.role, party.name), set()).add(recommendation.counted(party.view))
    denied = tuple(party for party, found in views.items() if OpinionView.DENY in found)
    if any(views[party] - {OpinionView.DENY, OpinionView.NO_OBJECTION} for party in denied):
        return None
    return denied
