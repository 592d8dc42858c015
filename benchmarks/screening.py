"""Recall, alerts and speed of the screening engine beside its peers, in one run.

Usage: python benchmarks/screening.py [--quick]. Needs the extra ``bench`` and the real list. Peers: rapidfuzz
(WRatio, token sort, Jaro-Winkler by brute force, on a sample where slow), character n-grams with TF-IDF, and
nomenklatura where the extra ``peers`` is installed. The score was fitted on the other half of the parties
(``screening_set.py``). Curves are held against each other on the names that both were asked.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler
from screening_peers import NOMENKLATURA_MISSING, Engine, Ranked, brute, nomenklatura, ours, tfidf
from screening_set import FIT, REPORT, Query, index, near_misses, parties, pick, queries, same_name

from licet.screening.forms import comparable

SHOWN = (0.75, 0.8, 0.85, 0.9, 0.93, 0.95)
FINE = tuple(round(0.5 + step / 100, 2) for step in range(50))
"""Recalls at which curves are printed, and at which they are held against each other."""


def right(query: Query) -> frozenset[int]:
    """The parties that are a right answer: the one asked for, and those that bear its very name."""
    same: frozenset[int] = same_name()[comparable(parties()[query.party].names[0])]
    return same | {query.party}


def recall(asked: Sequence[Query], found: Ranked, depth: int) -> float:
    return statistics.fmean(
        any(party in right(query) for party, _ in ranked[:depth])
        for query, ranked in zip(asked, found, strict=True)
    )


def curve(
    asked: Sequence[Query], found: Ranked, missed: Ranked, recalls: Sequence[float]
) -> dict[float, tuple[float, float]]:
    """For each recall: the threshold and the share of names in ``missed`` that alert at it."""
    hits = np.array(
        [
            max((score for party, score in ranked if party in right(query)), default=-1.0)
            for query, ranked in zip(asked, found, strict=True)
        ]
    )
    alerts = np.array([ranked[0][1] if ranked else -1.0 for ranked in missed])
    made = {}
    for wanted in recalls:
        threshold = float(np.quantile(hits, 1 - wanted))
        made[wanted] = threshold, float((alerts >= threshold).mean())
    return made


def report(engine: Engine, asked: Sequence[Query], misses: Sequence[str]) -> None:
    """One line of recall and speed, the curve, and whether ours lies above a peer's."""
    asked, misses = asked[: engine.sample], misses[: engine.sample]
    start = time.process_time()
    found = engine.ask([query.text for query in asked])
    speed = len(asked) / (time.process_time() - start)
    missed = engine.ask(misses)
    number, ten = recall(asked, found, 1), recall(asked, found, 10)
    print(
        f"{engine.name:26} recall@1 {number:.3f}  recall@10 {ten:.3f}  {speed:8.0f} names/s  n={len(asked)}"
    )
    for wanted, (threshold, alerts) in curve(asked, found, missed, SHOWN).items():
        print(f"    recall {wanted:.2f} at {threshold:.3f}: {alerts:6.1%} of near-misses alert")
    if engine.ask is not ours:
        mine = curve(asked, ours([query.text for query in asked]), ours(misses), FINE)
        theirs = curve(asked, found, missed, FINE)
        worse = [wanted for wanted in FINE if mine[wanted][1] > theirs[wanted][1]]
        said = f"worse at {worse}" if worse else "as few alerts or fewer at every recall"
        print(f"    licet beside it, recall {FINE[0]:.2f} to {FINE[-1]:.2f} by hundredths: {said}")


def by_class(asked: Sequence[Query], found: Ranked) -> None:
    kinds: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for query, ranked in zip(asked, found, strict=True):
        good = right(query)
        first = bool(ranked) and ranked[0][0] in good
        kinds[query.kind].append((first, any(party in good for party, _ in ranked[:10])))
    for kind, hits in sorted(kinds.items()):
        number, ten = (statistics.fmean(column) for column in zip(*hits, strict=True))
        print(f"    {kind:18} n={len(hits):4}  recall@1 {number:.3f}  recall@10 {ten:.3f}")


def single_name(asked: Sequence[Query]) -> None:
    book = index().compiled()
    times, own = [], []
    for query in asked[:2000]:
        start, ran = time.perf_counter(), time.thread_time()
        book.search(query.text)
        times.append((time.perf_counter() - start) * 1000)
        own.append((time.thread_time() - ran) * 1000)
    for what, some in (("by the clock", times), ("of processor time", own)):
        print(
            f"a single name, ms {what}: median {statistics.median(some):.2f}, 95 in 100 under "
            f"{np.quantile(some, 0.95):.2f}, at most {max(some):.2f}"
        )


_OPENING = """
import sys, time
from pathlib import Path
from licet.screening.engine import ScreeningIndex
def resident(key):
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(key)).split()[1]) // 1024
before = resident("VmHWM")
start = time.perf_counter()
index = ScreeningIndex.open(Path(sys.argv[1]))
opened = time.perf_counter() - start
index.search("Hua Wei Tech. Shenzhen")
plain = resident("VmHWM")
index.compiled().search("Hua Wei Tech. Shenzhen")
print(f"opened in {opened * 1000:.1f} ms; at most {before} MB resident before, {plain} with a name asked of the "
      f"plain kernel, {resident('VmHWM')} of the compiled one")
"""
"""What a process of its own does to open a saved index."""


def opening() -> None:
    """How long a process of its own takes to open the saved index, and how much of it is then in memory."""
    with tempfile.TemporaryDirectory() as place:
        index().save(Path(place) / "index")
        size = sum(path.stat().st_size for path in (Path(place) / "index").iterdir())
        print(f"saved index: {size / 2**20:.0f} MB", end="; ", flush=True)
        subprocess.run([sys.executable, "-c", _OPENING, str(Path(place) / "index")], check=True)  # noqa: S603


def main() -> None:
    """Print everything."""
    quick = "--quick" in sys.argv
    start = time.perf_counter()
    index()
    print(f"index of {len(index().arrays.entry):,} names built in {time.perf_counter() - start:.1f} s")
    opening()
    ours(near_misses(pick(FIT, 400, 300, 1), 1, 2000))  # compiled, and the pages of the index in memory
    for seed in (1,) if quick else (1, 2, 3):
        chosen = pick(REPORT, 400, 300, seed)
        asked, misses = queries(chosen, seed), near_misses(chosen, seed, 1000)
        print(f"\nseed {seed}: {len(asked):,} variants of 700 parties, {len(misses):,} near-misses")
        report(Engine("licet", ours, len(asked)), asked, misses)
        by_class(asked, ours([query.text for query in asked]))
        if seed == 1:
            np.random.default_rng(1).shuffle(asked)
            peers(asked, misses)
            single_name(asked)


def peers(asked: Sequence[Query], misses: Sequence[str]) -> None:
    """Ask every peer, the slow ones fewer names."""
    engines = [
        Engine("TF-IDF 2-3-grams, top 20", tfidf(), 2000),
        Engine("rapidfuzz token sort", brute(fuzz.token_sort_ratio), 400),
        Engine("rapidfuzz WRatio", brute(fuzz.WRatio), 150),
        Engine("rapidfuzz Jaro-Winkler", brute(JaroWinkler.similarity), 400),
    ]
    matcher = nomenklatura()
    if matcher is not None:
        engines.append(Engine("nomenklatura logic-v2", matcher, 400))
    for engine in engines:
        report(engine, asked, misses)
    if matcher is None:
        print(NOMENKLATURA_MISSING)


if __name__ == "__main__":
    main()
