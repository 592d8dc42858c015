"""What stands beside an answer: how an application is reviewed, general prohibitions, owners, young judgements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from licet.engine.determination import Determination
from licet.engine.ownership import Ownership, percent_words
from licet.facts.transaction import Owner, Party, Transaction
from licet.web.show.words import day_words

__all__ = ["Held", "held_words", "policies", "young_judgements"]


@dataclass(frozen=True, slots=True)
class Held:
    """How much of a party listed owners hold, in words. ``by``: the owners meant, one by one."""

    words: str
    by: tuple[str, ...]


def policies(found: Determination) -> tuple[tuple[str, str], ...]:
    """Every policy under which an application is reviewed, the strictest first, with its citation."""
    strictest_first = sorted(found.policies, key=lambda one: -one.grade)
    return tuple(
        (one.text if one.certain else f"perhaps: {one.text}", one.cite.text) for one in strictest_first
    )


def held_words(held: Iterable[Ownership]) -> tuple[Held, ...]:
    """What listed owners hold of each party, from what is sure to what is possible."""
    return tuple(Held(_of(one), tuple(_by(one))) for one in held)


def _of(one: Ownership) -> str:
    who = f"owners on {', '.join(one.lists)} hold" if one.lists else "no stated owner is listed; open"
    return f"{one.name or one.where}: {who} {_shares(one)}."


def _shares(one: Ownership) -> str:
    if one.shares is None:
        return f"what cannot be added up: {one.problem}"
    cascading, multiplied = percent_words(one.shares.cascading), percent_words(one.shares.multiplied)
    if cascading == multiplied:
        return f"{'' if one.lists else 'is '}{cascading}"
    both = f"{cascading} where layers held by half count in full, or {multiplied} where shares are multiplied"
    return f"{'' if one.lists else 'is '}{both}"


def _by(one: Ownership) -> Iterator[str]:
    for owner in one.by:
        share = "a share that is not known" if owner.percent is None else f"{owner.percent} percent"
        yield f"{owner.name}: {share}{'' if owner.listed else ', if it is the listed party'}"


def young_judgements(sale: Transaction) -> tuple[str, ...]:
    """Judgements that do not count, for they were made after the day on whose publications the answer rests."""
    known = sale.known_as_of
    if known is None:
        return ()
    told = [
        f"The judgement of {one.by} on {who.name}, made on {day_words(one.on)}, does not count here: the answer "
        f"rests on what was known by {day_words(known)}. Empty “on what was published by” to have it counted."
        for who in _everybody(sale.parties)
        for one in who.dispositions
        if one.on > known
    ]
    return tuple(dict.fromkeys(told))


def _everybody(some: Iterable[Party | Owner]) -> Iterator[Party | Owner]:
    for one in some:
        yield one
        yield from _everybody(one.owners or ())
