"""Screen the parties of an order book, each distinct one once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from licet.engine.batch.columns import Column, Frame, column_of
from licet.model.listing import ListEntry, Listing
from licet.model.lists import ListsUsed
from licet.model.transaction import Party, Role, Transaction
from licet.orders.book import OrderBook, PartyKey
from licet.screening.attach import FactsFinder, ManyFinder, NameHit, attach, is_compared
from licet.screening.screener import NameAsked

__all__ = ["CachingFinder", "Listings", "PartyHits", "listings_of", "screened"]

Listings = Sequence[tuple[Listing, ...]]
"""By party, the entries tied to it."""


@dataclass(frozen=True)
class PartyHits:
    """What a finder said of some names, to be asked again one by one."""

    lists: tuple[ListsUsed, ...]
    hits: dict[NameAsked, Sequence[NameHit]]
    facts: FactsFinder | None = None

    @classmethod
    def of(cls, finder: ManyFinder, names: Iterable[NameAsked]) -> PartyHits:
        asked = list(dict.fromkeys(names))
        facts = finder if isinstance(finder, FactsFinder) else None
        return cls(finder.lists, dict(zip(asked, finder.find_many(asked), strict=True)), facts)

    def find(self, name: str, country: str | None) -> Sequence[NameHit]:
        return self.hits[name, country]

    def find_by_facts(self, address: str | None, identifiers: Sequence[str]) -> Sequence[NameHit]:
        """Entries at an address or with an identifying number, whatever the name."""
        return () if self.facts is None else self.facts.find_by_facts(address, identifiers)


def listings_of(parties: Sequence[PartyKey], finder: ManyFinder) -> Listings:
    """The listings of each party, as :func:`~licet.screening.attach.attach` gives them to a sale's."""
    found = PartyHits.of(finder, ((key.name, key.country) for key in parties if key.name is not None))
    return [_listings(party, found) for party in parties]


@dataclass
class CachingFinder:
    """A finder that keeps what it said of many names, so that other laws over the same lists need not ask again."""

    finder: ManyFinder
    said: dict[NameAsked, Sequence[NameHit]] = field(default_factory=dict)

    @property
    def lists(self) -> tuple[ListsUsed, ...]:
        return self.finder.lists

    def find(self, name: str, country: str | None) -> Sequence[NameHit]:
        return self.finder.find(name, country)

    def find_by_facts(self, address: str | None, identifiers: Sequence[str]) -> Sequence[NameHit]:
        """Entries at an address or with an identifying number, whatever the name."""
        return self.finder.find_by_facts(address, identifiers) if isinstance(self.finder, FactsFinder) else ()

    def find_many(self, asked: Sequence[NameAsked]) -> list[Sequence[NameHit]]:
        unknown = [row for row in asked if row not in self.said]
        self.said.update(zip(unknown, self.finder.find_many(unknown), strict=True))
        return [self.said[row] for row in asked]


def _listings(party: PartyKey, found: PartyHits) -> tuple[Listing, ...]:
    named = party.name is not None and found.hits[party.name, party.country]
    if not named and not (party.address and found.find_by_facts(party.address, ())):
        return ()
    asked = Party(Role.OTHER, party.name, party.country, party.address, dispositions=party.dispositions)
    return attach(Transaction(None, date.max, parties=(asked,)), found).parties[0].listings


def screened(book: OrderBook, found: Listings) -> OrderBook:
    """The book with the listings of its distinct parties put under their rows."""
    counts = np.array([len(listings) for listings in found], np.intp)
    first = np.cumsum(counts) - counts
    flat = [listing for listings in found for listing in listings]
    entries: dict[ListEntry, int] = {}
    places = [entries.setdefault(item.entry, len(entries)) for item in flat]
    mine = counts[book.party_of]
    parent = np.repeat(np.arange(len(mine)), mine)
    within = np.arange(len(parent)) - np.repeat(np.cumsum(mine) - mine, mine)
    rows = np.repeat(first[book.party_of], mine) + within
    same = column_of([item.same_party for item in flat])
    waits = column_of([item.waits for item in flat])
    columns = {
        "listing.same_party": same.take(rows),
        "listing.waits": waits.take(rows),
        "listing.entry": Column(np.array(places, np.intp)[rows], ()),
    }
    frames = {**book.lines.frames, "party.listing": Frame(len(parent), columns, parent)}
    frames |= _known(book, found)
    lines = replace(book.lines, frames=frames, entries=tuple(entries))
    return replace(book, lines=lines)


def _known(book: OrderBook, found: Listings) -> dict[str, Frame]:
    """The frame of parties, in which a name that cannot be compared and met nothing is not known."""
    unread = np.array(
        [
            party.name is not None and not is_compared(party.name, listings)
            for party, listings in zip(book.parties, found, strict=True)
        ],
        bool,
    )
    parties = book.lines.frames.get("party")
    if parties is None or not unread.any():
        return {}
    known = parties.columns["party.known"]
    codes = known.codes.copy()
    codes[unread[book.party_of]] = known.values.index(None)
    return {
        "party": replace(parties, columns={**parties.columns, "party.known": Column(codes, known.values)})
    }
