"""Likenesses that are never clear, whatever the forest says: each with its own reason and a floor for the score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from licet.screening import kernel
from licet.screening.printed import Bearer

__all__ = [
    "ALONE_MISSED",
    "ASKED_ALWAYS",
    "COMMON",
    "FLOORS",
    "IN_ORDER_UNLESS",
    "RARE_ASKED",
    "Floor",
    "MatchRule",
    "rules_in",
    "rules_of",
]


class MatchRule(IntEnum):
    """Why a likeness is never clear. Of several that hold the greatest counts."""

    NONE = 0
    FAMILY_NAME = 1
    """The one word asked is the family name of a listed person, and few listed persons bear it."""
    WORD_HELD = 2
    """The listed name's one telling word, a rare one, stands in the name asked with others that tell: the country
    agrees, or it is a name by which the party is known in public."""
    COMMON_WORDS_DIFFER = 3
    """The telling words are the same, common words differ on both sides ("airlines", "air"): the country agrees."""
    COMMON_WORDS_MISSING = 4
    """All words asked are the listed name's, which has only common ones besides: one rare, or the country agrees."""
    COMMON_WORDS_ADDED = 5
    """The listed name's one telling word is met, and the name asked has only common words besides: the country
    agrees, or it is a name by which the party is known in public."""
    NAMES_TOGETHER = 6
    """The listed name's one telling word is met, and every other word asked is one of another name of the same entry
    ("NITC Tanker Company")."""
    OF_THE_CLASS = 7
    """The name says what the entry names as a class ("nuclear power plant"), and no other country."""
    SPELLED_AS_FIRM = 8
    """All words asked, two at least, are words of a listed firm's name, spelled otherwise: the country agrees."""
    SPELLED_AS_PERSON = 9
    """All words asked, two at least, are words of a listed person's name, spelled otherwise."""
    INSIDE_FIRM = 10
    """All words asked, two at least, are words of a listed firm's name: rare and in order, or the country agrees."""
    INSIDE_PERSON = 11
    """All words asked, two at least, are words of a listed person's name."""
    HOLDS_LISTED = 12
    """All telling words of the listed name, two at least and one of them rare, stand in the name asked."""
    SAME_WORD = 13
    """The one telling word is the same, or several common ones; legal forms and the like differ."""
    SAME_WORDS = 14
    """The telling words are the same; legal forms and the like differ."""


def rules_in(allowed: int) -> Iterator[MatchRule]:
    """The rules of a set of bits (:func:`rules_of`), the greatest first.

    >>> [rule.name for rule in rules_in(1 << MatchRule.SAME_WORD | 1 << MatchRule.WORD_HELD)]
    ['SAME_WORD', 'WORD_HELD']
    """
    while allowed:
        rule = allowed.bit_length() - 1
        yield _RULES[rule]
        allowed ^= 1 << rule


class Floor(NamedTuple):
    """The least score that a rule gives where the country differs, is not known, or agrees."""

    differs: float
    unknown: float
    agrees: float

    def at(self, agrees: bool | None) -> float:
        """The floor by whether the country agrees; None: it is not known of either."""
        return self.unknown if agrees is None else self.agrees if agrees else self.differs


FLOORS: Mapping[MatchRule, Floor] = MappingProxyType(
    {
        MatchRule.FAMILY_NAME: Floor(0.1, 0.1, 0.1),
        MatchRule.WORD_HELD: Floor(0.1, 0.1, 0.7),
        MatchRule.COMMON_WORDS_DIFFER: Floor(0.1, 0.1, 0.5),
        MatchRule.SPELLED_AS_FIRM: Floor(0.1, 0.3, 0.7),
        MatchRule.COMMON_WORDS_MISSING: Floor(0.1, 0.1, 0.7),
        MatchRule.COMMON_WORDS_ADDED: Floor(0.1, 0.1, 0.7),
        MatchRule.NAMES_TOGETHER: Floor(0.7, 0.7, 0.85),
        MatchRule.OF_THE_CLASS: Floor(0.35, 0.35, 0.35),
        MatchRule.SPELLED_AS_PERSON: Floor(0.5, 0.88, 0.88),
        MatchRule.INSIDE_FIRM: Floor(0.1, 0.12, 0.85),
        MatchRule.INSIDE_PERSON: Floor(0.5, 0.88, 0.88),
        MatchRule.HOLDS_LISTED: Floor(0.1, 0.75, 0.85),
        MatchRule.SAME_WORD: Floor(0.1, 0.17, 0.88),
        MatchRule.SAME_WORDS: Floor(0.92, 0.92, 0.92),
    }
)
"""About how often such a hit is right, below a match and from 0.1 up: of the fit half of
``benchmarks/screening_variants.py`` and four times as many clean names (``benchmarks/screening_calibration.py``). A
person is asked about the least of them, too: the score says how likely the hit is, the rule that it is looked at."""
ASKED_ALWAYS = frozenset(
    {MatchRule.INSIDE_PERSON, MatchRule.HOLDS_LISTED, MatchRule.SAME_WORD, MatchRule.SAME_WORDS}
)
"""Rules of which a person is asked whatever preset is chosen."""

_F = {name: place for place, name in enumerate(kernel.FEATURES)}
RARE_ASKED = 0.7
"""The least weight of the rarest word that met, where no country agrees and only common words are missing."""
ALONE_MISSED = 0.245
"""The most that a missing common word may weigh where no country agrees: "technology" and "international" weigh
less, "holding" and "security" more."""
_RARE_HELD, _SOME_ASKED, COMMON = 0.5, 0.15, 0.56
"""The least weight of the rarest word of a name that is held, and of one asked where the country agrees; and the
most that a missing word may weigh to be common."""
_RARE_ALONE = 0.75
"""The least weight of the one telling word of a listed name that stands among others which tell too."""
_LETTERS = 9 / 16
"""Letters of telling words that have to meet where the name asked is written in syllables."""
_ENTRY_EXACT, _LONG_ENOUGH, _ACRONYM = 0.85, 4 / 16, 3 / 16
"""How much of a listed name of one telling word is met letter by letter, unless legal forms alone are missing, and
its letters; and those of one that tells beside words of the entry's other names."""
IN_ORDER_UNLESS = 0.85
"""The least weight of the rarest word of a firm's name, from which its words may stand in another order where no
country agrees."""


def rules_of(
    measured: NDArray[np.float32], bearers: NDArray[np.uint8], syllables: NDArray[np.bool_] | bool
) -> NDArray[np.uint16]:
    """The rules that the measures of each candidate allow, one bit each. ``measured``: features along the last axis.

    ``bearers``: what bears the listed name. ``syllables``: whether the name asked was written in
    Chinese characters, whose syllables stand in too many names for two of them to say much.
    """
    rules = np.zeros(measured.shape[:-1], dtype=np.uint16)
    missed, worst = measured[..., _F["query_rarest_missed"]], measured[..., _F["worst_pair"]]
    covered = missed <= kernel.LIGHT
    asked_all = covered & (worst >= _WHOLE)
    rarest = measured[..., _F["rarest_met"]]
    person = bearers == Bearer.PERSON
    one_word = (measured[..., _F["entry_contained"]] == 0) & (
        (measured[..., _F["entry_words_exact"]] >= _ENTRY_EXACT)
        | (measured[..., _F["entry_rarest_missed"]] <= kernel.LIGHT)
    )
    added = one_word & ~person & (rarest >= _RARE_HELD) & (measured[..., _F["letters_met"]] >= _LONG_ENOUGH)
    rules[added & (rarest >= _RARE_ALONE)] |= 1 << MatchRule.WORD_HELD
    differ = (missed <= COMMON) & (measured[..., _F["entry_rarest_missed"]] <= COMMON) & (worst >= _WHOLE)
    rules[differ & ~person & (rarest >= _RARE_HELD)] |= 1 << MatchRule.COMMON_WORDS_DIFFER
    telling = ~np.asarray(syllables) | (measured[..., _F["letters_met"]] >= _LETTERS)
    common = asked_all & ~person & (rarest >= _SOME_ASKED) & telling
    rules[common & (measured[..., _F["entry_rarest_missed"]] <= COMMON)] |= (
        1 << MatchRule.COMMON_WORDS_MISSING
    )
    rules[added & (measured[..., _F["query_rarest_missed"]] <= COMMON)] |= 1 << MatchRule.COMMON_WORDS_ADDED
    two_words = telling & (measured[..., _F["query_weight"]] >= _TWO_WORDS)
    near = (missed <= np.where(person, _MISSPELLED, COMMON)) & (worst >= _SPELLED) & (worst < _WHOLE)
    rules[near & ~person & two_words & (rarest >= _RARE_HELD)] |= 1 << MatchRule.SPELLED_AS_FIRM
    rules[near & person & two_words] |= 1 << MatchRule.SPELLED_AS_PERSON
    in_order = (measured[..., _F["same_order"]] >= 1) | (rarest >= IN_ORDER_UNLESS)
    firm = asked_all & ~person & two_words & in_order
    rules[firm & (rarest >= _RARE_HELD)] |= 1 << MatchRule.INSIDE_FIRM
    rules[asked_all & person & two_words] |= 1 << MatchRule.INSIDE_PERSON
    held = (measured[..., _F["entry_contained"]] >= 1) & telling
    rules[held & (rarest >= _RARE_HELD)] |= 1 << MatchRule.HOLDS_LISTED
    same = measured[..., _F["core_covered"]] >= 1
    several, rare = measured[..., _F["entry_contained"]] >= 1, rarest >= kernel.TELLING
    rules[same & (several | (rare & ~person))] |= 1 << MatchRule.SAME_WORD
    rules[same & several & rare] |= 1 << MatchRule.SAME_WORDS
    turned = asked_all & ~person & two_words & telling & (rarest >= _RARE_HELD)
    rules[turned & (rules == 0)] |= 1 << MatchRule.INSIDE_FIRM
    acronym = one_word & ~person & (rarest >= _RARE_ALONE) & (measured[..., _F["letters_met"]] >= _ACRONYM)
    rules[acronym & (rules == 0)] |= 1 << MatchRule.WORD_HELD
    places = asked_all & ~person & telling & (rarest >= _RARE_HELD) & (rules == 0)
    rules[places] |= 1 << MatchRule.COMMON_WORDS_MISSING  # if nothing but places and common words is missing
    return rules


_WHOLE, _SPELLED = 0.9999, 0.55
"""How well every word has to meet that is the same, and that is the same spelled otherwise."""
_MISSPELLED = 0.36
"""The most that a word asked may miss, by weight, that is spelled otherwise: one without any likeness misses more."""
_TWO_WORDS = 0.25
"""Of four: the weight of the words asked, below which they cannot be two telling ones."""
_RULES = tuple(MatchRule)
