"""Spellings of one name in Latin letters: romanizations of Arabic, Persian and Cyrillic that sound the same.

Our own table of the ways in which these sounds are written in English, French, German and Turkish. A spelling may
differ from another in any number of them; of vowels that are heard alike ("Hossein" and "Hussain") one may differ.
"""

from __future__ import annotations

from functools import lru_cache

from licet.screening.forms import comparable, is_syllable, written
from licet.screening.words import LIGHT, TITLES

__all__ = ["full_names", "same_family", "same_sound", "spelled_as", "words_that_tell"]

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
in ine
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
nb mb
"""

_NICKNAMES = """
joe joseph jose, bill william, will william, bob robert, rob robert, mike michael, mick michael, jim james,
jimmy james, jack john, johnny john, tom thomas, dick richard, rick richard, ted edward theodore, ed edward,
eddie edward, dan daniel, dave david, steve steven stephen, chris christopher christian, nick nicholas, matt
matthew, pat patrick, ben benjamin, sam samuel, andy andrew, ron ronald, don donald, ken kenneth, larry
lawrence, jerry gerald jerome, greg gregory, jeff jeffrey, chuck charles, charlie charles, tony anthony antonio,
frank francis francisco, fred frederick, hank henry, harry harold henry, leo leonard leon, max maximilian maxim,
phil philip phillip, ray raymond, tim timothy, vic victor, walt walter, kate katherine, kathy katherine, liz
elizabeth, beth elizabeth, maggie margaret, peggy margaret, sue susan, jenny jennifer, debbie deborah, alex
alexander alexandra aleksandr aleksei alejandro, al albert alfred alan, sasha aleksandr alexander aleksandra,
sascha aleksandr alexander, shura aleksandr, vova vladimir, volodya vladimir, misha mikhail, mischa mikhail,
kolya nikolai nikolay, dima dmitry dmitri dmitriy, mitya dmitry dmitri, zhenya evgeny yevgeny evgeniy yevgeniy,
seryozha sergei sergey, seryoga sergei sergey, tolya anatoly anatoliy, lyosha aleksei aleksey alexei alexey,
alyosha aleksei alexei, pasha pavel, petya pyotr petr, vanya ivan, yura yuri yury yuriy, kostya konstantin,
grisha grigory grigori, borya boris, gena gennady gennadi gennadiy, slava vyacheslav yaroslav, stas stanislav,
tolik anatoly, valera valery valeri valeriy, vitya viktor victor, fedya fyodor fedor, lyonya leonid, katya
ekaterina yekaterina, masha maria mariya, natasha natalia natalya, tanya tatiana tatyana, lena elena yelena,
olya olga, sveta svetlana, nastya anastasia anastasiya, pepe jose, paco francisco, pancho francisco, chuy jesus,
nacho ignacio, beto alberto roberto, lalo eduardo, memo guillermo, quique enrique, kike enrique, rafa rafael,
nando fernando, lupe guadalupe, manolo manuel, manny manuel, santi santiago, lucho luis, toni antonio, gus
gustavo, moe mohammed, mo mohammed, hamoudi mohammed, hans johannes johann, fritz friedrich, willi wilhelm, sepp
josef, heinz heinrich, uli ulrich, franz francis, klaus nikolaus, rudi rudolf, wolf wolfgang, mehdi mahdi
"""
_FULL_NAMES = {
    words[0]: tuple(dict.fromkeys(written(word)[0] for word in words[1:]))
    for part in _NICKNAMES.replace("\n", " ").split(",")
    if (words := part.split())
}


def full_names(word: str) -> tuple[str, ...]:
    """The given names for which a word is the short form; our own table of everyday ones.

    >>> "aleksandr" in full_names("sasha"), full_names("sergei")
    (True, ())
    """
    return _FULL_NAMES.get(word, ())


_WAYS = [
    (first, other)
    for line in _SOUNDS.strip().splitlines()
    for first, *others in [line.split()]
    for other in others
]
_EQUAL = {
    sound: tuple(sorted({other for pair in _WAYS for first, other in (pair, pair[::-1]) if first == sound}))
    for sound in {sound for pair in _WAYS for sound in pair}
}
_LONGEST = max(map(len, _EQUAL))
_NEAR_VOWELS = frozenset({"eo", "oe", "ei", "ie", "ou", "uo", "ae", "ea"})
_GLIDES = (("a", "ai"), ("ai", "a"), ("a", "ae"), ("ae", "a"), ("e", "ie"), ("ie", "e"))
"""Two vowels that are heard as one ("Esmail", "Esmal")."""
_LEAST = 4
"""Letters of a word from which another spelling of it is the same name; of fewer it is another."""


@lru_cache(maxsize=1 << 12)
def spelled_as(asked: str, listed: str) -> bool:
    """Whether every telling word of a form is one of another, or one of it spelled otherwise; each counts once.

    >>> spelled_as("oleg deripasca", "deripaska oleg vladimirovich"), spelled_as("salem hasan", "salma hasan")
    (True, False)
    """
    left = list(words_that_tell(listed))
    for word in words_that_tell(asked):
        met = next((other for other in left if other == word), None) or next(
            (other for other in left if same_sound(word, other)), None
        )
        if met is None:
            return False
        left.remove(met)
    return True


def same_family(word: str, printed: str) -> bool:
    """Whether a word is, or sounds as, the family name of a person as lists print it: before a comma.

    >>> same_family("tschemesow", "CHEMEZOV, Sergei"), same_family("sergei", "CHEMEZOV, Sergei")
    (True, False)
    """
    family = words_that_tell(comparable(printed.partition(",")[0]))
    return len(family) == 1 and (word == family[0] or same_sound(word, family[0]))


@lru_cache(maxsize=1 << 14)
def words_that_tell(form: str) -> tuple[str, ...]:
    """The words of a form without legal forms, titles and initials.

    >>> words_that_tell("dr ali m khamenei")
    ('ali', 'khamenei')
    """
    return tuple(
        [word for word in form.split() if word not in LIGHT and word not in TITLES and len(word) > 1]
    )


@lru_cache(maxsize=1 << 14)
def same_sound(word: str, other: str) -> bool:
    """Whether two words of four letters or more are one name, spelled in two ways.

    >>> same_sound("tschemesow", "chemezov"), same_sound("lee", "li")
    (True, False)
    """
    if other in full_names(word) or word in full_names(other):
        return True
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
    for size in range(1, min(_LONGEST, len(word)) + 1):
        for sound in _EQUAL.get(word[:size], ()):
            if other.startswith(sound) and _alike(word[size:], other[len(sound) :], vowels):
                return True
    if not (vowels and word and other):
        return False
    if word[0] + other[0] in _NEAR_VOWELS and _alike(word[1:], other[1:], vowels - 1):
        return True
    return any(
        word.startswith(text)
        and other.startswith(two)
        and _alike(word[len(text) :], other[len(two) :], vowels - 1)
        for text, two in _GLIDES
    )


def _doubled(word: str) -> bool:
    return len(word) > 1 and word[0] == word[1]
