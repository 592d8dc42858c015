"""Why a name may be that of a listed party, in at most five short lines as a compliance officer would say them.

The full arithmetic of a score is :meth:`licet.screening.engine.Hit.explained`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from rapidfuzz import fuzz

from licet.screening.engine import Hit, ScoreReason
from licet.screening.forms import comparable
from licet.screening.rules import MatchRule
from licet.screening.spelling import same_sound

__all__ = ["MOST_REASONS", "short_reasons"]

MOST_REASONS = 5
_SPELLED_ALIKE = 60
"""The likeness of two words, of 100, from which one is said to be the other spelled otherwise."""
_MOST_WORDS = 4

_LEADS: Mapping[str, str] = MappingProxyType(
    {
        "listed_identifier": "An identifying number is the listed party's, whatever the name.",
        "listed_address": "The address is the listed party's, whatever the name.",
        "forms_equal": "The name is the same as the listed name.",
        "short_name_equal": "The name is the same as the listed name, but many parties may bear so short a name.",
        "weak_alias_equal": "The name is the same as an alias that the list calls weak.",
        "same_but_for_forms": "The name is the same but for its legal form or how a word is written.",
    }
)
"""By what an equal name or a number says."""
_RULES: Mapping[MatchRule, str] = MappingProxyType(
    {
        MatchRule.FAMILY_NAME: "The name is the family name of a listed person, which few listed persons bear.",
        MatchRule.WORD_HELD: "The name contains the telling word of the listed name, and other words.",
        MatchRule.COMMON_WORDS_DIFFER: "The telling words are the same; common words differ.",
        MatchRule.SPELLED_AS_FIRM: "The name is the listed name, spelled another way.",
        MatchRule.COMMON_WORDS_MISSING: "All words of the name are in the listed name, which adds common words only.",
        MatchRule.COMMON_WORDS_ADDED: "The name is the listed name with common words added.",
        MatchRule.NAMES_TOGETHER: "The name joins words of two names of the listed party.",
        MatchRule.OF_THE_CLASS: "The entry covers a class of parties, and the name says that it is one of them.",
        MatchRule.SPELLED_AS_PERSON: "The name is a listed person's, spelled another way.",
        MatchRule.INSIDE_FIRM: "All words of the name are in the listed name, in the same order.",
        MatchRule.INSIDE_PERSON: "All words of the name are in the name of a listed person.",
        MatchRule.HOLDS_LISTED: "The name contains the whole listed name.",
        MatchRule.SAME_WORD: "The telling word is the same; the legal form or common words differ.",
        MatchRule.SAME_WORDS: "The telling words are the same; the legal form or common words differ.",
    }
)
_EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "identifier_agrees": "An identifying number is the listed party's.",
        "birth_agrees": "The date of birth is the same.",
        "birth_year_agrees": "The year of birth is about the same.",
        "birth_differs": "The date of birth differs.",
        "address_agrees": "The address is much the same.",
        "listed_as_person": "The entry is a person; you say that the party is not.",
        "listed_as_firm": "The entry is a firm; you say that the party is not.",
        "listed_as_vessel": "The entry is a vessel; you say that the party is not.",
        "listed_as_aircraft": "The entry is an aircraft; you say that the party is not.",
    }
)
_BOUNDS: Mapping[str, str] = MappingProxyType(
    {
        "short_name_at_most": "Many parties may bear so short a name, and no country agrees.",
        "weak_alias_at_most": "The list calls this alias weak. A weak alias alone is never a match.",
        "other_syllables": "The Chinese characters are read differently.",
        "few_letters_differ": "So short a name would have to be the same, and no country agrees.",
        "short_word_differs": "So short a name with another vowel is another name, and no country agrees.",
        "short_word_inside": "One short word of a longer name says little, and no country agrees.",
        "another_name": "A word of the name is a different name, and no country agrees.",
        "common_words_only": "Only common words are the same.",
    }
)


def short_reasons(
    hit: Hit,
    name: str,
    listed_name: str,
    *,
    country: str | None = None,
    listed_countries: Sequence[str] = (),
    beside: Iterable[ScoreReason] = (),
) -> list[str]:
    """Why a name may be that of a listed party: at most five sentences, what tells most first.

    ``listed_name``: the name of the entry that met. ``beside``: what numbers, birth and address say.
    """
    found = [
        *_leads(hit),
        *(_EVIDENCE[part.part] for part in (*beside, *hit.beside) if part.part in _EVIDENCE),
        *_country(country, listed_countries),
        *([_BOUNDS[hit.bound]] if hit.bound in _BOUNDS else []),
        *_words(hit, name, listed_name),
        *([_aside(hit.aside)] if hit.aside else []),
        *(["The listed name is an alias that the list calls weak."] if _only_weak(hit) else []),
    ]
    return list(dict.fromkeys(found))[:MOST_REASONS] or ["The names have a few letters in common."]


def _aside(what: str) -> str:
    """What was done to the name before it was compared."""
    if what in _READ:
        return f"Compared by {what}."
    return f"Set aside before comparing: {what}."


_READ = frozenset(
    [
        "abbreviations written out",
        "how Korean letters are read",
        "how Cyrillic letters are read",
        "how initials are read",
        "the German spelling",
    ]
)


def _leads(hit: Hit) -> Iterator[str]:
    lead = next((_LEADS[part.part] for part in hit.beside if part.part in _LEADS), None)
    if lead is None and hit.rule:
        lead = _RULES[hit.rule]
    if lead is not None:
        yield lead


def _only_weak(hit: Hit) -> bool:
    return hit.weak and hit.bound != "weak_alias_at_most" and hit.measured is not None


def _country(country: str | None, listed: Sequence[str]) -> Iterator[str]:
    if country is None or not listed:
        return
    if country in listed:
        yield f"The country agrees: {country}."
    else:
        yield f"The country differs: it is listed in {', '.join(listed)}, not in {country}."


def _words(hit: Hit, name: str, listed_name: str) -> Iterator[str]:
    """Which words differ; nothing of equal names, and of what a number or an address found."""
    if hit.measured is None and not hit.rule:
        return
    aside = comparable(hit.aside).split()
    mine = [word for word in comparable(name).split() if word not in aside]
    theirs = comparable(listed_name).split()
    left = [word for word in mine if word not in theirs]
    missing = [word for word in theirs if word not in mine]
    spelled = list(_spelled(left, missing))
    for one, other in spelled:
        left.remove(one)
        missing.remove(other)
    if spelled:
        pairs = [f"{one.upper()} for {other.upper()}" for one, other in spelled[:_MOST_WORDS]]
        yield f"Spelled another way: {', '.join(pairs)}."
    if "".join(left) == "".join(missing):
        return  # written together, or apart
    if missing:
        yield f"Only in the listed name: {_listed(missing)}."
    if left:
        yield f"Only in your name: {_listed(left)}."


def _spelled(left: Iterable[str], missing: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of words that are alike, each once."""
    free = list(missing)
    for word in left:
        near = max(free, key=lambda other: fuzz.ratio(word, other), default=None)  # called at once
        alike = near is not None and (fuzz.ratio(word, near) >= _SPELLED_ALIKE or same_sound(word, near))
        if near is not None and alike and len(word) > 1:
            free.remove(near)
            yield word, near


def _listed(words: Sequence[str]) -> str:
    more = len(words) - _MOST_WORDS
    shown = ", ".join(word.upper() for word in words[:_MOST_WORDS])
    return f"{shown} and {more} more" if more > 0 else shown
