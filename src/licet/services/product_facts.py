"""What the product master knows of an item: a part number stands for description, ECCN, origin and US content."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from licet.classification.records import ClassificationRecord
from licet.model.transaction import ItemKind, Transaction
from licet.presentation.words import day_words
from licet.services.products import ProductMaster, item_of

__all__ = ["product_note", "with_product"]

_FROM = "From your product master: "


def with_product(sale: Transaction, master: ProductMaster) -> Transaction:
    """The transaction with what the master knows of its part number and the transaction leaves out.

    Nothing that is stated is replaced. An ECCN is taken only where its record counts on the day asked about.
    """
    part = sale.item.part
    if part is None or not master.products:
        return sale
    known = item_of(master, part, sale.as_of)
    if not known:
        return _noted(sale, f"{_FROM}part {part} is not in it.")
    item, values = sale.item, _typed(known)
    added = {name: value for name, value in values.items() if getattr(item, name) is None}
    note = product_note(master, part, sale.as_of)
    return _noted(replace(sale, item=replace(item, **added)), note)


def _noted(sale: Transaction, note: str) -> Transaction:
    """The transaction with a note, once: a line of an order is filled with its order and by itself."""
    return sale if note in sale.notes else replace(sale, notes=(*sale.notes, note))


def _typed(known: dict[str, Any]) -> dict[str, Any]:
    """What is known by the attributes of an item."""
    values = dict(known)
    values["kind"] = ItemKind(values["kind"])
    if "controlled_us_content_pct" in values:
        values["controlled_us_content_pct"] = Decimal(values["controlled_us_content_pct"])
    return values


def product_note(master: ProductMaster, part: str, on: date) -> str:
    """What is taken from the master for a part, or why its ECCN is not."""
    found = master.standing(part, on)
    if not found.counts:
        reasons = "; ".join(found.reasons)
        return f"{_FROM}the ECCN of {part} is not used: {reasons}.{_item_it_is_for(master, part, on)}"
    return f"{_FROM}{part} is {_recorded(master.records[part][-1])}.{_item_it_is_for(master, part, on)}"


def _item_it_is_for(master: ProductMaster, part: str, on: date) -> str:
    """Of software and technology, what it is for, with the ECCN of that where its record counts."""
    product = master.products[part]
    named = product.for_item
    if not named:
        return ""
    known = (
        f" ({master.records[named][-1].eccn})"
        if named in master.products and master.standing(named, on).counts
        else ""
    )
    return f" It is {product.kind} for {named}{known}."


def _recorded(record: ClassificationRecord) -> str:
    until = f", valid until {day_words(record.valid_until)}" if record.valid_until else ""
    return f"{record.eccn} (classified by {record.who} on {day_words(record.on)}{until})"
