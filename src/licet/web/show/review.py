"""Pairs for review: a party of an order book and a listed one that it may be, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from licet.facts.listing import ListEntry, Listing
from licet.facts.transaction import Party, Role, Transaction
from licet.house import House
from licet.orders.book import Named
from licet.screening.attach import attach
from licet.web.show.letters import Piece, compared

__all__ = ["Pair", "pairs_of"]

AT_MOST = 40
_ASKED = 4_000


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair. ``key`` names it in a form."""

    key: str
    party: Party
    entry: ListEntry
    score: float
    why: str
    ours: tuple[Piece, ...]
    theirs: tuple[Piece, ...]


def pairs_of(house: House, named: Sequence[Named]) -> tuple[list[Pair], int]:
    """The pairs that a person must look at, the likeliest first, and how many more there are.

    What a kept decision settles is left out, and so are names that are certainly a listed party's.
    """
    parties = tuple(
        Party(Role.OTHER, one.name, one.country, one.address)
        for one in named[:_ASKED]
        if one.name is not None
    )
    sale = house.decisions().applied(Transaction(None, date.today(), parties=parties))  # noqa: DTZ011  # no rule reads it
    open_ones = [
        (party, listing)
        for party in attach(sale, house.finder).parties
        for listing in party.listings
        if listing.same_party is None
    ]
    open_ones.sort(key=lambda one: (-one[1].score, one[0].name or "", one[1].entry.entry_id))
    return [_pair(*one) for one in open_ones[:AT_MOST]], max(0, len(open_ones) - AT_MOST)


def _pair(party: Party, listing: Listing) -> Pair:
    ours, theirs = compared(party.name or "", listing.entry.name)
    told = "\n".join((party.name or "", party.country or "", party.address or "", listing.entry.entry_id))
    key = sha256(told.encode()).hexdigest()[:20]
    return Pair(key, party, listing.entry, listing.score, listing.why, ours, theirs)
