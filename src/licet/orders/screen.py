"""Screen the parties of an order book, each distinct one once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from licet.engine.batch.columns import Column, Frame, column_of
from licet.facts.listing import ListEntry, Listing
from licet.facts.transaction import Party, Role, Transaction
from licet.orders.book import Named, OrderBook
from licet.screening.attach import Finder, attach

__all__ = ["listings_of", "screened"]


@runtime_checkable
class _Sieve(Protocol):
    """A finder that can tell of many names at once which can have no hit."""

    def may_hit(self, names: Sequence[str]) -> NDArray[np.bool_]: ...


def listings_of(parties: Sequence[Named], finder: Finder) -> list[tuple[Listing, ...]]:
    """The listings of each party, as one sale's parties would have them."""
    names = [party.name or "" for party in parties]
    worth = finder.may_hit(names) if isinstance(finder, _Sieve) else np.ones(len(names), np.bool_)
    return [_listings(party, finder) if may else () for party, may in zip(parties, worth, strict=True)]


def _listings(party: Named, finder: Finder) -> tuple[Listing, ...]:
    asked = Party(Role.OTHER, party.name, party.country, party.address)
    return attach(Transaction(None, date.max, parties=(asked,)), finder).parties[0].listings


def screened(book: OrderBook, found: Sequence[tuple[Listing, ...]]) -> OrderBook:
    """The book with the listings of its distinct parties put under their rows."""
    counts = np.array([len(listings) for listings in found], np.intp)
    first = np.cumsum(counts) - counts
    flat = [listing for listings in found for listing in listings]
    entries: dict[int, tuple[int, ListEntry]] = {}
    places = [entries.setdefault(id(one.entry), (len(entries), one.entry))[0] for one in flat]
    mine = counts[book.party_of]
    parent = np.repeat(np.arange(len(mine)), mine)
    within = np.arange(len(parent)) - np.repeat(np.cumsum(mine) - mine, mine)
    rows = np.repeat(first[book.party_of], mine) + within
    same = column_of([one.same_party for one in flat])
    columns = {
        "listing.same_party": same.take(rows),
        "listing.entry": Column(np.array(places, np.intp)[rows], ()),
    }
    frames = {**book.lines.frames, "party.listing": Frame(len(parent), columns, parent)}
    lines = replace(book.lines, frames=frames, entries=tuple(entry for _, entry in entries.values()))
    return replace(book, lines=lines)
