"""What stands beside an answer: how an application is reviewed, general prohibitions, young judgements."""

from __future__ import annotations

from licet.engine.determination import Determination
from licet.model.transaction import Transaction
from licet.presentation.summary import everybody
from licet.presentation.words import day_words

__all__ = ["policies", "young_judgements"]


def policies(found: Determination) -> tuple[tuple[str, str], ...]:
    """Every policy under which an application is reviewed, the strictest first, with its citation."""
    strictest_first = sorted(found.policies, key=lambda one: -one.grade)
    return tuple(
        (one.text if one.certain else f"perhaps: {one.text}", one.cite.text) for one in strictest_first
    )


def young_judgements(sale: Transaction) -> tuple[str, ...]:
    """Judgements that do not count, for they were made after the day on whose publications the answer rests."""
    known = sale.known_as_of
    if known is None:
        return ()
    told = [
        f"The judgement of {one.by} on {who.name}, made on {day_words(one.on)}, does not count here: the answer "
        f"rests on what was known by {day_words(known)}. Empty “Known as of” to have it counted."
        for who in everybody(sale.parties)
        for one in who.dispositions
        if one.on > known
    ]
    return tuple(dict.fromkeys(told))
