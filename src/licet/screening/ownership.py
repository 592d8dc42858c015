"""Shares that listed parties hold of a party, through layers of owners, in both readings.

*Cascading*: an owner that listed parties together hold at 50 percent or more counts as one of them, with its whole
share, and one that they hold at less does not count at all. So reads the Treasury Department's guidance of
13 August 2014 on entities owned by persons whose property is blocked, and so does the ownership rule of BIS
(90 FR 47201). *Multiplied*: shares are multiplied down every chain and added up. The first follows control, the
second the economic interest; either can reach 50 percent where the other does not.

What is not known stays open: every result is a span from what is sure to what is possible. A share that is not
stated, and the part of a party that no stated owner holds, may belong to a listed party. An owner for whom no
owners are stated is the end of its chain (a person, a state, a company held by many); where it is not, state an
owner of it without a percentage.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from licet.engine.view import entry_state
from licet.facts.listing import ListCode, Listing
from licet.facts.transaction import Owner
from licet.screening.forms import comparable

__all__ = ["HALF", "CircularOwnershipError", "OwnershipError", "Shares", "Span", "listed_on", "listed_shares"]

HALF = Decimal(50)
"""The percentage from which listed owners count (90 FR 47201; Treasury guidance of 13 August 2014)."""
_ALL, _NONE = Decimal(100), Decimal(0)
_DOWN, _UP = Context(rounding=ROUND_FLOOR), Context(rounding=ROUND_CEILING)
_MOST_LAYERS = 100

Listed = Callable[[Owner], bool | None]
Who = tuple[str, str | None]


class OwnershipError(ValueError):
    """Shares that cannot be: below 0, above 100, or more than 100 together. The text names whose."""


class CircularOwnershipError(OwnershipError):
    """A party owns itself through others, so that its shares cannot be added up layer by layer."""


@dataclass(frozen=True, slots=True)
class Span:
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

    cascading: Span
    multiplied: Span


_ALL_OF_IT, _NONE_OF_IT, _OPEN = Span(_ALL, _ALL), Span(_NONE, _NONE), Span(_NONE, _ALL)


def listed_on(day: date, lists: Collection[ListCode], known_as_of: date | None = None) -> Listed:
    """Whether an owner, already screened, is a party of these lists on a day; None when that is open."""

    def one(listing: Listing) -> bool | None:
        stands, _ = entry_state(listing.entry, day, known_as_of)
        if listing.same_party is False or stands is False or listing.entry.list_code not in lists:
            return False
        return True if listing.same_party and stands else None

    def listed(owner: Owner) -> bool | None:
        found = {one(listing) for listing in owner.listings}
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


def _sum(parts: Sequence[tuple[Decimal, Span]], rest: Decimal) -> Span:
    low, high = _NONE, rest
    for percent, span in parts:
        low = _DOWN.add(low, _DOWN.divide(_DOWN.multiply(percent, span.low), _ALL))
        high = _UP.add(high, _UP.divide(_UP.multiply(percent, span.high), _ALL))
    return Span(low, min(high, _ALL))


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
        return Shares(Span(cascading.low, _ALL), Span(above.multiplied.low, _ALL))
    return Shares(cascading, above.multiplied)


def _percent(owner: Owner, path: list[Who]) -> Decimal | None:
    percent = owner.percent
    if percent is not None and not (percent.is_finite() and _NONE <= percent <= _ALL):
        raise OwnershipError(f"{_chain([*path, (owner.name, owner.country)])}: {percent} percent cannot be")
    return percent


def _refuse_circle(path: list[Who]) -> None:
    if len(path) > _MOST_LAYERS:
        raise OwnershipError(f"{_chain(path[:3])} ...: more than {_MOST_LAYERS} layers of owners")
    if any(_same(path[-1], one) for one in path[:-1]):
        raise CircularOwnershipError(f"{_chain(path)}: it owns itself; give its shares without the circle")


def _same(one: Who, other: Who) -> bool:
    """Whether two names are one party's: equal once compared, and not in different countries."""
    equal = (comparable(one[0]) or one[0]) == (comparable(other[0]) or other[0])
    return equal and (one[1] == other[1] or one[1] is None or other[1] is None)


def _chain(path: list[Who]) -> str:
    return " <- ".join(name for name, _ in path)
