"""The other ways to an entry: by an address of its, and by a number that identifies it, whatever the name says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from licet.screening.forms import comparable
from licet.screening.identifiers import asked_numbers_of, numbers_of, short_numbers_of
from licet.screening.places import place_forms

__all__ = ["FactsIndex", "facts_of"]

_LEAST_WORDS, _LEAST_SHARE = 3, 0.7
"""Words that have to meet, and their share of the listed address by weight: how rare they are in addresses."""


@dataclass(frozen=True)
class FactsIndex:
    """Addresses and numbers of entries as arrays. Words and numbers are kept as hashes, sorted.

    ``words``, ``word_address``: each word of an address with the address; ``address_entry``: the entry of each;
    ``weights``: of the words of each pair; ``totals``: the weight of all words of each address. ``numbers``,
    ``number_entry``: identifying numbers and their entries.
    """

    words: NDArray[np.int64]
    word_address: NDArray[np.int32]
    weights: NDArray[np.float32]
    totals: NDArray[np.float32]
    address_entry: NDArray[np.int32]
    numbers: NDArray[np.int64]
    number_entry: NDArray[np.int32]

    @classmethod
    def of(cls, addresses: Iterable[tuple[int, str]], identifiers: Iterable[tuple[int, str]]) -> FactsIndex:
        """Index addresses and identifiers, each with the number of its entry."""
        listed = [(entry, sorted(_words_of(text))) for entry, text in addresses]
        listed = [(entry, words) for entry, words in listed if len(words) >= _LEAST_WORDS]
        seen = Counter(word for _, words in listed for word in words)
        weight = {word: log((len(listed) + 1) / count) + 0.1 for word, count in seen.items()}
        pairs = sorted(
            (_hash(word), place, weight[word]) for place, (_, words) in enumerate(listed) for word in words
        )
        numbers = sorted(
            {
                (_hash(number), entry)
                for entry, text in identifiers
                for number in numbers_of(text) | short_numbers_of(text)
            }
        )
        return cls(
            np.array([pair[0] for pair in pairs], np.int64),
            np.array([pair[1] for pair in pairs], np.int32),
            np.array([pair[2] for pair in pairs], np.float32),
            np.array([sum(weight[word] for word in words) for _, words in listed], np.float32),
            np.array([entry for entry, _ in listed], np.int32),
            np.array([number for number, _ in numbers], np.int64),
            np.array([entry for _, entry in numbers], np.int32),
        )

    @classmethod
    def empty(cls) -> FactsIndex:
        return cls.of((), ())

    @property
    def columns(self) -> tuple[NDArray[Any], ...]:
        """The arrays in the order of the fields."""
        return tuple(getattr(self, field.name) for field in fields(self))

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset(form[0] for form in place_forms() if len(form) == 1)

    def at_address(self, address: str) -> Iterator[int]:
        """The entries with an address of which most words, by weight, stand in this one, a number among them."""
        words = _words_of(address)
        if len(words) < _LEAST_WORDS or not len(self.totals):
            return
        met = np.zeros(len(self.totals), np.float32)
        count, telling = np.zeros(len(met), np.int32), np.zeros(len(met), np.bool_)
        for word in words:
            low, high = np.searchsorted(self.words, [_hash(word), _hash(word) + 1])
            found = self.word_address[low:high]
            met[found] += self.weights[low:high]
            count[found] += 1
            telling[found] |= word not in self._places
        near = (met >= _LEAST_SHARE * self.totals) & (count >= _LEAST_WORDS) & telling
        yield from dict.fromkeys(int(entry) for entry in self.address_entry[np.flatnonzero(near)])

    def with_number(self, identifiers: Iterable[str]) -> Iterator[int]:
        """The entries that one of these numbers identifies."""
        return self._with({number for text in identifiers for number in asked_numbers_of(text)})

    def with_long(self, text: str) -> Iterator[int]:
        """The entries that a number in a text identifies, however the text came about: short ones do not."""
        return self._with(numbers_of(text))

    def _with(self, numbers: Iterable[str]) -> Iterator[int]:
        for number in numbers:
            low, high = np.searchsorted(self.numbers, [_hash(number), _hash(number) + 1])
            yield from dict.fromkeys(int(entry) for entry in self.number_entry[low:high])


def _words_of(address: str) -> set[str]:
    return {_WRITTEN.get(word, word) for word in comparable(address).split()} - _LITTLE


_WRITTEN = {
    "st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue", "dr": "drive", "fl": "floor",
    "blvd": "boulevard", "bldg": "building", "flr": "floor", "rm": "room", "ste": "suite", "apt": "apartment",
    "hwy": "highway", "sq": "square", "pl": "place", "ln": "lane", "dist": "district", "ind": "industrial",
    "industry": "industrial",
}  # fmt: skip
_LITTLE = frozenset({"the", "of", "and", "no", "number", "in", "at", "po", "box"})


def _hash(text: str) -> int:
    number, other = 5, 3
    for byte in text.encode():
        number = (number * 131 + byte + 7) & _MASK
        other = (other * 8191 + byte + 1) & _MASK
    return (number << 31) | other


_MASK = (1 << 31) - 1


def facts_of(entries: Iterable[tuple[int, Sequence[str], Sequence[str]]]) -> FactsIndex:
    """The index of entries: number, addresses, identifiers."""
    every = list(entries)
    return FactsIndex.of(
        ((number, text) for number, addresses, _ in every for text in addresses),
        ((number, text) for number, _, identifiers in every for text in identifiers),
    )
