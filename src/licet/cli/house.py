"""Rulebook and lists put together: what the commands ask."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.facts.transaction import Transaction
from licet.law.rulebook import Rulebook
from licet.rulebook.us.ear import ear
from licet.screening.attach import Finder, attach
from licet.screening.finder import ListFinder, shipped_finder
from licet.store.state import open_state

__all__ = ["House", "open_house"]


@dataclass(frozen=True)
class House:
    """A rulebook and a finder of listed parties. ``adoption``: the number of the last adopted snapshot."""

    home: Path
    book: Rulebook
    finder: Finder
    adoption: int

    def determine(self, sale: Transaction) -> Determination:
        """Screen the parties of a sale and answer it."""
        return determine(attach(sale, self.finder), self.book, self.finder.lists)


def open_house(home: Path, *, upto: int | None = None) -> House:
    """Open the lists adopted in a folder, up to an adoption; where there are none, the shipped entries."""
    state = open_state(home, upto=upto)
    if state is None or upto == 0:
        return House(home, ear(), shipped_finder(), 0)
    return House(home, ear(), ListFinder(state, home), state.adoption)
