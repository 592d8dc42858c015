"""The hot kernel: candidates from the inverted index and features of each, no object of Python per candidate.

One source, two ways to run it: :mod:`licet.screening.compiled` compiles it with numba for bulk work, and a
single name is answered by running it as it is, which spares the half second that numba takes to import. All
numbers fit in signed 64 bits, so that both give the same answers.

Names arrive as bytes of their comparable forms: words of ``a-z0-9&`` with single spaces between them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

__all__ = ["FEATURES", "GRAM_BUCKETS", "MAX_WORDS", "candidates", "features", "grams_of", "words_of"]

F = TypeVar("F", bound=Callable[..., Any])


def _as_is(function: F) -> F:
    return function


jit: Callable[[Any], Any] = globals().get("_COMPILER") or _as_is

MAX_WORDS = 20
GRAM_BUCKETS = 1 << 20
_MASK = GRAM_BUCKETS - 1
_HASH = (1 << 31) - 1
_BITS = 60
_FULL = (1 << _BITS) - 1
_LIGHT = 0.105
SAME_CORE = 0.92
"""The least score of a name that only lacks legal forms and other light words of the entry's."""
ENOUGH = 0.6
"""Until this share of a query's weight has been read, the budget is four times as large."""
NEAR = 0.6
"""A candidate that looks less good than this share of the best is not measured."""
GIVE_UP_AFTER, GIVE_UP_BELOW = 60, -5.0
"""After so many trees a candidate below these log-odds is given up: its score is what it is by then."""
DEPTH = 3
"""Steps from the root of a tree to its leaves; every tree is kept as a full one."""
FEATURES = (
    "query_covered",
    "entry_covered",
    "query_rarest_missed",
    "entry_rarest_missed",
    "letters_in_order",
    "grams_shared",
    "query_words_exact",
    "entry_words_exact",
    "least_covered",
    "initials_used",
    "same_order",
    "query_weight",
    "rarest_met",
    "cut_short",
    "numbers_differ",
    "length_ratio",
    "words_missed_query",
    "words_missed_entry",
    "worst_pair",
    "core_covered",
    "entry_contained",
)
"""What is measured of a query and a candidate, in this order; :mod:`licet.screening.model` gives the weights."""


@jit
def _hash(text: np.ndarray, start: int, end: int, salt: int) -> int:
    value = salt
    for place in range(start, end):
        value = (value * 131 + int(text[place]) + 7) & _HASH
    return value


@jit
def _is_vowel(letter: int) -> bool:
    return letter in (97, 101, 105, 111, 117)


@jit
def _is_digit(letter: int) -> bool:
    return 48 <= letter <= 57


@jit
def words_of(text: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> int:
    """Find the words of a form; gives their number, at most MAX_WORDS."""
    count = 0
    place = 0
    size = len(text)
    while place < size and count < MAX_WORDS:
        while place < size and text[place] == 32:
            place += 1
        start = place
        while place < size and text[place] != 32:
            place += 1
        if place > start:
            starts[count] = start
            ends[count] = place
            count += 1
    return count


@jit
def _skeleton(text: np.ndarray, start: int, end: int) -> int:
    """A key that survives dropped inner vowels, doubled letters and neutral spellings; 0 when too short.

    It is odd where the word has three consonants or more.
    """
    value = 17
    kept = 0
    last = 0
    for place in range(start, end):
        letter = int(text[place])
        if letter in (99, 113):
            letter = 107  # c, q: k
        elif letter == 122:
            letter = 115  # z: s
        elif letter == 121:
            letter = 105  # y: i
        elif letter == 119:
            letter = 118  # w: v
        inner = place > start
        if inner and (_is_vowel(letter) or letter == last):
            continue
        if letter == 104 and last == 112:
            last = 104  # ph: p, as good as f
            continue
        if letter == 104 and (last in (107, 103)):
            last = 104  # kh, gh: k, g
            continue
        value = (value * 131 + (112 if letter == 102 else letter)) & _HASH
        kept += 1
        last = letter
    return 2 * value + (1 if kept >= 3 else 0) if kept >= 2 else 0


@jit
def _name_grams(text: np.ndarray, starts: np.ndarray, ends: np.ndarray, count: int, out: np.ndarray) -> int:
    """Two grams of the name as a whole: its consonants, and its first word as an initial before the rest."""
    consonants, initial = 19, 23
    kept = last = 0
    for word in range(count):
        initial = initial * 131 & _HASH
        for place in range(int(starts[word]), int(ends[word])):
            letter = int(text[place])
            if word > 0 or place == int(starts[0]):
                initial = (initial * 131 + letter) & _HASH
            if not _is_vowel(letter) and letter != last:
                consonants = (consonants * 131 + letter) & _HASH
                kept += 1
                last = letter
    used = 0
    if kept >= 3:
        used = _add_gram(out, used, consonants * 3 + 1)
    if count > 1:
        used = _add_gram(out, used, initial * 3 + 2)
    return used


@jit
def _no_inner_vowel(text: np.ndarray, start: int, end: int) -> bool:
    for place in range(start + 1, end):
        if _is_vowel(int(text[place])):
            return False
    return True


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
        key = _skeleton(text, start, end)
        if key & 1:
            used = _add_gram(out, used, (key >> 1) * 3 + 1)
        if 3 <= end - start <= 5:
            for left_out in range(start, end):
                value = 11
                for place in range(start, end):
                    if place != left_out:
                        value = (value * 131 + int(text[place])) & _HASH
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
def _rise(names: np.ndarray, scores: np.ndarray, place: int, name: int, score: float) -> None:
    """Add to a heap whose least score is at its top."""
    while place > 0 and scores[(place - 1) >> 1] > score:
        above = (place - 1) >> 1
        names[place], scores[place] = names[above], scores[above]
        place = above
    names[place], scores[place] = name, score


@jit
def _sink(names: np.ndarray, scores: np.ndarray, size: int, name: int, score: float) -> None:
    """Put a name in the place of the one with the least score."""
    place = 0
    while 2 * place + 1 < size:
        below = 2 * place + 1
        if below + 1 < size and scores[below + 1] < scores[below]:
            below += 1
        if scores[below] >= score:
            break
        names[place], scores[place] = names[below], scores[below]
        place = below
    names[place], scores[place] = name, score


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
            _rise(chosen, chosen_scores, found, name, score)
            found += 1
        elif score > chosen_scores[0]:
            _sink(chosen, chosen_scores, found, name, score)
    return found


@jit
def _edits(one: np.ndarray, a: int, b: int, other: np.ndarray, c: int, d: int, spare: np.ndarray) -> int:
    """Edits between two words of at most 31 letters; neighbours swapped count once.

    All of one word at a time, as bits (Hyyro, "A bit-vector algorithm for computing Levenshtein and Damerau
    edit distances", 2003). ``spare``: room for the places of 128 letters, all 0, and left so.
    """
    n = b - a
    full, top = (1 << n) - 1, 1 << (n - 1)
    for place in range(n):
        spare[one[a + place]] |= 1 << place
    more, less, diagonal, before = full, 0, 0, 0
    edits = n
    for place in range(c, d):
        here = int(spare[other[place]])
        swapped = (((full ^ diagonal) & here) << 1) & before
        diagonal = (((here & more) + more) ^ more) | here | less | swapped
        up = less | (full & ~(diagonal | more))
        down = diagonal & more
        if up & top:
            edits += 1
        elif down & top:
            edits -= 1
        up = ((up << 1) | 1) & full
        less = up & diagonal
        more = ((down << 1) & full) | (full & ~(diagonal | up))
        diagonal &= full
        before = here
    for place in range(n):
        spare[one[a + place]] = 0
    return edits


@jit
def _letters(text: np.ndarray, a: int, b: int) -> int:
    """Which letters and digits a word has, as bits."""
    mask = 0
    for place in range(a, b):
        mask |= 1 << (int(text[place]) - 38) % 59
    return mask


@jit
def _bits(mask: int) -> int:
    mask = mask - ((mask >> 1) & 0x0555555555555555)
    mask = (mask & 0x3333333333333333) + ((mask >> 2) & 0x3333333333333333)
    mask = (mask + (mask >> 4)) & 0x0F0F0F0F0F0F0F0F
    mask += mask >> 8
    mask += mask >> 16
    mask += mask >> 32
    return mask & 127


@jit
def _pair(
    one: np.ndarray, a: int, b: int, key: int, mask: int, other: np.ndarray, c: int, d: int, other_key: int,
    other_mask: int, spare: np.ndarray,
) -> float:  # fmt: skip
    """How alike two words are, 0 to 1; an initial gives 0.55. ``key``: skeletons, ``mask``: letters."""
    n, m = b - a, d - c
    short, long = min(n, m), max(n, m)
    shared = 0
    while shared < short and one[a + shared] == other[c + shared]:
        shared += 1
    if shared == n and n == m:
        return 1.0
    if short == 1:
        return 0.55 if shared == 1 and not _is_digit(int(one[a])) else 0.0
    if long > 31 or long > 2 * short + 2 or _word_is_number(one, a, b):
        return 0.0
    alike = 0.0
    if key and key == other_key:
        if _no_inner_vowel(one, a, b) or _no_inner_vowel(other, c, d):
            alike = 0.93 if key & 1 else 0.8
        elif key & 1:
            alike = 0.8
    if shared == short and short >= 4:
        alike = max(alike, 0.6 + 0.3 * short / long)
    most = (long + 1) // 3
    if alike < 0.9 and long - short <= min(most, 3) and _bits(mask ^ other_mask) <= 2 * most:
        edits = _edits(one, a, b, other, c, d, spare)
        if edits <= most:
            alike = max(alike, 1.0 - 1.25 * edits / long)
            if key & 1 and key == other_key and edits == 1:
                alike = max(alike, 0.93)
    return alike


@jit
def _joined(
    text: np.ndarray, a: int, b: int, c: int, d: int, other: np.ndarray, e: int, g: int, buffer: np.ndarray,
    spare: np.ndarray,
) -> float:  # fmt: skip
    """How alike two neighbouring words, written as one, are to a word of the other name."""
    n = (b - a) + (d - c)
    for place in range(b - a):
        buffer[place] = text[a + place]
    for place in range(d - c):
        buffer[b - a + place] = text[c + place]
    alike: float = _pair(
        buffer, 0, n, _skeleton(buffer, 0, n), _letters(buffer, 0, n),
        other, e, g, _skeleton(other, e, g), _letters(other, e, g), spare,
    )  # fmt: skip
    return alike


@jit
def _places(text: np.ndarray, where: np.ndarray) -> int:
    """Where each letter stands in a name without spaces, as bits of its first 60 letters; gives how many."""
    where[:] = 0
    n = 0
    for place in range(len(text)):
        if text[place] != 32 and n < _BITS:
            where[text[place]] |= 1 << n
            n += 1
    return n


@jit
def _common(where: np.ndarray, n: int, other: np.ndarray) -> tuple[int, int]:
    """Letters in common, in order, with a name whose places are given, and how many the other has."""
    rest = _FULL
    m = 0
    for place in range(len(other)):
        if other[place] != 32 and m < _BITS:
            hit = rest & where[other[place]]
            rest = ((rest + hit) | (rest - hit)) & _FULL
            m += 1
    missing = rest & ((1 << n) - 1)
    return n - _bits(missing), m


@jit
def _prefix(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether a name, spaces left out, is the beginning of a longer one."""
    i = j = 0
    while i < len(one):
        if one[i] == 32:
            i += 1
            continue
        while j < len(other) and other[j] == 32:
            j += 1
        if j >= len(other) or one[i] != other[j]:
            return False
        i += 1
        j += 1
    return j < len(other)


@jit
def _word_is_number(text: np.ndarray, a: int, b: int) -> bool:
    for place in range(a, b):
        if not _is_digit(int(text[place])):
            return False
    return b > a


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
                if 3 * _bits(mask ^ other_mask) > 2 * (max(b - a, d - c) + 1):
                    continue  # too many letters differ for so few edits
            alike[i, j] = _pair(query, a, b, key, mask, entry, c, d, other_key, other_mask, spare)
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
    _join_words(
        query, q_start, q_end, q_count, q_met, q_mate, entry, e_start, e_end, e_count, e_met, spare, buffer
    )
    _split_words(
        query, q_start, q_end, q_count, q_met, q_mate, entry, e_start, e_end, e_count, e_met, spare, buffer
    )
    _measure(
        query, q_start, q_end, q_count, q_weight, q_met, q_mate, entry, e_start, e_end, e_count, e_weight, e_met,
        cosine, initials, where, letters, out,
    )  # fmt: skip


@jit
def _join_words(
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
            value = _joined(
                query, int(q_start[i]), int(q_end[i]), int(q_start[i + 1]), int(q_end[i + 1]),
                entry, int(e_start[j]), int(e_end[j]), buffer, spare,
            )  # fmt: skip
            if value > 0.7 and value > max(q_met[i], q_met[i + 1], e_met[j]):
                q_met[i] = q_met[i + 1] = e_met[j] = value
                q_mate[i] = q_mate[i + 1] = j


@jit
def _split_words(
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
            value = _joined(
                entry, int(e_start[j]), int(e_end[j]), int(e_start[j + 1]), int(e_end[j + 1]),
                query, int(q_start[i]), int(q_end[i]), buffer, spare,
            )  # fmt: skip
            if value > 0.7 and value > max(e_met[j], e_met[j + 1], q_met[i]):
                e_met[j] = e_met[j + 1] = q_met[i] = value
                q_mate[i] = j


@jit
def _measure(
    query: np.ndarray, q_start: np.ndarray, q_end: np.ndarray, q_count: int, q_weight: np.ndarray,
    q_met: np.ndarray, q_mate: np.ndarray, entry: np.ndarray, e_start: np.ndarray, e_end: np.ndarray,
    e_count: int, e_weight: np.ndarray, e_met: np.ndarray, cosine: float, initials: int, where: np.ndarray,
    n: int, out: np.ndarray,
) -> None:  # fmt: skip
    q_total = q_sum = q_exact = q_missed = met_weight = q_core = q_core_met = 0.0
    e_total = e_sum = e_exact = e_missed = e_core = e_core_met = 0.0
    worst = 1.0
    q_lost = e_lost = e_words = 0
    ordered = pairs = 0
    numbers = 0.0
    last = -1
    for i in range(q_count):
        weight = q_weight[i]
        q_total += weight
        q_sum += weight * q_met[i]
        if weight > _LIGHT:
            q_core += weight
            q_core_met += weight * q_met[i]
        if q_met[i] == 1.0:
            q_exact += weight
        q_missed = max(q_missed, weight * (1.0 - q_met[i]))
        if q_met[i] >= 0.85:
            met_weight = max(met_weight, weight)
        if q_met[i] < 0.6 and weight > 0.2:
            q_lost += 1
        if q_met[i] == 0.0 and _word_is_number(query, int(q_start[i]), int(q_end[i])):
            numbers = 1.0
        if q_mate[i] >= 0:
            if weight > 0.2:
                worst = min(worst, q_met[i])
            pairs += 1
            if q_mate[i] >= last:
                ordered += 1
            last = q_mate[i]
    for j in range(e_count):
        weight = e_weight[j]
        e_total += weight
        e_sum += weight * e_met[j]
        if weight > _LIGHT:
            e_words += 1
            e_core += weight
            e_core_met += weight * e_met[j]
        if e_met[j] == 1.0:
            e_exact += weight
        e_missed = max(e_missed, weight * (1.0 - e_met[j]))
        if e_met[j] < 0.6 and weight > 0.2:
            e_lost += 1
        if e_met[j] == 0.0 and _word_is_number(entry, int(e_start[j]), int(e_end[j])):
            numbers = max(numbers, 0.5)
    common, m = _common(where, n, entry)
    q_total = max(q_total, 1e-6)
    e_total = max(e_total, 1e-6)
    out[0] = q_sum / q_total
    out[1] = e_sum / e_total
    out[2] = q_missed
    out[3] = e_missed
    out[4] = 2.0 * common / max(n + m, 1)
    out[5] = cosine
    out[6] = q_exact / q_total
    out[7] = e_exact / e_total
    out[8] = min(out[0], out[1])
    out[9] = min(initials, 3) / 3.0
    out[10] = ordered / pairs if pairs > 0 else 0.0
    out[11] = min(q_total / 4.0, 1.0)
    out[12] = met_weight
    out[13] = 1.0 if n >= 12 and _prefix(query, entry) else 0.0
    out[14] = numbers
    out[15] = min(n, m) / max(n, m, 1)
    out[16] = q_lost / max(q_count, 1)
    out[17] = e_lost / max(e_count, 1)
    out[18] = worst
    out[20] = e_core_met / e_core if e_words > 1 else 0.0
    out[19] = min(q_core_met / q_core, e_core_met / e_core) if q_core > 0 and e_core > 0 else 0.0


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
        out[word] = _weight_of(_hash(text, start, end, 5), words, weights)
        keys[word, 0] = _skeleton(text, start, end)
        keys[word, 1] = _letters(text, start, end)


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


@jit
def _first_look(
    found: int, where: np.ndarray, letters: int, text: np.ndarray, text_at: np.ndarray, chosen: np.ndarray,
    cosines: np.ndarray, best: np.ndarray, looks: np.ndarray,
) -> int:  # fmt: skip
    """The places of the candidates that look best by grams and letters in order, best first; gives how many.

    Those that look far worse than the first are left out.
    """
    kept = 0
    for place in range(found):
        name = chosen[place]
        common, m = _common(where, letters, text[text_at[name] : text_at[name + 1]])
        dice = 2.0 * common / max(letters + m, 1)
        look = cosines[place] + 0.5 * dice + 0.15 * common / max(min(letters, m), 1)
        if kept < len(best):
            _rise(best, looks, kept, place, look)
            kept += 1
        elif look > looks[0]:
            _sink(best, looks, kept, place, look)
    _sort(best, looks, kept)
    while kept > 1 and looks[kept - 1] < NEAR * looks[0]:
        kept -= 1
    return kept


@jit
def _sort(names: np.ndarray, scores: np.ndarray, size: int) -> None:
    """Put the greatest first, in place; equal ones in the order of their numbers."""
    for place in range(1, size):
        name, score = names[place], scores[place]
        above = place - 1
        while above >= 0 and (scores[above] < score or (scores[above] == score and names[above] > name)):
            names[above + 1], scores[above + 1] = names[above], scores[above]
            above -= 1
        names[above + 1], scores[above + 1] = name, score


@jit
def search(
    query: np.ndarray,
    text: np.ndarray,
    text_at: np.ndarray,
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
    letters = _places(query, where)
    best, looks = np.zeros(deep, dtype=np.int64), np.zeros(deep)
    kept = int(_first_look(found, where, letters, text, text_at, chosen, cosines, best, looks))
    for place in range(kept):
        name = chosen[best[place]]
        names[place] = name
        first, last = int(word_at[name]), int(word_at[name + 1])
        features(
            query, q_start, q_end, q_count, q_weight, text[text_at[name] : text_at[name + 1]],
            places[first:last, 0], places[first:last, 1], last - first, weighed[first:last],
            cosines[best[place]], q_keys, keyed[first:last], q_met, e_met, q_mate, alike, spare, buffer,
            where, letters, measured[place],
        )  # fmt: skip
    return kept


@jit
def search_many(
    queries: np.ndarray,
    queries_at: np.ndarray,
    text: np.ndarray,
    text_at: np.ndarray,
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
            query, text, text_at, words, word_weights, word_at, places, weighed, keyed, offsets, postings,
            gram_weights, norms, budget, deep, scores, touched, chosen, names[one], measured[one],
        )  # fmt: skip
    return counts, names, measured


@jit
def scores_of(
    counts: np.ndarray, measured: np.ndarray, base: float, feature: np.ndarray, threshold: np.ndarray,
    value: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """The score of every candidate of every query; -1 where there is none."""
    out = np.full(measured.shape[:2], -1.0)
    for one in range(len(counts)):
        for place in range(counts[one]):
            row = measured[one, place]
            total = base
            for tree in range(len(feature)):
                if tree == GIVE_UP_AFTER and total < GIVE_UP_BELOW:
                    break
                node = 0
                for _ in range(DEPTH):
                    node = 2 * node + 1 + (row[feature[tree, node]] > threshold[tree, node])
                total += value[tree, node]
            score = 1.0 / (1.0 + np.exp(-total))
            if row[19] >= 1.0 and row[0] >= 1.0 and row[12] >= 0.25:
                score = max(score, SAME_CORE)
            out[one, place] = score
    return out


@jit
def waterfall_of(
    measured: np.ndarray, base: float, feature: np.ndarray, threshold: np.ndarray, value: np.ndarray
) -> np.ndarray:
    """What each feature of one candidate moved, in log-odds; the base comes last."""
    moved = np.zeros(len(FEATURES) + 1)
    moved[-1] = base
    for tree in range(len(feature)):
        if tree == GIVE_UP_AFTER and moved.sum() < GIVE_UP_BELOW:
            break
        node = 0
        moved[-1] += value[tree, 0]
        for _ in range(DEPTH):
            which = feature[tree, node]
            below = 2 * node + 1 + (measured[which] > threshold[tree, node])
            moved[which] += value[tree, below] - value[tree, node]
            node = below
    return moved
