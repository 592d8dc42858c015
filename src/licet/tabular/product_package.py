"""A package of product data (PDX, IPC-2571): the items of an assembly with their approved manufacturers.

The file is a zip with ``pdx.xml`` in it, as Agile, Arena, Altium and others write it; the text alone is read too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from licet.tabular.grid import Skipped

__all__ = ["PACKAGE_FIELDS", "PACKAGE_TEXT", "is_product_package", "package_records"]

PACKAGE_TEXT = "pdx.xml"
"""The part of the zip that holds the items."""
PACKAGE_FIELDS = {
    "key": "key", "item": "itemIdentifier", "mpn": "manufacturerPartIdentifier", "description": "description",
    "quantity": "itemQuantity", "manufacturer.name": "manufacturedBy", "manufacturer.country": "manufacturer.country",
}  # fmt: skip


def is_product_package(root: Element) -> bool:
    """Whether an XML document is a package of product data."""
    return root.tag.rpartition("}")[2] == "ProductDataeXchangePackage"


def package_records(root: Element) -> tuple[list[tuple[str, dict[str, Any]]], list[Skipped]]:
    """A record for each approved manufacturer of each item, and what was left out: the product itself."""
    contacts = {
        contact.get("contactUniqueIdentifier", ""): contact
        for contact in root.iter()
        if _tag(contact) == "Contact"
    }
    items = [element for element in root.iter() if _tag(element) == "Item"]
    used = _quantities(items)
    records: list[tuple[str, dict[str, Any]]] = []
    skipped = []
    for number, item in enumerate(items, 1):
        where = f"/Item[{number}]"
        if item.get("isTopLevel", "").casefold() in {"yes", "true"} and len(items) > 1:
            skipped.append(Skipped(where, "the product itself, no part"))
            continue
        own: dict[str, Any] = dict(item.attrib) | _more(item)
        own["itemQuantity"] = used.get(own.get("itemUniqueIdentifier", "")) or used.get(
            own.get("itemIdentifier", "")
        )
        makers = [element for element in item.iter() if _tag(element) == "ApprovedManufacturerListItem"]
        for place, maker in enumerate(makers or [None], 1):
            at = f"{where}/{place}" if len(makers) > 1 else where
            records.append((at, own | _maker(maker, contacts) | {"key": at}))
    return records, skipped


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _quantities(items: list[Element]) -> dict[str, str]:
    """By item, how many of it the first list that names it has."""
    found: dict[str, str] = {}
    for element in (line for item in items for line in item.iter() if _tag(line) == "BillOfMaterialItem"):
        for name in ("billOfMaterialItemUniqueIdentifier", "billOfMaterialItemIdentifier"):
            found.setdefault(element.get(name) or "", element.get("itemQuantity") or "")
    return found


def _more(item: Element) -> dict[str, str]:
    """The attributes of a company's own, such as its ECCN."""
    return {
        element.get("name", ""): element.get("value", "")
        for element in _below(item)
        if _tag(element) == "AdditionalAttribute" and element.get("name")
    }


def _below(item: Element) -> Iterator[Element]:
    """What stands in an item, but for its lists of other items and of manufacturers."""
    for child in item:
        if _tag(child) not in {"BillOfMaterial", "ApprovedManufacturerList"}:
            yield from child.iter()


def _maker(maker: Element | None, contacts: Mapping[str, Element]) -> dict[str, Any]:
    if maker is None:
        return {}
    contact = contacts.get(maker.get("manufacturerContactUniqueIdentifier", ""))
    known = (
        {}
        if contact is None
        else {name: value for part in contact.iter() for name, value in part.attrib.items()}
    )
    name = maker.get("manufacturedBy") or known.get("businessName") or known.get("contactName")
    country = next((value for key, value in known.items() if "country" in key.casefold() and value), None)
    part = {key: value for key, value in maker.attrib.items() if key != "description"}
    return part | {"manufacturedBy": name, "manufacturer.country": country}
