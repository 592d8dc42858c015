"""What ``spark-submit`` runs: a table in, a folder of answers out, with the receipt of the run.

``licet spark-submit`` prints the command. Tables are read by the ending of the path: ``.csv`` with a header, whose
cells are texts, or else Parquet. The folder gets ``answers`` (Parquet), ``bad`` (JSON lines) and, for order books,
``receipt.json``. Nothing is written over what is there.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession

from licet.orders.receipt import receipt_of
from licet.scenarios.scenario_file import load_scenario
from licet.spark.lines import determine
from licet.spark.names import rescreen_delta, screen
from licet.spark.packed import Packed, pack
from licet.spark.session import described
from licet.spark.what_if import whatif

__all__ = ["WORK", "main", "parser"]


def parser() -> argparse.ArgumentParser:
    """The arguments of a job."""
    made = argparse.ArgumentParser("licet.spark.job", description=__doc__.split("\n", maxsplit=1)[0])
    made.add_argument("work", choices=sorted(WORK), help="what to do")
    made.add_argument("source", help="the table: a folder or file of Parquet, or CSV by its ending")
    made.add_argument("out", help="the folder for what comes out; it must not exist")
    made.add_argument("--home", type=Path, help="the folder with the adopted lists, on the driver")
    made.add_argument("--as-of", type=date.fromisoformat, help="the day to answer for (YYYY-MM-DD)")
    made.add_argument("--known-as-of", type=date.fromisoformat, help="on what had been published by this day")
    made.add_argument("--scenario", action="append", default=[], help="whatif: a scenario, by name or file")
    made.add_argument(
        "--changed", type=Path, help="rescreen: a file with the ids of changed entries, one a line"
    )
    made.add_argument("--partitions", type=int, help="part the table anew into so many parts")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a job in the session that ``spark-submit`` makes. Gives 0; what cannot be asked is an error."""
    asked = parser().parse_args(arguments)
    spark = SparkSession.builder.appName(f"licet {asked.work}").getOrCreate()
    source = _read(spark, asked.source)
    if asked.partitions:
        source = source.repartition(asked.partitions)
    packed = pack(spark, asked.home, as_of=asked.as_of, known_as_of=asked.known_as_of)
    summary = WORK[asked.work](source, packed, asked)
    sys.stdout.write(json.dumps(summary, indent=2, ensure_ascii=False) + "\n")
    return 0


def _read(spark: SparkSession, source: str) -> DataFrame:
    if source.rstrip("/").endswith(".csv"):
        return spark.read.csv(source, header=True)
    return spark.read.parquet(source)


def _determine(orders: DataFrame, packed: Packed, asked: argparse.Namespace) -> dict[str, Any]:
    answers = determine(orders, packed, as_of=asked.as_of, known_as_of=asked.known_as_of)
    answers.every.persist(StorageLevel.DISK_ONLY)
    _write(answers.good, answers.bad, asked.out)
    opened = packed.opened()
    question = {
        "input": asked.source,
        "as_of": None if asked.as_of is None else asked.as_of.isoformat(),
        "known_as_of": None if asked.known_as_of is None else asked.known_as_of.isoformat(),
        "regimes": list(packed.asked),
    }
    receipt = receipt_of(opened.book, opened.finder.lists, question, answers.counts(), answers.root())
    _write_text(orders.sparkSession, f"{asked.out}/receipt.json", json.dumps(receipt, indent=2))
    return receipt


def _screen(names: DataFrame, packed: Packed, asked: argparse.Namespace) -> dict[str, Any]:
    return _hits(screen(names, packed), asked)


def _rescreen(names: DataFrame, packed: Packed, asked: argparse.Namespace) -> dict[str, Any]:
    if asked.changed is None:
        raise SystemExit("licet.spark.job: rescreen needs --changed FILE")
    return _hits(rescreen_delta(names, packed, asked.changed.read_text("utf-8").split()), asked)


def _hits(found: DataFrame, asked: argparse.Namespace) -> dict[str, Any]:
    found.persist(StorageLevel.DISK_ONLY)
    bad = found.where("problem is not null").select("id", "name", "country", "problem")
    hits = found.where("problem is null").drop("problem")
    _write(hits, bad, asked.out)
    return {"hits": hits.count(), "bad": bad.count(), "output": asked.out}


def _whatif(orders: DataFrame, packed: Packed, asked: argparse.Namespace) -> dict[str, Any]:
    if not asked.scenario:
        raise SystemExit("licet.spark.job: whatif needs --scenario NAME")
    scenarios = [load_scenario(name) for name in asked.scenario]
    found = whatif(orders, packed, scenarios, as_of=asked.as_of, known_as_of=asked.known_as_of)
    found.every.persist(StorageLevel.DISK_ONLY)
    bad = found.every.where("bad_key is not null").selectExpr("id", "bad_key key", "bad_problem problem")
    _write(found.every.where("bad_key is null").drop("bad_key", "bad_problem"), bad, asked.out)
    return {
        "as_of": found.as_of.isoformat(),
        "effective": found.effective.isoformat(),
        "totals": found.totals(),
    }


def _write(answers: DataFrame, bad: DataFrame, out: str) -> None:
    with described(answers.sparkSession, "licet: answer and write"):
        answers.write.parquet(f"{out}/answers")
    with described(answers.sparkSession, "licet: write what could not be read"):
        bad.write.json(f"{out}/bad")


def _write_text(spark: SparkSession, path: str, text: str) -> None:
    """A small file wherever Spark can write."""
    context = spark.sparkContext
    jvm, conf = context._jvm, context._jsc.hadoopConfiguration()  # noqa: SLF001  # the only way to Hadoop's files
    assert jvm is not None
    target = jvm.org.apache.hadoop.fs.Path(path)
    stream = target.getFileSystem(conf).create(target, False)
    try:
        stream.write(bytearray(text.encode()))
    finally:
        stream.close()


WORK: dict[str, Callable[[DataFrame, Packed, argparse.Namespace], dict[str, Any]]] = {
    "determine": _determine,
    "rescreen": _rescreen,
    "screen": _screen,
    "whatif": _whatif,
}
"""What a job can do."""

if __name__ == "__main__":
    raise SystemExit(main())
