"""What a change would do to an order book on Spark: every line under the law and under scenarios, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from licet.scenarios.apply import suppose
from licet.scenarios.impact import AnswerChange, compare, labels_of
from licet.scenarios.scenario import Scenario
from licet.spark.lines import LineRun, MapInArrow, bad_lines, batches_of, chunks, mapped, prepared, tables
from licet.spark.packed import Packed
from licet.spark.parties import ScreenedNames
from licet.spark.session import described

__all__ = ["SparkScenario", "whatif"]

_TEXT, _TEXTS = pa.string(), pa.list_(pa.string())
_SIDE = {
    "answer": _TEXT, "light": _TEXT, "authority": _TEXTS, "rules": _TEXTS, "needs": _TEXTS, "conditions": _TEXTS,
    "holds_until": pa.date32(), "then": _TEXT,
}  # fmt: skip
_ARROW = pa.schema(
    {
        **dict.fromkeys(("id", "customer", "product", "destination"), _TEXT),
        "ship_date": pa.date32(),
        "month": _TEXT,
        "value_usd": pa.decimal128(38, 2),
        **_SIDE,
        **{f"{name}_supposed": kind for name, kind in _SIDE.items()},
        "change": _TEXT,
        "bad_key": _TEXT,
        "bad_problem": _TEXT,
    }
)


@dataclass(frozen=True)
class SparkScenario:
    """An order book on the day ``effective`` with scenarios off (what they change is as on ``as_of``) and on.

    ``every``: one row a line, in the columns of :class:`licet.scenarios.impact.Impact`, with ``bad_key`` and
    ``bad_problem`` as in :class:`licet.spark.lines.Answers`.
    """

    every: DataFrame
    as_of: date
    effective: date

    @property
    def changed(self) -> DataFrame:
        """The lines that change."""
        return self.every.where(f.col("change") != AnswerChange.UNCHANGED.value)

    def totals(self) -> dict[str, tuple[int, str]]:
        """Lines and value in US dollars by kind of change; the lines that could not be read as ``bad``."""
        worth = f.coalesce(f.sum("value_usd"), f.lit(0)).cast("decimal(38,2)").cast("string")
        with described(self.every.sparkSession, "licet: what the change would do"):
            rows = (
                self.every.groupBy(f.coalesce("change", f.lit("bad")).alias("change"))
                .agg(f.count(f.lit(1)).alias("lines"), worth.alias("value_usd"))
                .collect()
            )
        return {row["change"]: (row["lines"], row["value_usd"]) for row in sorted(rows)}


def whatif(
    orders: DataFrame,
    packed: Packed,
    scenarios: Sequence[Scenario],
    *,
    as_of: date | None = None,
    then: date | None = None,
    known_as_of: date | None = None,
) -> SparkScenario:
    """Answer every line twice and compare. Days that are None are those of the scenarios, as in ``licet whatif``.

    Raises ScenarioError, ValueError where no day is said, or UnreadableOrdersError.
    """
    laid = tuple(scenarios)
    opened = packed.opened()
    supposed = suppose(laid, opened.book, opened.decider.finder)
    day = as_of or min((scenario.as_of for scenario in laid if scenario.as_of is not None), default=None)
    if day is None:
        raise ValueError("the scenarios name no day from which they are asked: say as_of")
    known = known_as_of or min(
        (scenario.known_as_of for scenario in laid if scenario.known_as_of is not None), default=None
    )
    effective = then or max(day, supposed.settled_day)
    asked = prepared(
        orders, packed, LineRun(packed, ScreenedNames(None), day, known, laid, (effective, effective))
    )
    return SparkScenario(mapped(orders, _comparing(asked, day), _ARROW), day, effective)


def _comparing(asked: LineRun, day: date) -> MapInArrow:
    effective = asked.days[0]
    assert effective is not None

    def answer(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for table in chunks(batches, asked.columns):
            book, (off, supposed) = tables(table, asked)
            impact = compare(off, supposed, labels_of(book), as_of=day, effective=effective)
            yield from batches_of([impact.lines.drop("row"), bad_lines(table, book)], _ARROW)

    return answer
