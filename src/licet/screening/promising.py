"""Which names can have a hit at all: the others, most of a book, need no closer look."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from licet.screening.build import packed
from licet.screening.engine import COUNTRY_AGREES, ScreeningIndex, can_be_a_persons
from licet.screening.forms import comparable, joined_form
from licet.screening.printed import NameKind
from licet.screening.rules import MatchRule, rules_of

__all__ = ["promising"]

_OF_PERSONS = (MatchRule.SPELLED_AS_PERSON, MatchRule.INSIDE_PERSON)
"""Rules that hold of a name alone that can be a person's."""


def promising(
    equal: Sequence[str],
    index: ScreeningIndex,
    names: NDArray[np.int32],
    scores: NDArray[np.float64],
    measured: NDArray[np.float32],
    review: float,
) -> NDArray[np.bool_]:
    """Which names can have a hit from review upwards, whatever their country: the others need no closer look.

    ``equal``: their equal forms; ``review``: the score from which a person must look; the rest is what the index
    measured of them.
    """
    lifted = 1 / (1 + exp(COUNTRY_AGREES - log(review / (1 - review))))  # by a country that agrees
    same = _among(equal, index.arrays.exact, index) | _among(
        [joined_form(form) for form in equal], index.arrays.bare, index
    )
    rules = np.where(
        scores >= 0, rules_of(measured, index.arrays.bearer[names], syllables=False), MatchRule.NONE
    )
    of_persons = np.isin(rules, _OF_PERSONS)
    ruled: NDArray[np.bool_] = np.any((rules > 0) & ~of_persons, axis=1)
    for row in np.flatnonzero(of_persons.any(axis=1) & ~ruled).tolist():
        ruled[row] = can_be_a_persons(comparable(equal[row]))
    of_class = ((index.arrays.kind[names] == NameKind.CLASS) & (scores >= 0)).any(axis=1)
    worth: NDArray[np.bool_] = (scores.max(axis=1) >= lifted) | ruled | of_class | same
    return worth


def _among(forms: Sequence[str], known: NDArray[np.int64], index: ScreeningIndex) -> NDArray[np.bool_]:
    """Which forms are among the known ones, which are given as sorted hashes."""
    hashes = index.kernel.hashes_of(*packed(forms))
    found: NDArray[np.bool_] = np.searchsorted(known, hashes, "right") > np.searchsorted(
        known, hashes, "left"
    )
    return found
