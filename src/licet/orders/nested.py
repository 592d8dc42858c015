"""Read order books of JSON lines: each line a sale in the wire format, owners and dispositions included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from licet.engine.batch.gather import lines_of
from licet.model.transaction import Owner, Party, Transaction
from licet.model.wire import WireError, parse_json, read_transaction
from licet.orders.book import BadLine, OrderBook
from licet.orders.decided import decided_in
from licet.orders.screen import PartyHits
from licet.rules.rulebook import Rulebook
from licet.screening.attach import ManyFinder, attach
from licet.screening.decided import NONE_MADE, Decisions

__all__ = ["read_nested", "sale_on_line"]

_LABELS = ("id", "customer", "product", "ship_date")
_Line = tuple[int, dict[str, Any], Transaction]


def read_nested(
    path: Path,
    book: Rulebook,
    finder: ManyFinder,
    as_of: date | None = None,
    known_as_of: date | None = None,
    decisions: Decisions = NONE_MADE,
) -> OrderBook:
    """Read and screen an order book; ``as_of`` asks about all lines on one day, in place of their own.

    ``decisions``: about hits of the parties, those that were made by ``known_as_of``.
    """
    bad: list[BadLine] = []
    read = [
        (row, labels, decisions.applied(replace(sale, known_as_of=known_as_of)))
        for row, labels, sale in _lines(path, book, as_of, bad)
    ]
    found = PartyHits.of(finder, _names(sale for _, _, sale in read))
    sales = [attach(sale, found) for _, _, sale in read]
    days = np.array([sale.as_of.toordinal() for sale in sales], np.int64)
    return OrderBook(_labels(read), lines_of(sales), days, (), np.zeros(0, np.intp), tuple(bad))


def sale_on_line(text: bytes, book: Rulebook, as_of: date | None) -> tuple[dict[str, Any], Transaction]:
    """The labels and the sale of one line. Raises WireError with the key at fault."""
    data = parse_json(text)
    if not isinstance(data, dict):
        raise WireError("must be a sale: an object with keys")
    labels = {name: data.pop(name, None) for name in _LABELS}
    if as_of is not None:
        data["as_of"] = as_of
    elif data.get("as_of") is None:
        data["as_of"] = labels["ship_date"]
    sale = read_transaction(data, book.vocabulary)
    if sale.known_as_of is not None:
        raise WireError("is an option of the whole run (--known-as-of)", key="known_as_of")
    return labels, sale


def _lines(path: Path, book: Rulebook, as_of: date | None, bad: list[BadLine]) -> Iterator[_Line]:
    with path.open("rb") as file:
        for row, text in enumerate(file, 1):
            if not text.strip():
                continue
            try:
                labels, sale = sale_on_line(text, book, as_of)
            except WireError as error:
                bad.append(BadLine(row, error.key, error.all_messages))
                continue
            yield row, labels, sale


def _names(sales: Iterable[Transaction]) -> Iterator[tuple[str, str | None]]:
    todo: list[Party | Owner] = [party for sale in sales for party in sale.parties]
    while todo:
        who = todo.pop()
        if who.name is not None:
            yield who.name, who.country
        todo.extend(who.owners or ())


def _labels(read: list[_Line]) -> pl.DataFrame:
    def text(value: object) -> str | None:
        return None if value is None else str(value)

    return pl.DataFrame(
        {
            "row": [row for row, _, _ in read],
            **{name: [text(labels[name]) for _, labels, _ in read] for name in _LABELS},
            "destination": [sale.destination for _, _, sale in read],
            "eccn": [sale.item.eccn for _, _, sale in read],
            "decided": [decided_in(sale) for _, _, sale in read],
            "value_usd": [None if (worth := sale.item.value_usd) is None else float(worth) for _, _, sale in read],
        },
        schema={
            "row": pl.Int64, **dict.fromkeys((*_LABELS, "destination", "eccn", "decided"), pl.String),
            "value_usd": pl.Float64,
        },
    )  # fmt: skip
