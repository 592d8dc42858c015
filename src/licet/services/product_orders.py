"""Order files filled from the product master: an order line is a part number and a quantity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from licet.orders.flat import cells_of, write_cells
from licet.services.determination import today
from licet.services.order_runs import OrderRun
from licet.services.product_facts import product_note
from licet.services.products import ProductMaster, item_of, product_master

__all__ = ["fill_order_table", "filled_orders", "filled_run", "part_column", "product_prints"]

_PART = ("item.part", "product")
"""The columns of an order file that may name the part, the first before the second."""
_FLAT = (".csv", ".parquet", ".arrow")


def filled_orders(orders: Path, out: Path, home: Path, organization: str | None, on: date) -> Path:
    """An order file with the item columns filled from its part numbers, written to ``out``; else the file itself.

    Nothing is written where the file names no part of the master, or is no flat file.
    """
    out.unlink(missing_ok=True)
    master = product_master(home, organization)
    if not master.products or orders.suffix.lower() not in _FLAT:
        return orders
    table, bad = cells_of(orders)
    filled = fill_order_table(table, master, on)
    if filled is None:
        return orders
    write_cells(filled, bad, out)
    return out


def filled_run(asked: OrderRun, home: Path) -> OrderRun:
    """A run over the same orders, filled from the product master; the filled ones are kept beside the answers."""
    book = asked.out.with_name(f"{asked.out.name}.orders.parquet")
    organization, day = asked.scope.organization, asked.as_of or today()
    return replace(asked, orders=filled_orders(asked.orders, book, home, organization, day))


def fill_order_table(table: pl.DataFrame, master: ProductMaster, on: date) -> pl.DataFrame | None:
    """The table with the cells that part numbers fill, each line saying so; None where no line names a part.

    A cell that the file fills stays.
    """
    column = part_column(table)
    if column is None:
        return None
    parts = [part for part in table[column].cast(pl.String).unique() if part in master.products]
    if not parts:
        return None
    known = pl.DataFrame(
        [_cells(master, part, on) for part in parts], schema=dict.fromkeys(_FILLED, pl.String)
    )
    table = table.with_columns(pl.col(column).cast(pl.String).alias("__part"))
    joined = table.join(known, on="__part", how="left", maintain_order="left")
    columns = []
    for name in _FILLED[1:]:
        own = name.removeprefix("__")
        if own == "defaults":
            own_notes = (
                pl.col("defaults").cast(pl.String) if "defaults" in table.columns else pl.lit(None, pl.String)
            )
            columns.append(
                pl.concat_str([own_notes, pl.col(name)], separator="\n", ignore_nulls=True).alias(own)
            )
        elif own in table.columns:
            stated = pl.col(own).cast(pl.String)
            columns.append(
                pl.when(stated.is_null() | (stated.str.strip_chars() == "")).then(pl.col(name)).otherwise(stated)
                .alias(own)
            )  # fmt: skip
        else:
            columns.append(pl.col(name).alias(own))
    filled = joined.with_columns(columns).drop("__part", *_FILLED[1:])
    empty = [
        name
        for name in filled.columns
        if name not in table.columns and filled[name].null_count() == len(filled)
    ]
    notes = pl.when(pl.col("defaults") == "").then(None).otherwise(pl.col("defaults")).alias("defaults")
    return filled.drop(*(name for name in empty if name != "defaults")).with_columns(notes)


def part_column(table: pl.DataFrame) -> str | None:
    """The column of an order file that names the part; None where there is none."""
    return next((name for name in _PART if name in table.columns), None)


_FILLED = ("__part", "__item.description", "__item.kind", "__item.eccn", "__item.us_origin",
           "__item.controlled_us_content_pct", "__defaults")  # fmt: skip


def _cells(master: ProductMaster, part: str, on: date) -> dict[str, str | None]:
    known = item_of(master, part, on)
    cells: dict[str, str | None] = {f"__item.{name}": _cell(value) for name, value in known.items()}
    return dict.fromkeys(_FILLED) | cells | {"__part": part, "__defaults": product_note(master, part, on)}


def _cell(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def product_prints(parts: pl.Series, home: Path, organization: str | None, on: date) -> pl.Series:
    """By line, a fingerprint of what the master says of its part: empty where it has no such part."""
    master = product_master(home, organization)
    prints = dict(_prints(master, parts, on))
    return pl.Series([prints.get(part, "") for part in parts], dtype=pl.String)


def _prints(master: ProductMaster, parts: pl.Series, on: date) -> Iterator[tuple[Any, str]]:
    for part in parts.unique():
        if part in master.products:
            yield part, master.fingerprint(part, on)
