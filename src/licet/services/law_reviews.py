"""Rules whose text changed: under review from the new text's first day until a person marks them as read.

Both acts stand on the log of events, for the whole installation, as the adoption of lists does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from licet.errors import LicetError
from licet.events.event import INSTALLATION, Event
from licet.events.kinds import Kind
from licet.regimes.registry import primary
from licet.services.installation_log import operator_act, record_for_installation
from licet.storage.server import rows_of

__all__ = ["LawReview", "LawReviewError", "begin_reviews", "last_law_event", "mark_read", "open_reviews"]

_EVENTS = (
    "SELECT kind, subject, payload, at, reason FROM event "
    "WHERE stream = 'law' AND kind IN ('law.changed', 'law.read') ORDER BY seq"
)


class LawReviewError(LicetError, ValueError):
    """A review that cannot be begun or ended; the text says why."""


@dataclass(frozen=True, slots=True)
class LawReview:
    """A rule under review. ``first_day``: of the new text; ``places``: the paragraphs that changed."""

    rule: str
    first_day: date
    places: tuple[str, ...]
    opened_at: str
    reason: str

    def document(self) -> dict[str, Any]:
        """The review in plain JSON types."""
        return {
            "rule": self.rule,
            "first_day": self.first_day.isoformat(),
            "places": list(self.places),
            "opened_at": self.opened_at,
            "reason": self.reason,
        }


def open_reviews(home: Path) -> tuple[LawReview, ...]:
    """The rules that are under review, in the order in which their reviews were begun."""
    found: dict[str, LawReview] = {}
    for begun in _history(home):
        rule = begun.rule
        if not begun.places:
            found.pop(rule, None)
        elif (known := found.get(rule)) is not None:
            places = tuple(dict.fromkeys((*known.places, *begun.places)))
            found[rule] = LawReview(
                rule, min(known.first_day, begun.first_day), places, known.opened_at, begun.reason
            )
        else:
            found[rule] = begun
    return tuple(found.values())


def _history(home: Path) -> Iterator[LawReview]:
    """What is on record, in its order; that a rule was read stands as a review without places."""
    for kind, rule, payload, at, reason in rows_of(home, _EVENTS):
        data: Mapping[str, Any] = json.loads(payload) if isinstance(payload, str) else payload
        if kind == Kind.LAW_READ:
            yield LawReview(rule, date.min, (), str(at), reason)
        else:
            first_day = date.fromisoformat(data["first_day"])
            yield LawReview(rule, first_day, tuple(data["places"]), str(at), reason)


def last_law_event(home: Path) -> int:
    """The number of the last event on the law; 0 where there is none."""
    rows = rows_of(home, "SELECT max(seq) FROM event WHERE stream = 'law'")
    return (rows[0][0] or 0) if rows else 0


def begin_reviews(
    home: Path, rules: Mapping[str, Sequence[str]], first_day: date, *, reason: str, who: str | None = None
) -> int:
    """Put rules under review from a day on, each for the places that changed. Gives how many were put so now.

    The same change of the same day is put under review once for one reason, whether it was read since or not; another
    reason is another document, whose words nobody has read. Raises LawReviewError.
    """
    if not reason.strip():
        raise LawReviewError("say why: which document changed the text")
    begun = {(review.rule, review.first_day, review.places, review.reason) for review in _history(home)}
    fresh = {
        rule: places
        for rule, places in rules.items()
        if (rule, first_day, tuple(places), reason) not in begun
    }
    events = [
        Event.of(
            operator_act(reason, who),
            Kind.LAW_CHANGED,
            rule,
            INSTALLATION,
            first_day=first_day,
            places=list(places),
        )
        for rule, places in fresh.items()
    ]
    record_for_installation(home, events)
    return len(events)


def mark_read(home: Path, rules: Iterable[str], *, reason: str, who: str | None = None) -> int:
    """End the review of rules: a person has read the new text and what Licet made of the old one. All or none.

    Raises LawReviewError.
    """
    named = list(dict.fromkeys(rules))
    known = {open_review.rule for open_review in open_reviews(home)}
    if not reason.strip():
        raise LawReviewError("say what you found: a reason is needed")
    unknown = [rule for rule in named if rule not in primary().rulebook.by_id]
    idle = [rule for rule in named if rule in primary().rulebook.by_id and rule not in known]
    problems = [f"{rule} is no rule (`licet law reviews` lists those under review)" for rule in unknown]
    problems += [f"{rule} is not under review" for rule in idle]
    if problems:
        raise LawReviewError("; ".join(problems))
    record_for_installation(
        home, [Event.of(operator_act(reason, who), Kind.LAW_READ, rule, INSTALLATION) for rule in named]
    )
    return len(named)
