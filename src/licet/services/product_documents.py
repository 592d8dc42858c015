"""Products of the master as documents, for the API and for pages."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from licet.classification.records import ClassificationRecord, Product
from licet.services.open_classifications import reopened
from licet.services.products import ProductMaster

__all__ = ["product_document", "product_row"]


def product_row(master: ProductMaster, product: Product, on: date) -> dict[str, Any]:
    """A line of the list of products: what it is, and whether an order line may rest on that."""
    found = master.standing(product.part, on)
    record = master.records.get(product.part, [None])[-1]
    return {
        "part": product.part,
        "description": product.description,
        "eccn": record.eccn if record else None,
        "counts": found.counts,
        "reasons": list(found.reasons),
        "warnings": list(found.warnings),
        "waits_for_approval": record is not None and not record.approved_by,
        "opened_again": reopened(record, found),
        "supplier": product.supplier,
        "supplier_eccn": product.supplier_eccn,
        "valid_until": record.valid_until.isoformat() if record and record.valid_until else None,
    }


def product_document(master: ProductMaster, product: Product, on: date) -> dict[str, Any]:
    """Everything on a part: its data, whether its classification counts, and every record, the newest first."""
    records = [_record(record) for record in reversed(master.records.get(product.part, []))]
    return product_row(master, product, on) | {"product": asdict(product), "records": records}


def _record(record: ClassificationRecord) -> dict[str, Any]:
    days = {"on": record.on, "valid_until": record.valid_until, "approved_on": record.approved_on}
    return {
        "eccn": record.eccn,
        "basis": record.basis,
        "who": record.who,
        "approved_by": record.approved_by or None,
        "sources": list(record.sources),
        "notes": list(record.notes),
        "rests_on": [{"eccn": name, "digest": digest} for name, digest in record.texts],
        "path": [dict(row) for row in record.path],
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }
