"""Pairs of names measured without an index: what is measured of each is what a search measures of a candidate."""

from __future__ import annotations

import numpy as np

from .align import features
from .jit import jit
from .letters import MAX_WORDS
from .measure import FEATURES
from .order import places_of

__all__ = ["measure_pairs"]


@jit
def _shared(one: np.ndarray, other: np.ndarray) -> int:
    """How many grams two names share: those of each once, and sorted."""
    found = place = at = 0
    while place < len(one) and at < len(other):
        if one[place] == other[at]:
            found += 1
            place += 1
            at += 1
        elif one[place] < other[at]:
            place += 1
        else:
            at += 1
    return found


@jit
def measure_pairs(
    asked: np.ndarray, listed: np.ndarray, text: np.ndarray, text_at: np.ndarray, word_at: np.ndarray,
    places: np.ndarray, weighed: np.ndarray, keyed: np.ndarray, gram_at: np.ndarray, grams: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Which pairs have a gram in common, and the features of those; rows of the others are 0.

    ``asked``, ``listed``: numbers of forms in ``text``; the rest is what ``words_of_all`` and ``grams_of_all`` say of
    them, the grams of each sorted. All grams weigh alike, since no list says which are rare.
    """
    alike = np.zeros(len(asked), dtype=np.bool_)
    measured = np.zeros((len(asked), len(FEATURES)), dtype=np.float32)
    q_met, e_met = np.zeros(MAX_WORDS), np.zeros(MAX_WORDS)
    q_mate, met = np.zeros(MAX_WORDS, dtype=np.int64), np.zeros((MAX_WORDS, MAX_WORDS))
    spare = np.zeros(128, dtype=np.int64)
    buffer, where = np.zeros(64, dtype=np.uint8), np.zeros(128, dtype=np.int64)
    for pair in range(len(asked)):
        one, other = asked[pair], listed[pair]
        mine, theirs = grams[gram_at[one] : gram_at[one + 1]], grams[gram_at[other] : gram_at[other + 1]]
        shared = _shared(mine, theirs)
        if shared == 0:
            continue
        alike[pair] = True
        cosine = 0.5 * shared / np.sqrt(float(len(mine) * len(theirs))) + 0.5 * shared / len(mine)
        query, entry = text[text_at[one] : text_at[one + 1]], text[text_at[other] : text_at[other + 1]]
        first, last = int(word_at[one]), int(word_at[one + 1])
        begin, end = int(word_at[other]), int(word_at[other + 1])
        letters = places_of(query, where)
        features(
            query, places[first:last, 0], places[first:last, 1], last - first, weighed[first:last],
            entry, places[begin:end, 0], places[begin:end, 1], end - begin, weighed[begin:end],
            cosine, keyed[first:last], keyed[begin:end], q_met, e_met, q_mate, met, spare, buffer, where, letters,
            measured[pair],
        )  # fmt: skip
    return alike, measured
