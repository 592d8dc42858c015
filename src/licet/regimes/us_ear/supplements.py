"""Supplement No. 2 to 15 CFR Part 744 as lists of items, one for each time at which items came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

__all__ = ["supplement_2_lists"]

_BY_WORDS = frozenset({"2B991"})
"""Entries whose words reach beyond the paragraph that they also name ("... and machine tools controlled under
2B991.d.1.a")."""


def supplement_2_lists(rows: Iterable[Mapping[str, str]]) -> Iterator[dict[str, str]]:
    """The rows of supp2_744.csv as item lists ``supp2_744`` and ``supp2_744_2026``."""
    for row in rows:
        named = row["within"] if row["eccn"] not in _BY_WORDS else ""
        yield {
            "list": "supp2_744" if row["effective_from"] < "2026" else "supp2_744_2026",
            "within": named if row["whole"] == "no" and named else row["eccn"],
            "exact": row["whole"],
        }
