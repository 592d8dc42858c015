"""The screener of the entries that ship with the package, where no list was adopted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from functools import cache

from licet.kept import cache_folder
from licet.model.listing import ListEntry
from licet.regimes.shipped_entries import shipped_entries, shipped_lists_used
from licet.screening.build import index_folder
from licet.screening.engine import ScreeningIndex
from licet.screening.entries import Entries
from licet.screening.screener import ListScreener

__all__ = ["shipped_finder"]


@cache
def shipped_finder(*, compiled: bool = False) -> ListScreener:
    """The screener of the shipped entries, made once; ``compiled``: for a process that asks many names."""
    if compiled:
        return shipped_finder().compiled()
    entries = shipped_entries()
    return ListScreener(Entries(None, entries), _index(entries), (shipped_lists_used(),))


def _index(entries: Sequence[ListEntry]) -> ScreeningIndex:
    """The index of entries, kept in the user's cache folder by what is indexed of them."""
    indexed = [
        (entry.list_code.value, entry.name, entry.aliases, entry.kind, entry.addresses, entry.identifiers)
        for entry in entries
    ]
    digest = hashlib.sha256(repr(indexed).encode()).hexdigest()
    folder = index_folder(cache_folder(), f"shipped-{digest[:32]}")
    try:
        return ScreeningIndex.open(folder)
    except (OSError, ValueError):
        index = ListScreener.of(entries).index
        with suppress(OSError):
            index.save(folder)
        return index
