"""Places in the regions of 15 CFR 746.6 that an address names: towns, words for the region, postal codes.

The table is a gazetteer from general knowledge and not a part of the law: it makes a question, never an answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from anyascii import anyascii

__all__ = ["occupied_places"]

_HOME = frozenset({"UA", "RU", None})
"""Countries under which such addresses are written; None: the country is not stated."""
_WHOLE_REGION = re.compile(r" (oblast|obl|region|province|raion|rayon)\b")
"""Behind a name these words mean the wider region, of which a part is not occupied."""
_CODE = re.compile(r"\b\d{5,6}\b")
_ENOUGH = 2
"""So many names settle it where the country stated is another."""


def occupied_places(
    rows: Iterable[Mapping[str, str]],
) -> Callable[[str | None, str | None], tuple[bool, bool]]:
    """A reader of addresses: whether one surely, and whether it perhaps, names a place in an occupied region."""
    table = list(rows)
    names = {row["place"]: row for row in table if row["kind"] == "name"}
    codes = [row for row in table if row["kind"] == "postcode"]

    @cache
    def pattern() -> re.Pattern[str]:  # large, and most transactions state no address
        return re.compile(rf"\b({'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})\b")

    def read(address: str | None, country: str | None) -> tuple[bool, bool]:
        if address is None:
            return False, False
        text = _plain(address)
        found = [(names[hit[0]], text[hit.end() :]) for hit in pattern().finditer(text)]
        if country not in _HOME:
            return len({row["place"] for row, _ in found}) >= _ENOUGH, bool(found)
        sure = [_is_sure(row, text, rest) for row, rest in found]
        sure += [row["certain"] == "yes" for row in _postal(text, country)]
        return any(sure), bool(sure)

    def _postal(text: str, country: str | None) -> Iterable[Mapping[str, str]]:
        written = _CODE.findall(text)
        for row in codes:
            first, last = row["place"].split("-")
            fits = (item for item in written if len(item) == len(first) and first <= item <= last)
            if country in {row["country"], None} and any(fits):
                yield row

    return read


def _is_sure(row: Mapping[str, str], text: str, rest: str) -> bool:
    if row["unless"] and row["unless"] in text:
        return False
    return row["certain"] == "yes" and not _WHOLE_REGION.match(rest)


def _plain(address: str) -> str:
    """Latin letters and digits in lower case, everything else a space."""
    latin = anyascii(address).casefold().replace("'", "")
    return re.sub(r"[^a-z0-9]+", " ", latin)
