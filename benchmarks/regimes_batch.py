"""A book of orders under every regime against the export regulations alone, in turns: processor seconds and ratio.

Usage: python -m benchmarks.regimes_batch [LINES] [ROUNDS] [LIST_FILE]. Each round answers the same book once under
us_ear and once under all regimes; the ratio is that of the medians. Screening is part of both.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.batch import DAY, DEFAULT

from licet.samples.orders import example_orders
from licet.services.order_runs import OrderRun, run
from licet.storage.adopt import AdoptionRequest, adopt
from licet.watchlists.reading import read

ADOPTED = ("us_ear", "all")


def main() -> None:
    """Print the seconds of each round and the ratio."""
    given = sys.argv[1:]
    lines = int(given[0]) if given else 100_000
    rounds = int(given[1]) if len(given) > 1 else 3
    lists = Path(given[2]) if len(given) > 2 else DEFAULT  # noqa: PLR2004
    seconds: dict[str, list[float]] = {code: [] for code in ADOPTED}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        adopt(home, read(lists), AdoptionRequest(lists.name, date.today()))  # noqa: DTZ011
        book = home / "orders.parquet"
        example_orders(lines, 1, DAY).write_parquet(book)
        for turn in range(rounds):
            for code in ADOPTED:
                os.environ["LICET_REGIMES"] = code
                start = time.process_time(), os.times().children_user, time.perf_counter()
                run(OrderRun(book, home / f"{code}-{turn}.parquet"), home)
                own = time.process_time() - start[0] + os.times().children_user - start[1]
                seconds[code].append(own)
                print(
                    f"{code}: {own:.1f} s of processor time, {time.perf_counter() - start[2]:.1f} s by the clock"
                )
    medians = {code: statistics.median(times) for code, times in seconds.items()}
    print(
        f"{lines:,} lines: all regimes take {medians['all'] / medians['us_ear']:.2f} times the time of the EAR"
    )


if __name__ == "__main__":
    main()
