"""How the lines of an answered order book stand today: what their answers rest on, and how that is now."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from licet.engine.grounds import rules_of_place
from licet.orders.continuation import Continuation
from licet.orders.fingerprints import answer_prints, law_print, line_prints, lists_print, text_prints
from licet.orders.flat import table_of
from licet.orders.holding import HoldBasis, LineAnswer
from licet.orders.receipt import receipt_of
from licet.orders.totals import counted_together
from licet.orders.whole import WHOLE_COLUMNS
from licet.rules.answer import Answer, Light
from licet.screening.decided import DecisionScope
from licet.services.continued_books import continuations_of
from licet.services.determination import Decider, decisions_in
from licet.services.order_runs import read_orders
from licet.services.product_orders import part_column, product_prints
from licet.services.products import product_master
from licet.storage.home import books_root

__all__ = [
    "FILLED",
    "AnsweredBook",
    "answered_book",
    "book_keys",
    "keep_prints",
    "order_rows_of_parts",
    "orders_in",
    "orders_rows",
    "uploaded_lines",
    "uploaded_orders",
]

_FLAT = (".parquet", ".csv", ".arrow")
FILLED = "orders.filled.parquet"
RECEIPT, PRINTS = "answers.parquet.receipt.json", "prints.parquet"
"""Beside the answers of a book: by row, the fingerprints of its lines as they were answered."""


def keep_prints(orders: Path, folder: Path, home: Path, organization: str | None, day: date) -> None:
    """Keep the fingerprints of the lines of a book that was just answered, and of what their parts are on a day."""
    products = _products_now(orders, home, organization, day).rename({"classification_now": "classification"})
    lines = _line_prints(orders)
    if products.height:
        lines = lines.join(products, on="row", how="left", maintain_order="left")
    lines.write_parquet(folder / PRINTS)


def uploaded_lines(folder: Path) -> pl.DataFrame:
    """The lines of a book as they were uploaded: ``row``, ``id``, and ``line``, the hash of the cells."""
    orders = uploaded_orders(folder)
    prints = _line_prints(orders)
    if orders.suffix not in _FLAT:
        answers = pl.read_parquet(folder / "answers.parquet").select(pl.col("row").cast(pl.Int64), "id")
        return prints.join(answers, on="row", how="left", maintain_order="left").select("row", "id", "line")
    table = table_of(orders)
    ids = (
        table["id"].cast(pl.String)
        if "id" in table.columns
        else pl.Series([None] * table.height, dtype=pl.String)
    )
    return prints.with_columns(id=ids).select("row", "id", "line")


def _line_prints(orders: Path) -> pl.DataFrame:
    return line_prints(counted_together(table_of(orders))) if orders.suffix in _FLAT else text_prints(orders)


@dataclass(frozen=True)
class AnsweredBook:
    """The lines of an answered book with what their answers rest on, and how that is on a day.

    ``table``: by row labels and answer, with ``then_line`` and ``line_now`` (fingerprints when answered and
    now), ``answer_print``, ``decided`` and ``decided_now``, and ``under_review``: whether it rests on a rule whose
    text changed since; and ``since``: where the book continues an earlier one, what became of the line.
    ``then``, ``now``: fingerprints of lists and law. ``earlier``: how the book continues an earlier one, that one an
    earlier one, and so on.
    """

    key: str
    table: pl.DataFrame
    then: Mapping[str, str]
    now: Mapping[str, str]
    day: date
    earlier: tuple[Continuation, ...] = ()

    def line(self, row: Mapping[str, Any]) -> LineAnswer:
        """One line of the table, given by its columns."""
        answered, today = (
            HoldBasis(
                own["lists"],
                f"{own['law']} under review" if own is self.now and row["under_review"] else own["law"],
                row[line] or "",
                row[decided] or "",
                row["answer_print"],
                row[classification] or "",
                row["holds_until"],
            )
            for own, line, decided, classification in (
                (self.then, "then_line", "decided", "classification"),
                (self.now, "line_now", "decided_now", "classification_now"),
            )
        )
        subject = f"{self.key}:{row['row']}"
        return LineAnswer(subject, Answer(row["answer"]), Light(row["light"]), answered, today, self.day)

    def lines(self) -> Iterator[LineAnswer]:
        """Every line, in the order of the book."""
        return (self.line(row) for row in self.table.iter_rows(named=True))

    @property
    def lapsed(self) -> pl.Expr:
        """Whether the answer of a row of the table no longer holds; the same as the ``lapses`` of its line."""
        if dict(self.then) != dict(self.now):
            return pl.lit(value=True)
        changed = pl.col("then_line").ne_missing(pl.col("line_now")) | pl.col("then_line").is_null()
        decided = pl.col("decided").fill_null("") != pl.col("decided_now").fill_null("")
        over = (pl.col("holds_until") <= self.day).fill_null(value=False)
        product = pl.col("classification").fill_null("") != pl.col("classification_now").fill_null("")
        return changed | decided | product | over | pl.col("under_review")


def book_keys(home: Path, organization: str) -> list[str]:
    """The keys of the books of an organization that were answered."""
    found = books_root(home, organization).glob("*/answers.parquet.receipt.json")
    return sorted(path.parent.name for path in found)


def orders_in(folder: Path) -> Path:
    """The table of a book as the engine reads it: filled from the product master, where that has its parts."""
    return filled if (filled := folder / FILLED).is_file() else uploaded_orders(folder)


def uploaded_orders(folder: Path) -> Path:
    """The table of a book as it was uploaded."""
    return next(path for end in (*_FLAT, ".jsonl") if (path := folder / f"orders{end}").is_file())


def _products_now(orders: Path, home: Path, organization: str | None, day: date) -> pl.DataFrame:
    """By row, what the product master says of the part that a line names; empty text where it says nothing."""
    if orders.suffix not in _FLAT or not product_master(home, organization).products:
        return pl.DataFrame(schema={"row": pl.Int64, "classification_now": pl.String})
    parts = _parts_in(orders, orders.stat().st_mtime_ns)
    prints = product_prints(parts, home, organization, day)
    return pl.DataFrame({"row": range(1, len(parts) + 1), "classification_now": prints})


@lru_cache(maxsize=4)
def _parts_in(orders: Path, _changed: int) -> pl.Series:
    table = table_of(orders)
    column = part_column(table)
    return table[column].cast(pl.String) if column else pl.Series([None] * table.height, dtype=pl.String)


def answered_book(
    home: Path, organization: str, key: str, decider: Decider, day: date
) -> AnsweredBook | None:
    """An answered book of an organization, as it stands on a day; None where there is none under that key.

    Raises OSError or UnreadableOrdersError.
    """
    if key not in book_keys(home, organization):
        return None
    folder = books_root(home, organization) / key
    orders, receipt = orders_in(folder), json.loads((folder / RECEIPT).read_text("utf-8"))
    table = _answers(folder, _changed_at(folder))
    now = _lines_now(orders, orders.stat().st_mtime_ns)
    decided = _decided_now(orders, receipt, decider, DecisionScope(organization), table)
    for more in (now, decided, _products_now(orders, home, organization, day)):
        table = table.join(more, on="row", how="left", maintain_order="left")
    table = table.with_columns(under_review=_under_review(table, receipt, decider, day))
    earlier = continuations_of(home, organization, key)
    if earlier:
        changes = earlier[0].changes.rename({"change": "since"})
        table = table.join(changes, on="row", how="left", maintain_order="left")
    return AnsweredBook(key, table, _prints(receipt), _prints(_receipt_now(decider)), day, earlier)


def _under_review(table: pl.DataFrame, receipt: Mapping[str, Any], decider: Decider, day: date) -> pl.Series:
    """By row, whether its answer rests on a rule that was put under review after the run, by its day or today."""
    before = receipt.get("limits", {}).get("under_review", {})
    fresh = {
        rule: first for rule, first in decider.policy.under_review if before.get(rule) != first.isoformat()
    }
    if not fresh:
        return pl.Series(np.zeros(table.height, np.bool_))
    columns = ("answer", "rules", "destination", "ship_date")
    return pl.Series(
        [_rests(row, fresh, decider, day) for row in table.select(columns).iter_rows(named=True)],
        dtype=pl.Boolean,
    )


def orders_rows(folder: Path, rules: frozenset[str], decider: Decider, day: date) -> Iterator[dict[str, Any]]:
    """The lines of an answered book in a folder that rest on some rules."""
    fresh = dict.fromkeys(rules, day)
    for row in _answers(folder, _changed_at(folder)).iter_rows(named=True):
        if _rests(row, fresh, decider, day):
            yield {
                "row": row["row"],
                "id": row["id"],
                "answer": row["answer"],
                "destination": row["destination"],
            }


def order_rows_of_parts(
    home: Path, organization: str | None, parts: Collection[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lines of the answered books of an organization that name one of some parts, each with the book's key."""
    for key in book_keys(home, organization) if organization else ():
        folder = books_root(home, organization or "") / key
        orders = orders_in(folder)
        if orders.suffix not in _FLAT:
            continue
        named = _parts_in(orders, orders.stat().st_mtime_ns)
        for row in _answers(folder, _changed_at(folder)).iter_rows(named=True):
            if row["row"] <= len(named) and (part := named[row["row"] - 1]) in parts:
                yield key, {"row": row["row"], "id": row["id"], "part": part, "answer": row["answer"]}


def _rests(row: Mapping[str, Any], fresh: Mapping[str, date], decider: Decider, day: date) -> bool:
    last = max(day, row["ship_date"] or day)
    rested = set((row["rules"] or "").split("; "))
    if row["answer"] in _GOES:
        rested |= rules_of_place(decider.rulebook, day, None, None, row["destination"])
    return any(first <= last and rule in rested for rule, first in fresh.items())


_GOES = (Answer.NO_LICENSE_REQUIRED.value, Answer.AUTHORIZED.value)


def _changed_at(folder: Path) -> tuple[int, ...]:
    """When each file that an answering writes was last written."""
    files = (folder / name for name in ("answers.parquet", PRINTS, "labels.parquet"))
    return tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in files)


@lru_cache(maxsize=4)
def _answers(folder: Path, _changed: tuple[int, ...]) -> pl.DataFrame:
    """Answers and labels of a book with the fingerprints that were kept."""
    answers = pl.read_parquet(folder / "answers.parquet")
    kept, labels = (
        folder / PRINTS,
        pl.read_parquet(folder / "labels.parquet").drop("id", *WHOLE_COLUMNS, strict=False),
    )
    then = (
        pl.read_parquet(kept) if kept.is_file() else pl.DataFrame(schema={"row": pl.Int64, "line": pl.String})
    )
    if "classification" not in then.columns:  # answered before there was a product master
        then = then.with_columns(classification=pl.lit(None, pl.String))
    then = then.rename({"line": "then_line"})
    table = answers.with_columns(pl.col("row").cast(pl.Int64))
    for more in (answer_prints(answers), then, labels.with_columns(pl.col("row").cast(pl.Int64))):
        table = table.join(more, on="row", how="left", maintain_order="left")
    return table


@lru_cache(maxsize=4)
def _lines_now(orders: Path, _changed: int) -> pl.DataFrame:
    return _line_prints(orders).rename({"line": "line_now"})


def _prints(receipt: Mapping[str, Any]) -> dict[str, str]:
    known = {"limits", "engine", "rulebook", "lists"} <= receipt.keys()
    return {
        "lists": lists_print(receipt) if known else "",
        "law": law_print(receipt) if known else "",
    }


def _receipt_now(decider: Decider) -> dict[str, Any]:
    """What a run of now would say of lists and law."""
    return receipt_of(decider.rulebook, decider.screener.lists, {"limits": decider.policy.to_wire()}, {}, "")


def _decided_now(
    orders: Path, receipt: Mapping[str, Any], decider: Decider, scope: DecisionScope, answers: pl.DataFrame
) -> pl.DataFrame:
    """By row, what is decided of a line's parties now; read anew only where decisions were made or revoked since."""
    same = answers.select(pl.col("row").cast(pl.Int64), pl.col("decided").alias("decided_now"))
    upto = receipt.get("decisions")
    now = decisions_in(decider.home, scope)
    if isinstance(upto, list):
        then = decisions_in(decider.home, scope, (upto[0], upto[1]))
        if then.fingerprint == now.fingerprint:
            return same
    as_of, known = (
        None if not receipt.get(name) else date.fromisoformat(receipt[name])
        for name in ("as_of", "known_as_of")
    )
    labels = read_orders(orders, decider, as_of, known, now).labels
    if "decided" not in labels.columns:
        return same.with_columns(decided_now=pl.lit(None, pl.String))
    return labels.select(pl.col("row").cast(pl.Int64), pl.col("decided").alias("decided_now"))
