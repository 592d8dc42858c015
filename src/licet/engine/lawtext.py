"""The modeled law as text: each rule on a day, in English, with its exceptions as a tree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from licet.rules.citation import Citation
from licet.rules.english import sentence
from licet.rules.rule import Rule
from licet.rules.rulebook import Rulebook

__all__ = ["RuleShown", "rules_citing"]


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule as it reads on a day. ``english`` None: not in force on that day."""

    rule_id: str
    question: str
    title: str
    english: str | None
    cites: tuple[str, ...]
    in_force: str
    by: str
    published_on: str
    source: str
    periods: tuple[str, ...]
    exceptions: tuple[RuleShown, ...]

    def to_wire(self) -> dict[str, Any]:
        """In plain JSON types."""
        shown = {name: getattr(self, name) for name in self.__slots__}
        return {
            **shown,
            "cites": list(self.cites),
            "periods": list(self.periods),
            "exceptions": [exception.to_wire() for exception in self.exceptions],
        }


def rules_citing(
    book: Rulebook, place: Citation, as_of: date, known_as_of: date | None
) -> tuple[RuleShown, ...]:
    """The rules that rest on a place of law or below it, as they read on a day."""
    return tuple(show_rule(rule, book, as_of, known_as_of) for rule in book.rules if _rests_on(rule, place))


def _rests_on(rule: Rule, place: Citation) -> bool:
    cites = (*rule.cites, *(row.cite for row in rule.texts.rows))
    return any(cite.within(place) or place.within(cite) for cite in cites)


def show_rule(rule: Rule, book: Rulebook, as_of: date, known_as_of: date | None) -> RuleShown:
    """One rule as it reads on a day, its exceptions below it."""
    row = rule.at(as_of, known_as_of)
    text = None if row is None else row.value
    known = [item for item in rule.texts.rows if known_as_of is None or item.published_on <= known_as_of]
    return RuleShown(
        rule.rule_id,
        rule.question.value,
        rule.title if text is None else text.title,
        None if text is None or text.condition is None else sentence(text.condition),
        tuple(cite.text for cite in rule.cites),
        "" if row is None else str(row.in_force),
        "" if row is None else row.cite.text,
        "" if row is None else row.published_on.isoformat(),
        "" if row is None else row.source,
        tuple(
            f"{item.in_force}: {item.value.title} ({item.cite}, published {item.published_on})"
            for item in known
        ),
        tuple(show_rule(item, book, as_of, known_as_of) for item in book.exceptions.get(rule.rule_id, ())),
    )
