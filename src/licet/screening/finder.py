"""The screener of the entries that ship with the package, where no list was adopted."""

from __future__ import annotations

from functools import cache

from licet.regimes.us_ear.entries import shipped_entries, shipped_lists_used
from licet.screening.screener import Screener

__all__ = ["shipped_finder"]


@cache
def shipped_finder(*, compiled: bool = False) -> Screener:
    """The screener of the shipped entries, made once; ``compiled``: for a process that asks many names."""
    if compiled:
        return shipped_finder().compiled()
    return Screener.of(shipped_entries(), (shipped_lists_used(),))
