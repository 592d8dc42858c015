"""Two names held against each other, without a list: how likely they are one party's, and why."""

from __future__ import annotations

from dataclasses import dataclass

from licet.screening.engine import ScreeningIndex
from licet.screening.entries import ListedName
from licet.screening.facts_index import FactsIndex
from licet.screening.forms import comparable
from licet.screening.printed import Bearer
from licet.screening.searching import search_index
from licet.screening.short_reasons import short_reasons

__all__ = ["Score", "score"]


@dataclass(frozen=True, slots=True)
class Score:
    """How alike two names are.

    ``value``: 0 to 1; 1 is said of equal names alone. ``verdict``: ``match``, ``review``, ``clear``, or
    ``not_compared`` where nothing in one of the names can be compared: that is not clear. ``reasons``: at most five
    short sentences.
    """

    value: float
    verdict: str
    reasons: tuple[str, ...] = ()


def score(name: str, other: str, *, person: bool = False) -> Score:
    """Hold a name against another as it would be held against a listed one; ``person``: the other is a person's.

    Rarity of words is that of business names at large, since there is no list to tell it.

    >>> score("Huawei Tech. Co., Ltd.", "Huawei Technologies Co., Ltd.").verdict
    'match'
    >>> score("Oleg Deripasca", "DERIPASKA, Oleg Vladimirovich", person=True).verdict
    'review'
    >>> score("Bank of the West", "Bank of the East").verdict, score("???", "Bank").verdict
    ('clear', 'not_compared')
    """
    if not (comparable(name) and comparable(other)):
        return Score(0.0, "not_compared")
    bearer = Bearer.PERSON if person else Bearer.FIRM
    listed = [ListedName(other, 0, weak=False, bearer=bearer)]
    index = ScreeningIndex.of_names(listed, (), FactsIndex.empty(), rarity=False)
    (hits,) = search_index(index, [(name, None)], None, everything=True)
    if not hits:
        return Score(0.0, "clear", ("No word of one name is like a word of the other.",))
    hit = hits[0]
    return Score(hit.score, hit.verdict, tuple(short_reasons(hit, name, other)))
