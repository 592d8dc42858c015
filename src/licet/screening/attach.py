"""Tie the parties of a sale to the lists: names become listed-party facts.

An exact name with no contradicting country is the listed party. Anything less certain is left open for a
person (``same_party`` None), whose recorded disposition then decides. A hit is never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from licet.facts.listing import ListEntry, Listing
from licet.facts.lists import ListsUsed
from licet.facts.transaction import Disposition, Owner, Party, Transaction

__all__ = ["Finder", "ManyFinder", "NameHit", "attach"]


@dataclass(frozen=True, slots=True)
class NameHit:
    """An entry whose name may be that of a party. ``exact``: equal in comparable form, by a strong name."""

    entry: ListEntry
    exact: bool
    score: float
    why: str


class Finder(Protocol):
    """Looks names up in one state of the lists."""

    @property
    def lists(self) -> tuple[ListsUsed, ...]:
        """The lists that are consulted, for the answer and its receipt."""

    def find(self, name: str, country: str | None) -> Sequence[NameHit]:
        """Entries that may be the party, best first; those that are clearly not are left out."""


class ManyFinder(Finder, Protocol):
    """A finder that can be asked for many names at once."""

    def find_many(self, asked: Sequence[tuple[str, str | None]]) -> list[Sequence[NameHit]]:
        """What :meth:`find` says of each name and country."""


def attach(sale: Transaction, finder: Finder) -> Transaction:
    """The sale with the listings of every party and owner."""
    return replace(sale, parties=tuple(_party(party, finder) for party in sale.parties))


def _party(party: Party, finder: Finder) -> Party:
    owners = None if party.owners is None else tuple(_owner(owner, finder) for owner in party.owners)
    return replace(party, owners=owners, listings=_listings(party, finder))


def _owner(owner: Owner, finder: Finder) -> Owner:
    owners = tuple(_owner(above, finder) for above in owner.owners)
    return replace(owner, owners=owners, listings=_listings(owner, finder))


def _listings(who: Party | Owner, finder: Finder) -> tuple[Listing, ...]:
    if who.name is None:
        return ()
    hits = finder.find(who.name, who.country)
    return tuple(_listing(hit, who.name, who.country, who.dispositions) for hit in hits)


def _listing(hit: NameHit, name: str, country: str | None, dispositions: Iterable[Disposition]) -> Listing:
    judged = next((one for one in dispositions if one.entry == hit.entry.entry_id), None)
    if judged is not None:
        words = "is" if judged.same else "is not"
        why = f"{judged.by} judged on {judged.on} that it {words} the listed party ({judged.why}):"
        return Listing(hit.entry, judged.same, name, hit.score, why)
    elsewhere = country is not None and bool(hit.entry.countries) and country not in hit.entry.countries
    if hit.exact and not elsewhere:
        return Listing(hit.entry, True, name, hit.score, f"{hit.why}, the listed party")
    where = f" in {', '.join(hit.entry.countries)}, not {country}" if elsewhere else ""
    return Listing(hit.entry, None, name, hit.score, f"{hit.why}{where}, perhaps the listed party")
