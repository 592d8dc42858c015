"""Lines of the list whose words name a measure or a fact: what decides whether they cover an item.

The form is that of :mod:`licet.regimes.us_ear.line_tests`. A measure that only settles that the line applies, since
its words name more, ends in ``+``.
"""

from __future__ import annotations

from tools.ccl_for import for_items

__all__ = ["test_of"]

_SHORT = "barrel_length_in<18"
_TESTS = {
    **{(eccn, reason): _SHORT for eccn in ("0A502", "0A508") for reason in ("NS:1", "RS:1", "AT:1")},
    ("0A502", "CC:1"): "barrel_length_in<24+",
    ("0A508", "CC:1"): "barrel_length_in<24+",
    ("0A502", "CC:2"): "barrel_length_in>=24",
    ("0A508", "CC:2"): "barrel_length_in>=24",
    ("9A012", "MT:1"): "range_km>=300+",
}
"""By ECCN and column; read in the words of the lines."""


def test_of(eccn: str, column: str, words: str) -> str:
    """The test that the words of a line make; nothing where a person must read them."""
    known = _TESTS.get((eccn, column))
    if known is not None:
        return known
    items = for_items(words) if eccn[1] in "DE" else ""
    return f"for:{items}" if items else ""
