"""Candidates from the inverted index: rarest grams first, within a budget."""

from __future__ import annotations

import numpy as np

from .heap import rise, sink
from .jit import jit

__all__ = ["ENOUGH", "candidates"]

ENOUGH = 0.6
"""Until this share of a query's weight has been read, the budget is four times as large."""


@jit
def candidates(
    grams: np.ndarray,
    used: int,
    offsets: np.ndarray,
    postings: np.ndarray,
    weights: np.ndarray,
    norms: np.ndarray,
    budget: int,
    scores: np.ndarray,
    touched: np.ndarray,
    chosen: np.ndarray,
    chosen_scores: np.ndarray,
) -> int:
    """The names that share the rarest grams with the query, by cosine and share of it; gives their number."""
    total = 0.0
    for place in range(used):
        total += weights[grams[place]]
    order = np.argsort(-weights[grams[:used]], kind="mergesort")
    seen = 0
    spent = 0
    read = 0.0
    for rank in range(used):
        bucket = grams[order[rank]]
        start, end = int(offsets[bucket]), int(offsets[bucket + 1])
        if spent > 0 and spent + end - start > (budget if read > ENOUGH * total else 4 * budget):
            continue
        spent += end - start
        weight = weights[bucket]
        read += weight
        for place in range(start, end):
            name = postings[place]
            if scores[name] == 0.0:
                touched[seen] = name
                seen += 1
            scores[name] += weight
    root = np.sqrt(total) if total > 0 else 1.0
    limit = len(chosen)
    found = 0
    by_norm, by_share = 0.5 / root, 0.5 / max(total, 1e-9)
    for place in range(seen):
        name = touched[place]
        score = scores[name] * (by_norm * norms[name] + by_share)
        scores[name] = 0.0
        if found < limit:
            rise(chosen, chosen_scores, found, name, score)
            found += 1
        elif score > chosen_scores[0]:
            sink(chosen, chosen_scores, found, name, score)
    return found
