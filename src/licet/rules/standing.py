"""Standing: the third axis of a text of law, beside the days on which it holds and the day it was published.

A text may be printed in the Code and stayed, or announced as not enforced; a rule may be published for a later day;
a change may be announced and published nowhere. The answer is always given under the text in force. Where an
announced position would change it, the answer gives the other one too, and the day on which they part.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from licet.rules.citation import Citation
from licet.rules.dated import LawConflictError, Row, Timeline
from licet.rules.interval import Interval
from licet.rules.rule import Rule, RuleText

__all__ = ["Position", "SourceGrade", "Standing", "StandingNote", "announced_rules"]


class Standing(StrEnum):
    """How a text stands on a day."""

    IN_FORCE = "in_force"
    STAYED = "stayed"
    NOT_ENFORCED = "not_enforced"
    PUBLISHED_FOR_LATER = "published_for_later"
    ANNOUNCED = "announced"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Standing.IN_FORCE: "in force",
    Standing.STAYED: "stayed",
    Standing.NOT_ENFORCED: "in force, announced as not enforced",
    Standing.PUBLISHED_FOR_LATER: "published, takes effect later",
    Standing.ANNOUNCED: "announced only",
}


class SourceGrade(StrEnum):
    """What was seen of the document that gives a text its standing, the best first."""

    TEXT = "text"
    ABSTRACT = "abstract"
    QUOTED = "quoted"
    """Another public document quotes or describes it."""
    REPORTED = "reported"
    """Third parties alone report it; no document was found."""


class Position(StrEnum):
    """Under what an answer is given: the text in force, or what agencies announced beside it."""

    TEXT = "text"
    ANNOUNCED = "announced"


@dataclass(frozen=True, slots=True)
class StandingNote:
    """How one text stands beside being in force, by which document, and what an announced position changes.

    ``days``: those on which it stands so. ``stated_on``: when that could be read. ``cite``: the document, None where
    it has no citation of ours. ``says``: what the position is, to follow "under". ``rules``: those that are not in
    force under the announced position; ``lines``: the License Requirements lines that reach less far under it, each
    an ECCN and the number of its line. ``sections``: where the text stands.
    """

    code: str
    title: str
    standing: Standing
    days: Interval
    stated_on: date
    cite: Citation | None
    source: str
    grade: SourceGrade
    sections: tuple[str, ...]
    says: str = ""
    rules: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()

    @property
    def parts_from_text(self) -> bool:
        """Whether an answer may be another under the announced position."""
        return bool(self.rules or self.lines)

    @property
    def eccns(self) -> frozenset[str]:
        """The ECCNs, without paragraph, whose lines it changes."""
        return frozenset(eccn for eccn, _ in self.lines)

    def standing_on(self, day: date) -> Standing | None:
        """How the text stands on a day; None once the note is over, and in force once its later day has come."""
        if day < self.stated_on:
            return None
        if self.standing is Standing.PUBLISHED_FOR_LATER:
            return self.standing if day < self.days.start else Standing.IN_FORCE
        if day < self.days.start:
            return Standing.PUBLISHED_FOR_LATER if self.standing is Standing.STAYED else Standing.ANNOUNCED
        return self.standing if self.days.contains(day) else None


def announced_rules(rules: Iterable[Rule], notes: Iterable[StandingNote]) -> tuple[Rule, ...]:
    """The rules as they are under the announced position. Raises LawConflictError where a note names no rule."""
    by_id = {rule.rule_id: rule for rule in rules}
    for note in notes:
        for rule_id in note.rules:
            if rule_id not in by_id:
                raise LawConflictError(f"standing {note.code}: names {rule_id}, which is no rule")
            by_id[rule_id] = _without(by_id[rule_id], note)
    return tuple(by_id.values())


def _without(rule: Rule, note: StandingNote) -> Rule:
    """The rule, out of force on the days of a note that was published like any later document."""
    assert note.cite is not None  # a position on rules names its document, or the one that it would extend
    row = Row(
        note.days, note.stated_on, RuleText(None, title="not in force"), note.cite, note.source, resumes=True
    )
    return replace(rule, texts=Timeline(rule.rule_id, [*rule.texts.rows, row]))
