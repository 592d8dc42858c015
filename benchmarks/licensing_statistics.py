"""How long statistics over 20,000 applications take, from the log of all their events.

    python benchmarks/licensing_statistics.py [COUNT]

The cases are made with the shares of fiscal year 2013 and led through the real acts, which takes longer than the
counting. The peer in the same run looks at every event once and counts its kind, nothing else: the least that
reading the log can cost. Best of three; the limit is 2 s.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date

from licet.licensing.statistics import By, statistics
from licet.samples.cases import made_cases

LIMIT = 2.0
AS_OF = date(2014, 9, 30)


def best(run: Callable[[], object]) -> float:
    """Seconds of the fastest of three."""
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    start = time.perf_counter()
    events = tuple(made_cases(count, 2013, date(2012, 10, 1)))
    print(f"{count:,} cases, {len(events):,} events, made in {time.perf_counter() - start:.1f} s")
    peer = best(lambda: Counter(event.kind for event in events))
    slowest = 0.0
    for by in (None, *By):
        taken = best(lambda by=by: statistics(events, AS_OF, by=by))  # type: ignore[misc]
        slowest = max(slowest, taken)
        print(
            f"by {by.value if by else 'nothing':15} {taken:6.2f} s  {taken / peer:5.1f} times the peer ({peer:.2f} s)"
        )
    found = statistics(events, AS_OF).total
    print(
        {outcome.value: number for outcome, number in found.counts.items()}, "reconciles:", found.reconciles
    )
    return 0 if slowest < LIMIT and found.reconciles else 1


if __name__ == "__main__":
    sys.exit(main())
