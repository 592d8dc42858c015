"""Hidden aliases, other scripts and clean business names, the engine beside its peers in one run.

Usage: python benchmarks/screening_more.py. Needs the extra ``bench`` and the real list. Each engine alerts at the
threshold at which it finds 90 in 100 of the benchmark's variants; ``clean_names.py`` says whose names are clean.
No name of the list holds a letter that is not Latin, so that other scripts are asked by ``cross_script.csv``: what
listed parties call themselves, with the English name by which the list knows them.
"""

from __future__ import annotations

import csv
import statistics
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from anyascii import anyascii
from clean_names import registrants, reported_names
from rapidfuzz import fuzz
from screening_peers import NOMENKLATURA_MISSING, Ask, Engine, brute, nomenklatura, ours, ranked_by, tfidf
from screening_set import REPORT, index, near_misses, parties, pick, queries, same_name

from licet.screening.engine import ScreeningIndex
from licet.screening.forms import comparable
from licet.screening.words import LIGHT
from screening import curve

_SAMPLE = 300
"""Names asked of the engines that try every name."""


def alerts(engines: Sequence[Engine]) -> None:
    """Alerts per 1,000 clean names at recall 0.90."""
    books = {"traded companies": reported_names(), "registrants": registrants()}
    for kind, clean in books.items():
        print(f"{len(clean):,} names of {kind} that the list does not hold")
    chosen = pick(REPORT, 400, 300, 1)
    asked, misses = queries(chosen, 1), near_misses(chosen, 1, 200)
    for engine in engines:
        part = asked[:: max(1, len(asked) // engine.sample)]
        found = engine.ask([query.text for query in part])
        threshold, _ = curve(part, found, engine.ask(misses[:50]), (0.9,))[0.9]
        for kind, clean in books.items():
            names = clean[:: max(1, len(clean) // engine.sample)]
            hits = [
                (name, ranked[0]) for name, ranked in zip(names, engine.ask(names), strict=True) if ranked
            ]
            over = [(name, party) for name, (party, score) in hits if score >= threshold]
            rate = 1000 * len(over) / len(names)
            print(
                f"    {engine.name:26} {rate:6.1f} alerts per 1,000 at {threshold:.3f} ({kind}, n={len(names):,})"
            )
            if engine.ask is ours:
                for name, party in over:
                    print(f"        {name}: {parties()[party].names[0]}")


def hidden_aliases(most: int) -> None:
    """One alias of a party is left out of the index and asked, by script."""
    mine = [party for party in parties() if len(party.names) > 1]
    mine = mine[:: max(1, len(mine) // most)]
    hidden = {party.number: party.names[1] for party in mine}
    rows = [
        (name, party.number)
        for party in parties()
        for name in party.names
        if hidden.get(party.number) != name
    ]
    names, owners = [name for name, _ in rows], [number for _, number in rows]
    book = ScreeningIndex.build(names, owners, [False] * len(rows)).compiled()
    asked = list(hidden.items())
    peers: list[tuple[str, Ask, int]] = [
        ("licet", lambda texts: ranked_by(book, texts), len(asked)),
        ("TF-IDF 2-3-grams, top 20", tfidf(rows), len(asked)),
        ("rapidfuzz token sort", brute(fuzz.token_sort_ratio, rows), _SAMPLE),
    ]
    for name, ask, sample in peers:
        part = asked[:: max(1, len(asked) // sample)]
        kinds: dict[str, list[bool]] = defaultdict(list)
        for (number, text), ranked in zip(part, ask([text for _, text in part]), strict=True):
            good = same_name().get(comparable(text), frozenset()) | {number}
            kinds[_script(text)].append(any(party in good for party, _ in ranked[:10]))
        words = ", ".join(
            f"{kind} {statistics.fmean(hits):.3f} of {len(hits)}" for kind, hits in sorted(kinds.items())
        )
        print(f"    {name:26} recall@10: {words}")


def other_scripts() -> None:
    """Names of listed parties as they write them themselves: recall at 10 by script."""
    with Path(__file__).with_name("cross_script.csv").open(encoding="utf-8", newline="") as file:
        pairs = [(row["asked"], _telling(row["listed"])) for row in csv.DictReader(file)]
    bearers = [{name for item in party.names for name in [_telling(item)]} for party in parties()]
    right = [
        {number for number, names in enumerate(bearers) if any(words <= name for name in names)}
        for _, words in pairs
    ]
    asked = [text for text, _ in pairs]
    peers: list[tuple[str, Ask]] = [
        ("licet", ours),
        ("TF-IDF 2-3-grams, top 20", tfidf()),
        ("rapidfuzz token sort", brute(fuzz.token_sort_ratio)),
        (
            "token sort, romanized",
            lambda texts: brute(fuzz.token_sort_ratio)([anyascii(text) for text in texts]),
        ),
    ]
    for name, ask in peers:
        kinds: dict[str, list[bool]] = defaultdict(list)
        for text, good, ranked in zip(asked, right, ask(asked), strict=True):
            assert good, f"{text}: the list does not hold it"
            kinds[_script(text)].append(any(party in good for party, _ in ranked[:10]))
            if name == "licet" and not kinds[_script(text)][-1]:
                print(f"        not found: {text}")
        words = ", ".join(f"{kind} {sum(hits)} of {len(hits)}" for kind, hits in sorted(kinds.items()))
        print(f"    {name:26} {sum(map(sum, kinds.values()))} of {len(asked)} found: {words}")


def _telling(name: str) -> frozenset[str]:
    """The words of a name that are no legal forms nor as light."""
    return frozenset(comparable(name).split()) - LIGHT


def _script(text: str) -> str:
    first = next((letter for letter in text if letter.isalpha()), "A")
    return unicodedata.name(first).split()[0].title()


def main() -> None:
    """Print all three."""
    index()
    print("hidden aliases")
    hidden_aliases(3000)
    print("names in other scripts")
    other_scripts()
    engines = [
        Engine("licet", ours, 10_000),
        Engine("TF-IDF 2-3-grams, top 20", tfidf(), 10_000),
        Engine("rapidfuzz token sort", brute(fuzz.token_sort_ratio), _SAMPLE),
    ]
    matcher = nomenklatura()
    if matcher is not None:
        engines.append(Engine("nomenklatura logic-v2", matcher, _SAMPLE))
    alerts(engines)
    if matcher is None:
        print(NOMENKLATURA_MISSING)


if __name__ == "__main__":
    main()
