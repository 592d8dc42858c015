"""Pairs of names that are one party's or not, labeled by others: F1 and time a pair beside nomenklatura's logic-v2.

    python benchmarks/name_bench.py CASES

CASES is ``contrib/name_bench/cases.csv`` of opensanctions/nomenklatura, which is fetched and not part of this
project. The second name of a pair counts as the listed one. The threshold is chosen on the cases of one half, by the
last bit of their id (a hash of the case, as nomenklatura computes it), and reported on the other. The peer runs where
the extra ``peers`` is installed.
"""

from __future__ import annotations

import csv
import hashlib
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from licet.screening.comparison import PairScorer
from licet.screening.engine import REVIEW

Values = NDArray[np.float64]
RUNS = 20


def half(case: Mapping[str, str]) -> int:
    """Of which half a case is, by its id."""
    text = "|".join(case[key] for key in ("case_group", "schema", "name1", "name2"))
    return hashlib.blake2b(text.encode(), digest_size=4).digest()[-1] % 2


def f1(values: Values, right: NDArray[np.bool_], threshold: float) -> float:
    said = values >= threshold
    return float(2 * (said & right).sum() / max(said.sum() + right.sum(), 1))


def report(name: str, cases: Sequence[Mapping[str, str]], values: Values, usual: float) -> None:
    """F1 on each half at the threshold that is best on the other, and on all at the engine's own."""
    right = np.array([case["is_match"].lower() == "true" for case in cases])
    halves = np.array([half(case) for case in cases])
    said = []
    for fit in (0, 1):
        fitted, other = halves == fit, halves != fit
        best = max(np.unique(values), key=lambda at: f1(values[fitted], right[fitted], at))
        said.append(f"{f1(values[other], right[other], best):.3f} (at {best:.2f})")
    print(f"{name}: F1 on halves {', '.join(said)}; at its own {usual:.2f}: {f1(values, right, usual):.3f}")


def timed(ask: Callable[[], Values], pairs: int, runs: int) -> tuple[Values, str]:
    """What is said of all pairs, and processor time a pair: of the first run, and the least of several."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        values = ask()
        times.append(1e6 * (time.process_time() - start) / pairs)
    return values, f"first {times[0]:.1f}, least of {runs} {min(times):.1f} us a pair"


def logic_v2(cases: Sequence[Mapping[str, str]]) -> Callable[[], Values] | None:
    """The peer, as nomenklatura's own benchmark calls it; None where it is not installed."""
    try:
        from followthemoney import ValueEntity, model  # noqa: PLC0415  # an optional peer
        from nomenklatura.matching.logic_v2.model import LogicV2  # noqa: PLC0415  # as above
    except ImportError:
        return None
    config = LogicV2.default_config()

    def score(number: int, case: Mapping[str, str]) -> float:
        made = []
        for key in ("name1", "name2"):
            made.append(ValueEntity(model.get(case["schema"]), {"id": f"{number} {key}"}))
            made[-1].add("name", case[key])
        return float(LogicV2.compare(*made, config).score)

    return lambda: np.array([score(number, case) for number, case in enumerate(cases)])


def main(file: str) -> None:
    with Path(file).open(encoding="utf-8", newline="") as stream:
        cases = list(csv.DictReader(stream))
    names, listed = ([case[key] for case in cases] for key in ("name1", "name2"))
    persons = [case["schema"] == "Person" for case in cases]
    PairScorer(names, listed, persons=persons).values([0], [0])  # the compiler, and tables that are read once
    start = time.process_time()
    scorer = PairScorer(names, listed, persons=persons)
    print(
        f"{len(cases)} pairs; reading their names: {1e6 * (time.process_time() - start) / len(cases):.1f} us a pair"
    )
    every = range(len(cases))
    values, took = timed(lambda: scorer.values(every, every), len(cases), RUNS)
    report("licet", cases, values, REVIEW)
    print(f"    {took}")
    peer = logic_v2(cases)
    if peer is None:
        print("logic-v2: not installed (extra `peers`)")
        return
    values, took = timed(peer, len(cases), 3)
    report("logic-v2", cases, values, 0.7)
    print(f"    {took}")


if __name__ == "__main__":
    main(*sys.argv[1:])
