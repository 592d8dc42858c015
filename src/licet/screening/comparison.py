"""Two names held against each other, without a list: how likely they are one party's, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from licet.screening import kernel as plain
from licet.screening.build import packed
from licet.screening.engine import Hit, NameQuery, ScreeningIndex, best_of_each
from licet.screening.forms import comparable, equal_form, joined_form, syllables_in
from licet.screening.model import forest
from licet.screening.printed import Bearer
from licet.screening.readings import NameReading, readings_of
from licet.screening.rules import MatchRule, rules_of
from licet.screening.short_reasons import short_reasons
from licet.screening.sounds import asked_keys, listed_keys
from licet.screening.spelling import words_that_tell

__all__ = ["PairScorer", "Score", "score", "score_pairs"]

_LEAST_BOUND = 0.14
"""What bounds a score leaves it as high as this, so that a lower one needs no closer look."""
_WORTH_COMPILING = 50
"""Pairs from which loading the compiled kernel is worth its half second."""


@dataclass(frozen=True, slots=True)
class Score:
    """How alike two names are.

    ``value``: 0 to 1; 1 is said of equal names alone. ``verdict``: ``match``, ``review``, ``clear``, or
    ``not_compared`` where nothing in one of the names can be compared: that is not clear. ``reasons``: at most five
    short sentences.
    """

    value: float
    verdict: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _ComparisonRow:
    """A reading of a name asked, ready to be held against others."""

    reading: NameReading
    query: NameQuery
    keys: frozenset[str]


class _Pairs(NamedTuple):
    """What was measured of pairs, a row for each reading of the name asked.

    ``pair``: the pair of each; ``row``: its reading; ``other``: the listed name. ``worth``: whether more is to be
    seen than the score.
    """

    pair: NDArray[np.int64]
    row: NDArray[np.int64]
    other: NDArray[np.int64]
    measured: NDArray[np.float32]
    scores: NDArray[np.float64]
    rules: NDArray[np.uint16]
    same: NDArray[np.bool_]
    bare: NDArray[np.bool_]
    sounds: NDArray[np.bool_]
    worth: NDArray[np.bool_]


class PairScorer:
    """Names made ready to be held against each other: each is read once, however many pairs it stands in.

    ``names``: those that are asked. ``listed``: those that they are held against. ``persons``: which of these are
    persons' names; True or False of all. Names are then given by their places in these.

    >>> scorer = PairScorer(["Siemens Aktiengesellschaft", "Zarya"], ["Siemens AG", "Zarya"])
    >>> scorer.values([0, 1, 1], [0, 1, 0]).round(2).tolist()
    [1.0, 0.85, 0.0]
    """

    def __init__(
        self, names: Sequence[str], listed: Sequence[str], *, persons: Sequence[bool] | bool = False
    ) -> None:
        self._kernel = _kernel_for(max(len(names), len(listed)))
        every = [persons] * len(listed) if isinstance(persons, bool) else persons
        bearers = [Bearer.PERSON if person else Bearer.FIRM for person in every]
        self._index = ScreeningIndex.of_pairs(listed, bearers, self._kernel)
        self._printed = listed
        read = [[one for one in readings_of(name) if comparable(one.text)] for name in names]
        self._rows = [
            _ComparisonRow(
                one,
                query := self._index.query(equal_form(one.text), syllables_in(name)),
                frozenset(asked_keys(query.form)),
            )
            for name, readings in zip(names, read, strict=True)
            for one in readings
        ]  # fmt: skip
        self._row_at = np.cumsum([0, *map(len, read)])
        self._keys = [
            frozenset(listed_keys(comparable(name), comparable(name.partition(",")[0]) if "," in name else ""))
            if person else frozenset[str]()
            for name, person in zip(listed, every, strict=True)
        ]  # fmt: skip

    @cached_property
    def _forms(self) -> tuple[NDArray[Any], ...]:
        """Every reading's form and every listed name's, with its words and its grams, which are sorted."""
        a = self._index.arrays
        text, text_at = packed([comparable(row.reading.text) for row in self._rows])
        word_at, places, weighed, keyed = self._kernel.words_of_all(text, text_at, a.words, a.word_weights)
        text, text_at = np.concatenate([text, a.text]), _further(text_at, a.text_at)
        counts, grams = self._kernel.grams_of_all(text, text_at)
        in_order = np.lexsort((grams, np.repeat(np.arange(len(counts)), counts)))
        return (
            text, text_at, _further(word_at, a.word_at), np.concatenate([places, a.places]),
            np.concatenate([weighed, a.weighed]), np.concatenate([keyed, a.keyed]), np.cumsum([0, *counts]),
            grams[in_order],
        )  # fmt: skip

    @cached_property
    def _equal(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Numbers of the equal and the joined forms, of readings and then of listed names; 0 where there is none."""
        equal = [row.query.equal for row in self._rows] + [*map(equal_form, self._printed)]
        return _numbered(equal), _numbered([*map(joined_form, equal)])

    @cached_property
    def _syllables(self) -> NDArray[np.bool_]:
        return np.array([row.query.syllables > 0 for row in self._rows], dtype=np.bool_)

    @cached_property
    def _of_persons(self) -> NDArray[np.bool_]:
        """Which readings can be a person's alone."""
        return np.array([row.reading.person for row in self._rows], dtype=np.bool_)

    @cached_property
    def _common(self) -> NDArray[np.bool_]:
        """Which readings leave common words only, so that likeness alone says nothing."""
        return np.array([row.reading.common for row in self._rows], dtype=np.bool_)

    @cached_property
    def _firm(self) -> NDArray[np.bool_]:
        """Which readings have a legal form set aside, so that they mean no person."""
        return np.array([row.reading.firm for row in self._rows], dtype=np.bool_)

    @cached_property
    def _in_part(self) -> NDArray[np.bool_]:
        """Which readings have something set aside."""
        return np.array([bool(row.reading.aside or row.reading.common) for row in self._rows], dtype=np.bool_)

    def values(self, names: Sequence[int], listed: Sequence[int]) -> NDArray[np.float64]:
        """The value of :func:`score` for each pair of a name asked and one that it is held against."""
        pairs = self._measured(names, listed)
        out = np.zeros(len(names))
        of_firm = self._index.arrays.bearer[pairs.other] == Bearer.FIRM
        none = pairs.worth | self._common[pairs.row] | (self._firm[pairs.row] & ~of_firm)
        np.maximum.at(out, pairs.pair, np.where(none, 0.0, pairs.scores))
        in_part = self._in_part[pairs.row]
        for pair, score in self._scores(pairs, np.flatnonzero(pairs.worth & ~in_part)):
            out[pair] = max(out[pair], score)
        for pair, hits in self._hits(pairs, np.flatnonzero(pairs.worth & in_part)):
            out[pair] = max(out[pair], *(hit.score for hit in hits), 0.0)
        return out

    def _scores(self, pairs: _Pairs, chosen: NDArray[np.int64]) -> Iterator[tuple[int, float]]:
        """The scores of some rows of names that were read whole, with the pair of each."""
        for at, row, other, score, allowed, same, bare, sounds in _read(pairs, chosen):
            asked, measured = self._rows[row].query, pairs.measured[at]
            yield (
                int(pairs.pair[at]),
                self._index.score_on(
                    asked, other, score, measured, allowed, same=same, bare=bare, sounds=sounds
                ),
            )

    def hit(self, name: int, listed: int) -> Hit | None:
        """The best hit of a name on one that it is held against; None where no letters meet."""
        pairs = self._measured([name], [listed])
        hits = [hit for _, found in self._hits(pairs, np.arange(len(pairs.row))) for hit in found]
        return next(iter(best_of_each(hits)), None)

    def _measured(self, names: Sequence[int], listed: Sequence[int]) -> _Pairs:
        asked, against = np.asarray(names, dtype=np.int64), np.asarray(listed, dtype=np.int64)
        counts = self._row_at[asked + 1] - self._row_at[asked]
        pair = np.repeat(np.arange(len(asked)), counts)
        row = np.arange(len(pair)) - (np.cumsum(counts) - counts - self._row_at[asked])[pair]
        other = against[pair]
        useful = self._may_meet(row, other)
        pair, row, other = pair[useful], row[useful], other[useful]
        alike, measured = self._kernel.measure_pairs(row, other + len(self._rows), *self._forms)
        scores = self._kernel.scores_of(alike.astype(np.int64), measured[:, None, :], *forest().numbers)[:, 0]
        bearers = self._index.arrays.bearer[other]
        rules = rules_of(measured, bearers, self._syllables[row])
        rules[~alike] = 0
        same, bare = (
            (forms[row] == forms[other + len(self._rows)]) & (forms[row] != 0) for forms in self._equal
        )
        sounds = np.fromiter(
            (
                not self._keys[against].isdisjoint(self._rows[mine].keys)
                for mine, against in zip(row.tolist(), other.tolist(), strict=True)
            ),
            dtype=np.bool_,
            count=len(row),
        )
        worth = (scores >= _LEAST_BOUND) | (rules > 0) | same | bare | sounds
        worth &= ~self._of_persons[row] | (bearers == Bearer.PERSON)
        return _Pairs(pair, row, other, measured, scores, rules, same, bare, sounds, worth)

    def _may_meet(self, row: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which readings are to be measured: one without its legal form only beside a name that has a word of it."""
        useful = ~self._firm[row]
        for at in np.flatnonzero(~useful).tolist():
            useful[at] = not self._listed_words[other[at]].isdisjoint(self._rows[row[at]].query.words)
        return useful

    @cached_property
    def _listed_words(self) -> list[frozenset[str]]:
        """The telling words of each listed name."""
        return [frozenset(words_that_tell(comparable(name))) for name in self._printed]

    def _hits(self, pairs: _Pairs, chosen: NDArray[np.int64]) -> Iterator[tuple[int, list[Hit]]]:
        """The hits of some rows, with the pair of each."""
        for at, row, other, score, allowed, same, bare, sounds in _read(pairs, chosen):
            asked = self._rows[row]
            hits = self._index.hits_on(
                asked.query,
                other,
                score,
                pairs.measured[at],
                allowed,
                same=same,
                bare=bare,
                sounds=sounds,
            )
            if asked.reading.common:
                hits = [hit for hit in hits if hit.measured is None or hit.rule >= MatchRule.SAME_WORD]
            if asked.reading.firm:
                of_firm = self._index.arrays.bearer[other] == Bearer.FIRM
                hits = [hit.asked_about(agrees=None) for hit in hits if of_firm]
            if asked.reading.aside:
                hits = [hit.set_aside(asked.reading.aside) for hit in hits]
            yield int(pairs.pair[at]), hits


def _read(
    pairs: _Pairs, chosen: NDArray[np.int64]
) -> Iterator[tuple[int, int, int, float, int, bool, bool, bool]]:
    """The places of some rows, with what was measured of each."""
    columns = (pairs.row, pairs.other, pairs.scores, pairs.rules, pairs.same, pairs.bare, pairs.sounds)
    return zip(chosen.tolist(), *(column[chosen].tolist() for column in columns), strict=True)


def _further(first: NDArray[np.int64], more: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where things begin that stand behind others: the places of both, one after the other."""
    return np.concatenate([first, first[-1] + more[1:]])


def _numbered(texts: Sequence[str]) -> NDArray[np.int64]:
    """The same number for the same text; 0 for none."""
    numbers = {"": 0}
    return np.array([numbers.setdefault(text, len(numbers)) for text in texts], dtype=np.int64)


def _kernel_for(names: int) -> ModuleType:
    if names <= _WORTH_COMPILING:
        return plain
    from licet.screening.compiled import kernel  # noqa: PLC0415  # numba takes half a second to import

    return kernel


def score(name: str, other: str, *, person: bool = False) -> Score:
    """Hold a name against another as it would be held against a listed one; ``person``: the other is a person's.

    Rarity of words is that of business names at large, since there is no list to tell it. Of many pairs
    :func:`score_pairs` gives the values sooner.

    >>> score("Huawei Tech. Co., Ltd.", "Huawei Technologies Co., Ltd.").verdict
    'match'
    >>> score("Oleg Deripasca", "DERIPASKA, Oleg Vladimirovich", person=True).verdict
    'review'
    >>> score("Bank of the West", "Bank of the East").verdict, score("???", "Bank").verdict
    ('clear', 'not_compared')
    """
    if not (comparable(name) and comparable(other)):
        return Score(0.0, "not_compared")
    hit = PairScorer([name], [other], persons=person).hit(0, 0)
    if hit is None:
        return Score(0.0, "clear", ("No word of one name is like a word of the other.",))
    return Score(hit.score, hit.verdict, tuple(short_reasons(hit, name, other)))


def score_pairs(pairs: Iterable[tuple[str, str]], *, person: bool = False) -> list[float]:
    """The value of :func:`score` for each of many pairs: 0 where a name has nothing that can be compared.

    >>> score_pairs([("Siemens AG", "Siemens Aktiengesellschaft"), ("Zarya", "Rassvet")])
    [1.0, 0.0]
    """
    every = list(pairs)
    names = {name: place for place, name in enumerate(dict.fromkeys(name for name, _ in every))}
    others = {other: place for place, other in enumerate(dict.fromkeys(other for _, other in every))}
    scorer = PairScorer([*names], [*others], persons=person)
    values = scorer.values([names[name] for name, _ in every], [others[other] for _, other in every])
    return [float(value) for value in values]
