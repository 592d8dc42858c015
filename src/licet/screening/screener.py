"""The screener: one way from a name to the entries that it may denote, for every command, page, file and cluster."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from licet.facts.listing import ListEntry
from licet.facts.lists import ListsUsed
from licet.rulebook.us.ear.entries import huawei_entries, huawei_lists_used
from licet.screening.attach import NameHit
from licet.screening.build import index_folder
from licet.screening.engine import Hit, ScreeningIndex, best_hits
from licet.screening.entries import Entries, ListSource
from licet.screening.forms import comparable
from licet.screening.model import forest
from licet.screening.promising import promising

__all__ = ["MOST_HITS", "NameAsked", "Screener", "screener_folder"]

MOST_HITS = 20
"""At most so many entries are tied to a name."""
NameAsked = tuple[str, str | None]
"""A name, and the country of its party."""

_AT_ONCE = 2000
"""Names measured at a time, so that little memory is taken."""
_WORTH_COMPILING = 50
"""Names from which loading the compiled search is worth its half second."""


@dataclass(frozen=True)
class Screener:
    """Holds names against entries. ``lists``: those that the entries are of, for answers and receipts.

    Its index says which words are rare, so that a name scores the same wherever it is asked about.
    """

    entries: Entries
    index: ScreeningIndex
    lists: tuple[ListsUsed, ...]

    @classmethod
    def of(cls, entries: Sequence[ListEntry], lists: tuple[ListsUsed, ...] = ()) -> Screener:
        """A screener of a few entries, at least one, none of which was adopted."""
        every = Entries(None, entries)
        names = list(every.names())
        index = ScreeningIndex.small(
            [name.text for name in names], [name.entry for name in names], [name.weak for name in names]
        )
        return cls(every, index, lists)

    @classmethod
    def adopted(cls, state: ListSource, home: Path) -> Screener:
        """The screener of a list state and of the shipped entries; its index is built where missing or damaged."""
        folder = screener_folder(state, home)
        used = ListsUsed(
            "the adopted lists", state.oldest_date, state.whole, len(state), state.fingerprint, state.unread
        )
        try:
            index = ScreeningIndex.open(folder)
            entries = Entries(state, huawei_entries(), index.arrays.speaks.tolist())
        except (OSError, ValueError):
            entries, index = _built(state, folder)
        return cls(entries, index, (used, huawei_lists_used()))

    def compiled(self) -> Screener:
        """The same screener with the compiled kernel, for a process that asks often."""
        return replace(self, index=self.index.compiled())

    @property
    def fingerprint(self) -> str:
        """A hash of all that is searched."""
        return "-".join(used.fingerprint for used in self.lists)

    def search(self, name: str, country: str | None = None, limit: int = 10) -> list[Hit]:
        """Entries that a name may denote, best first, one hit an entry; what is clearly not it included."""
        form = comparable(name)
        if not form:
            return []
        (hits,) = self._hits([form], [country], self.index)
        return best_hits(hits, limit)

    def search_many(
        self, asked: Sequence[NameAsked], limit: int = MOST_HITS, *, everything: bool = False
    ) -> list[list[Hit]]:
        """What :meth:`search` says of each of many names.

        ``everything``: with what is clearly not it; otherwise a name without a stronger hit may have none at all.
        """
        index = self.index.compiled() if len(asked) > _WORTH_COMPILING else self.index
        found: list[list[Hit]] = [[] for _ in asked]
        forms = [(place, comparable(name)) for place, (name, _) in enumerate(asked)]
        worth = [(place, form) for place, form in forms if form]
        for start in range(0, len(worth), _AT_ONCE):
            some = worth[start : start + _AT_ONCE]
            countries = [asked[place][1] for place, _ in some]
            hits = self._hits([form for _, form in some], countries, index, everything=everything)
            for (place, _), mine in zip(some, hits, strict=True):
                found[place] = best_hits(mine, limit)
        return found

    def find(self, name: str, country: str | None) -> Sequence[NameHit]:
        """Entries that may be the party, best first; those that are clearly not are left out."""
        return self._named(self.search(name, country, MOST_HITS))

    def find_many(self, asked: Sequence[NameAsked]) -> list[Sequence[NameHit]]:
        """What :meth:`find` says of each of many names."""
        return [self._named(hits) for hits in self.search_many(asked)]

    def matched(self, hit: Hit) -> str:
        """The name that met, as printed."""
        return self.index.printed(hit.name)

    def _hits(
        self,
        forms: Sequence[str],
        countries: Sequence[str | None],
        index: ScreeningIndex,
        *,
        everything: bool = True,
    ) -> list[list[Hit]]:
        counts, names, measured = index.measure(forms)
        scores = index.kernel.scores_of(counts, measured, *forest().numbers)
        worth = None if everything else promising(forms, index, scores, measured)
        return [
            index.hits(form, names[row], scores[row], measured[row], countries[row], self.entries.countries)
            if worth is None or worth[row]
            else []
            for row, form in enumerate(forms)
        ]

    def _named(self, hits: Sequence[Hit]) -> Sequence[NameHit]:
        return [
            NameHit(self.entries[hit.entry], hit.exact, hit.score, _words(hit), self.matched(hit))
            for hit in hits
            if hit.verdict != "clear"
        ]


def screener_folder(state: ListSource, home: Path) -> Path:
    """Where the index of a list state and of the shipped entries is kept."""
    return index_folder(home, f"{state.fingerprint}-{huawei_lists_used().fingerprint[:16]}")


def _built(state: ListSource, folder: Path) -> tuple[Entries, ScreeningIndex]:
    """Entries and index of a state, made and kept; said where a person waits."""
    if sys.stderr.isatty():
        sys.stderr.write("licet: building the index of names (once for a state of the lists) ...\n")
    entries = Entries(state, huawei_entries())
    names = list(entries.names())
    index = ScreeningIndex.build(
        [name.text for name in names],
        [name.entry for name in names],
        [name.weak for name in names],
        entries.speaks,
    )
    index.save(folder)
    return entries, index


def _words(hit: Hit) -> str:
    return "the name is that of" if hit.exact else f"the name is like that of (score {hit.score:.2f})"
