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
    return tuple(OwnedShare(_of(result), tuple(_by(result))) for result in held)


def _of(ownership_result: OwnershipResult) -> str:
    who = (
        f"owners on {', '.join(ownership_result.lists)} hold"
        if ownership_result.lists
        else "no stated owner is listed; open"
    )
    return f"{ownership_result.name or ownership_result.where}: {who} {_shares(ownership_result)}."


def _shares(ownership_result: OwnershipResult) -> str:
    if ownership_result.shares is None:
        return f"what cannot be added up: {ownership_result.problem}"
    cascading, multiplied = (
        percent_words(ownership_result.shares.cascading),
        percent_words(ownership_result.shares.multiplied),
    )
    if cascading == multiplied:
        return f"{'' if ownership_result.lists else 'is '}{cascading}"
    both = f"{cascading} where layers held by half count in full, or {multiplied} where shares are multiplied"
    return f"{'' if ownership_result.lists else 'is '}{both}"


def _by(ownership_result: OwnershipResult) -> Iterator[tuple[str, str]]:
    for owner in ownership_result.by:
        share = "a share that is not known" if owner.percent is None else f"{owner.percent} percent"
        yield f"{owner.name}: {share}{'' if owner.listed else ', if it is the listed party'}", owner.where
