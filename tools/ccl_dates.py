"""Days on which lines of the Commerce Control List began, where a document is known for them.

A line that is not named here is dated with the day on which the list was read; the rulebook takes it to have held
before. Two rules on advanced computing made the lines named here, so that they must not reach back for ever.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["ENDED", "OCTOBER_2022", "OCTOBER_2023", "Began", "began"]


@dataclass(frozen=True)
class Began:
    """The first day, the day and place of publication, and where that was read."""

    day: str
    published: str
    cite: str
    source: str


OCTOBER_2022 = Began(
    "2022-10-07",
    "2022-10-13",
    "87 FR 62186",
    "general knowledge of the rule on advanced computing; the first of its three effective days is taken",
)
OCTOBER_2023 = Began(
    "2023-11-17",
    "2023-10-25",
    "88 FR 73458",
    "the rule that added the .z paragraphs; its effective day from general knowledge",
)

ENDED = {("9A012", "NS:2"): "2026-08-13"}
"""First days on which printed lines no longer held: 91 FR 52501 freed 9A012.a.1 from NS Column 2 (read in the eCFR of
2026-09-24)."""

_Z = re.compile(r"\bz\. ?\d|\d[A-E]\d{3}\.z\b")
_OF_2022 = re.compile(r"\b[34][AD]090\b")


def began(reason: str, control: str) -> Began | None:
    """When a printed line began; None where no document is known.

    Only lines for regional stability: the others name .z paragraphs beside older ones. Lines that also name
    3A090, 4A090 or 4D090 began with those.
    """
    if reason != "RS" or not _Z.search(control):
        return None
    return OCTOBER_2022 if _OF_2022.search(control) else OCTOBER_2023
