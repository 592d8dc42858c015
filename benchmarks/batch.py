"""A book of orders answered in columns, from file to file: seconds, memory, growth, and the ratio to peers.

Usage: python benchmarks/batch.py [LINES] [LIST_FILE]. The lists are adopted into a folder of their own. Peers in
the same run: a loop over the engine of one sale (on some of the lines), and three rules coded by hand in NumPy
(what a columnar engine costs at least).
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import polars as pl

from licet.orders.cells import own_day, sale_of
from licet.orders.flat import table_of
from licet.orders.run import RunOptions, answer_book
from licet.samples.orders import example_orders
from licet.services.determination import open_decider
from licet.services.order_runs import OrderRun, open_laws, read_orders, run
from licet.services.scenarios import ScenarioQuestion, look_ahead
from licet.storage.adopt import AdoptionRequest, adopt
from licet.watchlists.reading import read

DEFAULT = Path(__file__).resolve().parent.parent.parent / "shared/data/csl/csl_2026-07-31_compact.json.gz"
DAY = date(2019, 10, 10)
LOOPED = 2000
T = TypeVar("T")


def main() -> None:
    """Print what was measured."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    lists = Path(sys.argv[2]) if len(sys.argv) > 2 else DEFAULT  # noqa: PLR2004
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        adopt(home, read(lists), AdoptionRequest(lists.name, date.today()))  # noqa: DTZ011
        seconds = {count: one_size(home, count) for count in sorted({lines // 100, lines // 10, lines})}
        print("growth: " + ", ".join(f"{count:,} lines {took:.1f} s" for count, took in seconds.items()))
        orders = home / f"orders-{lines}.parquet"
        asked, took = timed(lambda: look_ahead(ScenarioQuestion(orders, ("reprieve-ends-2019-11-18",)), home))
        print(
            f"what-if over {lines:,} lines: {took:.1f} s, {took / seconds[lines]:.2f} of one run; {asked.headline}"
        )
        rules_alone(home, orders)
        peers(home, orders)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    found = work()
    return found, time.perf_counter() - start


def one_size(home: Path, lines: int) -> float:
    """From file to file, screening included."""
    orders = home / f"orders-{lines}.parquet"
    example_orders(lines, 1, DAY).write_parquet(orders)
    summary, took = timed(lambda: run(OrderRun(orders, home / f"answers-{lines}.parquet"), home))
    print(
        f"{lines:,} lines from file to file: {took:.1f} s, {lines / took:,.0f} lines/s, root {summary['root'][:16]}"
    )
    return took


def rules_alone(home: Path, orders: Path) -> None:
    """Reading and screening apart: the time from the screened lines to all their answers."""
    decider = open_decider(home, long_running=True)
    book = read_orders(orders, decider, None, None, decider.decisions())
    marks: dict[str, float] = {}

    def told(what: str, done: int, total: int) -> None:
        if what == "parties" and done == total:
            marks["screened"] = time.perf_counter()

    answer_book(book, partial(open_laws, home, decider.adoption), RunOptions(), told)
    took = time.perf_counter() - marks["screened"]
    print(f"the rules alone: {took:.1f} s for {book.lines.size:,} lines")


def peers(home: Path, orders: Path) -> None:
    """A loop over single answers, and three rules by hand."""
    decider = open_decider(home, long_running=True)
    words = decider.rulebook.vocabulary
    rows = list(table_of(orders).head(LOOPED).iter_rows(named=True))
    sales = [sale_of(row, own_day(row, words), words) for row in rows]
    _, took = timed(lambda: [decider.determine(sale) for sale in sales])
    some = home / "some.parquet"
    table_of(orders).head(LOOPED * 50).write_parquet(some)
    _, ours = timed(lambda: run(OrderRun(some, home / "some.answers.parquet"), home))
    each = took / LOOPED
    print(
        f"a loop over single answers: {1000 * each:.2f} ms a line; ratio {each / (ours / (LOOPED * 50)):.0f}"
    )
    table = table_of(orders)
    _, hand = timed(lambda: by_hand(table))
    print(f"three rules by hand over {table.height:,} lines: {hand:.2f} s")


def by_hand(table: pl.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """An embargo, a control for anti-terrorism and an unknown item, without unknowns, dates, reasons or lists."""
    to, eccn = table["destination"].to_numpy(), table["item.eccn"].to_numpy()
    embargo = np.isin(to.astype(str), ["CU", "IR", "KP", "SY"])
    controlled = np.isin(eccn.astype(str), ["3A991", "4A994", "5A991", "5A992.c"]) & np.isin(
        to.astype(str), ["RU", "BY"]
    )
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = embargo | controlled | (eccn == None)  # noqa: E711
    return found


if __name__ == "__main__":
    main()
