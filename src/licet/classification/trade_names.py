"""What the trade calls the items of an entry: "oscilloscope" for 3A002 and 3A992.

``tables/trade_names.csv`` names for each entry the products that are usually looked for there. A name counts the more
the fewer entries have it. It proposes an entry and says nothing about its thresholds.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from licet.classification.words import content_words
from licet.rules.law_files import LawFile
from licet.rules.table import read_rows

__all__ = ["TradeNameHit", "entries_by_name"]

_GAP = 1
"""How many other words may stand between two words of a name: "thermal imaging camera" has "thermal camera"."""
_EARLY = 8
"""Names among the first words of a description say what it is; later ones often what it is for or contains."""
_LATE = 0.5


@dataclass(frozen=True, slots=True)
class TradeNameHit:
    """A name that a description has. ``weight``: the more words, and the fewer entries, the greater."""

    name: str
    weight: float


@cache
def _names() -> Mapping[str, tuple[tuple[tuple[str, ...], str, str], ...]]:
    """By the first stem of a name: its stems, the name, and the entry."""
    rows, _ = read_rows(LawFile("licet.classification") / "tables" / "trade_names.csv")
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
    for row in rows:
        for name in dict.fromkeys(part.strip() for part in row["names"].split(";")):
            if stems := tuple(content_words(name)):
                found[stems[0]].append((stems, name, row["eccn"]))
    return {first: tuple(names) for first, names in found.items()}


@cache
def _rarity() -> Mapping[tuple[str, ...], float]:
    """For every name how much it tells: by the number of entries that have it."""
    entries: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for names in _names().values():
        for stems, _, eccn in names:
            entries[stems].add(eccn)
    return {stems: math.sqrt(len(stems)) / math.sqrt(len(named)) for stems, named in entries.items()}


def entries_by_name(words: Sequence[str]) -> dict[str, tuple[TradeNameHit, ...]]:
    """The entries whose trade names stand among these stems, each with the names, the weightiest first."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for place, word in enumerate(words):
        for stems, name, eccn in _names().get(word, ()):
            if _stands(stems, words, place):
                weight = _rarity()[stems] * (1.0 if place < _EARLY else _LATE)
                found[eccn][name] = max(weight, found[eccn].get(name, 0.0))
    return {
        eccn: tuple(
            sorted((TradeNameHit(*row) for row in names.items()), key=lambda hit: (-hit.weight, hit.name))
        )
        for eccn, names in found.items()
    }


def _stands(stems: Sequence[str], words: Sequence[str], place: int) -> bool:
    """Whether a name begins at a place: its stems follow in order, with at most a word between two of them."""
    for stem in stems[1:]:
        following = words[place + 1 : place + 2 + _GAP]
        if stem not in following:
            return False
        place += 1 + following.index(stem)
    return True
