"""Finders: the Huawei entries that ship with the package, and the adopted lists with them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol

from licet.facts.listing import ListCode, ListEntry
from licet.facts.lists import ListsUsed
from licet.rulebook.us.ear.entries import huawei_entries, huawei_lists_used
from licet.screening.attach import NameHit
from licet.screening.build import index_folder
from licet.screening.engine import Hit, ScreeningIndex
from licet.screening.forms import comparable
from licet.screening.many import MOST_HITS, Asked, many_hits

__all__ = [
    "EntryFinder",
    "ListFinder",
    "ListSource",
    "ShippedFinder",
    "open_index",
    "shipped_finder",
]


class NameColumns(Protocol):
    """Names of a list state in columns."""

    @property
    def text(self) -> Sequence[str]: ...
    @property
    def entry(self) -> memoryview: ...
    @property
    def weak(self) -> memoryview: ...


class ListSource(Protocol):
    """A state of the adopted lists, as the store keeps it."""

    def __len__(self) -> int: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def oldest_date(self) -> date: ...
    @property
    def whole(self) -> bool: ...
    def entry(self, number: int) -> ListEntry: ...
    def names(self) -> NameColumns: ...


class EntryFinder:
    """Looks names up in a few entries, at least one."""

    def __init__(
        self, entries: Sequence[ListEntry], lists: tuple[ListsUsed, ...], *, compiled: bool = False
    ) -> None:
        self._entries = entries
        rows = [
            (name, number, weak)
            for number, entry in enumerate(self._entries)
            for name, weak in ((entry.name, False), *((one.name, one.weak) for one in entry.aliases))
        ]
        names, numbers, weak = zip(*rows, strict=True)
        index = ScreeningIndex.small(names, numbers, weak)
        self._index = index.compiled() if compiled else index
        self.lists = lists

    def find(self, name: str, country: str | None) -> Sequence[NameHit]:
        return _hits(self._index, name, country, self._entries.__getitem__)

    def find_many(self, asked: Sequence[Asked]) -> list[Sequence[NameHit]]:
        """What :meth:`find` says of each of many names."""
        found = many_hits(self._index, asked, lambda number: self._entries[number].countries)
        return [_named(hits, self._entries.__getitem__) for hits in found]


class ShippedFinder(EntryFinder):
    """Looks names up in the Huawei entries alone."""

    def __init__(self, *, compiled: bool = False) -> None:
        super().__init__(huawei_entries(), (huawei_lists_used(),), compiled=compiled)


@cache
def shipped_finder(*, compiled: bool = False) -> ShippedFinder:
    """The finder of the shipped entries, made once; ``compiled``: for a process that asks many names."""
    return ShippedFinder(compiled=compiled)


class ListFinder:
    """Looks names up in the adopted lists and in the shipped entries, whose dates are finer."""

    def __init__(self, state: ListSource, index: ScreeningIndex, shipped: ShippedFinder) -> None:
        self._index, self._shipped = index, shipped
        self._entry = lru_cache(maxsize=4096)(state.entry)
        adopted = ListsUsed(
            "the adopted lists", state.oldest_date, state.whole, len(state), state.fingerprint
        )
        self.lists: tuple[ListsUsed, ...] = (adopted, *self._shipped.lists)

    def find(self, name: str, country: str | None) -> Sequence[NameHit]:
        adopted = _hits(self._index, name, country, self._entry)
        return _together(self._shipped.find(name, country), adopted)

    def find_many(self, asked: Sequence[Asked]) -> list[Sequence[NameHit]]:
        """What :meth:`find` says of each of many names."""
        found = many_hits(self._index, asked, lambda number: self._entry(number).countries)
        ours = self._shipped.find_many(asked)
        return [_together(known, _named(hits, self._entry)) for known, hits in zip(ours, found, strict=True)]


def _together(ours: Sequence[NameHit], adopted: Sequence[NameHit]) -> Sequence[NameHit]:
    """The hits of the shipped entries, and those of the adopted ones that are not the same."""
    known = {(comparable(hit.entry.name), hit.entry.countries) for hit in ours}
    rest = [hit for hit in adopted if not _same_entry(hit.entry, known)]
    return [*ours, *rest]


def open_index(state: ListSource, home: Path) -> ScreeningIndex:
    """The index of a list state, built where it is missing or damaged, and said so when a person waits."""
    folder = index_folder(home, state.fingerprint)
    try:
        return ScreeningIndex.open(folder)
    except (OSError, ValueError):
        if sys.stderr.isatty():
            sys.stderr.write("licet: building the index of names (once for a state of the lists) ...\n")
        names = state.names()
        index = ScreeningIndex.build(names.text, list(names.entry), [bool(one) for one in names.weak])
        index.save(folder)
        return index


def _same_entry(entry: ListEntry, known: set[tuple[str, tuple[str, ...]]]) -> bool:
    """Whether an adopted Entity List entry is one of the shipped ones, whose history is dated."""
    return entry.list_code is ListCode.EL and (comparable(entry.name), entry.countries) in known


def _hits(
    index: ScreeningIndex, name: str, country: str | None, entry_of: Callable[[int], ListEntry]
) -> list[NameHit]:
    found = index.search(name, country, lambda number: entry_of(number).countries, limit=MOST_HITS)
    return _named(found, entry_of)


def _named(found: Sequence[Hit], entry_of: Callable[[int], ListEntry]) -> list[NameHit]:
    return [
        NameHit(entry_of(hit.entry), hit.exact, hit.score, _words(hit))
        for hit in found
        if hit.verdict != "clear"
    ]


def _words(hit: Hit) -> str:
    return "the name is that of" if hit.exact else f"the name is like that of (score {hit.score:.2f})"
