"""Facts and claims that 15 CFR Part 740 asks for: license exceptions."""

from __future__ import annotations

from licet.law.vocabulary import FactSpec

__all__ = ["WORDS_740"]

WORDS_740: tuple[FactSpec, ...] = ()
