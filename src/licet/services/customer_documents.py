"""Customers, their papers and hits in plain JSON types, for command line, API and pages."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from licet.services.customers import Customer, CustomerMaster, CustomerPaper
from licet.services.paper_kinds import PAPER_KINDS

__all__ = ["customer_document", "customer_row", "expiry_rows"]


def customer_row(master: CustomerMaster, customer: Customer) -> dict[str, Any]:
    """A customer in one line."""
    hits = master.hits_of(customer.ident)
    return {
        "id": customer.ident,
        "name": customer.name,
        "country": customer.country,
        "hits": len(hits),
        "strongest": hits[0].verdict if hits else None,
        "screened": master.screened_at is not None and customer.recorded_at <= master.screened_at.isoformat(),
        "owners_as_of": None if customer.owners is None else customer.owners.as_of.isoformat(),
        "papers": len(customer.papers),
    }


def customer_document(master: CustomerMaster, customer: Customer, on: date) -> dict[str, Any]:
    """A customer in full. ``on``: the day on which papers count or not."""
    owners = None
    if customer.owners is not None:
        owners = {
            "as_of": customer.owners.as_of.isoformat(),
            "source": customer.owners.source,
            "valid_until": _day(customer.owners.valid_until),
            "counts": customer.owners.counts(on),
            "owners": [
                {
                    "name": it.name,
                    "percent": None if it.percent is None else str(it.percent),
                    "country": it.country,
                }
                for it in customer.owners.owners
            ],
        }
    return {
        **customer_row(master, customer),
        "address": customer.address,
        "identifiers": list(customer.identifiers),
        "owners": owners,
        "papers": [_paper(paper, on) for paper in customer.papers],
        "open_hits": [asdict(hit) for hit in master.hits_of(customer.ident)],
        "recorded_by": customer.recorded_by,
        "recorded_at": customer.recorded_at,
    }


def _paper(paper: CustomerPaper, on: date) -> dict[str, Any]:
    return {
        "kind": paper.kind,
        "title": PAPER_KINDS[paper.kind].title,
        "cite": PAPER_KINDS[paper.kind].cite,
        "reference": paper.reference,
        "issued": paper.issued.isoformat(),
        "expires": _day(paper.expires),
        "eccns": list(paper.eccns),
        "end_use": paper.end_use,
        "document": paper.document,
        "counts": paper.counts(on),
    }


def expiry_rows(master: CustomerMaster, on: date, before: date) -> list[dict[str, Any]]:
    """Papers and owners' records that end between two days, the first that ends first."""
    rows = [
        {
            "customer": customer.ident,
            "name": customer.name,
            "what": PAPER_KINDS[thing.kind].title if isinstance(thing, CustomerPaper) else "Owners",
            "reference": thing.reference if isinstance(thing, CustomerPaper) else thing.source,
            "last_day": last.isoformat(),
        }
        for customer, thing, last in master.expiring(on, before)
    ]
    return sorted(rows, key=lambda row: (row["last_day"], row["customer"]))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
