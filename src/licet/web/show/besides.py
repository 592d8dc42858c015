"""What stands beside an answer: how an application is reviewed, general prohibitions, young judgments."""

from __future__ import annotations

from licet.engine.determination import Determination
from licet.model.transaction import Transaction
from licet.presentation.summary import everybody
from licet.presentation.words import day_words

__all__ = ["policies", "young_judgments"]


def policies(found: Determination) -> tuple[tuple[str, str], ...]:
    """Every policy under which an application is reviewed, the strictest first, with its citation."""
    strictest_first = sorted(found.policies, key=lambda policy: -policy.grade)
    return tuple(
        (policy.text if policy.certain else f"perhaps: {policy.text}", policy.cite.text)
        for policy in strictest_first
    )


def young_judgments(sale: Transaction) -> tuple[str, ...]:
    """Judgments that do not count, for they were made after the day on whose publications the answer rests."""
    known = sale.known_as_of
    if known is None:
        return ()
    sentences = [
        f"The judgment of {disposition.by} on {who.name}, made on {day_words(disposition.on)}, "
        "does not count here: the answer "
        f"rests on what was known by {day_words(known)}. Empty “Known as of” to have it counted."
        for who in everybody(sale.parties)
        for disposition in who.dispositions
        if disposition.on > known
    ]
    return tuple(dict.fromkeys(sentences))
