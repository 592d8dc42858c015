"""Facts and claims that 15 CFR Part 746 asks for: embargoes."""

from __future__ import annotations

from licet.law.vocabulary import FactKind, FactSpec, claim, fact

__all__ = ["WORDS_746"]

WORDS_746: tuple[FactSpec, ...] = (
    claim(
        "food_or_medicine",
        "Is the item food or medicine designated as EAR99?",
        "15 CFR 746.4(a)",
        label="that the item is food or medicine designated as EAR99",
        kind=FactKind.YES_NO,
    ),
    fact(
        "occupied_region_of_ukraine",
        "Does it go to the occupied Crimea region, or to the so-called Donetsk or Luhansk People's Republics?",
        "15 CFR 746.6(a)",
        label="that it goes to an occupied region of Ukraine",
    ),
)
