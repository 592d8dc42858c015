"""Facts and claims that 15 CFR Part 734 asks for: what is subject to the EAR."""

from __future__ import annotations

from licet.law.vocabulary import FactSpec

__all__ = ["WORDS_734"]

WORDS_734: tuple[FactSpec, ...] = ()
