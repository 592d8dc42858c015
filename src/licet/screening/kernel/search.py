"""Candidates of many names, the best of them measured."""

from __future__ import annotations

import numpy as np

from .align import features
from .candidates import candidates
from .grams import grams_of
from .heap import rise, sink, sort
from .holding import LONG, held
from .jit import jit
from .letters import MAX_WORDS, bits, words_of
from .measure import FEATURES
from .order import in_common, places_of, same_letters, which
from .weigh import weigh

__all__ = ["NEAR", "first_look", "search", "search_many"]

NEAR, NEARER, UNLIKE, FIRST = 0.45, 0.65, 0.5, 8
"""A candidate that looks less good than the first share of the best is not measured; after the first few neither is
one that looks less good than the second share of it, or less good than ``UNLIKE`` at all: of variants of listed names
one in 300 has its party there, of names that are on no list two candidates in three."""


@jit
def first_look(
    found: int, query: np.ndarray, where: np.ndarray, letters: int, text: np.ndarray, text_at: np.ndarray,
    masks: np.ndarray, sizes: np.ndarray, chosen: np.ndarray, cosines: np.ndarray, best: np.ndarray,
    looks: np.ndarray,
) -> int:  # fmt: skip
    """The places of the candidates that look best by grams and letters in order, best first; gives how many.

    Those that look far worse than the first are left out. A name of the same letters in another order looks as
    one in the same order: its words stand in another order, and many common names begin as it does.

    ``masks``, ``sizes``: which letters each name has, and how many. A candidate that would not be among the best
    even if all letters that both have stood in the same order is not looked at.
    """
    kept = 0
    mask = which(where)
    for place in range(found - 1, -1, -1):  # the worst stands first
        name = chosen[place]
        if kept == len(best):
            other, size = masks[name], sizes[name]
            most = min(letters - bits(mask & ~other), size - bits(other & ~mask))
            dice = 2.0 * most / max(letters + size, 1)
            if cosines[place] + 0.5 * dice + 0.15 * most / max(min(letters, size), 1) <= looks[0]:
                continue
        entry = text[text_at[name] : text_at[name + 1]]
        common, m = in_common(where, letters, entry)
        if common < letters and m == letters and same_letters(query, entry):
            common = m
        dice = 2.0 * common / max(letters + m, 1)
        look = cosines[place] + 0.5 * dice + 0.15 * common / max(min(letters, m), 1)
        if kept < len(best):
            rise(best, looks, kept, place, look)
            kept += 1
        elif look > looks[0]:
            sink(best, looks, kept, place, look)
    sort(best, looks, kept)
    while kept > FIRST and looks[kept - 1] < max(NEARER * looks[0], UNLIKE):
        kept -= 1
    while kept > 1 and looks[kept - 1] < NEAR * looks[0]:
        kept -= 1
    return kept


@jit
def beside(names: np.ndarray, near: np.ndarray, kept: int, found: int, held_names: np.ndarray) -> int:
    """Put the names that a long query holds among its candidates, in place of the last where there is no room."""
    used = kept
    for place in range(found):
        name = held_names[place]
        if np.any(names[:used] == name):
            continue
        if used < len(near):
            at = used
            used += 1
        else:
            at = len(near) - 1 - place
        names[at] = name
        near[at] = 0.0
    return used


@jit
def search(
    query: np.ndarray,
    text: np.ndarray,
    text_at: np.ndarray,
    masks: np.ndarray,
    sizes: np.ndarray,
    words: np.ndarray,
    word_weights: np.ndarray,
    word_at: np.ndarray,
    places: np.ndarray,
    weighed: np.ndarray,
    keyed: np.ndarray,
    offsets: np.ndarray,
    postings: np.ndarray,
    gram_weights: np.ndarray,
    norms: np.ndarray,
    cores: np.ndarray,
    core_name: np.ndarray,
    budget: int,
    deep: int,
    scores: np.ndarray,
    touched: np.ndarray,
    chosen: np.ndarray,
    names: np.ndarray,
    measured: np.ndarray,
) -> int:
    """Candidates of one form into ``names`` and their features into the rows of ``measured``."""
    q_start, q_end = np.zeros(MAX_WORDS, dtype=np.int64), np.zeros(MAX_WORDS, dtype=np.int64)
    q_weight, q_met, e_met = np.zeros(MAX_WORDS), np.zeros(MAX_WORDS), np.zeros(MAX_WORDS)
    q_mate, q_keys = np.zeros(MAX_WORDS, dtype=np.int64), np.zeros((MAX_WORDS, 2), dtype=np.int64)
    alike, cosines = np.zeros((MAX_WORDS, MAX_WORDS)), np.zeros(len(chosen))
    spare = np.zeros(128, dtype=np.int64)
    buffer, where = np.zeros(64, dtype=np.uint8), np.zeros(128, dtype=np.int64)
    grams = np.zeros(1024, dtype=np.int64)
    q_count = words_of(query, q_start, q_end)
    if q_count == 0:
        return 0
    weigh(query, q_start, q_end, q_count, words, word_weights, q_weight, q_keys)
    used = grams_of(query, q_start, q_end, q_count, grams)
    found = candidates(
        grams, used, offsets, postings, gram_weights, norms, budget, scores, touched, chosen, cosines
    )
    letters = places_of(query, where)
    best, looks = np.zeros(deep, dtype=np.int64), np.zeros(deep)
    kept = int(
        first_look(found, query, where, letters, text, text_at, masks, sizes, chosen, cosines, best, looks)
    )
    near = np.zeros(deep)
    for place in range(kept):
        names[place] = chosen[best[place]]
        near[place] = cosines[best[place]]
    if q_count >= LONG:
        kept = beside(
            names, near, kept, held(query, q_start, q_end, q_count, q_weight, cores, core_name, best), best
        )
    for place in range(kept):
        name = names[place]
        first, last = int(word_at[name]), int(word_at[name + 1])
        features(
            query, q_start, q_end, q_count, q_weight, text[text_at[name] : text_at[name + 1]],
            places[first:last, 0], places[first:last, 1], last - first, weighed[first:last],
            near[place], q_keys, keyed[first:last], q_met, e_met, q_mate, alike, spare, buffer,
            where, letters, measured[place],
        )  # fmt: skip
    return kept


@jit
def search_many(
    queries: np.ndarray,
    queries_at: np.ndarray,
    text: np.ndarray,
    text_at: np.ndarray,
    masks: np.ndarray,
    sizes: np.ndarray,
    words: np.ndarray,
    word_weights: np.ndarray,
    word_at: np.ndarray,
    places: np.ndarray,
    weighed: np.ndarray,
    keyed: np.ndarray,
    offsets: np.ndarray,
    postings: np.ndarray,
    gram_weights: np.ndarray,
    norms: np.ndarray,
    cores: np.ndarray,
    core_name: np.ndarray,
    budget: int,
    wide: int,
    deep: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Candidates of many forms: for each how many, which names, and their features."""
    many = len(queries_at) - 1
    scores = np.zeros(len(norms), dtype=np.float32)
    touched = np.zeros(len(norms), dtype=np.int32)
    counts = np.zeros(many, dtype=np.int64)
    names = np.zeros((many, deep), dtype=np.int32)
    measured = np.zeros((many, deep, len(FEATURES)), dtype=np.float32)
    chosen = np.zeros(wide, dtype=np.int32)
    for one in range(many):
        query = queries[queries_at[one] : queries_at[one + 1]]
        counts[one] = search(
            query, text, text_at, masks, sizes, words, word_weights, word_at, places, weighed, keyed, offsets,
            postings, gram_weights, norms, cores, core_name, budget, deep, scores, touched, chosen, names[one],
            measured[one],
        )  # fmt: skip
    return counts, names, measured
