"""Read order books of JSON lines: each line a sale in the wire format, owners and dispositions included."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from licet.engine.batch.gather import lines_of
from licet.model.order import Order, OrderLine, added_up, line_documents, order_line
from licet.model.transaction import Item, Owner, Party, Transaction
from licet.model.wire import WireError, parse_json, read_transaction
from licet.orders.book import BadLine, OrderBook
from licet.orders.cells import ORDER
from licet.orders.decided import decided_in
from licet.orders.screen import PartyHits
from licet.rules.rulebook import Rulebook
from licet.screening.attach import ManyFinder, attach
from licet.screening.decided import NONE_MADE, Decisions

__all__ = ["SaleText", "read_nested", "sale_in_row", "sale_texts"]

_LABELS = ("id", "customer", "product", "ship_date", ORDER)


def read_nested(
    path: Path,
    book: Rulebook,
    finder: ManyFinder,
    as_of: date | None = None,
    known_as_of: date | None = None,
    decisions: Decisions = NONE_MADE,
) -> OrderBook:
    """Read and screen an order book; ``as_of`` asks about all lines on one day, in place of their own.

    A sale with ``items`` is an order of several lines, which take a row each. ``decisions``: about hits of the
    parties, those that were made by ``known_as_of``.
    """
    texts = list(sale_texts(path))
    bad: list[BadLine] = []
    read: list[_Line] = []
    for text in texts:
        try:
            read.append(_read(text, book, as_of))
        except WireError as error:
            bad.append(BadLine(text.row, error.key, error.all_messages))
    lost = _orders_of({line.row for line in bad}, texts)
    added = _added_up(read, lost)
    sales = [decisions.applied(replace(line.sale, known_as_of=known_as_of)) for line in added]
    found = PartyHits.of(finder, _names(sales))
    screened = [attach(sale, found) for sale in sales]
    return OrderBook(
        _labels(list(zip(read, sales, strict=True))),
        lines_of(screened),
        np.array([sale.as_of.toordinal() for sale in screened], np.int64),
        (),
        np.zeros(0, np.intp),
        tuple(bad),
        _orders(texts),
        lost,
    )


@dataclass(frozen=True, slots=True)
class SaleText:
    """A sale of a file. ``row``: its number, from 1; ``document``: the sale in the wire format, or what is wrong.

    ``order``: the number of its order; empty: none. ``text``: all that it is read from, by which changes are seen.
    """

    row: int
    order: str
    labels: Mapping[str, Any]
    document: dict[str, Any] | WireError
    text: bytes


def sale_texts(path: Path) -> Iterator[SaleText]:
    """The sales of a file: a line each, and an order with ``items`` as many as it has lines. Empty lines count."""
    row = 1
    with path.open("rb") as file:
        for text in file:
            found = list(_texts(row, text)) if text.strip() else []
            yield from found
            row += max(len(found), 1)


def _texts(row: int, text: bytes) -> Iterator[SaleText]:
    order = ""
    try:
        data = parse_json(text)
        if not isinstance(data, dict):
            raise WireError("must be a sale: an object with keys")  # noqa: TRY301  # one row, and one way out
        labels = {name: data.pop(name, None) for name in _LABELS}
        order = " ".join(str(labels[ORDER] or "").split())
        if "items" not in data:
            yield SaleText(row, order, labels, data, text)
            return
        lines = list(line_documents(data))
    except WireError as error:
        yield SaleText(row, order, {}, error, text)
        return
    order = order or str(labels["id"] or f"row {row}")
    for place, (ident, document) in enumerate(lines):
        name = "/".join(str(part) for part in (labels["id"], ident or place + 1) if part is not None)
        yield SaleText(row + place, order, {**labels, "id": name}, document, text)


def sale_in_row(path: Path, row: int, book: Rulebook, as_of: date | None) -> Transaction:
    """The sale in a row, with what its order comes to. Raises WireError with the key at fault."""
    texts = list(sale_texts(path))
    wanted = next((text for text in texts if text.row == row), None)
    if wanted is None:
        raise WireError(f"the file has no sale in row {row}")
    read, unread = [], set()
    for text in texts:
        if text is not wanted and (not text.order or text.order != wanted.order):
            continue
        try:
            read.append(_read(text, book, as_of))
        except WireError:
            if text is wanted:
                raise
            unread.add(text.row)
    unread |= {text.row for text in texts if isinstance(text.document, WireError)}
    return next(line.sale for line in _added_up(read, _orders_of(unread, texts)) if line.text is wanted)


@dataclass(frozen=True, slots=True)
class _Line:
    text: SaleText
    schedule_b: str
    sale: Transaction


def _read(text: SaleText, book: Rulebook, as_of: date | None) -> _Line:
    """A sale read, on the day of the run, else its own. Raises WireError with the key at fault."""
    if isinstance(text.document, WireError):
        raise text.document
    own = text.document.get("as_of")
    day = as_of if as_of is not None else text.labels["ship_date"] if own is None else own
    line = order_line(
        text.row, None, {**text.document, "as_of": day}, lambda data: read_transaction(data, book.vocabulary)
    )
    if line.transaction.known_as_of is not None:
        raise WireError("is an option of the whole run (--known-as-of)", key="known_as_of")
    return _Line(text, line.schedule_b, line.transaction)


def _added_up(read: Sequence[_Line], lost: Collection[str]) -> list[_Line]:
    """The lines, each with what its order comes to. ``lost``: orders with a line that cannot be read."""
    places: dict[str, list[int]] = {}
    for place, line in enumerate(read):
        if line.text.order:
            places.setdefault(line.text.order, []).append(place)
    found = list(read)
    for order, some in places.items():
        lines = [OrderLine(n, None, read[n].sale, read[n].schedule_b) for n in some]
        if order in lost:  # it may have any number, any entry and any value
            lines.append(OrderLine(-1, None, replace(lines[0].transaction, item=Item(), facts={})))
        for place, added in zip(some, added_up(Order(tuple(lines))).lines, strict=False):
            found[place] = replace(read[place], sale=added.transaction)
    return found


def _orders_of(rows: Collection[int], texts: Sequence[SaleText]) -> frozenset[str]:
    """The orders of rows that cannot be read; a row that is no document may be one of the order above or below it."""
    found: set[str] = set()
    for place, text in enumerate(texts):
        if text.row in rows:
            near = (
                [text] if text.order else [*texts[max(place - 1, 0) : place], *texts[place + 1 : place + 2]]
            )
            found |= {other.order for other in near}
    return frozenset(found - {""})


def _orders(texts: Sequence[SaleText]) -> tuple[str, ...]:
    """By row the number of its order; nothing where no sale names one."""
    if not any(text.order for text in texts):
        return ()
    found = [""] * texts[-1].row
    for text in texts:
        found[text.row - 1] = text.order
    return tuple(found)


def _names(sales: Iterable[Transaction]) -> Iterator[tuple[str, str | None]]:
    todo: list[Party | Owner] = [party for sale in sales for party in sale.parties]
    while todo:
        who = todo.pop()
        if who.name is not None:
            yield who.name, who.country
        todo.extend(who.owners or ())


def _labels(read: Sequence[tuple[_Line, Transaction]]) -> pl.DataFrame:
    def text(value: object) -> str | None:
        return None if value is None else str(value)

    names = [name for name in _LABELS if name != ORDER]
    return pl.DataFrame(
        {
            "row": [line.text.row for line, _ in read],
            **{name: [text(line.text.labels[name]) for line, _ in read] for name in names},
            "destination": [sale.destination for _, sale in read],
            "eccn": [sale.item.eccn for _, sale in read],
            "decided": [decided_in(sale) for _, sale in read],
            "value_usd": [None if (worth := line.sale.item.value_usd) is None else float(worth) for line, _ in read],
        },
        schema={
            "row": pl.Int64, **dict.fromkeys((*names, "destination", "eccn", "decided"), pl.String),
            "value_usd": pl.Float64,
        },
    )  # fmt: skip
