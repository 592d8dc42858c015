"""What speaks for or against a hit besides names and countries: identifiers, dates of birth, addresses.

None of it erases a hit: a date of birth that differs lowers its score, and an identifier or address that is not on
the list says nothing, since a party has many.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from math import exp, log

from licet.model.births import BirthSpan, listed_birth
from licet.model.listing import ListEntry
from licet.model.transaction import Owner, Party
from licet.screening.engine import ScoreReason
from licet.screening.forms import comparable
from licet.screening.identifiers import numbers_of

__all__ = ["contradicts", "evidence", "weighed"]

_IDENTIFIER, _BORN, _YEAR, _BORN_OTHERWISE, _ADDRESS = 3.0, 1.5, 0.5, -1.5, 0.8
"""What each moves in log-odds: as much as a person would go by, and no more than names can outweigh."""
_SURE = 0.999
_MOST_BY_YEAR = 0.89
"""The most that a likeness counts for by a year of birth: of the thousands who bear a common name many share it."""
_LEAST_WORDS, _MOST_OF = 3, 0.6


def evidence(who: Party | Owner, entry: ListEntry) -> tuple[ScoreReason, ...]:
    """What is known of a party held against what the list knows of an entry; nothing where either is silent."""
    if isinstance(who, Owner):
        return ()
    found = (_identified(who.identifiers, entry.identifiers), _born(who.date_of_birth, entry.births),
             _at_the_address(who.address, entry.addresses))  # fmt: skip
    return tuple(reason for reason in found if reason is not None)


def contradicts(reasons: Iterable[ScoreReason]) -> bool:
    """Whether some of it speaks against the party's being the listed one."""
    return any(reason.moved < 0 for reason in reasons)


def weighed(score: float, reasons: Collection[ScoreReason]) -> float:
    """A score moved by evidence, in log-odds. A year of birth alone never makes a match of a review.

    >>> weighed(0.5, ())
    0.5
    """
    moved = sum(reason.moved for reason in reasons)
    if not moved:
        return score
    bounded = min(max(score, 1 - _SURE), _SURE)
    after = 1 / (1 + exp(-log(bounded / (1 - bounded)) - moved))
    return min(after, max(score, _MOST_BY_YEAR)) if _only_year(reasons) else after


def _only_year(reasons: Iterable[ScoreReason]) -> bool:
    """Whether nothing but the year of birth speaks for the party's being the listed one."""
    return {reason.part for reason in reasons if reason.moved > 0} == {"birth_year_agrees"}


def _identified(stated: Iterable[str], listed: Iterable[str]) -> ScoreReason | None:
    known = {number for text in listed for number in numbers_of(text)}
    mine = {number for text in stated for number in numbers_of(text)}
    return ScoreReason("identifier_agrees", 1.0, _IDENTIFIER) if mine & known else None


def _born(stated: date | BirthSpan | None, listed: Iterable[str]) -> ScoreReason | None:
    known = [span for text in listed if (span := listed_birth(text)) is not None]
    if stated is None or not known:
        return None
    mine = BirthSpan.of(stated)
    near = [span for span in known if mine.meets(span)]
    if not near:
        return ScoreReason("birth_differs", 1.0, _BORN_OTHERWISE)
    if any(mine.is_day and span.is_day for span in near):
        return ScoreReason("birth_agrees", 1.0, _BORN)
    return ScoreReason("birth_year_agrees", 1.0, _YEAR)


def _at_the_address(stated: str | None, listed: Iterable[str]) -> ScoreReason | None:
    """Whether most words of the address, three at least, stand in one on the list."""
    mine = set(comparable(stated or "").split())
    best = max((len(mine & set(comparable(text).split())) for text in listed), default=0)
    telling = best >= _LEAST_WORDS and best >= _MOST_OF * len(mine)
    return ScoreReason("address_agrees", best / len(mine), _ADDRESS) if telling else None
