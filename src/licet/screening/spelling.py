"""Spellings of one name in Latin letters: romanizations of Arabic, Persian and Cyrillic that sound the same.

Our own table of the ways in which these sounds are written in English, French, German and Turkish. A spelling may
differ from another in any number of them; of vowels that are heard alike ("Hossein" and "Hussain") one may differ.
"""

from __future__ import annotations

from functools import lru_cache

from licet.screening.forms import is_syllable
from licet.screening.words import LIGHT, TITLES

__all__ = ["spelled_as", "words_that_tell"]

_SOUNDS = """
k c q kh ck
q g gh
gh g
g gu
kh h x
ch sh tch tsch cz
sh sch ch
zh j sch
j dj dzh dsch g
ts tz c tc cz
f ph ff
v w ff f
z s
s ss sz
x ks
i y ii iy ij ee j ie
y j
ey ei ai ay
ay ai ei ey
ai aei
u ou oo w uu
o ou
yu iu ju u
ya ia ja a
ye e je ie
yo io jo e
a aa
th t
dh d
"""

_WAYS = [
    (first, other)
    for line in _SOUNDS.strip().splitlines()
    for first, *others in [line.split()]
    for other in others
]
_EQUAL = frozenset(_WAYS) | frozenset((other, first) for first, other in _WAYS)
_LONGEST = max(len(sound) for pair in _EQUAL for sound in pair)
_NEAR_VOWELS = frozenset({"eo", "oe", "ei", "ie", "ou", "uo", "ae", "ea"})
_LEAST = 4
"""Letters of a word from which another spelling of it is the same name; of fewer it is another."""


def spelled_as(asked: str, listed: str) -> bool:
    """Whether every telling word of a form is one of another, or one of it spelled otherwise; each counts once.

    >>> spelled_as("oleg deripasca", "deripaska oleg vladimirovich"), spelled_as("salem hasan", "salma hasan")
    (True, False)
    """
    left = words_that_tell(listed)
    for word in words_that_tell(asked):
        met = next((other for other in left if other == word), None) or next(
            (other for other in left if _same_sound(word, other)), None
        )
        if met is None:
            return False
        left.remove(met)
    return True


def words_that_tell(form: str) -> list[str]:
    """The words of a form without legal forms, titles and initials.

    >>> words_that_tell("dr ali m khamenei")
    ['ali', 'khamenei']
    """
    return [word for word in form.split() if word not in LIGHT and word not in TITLES and len(word) > 1]


@lru_cache(maxsize=1 << 14)
def _same_sound(word: str, other: str) -> bool:
    if min(len(word), len(other)) < _LEAST or (is_syllable(word) and is_syllable(other)):
        return False
    return _alike(word, other, 1)


def _alike(word: str, other: str, vowels: int) -> bool:
    """Whether two rests sound the same, with so many vowels that may be heard as another."""
    if word == other:
        return True
    if word and other and word[0] == other[0] and _alike(word[1:], other[1:], vowels):
        return True
    if _doubled(word) and _alike(word[1:], other, vowels):
        return True
    if _doubled(other) and _alike(word, other[1:], vowels):
        return True
    if any(
        (word[:i], other[:j]) in _EQUAL and _alike(word[i:], other[j:], vowels)
        for i in range(1, min(_LONGEST, len(word)) + 1)
        for j in range(1, min(_LONGEST, len(other)) + 1)
    ):
        return True
    near = bool(vowels and word and other) and word[0] + other[0] in _NEAR_VOWELS
    return near and _alike(word[1:], other[1:], vowels - 1)


def _doubled(word: str) -> bool:
    return len(word) > 1 and word[0] == word[1]
