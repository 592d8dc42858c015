"""Every query of the benchmark that does not find its party first, with the reason.

Usage: python benchmarks/screening_misses.py [SEED ...].

A miss is *undecidable* where what was asked fits another party as well as the one meant: the found one bears the
very words asked, or several listed names begin as the cut one does, or the found name is met at least as well,
word by word. It is *ours* where the right party was not looked at, or was met better and scored lower.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray
from screening_set import REPORT, Query, index, parties, pick, queries

from licet.screening.forms import comparable
from licet.screening.kernel import FEATURES
from licet.screening.model import forest
from screening import right

_COVERED = FEATURES.index("least_covered")
UNDECIDABLE = (
    "another party bears the words asked",
    "several listed names begin so",
    "another name is met as well",
)


def misses(asked: list[Query]) -> Iterator[tuple[Query, str, str]]:
    """Queries whose first party is another one: the query, the name found, the reason."""
    book = index().compiled()
    forms = [comparable(query.text) for query in asked]
    counts, names, measured = book.measure(forms)
    scores = book.kernel.scores_of(counts, measured, *forest().numbers)
    for place, query in enumerate(asked):
        good = right(query)
        owners = book.arrays.entry[names[place, : counts[place]]]
        meant = np.array([owner in good for owner in owners], dtype=bool)
        if not len(owners):
            yield query, "", "nothing was found"
            continue
        best = int(np.argmax(scores[place, : counts[place]]))
        if not meant[best]:
            found = _form(int(names[place, best]))
            yield query, found, _reason(forms[place], found, measured[place, : counts[place]], meant, best)


def _reason(form: str, found: str, measured: NDArray[np.float32], meant: NDArray[np.bool_], best: int) -> str:
    if sorted(form.split()) == sorted(found.split()):
        return UNDECIDABLE[0]
    if sum(name.startswith(form) for name in _first_names()) > 1:
        return UNDECIDABLE[1]
    if not meant.any():
        return "ours: the party was not looked at"
    if measured[best, _COVERED] >= measured[meant, _COVERED].max():
        return UNDECIDABLE[2]
    return "ours: the party was met better and scored lower"


@cache
def _first_names() -> tuple[str, ...]:
    """The comparable form of every party's first name."""
    return tuple(comparable(party.names[0]) for party in parties())


def _form(name: int) -> str:
    a = index().arrays
    text: bytes = a.text[a.text_at[name] : a.text_at[name + 1]].tobytes()
    return text.decode()


def main() -> None:
    """Print every miss, then how many of each reason, by seed."""
    for seed in [int(text) for text in sys.argv[1:]] or [1, 2, 3]:
        asked = queries(pick(REPORT, 400, 300, seed), seed)
        found = list(misses(asked))
        for query, name, reason in sorted(found, key=lambda miss: (miss[0].kind, miss[2])):
            meant = parties()[query.party].names[0]
            print(f"{query.kind}: {query.text!r} (meant {meant!r}) finds {name!r}: {reason}")
        print(f"seed {seed}: {len(found)} of {len(asked):,} are not first")
        for reason, count in Counter(reason for _, _, reason in found).most_common():
            kinds = Counter(query.kind for query, _, why in found if why == reason).most_common(4)
            most = ", ".join(f"{kind} {many}" for kind, many in kinds)
            print(f"    {count:4} {reason} ({most})")


if __name__ == "__main__":
    main()
