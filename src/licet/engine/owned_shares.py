"""What listed owners hold of a party, in the words that terminal and pages share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from licet.engine.ownership import OwnershipResult, percent_words

__all__ = ["OwnedShare", "held_words"]


@dataclass(frozen=True, slots=True)
class OwnedShare:
    """How much of a party listed owners hold, in words. ``by``: the owners meant, each with its path in the sale."""

    words: str
    by: tuple[tuple[str, str], ...]


def held_words(held: Iterable[OwnershipResult]) -> tuple[OwnedShare, ...]:
    """What listed owners hold of each party, from what is sure to what is possible."""
    return tuple(OwnedShare(_of(one), tuple(_by(one))) for one in held)


def _of(one: OwnershipResult) -> str:
    who = f"owners on {', '.join(one.lists)} hold" if one.lists else "no stated owner is listed; open"
    return f"{one.name or one.where}: {who} {_shares(one)}."


def _shares(one: OwnershipResult) -> str:
    if one.shares is None:
        return f"what cannot be added up: {one.problem}"
    cascading, multiplied = percent_words(one.shares.cascading), percent_words(one.shares.multiplied)
    if cascading == multiplied:
        return f"{'' if one.lists else 'is '}{cascading}"
    both = f"{cascading} where layers held by half count in full, or {multiplied} where shares are multiplied"
    return f"{'' if one.lists else 'is '}{both}"


def _by(one: OwnershipResult) -> Iterator[tuple[str, str]]:
    for owner in one.by:
        share = "a share that is not known" if owner.percent is None else f"{owner.percent} percent"
        yield f"{owner.name}: {share}{'' if owner.listed else ', if it is the listed party'}", owner.where
