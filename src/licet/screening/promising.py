"""Which candidates can be a hit at all: the others, nearly all of those of a book, need no closer look."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from licet.screening.build import packed
from licet.screening.engine import (
    COUNTRY_AGREES,
    SCORE_DIGITS,
    ScreeningIndex,
    can_be_a_persons,
    has_initials,
)
from licet.screening.forms import comparable, joined_form
from licet.screening.printed import NameKind
from licet.screening.rules import MatchRule

__all__ = ["Promising", "promising"]

_OF_PERSONS = 1 << MatchRule.SPELLED_AS_PERSON | 1 << MatchRule.INSIDE_PERSON
"""The bits of rules that hold of a name alone that can be a person's."""


class Promising(NamedTuple):
    """What of many names can come to a hit from review upwards, whatever their country.

    ``candidates``: those of each name that can, of shape (n, DEEP); ``same``: names whose equal form, or whose form
    without legal forms, spaces and the like, is one of the list's, of shape (n,).
    """

    candidates: NDArray[np.bool_]
    same: NDArray[np.bool_]

    @property
    def names(self) -> NDArray[np.bool_]:
        """The names that need a closer look."""
        names: NDArray[np.bool_] = self.candidates.any(axis=1) | self.same
        return names


def promising(
    equal: Sequence[str],
    index: ScreeningIndex,
    names: NDArray[np.int32],
    scores: NDArray[np.float64],
    rules: NDArray[np.uint16],
    review: float,
) -> Promising:
    """What can come to a hit.

    ``equal``: the equal forms of names; ``names``, ``scores``, ``rules``: their candidates, the score of each and the
    rules that its measures allow, as bits; ``review``: the score from which a person must look.
    """
    lifted = 1 / (1 + exp(COUNTRY_AGREES - log(review / (1 - review))))  # by a country that agrees
    of_persons = (rules > 0) & (rules & ~np.uint16(_OF_PERSONS) == 0)
    for row in np.flatnonzero(of_persons.any(axis=1)).tolist():
        form = comparable(equal[row])
        of_persons[row] &= not (can_be_a_persons(form) or has_initials(form))
    of_class = index.arrays.kind[names] == NameKind.CLASS
    like = np.round(scores, SCORE_DIGITS) >= lifted
    can = (scores >= 0) & (like | ((rules > 0) & ~of_persons) | of_class)
    same = _among(equal, index.arrays.exact, index)
    same |= _among([joined_form(form) for form in equal], index.arrays.bare, index)
    return Promising(can, same)


def _among(forms: Sequence[str], known: NDArray[np.int64], index: ScreeningIndex) -> NDArray[np.bool_]:
    """Which forms are among the known ones, which are given as sorted hashes."""
    hashes = index.kernel.hashes_of(*packed(forms))
    found: NDArray[np.bool_] = np.searchsorted(known, hashes, "right") > np.searchsorted(
        known, hashes, "left"
    )
    return found
