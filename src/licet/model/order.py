"""An order of several lines: a transaction for each line, with what the lines come to together.

Lines share everything but their items, and what each states in ``facts`` of its own. Limits of value count what the
order comes to: under a Schedule B number (15 CFR 30.37(a), 758.1(b)(5)), of an ECCN (740.3(d)(1)), and in all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from licet.model.order_totals import digits_of, larger, line_value, order_totals
from licet.model.transaction import Transaction
from licet.model.wire import MOST_IN_LIST, WireError

__all__ = [
    "LINE_KEYS",
    "Order",
    "OrderLine",
    "added_up",
    "line_documents",
    "order_line",
    "order_of",
    "path_in_order",
]

_ITEMS = "items"
LINE_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "id": "The order's own number of the line.",
        "facts": "Facts of this line; they go before those of the order.",
    }
)
"""What a line has beside the fields of an item, with what it means."""
_NUMBER = "hts_code"
"""The fact that holds the Schedule B or tariff number."""

Read = Callable[[Mapping[str, Any]], Transaction]


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line: its place in the order from 1, the order's own number of it, and its transaction.

    ``schedule_b``: the digits of its Schedule B or tariff number, as many as are stated.
    """

    number: int
    ident: str | None
    transaction: Transaction
    schedule_b: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """The lines of an order, at least one. ``notes``: what is to be said of what they come to together.

    ``unvalued``: the places of the lines whose value is not known, from 0, where a total needs it. ``listed``:
    whether the document had a list of items, and not one item.
    """

    lines: tuple[OrderLine, ...]
    notes: tuple[str, ...] = ()
    unvalued: tuple[int, ...] = ()
    listed: bool = True


def order_of(data: Any, read: Read) -> Order:
    """The order of a document: its lines, or a sale as an order of one line. ``read``: reads a sale.

    Raises WireError with all that is wrong, each with its path in the document.
    """
    if not isinstance(data, Mapping) or _ITEMS not in data:
        return Order((order_line(1, None, data, read),), listed=False)
    problems: dict[str, WireError] = {}
    lines = []
    for number, (ident, document) in enumerate(line_documents(data)):
        if ident is not None and not isinstance(ident, str):
            key = f"{_ITEMS}[{number}].id"
            problems[key] = WireError("must be text", key=key)
        try:
            lines.append(order_line(number + 1, ident, document, read))
        except WireError as error:
            for problem in error.every:
                key = _in_order(problem.key, data[_ITEMS][number], number)
                problems.setdefault(key, WireError(problem.message, key=key))
    if problems:
        raise WireError.joined(tuple(problems.values()))
    return Order(tuple(lines))


def order_line(number: int, ident: str | None, document: Any, read: Read) -> OrderLine:
    """A line by its document, with the tariff number as it is written: a reader may put it in its own form."""
    digits = _schedule_b(document) if isinstance(document, Mapping) else ""
    return OrderLine(number, ident, read(document), digits)


def line_documents(data: Mapping[str, Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each line as a document of its own, with its number as stated.

    Raises WireError where the list itself cannot be read.
    """
    items = data[_ITEMS]
    if not isinstance(items, list) or not items:
        raise WireError("must be a list of items, at least one", key=_ITEMS)
    if len(items) > MOST_IN_LIST:
        raise WireError(f"has {len(items):,} entries, but at most {MOST_IN_LIST} are accepted", key=_ITEMS)
    if data.get("item") is not None:
        raise WireError("is given beside items: state every item under items", key="item")
    shared = {key: value for key, value in data.items() if key not in {_ITEMS, "item"}}
    for line in items:
        if not isinstance(line, Mapping):
            yield None, {**shared, "item": line}
            continue
        item = {key: value for key, value in line.items() if key not in LINE_KEYS}
        own, common = line.get("facts"), shared.get("facts")
        facts = {**(common or {}), **own} if isinstance(own, Mapping) and _joins(common) else own or common
        yield line.get("id"), {**shared, "item": item, "facts": facts}


def _joins(facts: Any) -> bool:
    """Whether facts of a line can be put beside those of the order; other things are refused as they stand."""
    return facts is None or isinstance(facts, Mapping)


def _in_order(key: str, line: Any, number: int) -> str:
    """Where a key of a line's document stands in the order."""
    if key == "item" or key.startswith("item."):
        return f"{_ITEMS}[{number}]{key.removeprefix('item')}"
    name = key.removeprefix("facts.")
    own = line.get("facts") if isinstance(line, Mapping) else None
    stated = key.startswith("facts.") and isinstance(own, Mapping) and name in own
    return f"{_ITEMS}[{number}].{key}" if stated or (key == "facts" and own is not None) else key


def path_in_order(number: int, path: str) -> str:
    """Where a path of a line's transaction stands in the order. ``number``: the place of the line, from 0."""
    of_line = path == "item" or path.startswith(("item.", "facts."))
    return f"{_ITEMS}[{number}].{path.removeprefix('item.')}" if of_line else path


def _schedule_b(document: Mapping[str, Any]) -> str:
    facts = document.get("facts")
    return digits_of(facts.get(_NUMBER)) if isinstance(facts, Mapping) else ""


def added_up(order: Order) -> Order:
    """The order, each of its lines with what it comes to together with others."""
    if len(order.lines) == 1:
        return order
    lines = [
        replace(line, schedule_b=line.schedule_b or digits_of(line.transaction.facts.get(_NUMBER)))
        for line in order.lines
    ]
    items = [line.transaction.item for line in lines]
    values = [
        line_value(line.schedule_b, item.eccn, item.value_usd)
        for line, item in zip(lines, items, strict=True)
    ]
    totals = order_totals(values)
    added = [
        replace(line, transaction=_with_totals(line, found))
        for line, found in zip(lines, totals, strict=True)
    ]
    unnumbered = [str(line.number) for line in lines if not line.schedule_b]
    notes = []
    if unnumbered:
        which = (
            f"Line {unnumbered[0]} states" if len(unnumbered) == 1 else f"Lines {', '.join(unnumbered)} state"
        )
        counts = "its value counts" if len(unnumbered) == 1 else "their values count"
        notes.append(f"{which} no Schedule B number: {counts} with every other line.")
    unvalued = tuple(line.number - 1 for line in lines if line.transaction.item.value_usd is None)
    return Order(tuple(added), tuple(notes), unvalued)


def _with_totals(line: OrderLine, totals: dict[str, Decimal | None]) -> Transaction:
    """A line with what the order comes to, or with what the line states of it, where that is more.

    Where the value of a line that counts with it is not known, neither is what a limit is held against: its own value
    would be too little.
    """
    item = line.transaction.item
    found = {name: larger(total, getattr(item, name)) for name, total in totals.items()}
    known: dict[str, Any] = {name: value for name, value in found.items() if value is not None}
    value = item.value_usd if len(known) == len(totals) else None
    return replace(line.transaction, item=replace(item, value_usd=value, **known))
