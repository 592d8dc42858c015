"""Pairs for review: a party of an order book and a listed one that it may be, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from licet.model.listing import ListEntry, Listing
from licet.model.transaction import Party, Role, Transaction
from licet.orders.book import PartyKey
from licet.screening.attach import NameHit, attach
from licet.screening.decided import NOBODY, DecisionScope
from licet.services.determination import Decider
from licet.web.show.matches import EntrySide, entry_side

__all__ = ["ReviewPair", "pairs_of"]

AT_MOST = 40
_ASKED = 4_000


@dataclass(frozen=True, slots=True)
class ReviewPair:
    """One pair. ``key`` names it in a form; ``hit``: the entry, and which of its names was met, as ``side`` shows it.

    ``lines``: how many lines of the book name the party.
    """

    key: str
    party: Party
    entry: ListEntry
    hit: NameHit
    lines: int
    score: float
    why: str
    side: EntrySide


def pairs_of(
    decider: Decider, named: Mapping[PartyKey, int], scope: DecisionScope = NOBODY
) -> tuple[list[ReviewPair], int]:
    """The pairs that a person must look at, the likeliest first, and how many more there are.

    ``named``: the parties, each with the number of lines that name it. What a kept decision settles is left out, and
    so are names that are certainly a listed party's, and what was proposed and waits for a second person.
    """
    lines = {
        Party(Role.OTHER, key.name, key.country, key.address): count
        for key, count in list(named.items())[:_ASKED]
        if key.name is not None
    }
    parties = tuple(lines)
    sale = decider.decisions(scope).applied(Transaction(None, date.today(), parties=parties))  # noqa: DTZ011  # no rule reads it
    open_ones = [
        (party, listing, count)
        for count, party in zip(lines.values(), attach(sale, decider.of(scope).screener).parties, strict=True)
        for listing in party.listings
        if listing.same_party is None and not listing.waits
    ]
    open_ones.sort(key=lambda row: (-row[1].score, row[0].name or "", row[1].entry.entry_id))
    return [_pair(*open_one) for open_one in open_ones[:AT_MOST]], max(0, len(open_ones) - AT_MOST)


def _pair(party: Party, listing: Listing, lines: int) -> ReviewPair:
    hit = NameHit(listing.entry, False, listing.score, listing.why, listing.listed_name)
    told = "\n".join((party.name or "", party.country or "", party.address or "", listing.entry.entry_id))
    side = entry_side(party.name or "", listing.entry, listing.listed_name)
    key = sha256(told.encode()).hexdigest()[:20]
    return ReviewPair(key, party, listing.entry, hit, lines, listing.score, listing.why, side)
