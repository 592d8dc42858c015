"""temporary"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from anyascii import anyascii
from rapidfuzz import fuzz

from licet.facts.listing import ListEntry
from licet.facts.lists import ListsUsed
from licet.rulebook.us.ear.entries import huawei_entries, huawei_lists_used
from licet.screening.attach import NameHit


def _form(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in anyascii(name).lower()).split())


class PlainFinder:
    def __init__(self, entries: Sequence[ListEntry], lists: tuple[ListsUsed, ...]) -> None:
        self.entries = entries
        self._lists = lists
        self._names = [
            (_form(name), entry)
            for entry in entries
            for name in (entry.name, *(a.name for a in entry.aliases))
        ]

    @property
    def lists(self) -> tuple[ListsUsed, ...]:
        return self._lists

    def find(self, name: str, country: str | None) -> Sequence[NameHit]:
        asked = _form(name)
        hits = {}
        for form, entry in self._names:
            if form == asked:
                hits[entry.entry_id] = NameHit(entry, True, 1.0, "the name is that of")
            elif (score := fuzz.token_sort_ratio(form, asked) / 100) >= 0.88:
                hits.setdefault(entry.entry_id, NameHit(entry, False, score, "the name is like that of"))
        exact = [h for h in hits.values() if h.exact]
        return exact or sorted(hits.values(), key=lambda h: -h.score)


@cache
def shipped_finder() -> PlainFinder:
    return PlainFinder(huawei_entries(), (huawei_lists_used(),))


class ListFinder(PlainFinder):
    def __init__(self, state: object, home: Path) -> None:
        raise NotImplementedError
