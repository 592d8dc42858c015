"""Reasons for a score in words: what was measured of two names, and what it moved, up or down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from licet.screening.engine import Hit, ScoreReason

__all__ = ["country_remark", "in_words"]

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "listed_address": "the address is one of the entry's, whatever the name",
        "listed_identifier": "an identifying number is one of the entry's, whatever the name",
        "forms_equal": "the names are equal, letter case, script and ways to write a legal form apart",
        "same_but_for_forms": "the names are equal but for legal forms and words written otherwise",
        "short_name_equal": "the names are equal, but short, and no country agrees: other parties may bear it",
        "short_name_at_most": "the name is short, and no country agrees: other parties may bear it",
        "set_aside": "something was set aside before comparing",
        "other_syllables": "the Chinese characters are read otherwise than the listed name",
        "few_letters_differ": "a name of so few letters has to be the same, and no country agrees",
        "short_word_differs": "a short name that differs in a vowel is another name, and no country agrees",
        "short_word_inside": "one short word of the listed name alone says nothing, and no country agrees",
        "another_name": "a word of the name is another name than the listed person's, and no country agrees",
        "common_words_only": "the name has only common words; a rare word of the listed name is missing",
        "common_words_added": "the listed name stands in the name, with only common words besides",
        "common_words_missing": "every word of the name is the listed one's; only common words are missing",
        "of_the_class": "the entry names what the name says as a class",
        "names_together": "the name joins words of two names of the listed party",
        "word_held": "the one telling word of the listed name stands in the name among others",
        "common_words_differ": "the telling words are the same, and common words differ",
        "spelled_as_firm": "every word of the name is one of the listed one's, spelled otherwise",
        "spelled_as_person": "every word of the name is one of the listed person's, spelled otherwise",
        "family_name": "the name is the family name of the listed person, which few bear",
        "inside_firm": "every word of the name stands in the listed one, in the same order",
        "inside_person": "every word of the name is one of the listed person's",
        "holds_listed": "the name contains the whole listed name",
        "weak_alias_equal": "the name equals an alias that the list calls weak",
        "weak_alias": "the listed name is an alias that the list calls weak",
        "weak_alias_at_most": "a weak alias alone is never a match",
        "lacks_light_words_only": "the name lacks only legal forms and other common words of the listed one",
        "same_words": "the telling words are the same as the listed name's",
        "same_word": "the telling word is the same as the listed name's; legal forms differ",
        "country_agrees": "the country is one of the entry's",
        "country_differs": "the country is none of the entry's",
        "listed_as_person": "the list says that the entry is a person, which you say the party is not",
        "listed_as_firm": "the list says that the entry is a firm, which you say the party is not",
        "listed_as_vessel": "the list says that the entry is a vessel, which you say the party is not",
        "listed_as_aircraft": "the list says that the entry is an aircraft, which you say the party is not",
        "identifier_agrees": "an identifier is one of the entry's",
        "birth_agrees": "the date of birth is one of the entry's",
        "birth_year_agrees": "the year of birth is about that of the entry",
        "birth_differs": "the date of birth is none of the entry's",
        "address_agrees": "{value:.0%} of the words of the address stand in one of the entry's",
        "base": "names that come so near at all",
        "query_covered": "{value:.0%} of the name, by weight of words, meets the listed name",
        "entry_covered": "{value:.0%} of the listed name, by weight of words, is met",
        "query_rarest_missed": "the rarest word of the name left unmet weighs {value:.2f} of 1",
        "entry_rarest_missed": "the rarest word of the listed name left unmet weighs {value:.2f} of 1",
        "letters_in_order": "{value:.0%} of the letters agree in order",
        "grams_shared": "{value:.0%} likeness by groups of three letters, rare ones first",
        "query_words_exact": "{value:.0%} of the name, by weight, is met letter by letter",
        "entry_words_exact": "{value:.0%} of the listed name, by weight, is met letter by letter",
        "least_covered": "the lesser covered of the two names is covered to {value:.0%}",
        "same_order": "{value:.0%} of the words that met stand in the same order",
        "query_weight": "how telling the words of the name are: {value:.2f} of 1",
        "rarest_met": "the rarest word that met weighs {value:.2f} of 1",
        "length_ratio": "the shorter name has {value:.0%} of the length of the longer",
        "letters_met": "how many letters of telling words met: {value:.2f} of 1 (16 or more)",
        "first_letters": "{value:.0%} of the words that met, by weight, begin with the same letter",
        "worst_pair": "the words that met least well are {value:.0%} alike",
        "entry_contained": "the telling words of the listed name are met to {value:.0%}",
        "core_covered": "the telling words of either name are met to at least {value:.0%}",
    }
)
_WHEN: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "initials_used": ("no word met only as an initial", "words met only as initials"),
        "cut_short": (
            "the name is not the listed one cut short",
            "the name is the beginning of the listed one",
        ),
        "numbers_differ": ("no number differs", "a number in one name is missing in the other"),
    }
)
"""Measures that are there or not: the words for 0, and for more."""


def in_words(reason: ScoreReason) -> str:
    """One part of a score in words, without what it moved; a part without words of its own is named."""
    if reason.part in _WHEN:
        return _WHEN[reason.part][reason.value > 0]
    return _WORDS.get(reason.part, f"{reason.part.replace('_', ' ')}: {{value:.2f}}").format(
        value=reason.value
    )


def country_remark(hit: Hit, country: str | None, listed: Sequence[str]) -> str | None:
    """That equal names stand for parties in different countries, which moves no score but must be said."""
    if not hit.beside or hit.measured is not None or country is None or not listed or country in listed:
        return None
    return f"but it is listed in {', '.join(listed)}, not in {country}"
