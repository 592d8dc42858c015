"""Country names and codes of the lists, brought to ISO 3166 two-letter codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import pycountry

__all__ = ["iso2", "trailing_country"]

# What the official files write that ISO 3166 does not: old and colloquial names, and regions of a state.
# XK is the code in general use for Kosovo, AN that of the former Netherlands Antilles.
_ALSO: Mapping[str, str] = MappingProxyType(
    {
        "XK": "XK",
        "AN": "AN",
        "UK": "GB",
        "PRC": "CN",
        "CHINA, PEOPLE'S REPUBLIC OF": "CN",
        "U.A.E": "AE",
        "KOSOVO": "XK",
        "TURKEY": "TR",
        "TURKIYE": "TR",
        "RUSSIA": "RU",
        "BURMA": "MM",
        "MACAU": "MO",
        "MAN, ISLE OF": "IM",
        "CRIMEA (OCCUPIED)": "UA",
        "CRIMEA REGION OF UKRAINE": "UA",
        "REGION: CRIMEA": "UA",
        "REGION: WEST BANK": "PS",
        "REGION: GAZA": "PS",
        "REGION: NORTHERN GAZA": "PS",
        "REGION: NORTH GAZA": "PS",
        "REGION: NORTHERN MALI": "ML",
        "REGION: IRAN": "IR",
        "REGION: RUSSIA": "RU",
        "REGION: CHINA": "CN",
        "DEMOCRATIC REPUBLIC OF THE CONGO": "CD",
        "CONGO, DEMOCRATIC REPUBLIC OF THE": "CD",
        "DEMOCRATIC PEOPLE'S REPUBLIC OF KOREA": "KP",
        "KOREA, NORTH": "KP",
        "NORTH KOREA": "KP",
        "KOREA, SOUTH": "KR",
        "SOUTH KOREA": "KR",
        "IRAN (ISLAMIC REPUBLIC OF)": "IR",
        "BAHAMAS, THE": "BS",
        "THE GAMBIA": "GM",
        "STATE OF PALESTINE": "PS",
        "NETHERLANDS ANTILLES": "AN",
        "DEMOCRATIC REPUBLIC OF CONGO": "CD",
        "CHINA, HONG KONG SPECIAL ADMINISTRATIVE REGION": "HK",
        "GAMBIA, THE": "GM",
        "COTE D IVOIRE": "CI",
        "CONGO, REPUBLIC OF THE": "CG",
        "VIRGIN ISLANDS, BRITISH": "VG",
        "PALESTINIAN": "PS",
        "WEST BANK": "PS",
    }
)
_CODES = frozenset(country.alpha_2 for country in pycountry.countries)
_AMBIGUOUS = frozenset({"GEORGIA"})  # at the end of an address rather the state
_US_ADDRESS = re.compile(r",\s*[A-Z]{2},?\s+\d{5}(?:-\d{4})?$")


@lru_cache(maxsize=4_096)
def iso2(text: str) -> str | None:
    """The ISO 3166 two-letter code that a country's code or name means; None when it is not a country.

    >>> iso2("TURKIYE"), iso2("China"), iso2("REGION: KASHMIR")
    ('TR', 'CN', None)
    """
    word = text.strip().upper()
    if any(letter.isdigit() for letter in word):
        return None  # ISO 3166 has numbers too, but here a number is a postal code
    if word in _CODES:
        return word
    if word in _ALSO:
        return _ALSO[word]
    try:
        return str(pycountry.countries.lookup(text.strip()).alpha_2)
    except LookupError:
        return None


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
