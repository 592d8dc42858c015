"""Cells of the Country Chart that are gone: what a destination needed a license for, and until which day.

The chart of those days was not read. The cells are from general knowledge of the rules that took them out, and make
a day before that red; no go rests on them, since a go on such a day is amber
(docs/decisions/0110-green-within-limits.md). Hong Kong had cells of its own until December 23, 2020 (85 FR 83765); it
is answered as China on earlier days too, which is stricter.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["GONE", "Gone"]


@dataclass(frozen=True)
class Gone:
    """Columns that stood for a destination until a day, the first on which they did not, and what ended them."""

    destination: str
    columns: tuple[str, ...]
    end: str
    ended_by: str

    @property
    def source(self) -> str:
        return f"general knowledge of {self.ended_by}, which ended it; the chart of earlier days was not read"


_AUKUS = "89 FR 28594 (April 19, 2024)"

GONE = (
    Gone("AU", ("NS:1", "MT:1", "RS:1"), "2024-04-19", _AUKUS),
    Gone("GB", ("NS:1", "MT:1", "RS:1"), "2024-04-19", _AUKUS),
    Gone("SD", ("AT:1", "AT:2"), "2021-01-14", "86 FR 4929 (January 14, 2021)"),
)
