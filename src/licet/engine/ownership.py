"""Shares that listed parties hold of a party, through layers of owners, in both readings.

*Cascading*: an owner that listed parties together hold at 50 percent or more counts as one of them, with its whole
share, and one that they hold at less does not count at all. So reads the Treasury Department's guidance of
August 13, 2014 on entities owned by persons whose property is blocked, and so does the ownership rule of BIS
(90 FR 47201). *Multiplied*: shares are multiplied down every chain and added up. The first follows control, the
second the economic interest; either can reach 50 percent where the other does not.

What is not known stays open: every result is a span from what is sure to what is possible. A share that is not
stated, and the part of a party that no stated owner holds, may belong to a listed party. (Rules read what the
exporter knows, and so the stated owners alone; they take the stricter of the two readings.) An owner for whom no
owners are stated is the end of its chain (a person, a state, a company held by many); where it is not, state an
owner of it without a percentage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from licet.engine.view import Member, entry_state, owners_of, parties_of
from licet.errors import LicetError
from licet.model.listing import ListCode, Listing
from licet.model.transaction import Owner, Party, Transaction

__all__ = [
    "HALF",
    "CircularOwnershipError",
    "OwnerShown",
    "OwnershipError",
    "OwnershipResult",
    "ShareSpan",
    "Shares",
    "listed_on",
    "listed_shares",
    "ownership",
    "percent_words",
]

HALF = Decimal(50)
"""The percentage from which listed owners count (90 FR 47201; Treasury guidance of August 13, 2014)."""
_ALL, _NONE = Decimal(100), Decimal(0)
_DOWN, _UP = Context(rounding=ROUND_FLOOR), Context(rounding=ROUND_CEILING)
_MOST_LAYERS = 100
_SHOWN = Decimal("0.0001")

Listed = Callable[[Owner], bool | None]
Who = tuple[str, str | None]


class OwnershipError(LicetError, ValueError):
    """Shares that cannot be: below 0, above 100, or more than 100 together. The text names whose."""


class CircularOwnershipError(OwnershipError):
    """A party owns itself through others, so that its shares cannot be added up layer by layer."""


@dataclass(frozen=True, slots=True)
class ShareSpan:
    """A percentage from 0 to 100 that lies between ``low`` and ``high``, both included."""

    low: Decimal
    high: Decimal

    def at_least(self, percent: Decimal) -> bool | None:
        """Whether it is so much or more; None when that is not known."""
        if self.low >= percent:
            return True
        return None if self.high >= percent else False


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of a party listed parties hold together, in both readings, in percent."""

    cascading: ShareSpan
    multiplied: ShareSpan


_ALL_OF_IT, _NONE_OF_IT, _OPEN = ShareSpan(_ALL, _ALL), ShareSpan(_NONE, _NONE), ShareSpan(_NONE, _ALL)


def listed_on(day: date, lists: Collection[ListCode], known_as_of: date | None = None) -> Listed:
    """Whether an owner, already screened, is a party of these lists on a day; None when that is open."""

    def holds(listing: Listing) -> bool | None:
        stands, _ = entry_state(listing.entry, day, known_as_of)
        if listing.same_party is False or stands is False or listing.entry.list_code not in lists:
            return False
        return True if listing.same_party and stands else None

    def listed(owner: Owner) -> bool | None:
        found = {holds(listing) for listing in owner.listings}
        return True if True in found else None if None in found else False

    return listed


def listed_shares(
    owners: Sequence[Owner] | None,
    listed: Listed,
    *,
    name: str,
    country: str | None = None,
    threshold: Decimal = HALF,
) -> Shares:
    """How much of the party ``name`` listed parties hold together, directly and through layers of owners.

    ``owners`` None: ownership was not examined, and anything is possible. ``listed``: whether an owner is a
    listed party itself, None when that is open. ``threshold``: the percentage from which an owner that listed
    parties hold counts in full. Raises :class:`CircularOwnershipError` and :class:`OwnershipError`.
    """
    if owners is None:
        return Shares(_OPEN, _OPEN)
    return _shares(owners, listed, threshold, [(name, country)])


def _shares(owners: Sequence[Owner], listed: Listed, threshold: Decimal, path: list[Who]) -> Shares:
    """The shares of the last party of a path, which begins at the party asked about."""
    parts = [(_percent(owner, path), _of(owner, listed, threshold, path)) for owner in owners]
    stated = sum((percent for percent, _ in parts if percent is not None), _NONE)
    if stated > _ALL:
        raise OwnershipError(f"{_chain(path)}: its owners hold {stated} percent together")
    rest = _ALL - stated  # held by owners without a percentage, and by owners that are not stated
    known = [(percent, shares) for percent, shares in parts if percent is not None]
    return Shares(
        _sum([(percent, shares.cascading) for percent, shares in known], rest),
        _sum([(percent, shares.multiplied) for percent, shares in known], rest),
    )


def _sum(parts: Sequence[tuple[Decimal, ShareSpan]], rest: Decimal) -> ShareSpan:
    low, high = _NONE, rest
    for percent, span in parts:
        low = _DOWN.add(low, _DOWN.divide(_DOWN.multiply(percent, span.low), _ALL))
        high = _UP.add(high, _UP.divide(_UP.multiply(percent, span.high), _ALL))
    return ShareSpan(low, min(high, _ALL))


def _of(owner: Owner, listed: Listed, threshold: Decimal, path: list[Who]) -> Shares:
    """How much of an owner's own share counts, in percent of it."""
    here = [*path, (owner.name, owner.country)]
    _refuse_circle(here)
    itself = listed(owner)
    above = (
        _shares(owner.owners, listed, threshold, here) if owner.owners else Shares(_NONE_OF_IT, _NONE_OF_IT)
    )
    if itself:
        return Shares(_ALL_OF_IT, _ALL_OF_IT)
    reached = above.cascading.at_least(threshold)
    cascading = _OPEN if reached is None else _ALL_OF_IT if reached else _NONE_OF_IT
    if itself is None:
        return Shares(ShareSpan(cascading.low, _ALL), ShareSpan(above.multiplied.low, _ALL))
    return Shares(cascading, above.multiplied)


def _percent(owner: Owner, path: list[Who]) -> Decimal | None:
    percent = owner.percent
    if percent is not None and not (percent.is_finite() and _NONE <= percent <= _ALL):
        raise OwnershipError(f"{_chain([*path, (owner.name, owner.country)])}: {percent} percent cannot be")
    return percent


def _refuse_circle(path: list[Who]) -> None:
    _, *owners = path
    if len(owners) > _MOST_LAYERS:
        raise OwnershipError(f"{_chain(path[:3])} ...: more than {_MOST_LAYERS} layers of owners")
    if any(_same(path[-1], row) for row in path[:-1]):
        raise CircularOwnershipError(f"{_chain(path)}: it owns itself; give its shares without the circle")


def _same(who: Who, other: Who) -> bool:
    """Whether two names are one party's: the same words, and not in different countries."""
    equal = _spelled(who[0]) == _spelled(other[0])
    return equal and (who[1] == other[1] or who[1] is None or other[1] is None)


def _spelled(name: str) -> list[str]:
    return re.findall(r"\w+", name.casefold())


def _chain(path: list[Who]) -> str:
    return " <- ".join(name for name, _ in path)


def percent_words(span: ShareSpan) -> str:
    """A span for people, rounded to what contains it.

    >>> percent_words(ShareSpan(Decimal("26.01"), Decimal("26.01")))
    '26.01 percent'
    >>> percent_words(ShareSpan(Decimal(0), Decimal("33.33333")))
    '0 to 33.3334 percent'
    """
    low, high = (
        format(value.quantize(_SHOWN, rounding).normalize(), "f")
        for value, rounding in ((span.low, ROUND_FLOOR), (span.high, ROUND_CEILING))
    )
    return f"{low} percent" if span.low == span.high else f"{low} to {high} percent"


@dataclass(frozen=True, slots=True)
class OwnerShown:
    """An owner, directly or through others, that is a listed party; ``listed`` None: it may be one."""

    where: str
    name: str
    percent: Decimal | None
    listed: bool | None


@dataclass(frozen=True, slots=True)
class OwnershipResult:
    """How much of a party those of its owners who are, or may be, on some lists hold together, in both readings.

    ``where``: the party's path in the wire format. ``by``: the owners meant. ``shares`` None where what is stated
    cannot be, as ``problem`` says.
    """

    where: str
    name: str | None
    lists: tuple[ListCode, ...]
    by: tuple[OwnerShown, ...]
    shares: Shares | None
    problem: str = ""

    @property
    def readings_differ(self) -> bool:
        """Whether the two readings say different things of half of it."""
        if self.shares is None:
            return False
        return self.shares.cascading.at_least(HALF) is not self.shares.multiplied.at_least(HALF)


def ownership(sale: Transaction) -> tuple[OwnershipResult, ...]:
    """Of every party with owners, screened before: what those on each list hold of it, and on all lists together.

    Of a party none of whose owners may be listed there is one, of no list, which says what is left open.
    """
    return tuple(
        _ownership(held, lists, sale)
        for held in parties_of(sale)
        if owners_of(held)
        for lists in _groups(held, sale)
    )


def _groups(held: Member, sale: Transaction) -> Iterator[tuple[ListCode, ...]]:
    """Each list that owners may be on, then all of them."""
    listed = listed_on(sale.as_of, frozenset(ListCode), sale.known_as_of)
    met = {
        listing.entry.list_code
        for owner in _every_owner(held)
        for listing in owner.thing.listings
        if listed(replace(owner.thing, listings=(listing,))) is not False
    }
    codes = tuple(sorted(met))
    yield from ((code,) for code in codes)
    if len(codes) != 1:
        yield codes


def _ownership(held: Member, lists: tuple[ListCode, ...], sale: Transaction) -> OwnershipResult:
    party = held.thing
    assert isinstance(party, Party)
    listed = listed_on(sale.as_of, lists, sale.known_as_of)
    by = tuple(
        OwnerShown(placed.where, placed.thing.name, placed.thing.percent, found)
        for placed in _every_owner(held)
        if (found := listed(placed.thing)) is not False
    )
    made = OwnershipResult(held.where, party.name, lists, by, None)
    try:
        shares = listed_shares(party.owners, listed, name=party.name or held.where, country=party.country)
    except OwnershipError as error:
        return replace(made, problem=str(error))
    return replace(made, shares=shares)


@dataclass(frozen=True, slots=True)
class _Placed:
    where: str
    thing: Owner


def _every_owner(held: Member) -> Iterator[_Placed]:
    """The owners of a party, theirs after each."""
    for member in owners_of(held):
        assert isinstance(member.thing, Owner)
        yield _Placed(member.where, member.thing)
        yield from _every_owner(member)
