"""The periods of the ITAR rules: one text, of January 2025, under two sets of section numbers."""

from __future__ import annotations

from licet.rules.rule import Caveat, Period, period

__all__ = ["ANY_DAY", "since"]

TEXT = "text of 22 CFR parts 120 to 130 as of January 2025; earlier wordings not read"
_RENUMBERED = Caveat(
    "itar_sections_renumbered",
    "Part 120 of the ITAR was put in a new order on September 1, 2022 (87 FR 16396). Before that day its sections had"
    " other numbers, and their wording was not read.",
)

ANY_DAY: tuple[Period, ...] = (
    period(
        "1993-07-22",
        last="2022-08-31",
        published="1993-07-22",
        cite="58 FR 39283",
        source=TEXT,
        caveat=_RENUMBERED,
    ),
    period("2022-09-01", published="2022-03-23", cite="87 FR 16396", source=TEXT),
)
"""Rules that stood before the new order of part 120 and after it."""


def since(day: str, published: str, cite: str, last: str | None = None) -> Period:
    """A text that a later rule made, from its first day."""
    return period(day, published=published, cite=cite, source=TEXT, last=last)
