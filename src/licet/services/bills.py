"""A bill of materials with what the product master knows of its parts: what is controlled, and what flows upward."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from licet.classification.bill_of_materials import Bill, Controlled
from licet.model.countries import country_of
from licet.model.eccn import canonical_eccn
from licet.model.transaction import Transaction
from licet.rules.rulebook import Rulebook
from licet.services.products import ProductMaster
from licet.services.us_content import needs_license

__all__ = ["bill_document", "controlled_by_name", "controlled_for", "known_to"]


def controlled_by_name(named: Sequence[str] | None) -> Controlled:
    """What counts by a list of ECCNs: these, and what lies in them; all but EAR99 where none is given."""

    def counts(eccn: str) -> bool | None:
        name = canonical_eccn(eccn)
        if name is None or named is None:
            return None if name is None else name != "EAR99"
        return any(name == text or name.startswith(f"{text}.") for text in named)

    return counts


def controlled_for(destination: str, on: date, book: Rulebook) -> Controlled | None:
    """What would need a license to a country by the Country Chart and part 746; None where it is no country."""
    code = country_of(destination)
    if code is None:
        return None
    sale = Transaction(action=None, as_of=on, destination=code)
    found: dict[str, bool | None] = {}

    def counts(eccn: str) -> bool | None:
        name = canonical_eccn(eccn)
        if name is not None and name not in found:
            found[name] = needs_license(name, sale, book)
        return None if name is None else found[name]

    return counts


def known_to(master: ProductMaster, on: date) -> Callable[[str], tuple[str, str, str]]:
    """By part its ECCN where the record counts, its origin and its supplier; empty where they are not known."""

    def known(part: str) -> tuple[str, str, str]:
        product = master.products.get(part)
        if product is None:
            return "", "", ""
        eccn = master.records[part][-1].eccn if master.standing(part, on).counts else ""
        return eccn, product.origin, product.supplier

    return known


def bill_document(bill: Bill, controlled: Controlled) -> dict[str, Any]:
    """The controlled content of the product, the parts whose answer decides, and every assembly."""
    content = bill.content(controlled)
    return {
        **asdict(content),
        "product": bill.roots[0],
        "deciding": {
            f"{limit:g}": [{"part": part, "supplier": supplier} for part, supplier in parts]
            for limit, parts in content.deciding.items()
        },
        "assemblies": [asdict(assembly) for assembly in bill.assemblies(controlled)],
    }
