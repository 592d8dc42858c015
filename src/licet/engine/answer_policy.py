"""The limits within which an answer may be green."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

__all__ = ["PART_746", "AnswerPolicy"]

PART_746 = "746"
"""Stands among country groups for the destinations that part 746 embargoes or sanctions."""


@dataclass(frozen=True, slots=True)
class AnswerPolicy:
    """How old what an answer rests on may be, and where unknown owners keep it amber.

    A go that is outside a limit stays the answer that it is; its light turns amber, with an open condition that says
    what to check (docs/decisions/0110-green-within-limits.md). An organization may set other limits, never none.

    ``list_days``: days from the data of the oldest list to the day asked about. ``law_days``: days from the day for
    which a section or table was last verified to the day asked about. ``ownership_groups``: Country Groups (740
    Supp. 1), and ``746`` for the destinations of part 746, whose parties' owners must be stated while an ownership
    rule is in force; ``owners: []`` states that they were examined. ``under_review``: the rules whose text changed,
    by id, each with the first day of the new text, until a person marks the rule as read. ``screening``: how much
    screening asked about (:mod:`licet.screening.presets`), which is part of what an answer rests on.
    """

    list_days: int = 7
    law_days: int = 120
    ownership_groups: tuple[str, ...] = ("D:1", "D:4", "D:5", "E:1", "E:2", PART_746)
    under_review: tuple[tuple[str, date], ...] = ()
    screening: str = "balanced"

    def __post_init__(self) -> None:
        if self.list_days < 1 or self.law_days < 1:
            raise ValueError("a limit is a whole number of days above 0")

    def to_wire(self) -> dict[str, Any]:
        """The limits in plain JSON types, as receipts keep them."""
        return {
            "list_days": self.list_days,
            "law_days": self.law_days,
            "ownership_groups": list(self.ownership_groups),
            "under_review": {rule: day.isoformat() for rule, day in self.under_review},
            "screening": self.screening,
        }

    def reviewed_from(self, rules: Iterable[str]) -> date | None:
        """The first day on which one of some rules is under review; None where none is."""
        if not self.under_review:
            return None
        wanted = set(rules)
        return min((day for rule, day in self.under_review if rule in wanted), default=None)

    @classmethod
    def from_wire(cls, data: Mapping[str, Any]) -> AnswerPolicy:
        """The limits that :meth:`to_wire` wrote."""
        reviews = data.get("under_review", {}).items()
        return cls(
            data["list_days"],
            data["law_days"],
            tuple(data["ownership_groups"]),
            tuple((rule, date.fromisoformat(day)) for rule, day in reviews),
            data.get("screening", "balanced"),
        )
