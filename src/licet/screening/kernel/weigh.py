"""The words of forms with their weights and keys."""

from __future__ import annotations

import numpy as np

from .jit import jit
from .letters import MAX_WORDS, hash_of, letters_of, skeleton, words_of

__all__ = ["weigh", "words_of_all"]


@jit
def _weight_of(word: int, words: np.ndarray, weights: np.ndarray) -> float:
    """The weight of a word by its hash; a word that the lists do not know is rare."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high) // 2
        if words[middle] < word:
            low = middle + 1
        else:
            high = middle
    if low < len(words) and words[low] == word:
        return float(weights[low])
    return 0.95


@jit
def weigh(
    text: np.ndarray, starts: np.ndarray, ends: np.ndarray, count: int, words: np.ndarray, weights: np.ndarray,
    out: np.ndarray, keys: np.ndarray,
) -> None:  # fmt: skip
    """The weight of every word of a form, its skeleton and its letters."""
    for word in range(count):
        start, end = int(starts[word]), int(ends[word])
        out[word] = _weight_of(hash_of(text, start, end, 5), words, weights)
        keys[word, 0] = skeleton(text, start, end)
        keys[word, 1] = letters_of(text, start, end)


@jit
def words_of_all(
    text: np.ndarray, text_at: np.ndarray, words: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The words of many forms: where each name's begin, their places, weights and keys, behind each other."""
    names = len(text_at) - 1
    word_at = np.zeros(names + 1, dtype=np.int64)
    places = np.zeros((names * MAX_WORDS, 2), dtype=np.int16)
    weighed = np.zeros(names * MAX_WORDS, dtype=np.float64)
    keyed = np.zeros((names * MAX_WORDS, 2), dtype=np.int64)
    starts, ends = np.zeros(MAX_WORDS, dtype=np.int64), np.zeros(MAX_WORDS, dtype=np.int64)
    weight, keys = np.zeros(MAX_WORDS), np.zeros((MAX_WORDS, 2), dtype=np.int64)
    used = 0
    for name in range(names):
        form = text[text_at[name] : text_at[name + 1]]
        count = words_of(form, starts, ends)
        weigh(form, starts, ends, count, words, weights, weight, keys)
        for word in range(count):
            places[used, 0] = starts[word]
            places[used, 1] = ends[word]
            weighed[used] = weight[word]
            keyed[used] = keys[word]
            used += 1
        word_at[name + 1] = used
    return word_at, places[:used].copy(), weighed[:used].copy(), keyed[:used].copy()
