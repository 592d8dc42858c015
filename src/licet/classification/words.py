"""Words of a description as the search compares them: stems, and what the trade's words mean in the list's.

``tables/terms.csv`` says which words of the list a word of the trade stands for; each row names its source.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from anyascii import anyascii

from licet.rules.law_files import LawFile
from licet.rules.table import read_rows

__all__ = ["content_words", "meanings", "stem", "words_of"]

_WORD = re.compile(r"[a-z][a-z0-9]*|\d+[a-z]+\d*|\d{2,7}-\d{2}-\d")
_VERSION = re.compile(r"(?P<name>[a-z]{3,})\d+[a-z]?")
_STOP = frozenset(
    """
    a about above according all also an and any are as at be been below but by can capable characteristics control
    controlled controls described designed do does each eccn either ear entry est etc except following follows for
    from has have having if in including incorporating into is it items its least less list made may more most n
    nes no not of on one only or other otherwise part parts per possessing properties see sold specified specially
    such supplied than that the their them then there therefor these this those three through to two under up use
    used uses using via well when where which whose will with within without you your general purpose based
    both built class four kind like new old plain six eight
    """.split()
)
"""Words that tell items apart nowhere in the list."""
_UNITS = frozenset(
    "mm cm km kg mg lb lbs ft torr psi kv kw mw ma ghz mhz khz hz db dbm nm um ms ns gb mb kb tb".split()
)
"""Units of measurement: they say how much, and not of what."""
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("ss", "ss"), ("us", "us"),
            ("is", "is"), ("s", ""))  # fmt: skip
_LONGER = (("ization", "iz"), ("isation", "iz"), ("ising", "iz"), ("izing", "iz"), ("ised", "iz"), ("ized", "iz"),
           ("ation", "at"), ("ating", "at"), ("ated", "at"), ("ators", "at"), ("ator", "at"), ("ings", ""),
           ("ing", ""), ("ed", ""), ("ers", ""), ("er", ""), ("ors", ""), ("ally", "al"), ("ly", ""),
           ("ment", ""), ("e", ""))  # fmt: skip
_SHORTEST = 4


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem under which forms of a word meet.

    >>> stem("cameras") == stem("camera"), stem("welders") == stem("welding"), stem("gas") == stem("gash")
    (True, True, False)
    """
    for ending, put in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(put) >= _SHORTEST - 1:
            word = word[: len(word) - len(ending)] + put
            break
    for ending, put in _LONGER:
        if word.endswith(ending) and len(word) - len(ending) + len(put) >= _SHORTEST:
            return word[: len(word) - len(ending)] + put
    return word


def words_of(text: str) -> list[str]:
    """The words of a text as stems, in order, with those that say nothing."""
    return [stem(word) for word in _raw(text)]


def _raw(text: str) -> list[str]:
    words = _WORD.findall(anyascii(text).lower().replace("'", ""))
    return [part for word in words for part in _parts(word)]


def _parts(word: str) -> tuple[str, ...]:
    """A word, and before it the letters with which a name of a version begins: hbm3e is an hbm."""
    match = _VERSION.fullmatch(word)
    return (match["name"], word) if match else (word,)


def content_words(text: str) -> list[str]:
    """The words that can tell items apart, as stems, in order."""
    return [stem(word) for word in _raw(text) if word not in _STOP and word not in _UNITS]


_Term = tuple[tuple[str, ...], str, tuple[str, ...], bool]
_SAME = {"abbreviation", "British spelling"}


@cache
def _terms() -> Mapping[str, list[_Term]]:
    rows, _ = read_rows(LawFile("licet.classification") / "tables" / "terms.csv")
    terms: dict[str, list[_Term]] = defaultdict(list)
    for row in rows:
        said = tuple(words_of(row["said"]))
        terms[said[0]].append(
            (said, row["said"], tuple(dict.fromkeys(content_words(row["meant"]))), row["source"] in _SAME)
        )
    return terms


def meanings(words: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """What the trade's terms among these stems mean in words of the list.

    Each with the term, the stems meant, and whether it is the same said otherwise (an abbreviation, a spelling).
    """
    row = tuple(words)
    for place, word in enumerate(row):
        for said, term, meant, same in _terms().get(word, ()):
            if row[place : place + len(said)] == said:
                yield term, meant, same
