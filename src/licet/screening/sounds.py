"""Names by their sound: the consonants of words as classes, by which names that are spelled otherwise are found.

A key is coarse: what it finds is held against the rules of :mod:`licet.screening.spelling`. Two telling words of a
person's name make a key together; the family name makes one alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, product

from licet.screening.forms import is_syllable
from licet.screening.spelling import full_names, words_that_tell
from licet.screening.words import GENERIC, LEGAL

__all__ = ["asked_keys", "listed_keys"]

_MOST_WORDS = 6
_LEAST_ALONE = 6
"""Letters of a family name from which it is asked about alone."""
_CLASSES = (
    ("tsch", "S"), ("dsch", "S"), ("sch", "S"), ("tch", "S"), ("dzh", "S"), ("ch", "S"), ("sh", "S"), ("zh", "S"),
    ("cz", "S"), ("ts", "S"), ("tz", "S"), ("dj", "S"), ("kh", "K"), ("gh", "K"), ("ck", "K"), ("ph", "F"),
    ("th", "T"), ("dh", "T"), ("gu", "K"), ("x", "KS"),
    *((letter, "S") for letter in "zsj"), *((letter, "K") for letter in "kqg"), *((letter, "F") for letter in "fvw"),
    ("c", "K"), ("t", "T"), ("d", "T"), ("p", "P"), ("b", "B"), ("m", "M"), ("n", "N"), ("l", "L"), ("r", "R"),
)  # fmt: skip
_SOFT_C = re.compile("c(?=[eiy])")
_SOUND = re.compile("|".join(letters for letters, _ in _CLASSES))
_CLASS = dict(_CLASSES)
_REPEATED = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 15)
def _sounds(word: str) -> tuple[str, ...]:
    """The ways in which a word may sound, one key each: "ch", "g" before a vowel and "j" are heard in two."""
    keys = {_key(_SOFT_C.sub("s", word))}
    if "ch" in word:
        keys.add(_key(word.replace("ch", "k")))
    if "g" in word or "j" in word:
        keys.add(_key(re.sub("j", "y", re.sub("g(?=[eiy])", "j", word))))
    return tuple(sorted(keys))


def _key(word: str) -> str:
    return _REPEATED.sub(r"\1", "".join([_CLASS[found[0]] for found in _SOUND.finditer(word)]))


def listed_keys(form: str, family: str) -> Iterator[str]:
    """The keys of a listed person: each two telling words, and the family name where it is one long word."""
    words = words_that_tell(form)[:_MOST_WORDS]
    yield from _pairs(words)
    alone = words_that_tell(family)
    if len(alone) == 1 and _may_stand_alone(alone[0]):
        yield from filter(None, _sounds(alone[0]))


def asked_keys(form: str) -> Iterator[str]:
    """The keys by which a name asked is looked up: its first two telling words, or its one if it has no other."""
    if not LEGAL.isdisjoint(form.split()):
        return
    words = words_that_tell(form)
    if not GENERIC.isdisjoint(words):
        return
    if len(words) == 1:
        alone = form == words[0] and _may_stand_alone(form)
        yield from filter(None, _sounds(form)) if alone else ()
    elif 1 < len(words) <= _MOST_WORDS:
        first, second = ((word, *full_names(word)) for word in words[:2])
        yield from dict.fromkeys(key for pair in product(first, second) for key in _pairs(pair))


def _may_stand_alone(word: str) -> bool:
    return len(word) >= _LEAST_ALONE and not any(map(str.isdigit, word))


def _pairs(words: Sequence[str]) -> Iterator[str]:
    for text, other in combinations(words, 2):
        if not (is_syllable(text) and is_syllable(other)):
            sounds = product(_sounds(text) or ("",), _sounds(other) or ("",))
            yield from (" ".join(sorted(pair)) for pair in sounds if any(pair))
