"""Pairs for review: a party of an order book and a listed one that it may be, side by side."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from licet.model.listing import ListEntry, Listing
from licet.model.transaction import Party, Role, Transaction
from licet.orders.book import PartyKey
from licet.orders.screen import PartyHits
from licet.screening.attach import NameHit, attach
from licet.screening.decided import NOBODY, DecisionScope
from licet.services.determination import Decider
from licet.services.order_books import PartyUse
from licet.web.show.matches import EntrySide, entry_side

__all__ = ["ReviewPair", "pairs_of"]

AT_MOST = 40
_BOOKS = 4
"""Books whose names are remembered with what was found for them."""


@dataclass(frozen=True, slots=True)
class ReviewPair:
    """One pair. ``key`` names it in a form; ``hit``: the entry, and which of its names was met, as ``side`` shows it.

    ``use``: the lines of the book that name the party. ``reasons``: why, in at most five short sentences.
    """

    key: str
    party: Party
    entry: ListEntry
    hit: NameHit
    use: PartyUse
    score: float
    why: str
    side: EntrySide
    reasons: tuple[str, ...] = ()


def pairs_of(
    decider: Decider, named: Mapping[PartyKey, PartyUse], scope: DecisionScope = NOBODY
) -> tuple[list[ReviewPair], int]:
    """The pairs that a person must look at, the likeliest first, and how many more there are.

    ``named``: the parties, each with the lines that name it. What a kept decision settles is left out, and
    so are names that are certainly a listed party's, and what was proposed and waits for a second person.
    """
    near = _near(decider, named)
    parties = tuple(near.uses)
    sale = decider.decisions(scope).applied(Transaction(None, date.today(), parties=parties))  # noqa: DTZ011  # no rule reads it
    open_ones = [
        (party, listing, use)
        for use, party in zip(near.uses.values(), attach(sale, near.hits).parties, strict=True)
        for listing in party.listings
        if listing.same_party is None and not listing.waits
    ]
    open_ones.sort(key=lambda row: (-row[1].score, row[0].name or "", row[1].entry.entry_id))
    return [_pair(*open_one, near.hits) for open_one in open_ones[:AT_MOST]], max(0, len(open_ones) - AT_MOST)


@dataclass(frozen=True, slots=True)
class _Near:
    """The parties that some entry of the lists may denote, each with its lines, and what was found for all.

    ``named``: of which parties, the very mapping.
    """

    named: Mapping[PartyKey, PartyUse]
    hits: PartyHits
    uses: Mapping[Party, PartyUse]


_found: OrderedDict[object, _Near] = OrderedDict()
_lock = threading.Lock()


def _near(decider: Decider, named: Mapping[PartyKey, PartyUse]) -> _Near:
    """What is found for the parties of a book: remembered while lists, preset and the mapping are the same."""
    key = (decider.home, decider.adoption, decider.policy.screening, id(named))
    with _lock:
        known = _found.get(key)
    if known is not None and known.named is named:
        return known
    uses = {
        Party(Role.OTHER, party.name, party.country, party.address): use
        for party, use in named.items()
        if party.name is not None
    }
    hits = PartyHits.of(decider.screener, ((party.name or "", party.country) for party in uses))
    tied = attach(Transaction(None, date.max, parties=tuple(uses)), hits).parties
    near = {party: uses[party] for party, found in zip(uses, tied, strict=True) if found.listings}
    with _lock:
        _found[key] = made = _Near(named, hits, near)
        while len(_found) > _BOOKS:
            _found.popitem(last=False)
    return made


def _pair(party: Party, listing: Listing, use: PartyUse, hits: PartyHits) -> ReviewPair:
    hit = NameHit(listing.entry, False, listing.score, listing.why, listing.listed_name)
    compared = "\n".join((party.name or "", party.country or "", party.address or "", listing.entry.entry_id))
    side = entry_side(party.name or "", listing.entry, listing.listed_name)
    key = sha256(compared.encode()).hexdigest()[:20]
    found = hits.find(party.name, party.country) if party.name else ()
    reasons = next((near.reasons for near in found if near.entry.entry_id == listing.entry.entry_id), ())
    return ReviewPair(key, party, listing.entry, hit, use, listing.score, listing.why, side, reasons)
