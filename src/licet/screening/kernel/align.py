"""Align the words of two names one to one, joined or split where that fits."""

from __future__ import annotations

import numpy as np

from .jit import jit
from .letters import MAX_WORDS, bits
from .measure import measure
from .pair import joined, pair

__all__ = ["features", "join_words", "split_words"]


@jit
def join_words(
    query: np.ndarray, q_start: np.ndarray, q_end: np.ndarray, q_count: int, q_met: np.ndarray,
    q_mate: np.ndarray, entry: np.ndarray, e_start: np.ndarray, e_end: np.ndarray, e_count: int,
    e_met: np.ndarray, spare: np.ndarray, buffer: np.ndarray,
) -> None:  # fmt: skip
    """Two words of the query that are one of the entry's ("wu han", "wuhan")."""
    for i in range(q_count - 1):
        if q_met[i] >= 0.9 and q_met[i + 1] >= 0.9:
            continue
        for j in range(e_count):
            long = int(q_end[i] - q_start[i] + q_end[i + 1] - q_start[i + 1])
            if e_met[j] >= 0.9 or long > 31 or abs(long - int(e_end[j] - e_start[j])) > 1:
                continue
            value = joined(
                query, int(q_start[i]), int(q_end[i]), int(q_start[i + 1]), int(q_end[i + 1]),
                entry, int(e_start[j]), int(e_end[j]), buffer, spare,
            )  # fmt: skip
            if value > 0.7 and value > max(q_met[i], q_met[i + 1], e_met[j]):
                q_met[i] = q_met[i + 1] = e_met[j] = value
                q_mate[i] = q_mate[i + 1] = j


@jit
def split_words(
    query: np.ndarray, q_start: np.ndarray, q_end: np.ndarray, q_count: int, q_met: np.ndarray,
    q_mate: np.ndarray, entry: np.ndarray, e_start: np.ndarray, e_end: np.ndarray, e_count: int,
    e_met: np.ndarray, spare: np.ndarray, buffer: np.ndarray,
) -> None:  # fmt: skip
    """One word of the query that is two of the entry's ("wuhan", "wu han")."""
    for j in range(e_count - 1):
        if e_met[j] >= 0.9 and e_met[j + 1] >= 0.9:
            continue
        for i in range(q_count):
            long = int(e_end[j] - e_start[j] + e_end[j + 1] - e_start[j + 1])
            if q_met[i] >= 0.9 or long > 31 or abs(long - int(q_end[i] - q_start[i])) > 1:
                continue
            value = joined(
                entry, int(e_start[j]), int(e_end[j]), int(e_start[j + 1]), int(e_end[j + 1]),
                query, int(q_start[i]), int(q_end[i]), buffer, spare,
            )  # fmt: skip
            if value > 0.7 and value > max(e_met[j], e_met[j + 1], q_met[i]):
                e_met[j] = e_met[j + 1] = q_met[i] = value
                q_mate[i] = j


@jit
def features(
    query: np.ndarray,
    q_start: np.ndarray,
    q_end: np.ndarray,
    q_count: int,
    q_weight: np.ndarray,
    entry: np.ndarray,
    e_start: np.ndarray,
    e_end: np.ndarray,
    e_count: int,
    e_weight: np.ndarray,
    cosine: float,
    q_keys: np.ndarray,
    e_keys: np.ndarray,
    q_met: np.ndarray,
    e_met: np.ndarray,
    q_mate: np.ndarray,
    alike: np.ndarray,
    spare: np.ndarray,
    buffer: np.ndarray,
    where: np.ndarray,
    letters: int,
    out: np.ndarray,
) -> None:
    """Align the words of two names and measure FEATURES into ``out``.

    ``q_met`` and ``e_met`` receive how well each word met, ``q_mate`` the word of the entry it met (-1: none).
    """
    for i in range(q_count):
        q_met[i] = 0.0
        q_mate[i] = -1
        a, b = int(q_start[i]), int(q_end[i])
        key, mask = int(q_keys[i, 0]), int(q_keys[i, 1])
        for j in range(e_count):
            c, d = int(e_start[j]), int(e_end[j])
            other_key, other_mask = int(e_keys[j, 0]), int(e_keys[j, 1])
            alike[i, j] = 0.0
            if query[a] != entry[c] and (key == 0 or key != other_key):
                if 3 * bits(mask ^ other_mask) > 2 * (max(b - a, d - c) + 1):
                    continue  # too many letters differ for so few edits
            alike[i, j] = pair(query, a, b, key, mask, entry, c, d, other_key, other_mask, spare)
    for j in range(e_count):
        e_met[j] = 0.0
    initials = 0
    while True:
        best, at_i, at_j = 0.45, -1, -1
        for i in range(q_count):
            if q_mate[i] < 0:
                for j in range(e_count):
                    if e_met[j] == 0.0 and alike[i, j] > 0.0:
                        near = alike[i, j] + 0.001 * (MAX_WORDS - abs(i - j)) / MAX_WORDS
                        if near > best:
                            best, at_i, at_j = near, i, j
        if at_i < 0:
            break
        value = alike[at_i, at_j]
        q_mate[at_i] = at_j
        q_met[at_i] = value
        e_met[at_j] = value
        if value == 0.55:
            initials += 1
    join_words(
        query, q_start, q_end, q_count, q_met, q_mate, entry, e_start, e_end, e_count, e_met, spare, buffer
    )
    split_words(
        query, q_start, q_end, q_count, q_met, q_mate, entry, e_start, e_end, e_count, e_met, spare, buffer
    )
    measure(
        query, q_start, q_end, q_count, q_weight, q_met, q_mate, entry, e_start, e_end, e_count, e_weight, e_met,
        cosine, initials, where, letters, out,
    )  # fmt: skip
