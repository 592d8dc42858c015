"""After a change of the lists, hold only the changed entries against the whole book of customers.

The book is a :class:`~licet.screening.engine.ScreeningIndex` of its own, built once from the customers' names
and saved. Each changed name is looked up in it, which nominates customers: of those that share its rarest grams
the ones that look most like it. That is the reverse of screening, and its score would be another one: what a name
lacks and what it has too much count differently. So every nominated customer is then screened in the normal
direction, name against listed name, by the same kernel and with the list's own weights of words and grams, but
against the changed names alone, which costs little. The few that give a hit are screened once more against the
whole list, and get the score that a new screening of the book would give them; where so many other entries are
nearer that the whole list does not show the changed one, the score against the changed names stands.

Scores of unchanged entries move a little too when a list changes, because words become rarer or more common. A
new screening of the whole book from time to time takes that up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from licet.screening.build import Arrays, bytes_of, invert, packed
from licet.screening.engine import Hit, ScreeningIndex
from licet.screening.facts_index import FactsIndex
from licet.screening.forms import equal_form
from licet.screening.searching import search_index

__all__ = ["BookHit", "ChangedName", "book_index", "delta"]

_BUDGET, _WIDE, _NOMINATED = 1_000_000, 8000, 300
"""Postings of the book that are read for a changed name, customers looked at, customers that it nominates."""
_CHUNK = 4000


@dataclass(frozen=True, slots=True)
class BookHit:
    """That a customer, by its number in the book, may be a changed entry (numbers as in the list's index)."""

    customer: int
    hit: Hit


def book_index(names: Sequence[str]) -> ScreeningIndex:
    """The index of a book: customers are numbered by their place in ``names``."""
    return ScreeningIndex.of_book(names)


def delta(
    book: ScreeningIndex,
    listed: ScreeningIndex,
    changed: Collection[int],
    countries: Callable[[int], Sequence[str]] | None = None,
    country_of: Callable[[int], str | None] | None = None,
) -> list[BookHit]:
    """Customers that need a look because of changed entries: every hit from review upwards, by customer.

    ``listed``: the index of the lists after the change; ``changed``: the numbers of the entries that are new or
    changed in it. ``countries``: those of an entry by its number; ``country_of``: that of a customer by its
    number. What was removed from a list needs no screening.
    """
    held = ChangedName.of(listed, changed, countries)
    if held is None:
        return []
    customers = _nominated(book.compiled(), held.few)
    found: list[BookHit] = []
    for start in range(0, len(customers), _CHUNK):
        some = customers[start : start + _CHUNK]
        names = [book.printed(customer) for customer in some]
        stated = [None if country_of is None else country_of(customer) for customer in some]
        for customer, hits in zip(some, held.hits(names, stated), strict=True):
            found += [BookHit(customer, hit) for hit in hits]
    return found


@dataclass(frozen=True)
class ChangedName:
    """The changed entries of a list, against which names are held in the normal direction.

    ``few``: the index of their names alone; ``names``: the numbers of these in ``whole``.
    """

    few: ScreeningIndex
    whole: ScreeningIndex
    names: NDArray[np.int64]
    countries: Callable[[int], Sequence[str]] | None

    @classmethod
    def of(
        cls,
        listed: ScreeningIndex,
        changed: Collection[int],
        countries: Callable[[int], Sequence[str]] | None,
    ) -> ChangedName | None:
        """None where the list has no name of a changed entry."""
        names = np.flatnonzero(np.isin(listed.arrays.entry, np.fromiter(changed, dtype=np.int64)))
        whole = listed.compiled()
        return cls(_only(whole, names), whole, names, countries) if len(names) else None

    def hits(self, asked: Sequence[str], stated: Sequence[str | None]) -> list[list[Hit]]:
        """Of each name and country, the hits among the changed entries from review upwards."""
        near = dict(self._of(self.few, range(len(asked)), asked, stated, promising_only=True))
        near = {place: hits for place, hits in near.items() if hits}
        again = dict(self._of(self.whole, list(near), asked, stated, promising_only=False))
        found: list[list[Hit]] = [[] for _ in asked]
        for place, hits in near.items():
            known = {hit.entry: hit for hit in again[place]}
            best = (known.get(hit.entry) or replace(hit, name=int(self.names[hit.name])) for hit in hits)
            found[place] = [hit for hit in best if hit.verdict != "clear"]
        return found

    def _of(
        self,
        index: ScreeningIndex,
        places: Sequence[int],
        asked: Sequence[str],
        stated: Sequence[str | None],
        *,
        promising_only: bool,
    ) -> Iterator[tuple[int, list[Hit]]]:
        """The hits of some names in an index; all candidates, or from review upwards alone."""
        names = [(asked[place], stated[place]) for place in places]
        found = search_index(index, names, self.countries, everything=not promising_only)
        for place, hits in zip(places, found, strict=True):
            yield place, [hit for hit in hits if not promising_only or hit.verdict != "clear"]


def _nominated(book: ScreeningIndex, few: ScreeningIndex) -> list[int]:
    """The customers that look most like a changed name, and those that hold one whole or sound as one."""
    a, kernel = book.arrays, book.kernel
    scores = np.zeros(len(a.norms), dtype=np.float32)
    touched = np.zeros(len(a.norms), dtype=np.int32)
    chosen, cosines = np.zeros(_WIDE, dtype=np.int32), np.zeros(_WIDE)
    best, looks = np.zeros(_NOMINATED, dtype=np.int64), np.zeros(_NOMINATED)
    starts, ends = np.zeros(kernel.MAX_WORDS, dtype=np.int64), np.zeros(kernel.MAX_WORDS, dtype=np.int64)
    grams, where = np.zeros(1024, dtype=np.int64), np.zeros(128, dtype=np.int64)
    holders = kernel.holders_of(
        a.text, a.text_at, a.word_at, a.places, a.weighed, few.arrays.cores, few.arrays.core_name
    )
    nominated = set(np.flatnonzero(holders).tolist())
    nominated.update(a.sound_name[np.isin(a.sounds, few.arrays.sounds)].tolist())
    for name in range(len(few.arrays.norms)):
        form = _form(few, name)
        if not form:
            continue
        text, _ = packed([form])
        used = kernel.grams_of(text, starts, ends, kernel.words_of(text, starts, ends), grams)
        found = kernel.candidates(
            grams,
            used,
            a.offsets,
            a.postings,
            a.gram_weights,
            a.norms,
            _BUDGET,
            scores,
            touched,
            chosen,
            cosines,
        )
        letters = kernel.places_of(text, where)
        kernel.first_look(
            found, text, where, letters, a.text, a.text_at, *a.letters, chosen, cosines, best, looks
        )
        nominated.update(map(int, chosen[best[: min(found, _NOMINATED)]]))
        equal = equal_form(few.printed(name))
        nominated |= book.exact(equal) | book.bare(equal)
    return sorted(nominated)


def _form(index: ScreeningIndex, name: int) -> str:
    a = index.arrays
    return a.text[a.text_at[name] : a.text_at[name + 1]].tobytes().decode()


def _only(listed: ScreeningIndex, names: NDArray[np.int64]) -> ScreeningIndex:
    """The index of some names alone, with the weights that words and grams have in the whole."""
    a, kernel = listed.arrays, listed.kernel
    forms = [_form(listed, int(name)) for name in names]
    text, text_at = packed(forms)
    word_at, places, weighed, keyed = kernel.words_of_all(text, text_at, a.words, a.word_weights)
    counts, grams = kernel.grams_of_all(text, text_at)
    offsets, postings = invert(counts, grams)
    kept = np.isin(a.exact_name, names)
    numbers = np.searchsorted(names, a.exact_name[kept]).astype(np.int32)
    bare = np.isin(a.bare_name, names)
    held = np.isin(a.core_name, names)
    sounding = np.isin(a.sound_name, names)
    part = Arrays(
        text, text_at, a.words, a.word_weights, word_at, places, weighed, keyed, offsets, postings,
        a.gram_weights, a.norms[names], a.entry[names], a.weak[names], a.exact[kept], numbers,
        a.bare[bare], np.searchsorted(names, a.bare_name[bare]).astype(np.int32),
        a.cores[held], np.searchsorted(names, a.core_name[held]).astype(np.int32),
        *bytes_of([listed.printed(int(name)) for name in names]), a.kind[names], a.bearer[names], a.speaks,
        a.sounds[sounding], np.searchsorted(names, a.sound_name[sounding]).astype(np.int32), a.givens,
        *FactsIndex.empty().columns,
    )  # fmt: skip
    return ScreeningIndex(part, kernel)
