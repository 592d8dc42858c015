"""The answer to each order of several lines as a whole: the strictest of its lines decides."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from licet.engine.joint import LIGHTS, STRICTNESS
from licet.orders.book import OrderBook
from licet.orders.cells import ORDER
from licet.rules.answer import Answer, Light

__all__ = ["WHOLE_COLUMNS", "whole_columns"]

WHOLE_COLUMNS = (ORDER, "order_answer", "order_light")
"""What a table of answers has besides, where the lines of a book name their orders."""
_ANSWERS = [answer.value for answer in STRICTNESS]
_LIGHTS = [light.value for light in LIGHTS]
_OPEN = _ANSWERS.index(Answer.UNDETERMINED), _LIGHTS.index(Light.AMBER)
"""What a line counts as that cannot be read: an order may go only where every line of it may."""


def whole_columns(answers: pl.DataFrame, book: OrderBook, lost: Collection[str] = ()) -> list[pl.Series]:
    """By row of a table of answers, its order with the strictest answer and the worst light of its lines.

    Nothing where no line names one. ``lost``: the orders of lines that are not in the book.
    """
    if not book.orders:
        return []
    orders = [book.orders[row - 1] for row in answers["row"].to_list()]
    ranks = [
        answers[name].replace_strict(values, range(len(values)), return_dtype=pl.Int8).to_list()
        for name, values in (("answer", _ANSWERS), ("light", _LIGHTS))
    ]
    worst = dict.fromkeys({*book.incomplete, *lost, *(book.orders[bad.row - 1] for bad in book.bad)}, _OPEN)
    for order, answer, light in zip(orders, *ranks, strict=True):
        before = worst.get(order, (0, 0))
        worst[order] = max(before[0], answer), max(before[1], light)
    whole = [
        (None, None, None) if not order else (order, _ANSWERS[worst[order][0]], _LIGHTS[worst[order][1]])
        for order in orders
    ]
    return [
        pl.Series(name, [row[place] for row in whole], pl.String) for place, name in enumerate(WHOLE_COLUMNS)
    ]
