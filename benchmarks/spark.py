"""The same order book on Spark and on one machine, in one run: equal roots, seconds, ratios, and Spark's own floor.

Usage: python benchmarks/spark.py LINES [--executors 1,2] [--partitions 1,7,64] [--kill] [--lists FILE] [--keep DIR]

Spark runs in ``local-cluster`` mode: every executor is a JVM of its own with one core and its own Python worker.
``--kill``: once more with the last number of partitions, one of several executors killed by its process id in
mid-run. The floor is an identity ``mapInArrow`` over the same columns.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import polars as pl
import psutil
import pyarrow as pa

os.environ["PYSPARK_PYTHON"] = sys.executable
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession

from licet.samples.orders import example_orders
from licet.services.order_runs import OrderRun, run
from licet.spark import determine, pack
from licet.storage.adopt import AdoptionRequest, adopt
from licet.watchlists.reading import read

DEFAULT = Path(__file__).resolve().parent.parent.parent / "shared/data/csl/csl_2026-07-31_compact.json.gz"
DAY = date(2019, 10, 10)
AT_ONCE, MANY = 500_000, 4
T = TypeVar("T")


def main() -> None:
    """Print what was measured."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(asked.keep or made)
        home = folder / "home"
        if not home.exists():
            adopt(home, read(asked.lists), AdoptionRequest(asked.lists.name, date.today()))  # noqa: DTZ011
        orders = book(folder, asked.lines)
        local, took = timed(lambda: run(OrderRun(orders, folder / "answers.parquet"), home))
        said = f"{took:.1f} s, {asked.lines / took:,.0f} lines/s, root {local['root'][:16]}"
        print(f"one machine, pool of processes: {said}", flush=True)
        for executors in asked.executors:
            on_spark(asked, home, orders, executors, str(local["root"]), took)


def _arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser()
    made.add_argument("lines", type=int)
    made.add_argument("--executors", type=_numbers, default=[2])
    made.add_argument("--partitions", type=_numbers, default=[64])
    made.add_argument("--kill", action="store_true")
    made.add_argument("--lists", type=Path, default=DEFAULT)
    made.add_argument("--keep", type=Path)
    return made.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(word) for word in text.split(",")]


def timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    found = work()
    return found, time.perf_counter() - start


def book(folder: Path, lines: int) -> Path:
    """An order book of so many lines, a tenth as many parties, each part with lines and parties of its own."""
    path = folder / f"orders-{lines}.parquet"
    if not path.exists():
        sizes = [min(AT_ONCE, lines - start) for start in range(0, lines, AT_ONCE)]
        parts = [
            example_orders(size, 100 + seed, DAY).with_columns(
                pl.format("{}-{}", pl.lit(seed), "id").alias("id")
            )
            for seed, size in enumerate(sizes)
        ]
        pl.concat(parts).write_parquet(path)
    return path


def on_spark(
    asked: argparse.Namespace, home: Path, orders: Path, executors: int, root: str, local: float
) -> None:
    spark, took = timed(lambda: session(executors))
    print(f"{executors} executors: session {took:.1f} s", flush=True)
    runs = [(parts, False) for parts in asked.partitions]
    runs += [(asked.partitions[-1], True)] if asked.kill and executors > 1 else []
    try:
        floor(spark.read.parquet(str(orders)), asked.lines)
        for partitions, kill in runs:
            frame = spark.read.parquet(str(orders)).repartition(partitions)
            start = time.perf_counter()
            found, screening, hashing = answered(spark, home, frame, kill=kill)
            took = time.perf_counter() - start
            killed = ", one killed" if kill else ""
            print(
                f"{executors} executors, {partitions} partitions{killed}: {took:.1f} s, "
                f"{asked.lines / took:,.0f} lines/s, {took / local:.2f} times one machine "
                f"(screening {screening:.1f} s, root {hashing:.1f} s): "
                f"root {'equal' if found == root else f'DIFFERS: {found}'}",
                flush=True,
            )
    finally:
        spark.stop()


def session(executors: int) -> SparkSession:
    return (
        SparkSession.builder.master(f"local-cluster[{executors},1,2048]")
        .config("spark.executor.memory", "2g")
        .config("spark.driver.memory", "3g")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "8")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "20000")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )


def floor(frame: DataFrame, lines: int) -> None:
    """What Spark itself takes to bring the lines to Python and back."""
    plain = frame.toDF(*(f"c{place}" for place in range(len(frame.columns))))
    same = plain.mapInArrow(_identity, plain.schema)
    _, took = timed(lambda: same.write.format("noop").mode("overwrite").save())
    print(f"  floor (identity mapInArrow): {took:.1f} s, {lines / took:,.0f} lines/s", flush=True)


def _identity(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield from batches


def answered(spark: SparkSession, home: Path, frame: DataFrame, *, kill: bool) -> tuple[str, float, float]:
    """The root over all answers, and the seconds that screening and hashing took."""
    packed = pack(spark, home)
    answers, screening = timed(lambda: determine(frame, packed))
    answers.every.persist(StorageLevel.DISK_ONLY)
    stop = threading.Event()
    killer = threading.Thread(target=_kill_one, args=(spark, stop))
    if kill:
        killer.start()
    answers.every.count()
    stop.set()
    root, hashing = timed(answers.root)
    answers.every.unpersist()
    return root, screening, hashing


def _kill_one(spark: SparkSession, stop: threading.Event) -> None:
    """Kill one executor once a tenth of a stage with many tasks is done."""
    tracker: Any = spark.sparkContext.statusTracker()
    while not stop.wait(0.05):
        stages = [tracker.getStageInfo(getActiveStageId) for getActiveStageId in tracker.getActiveStageIds()]
        if any(
            stage is not None and stage.numTasks > MANY and stage.numCompletedTasks * 10 >= stage.numTasks
            for stage in stages
        ):
            victim = _executors()[0]
            os.kill(victim, signal.SIGKILL)
            print(f"  killed the executor with process id {victim}", flush=True)
            return


def _executors() -> list[int]:
    found = []
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if any("CoarseGrainedExecutorBackend" in word for word in child.cmdline()):
                found.append(child.pid)
    return found


if __name__ == "__main__":
    main()
