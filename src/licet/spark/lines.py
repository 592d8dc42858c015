"""Order books on Spark: every line answered by the engine that answers them on one machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl
import pyarrow as pa
from pyspark.sql import DataFrame, Observation
from pyspark.sql import functions as f
from pyspark.sql.pandas.types import from_arrow_schema

from licet.orders.book import OrderBook, UnreadableOrdersError
from licet.orders.cells import ORDER
from licet.orders.decided import with_decisions
from licet.orders.flat import read_table, refuse_unknown_columns
from licet.orders.joint import regime_column_names, regime_columns
from licet.orders.reasons import CONTROLS, REASONS, reasons_for_control
from licet.orders.receipt import leaves
from licet.orders.screen import screened
from licet.orders.table import COLUMNS, table_of_answers
from licet.orders.totals import counted_together, order_numbers
from licet.orders.whole import WHOLE_COLUMNS, whole_columns
from licet.orders.worker import AnsweredLines, Worker, line_chunks
from licet.scenarios.scenario import Scenario
from licet.services.order_runs import joint_answers
from licet.spark.packed import Packed, worker_of
from licet.spark.parties import ScreenedNames, found_of
from licet.spark.root import merkle_root_of
from licet.spark.session import described

__all__ = ["LineAnswers", "LineRun", "MapInArrow", "chunks", "determine", "mapped", "prepared", "tables"]

CHUNK = 1 << 17
"""Lines answered together in a worker: enough that walking through the days of change is shared by many."""
MapInArrow = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]
"""What a worker does of the batches of a partition."""
_SAID = (*(name for name in COLUMNS if name != "row"), REASONS, CONTROLS)
_DAYS = frozenset({"holds_until", "law_verified_to", "lists_date"})
_BESIDE = {"leaf": pa.binary(), "bad_key": pa.string(), "bad_problem": pa.string()}


@dataclass(frozen=True)
class LineRun:
    """What every task is told. ``days``: by law, the one day on which all lines are asked about.

    ``columns``: those of the orders, which travel to the workers under other names.
    """

    packed: Packed
    found: ScreenedNames
    as_of: date | None = None
    known_as_of: date | None = None
    scenarios: tuple[Scenario, ...] = ()
    days: tuple[date | None, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class LineAnswers:
    """The answers to an order book, worked out when an action asks for them.

    ``every``: one row a line, with its client reference ``id``; a line that could not be read has no answer,
    and says in ``bad_key`` and ``bad_problem`` what is wrong with it. Persist it where more than one action
    reads it.
    """

    every: DataFrame

    @property
    def good(self) -> DataFrame:
        """The answers, in the columns of ``licet check-file``."""
        return self.every.where("bad_key is null").drop(*_BESIDE)

    @property
    def bad(self) -> DataFrame:
        """The lines that could not be read: ``id``, ``key`` and ``problem``."""
        named = [f.col("bad_key").alias("key"), f.col("bad_problem").alias("problem")]
        return self.every.where("bad_key is not null").select("id", *named)

    def counts(self) -> dict[str, int]:
        """Lines by answer; ``bad`` those that could not be read."""
        with described(self.every.sparkSession, "licet: count the answers"):
            rows = self.every.groupBy(f.coalesce("answer", f.lit("bad")).alias("answer")).count().collect()
        return {row["answer"]: row["count"] for row in sorted(rows)}

    def root(self) -> str:
        """One hash over all answers: that of the same lines answered by ``licet check-file``."""
        return merkle_root_of(self.every.where("bad_key is null").select("leaf"))


def determine(
    orders: DataFrame, packed: Packed, *, as_of: date | None = None, known_as_of: date | None = None
) -> LineAnswers:
    """Answer every line of an order book.

    ``orders``: the columns of a flat order file (docs/guide/orders.md), ``id`` among them, which names each line.
    ``as_of``: ask about all lines on one day, in place of their own. ``known_as_of``: on what had been
    published by that day. Screens the distinct parties at once; answers when an action asks for them. Raises
    UnreadableOrdersError where columns are missing or unknown.
    """
    asked = prepared(orders, packed, LineRun(packed, ScreenedNames(None), as_of, known_as_of))
    schema = _schema(_said(orders.columns, packed.asked))
    every = mapped(orders, _answering(asked, schema), schema)
    seen = Observation("licet: lines")
    bad = f.count(f.col("bad_key")).alias("bad lines")
    return LineAnswers(every.observe(seen, f.count(f.lit(1)).alias("lines"), bad))


def _said(columns: Sequence[str], asked: Sequence[str]) -> tuple[str, ...]:
    """The columns of answers to lines with such columns, under some regimes."""
    of_each = regime_column_names(asked) if len(asked) > 1 else []
    return (*_SAID, *of_each, *(WHOLE_COLUMNS if ORDER in columns else ()))


def _schema(said: Sequence[str]) -> pa.Schema:
    kinds = {name: pa.date32() if name in _DAYS else pa.string() for name in said}
    return pa.schema({**kinds, **_BESIDE})


def prepared(orders: DataFrame, packed: Packed, asked: LineRun) -> LineRun:
    """The question with the parties of the orders screened. Raises UnreadableOrdersError for wrong columns."""
    refuse_unknown_columns("the orders", orders.columns, packed.opened().decider.reading)
    if "id" not in orders.columns:
        raise UnreadableOrdersError("the orders, key id: is needed to name the lines")
    return replace(
        asked,
        found=found_of(orders, packed, asked.known_as_of, asked.scenarios),
        columns=tuple(orders.columns),
    )


def mapped(orders: DataFrame, answer: MapInArrow, schema: pa.Schema) -> DataFrame:
    """The orders through a worker's function. (Spark's ``mapInArrow`` takes no column with a dot in its name.)"""
    names = [f"c{place}" for place in range(len(orders.columns))]
    plain = orders.toDF(*names)
    if ORDER in orders.columns:  # what an order comes to is added up where its lines lie together
        order, ident = (names[orders.columns.index(name)] for name in (ORDER, "id"))
        plain = plain.withColumn(order, f.nullif(f.trim(f.col(order).cast("string")), f.lit("")))
        plain = plain.repartition(f.coalesce(order, ident)).sortWithinPartitions(order)
    return plain.mapInArrow(answer, from_arrow_schema(schema))


def _answering(asked: LineRun, schema: pa.Schema) -> MapInArrow:
    said = regime_column_names(asked.packed.asked)

    def answer(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for table in chunks(batches, asked.columns):
            book, (answers,) = tables(table, asked)
            answers = answers.with_columns(*reasons_for_control(book, asked.packed.opened().book))
            of_each = [name for name in said if name in answers.columns]  # behind, as check-file has them
            answers = answers.select(pl.exclude(of_each), *of_each)
            answers = answers.with_columns(whole_columns(answers, book, order_numbers(_nameless(table))))
            leaf = pl.Series("leaf", leaves(answers), pl.Binary)
            rows = answers.drop("row").with_columns(leaf)
            yield from batches_of([rows, bad_lines(table, book)], schema)

    return answer


def batches_of(parts: Sequence[pl.DataFrame], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Tables under each other, what one lacks being empty, as Spark wants them."""
    names = schema.names
    whole = pl.concat(parts, how="diagonal").select(
        pl.col(name) if any(name in part.columns for part in parts) else pl.lit(None).alias(name)
        for name in names
    )
    yield from whole.to_arrow().cast(schema).to_batches()


def _nameless(table: pl.DataFrame) -> pl.DataFrame:
    return table.filter(pl.col("id").is_null())


def bad_lines(table: pl.DataFrame, book: OrderBook) -> pl.DataFrame:
    """What could not be answered of some lines: those that could not be read, and those without a reference."""
    named = table.filter(pl.col("id").is_not_null())["id"].cast(pl.String)
    nameless = table["id"].null_count()
    problems = [(named[bad.row - 1], bad.key, bad.problem) for bad in book.bad]
    problems += [(None, "id", "no reference names this line")] * nameless
    columns = {"id": pl.String, "bad_key": pl.String, "bad_problem": pl.String}
    return pl.DataFrame(problems, columns, orient="row")


def chunks(batches: Iterable[pa.RecordBatch], columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Arrow's batches put together into as many lines as are answered together, those of an order in one table."""
    some: list[pl.DataFrame] = []
    size = 0
    for batch in batches:
        some.append(_table([batch], columns))
        size += batch.num_rows
        if size >= CHUNK:
            whole, rest = _orders_apart(pl.concat(some, how="vertical_relaxed"))
            if whole.height:
                yield whole
            some, size = [rest], rest.height
    if size:
        yield pl.concat(some, how="vertical_relaxed")


def _orders_apart(table: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lines sorted by order: those of whole orders, and those of the last one, of which more may come."""
    last = table[ORDER][-1] if ORDER in table.columns else None
    if last is None:
        return table, table.clear()
    of_last = pl.col(ORDER).eq_missing(last)
    return table.filter(~of_last), table.filter(of_last)


def _table(batches: Sequence[pa.RecordBatch], columns: Sequence[str]) -> pl.DataFrame:
    table = pl.from_arrow(pa.Table.from_batches(batches).rename_columns(list(columns)))
    assert isinstance(table, pl.DataFrame)
    return table


def tables(table: pl.DataFrame, asked: LineRun) -> tuple[OrderBook, list[pl.DataFrame]]:
    """Read the lines that have a reference, and answer them under each law: tables of :func:`table_of_answers`.

    What an order comes to counts lines without a reference too. Of several regimes: the joint answer, and each.
    """
    worker = worker_of(asked.packed, asked.scenarios, asked.as_of)
    added, named = counted_together(table), pl.col("id").is_not_null()
    opened, codes = asked.packed.opened(), asked.packed.asked
    read = read_table(added.filter(named), opened.decider.reading, asked.as_of, table.filter(named))
    book = with_decisions(read, opened.decisions, asked.known_as_of)
    by_law = asked.found.listings(book.parties, len(worker.laws) // len(codes))
    found = []
    for law, listings in enumerate(by_law):
        day = asked.days[law] if law < len(asked.days) else None
        whole = screened(book, listings) if book.parties else book
        whole = whole if day is None else replace(whole, days=np.full_like(whole.days, day.toordinal()))
        first = law * len(codes)
        of_each = [
            (whole, _answered(worker, place, whole, asked.known_as_of))
            for place in range(first, first + len(codes))
        ]
        found.append(_joint_table(codes, of_each))
    return book, found


def _joint_table(codes: Sequence[str], found: Sequence[tuple[OrderBook, AnsweredLines]]) -> pl.DataFrame:
    """The joint answers of some regimes and, of several, what each of them says."""
    table = table_of_answers(*joint_answers(codes, found))
    if len(codes) == 1:
        return table
    return table.with_columns(
        regime_columns([(code, table_of_answers(*row)) for code, row in zip(codes, found, strict=True)])
    )


def _answered(worker: Worker, law: int, book: OrderBook, known_as_of: date | None) -> AnsweredLines:
    worker.take(law, book.lines, book.days, known_as_of)
    answered = AnsweredLines.of_size(book.lines.size)
    for rows in line_chunks(book):
        answered.put(worker.answer(law, rows))
    return answered
