"""Days on which OFAC's rules are in force, and what was read of them.

The text at hand is 31 CFR Chapter V of about January 27, 2025. A rule is dated from the day on which its prohibition
began; for days before the last amendment that the section prints, the text of 2025 is taken to have held, and
coverage keeps such an answer amber.
"""

from __future__ import annotations

from licet.rules.rule import Caveat, Period, period

__all__ = ["READ", "held", "unread"]

READ = "31 CFR Chapter V as of about January 27, 2025"


def held(start: str, cite: str, *, last: str | None = None, caveat: Caveat | None = None) -> Period:
    """A period whose text was read, from the day on which it began; ``cite``: the document that began it."""
    return period(start, last=last, published=start, cite=cite, source=READ, caveat=caveat)


def unread(start: str, cite: str, what: str, *, last: str | None = None) -> Period:
    """A period that rests on general knowledge of a document; ``what`` says which and how it is known."""
    return period(start, last=last, published=start, cite=cite, source=f"general knowledge: {what}")
