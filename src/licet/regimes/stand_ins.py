"""Stand-ins for listed parties, for cases that say that a party is listed and do not name a real entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from licet.model.listing import EntryTerms, ListCode, ListEntry, Listing
from licet.model.transaction import Owner, Party, Transaction
from licet.rules.citation import Citation
from licet.rules.dated import Row, Timeline
from licet.rules.interval import Interval

__all__ = ["with_stand_ins"]

_SINCE = date(1963, 7, 8)
_CITE = Citation.parse("Own list")


def with_stand_ins(sale: Transaction, listed: Mapping[str, tuple[str, ...]]) -> Transaction:
    """The transaction with the parties and owners of these names tied to an entry.

    ``listed``: by name, the list and then the program tags.
    """
    return replace(sale, parties=tuple(_party(party, listed) for party in sale.parties))


def _party(party: Party, listed: Mapping[str, tuple[str, ...]]) -> Party:
    owners = None if party.owners is None else tuple(_owner(owner, listed) for owner in party.owners)
    return replace(party, owners=owners, listings=_listings(party.name or "", listed))


def _owner(owner: Owner, listed: Mapping[str, tuple[str, ...]]) -> Owner:
    above = tuple(_owner(item, listed) for item in owner.owners)
    return replace(owner, owners=above, listings=_listings(owner.name, listed))


def _listings(name: str, listed: Mapping[str, tuple[str, ...]]) -> tuple[Listing, ...]:
    if name not in listed:
        return ()
    code, *tags = listed[name]
    row = Row(Interval(_SINCE), _SINCE, EntryTerms(programs=tuple(tags)), _CITE, "a stand-in")
    entry = ListEntry(
        f"stand-in.{name}",
        ListCode(code),
        name,
        (),
        (),
        (),
        None,
        Timeline(name, [row]),
        (_CITE,),
        "a stand-in",
    )
    return (Listing(entry, True, name, 1.0, "a stand-in"),)
