"""How much the rulebook leaves undetermined: every ECCN by its finest paragraphs, times every destination.

Usage: python -m benchmarks.undecided [--as-of DAY] [--end-use USE] [--broad] [--worst N]. Nothing is claimed, and no
fact is stated but the ECCN, the kind of item that its product group says, the destination, one consignee there and
the end use. An undetermined answer is counted under each fact that it asks for, and under each law that is not held.
``--broad``: the ECCNs that have paragraphs are asked without one, as well as with each.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

import numpy as np
import polars as pl

from licet.engine.batch.details import Detail
from licet.model.eccn_paragraphs import Paragraphs
from licet.orders.flat import read_table
from licet.orders.run import RunOptions, answer_book
from licet.orders.worker import DecisionContext
from licet.regimes.us_ear import ear
from licet.rules.answer import Answer
from licet.screening.finder import shipped_finder

TABLES = files("licet.regimes.us_ear") / "tables"
DAY = date(2026, 9, 24)
KINDS = {"D": "software", "E": "technology"}


@dataclass(frozen=True)
class Sweep:
    """The pairs asked about, and of each the detail of its answer."""

    pairs: pl.DataFrame
    details: tuple[Detail, ...]
    numbers: np.ndarray[tuple[int], np.dtype[np.int64]]

    @property
    def undetermined(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        answers = np.array([detail.answer is Answer.UNDETERMINED for detail in self.details])
        return answers[self.numbers]


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((TABLES / name).read_text("utf-8").splitlines()))


def items(*, broad: bool) -> Iterator[str]:
    """Every ECCN that has reasons for control, by its finest paragraphs; with ``broad`` by all of them."""
    known = Paragraphs(rows("paragraphs.csv"))
    for entry in rows("eccn.csv"):
        eccn = entry["eccn"]
        if entry["lines"] == "0":
            continue
        everything = [eccn, *(f"{eccn}.{paragraph}" for paragraph in known.of(eccn))]
        yield from everything if broad else (item for item in everything if not known.below(item))


def destinations() -> list[str]:
    """The destinations that have a row of their own in the Country Chart."""
    return [row["destination"] for row in rows("destinations.csv") if row["listed"] == "row"]


def sweep(day: date, end_use: str, *, broad: bool = False) -> Sweep:
    """Ask about every pair on a day."""
    eccns = pl.DataFrame({"item.eccn": list(items(broad=broad))}).with_columns(
        pl.col("item.eccn").str.slice(1, 1).replace_strict(KINDS, default="commodity").alias("item.kind")
    )
    places = pl.DataFrame({"destination": destinations()})
    pairs = eccns.join(places, how="cross").with_columns(
        pl.lit("export").alias("action"),
        pl.lit("true").alias("item.us_origin"),
        pl.lit(end_use).alias("end_use"),
        pl.lit("Muster Works").alias("ultimate_consignee.name"),
        pl.col("destination").alias("ultimate_consignee.country"),
    )
    book = read_table(pairs, ear(), day)
    assert not book.bad, book.bad[:3]
    ((_, found),) = answer_book(
        book, lambda: [DecisionContext(ear(), shipped_finder())], RunOptions(workers=1)
    )
    return Sweep(pairs.select("item.eccn", "destination"), tuple(found.details.things), found.detail)


def causes(detail: Detail) -> tuple[str, ...]:
    return (*detail.needs, *(f"law not held: {code}" for code in detail.law_not_held))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--as-of", type=date.fromisoformat, default=DAY)
    parser.add_argument("--end-use", default="none_named_in_part_744")
    parser.add_argument("--broad", action="store_true")
    parser.add_argument("--worst", type=int, default=25)
    chosen = parser.parse_args()
    found = sweep(chosen.as_of, chosen.end_use, broad=chosen.broad)
    _print(found, chosen.worst)


def _print(found: Sweep, worst: int) -> None:
    size, open_rows = len(found.numbers), np.flatnonzero(found.undetermined)
    eccns, places = (found.pairs[name].n_unique() for name in ("item.eccn", "destination"))
    print(f"{eccns:,} paragraphs x {places} destinations = {size:,} pairs")
    print(f"undetermined: {len(open_rows):,} ({len(open_rows) / size:.2%})")
    answers = Counter(found.details[number].answer.value for number in found.numbers.tolist())
    print("answers: " + ", ".join(f"{name} {count / size:.1%}" for name, count in answers.most_common()))
    numbers = Counter(found.numbers[open_rows].tolist())
    by_cause: Counter[str] = Counter()
    for number, count in numbers.items():
        for cause in causes(found.details[number]) or ("no need and no law named",):
            by_cause[cause] += count
    for cause, count in by_cause.most_common(worst):
        print(f"  {count:>8,} {count / size:6.2%}  {cause}")
    entry = pl.col("item.eccn").str.slice(0, 5)
    table = found.pairs[open_rows].group_by(entry.alias("entry")).len().sort("len", descending=True)
    print("by entry: " + ", ".join(f"{name} {count:,}" for name, count in table.head(worst).iter_rows()))
    table = found.pairs[open_rows].group_by("destination").len().sort("len", descending=True)
    print("by destination: " + ", ".join(f"{name} {count:,}" for name, count in table.head(10).iter_rows()))


if __name__ == "__main__":
    main()
