"""Recall, alerts and speed of the screening engine beside its peers, in one run.

Usage: python benchmarks/screening.py [--quick]. Needs the extra ``bench`` and the real list. Peers: rapidfuzz
(WRatio, token sort, Jaro-Winkler by brute force, on a sample where slow) and character n-grams with TF-IDF. The
score was fitted on the other half of the parties (``screening_set.py``).
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler
from screening_set import REPORT, Query, index, near_misses, parties, pick, queries, same_name
from sklearn.feature_extraction.text import TfidfVectorizer

from licet.screening.engine import ScreeningIndex
from licet.screening.forms import comparable

Ranked = list[list[tuple[int, float]]]
"""For every name asked: parties with scores, best first."""


@dataclass(frozen=True)
class Engine:
    name: str
    ask: Callable[[Sequence[str]], Ranked]
    sample: int


def ours(texts: Sequence[str]) -> Ranked:
    """The engine by its compiled kernel."""
    return ranked_by(index().compiled(), texts)


def ranked_by(book: ScreeningIndex, texts: Sequence[str]) -> Ranked:
    """The parties that an index finds, best first."""
    counts, names, scores = book.score_many([comparable(text) for text in texts])
    entry = book.arrays.entry
    return [
        _by_party(
            (int(entry[names[one, place]]), float(scores[one, place])) for place in range(int(counts[one]))
        )
        for one in range(len(texts))
    ]


def every_name() -> list[tuple[str, int]]:
    """All names and aliases of the list with the number of their party."""
    return [(name, party.number) for party in parties() for name in party.names]


def _by_party(pairs: object) -> list[tuple[int, float]]:
    best: dict[int, float] = {}
    for party, score in pairs:  # type: ignore[attr-defined]  # an iterable of pairs
        best[party] = max(best.get(party, -1.0), score)
    return sorted(best.items(), key=lambda item: -item[1])


def brute(
    scorer: Callable[..., float], rows: Sequence[tuple[str, int]] | None = None
) -> Callable[[Sequence[str]], Ranked]:
    """All names scored by a function of rapidfuzz on lower-case names."""
    rows = every_name() if rows is None else rows
    names = [name.lower() for name, _ in rows]
    owners = np.array([number for _, number in rows])

    def ask(texts: Sequence[str]) -> Ranked:
        found: Ranked = []
        for text in texts:
            top = process.extract(text.lower(), names, scorer=scorer, limit=20)
            found.append(
                _by_party((int(owners[row]), score / 100 if score > 1 else score) for _, score, row in top)
            )
        return found

    return ask


def tfidf(rows: Sequence[tuple[str, int]] | None = None) -> Callable[[Sequence[str]], Ranked]:
    """Character 2-3-grams with TF-IDF, the 20 nearest rescored by token sort."""
    rows = every_name() if rows is None else rows
    names = [name.lower() for name, _ in rows]
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 3), dtype=np.float32)
    matrix = vectors.fit_transform(names)

    def ask(texts: Sequence[str]) -> Ranked:
        found: Ranked = []
        for start in range(0, len(texts), 256):
            part = [text.lower() for text in texts[start : start + 256]]
            near = np.asarray((vectors.transform(part) @ matrix.T).todense())
            top = np.argpartition(-near, 20, axis=1)[:, :20]
            for text, chosen in zip(part, top, strict=True):
                scored = ((rows[row][1], fuzz.token_sort_ratio(text, names[row]) / 100) for row in chosen)
                found.append(_by_party(scored))
        return found

    return ask


def right(query: Query) -> frozenset[int]:
    """The parties that are a right answer: the one asked for, and those that bear its very name."""
    same: frozenset[int] = same_name()[comparable(parties()[query.party].names[0])]
    return same | {query.party}


def recall(asked: Sequence[Query], found: Ranked, depth: int) -> float:
    return statistics.fmean(
        any(party in right(query) for party, _ in ranked[:depth])
        for query, ranked in zip(asked, found, strict=True)
    )


def curve(asked: Sequence[Query], found: Ranked, missed: Ranked) -> dict[float, tuple[float, float]]:
    """For each recall: the threshold and the share of near-misses that alert at it."""
    hits = np.array(
        [
            max((score for party, score in ranked if party in right(query)), default=-1.0)
            for query, ranked in zip(asked, found, strict=True)
        ]
    )
    alerts = np.array([ranked[0][1] if ranked else -1.0 for ranked in missed])
    made = {}
    for wanted in (0.75, 0.8, 0.85, 0.9, 0.95):
        threshold = float(np.quantile(hits, 1 - wanted))
        made[wanted] = threshold, float((alerts >= threshold).mean())
    return made


def report(engine: Engine, asked: Sequence[Query], misses: Sequence[str]) -> None:
    """One line of recall and speed, one of the curve."""
    asked, misses = asked[: engine.sample], misses[: engine.sample]
    start = time.process_time()
    found = engine.ask([query.text for query in asked])
    speed = len(asked) / (time.process_time() - start)
    missed = engine.ask(misses)
    one, ten = recall(asked, found, 1), recall(asked, found, 10)
    print(f"{engine.name:26} recall@1 {one:.3f}  recall@10 {ten:.3f}  {speed:8.0f} names/s  n={len(asked)}")
    for wanted, (threshold, alerts) in curve(asked, found, missed).items():
        print(f"    recall {wanted:.2f} at {threshold:.3f}: {alerts:6.1%} of near-misses alert")


def by_class(asked: Sequence[Query], found: Ranked) -> None:
    kinds: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for query, ranked in zip(asked, found, strict=True):
        good = right(query)
        first = bool(ranked) and ranked[0][0] in good
        kinds[query.kind].append((first, any(party in good for party, _ in ranked[:10])))
    for kind, hits in sorted(kinds.items()):
        one, ten = (statistics.fmean(column) for column in zip(*hits, strict=True))
        print(f"    {kind:18} n={len(hits):4}  recall@1 {one:.3f}  recall@10 {ten:.3f}")


def single_name(asked: Sequence[Query]) -> None:
    book = index().compiled()
    times = []
    for query in asked[:400]:
        start = time.perf_counter()
        book.search(query.text)
        times.append((time.perf_counter() - start) * 1000)
    print(
        f"a single name: median {statistics.median(times):.2f} ms, 95 in 100 under {np.quantile(times, 0.95):.2f} ms"
    )


def main() -> None:
    """Print everything."""
    quick = "--quick" in sys.argv
    start = time.perf_counter()
    index()
    print(f"index of {len(index().arrays.entry):,} names built in {time.perf_counter() - start:.1f} s")
    ours(["warm up"])
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
    for engine in (
        Engine("TF-IDF 2-3-grams, top 20", tfidf(), 2000),
        Engine("rapidfuzz token sort", brute(fuzz.token_sort_ratio), 400),
        Engine("rapidfuzz WRatio", brute(fuzz.WRatio), 150),
        Engine("rapidfuzz Jaro-Winkler", brute(JaroWinkler.similarity), 400),
    ):
        report(engine, asked, misses)


if __name__ == "__main__":
    main()
