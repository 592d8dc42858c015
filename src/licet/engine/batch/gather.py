"""Sales as objects put into columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from licet.engine.batch.columns import SHARE_SCALE, Column, Frame, Lines, column_of
from licet.engine.view import FIXED
from licet.model.field import Scope
from licet.model.fields import FIELDS
from licet.model.listing import ListEntry, Listing
from licet.model.transaction import Owner, Party, Transaction

__all__ = ["lines_of"]


@dataclass
class _Rows:
    """Rows of a frame as they are met."""

    parent: list[int] = field(default_factory=list)
    things: list[Party | Owner | Listing] = field(default_factory=list)

    def add(self, parent: int, thing: Party | Owner | Listing) -> int:
        self.parent.append(parent)
        self.things.append(thing)
        return len(self.parent) - 1


def lines_of(sales: Sequence[Transaction]) -> Lines:
    """Columns of sales whose parties were screened. Raises ValueError for a share finer than a millionth."""
    parties, owners, ups = _Rows(), _Rows(), list[int]()
    for number, sale in enumerate(sales):
        for party in sale.parties:
            place = parties.add(number, party)
            for owner, up in _owners(party.owners or ()):
                owners.add(place, owner)
                ups.append(up)
    entries: dict[int, tuple[int, ListEntry]] = {}
    frames = {
        "line": Frame(len(sales), _line_columns(sales)),
        "party": _frame(parties, "party", Scope.PARTY),
        "owner": _frame(owners, "owner", Scope.OWNER, ups),
        "party.listing": _listings(parties, entries),
        "owner.listing": _listings(owners, entries),
    }
    return Lines(frames, tuple(entry for _, entry in entries.values()))


def _line_columns(sales: Sequence[Transaction]) -> dict[str, Column]:
    columns = {path: column_of([read(sale) for sale in sales]) for path, read in FIXED.items()}
    for row in FIELDS.in_batch(Scope.ITEM):
        columns.setdefault(row.path, column_of([getattr(sale.item, row.key) for sale in sales]))
    names = {name for sale in sales for name in sale.facts}
    return columns | {f"facts.{name}": column_of([sale.facts.get(name) for sale in sales]) for name in names}


def _owners(owners: Iterable[Owner]) -> list[tuple[Owner, int]]:
    """Owners, each followed by its own, with how far before each the one stands that it owns (0: the party)."""
    found: list[tuple[Owner, int]] = []
    for owner in owners:
        mine = _owners(owner.owners)
        own = ((item, up or place) for place, (item, up) in enumerate(mine, 1))
        found += [(owner, 0), *own]
    return found


def _frame(rows: _Rows, scope: str, fields: Scope, ups: list[int] | None = None) -> Frame:
    columns = {
        row.rule_path: column_of([getattr(thing, row.key) for thing in rows.things])
        for row in FIELDS.in_batch(fields)
    }
    if scope == "party":
        columns["party.known"] = column_of([_known(thing) for thing in rows.things])
        columns["party.owners_stated"] = column_of([_owners_stated(thing) for thing in rows.things])
    parent = np.array(rows.parent, np.intp)
    if ups is None:
        return Frame(len(parent), columns, parent)
    share = np.array([_scaled(thing) for thing in rows.things], np.int64)
    return Frame(len(parent), columns, parent, np.array(ups, np.intp), share)


def _known(thing: object) -> bool | None:
    assert isinstance(thing, Party)
    return True if thing.name is not None and thing.legible else None


def _owners_stated(thing: object) -> bool | None:
    assert isinstance(thing, Party)
    return None if thing.owners is None else True


_UNKNOWN = int(np.iinfo(np.int64).min)


def _scaled(owner: object) -> int:
    assert isinstance(owner, Owner)
    if owner.percent is None:
        return _UNKNOWN
    scaled = owner.percent * SHARE_SCALE
    if scaled != int(scaled):
        raise ValueError(
            f"{owner.name!r}: a share of {owner.percent} % is finer than a millionth of a percent"
        )
    return int(scaled)


def _listings(holders: _Rows, entries: dict[int, tuple[int, ListEntry]]) -> Frame:
    parent, places = list[int](), list[int]()
    same, waits = list[bool | None](), list[bool]()
    for holder, thing in enumerate(holders.things):
        assert isinstance(thing, (Party, Owner))
        for listing in thing.listings:
            place, _ = entries.setdefault(id(listing.entry), (len(entries), listing.entry))
            parent.append(holder)
            places.append(place)
            same.append(listing.same_party)
            waits.append(listing.waits)
    columns = {
        "listing.same_party": column_of(same),
        "listing.waits": column_of(waits),
        "listing.entry": Column(np.array(places, np.intp), ()),
    }
    return Frame(len(parent), columns, np.array(parent, np.intp))
