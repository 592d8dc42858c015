"""Hashed grams of a form, by which names are found."""

from __future__ import annotations

import numpy as np

from .jit import jit
from .letters import HASH_MASK, MAX_WORDS, hash_of, is_vowel, skeleton, words_of

__all__ = ["GRAM_BUCKETS", "grams_of", "grams_of_all"]

GRAM_BUCKETS = 1 << 20
_MASK = GRAM_BUCKETS - 1


@jit
def _add_gram(out: np.ndarray, used: int, value: int) -> int:
    bucket = ((value ^ (value >> 15)) * 2654435 + (value >> 7)) & _MASK
    for place in range(used):
        if out[place] == bucket:
            return used
    if used < len(out):
        out[used] = bucket
        return used + 1
    return used


@jit
def _name_grams(text: np.ndarray, starts: np.ndarray, ends: np.ndarray, count: int, out: np.ndarray) -> int:
    """Grams of the name as a whole: its consonants, its words in any order, its first word as an initial."""
    consonants, initial, any_order = 19, 23, 29
    kept = last = 0
    for word in range(count):
        initial = initial * 131 & HASH_MASK
        any_order += hash_of(text, int(starts[word]), int(ends[word]), 31)
        for place in range(int(starts[word]), int(ends[word])):
            letter = int(text[place])
            if word > 0 or place == int(starts[0]):
                initial = (initial * 131 + letter) & HASH_MASK
            if not is_vowel(letter) and letter != last:
                consonants = (consonants * 131 + letter) & HASH_MASK
                kept += 1
                last = letter
    used = 0
    if kept >= 3:
        used = _add_gram(out, used, consonants * 3 + 1)
    if count > 1:
        used = _add_gram(out, used, initial * 3 + 2)
        used = _add_gram(out, used, (any_order & HASH_MASK) * 3)
    return used


@jit
def grams_of(text: np.ndarray, starts: np.ndarray, ends: np.ndarray, count: int, out: np.ndarray) -> int:
    """Hashed grams of a form, each once: three letters in marked words and across joins, and skeletons."""
    used = int(_name_grams(text, starts, ends, count, out))
    for word in range(count):
        start, end = int(starts[word]), int(ends[word])
        for place in range(start - 1, end - 1):
            first = 94 if place < start else int(text[place])
            second = int(text[place + 1])
            third = 36 if place + 2 >= end else int(text[place + 2])
            used = _add_gram(out, used, ((first * 131 + second) * 131 + third) * 131)
        key = skeleton(text, start, end)
        if key & 1:
            used = _add_gram(out, used, (key >> 1) * 3 + 1)
        if 3 <= end - start <= 5:
            for left_out in range(start, end):
                value = 11
                for place in range(start, end):
                    if place != left_out:
                        value = (value * 131 + int(text[place])) & HASH_MASK
                used = _add_gram(out, used, value * 3 + 2)
        if word + 1 < count and end - start >= 1:
            after = int(starts[word + 1])
            if end - start >= 2:
                gram = ((int(text[end - 2]) * 131 + int(text[end - 1])) * 131 + int(text[after])) * 131
                used = _add_gram(out, used, gram)
            if int(ends[word + 1]) - after >= 2:
                gram = ((int(text[end - 1]) * 131 + int(text[after])) * 131 + int(text[after + 1])) * 131
                used = _add_gram(out, used, gram)
    return used


@jit
def grams_of_all(text: np.ndarray, text_at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The grams of many forms: how many each has, and all of them behind each other."""
    names = len(text_at) - 1
    counts = np.zeros(names, dtype=np.int64)
    out = np.zeros(4 * len(text) + 16 * names + 64, dtype=np.int64)
    starts = np.zeros(MAX_WORDS, dtype=np.int64)
    ends = np.zeros(MAX_WORDS, dtype=np.int64)
    one = np.zeros(1024, dtype=np.int64)
    used = 0
    for name in range(names):
        form = text[text_at[name] : text_at[name + 1]]
        found = words_of(form, starts, ends)
        count = grams_of(form, starts, ends, found, one)
        counts[name] = count
        out[used : used + count] = one[:count]
        used += count
    return counts, out[:used]
