"""Rulebook and lists put together: what the commands ask."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.facts.transaction import Transaction
from licet.law.rulebook import Rulebook
from licet.rulebook.us.ear import ear
from licet.screening.attach import ManyFinder, attach
from licet.screening.finder import ListFinder, open_index, shipped_finder
from licet.store.state import open_state

__all__ = ["House", "open_house"]


@dataclass(frozen=True)
class House:
    """A rulebook and a finder of listed parties. ``adoption``: the number of the last adopted snapshot."""

    home: Path
    book: Rulebook
    finder: ManyFinder
    adoption: int

    def determine(self, sale: Transaction) -> Determination:
        """Screen the parties of a sale and answer it."""
        return determine(attach(sale, self.finder), self.book, self.finder.lists)


def open_house(home: Path, *, upto: int | None = None, long_running: bool = False) -> House:
    """Open the lists adopted in a folder, up to an adoption; where there are none, the shipped entries.

    ``long_running``: for a process that answers many sales, which gains by the compiled search.
    """
    state = open_state(home, upto=upto)
    shipped = shipped_finder(compiled=long_running)
    if state is None or upto == 0:
        return House(home, ear(), shipped, 0)
    index = open_index(state, home)
    finder = ListFinder(state, index.compiled() if long_running else index, shipped)
    return House(home, ear(), finder, state.adoption)
