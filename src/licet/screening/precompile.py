"""Compile the kernel of screening ahead, so that no user, and no test, waits for it: a minute on a slow machine.

Run as ``python -m licet.screening.precompile`` after an installation; ``make`` does. What is compiled is kept in the
user's cache folder, and made anew when the kernel changes. Where nothing can be written, nothing is gained.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from licet.screening.comparison import score_pairs
from licet.screening.compiled import machine_code_made
from licet.screening.delta import book_index, delta
from licet.screening.engine import ScreeningIndex
from licet.screening.searching import search_index

__all__ = ["precompile"]

_NAMES = ("Alpha Trading Company Limited", "Beta Ivanovich Gamma", "Delta Shipping (a.k.a. Epsilon 7)")
_MANY = 100
"""Pairs for which the compiled kernel is used."""


def precompile() -> None:
    """Use every compiled function once on each kind of array that it meets: of memory, and of a saved index."""
    here = ScreeningIndex.build(_NAMES, range(len(_NAMES)), [False] * len(_NAMES))
    with TemporaryDirectory() as folder:
        here.save(Path(folder) / "index")
        for listed in (here, ScreeningIndex.open(Path(folder) / "index").compiled()):
            for hits in search_index(listed, [(name, None) for name in _NAMES], None, everything=True):
                hits[0].explained(listed.kernel)
            for book in (book_index(_NAMES), listed):
                delta(book, listed, [0, 1])
    score_pairs([(f"{name} {number}", name) for name in _NAMES for number in range(_MANY)])
    machine_code_made()


if __name__ == "__main__":
    precompile()
