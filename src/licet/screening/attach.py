"""Tie the parties of a sale to the lists: names become listed-party facts.

An exact name with no contradicting country is the listed party. Anything less certain is left open for a
person (``same_party`` None), whose recorded decision then decides while it holds. A hit is never dropped in
silence: what was cleared stays tied to the party, and the answer says who cleared it and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, runtime_checkable

from licet.model.deadline import check_deadline
from licet.model.listing import ListEntry, Listing
from licet.model.lists import ListsUsed
from licet.model.transaction import Owner, Party, Transaction
from licet.screening.decided import NOT_JUDGED, Judged, judged, only_from, only_until
from licet.screening.evidence import contradicts, evidence, weighed
from licet.screening.forms import comparable
from licet.screening.legible import legible, well_compared
from licet.screening.reasons import in_words

__all__ = ["FactsFinder", "Finder", "ManyFinder", "NameHit", "attach", "is_compared"]


@dataclass(frozen=True, slots=True)
class NameHit:
    """An entry whose name may be that of a party. ``exact``: equal in comparable form, by a strong name.

    ``listed_name``: which name of the entry was met. ``reasons``: why, in at most five short sentences.
    """

    entry: ListEntry
    exact: bool
    score: float
    why: str
    listed_name: str = ""
    reasons: tuple[str, ...] = ()

    def is_named(self, name: str) -> bool:
        """Whether a name is that of the entry, by a weak alias too."""
        return self.exact or comparable(name) == comparable(self.listed_name or self.entry.name)


class Finder(Protocol):
    """Looks names up in one state of the lists."""

    @property
    def lists(self) -> tuple[ListsUsed, ...]:
        """The lists that are consulted, for the answer and its receipt."""

    def find(self, name: str, country: str | None) -> Sequence[NameHit]:
        """Entries that may be the party, best first; those that are clearly not are left out."""


@runtime_checkable
class FactsFinder(Protocol):
    """A finder that finds entries by what else is known of a party."""

    def find_by_facts(self, address: str | None, identifiers: Sequence[str]) -> Sequence[NameHit]:
        """Entries at an address or with an identifying number, whatever the name."""


class ManyFinder(Finder, Protocol):
    """A finder that can be asked for many names at once."""

    def find_many(self, asked: Sequence[tuple[str, str | None]]) -> list[Sequence[NameHit]]:
        """What :meth:`find` says of each name and country."""


def attach(sale: Transaction, finder: Finder) -> Transaction:
    """The sale with the listings of every party and owner."""
    parties = tuple(_party(party, finder, sale.known_as_of) for party in sale.parties)
    return replace(sale, parties=parties)


def _party(party: Party, finder: Finder, known_as_of: date | None) -> Party:
    owners = (
        None if party.owners is None else tuple(_owner(owner, finder, known_as_of) for owner in party.owners)
    )
    listings = tuple(_listings(party, finder, known_as_of))
    screened = replace(party, owners=owners, listings=listings)
    return replace(screened, legible=_legible(screened))


def _owner(owner: Owner, finder: Finder, known_as_of: date | None) -> Owner:
    owners = tuple(_owner(above, finder, known_as_of) for above in owner.owners)
    return replace(owner, owners=owners, listings=tuple(_listings(owner, finder, known_as_of)))


def _legible(who: Party | Owner) -> bool:
    """Whether the names of a screened party and of all its owners can be read and, with no hit, compared."""
    return (who.name is None or is_compared(who.name, who.listings)) and all(map(_legible, who.owners or ()))


def is_compared(name: str, listings: Iterable[Listing]) -> bool:
    """Whether a name can be read and, where no entry may be its party, compared well enough to be found clear."""
    return legible(name) and (
        well_compared(name) or any(listing.same_party is not False for listing in listings)
    )


def _listings(who: Party | Owner, finder: Finder, known_as_of: date | None) -> Iterator[Listing]:
    check_deadline()
    hits = [_weighed(hit, who) for hit in _found(who, finder)]
    found = [(hit, _judged(hit, who, known_as_of)) for hit in hits]
    telling = set(map(id, _settled([hit for hit, item in found if item.same is not False], who.country)))
    for hit, item in found:
        if item.same is not None or id(hit) in telling:
            yield from _tied(hit, who, item)


def _found(who: Party | Owner, finder: Finder) -> list[NameHit]:
    """The hits of the name, and the entries that only an address or a number finds."""
    named = [] if who.name is None else list(finder.find(who.name, who.country))
    if not isinstance(finder, FactsFinder) or isinstance(who, Owner) or not (who.address or who.identifiers):
        return named
    known = {hit.entry.entry_id for hit in named}
    more = finder.find_by_facts(who.address, who.identifiers)
    return [*named, *(hit for hit in more if hit.entry.entry_id not in known)]


def _judged(hit: NameHit, who: Party | Owner, known_as_of: date | None) -> Judged:
    if not who.dispositions:
        return NOT_JUDGED
    equal = _equal(hit, who.country)
    return judged(who, hit.entry, equal=equal, exact=hit.is_named(who.name or ""), known_as_of=known_as_of)


def _weighed(hit: NameHit, who: Party | Owner) -> NameHit:
    """The hit with what identifiers, birth and address say. A birth that differs leaves an equal name to a person."""
    reasons = evidence(who, hit.entry)
    if not reasons:
        return hit
    words = "; ".join(in_words(reason) for reason in reasons)
    exact = hit.exact and not contradicts(reasons)
    return replace(hit, exact=exact, score=weighed(hit.score, reasons), why=f"({words}) {hit.why}")


def _settled(hits: Iterable[NameHit], country: str | None) -> list[NameHit]:
    """The hits that tell something.

    Where a name is exactly that of a party on a list, mere likenesses on the same list add nothing, nor do
    namesakes elsewhere where one of them is in the party's country. A hit that was cleared settles nothing.
    """
    every = list(hits)
    exact = {hit.entry.list_code for hit in every if hit.exact}
    here = {hit.entry.list_code for hit in every if hit.exact and country in hit.entry.countries}
    return [
        hit
        for hit in every
        if (hit.exact and (hit.entry.list_code not in here or country in hit.entry.countries))
        or hit.entry.list_code not in exact
    ]


def _equal(hit: NameHit, country: str | None) -> bool:
    """Whether the name is equal and the country does not contradict: the listed party, unless a person says not."""
    return hit.exact and not _elsewhere(hit, country)


def _elsewhere(hit: NameHit, country: str | None) -> bool:
    return country is not None and bool(hit.entry.countries) and country not in hit.entry.countries


def _tied(hit: NameHit, who: Party | Owner, item: Judged) -> Iterator[Listing]:
    """What a hit comes to; a decision with a day of expiry holds until then, and leaves the hit open after."""
    name = who.name or ""
    if item.same is None:
        yield replace(_undecided(hit, name, who.country), decision=item.words, waits=item.waits)
        return
    entry = hit.entry if item.expires is None else only_until(hit.entry, item.expires)
    yield Listing(
        entry, item.same, name, hit.score, item.why, item.words, _equal(hit, who.country), hit.listed_name, item.waits
    )  # fmt: skip
    if item.expires is not None:
        after = _undecided(hit, name, who.country)
        yield replace(after, entry=only_from(hit.entry, item.expires))


def _undecided(hit: NameHit, name: str, country: str | None) -> Listing:
    if _equal(hit, country):
        why, same = f"{hit.why}, the listed party", True
        return Listing(hit.entry, same, name, hit.score, why, listed_name=hit.listed_name)
    where = f" in {', '.join(hit.entry.countries)}, not {country}" if _elsewhere(hit, country) else ""
    why = f"{hit.why}{where}, perhaps the listed party"
    return Listing(hit.entry, None, name, hit.score, why, listed_name=hit.listed_name)
