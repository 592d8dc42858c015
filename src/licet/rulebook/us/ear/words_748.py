"""Facts and claims that 15 CFR Part 748 asks for: applications, clearance and records."""

from __future__ import annotations

from licet.law.vocabulary import FactSpec

__all__ = ["WORDS_748"]

WORDS_748: tuple[FactSpec, ...] = ()
