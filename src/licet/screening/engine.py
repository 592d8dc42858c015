"""The screening engine: names in, entries with scores and reasons out.

An index is built once for a state of the lists, saved as arrays and opened memory-mapped. One name is
answered by the plain kernel, many by the compiled one; both give the same scores.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise
from math import exp, log
from pathlib import Path
from types import ModuleType
from typing import NamedTuple
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from licet.durable import sync_folder
from licet.screening import kernel as plain
from licet.screening.build import Arrays, build_arrays, form_hash, packed, pair_arrays, word_hash
from licet.screening.common_words import differ_in_common_words
from licet.screening.entries import ListedName
from licet.screening.facts_index import FactsIndex
from licet.screening.forms import (
    bare_form,
    comparable,
    equal_form,
    is_syllable,
    joined_form,
    plain_words,
    syllables_in,
)
from licet.screening.manifest import DamagedIndexError, verify_manifest
from licet.screening.model import forest
from licet.screening.places import ADJECTIVES, is_place
from licet.screening.presets import Preset
from licet.screening.printed import Bearer, NameKind
from licet.screening.rules import (
    ALONE_MISSED,
    ASKED_ALWAYS,
    COMMON,
    FLOORS,
    IN_ORDER_UNLESS,
    RARE_ASKED,
    MatchRule,
    rules_in,
    rules_of,
)
from licet.screening.sounds import asked_keys
from licet.screening.spelling import same_family, same_sound, spelled_as, words_that_tell
from licet.screening.words import GENERIC, LEGAL, LIGHT, WARES

__all__ = [
    "BUDGET",
    "COUNTRY_AGREES",
    "DEEP",
    "MATCH",
    "REVIEW",
    "SCORE_DIGITS",
    "SHORT_EQUAL",
    "WIDE",
    "Candidates",
    "Hit",
    "NameQuery",
    "ScoreReason",
    "ScreeningIndex",
    "best_hits",
    "best_of_each",
    "can_be_a_persons",
    "has_initials",
]

MATCH = 0.9
"""From this score on a name is taken for the listed party's until a person says otherwise."""
REVIEW = Preset.BALANCED.review
"""From this score on a person must look; docs/guide/screening.md gives the curves it was chosen from."""
BUDGET, WIDE, DEEP = 3000, 60, 20
"""Postings read for a name, candidates looked at, candidates measured."""

COUNTRY_AGREES, _COUNTRY_DIFFERS, _WEAK, _WEAK_EXACT = 0.4, -0.8, -0.7, 0.8
"""What a country that agrees or differs, and a weak alias, move in log-odds. A differing country lowers a
score, and never past a point from which a person must look: whoever is asked about stays so."""

SCORE_DIGITS = 6
"""Of a score: the kernels agree to this much, and one at the middle of two printed ones would part them."""
_RAREST_MET, _CORE, _CONTAINED, _ENTRY_MISSED, _ASKED_EXACT, _LETTERS_MET, _SAME_ORDER, _INITIALS = (
    plain.FEATURES.index(part)
    for part in (
        "rarest_met",
        "core_covered",
        "entry_contained",
        "entry_rarest_missed",
        "query_words_exact",
        "letters_met",
        "same_order",
        "initials_used",
    )
)
_ASIDE = 0.97
"""The most that a name counts for from which something was set aside."""
_NOT_EQUAL = 0.99
"""The most that a name counts for that is not equal: 1.00 is said of equal names alone."""
_FOUND_BY_FACTS = 0.5
"""The score of an entry that an address or a number found, before what they move as evidence."""
_FOUND_BY_NUMBER = 0.95
"""The score of an entry whose number was given as a name."""
SHORT_EQUAL = 0.85
"""The most that a short name counts for without a country that agrees: too many parties bear it."""
_SHORT_SAME = FLOORS[MatchRule.SAME_WORD].unknown
"""The same where only the one telling word is the same, and legal forms differ."""
_ONE_WORD, _TWO_SYLLABLES = 7, 7
"""Letters below which one telling word, and up to which two, make a short name."""
_BELOW_REVIEW = 0.14
"""The most that a likeness counts for that says nothing without another fact."""
_ENOUGH_LETTERS = 10 / 16
"""Letters that met, from which telling words of a firm's name may be missing where no country agrees."""
_KNOWN_HELD, _NO_PERSONS, _RARE_HELD = 6 / 16, 8 / 16, 0.85
"""Letters of one listed word that tell enough among other words: of a name known in public or that does not come
first, and among words that may be a person's; and its least weight where it is not known in public."""
_HEAD_BEFORE_COMMON, _HEAD_LETTERS = 0.5, 4
"""The least weight of a listed word that stands before common words, and its letters."""
_LEAST_TOGETHER = 4
"""Letters of a name below which words that are common say nothing beside it."""
_FEW_LETTERS = 3.5 / 16
"""Letters that met, below which common words may not be missing where no country agrees: many bear three letters."""
_RARE_ALONE = 0.85
"""The least weight of one word asked, where no country agrees and common words are missing."""
_SHORT_WORD, _LONG_WORD = 5, 6.5 / 16
"""Letters up to which one word says nothing without a country unless the listed name begins with it, and from which
a very rare one says enough though rarer words are missing."""
_VERY_RARE, _COMMON_MISSED = 0.85, 0.35
"""The least weight of such a word, and the most that a word may weigh that is missing beside it."""
_SHORT_SLIP = 6
"""Letters up to which one word that differs in a vowel is another name where no country agrees."""
_A_WORD = 0.12
"""The least that a missing word weighs that is no legal form."""
_COMMON_MET, _RARE_MISSED = 0.35, 0.8
"""The most that the words asked may weigh to be common ones only, and the least of a rare word that is missing."""
_TOO_FEW = 3
"""Letters of words that are not common in business names, up to which a name has to be the same letter by letter."""
_VOWELS = frozenset("aeiouy")
_OFTEN = 0.9
"""The weight up to which a word stands on the lists several times, so that it is a name and no slip."""
_MOST_SOUNDING = 200
"""Persons of like sound that are held against a name."""
_FEW_BEARERS = 8
"""Listed parties up to which a family name alone tells something."""
_A_PERSONS_NAME = 3
"""Chinese characters of a name up to which it is taken for a person's: its reading is known, so that another
syllable is another name."""


@dataclass(frozen=True, slots=True)
class ScoreReason:
    """One part of a score: what was measured, its value from 0 to 1, and what it moved in log-odds."""

    part: str
    value: float
    moved: float


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that a name may denote. ``exact``: the forms are equal, by a name that is not weak.

    ``beside``: what speaks for or against besides the names; ``measured``: the features, None when the forms are
    equal. ``rule``: why it is never clear, whatever was measured. ``kind``: how the name that met came to be one.
    ``aside``: what was set aside before comparing (a town, "c/o ..."); empty where nothing was. ``bound``: the part
    that bounds the score from above; empty where none does. ``preset``: how much of its list is asked about.
    ``alone``: the score without what the rule adds.
    """

    entry: int
    name: int
    score: float
    exact: bool
    weak: bool
    beside: tuple[ScoreReason, ...]
    measured: NDArray[np.float32] | None
    rule: MatchRule = MatchRule.NONE
    kind: NameKind = NameKind.LISTED
    aside: str = ""
    bound: str = ""
    preset: Preset = Preset.BALANCED
    alone: float = 0.0

    @property
    def verdict(self) -> str:
        """``match``, ``review`` or ``clear``."""
        return self.verdict_of(self.score)

    def verdict_of(self, score: float) -> str:
        """The verdict at a score that evidence moved."""
        if score >= MATCH:
            return "match"
        return "review" if score >= min(_ASKED_FROM[self.rule], self.preset.review) else "clear"

    def under(self, preset: Preset) -> Hit:
        """The hit under a preset: a quiet one asks by few rules, and else by likeness alone."""
        if preset is Preset.QUIET and self.rule and self.rule not in ASKED_ALWAYS:
            return replace(self, preset=preset, rule=MatchRule.NONE, score=max(self.alone, _LEAST))
        return replace(self, preset=preset)

    def set_aside(self, what: str) -> Hit:
        """The hit of a name from which something was set aside: it is likely, and not equal."""
        least = min(self.alone, _ASIDE)
        return replace(self, aside=what, exact=False, score=min(self.score, _ASIDE), alone=least)

    def asked_about(self, *, agrees: bool | None) -> Hit:
        """The hit as one that is asked about and no more: with the floor of its rule, or the least of a review."""
        most = FLOORS[self.rule].at(agrees) if self.rule else REVIEW
        return replace(self, exact=False, score=min(self.score, most), alone=min(self.alone, most))

    @property
    def rank(self) -> tuple[bool, bool, float, int]:
        """The order of hits: exact ones first, clear ones last, then by score."""
        return (not self.exact, self.verdict == "clear", -self.score, self.name)

    @property
    def reasons(self) -> tuple[ScoreReason, ...]:
        """The waterfall: what every part moved, in log-odds, the strongest first; it adds up to the score."""
        return self.explained()

    def explained(self, kernel: ModuleType = plain) -> tuple[ScoreReason, ...]:
        """The waterfall by a kernel: the compiled one where many hits are explained."""
        parts = list(self.beside)
        if self.measured is not None:
            moved = kernel.waterfall_of(self.measured, *forest().numbers)
            parts += [
                ScoreReason(part, float(self.measured[place]), float(moved[place]))
                for place, part in enumerate(plain.FEATURES)
                if moved[place]
            ]
            parts.append(ScoreReason("base", 1.0, float(moved[-1])))
            rest = log(self.score / (1 - self.score)) - sum(part.moved for part in parts)
            if abs(rest) > 1e-6:  # noqa: PLR2004  # a rounding error
                parts.append(ScoreReason(self._bound(rest), 1.0, rest))
        return tuple(sorted(parts, key=lambda reason: -abs(reason.moved)))

    def _bound(self, moved: float) -> str:
        """Which bound moved the score from what the forest gave."""
        if moved < 0:
            return self.bound or "set_aside"
        if self.rule:
            return self.rule.name.lower()
        assert self.measured is not None
        core = self.measured[_CORE] >= 1 and self.measured[_RAREST_MET] >= plain.TELLING
        return "lacks_light_words_only" if core else "same_words"


class Candidates(NamedTuple):
    """Listed names that look like one asked: their numbers, the score of each, what was measured, and its rule."""

    names: NDArray[np.int32]
    scores: NDArray[np.float64]
    measured: NDArray[np.float32]
    rules: NDArray[np.uint16]


class Likeness(NamedTuple):
    """How likely a candidate is: its score, with the rule that holds, and ``alone`` without what the rule adds.

    ``beside``: what speaks for or against besides the names; ``bound``: the part that bounds the score from above.
    """

    score: float
    alone: float
    rule: MatchRule
    beside: list[ScoreReason]
    bound: str


@dataclass(frozen=True)
class NameQuery:
    """What is known of a name asked. ``equal``: its equal form; ``syllables``: its Chinese characters."""

    equal: str
    country: str | None
    countries: Callable[[int], Sequence[str]] | None
    syllables: int

    @cached_property
    def form(self) -> str:
        """Its comparable form."""
        return comparable(self.equal)

    @cached_property
    def bare(self) -> str:
        """What it says without legal forms and the like."""
        return bare_form(self.equal)

    @cached_property
    def few(self) -> bool:
        """Whether few letters of it tell."""
        return _letters_that_tell(self.bare) <= _TOO_FEW

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words without legal forms, titles and initials."""
        return words_that_tell(self.form)

    @cached_property
    def rare(self) -> int:
        """How many of these are not common in business names."""
        return sum(word not in GENERIC for word in self.words)

    @cached_property
    def of_a_person(self) -> bool:
        """Whether it can be a person's: it has two words, and neither a legal form nor a word of business names."""
        return can_be_a_persons(self.form)

    def has_country(self, entry: int) -> bool:
        """Whether the list gives a country of an entry."""
        return bool(self.countries and self.countries(entry))

    def agrees(self, entry: int) -> bool | None:
        """Whether the country is one of an entry's; None where either is not known."""
        known = self.countries is not None and self.country is not None
        listed = self.countries(entry) if known and self.countries is not None else ()
        return self.country in listed if listed else None


@dataclass(frozen=True)
class ScreeningIndex:
    """Names of entries, ready to be searched. ``kernel``: the plain one, or the compiled one for many names."""

    arrays: Arrays
    kernel: ModuleType = plain

    @classmethod
    def build(cls, names: Iterable[str], entry: Sequence[int], weak: Sequence[bool]) -> ScreeningIndex:
        """Index names; ``entry``: the number of the entry that bears each, ``weak``: whether it is weak."""
        from licet.screening.compiled import kernel  # noqa: PLC0415  # building is bulk work

        return cls(build_arrays(names, entry, weak, kernel))

    @classmethod
    def of_book(cls, names: Sequence[str]) -> ScreeningIndex:
        """Index names of a book, which are asked and not listed."""
        from licet.screening.compiled import kernel  # noqa: PLC0415  # as above

        return cls(build_arrays(names, range(len(names)), [False] * len(names), kernel, asked=True))

    @classmethod
    def of_names(
        cls, names: Sequence[ListedName], speaks: Sequence[int], facts: FactsIndex, *, rarity: bool
    ) -> ScreeningIndex:
        """Index the names of entries, and what else is known of them.

        ``rarity``: weigh words by how rare they are; False for a few names alone.
        """
        kernel = plain
        if rarity:  # a whole list
            from licet.screening.compiled import kernel as compiled  # noqa: PLC0415  # as above

            kernel = compiled

        return cls(
            build_arrays(
                [name.text for name in names], [name.entry for name in names], [name.weak for name in names], kernel,
                rarity=rarity, kinds=[name.kind for name in names], bearers=[name.bearer for name in names],
                speaks=speaks, facts=facts,
            )
        )  # fmt: skip

    @classmethod
    def small(cls, names: Iterable[str], entry: Sequence[int], weak: Sequence[bool]) -> ScreeningIndex:
        """Index a few hundred names at once, without the compiler and without rarity of words."""
        return cls(build_arrays(names, entry, weak, plain, rarity=False))

    @classmethod
    def of_pairs(cls, names: Sequence[str], bearers: Sequence[int], kernel: ModuleType) -> ScreeningIndex:
        """Names to be held one by one against others (:meth:`hits_on`), each an entry; none is found by searching."""
        return cls(pair_arrays(names, bearers, kernel), kernel)

    def save(self, folder: Path) -> None:
        """Write the index; it appears whole or not at all, and takes the place of a damaged one."""
        beside = folder.with_name(f"{folder.name}.{uuid4().hex}.part")
        self.arrays.save(beside)
        try:
            _put_in_place(beside, folder)
        finally:
            shutil.rmtree(
                beside, ignore_errors=True
            )  # another process was quicker; what it wrote is the same

    @classmethod
    def open(cls, folder: Path) -> ScreeningIndex:
        """Open a saved index; OSError or ValueError when it is missing or damaged."""
        return cls(Arrays.open(folder))

    def compiled(self) -> ScreeningIndex:
        """The same index with the compiled kernel: half a second to load, then a fraction of a millisecond."""
        from licet.screening.compiled import kernel  # noqa: PLC0415  # numba takes half a second to import

        return replace(self, kernel=kernel)

    def compiled_when_ready(self) -> ScreeningIndex:
        """The same index with the compiled kernel as soon as its machine code is made, for which nobody waits."""
        from licet.screening.compiled import kernel_when_ready  # noqa: PLC0415  # as above

        return replace(self, kernel=kernel_when_ready)

    def printed(self, name: int) -> str:
        """A name as printed."""
        a = self.arrays
        return (
            a.printed[a.printed_at[name] : a.printed_at[name + 1]].tobytes().decode("utf-8", "surrogatepass")
        )

    @cached_property
    def facts(self) -> FactsIndex:
        """Addresses and identifying numbers of the entries."""
        a = self.arrays
        return FactsIndex(
            a.address_words, a.word_address, a.address_weights, a.address_totals, a.address_entry, a.numbers,
            a.number_entry,
        )  # fmt: skip

    def by_facts(self, address: str | None, identifiers: Iterable[str]) -> list[Hit]:
        """Entries at an address or with an identifying number, whatever the name; a person must look at each."""
        numbered = dict.fromkeys(self.facts.with_number(identifiers), "listed_identifier")
        found = dict.fromkeys(self.facts.at_address(address) if address else (), "listed_address") | numbered
        return [self._fact_hit(entry, part, _FOUND_BY_FACTS) for entry, part in found.items()]

    def by_number(self, number: str) -> list[Hit]:
        """Entries with a number that was given as a name: a match where it tells enough alone."""
        found = (
            self._fact_hit(entry, "listed_identifier", _FOUND_BY_NUMBER)
            for entry in self.facts.with_long(number)
        )
        return list(found)

    def _fact_hit(self, entry: int, part: str, score: float) -> Hit:
        name = int(np.flatnonzero(self.arrays.entry == entry)[0])
        said = ScoreReason(part, 1.0, log(score / (1 - score)))
        return Hit(entry, name, score, False, False, (said,), None)

    def exact(self, form: str) -> set[int]:
        """The names whose equal form is this one."""
        low, high = np.searchsorted(self.arrays.exact, [form_hash(form), form_hash(form) + 1])
        return {int(name) for name in self.arrays.exact_name[low:high]}

    def bare(self, equal: str) -> set[int]:
        """The names that are this equal form but for legal forms, spaces and the like."""
        form = joined_form(equal)
        if not form:
            return set()
        low, high = np.searchsorted(self.arrays.bare, [form_hash(form), form_hash(form) + 1])
        return {int(name) for name in self.arrays.bare_name[low:high]}

    def search(
        self,
        name: str,
        country: str | None = None,
        countries: Callable[[int], Sequence[str]] | None = None,
        limit: int = 10,
    ) -> list[Hit]:
        """Entries that a name may denote, best first, one hit an entry; no clear one takes the room of another.

        ``countries``: those of an entry by its number, by which ``country`` speaks for or against.
        """
        form = comparable(name)
        if not form:
            return []
        counts, names, measured = self.measure([form])
        scores = self.kernel.scores_of(counts, measured, *forest().numbers)
        asked = NameQuery(equal_form(name), country, countries, syllables_in(name))
        rules = rules_of(measured[0], self.arrays.bearer[names[0]], asked.syllables > 0)
        some = slice(int(counts[0]))
        near = Candidates(names[0][some], scores[0][some], measured[0][some], rules[some])
        return best_hits(self.hits(asked, near), limit)

    def hits(self, asked: NameQuery, near: Candidates, *, same: bool = True) -> list[Hit]:
        """The entries of a name's candidates, best first.

        ``same``: whether its equal form, or what is left of it without legal forms and the like, may be a listed
        name's.
        """
        found = [
            self._hit(name, score, measured, allowed, asked)
            for name, score, measured, allowed in zip(
                near.names.tolist(), np.round(near.scores, SCORE_DIGITS).tolist(), near.measured,
                near.rules.tolist(), strict=True,
            )
        ]  # fmt: skip
        if not same:
            return best_of_each(found)
        exact = self.exact(asked.equal)
        equal = [self._equal_hit(number, asked) for number in sorted(exact)]
        bare = [self._bare_hit(number, asked) for number in sorted(self.bare(asked.equal) - exact)]
        return best_of_each([*equal, *found, *bare])

    def query(self, equal: str, syllables: int) -> NameQuery:
        """A name to be held against single ones by :meth:`hits_on`, without a country."""
        return NameQuery(equal, None, None, syllables)

    def hits_on(
        self, asked: NameQuery, name: int, score: float, measured: NDArray[np.float32], allowed: int, *,
        same: bool, bare: bool, sounds: bool,
    ) -> list[Hit]:  # fmt: skip
        """The hits of a name on one listed name: what :meth:`hits` and :meth:`sounding` find of it.

        ``same``, ``bare``: whether their equal and their bare forms are equal; ``sounds``: whether they share a key
        by their sound. ``allowed``: the rules that the measures allow, as bits. A score below 0: no letters meet.
        """
        hits = [self._hit(name, round(score, SCORE_DIGITS), measured, allowed, asked)] if score >= 0 else []
        if same:
            hits.append(self._equal_hit(name, asked))
        elif bare:
            hits.append(self._bare_hit(name, asked))
        if sounds and not any(hit.score >= FLOORS[MatchRule.SPELLED_AS_PERSON].unknown for hit in hits):
            hits += self._sounding(asked.form, [name], lambda _: None)
        return hits

    def score_on(
        self, asked: NameQuery, name: int, score: float, measured: NDArray[np.float32], allowed: int, *,
        same: bool, bare: bool, sounds: bool,
    ) -> float:  # fmt: skip
        """The score of the best of :meth:`hits_on`, and nothing else of it; 0 where there is none."""
        best = 0.0
        if score >= 0:
            best = self.likeness(name, round(score, SCORE_DIGITS), measured, allowed, asked).score
        if same:
            best = max(best, self._equal_score(name, asked))
        elif bare:
            agrees = asked.agrees(int(self.arrays.entry[name]))
            best = max(best, FLOORS[self._bare_rule(name, asked)].at(agrees))
        if sounds and best < FLOORS[MatchRule.SPELLED_AS_PERSON].unknown:
            best = max(best, *(hit.score for hit in self._sounding(asked.form, [name], lambda _: None)), 0.0)
        return best

    def measure(
        self, forms: Sequence[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
        """Candidates and features of comparable forms: how many, which names, and what was measured.

        Shapes: (n,), (n, DEEP) and (n, DEEP, number of FEATURES).
        """
        a = self.arrays
        found: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]] = self.kernel.search_many(
            *packed(forms), a.text, a.text_at, *a.letters, a.words, a.word_weights, a.word_at, a.places, a.weighed,
            a.keyed, a.offsets, a.postings, a.gram_weights, a.norms, a.cores, a.core_name, BUDGET, WIDE, DEEP,
        )  # fmt: skip
        return found

    def score_many(
        self, forms: Sequence[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64]]:
        """Candidates of many forms with their scores, without reasons; -1 where there is none."""
        counts, names, measured = self.measure(forms)
        scores: NDArray[np.float64] = self.kernel.scores_of(counts, measured, *forest().numbers)
        return counts, names, scores

    def _hit(
        self, name: int, score: float, measured: NDArray[np.float32], allowed: int, asked: NameQuery
    ) -> Hit:
        like = self.likeness(name, score, measured, allowed, asked)
        return Hit(
            int(self.arrays.entry[name]), name, like.score, False, bool(self.arrays.weak[name]), tuple(like.beside),
            measured, like.rule, self._kind(name), bound=like.bound, alone=like.alone,
        )  # fmt: skip

    def likeness(
        self, name: int, score: float, measured: NDArray[np.float32], allowed: int, asked: NameQuery
    ) -> Likeness:
        """What the measures of a candidate come to. ``allowed``: the rules that they allow, as bits."""
        entry, weak = int(self.arrays.entry[name]), bool(self.arrays.weak[name])
        agrees = asked.agrees(entry)
        rule = self._rule(allowed, name, measured, asked, agrees, weak=weak)
        beside: list[ScoreReason] = [ScoreReason("weak_alias", 1.0, _WEAK)] if weak and not rule else []
        odds = log(max(score, 1e-9) / max(1 - score, 1e-9)) + sum(reason.moved for reason in beside)
        if agrees is not None:
            part = "country_agrees" if agrees else "country_differs"
            beside.append(ScoreReason(part, 1.0, COUNTRY_AGREES if agrees else _lowered_by(odds)))
            odds += beside[-1].moved
        score = 1 / (1 + exp(-odds))
        alone = score
        if rule:
            score = max(score, FLOORS[rule].at(agrees))
        bound, most = self._bound(name, rule, measured, asked, agrees=bool(agrees), weak=weak)
        most = min(most, _NOT_EQUAL)
        return Likeness(min(score, most), min(alone, most), rule, beside, bound if score > most else "")

    def _bound(
        self,
        name: int,
        rule: MatchRule,
        measured: NDArray[np.float32],
        asked: NameQuery,
        *,
        agrees: bool,
        weak: bool,
    ) -> tuple[str, float]:
        """What bounds a score from above, and the most that it may be."""
        wholly = measured[_ASKED_EXACT] >= _WHOLLY
        if 0 < asked.syllables <= _A_PERSONS_NAME and not (rule >= MatchRule.SAME_WORD and wholly):
            return "other_syllables", _BELOW_REVIEW
        common = asked.rare == 0 or (not agrees and measured[_RAREST_MET] < _COMMON_MET)
        if not rule and wholly and common and measured[_ENTRY_MISSED] > _RARE_MISSED:
            return "common_words_only", _BELOW_REVIEW
        if not rule and not agrees:
            if (
                asked.few
                and not wholly
                and not measured[_INITIALS]
                and self.arrays.bearer[name] != Bearer.PERSON
            ):
                return "few_letters_differ", _BELOW_REVIEW
            if self._is_short_slip(name, asked):
                return "short_word_differs", _BELOW_REVIEW
            if self._is_short_inside(name, measured, asked):
                return "short_word_inside", _BELOW_REVIEW
            if self._is_another(name, asked):
                return "another_name", _BELOW_REVIEW
        if weak:
            return "weak_alias_at_most", _WEAK_EXACT
        if not agrees and (asked.syllables == _PAIR or self._is_short(name)):
            return "short_name_at_most", _SHORT_SAME if rule is MatchRule.SAME_WORD else SHORT_EQUAL
        return "", 1.0

    def _is_short_slip(self, name: int, asked: NameQuery) -> bool:
        """Whether a short word is listed, and another vowel or one behind it asked ("Baring" for "Bering")."""
        listed = words_that_tell(self._form(name))
        if len(asked.words) != 1 or len(listed) != 1 or len(listed[0]) > _SHORT_SLIP:
            return False
        shorter, longer = sorted((asked.words[0], listed[0]), key=len)
        if longer[:-1] == shorter and longer[-1] in _VOWELS:
            return True
        pairs = [pair for pair in zip(asked.words[0], listed[0], strict=False) if pair[0] != pair[1]]
        return len(asked.words[0]) == len(listed[0]) and len(pairs) == 1 and _VOWELS.issuperset(pairs[0])

    def _is_short_inside(self, name: int, measured: NDArray[np.float32], asked: NameQuery) -> bool:
        """Whether the one short word asked is a later word of a firm's name ("King" and "Future King")."""
        if len(asked.words) != 1 or len(asked.words[0]) > _SHORT_WORD or measured[_ENTRY_MISSED] <= _A_WORD:
            return False
        listed = words_that_tell(self._form(name))
        return asked.words[0] in listed[1:] and self.arrays.bearer[name] != Bearer.PERSON

    def _rule(
        self,
        allowed: int,
        name: int,
        measured: NDArray[np.float32],
        asked: NameQuery,
        agrees: bool | None,
        *,
        weak: bool,
    ) -> MatchRule:
        """The greatest allowed rule that holds of a name: a weak alias is no ground for most, a class has its own."""
        kind = self._kind(name)
        if kind is NameKind.CLASS:
            return (
                MatchRule.OF_THE_CLASS
                if measured[_CONTAINED] >= 1 and agrees is not False
                else MatchRule.NONE
            )
        may = rules_in(allowed)
        if weak:
            common = kind is not NameKind.LISTED
            may = (rule for rule in may if rule in _EVEN_IF_WEAK or (common and rule in _BY_COMMON_WORDS))
        for rule in may:
            if self._holds(rule, name, measured, asked, agrees):
                return rule
        one_word = any(rule in _ONE_WORD_MET for rule in rules_in(allowed))
        tells = not weak or kind is NameKind.KNOWN_AS
        together = one_word and tells and self._joins_names(name, asked)
        return MatchRule.NAMES_TOGETHER if together else MatchRule.NONE

    def _holds(
        self, rule: MatchRule, name: int, measured: NDArray[np.float32], asked: NameQuery, agrees: bool | None
    ) -> bool:
        """Whether a rule that the measures allow holds of a name, by its words and its country."""
        match rule:
            case MatchRule.WORD_HELD:
                return self._is_held_alone(name, measured, asked, agrees=bool(agrees))
            case MatchRule.COMMON_WORDS_DIFFER:
                listed = words_that_tell(self._form(name))
                return bool(agrees) and differ_in_common_words(asked.words, listed)
            case MatchRule.SPELLED_AS_FIRM:
                return self._is_firm_spelled(name, asked) if agrees else self._is_whole_firm(name, asked)
            case MatchRule.COMMON_WORDS_MISSING:
                if agrees:
                    return bool(measured[_ENTRY_MISSED] <= COMMON) or self._lacks_places(name, asked)
                return _tells_alone(measured, asked) and not self._is_run_together(name, asked)
            case MatchRule.COMMON_WORDS_ADDED:
                return self._has_telling(name, asked) and (agrees or self._is_known(name, asked))
            case MatchRule.HOLDS_LISTED:
                return self._is_held(name, asked, agrees=bool(agrees))
            case MatchRule.INSIDE_FIRM:
                ordered = measured[_SAME_ORDER] >= 1 or measured[_RAREST_MET] >= IN_ORDER_UNLESS
                if agrees:
                    return len(asked.words) > 1 and asked.rare > (0 if ordered else 1)
                return bool(ordered) and asked.rare > 1 and not asked.syllables and _tells_in_firm(measured)
            case MatchRule.INSIDE_PERSON:
                parts = asked.of_a_person and not self._is_turned(name, measured, asked)
                return parts and self._names_the_family(name, asked)
            case MatchRule.SPELLED_AS_PERSON:
                if has_initials(asked.form):
                    return self._has_initials_of(name, asked)
                return asked.of_a_person and self._is_spelled(asked.form, asked.words, name)
            case _:
                return True

    def _is_held_alone(
        self, name: int, measured: NDArray[np.float32], asked: NameQuery, *, agrees: bool
    ) -> bool:
        """Whether one word of a listed firm's name tells enough among others that tell too."""
        letters = measured[_LETTERS_MET]
        if letters < _FEW_LETTERS or self.arrays.bearer[name] != Bearer.FIRM:
            return False
        if not self._has_telling(name, asked):
            return False
        if asked.of_a_person and letters < _NO_PERSONS:
            return False
        if self._kind(name) is NameKind.KNOWN_AS:
            return bool(letters >= _KNOWN_HELD)
        first = asked.words[0] in self._form(name).split()
        return agrees and bool(measured[_RAREST_MET] >= _RARE_HELD and (first or letters >= _KNOWN_HELD))

    def _lacks_places(self, name: int, asked: NameQuery) -> bool:
        """Whether nothing of a listed name is missing but places, their adjectives and common words."""
        missing = [word for word in words_that_tell(self._form(name)) if word not in asked.words]
        return asked.rare > 0 and all(
            word in GENERIC or is_place(word) or word in ADJECTIVES for word in missing
        )

    def _has_initials_of(self, name: int, asked: NameQuery) -> bool:
        """Whether a family name with initials is a listed person's: all given names begin so, in this order."""
        family, comma, given = self.printed(name).partition(",")
        letters = [word for word in asked.form.split() if len(word) == 1]
        names = [word[0] for word in plain_words(given)]
        same = comma and same_family(asked.words[0], family)
        return bool(same and names) and all(
            letter == first for letter, first in zip(letters, names, strict=False)
        )

    def _is_firm_spelled(self, name: int, asked: NameQuery) -> bool:
        """Whether the words are a firm's spelled otherwise: two that tell, or the only one of the listed name."""
        listed = self._form(name)
        rare = sum(word not in GENERIC for word in words_that_tell(listed))
        if asked.rare > 1 and spelled_as(
            " ".join(word for word in asked.words if word not in GENERIC), listed
        ):
            return True
        return asked.rare >= min(rare, _PAIR) > 0 and spelled_as(asked.form, listed)

    def _is_whole_firm(self, name: int, asked: NameQuery) -> bool:
        """Whether all telling words of a firm's name, two at least, are met, spelled otherwise."""
        rare = " ".join(word for word in asked.words if word not in GENERIC)
        listed = self._form(name)
        return asked.rare > 1 and spelled_as(rare, listed) and spelled_as(listed, rare)

    def _has_telling(self, name: int, asked: NameQuery) -> bool:
        """Whether the telling words of a listed name stand in the name asked, letter by letter."""
        return set(words_that_tell(self._form(name))) <= set(asked.words)

    def _joins_names(self, name: int, asked: NameQuery) -> bool:
        """Whether the name asked joins a listed firm's name of one telling word with words of its other names."""
        if self.arrays.bearer[name] == Bearer.PERSON or not self._has_telling(name, asked):
            return False
        mine = set(words_that_tell(self._form(name)))
        others = {
            word
            for other in np.flatnonzero(self.arrays.entry == self.arrays.entry[name]).tolist()
            for word in words_that_tell(self._form(other))
        }
        rest = set(asked.words) - mine
        rare = [word for word in mine if word not in GENERIC]
        if sum(map(len, rare)) < _LEAST_TOGETHER and rest <= GENERIC:
            return False
        return bool(rest and rare) and rest <= others

    def _is_turned(self, name: int, measured: NDArray[np.float32], asked: NameQuery) -> bool:
        """Whether the words asked are family names of a person alone, and stand otherwise than listed."""
        _, comma, given = self.printed(name).partition(",")
        if not comma or measured[_SAME_ORDER] >= 1:
            return False
        return not set(asked.words) & set(comparable(given).split())

    def _is_held(self, name: int, asked: NameQuery, *, agrees: bool) -> bool:
        """Whether the name asked holds a listed one: a short one word by word, two syllables not in a longer name."""
        form = self._form(name)
        listed = words_that_tell(form)
        if not agrees and len(listed) == _PAIR and all(map(is_syllable, listed)) and asked.of_a_person:
            return False
        short = self._is_short(name) and not set(listed) <= set(asked.words)
        return _letters_that_tell(form) >= _TOO_FEW and not short and not self._is_run_together(name, asked)

    def _is_run_together(self, name: int, asked: NameQuery) -> bool:
        """Whether the two telling words of a listed name are one word of the one asked, which tells less than two."""
        listed = words_that_tell(self._form(name))
        return any(first + second in asked.words for first, second in pairwise(listed[:_PAIR]))

    def _names_the_family(self, name: int, asked: NameQuery) -> bool:
        """Whether the words asked are more than given names, and one of them is a first name or family name."""
        if "," not in self.printed(name):
            return not all(self._known(word, self.arrays.givens) for word in asked.words)
        return not self._first(name).isdisjoint(asked.words)

    def _is_another(self, name: int, asked: NameQuery) -> bool:
        """Whether a word of a person's name is a name of its own and not the listed one ("Cohen", "Chen")."""
        if not asked.of_a_person:
            return False
        listed = words_that_tell(self._form(name))
        joined = {text + other for text, other in pairwise(listed)}
        return any(
            word not in listed
            and word not in joined
            and self._weight(word) <= _OFTEN
            and not _VOWELS.isdisjoint(word[1:-1])
            and not any(other.startswith(word) or same_sound(word, other) for other in listed)
            for word in asked.words
        )

    def knows_a_word(self, form: str) -> bool:
        """Whether a word of a form that tells stands on the lists, letter by letter."""
        return any(
            word not in GENERIC and self._known(word, self.arrays.words) for word in words_that_tell(form)
        )

    def _weight(self, word: str) -> float:
        """The weight of a word on the lists; 1 where it stands on none."""
        at = int(np.searchsorted(self.arrays.words, word_hash(word)))
        known = at < len(self.arrays.words) and self.arrays.words[at] == word_hash(word)
        return float(self.arrays.word_weights[at]) if known else 1.0

    @staticmethod
    def _known(word: str, hashes: NDArray[np.int64]) -> bool:
        at = int(np.searchsorted(hashes, word_hash(word)))
        return at < len(hashes) and bool(hashes[at] == word_hash(word))

    def _is_known(self, name: int, asked: NameQuery) -> bool:
        """Whether a name is one by which a party is known in public, or that of a group without a country."""
        if self._kind(name) is NameKind.KNOWN_AS:
            return True
        group = self.arrays.bearer[name] == Bearer.FIRM and asked.countries is not None
        return group and not asked.has_country(int(self.arrays.entry[name]))

    def _equal_hit(self, name: int, asked: NameQuery) -> Hit:
        entry, weak, score = (
            int(self.arrays.entry[name]),
            bool(self.arrays.weak[name]),
            self._equal_score(name, asked),
        )
        part = "weak_alias_equal" if weak else "forms_equal" if score == 1 else "short_name_equal"
        said = ScoreReason(part, 1.0, log(score / (1.001 - score)))
        return Hit(entry, name, score, score == 1, weak, (said,), None, kind=self._kind(name))

    def _equal_score(self, name: int, asked: NameQuery) -> float:
        """The score of an equal name: less than 1 where many parties may bear it."""
        if self.arrays.weak[name]:
            return _WEAK_EXACT
        short = asked.syllables == _PAIR or self._is_short(name)
        return SHORT_EQUAL if short and not asked.agrees(int(self.arrays.entry[name])) else 1.0

    def _bare_hit(self, name: int, asked: NameQuery) -> Hit:
        """The hit of a name that is equal but for legal forms, spaces and the like, whatever its words weigh."""
        hit = self._floor_hit(name, self._bare_rule(name, asked), asked.agrees(int(self.arrays.entry[name])))
        return replace(hit, beside=(replace(hit.beside[0], part="same_but_for_forms"),))

    def _bare_rule(self, name: int, asked: NameQuery) -> MatchRule:
        """The rule of a name that is the same but for legal forms: another one where spaces stand elsewhere."""
        listed = self._bares.get(name)
        if listed is None:
            listed = self._bares[name] = bare_form(equal_form(self.printed(name)))
        return MatchRule.SAME_WORD if listed == asked.bare else MatchRule.SAME_WORDS

    @cached_property
    def _bares(self) -> dict[int, str]:
        """The bare forms that were read, by the numbers of their names."""
        return {}

    def sounding(
        self, forms: Sequence[str], agrees: Callable[[int, int], bool | None] = lambda _row, _entry: None
    ) -> list[list[Hit]]:
        """For each form the persons whose names it may be, spelled otherwise, whatever letters they share.

        ``agrees``: whether the country of a form is one of an entry's; None: it is not known.
        """
        keys = [(row, key) for row, form in enumerate(forms) for key in asked_keys(form)]
        found: list[list[Hit]] = [[] for _ in forms]
        if not keys or not len(self.arrays.sounds):
            return found
        hashes = self.kernel.hashes_of(*packed([key for _, key in keys]))
        low = np.searchsorted(self.arrays.sounds, hashes, "left")
        high = np.searchsorted(self.arrays.sounds, hashes, "right")
        for at in np.flatnonzero(high > low).tolist():
            row = keys[at][0]
            names = self.arrays.sound_name[low[at] : high[at]][:_MOST_SOUNDING].tolist()
            found[row] += self._sounding(forms[row], dict.fromkeys(names), partial(agrees, row))
        return found

    def _sounding(self, form: str, names: Iterable[int], agrees: Callable[[int], bool | None]) -> list[Hit]:
        """The hits of names that sound so, as :func:`spelled_as` has it; of one word where few bear it."""
        words = words_that_tell(form)
        if len(words) == 1:
            alone = [name for name in names if same_family(words[0], self.printed(name))]
            few = len({int(self.arrays.entry[name]) for name in alone}) <= _FEW_BEARERS
            tells = few and not self._known(words[0], self.arrays.givens)
            return [self._floor_hit(name, MatchRule.FAMILY_NAME) for name in alone] if tells else []
        if not can_be_a_persons(form):
            return []
        return [
            self._floor_hit(name, MatchRule.SPELLED_AS_PERSON, agrees(int(self.arrays.entry[name])))
            for name in names
            if not self.arrays.weak[name] and self._is_spelled(form, words, name)
        ]

    def _is_spelled(self, form: str, words: Sequence[str], name: int) -> bool:
        """Whether the words are those of a name spelled otherwise, a first or family name among them."""
        listed = self._form(name)
        if set(words) <= set(listed.split()):
            return False
        if not (spelled_as(form, listed) or spelled_as(form, " ".join(plain_words(self.printed(name))))):
            return False
        return any(word == first or same_sound(word, first) for word in words for first in self._first(name))

    def headed(self, forms: Sequence[str], agrees: Callable[[int, int], bool | None]) -> list[list[Hit]]:
        """For each form the firms whose one telling word it begins with, where the country agrees.

        However long the legal form of the listed name, which keeps it from being a candidate ("PJSC AEROFLOT").
        """
        words = {row: words_that_tell(form) for row, form in enumerate(forms)}
        heads = [(row, mine[0]) for row, mine in words.items() if len(mine) > 1 and _may_head(mine[0])]
        found: list[list[Hit]] = [[] for _ in forms]
        hashes = self.kernel.hashes_of(*packed([head for _, head in heads]))
        low = np.searchsorted(self.arrays.bare, hashes, "left")
        high = np.searchsorted(self.arrays.bare, hashes, "right")
        for at in np.flatnonzero(high > low).tolist():
            row, head = heads[at]
            rule = self._heading(head, words[row][1:], forms[row])
            for name in self.arrays.bare_name[low[at] : high[at]].tolist() if rule else ():
                firm = self.arrays.bearer[name] == Bearer.FIRM and not self.arrays.weak[name]
                if firm and agrees(row, int(self.arrays.entry[name])):
                    found[row].append(self._floor_hit(name, rule, True))
        return found

    def _heading(self, head: str, rest: Sequence[str], form: str) -> MatchRule:
        """The rule that holds of a name that begins with a listed firm's one telling word."""
        weight = self._weight(head)
        if weight >= _HEAD_BEFORE_COMMON and all(word in GENERIC or is_place(word) for word in rest):
            return MatchRule.COMMON_WORDS_ADDED
        person = can_be_a_persons(form) and len(head) < 16 * _NO_PERSONS
        return MatchRule.WORD_HELD if weight >= _RARE_HELD and not person else MatchRule.NONE

    def _first(self, name: int) -> set[str]:
        """The first given name and the first family name of a person; all words where no comma parts them."""
        family, comma, given = self.printed(name).partition(",")
        if not comma:
            return set(words_that_tell(self._form(name)))
        return {word for part in (family, given) for word in words_that_tell(comparable(part))[:1]}

    def _floor_hit(self, name: int, rule: MatchRule, agrees: bool | None = None) -> Hit:
        """The hit of a name by a rule alone; ``agrees``: whether the country does, where that is known."""
        score = FLOORS[rule].at(agrees)
        said = ScoreReason(rule.name.lower(), 1.0, log(score / (1 - score)))
        weak, kind = bool(self.arrays.weak[name]), self._kind(name)
        return Hit(int(self.arrays.entry[name]), name, score, False, weak, (said,), None, rule, kind)

    @cached_property
    def _forms(self) -> dict[int, str]:
        """The forms that were read, by the numbers of their names."""
        return {}

    def _form(self, name: int) -> str:
        form = self._forms.get(name)
        if form is None:
            a = self.arrays
            form = a.text[a.text_at[name] : a.text_at[name + 1]].tobytes().decode()
            self._forms[name] = form
        return form

    def _kind(self, name: int) -> NameKind:
        return _KINDS[int(self.arrays.kind[name])]

    @cached_property
    def _short(self) -> dict[int, bool]:
        """Which names are short, by their numbers, as far as that was asked."""
        return {}

    def _is_short(self, name: int) -> bool:
        """Whether a name is one short word, a person's single name, or two syllables: many parties may bear it."""
        short = self._short.get(name)
        if short is None:
            short = self._short[name] = self._read_short(name)
        return short

    def _read_short(self, name: int) -> bool:
        a = self.arrays
        first, last = int(a.word_at[name]), int(a.word_at[name + 1])
        text = self._form(name)
        telling = [
            text[a.places[word, 0] : a.places[word, 1]]
            for word in range(first, last)
            if a.weighed[word] > plain.LIGHT
        ]
        if len(telling) == 1:
            return bool(a.bearer[name] == Bearer.PERSON) or len(telling[0]) < _ONE_WORD
        return len(telling) == _PAIR and (
            sum(map(len, telling)) <= _TWO_SYLLABLES or all(map(is_syllable, telling))
        )


def _lowered_by(odds: float) -> float:
    """What a country that differs moves: never past a point from which a person must look, under any preset."""
    points = [log(preset.review / (1 - preset.review)) for preset in Preset]
    return max([_COUNTRY_DIFFERS, *(point - odds + _HAIR for point in points if point <= odds)])


_KINDS = {int(kind): kind for kind in NameKind}
_ASKED_FROM = tuple(min(REVIEW, *FLOORS[rule]) if rule in FLOORS else 1.0 for rule in MatchRule)
"""The score from which a person must look at a hit by a rule, under any preset that holds the rule for one."""
_HAIR = 1e-9
"""What keeps a sum of logarithms from falling short of its point."""
_PAIR = 2
_WHOLLY = 0.9999
_ONE_WORD_MET = frozenset({MatchRule.WORD_HELD, MatchRule.COMMON_WORDS_ADDED})
_EVEN_IF_WEAK = frozenset({MatchRule.SAME_WORD, MatchRule.SAME_WORDS})
_BY_COMMON_WORDS = frozenset(
    {MatchRule.WORD_HELD, MatchRule.COMMON_WORDS_MISSING, MatchRule.COMMON_WORDS_ADDED}
)
_LEAST = 0.001
"""The least score of a hit that a rule alone found."""


def _tells_alone(measured: NDArray[np.float32], asked: NameQuery) -> bool:
    """Whether the words asked tell enough without a country, though common words of the listed name are missing."""
    rarest, letters, missed = measured[_RAREST_MET], measured[_LETTERS_MET], measured[_ENTRY_MISSED]
    alone = len(asked.words) == 1
    if alone and rarest >= _VERY_RARE and letters >= _LONG_WORD:
        return bool(missed <= _COMMON_MISSED)
    return bool(
        rarest >= (_RARE_ALONE if alone else RARE_ASKED)
        and missed <= ALONE_MISSED
        and measured[_SAME_ORDER] >= 1
        and letters >= _FEW_LETTERS
    )


def _tells_in_firm(measured: NDArray[np.float32]) -> bool:
    """Whether words of a firm's name tell enough without a country, though other telling words are missing."""
    return bool(measured[_RAREST_MET] >= RARE_ASKED and measured[_LETTERS_MET] >= _ENOUGH_LETTERS)


def _may_head(word: str) -> bool:
    """Whether a word that begins a name can be all that a listed firm's name tells."""
    return len(word) >= _HEAD_LETTERS and word not in GENERIC


def _letters_that_tell(form: str) -> int:
    """The letters of a form in words that are neither legal forms nor common in business names."""
    return sum(len(word) for word in form.split() if word not in LIGHT and word not in GENERIC)


def can_be_a_persons(form: str) -> bool:
    """Whether a comparable form has two telling words, and neither a legal form nor a word of business names."""
    words = words_that_tell(form)
    of_firms = not (GENERIC.isdisjoint(words) and WARES.isdisjoint(words))
    return len(words) > 1 and not of_firms and LEGAL.isdisjoint(form.split())


def has_initials(form: str) -> bool:
    """Whether a comparable form is one telling word with two initials or more ("putin v v")."""
    words = form.split()
    letters = sum(len(word) == 1 and word.isalpha() for word in words)
    return letters >= _PAIR and len(words_that_tell(form)) == 1 == len(words) - letters


def best_hits(hits: Sequence[Hit], limit: int) -> list[Hit]:
    """So many hits, best first; no clear one takes the room of another."""
    return sorted(hits, key=lambda hit: hit.rank)[:limit]


def best_of_each(hits: Iterable[Hit]) -> list[Hit]:
    """One hit of every entry, exact ones first: the best by a name that is not clear, where there is one."""
    best: dict[int, Hit] = {}
    for hit in hits:
        before = best.get(hit.entry)
        if before is None or hit.rank < before.rank:
            best[hit.entry] = hit
    return sorted(best.values(), key=lambda hit: hit.rank)


def _put_in_place(beside: Path, folder: Path) -> None:
    """Move a new index to its place, unless another process put a whole one there first."""
    if _is_damaged(folder):
        aside = folder.with_name(f"{folder.name}.{uuid4().hex}.damaged")
        with contextlib.suppress(FileNotFoundError):  # another process put it aside
            folder.replace(aside)
        shutil.rmtree(aside, ignore_errors=True)
    try:
        beside.replace(folder)
    except OSError:
        verify_manifest(folder)
    sync_folder(folder.parent)


def _is_damaged(folder: Path) -> bool:
    if not folder.exists():
        return False
    try:
        verify_manifest(folder)
    except (OSError, DamagedIndexError):
        return True
    return False
