"""The query set of the screening benchmark: perturbed names of listed parties, and near-misses.

Queries come from the public package ``sanctions-screening-benchmark`` (module ``ssb``). Parties are split in
two halves by a hash of their name: the score is fitted on one half (``FIT``) and reported on the other.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ssb import negatives, perturb

from licet.screening.engine import ScreeningIndex
from licet.screening.forms import comparable

__all__ = [
    "FIT",
    "REPORT",
    "Party",
    "Query",
    "index",
    "near_misses",
    "parties",
    "pick",
    "queries",
    "same_name",
]

FIT, REPORT = 0, 1
SHARED = Path(os.environ.get("LICET_SHARED", Path(__file__).resolve().parents[2] / "shared"))
LIST = SHARED / "data" / "csl" / "csl_2026-07-31_compact.json.gz"


@dataclass(frozen=True, slots=True)
class Party:
    number: int
    names: tuple[str, ...]
    entity_list: bool

    @property
    def half(self) -> int:
        """FIT or REPORT, by the name's hash."""
        return int(hashlib.sha256(self.names[0].casefold().encode()).hexdigest(), 16) % 2


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    party: int
    kind: str


@cache
def parties() -> tuple[Party, ...]:
    """Every party of the whole Consolidated Screening List."""
    data = json.loads(gzip.decompress(LIST.read_bytes()))
    sources = data["tables"]["sources"]
    return tuple(
        Party(number, (item["n"], *item.get("a", ())), sources[item["s"]].startswith("Entity List"))
        for number, item in enumerate(data["entries"])
    )


@cache
def index() -> ScreeningIndex:
    """The index of all their names and aliases."""
    rows = [(name, party.number) for party in parties() for name in party.names]
    return ScreeningIndex.build(
        [name for name, _ in rows], [number for _, number in rows], [False] * len(rows)
    )


@cache
def same_name() -> dict[str, frozenset[int]]:
    """The parties that share a comparable form: any of them is a right answer to it."""
    found: dict[str, set[int]] = {}
    for party in parties():
        for name in party.names:
            found.setdefault(comparable(name), set()).add(party.number)
    return {form: frozenset(numbers) for form, numbers in found.items()}


def pick(half: int, entity_list: int, others: int, seed: int) -> list[Party]:
    """Parties of one half: so many of the Entity List and of the other lists."""
    chance = random.Random(seed)
    mine = [party for party in parties() if party.half == half]
    listed = [party for party in mine if party.entity_list]
    rest = [party for party in mine if not party.entity_list]
    return chance.sample(listed, entity_list) + chance.sample(rest, others)


def queries(chosen: Sequence[Party], seed: int) -> list[Query]:
    """One variant a party and class of perturbation."""
    return [
        Query(variant.text, party.number, variant.perturbation)
        for party in chosen
        for variant in perturb.apply_all(party.names[0], str(party.number), seed=seed, max_per_class=1)
    ]


def near_misses(chosen: Sequence[Party], seed: int, most: int | None = None) -> list[str]:
    """Names near listed ones that denote nobody listed."""
    listed = {name.casefold() for party in parties() for name in party.names}
    made = negatives.generate([party.names[0] for party in chosen], seed=seed, listed_index=listed)
    texts = [item.text for item in made]
    random.Random(seed).shuffle(texts)
    return texts[:most]
