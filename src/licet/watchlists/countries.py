"""The country that ends an address of the lists, as an ISO 3166 two-letter code."""

from __future__ import annotations

import re

from licet.model.countries import iso2

__all__ = ["iso2", "trailing_country"]

_AMBIGUOUS = frozenset({"GEORGIA"})  # at the end of an address rather the state
_US_ADDRESS = re.compile(r",\s*[A-Z]{2},?\s+\d{5}(?:-\d{4})?$")


def trailing_country(address: str) -> str | None:
    """The country that ends an address as the lists print it: ``..., Beijing, 100033, CN``.

    An address that ends with a state and a ZIP code is one in the United States. "Korea, Republic of" is a
    country too.
    """
    if _US_ADDRESS.search(address):
        return "US"
    *_, before, last = ["", *address.split(",")]
    word = last.strip(" .").upper()
    if word in _AMBIGUOUS:
        return None
    return iso2(word) or iso2(f"{before.strip()}, {word}")
