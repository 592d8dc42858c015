"""Facts and claims that 15 CFR Part 746 asks for: embargoes."""

from __future__ import annotations

from licet.law.vocabulary import FactSpec

__all__ = ["WORDS_746"]

WORDS_746: tuple[FactSpec, ...] = ()
