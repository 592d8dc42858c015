"""What the party asked about is: a person, a firm, a vessel or an aircraft; and what that says of a hit.

It speaks only where the list says what its entry is. A vessel is never a person's match by name alone, nor the other
way round; a firm may bear a person's name, and a vessel a firm's, so that these count less and are never a match. An
identifying number is asked about whatever the kind.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from math import exp, log

from licet.errors import LicetError
from licet.screening.engine import SHORT_EQUAL, Hit, ScoreReason
from licet.screening.rules import MatchRule

__all__ = ["PartyKind", "UnknownKindError", "held_against_kind", "listed_kind", "parse_kind"]


class UnknownKindError(LicetError, ValueError):
    """A text that names no kind of party; the message says what is accepted."""


class PartyKind(StrEnum):
    """What a party is."""

    PERSON = "person"
    FIRM = "firm"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"


_WORDS = {
    "individual": PartyKind.PERSON, "natural person": PartyKind.PERSON, "entity": PartyKind.FIRM,
    "company": PartyKind.FIRM, "organization": PartyKind.FIRM, "organisation": PartyKind.FIRM,
    "legal entity": PartyKind.FIRM, "business": PartyKind.FIRM, "ship": PartyKind.VESSEL, "plane": PartyKind.AIRCRAFT,
    "airplane": PartyKind.AIRCRAFT,
} | {kind.value: kind for kind in PartyKind}  # fmt: skip
_NEVER = frozenset((PartyKind.VESSEL, PartyKind.AIRCRAFT))
_LESS = -1.0
"""What another kind moves in log-odds: a little more than another country."""
_CLEAR = 0.1
"""The most that a name counts for that cannot be this party's."""


def parse_kind(text: str) -> PartyKind:
    """A kind as people and lists write it. Raises UnknownKindError.

    >>> parse_kind("Individual"), parse_kind("company").value
    (<PartyKind.PERSON: 'person'>, 'firm')
    """
    found = _WORDS.get(" ".join(text.split()).lower())
    if found is None:
        raise UnknownKindError(
            f"{text!r} is not a type of party. Give one of: {', '.join(kind.value for kind in PartyKind)}."
        )
    return found


def listed_kind(said: str | None) -> PartyKind | None:
    """What an entry is, as its list says; None where it does not say, or says something else."""
    return None if said is None else _WORDS.get(said.strip().lower())


def held_against_kind(hit: Hit, asked: PartyKind | None, listed: PartyKind | None) -> Hit:
    """A hit of a name, with what the kinds of the party and of the entry say."""
    by_number = any(reason.part == "listed_identifier" for reason in hit.beside)
    if asked is None or listed is None or asked is listed or by_number:
        return hit
    never = PartyKind.PERSON in (asked, listed) and not _NEVER.isdisjoint((asked, listed))
    odds = log(max(hit.score, 1e-9) / max(1 - hit.score, 1e-3)) + _LESS
    most = _CLEAR if never else SHORT_EQUAL
    score = min(1 / (1 + exp(-odds)), most)
    moved = log(score / (1 - score)) - log(max(hit.score, 1e-9) / max(1 - hit.score, 1e-3))
    said = ScoreReason(f"listed_as_{listed.value}", 1.0, moved)
    return replace(
        hit, score=score, exact=False, rule=MatchRule.NONE if never else hit.rule, beside=(*hit.beside, said)
    )
