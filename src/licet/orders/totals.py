"""An order list with what the lines of each order come to together, so that no limit of value is passed by lines."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

import polars as pl

from licet.model.order_totals import TOTALS, LineValue, larger, line_value, order_totals
from licet.orders.cells import ORDER, ORDER_LACKS, read_cell

__all__ = ["counted_together", "incomplete_orders", "order_numbers", "with_lost_lines"]

_VALUE = "item.value_usd"
_READ = (_VALUE, "item.eccn", "facts.hts_code")
_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,2})?")
_LOST = LineValue("", "", None)
"""What a line that is not here counts as: it may have any number, any entry and any value."""


def order_numbers(table: pl.DataFrame) -> tuple[str, ...]:
    """By row the number of its order, empty where it has none; nothing where the file has no such column."""
    return tuple(_labels(table, ORDER)) if ORDER in table.columns else ()


def incomplete_orders(table: pl.DataFrame) -> frozenset[str]:
    """The orders of which lines are not in the file or cannot be read, as ``order_lacks`` says."""
    if ORDER_LACKS not in table.columns:
        return frozenset()
    pairs = zip(order_numbers(table), _labels(table, ORDER_LACKS), strict=False)
    return frozenset(order for order, lacks in pairs if order and lacks)


def with_lost_lines(table: pl.DataFrame, lost: Collection[int]) -> pl.DataFrame:
    """The table with ``order_lacks`` said of the orders of which a row may be that has no cells.

    ``lost``: the places of such rows, from 0: each may be a line of the order above or below it.
    """
    numbers = order_numbers(table)
    if not numbers or not lost:
        return table
    found: dict[str, str] = {}
    for place in sorted(lost):
        above = next((numbers[row] for row in range(place - 1, -1, -1) if row not in lost), "")
        below = next((numbers[row] for row in range(place + 1, len(numbers)) if row not in lost), "")
        found |= {order: f"row {place + 1}" for order in (above, below) if order and order not in found}
    said = _labels(table, ORDER_LACKS) if ORDER_LACKS in table.columns else [""] * table.height
    cells = [lacks or found.get(order) for lacks, order in zip(said, numbers, strict=True)]
    return table.with_columns(pl.Series(ORDER_LACKS, cells, pl.String))


def counted_together(table: pl.DataFrame) -> pl.DataFrame:
    """The table with the totals of the orders of several lines, in columns that a file may state too.

    Where a line of the same total has no value, the line has none either and is asked for it: its own value would be
    too little. A table of some lines of a file lacks the others of their orders: add up first, then take lines.
    """
    by_order: dict[str, list[int]] = {}
    for row, order in enumerate(order_numbers(table)):
        if order:
            by_order.setdefault(order, []).append(row)
    incomplete = incomplete_orders(table)
    several = [(order, rows) for order, rows in by_order.items() if len(rows) > 1 or order in incomplete]
    if not several:
        return table
    values, eccns, codes = (_column(table, name) for name in _READ)
    totals: dict[str, list[str | None]] = {name: _column(table, f"item.{name}") for name in TOTALS}
    for order, rows in several:
        lines = [line_value(codes[row], eccns[row], _amount(values[row])) for row in rows]
        found = order_totals([*lines, _LOST] if order in incomplete else lines)
        for place, (row, of_line) in enumerate(zip(rows, found, strict=False)):
            if None in of_line.values() and lines[place].value is not None:
                values[row] = None  # a text that is no number stays, to be reported
            for name, total in of_line.items():
                whole = larger(total, _amount(totals[name][row]))
                totals[name][row] = None if whole is None else format(whole, "f")
    columns = {_VALUE: values, **{f"item.{name}": cells for name, cells in totals.items()}}
    return table.with_columns(pl.Series(name, cells, pl.String) for name, cells in columns.items())


def _labels(table: pl.DataFrame, name: str) -> list[str]:
    return table[name].cast(pl.String).fill_null("").str.strip_chars().to_list()


def _column(table: pl.DataFrame, name: str) -> list[str | None]:
    return table[name].cast(pl.String).to_list() if name in table.columns else [None] * table.height


def _amount(text: str | None) -> Decimal | None:
    if text is None or _PLAIN.fullmatch(text):
        return None if text is None else Decimal(text)
    value = read_cell(_VALUE, text, {}).value
    return value if isinstance(value, Decimal) else None
