"""The lists adopted and the parties that come with a regime, searched as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from licet.model.lists import ListsUsed
from licet.records import dataclass
from licet.regimes.regime import Regime
from licet.regimes.registry import regimes
from licet.screening.attach import Finder, NameHit
from licet.screening.screener import ListScreener

__all__ = ["finder_of"]


@dataclass(frozen=True)
class _JoinedScreener:
    """What the lists adopted say of a party, and then what the parties of some regimes do."""

    adopted: ListScreener
    others: tuple[ListScreener, ...]

    @property
    def lists(self) -> tuple[ListsUsed, ...]:
        return self.adopted.lists

    def find(self, name: str, country: str | None) -> Sequence[NameHit]:
        return [hit for screener in (self.adopted, *self.others) for hit in screener.find(name, country)]

    def find_by_facts(self, address: str | None, identifiers: Sequence[str]) -> Sequence[NameHit]:
        return self.adopted.find_by_facts(address, identifiers)


def finder_of(adopted: ListScreener, some: Iterable[Regime]) -> Finder:
    """The screener of the lists adopted, with the parties that come with some regimes where they bring any."""
    others = tuple(_screener(regime.code) for regime in some if regime.entries is not tuple)
    return _JoinedScreener(adopted, others) if others else adopted


@cache
def _screener(code: str) -> ListScreener:
    return ListScreener.of(regimes()[code].entries())
