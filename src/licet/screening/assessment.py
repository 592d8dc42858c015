"""A hit with what else is known of the party, and with what people decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from licet.model.listing import ListEntry
from licet.model.transaction import Party
from licet.screening.decided import judged
from licet.screening.engine import Hit, ScoreReason
from licet.screening.evidence import contradicts, evidence, weighed

__all__ = ["NOT_COMPARED", "STANDS", "AssessedHit", "assessed"]

STANDS = {True: "yes", False: "no", None: "unknown"}
"""Whether an entry stands on its list on a day."""
NOT_COMPARED = "not_compared"
"""The verdict on a name that cannot be read or compared well, and so cannot be found clear."""

_DECIDED: dict[bool | None, str] = {True: "match", False: "cleared"}


@dataclass(frozen=True, slots=True)
class AssessedHit:
    """A hit, its verdict (``match``, ``review``, ``cleared`` or ``clear``) and score, evidence included.

    ``beside``: the evidence. ``decision``: who decided what, or why it does not hold; empty where nothing was.
    """

    hit: Hit
    verdict: str
    score: float
    beside: tuple[ScoreReason, ...] = ()
    decision: str = ""


def assessed(
    who: Party, hit: Hit, entry: ListEntry, as_of: date, known_as_of: date | None = None
) -> AssessedHit:
    """A hit of a party's name as it stands on a day, by the decisions that had been made by a day."""
    elsewhere = who.country is not None and bool(entry.countries) and who.country not in entry.countries
    beside = evidence(who, entry)
    score = weighed(hit.score, beside)
    equal = hit.exact and not elsewhere and not contradicts(beside)
    decided = judged(who, entry, equal=equal, exact=hit.exact, known_as_of=known_as_of)
    holds = decided.expires is None or as_of < decided.expires
    verdict = _DECIDED.get(decided.same if holds else None, _verdict(hit, score))
    return AssessedHit(hit, verdict, score, beside, decided.words)


def _verdict(hit: Hit, score: float) -> str:
    """By the score that evidence moved; what the names alone leave to a person is never cleared by it."""
    moved = hit.verdict_of(score)
    return "review" if moved == "clear" and hit.verdict != "clear" else moved
