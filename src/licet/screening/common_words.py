"""Common words of business names that stand for each other: "airlines" for "air", "holding" for "group"."""

from __future__ import annotations

from collections.abc import Sequence

from licet.screening.places import is_place
from licet.screening.words import GENERIC

__all__ = ["differ_in_common_words"]

_AKIN = """
air airlines airways aviation aircraft aerospace
shipping marine maritime transport transportation logistics lines
bank finance financial capital investment investments
oil petroleum gas energy petrochemical chemical chemicals
steel metal metals mining
pharma pharmaceutical medical health care
construction building engineering design
industry manufacturing factory plant works production enterprises products
trading commerce commercial import export business supply supplies
technology technical science scientific systems solutions electronics electronic electric electrical
software network networks information data digital communications telecommunications
institute university research academy laboratory school education development center centre council
foundation trust charity charitable relief welfare aid society humanitarian
organization association union league committee council movement brigade brigades
ministry department bureau agency office
travel tourism hotel
textile garment
"""
_OF_ANY = frozenset(
    [
        "international",
        "global",
        "general",
        "holding",
        "holdings",
        "united",
        "services",
        "management",
        "partners",
    ]
)
"""Words that any firm may add to its name or leave out."""
_LINES = [frozenset(line.split()) for line in _AKIN.strip().splitlines()]
_GROUPS: dict[str, frozenset[str]] = {
    word: frozenset[str]().union(*(line for line in _LINES if word in line))
    for line in _LINES
    for word in line
}
_LEAST_LETTERS = 3
_BESIDE_PLACE = 2
"""Common words that have to be the same where nothing but a place tells."""


def differ_in_common_words(asked: Sequence[str], listed: Sequence[str]) -> bool:
    """Whether the telling words of two names are the same, and the common ones say nothing else.

    >>> differ_in_common_words(["mahan", "airlines"], ["mahan", "air"])
    True
    >>> differ_in_common_words(["premier", "insurance"], ["premier", "trading"])
    False
    >>> listed = ["syrian", "scientific", "research", "council"]
    >>> differ_in_common_words(["syrian", "scientific", "research", "center"], listed)
    True
    >>> differ_in_common_words(["syrian", "research", "center"], listed)
    False
    """
    mine = sorted(word for word in asked if word not in GENERIC)
    theirs = sorted(word for word in listed if word not in GENERIC)
    if mine != theirs or sum(map(len, mine)) < _LEAST_LETTERS:
        return False
    if is_place(" ".join(mine)) and len(GENERIC.intersection(asked, listed)) < _BESIDE_PLACE:
        return False
    if GENERIC.isdisjoint(listed):
        return True
    left, missing = _says(asked, listed), _says(listed, asked)
    return all(_akin(word, listed) for word in left) and all(_akin(word, asked) for word in missing)


def _says(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """The common words of a name that the other does not have and that say what the firm does."""
    return [word for word in words if word in GENERIC and word not in others and word not in _OF_ANY]


def _akin(word: str, others: Sequence[str]) -> bool:
    group = _GROUPS.get(word, frozenset())
    return any(other in group or other.startswith(word) or word.startswith(other) for other in others)
