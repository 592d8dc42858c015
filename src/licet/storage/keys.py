"""By what a record is found (15 CFR 762.5(c)): the parties' names, the countries and every reference number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from licet.storage.events import Stored

__all__ = ["COUNTRIES", "PARTIES", "REFERENCES", "folded", "keys_of"]

PARTIES = frozenset({"name", "licensee", "transferee", "former_name", "applies_to", "party", "consignee"})
COUNTRIES = frozenset({"country", "destination"})
REFERENCES = frozenset(
    {
        "acn",
        "by",
        "case_id",
        "entry",
        "itn",
        "license",
        "number",
        "of",
        "order",
        "order_reference",
        "posting_id",
        "receipt_id",
        "document",
        "reservation",
        "reference",
        "replaces",
        "replaces_license",
        "reserves",
        "resubmission_of",
        "reverses",
        "sha256",
        "shipment",
    }
)
"""Keys of a payload, at any depth, by which records are found."""

_LONGEST = 200
_FIELDS = {
    **dict.fromkeys(PARTIES, "party"),
    **dict.fromkeys(COUNTRIES, "country"),
    **dict.fromkeys(REFERENCES, "reference"),
}


def folded(text: str) -> str:
    """Text as it is compared: without regard to case and spacing; 200 characters."""
    return " ".join(text.casefold().split())[:_LONGEST]


def keys_of(found: Iterable[Stored]) -> Iterator[dict[str, Any]]:
    """The rows of ``record_key`` for events: what stands in the payload, and as ``subject`` the id of the subject."""
    for stored in found:
        keys = {("subject", folded(stored.subject)), *_inside(stored.event.payload)}
        for field, value in sorted(keys):
            yield {
                "seq": stored.seq,
                "field": field,
                "value": value,
                "stream": stored.stream,
                "subject": stored.subject,
                "organization": stored.event.organization,
            }


def _inside(data: Any) -> Iterator[tuple[str, str]]:
    if isinstance(data, Mapping):
        for key, item in data.items():
            field = _FIELDS.get(key)
            if field is not None and isinstance(item, str) and item.strip():
                yield field, folded(item)
            else:
                yield from _inside(item)
    elif isinstance(data, list):
        for item in data:
            yield from _inside(item)
