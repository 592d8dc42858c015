"""Facts and claims that 15 CFR Part 744 asks for: end users and end uses."""

from __future__ import annotations

from licet.law.vocabulary import FactSpec

__all__ = ["WORDS_744"]

WORDS_744: tuple[FactSpec, ...] = ()
