"""The screener: one way from a name to the entries that it may denote, for every command, page, file and cluster."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from licet.model.listing import ListEntry
from licet.model.lists import ListsUsed
from licet.regimes.regime import Regime
from licet.regimes.registry import regimes
from licet.regimes.shipped_entries import shipped_entries, shipped_lists_used
from licet.screening.attach import ManyFinder, NameHit
from licet.screening.build import index_folder
from licet.screening.compiled import is_ready
from licet.screening.engine import Hit, ScoreReason, ScreeningIndex, best_hits, best_of_each
from licet.screening.entries import Entries, ListSource
from licet.screening.facts_index import FactsIndex, facts_of
from licet.screening.identifiers import may_be_number
from licet.screening.party_kinds import PartyKind, held_against_kind, listed_kind
from licet.screening.presets import BALANCED, Preset, Presets
from licet.screening.searching import search_index
from licet.screening.short_reasons import short_reasons

__all__ = ["MOST_HITS", "ListScreener", "NameAsked", "OfKind", "finder_of", "screener_folder"]

MOST_HITS = 20
"""At most so many entries are tied to a name."""
NameAsked = tuple[str, str | None]
"""A name, and the country of its party."""

_BY_FACTS = {
    "listed_address": "the address is that of",
    "listed_identifier": "an identifying number is that of",
}
_AT_ONCE = 2000
"""Names measured at a time, so that little memory is taken."""
_WORTH_COMPILING = 50
"""Names from which loading the compiled search is worth its half second."""


@dataclass(frozen=True)
class ListScreener:
    """Holds names against entries. ``lists``: those that the entries are of, for answers and receipts.

    ``presets``: how much of each list is asked about.

    Its index says which words are rare, so that a name scores the same wherever it is asked about.
    """

    entries: Entries
    index: ScreeningIndex
    lists: tuple[ListsUsed, ...]
    presets: Presets = BALANCED

    @classmethod
    def of(cls, entries: Sequence[ListEntry], lists: tuple[ListsUsed, ...] = ()) -> ListScreener:
        """A screener of a few entries, at least one, none of which was adopted."""
        every = Entries(None, entries)
        return cls(
            every, ScreeningIndex.of_names(list(every.names()), (), _facts(every), rarity=False), lists
        )

    @classmethod
    def adopted(cls, state: ListSource, home: Path) -> ListScreener:
        """The screener of a list state and of the shipped entries; its index is built where missing or damaged."""
        folder = screener_folder(state, home)
        used = ListsUsed(
            "the adopted lists",
            state.oldest_date,
            state.whole,
            len(state),
            state.fingerprint,
            state.unread,
            state.covers_from,
            state.days,
        )
        try:
            index = ScreeningIndex.open(folder)
            entries = Entries(state, shipped_entries(), index.arrays.speaks.tolist())
        except (OSError, ValueError):
            entries, index = _built(state, folder)
        return cls(entries, index, (used, shipped_lists_used()))

    def compiled(self) -> ListScreener:
        """The same screener with the compiled kernel, once it is made, for a process that asks often."""
        return replace(self, index=self.index.compiled_when_ready())

    def with_presets(self, presets: Presets) -> ListScreener:
        """The same screener that asks about more or less."""
        return self if presets == self.presets else replace(self, presets=presets)

    @property
    def fingerprint(self) -> str:
        """A hash of all that is searched."""
        return "-".join(used.fingerprint for used in self.lists)

    def search(
        self, name: str, country: str | None = None, limit: int = 10, *, kind: PartyKind | None = None
    ) -> list[Hit]:
        """Entries that a name may denote, best first, one hit an entry; what is clearly not it included.

        The name may be a number or code that identifies a party. ``kind``: what the party is.
        """
        (hits,) = self._search(self.index, [(name, country)], everything=True)
        return best_hits(self._of_kind(hits, kind), limit)

    def search_many(
        self,
        asked: Sequence[NameAsked],
        limit: int = MOST_HITS,
        *,
        everything: bool = False,
        kinds: Sequence[PartyKind | None] = (),
    ) -> list[list[Hit]]:
        """What :meth:`search` says of each of many names.

        ``everything``: with what is clearly not it; otherwise a name without a stronger hit may have none at all.
        ``kinds``: what each party is; empty: that of none is known.
        """
        index = self.index.compiled_when_ready() if len(asked) > _WORTH_COMPILING else self.index
        found: list[list[Hit]] = []
        of_each = kinds or [None] * len(asked)
        while len(found) < len(asked):
            at_once = _AT_ONCE if len(asked) <= _WORTH_COMPILING or is_ready() else _WORTH_COMPILING
            some = slice(len(found), len(found) + at_once)
            hits = self._search(index, asked[some], everything=everything)
            found += [
                best_hits(self._of_kind(mine, kind), limit)
                for mine, kind in zip(hits, of_each[some], strict=True)
            ]
        return found

    def _of_kind(self, hits: list[Hit], kind: PartyKind | None) -> list[Hit]:
        if kind is None:
            return hits
        held = (held_against_kind(hit, kind, listed_kind(self.entries[hit.entry].kind)) for hit in hits)
        return sorted(held, key=lambda hit: hit.rank)

    def _search(
        self, index: ScreeningIndex, asked: Sequence[NameAsked], *, everything: bool
    ) -> list[list[Hit]]:
        countries = self.entries.countries
        if self.presets == BALANCED:
            found = search_index(index, asked, countries, everything=everything)
        else:
            review, preset_of = self.presets.least, self._preset_of
            found = search_index(
                index, asked, countries, everything=everything, review=review, preset_of=preset_of
            )
        for place, (name, _) in enumerate(asked):
            if may_be_number(name) and (numbered := index.by_number(name)):
                found[place] = best_of_each([*found[place], *numbered])
        return found

    def _preset_of(self, entry: int) -> Preset:
        return self.presets.of(self.entries.code(entry))

    def find(self, name: str, country: str | None, kind: PartyKind | None = None) -> Sequence[NameHit]:
        """Entries that may be the party, best first; those that are clearly not are left out."""
        return self._named(name, country, self.search(name, country, MOST_HITS, kind=kind))

    def find_many(self, asked: Sequence[NameAsked]) -> list[Sequence[NameHit]]:
        """What :meth:`find` says of each of many names."""
        found = self.search_many(asked)
        return [self._named(name, country, hits) for (name, country), hits in zip(asked, found, strict=True)]

    def find_by_facts(self, address: str | None, identifiers: Sequence[str]) -> Sequence[NameHit]:
        """Entries at an address or with an identifying number, whatever the name."""
        return self._named("", None, self.by_facts(address, identifiers))

    def by_facts(self, address: str | None, identifiers: Sequence[str]) -> list[Hit]:
        """Entries at an address or with an identifying number, whatever the name."""
        found = self.index.by_facts(address, identifiers)[:MOST_HITS]
        return [replace(hit, preset=self._preset_of(hit.entry)) for hit in found]

    def matched(self, hit: Hit) -> str:
        """The name that met, as printed."""
        return self.index.printed(hit.name)

    def reasons(
        self, hit: Hit, name: str, country: str | None, beside: Iterable[ScoreReason] = ()
    ) -> list[str]:
        """Why a name may be that of the entry, in at most five short sentences."""
        listed = self.entries[hit.entry].countries
        return short_reasons(
            hit, name, self.matched(hit), country=country, listed_countries=listed, beside=beside
        )

    def _named(self, name: str, country: str | None, hits: Sequence[Hit]) -> Sequence[NameHit]:
        return [
            NameHit(
                self.entries[hit.entry],
                hit.exact,
                hit.score,
                _words(hit),
                self.matched(hit),
                tuple(self.reasons(hit, name, country)),
            )
            for hit in hits
            if hit.verdict != "clear"
        ]


@dataclass(frozen=True)
class OfKind:
    """A screener asked about parties of one kind; None: of a kind that is not known."""

    screener: ListScreener
    kind: PartyKind | None

    @property
    def lists(self) -> tuple[ListsUsed, ...]:
        return self.screener.lists

    def find(self, name: str, country: str | None) -> Sequence[NameHit]:
        """Entries that may be the party, best first; those that are clearly not are left out."""
        return self.screener.find(name, country, self.kind)

    def find_by_facts(self, address: str | None, identifiers: Sequence[str]) -> Sequence[NameHit]:
        """Entries at an address or with an identifying number, whatever the name."""
        return self.screener.find_by_facts(address, identifiers)

    def find_party(self, name: str, country: str | None, identifiers: Sequence[str]) -> Sequence[NameHit]:
        """Both, first those that the name finds."""
        return [*self.find(name, country), *self.find_by_facts(None, identifiers)]


def screener_folder(state: ListSource, home: Path) -> Path:
    """Where the index of a list state and of the shipped entries is kept."""
    return index_folder(home, f"{state.fingerprint}-{shipped_lists_used().fingerprint[:16]}")


def _built(state: ListSource, folder: Path) -> tuple[Entries, ScreeningIndex]:
    """Entries and index of a state, made and kept; said where a person waits."""
    if sys.stderr.isatty():
        sys.stderr.write("licet: building the index of names (once for a state of the lists) ...\n")
    entries = Entries(state, shipped_entries())
    index = ScreeningIndex.of_names(list(entries.names()), entries.speaks, _facts(entries), rarity=True)
    index.save(folder)
    return entries, index


def _facts(entries: Entries) -> FactsIndex:
    return facts_of((number, entry.addresses, entry.identifiers) for number, entry in enumerate(entries))


def _words(hit: Hit) -> str:
    found_by = {reason.part for reason in hit.beside} & _BY_FACTS.keys()
    if found_by:
        return _BY_FACTS[found_by.pop()]
    return "the name is that of" if hit.exact else f"the name is like that of (score {hit.score:.2f})"


@dataclass(frozen=True)
class _JoinedScreener:
    """What the lists adopted say of a party, and then what the parties of some regimes do."""

    adopted: ListScreener
    others: tuple[ListScreener, ...]

    @property
    def lists(self) -> tuple[ListsUsed, ...]:
        return self.adopted.lists

    def find(self, name: str, country: str | None) -> Sequence[NameHit]:
        return [hit for screener in (self.adopted, *self.others) for hit in screener.find(name, country)]

    def find_many(self, asked: Sequence[NameAsked]) -> list[Sequence[NameHit]]:
        found = [screener.find_many(asked) for screener in (self.adopted, *self.others)]
        return [[hit for hits in of_name for hit in hits] for of_name in zip(*found, strict=True)]

    def find_by_facts(self, address: str | None, identifiers: Sequence[str]) -> Sequence[NameHit]:
        return self.adopted.find_by_facts(address, identifiers)


def finder_of(adopted: ListScreener, some: Iterable[Regime]) -> ManyFinder:
    """The screener of the lists adopted, with the parties that come with some regimes where they bring any."""
    others = tuple(_of_regime(regime.code) for regime in some if regime.entries is not tuple)
    return _JoinedScreener(adopted, others) if others else adopted


@cache
def _of_regime(code: str) -> ListScreener:
    return ListScreener.of(regimes()[code].entries())
