"""An order list with what the lines of each order come to together, so that no limit of value is passed by lines."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

import polars as pl

from licet.model.order_totals import TOTALS, larger, line_value, order_totals

__all__ = ["with_order_totals"]

_VALUE = "item.value_usd"
_READ = (_VALUE, "item.eccn", "facts.hts_code")


def with_order_totals(table: pl.DataFrame, orders: Sequence[str]) -> pl.DataFrame:
    """The table with the totals of the orders of several lines, in columns that a file may state too.

    ``orders``: by row the number of its order, empty where it has none. Where a line of the same total has no value,
    the line has none either and is asked for it: its own value would be too little.
    """
    by_order: dict[str, list[int]] = {}
    for row, order in enumerate(orders):
        if order:
            by_order.setdefault(order, []).append(row)
    several = [rows for rows in by_order.values() if len(rows) > 1]
    if not several:
        return table
    values, eccns, codes = (_column(table, name) for name in _READ)
    totals: dict[str, list[str | None]] = {name: _column(table, f"item.{name}") for name in TOTALS}
    for rows in several:
        lines = [line_value(codes[row], eccns[row], _amount(values[row])) for row in rows]
        for row, found in zip(rows, order_totals(lines), strict=True):
            if None in found.values():
                values[row] = None
            for name, total in found.items():
                whole = larger(total, _amount(totals[name][row]))
                totals[name][row] = None if whole is None else format(whole, "f")
    columns = {_VALUE: values, **{f"item.{name}": cells for name, cells in totals.items()}}
    return table.with_columns(pl.Series(name, cells, pl.String) for name, cells in columns.items())


def _column(table: pl.DataFrame, name: str) -> list[str | None]:
    return table[name].cast(pl.String).to_list() if name in table.columns else [None] * table.height


def _amount(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None
