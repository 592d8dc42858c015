"""What a search proposes to read: entries for an item, in the order of review, to choose several of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from licet.classification.control_list import Entry, control_list
from licet.classification.questions import NONE, Form, ReviewQuestion
from licet.classification.search import GROUPS, EntryHit, find

__all__ = [
    "MILITARY",
    "REST",
    "ReviewedItem",
    "Shortlist",
    "entries_question",
    "military_question",
    "rest_question",
    "shortlist",
]

MILITARY = re.compile(r"\d[A-E]6\d\d|9[A-E]515")
"""The 600 series and 9x515, which go before all other entries."""
REST = re.compile(r"\d[A-E]99\d")
"""Entries for the rest of a field, which come after all others."""
_SUPPLEMENT = "15 CFR Part 774 Supp. 4"
_FIRST, _LEAST, _NEAR_ENOUGH = 14, 6, 0.3
_MILITARY_FIRST, _HITS, _TOP = 8, 120, 5
_SHORT = 130


@dataclass(frozen=True, slots=True)
class ReviewedItem:
    """What is classified. ``kind``: commodity, software or technology. ``on``: the list as read on this day."""

    description: str
    kind: str = "commodity"
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Entries to ask about: of the military series, the nearest others, and all others of the same categories.

    ``rest`` has of the other categories the entries for the rest of a field (x99x): these are the wide ones.
    """

    military: tuple[EntryHit, ...]
    nearest: tuple[EntryHit, ...]
    rest: tuple[Entry, ...]

    @property
    def paragraphs(self) -> dict[str, tuple[str, ...]]:
        """By entry the paragraphs that read nearest."""
        return {hit.eccn: hit.nearest for hit in (*self.military, *self.nearest)}


@lru_cache(maxsize=256)
def shortlist(item: ReviewedItem) -> Shortlist:
    """What a search proposes, the nearest first; the rest in the order of the list."""
    groups = GROUPS[item.kind]
    hits = [
        hit
        for hit in find(item.description, kind=item.kind, limit=_HITS, on=item.on)
        if hit.eccn[1] in groups and not _elsewhere(hit.heading)
    ]
    military = tuple(hit for hit in hits if MILITARY.fullmatch(hit.eccn))
    others = [hit for hit in hits if not MILITARY.fullmatch(hit.eccn)]
    near = others[0].score * _NEAR_ENOUGH if others else 0.0
    nearest = tuple(hit for place, hit in enumerate(others[:_FIRST]) if place < _LEAST or hit.score >= near)
    named = {hit.eccn for hit in nearest}
    fields = {hit.eccn[0] for hit in others[:_TOP]} or set("0123456789")
    rest = tuple(
        entry
        for entry in control_list().entries(item.on)
        if (entry.eccn[0] in fields or REST.fullmatch(entry.eccn)) and entry.eccn[1] in groups
        and entry.eccn not in named
        and not MILITARY.fullmatch(entry.eccn) and not _elsewhere(entry.heading)
    )  # fmt: skip
    return Shortlist(military[:_MILITARY_FIRST], nearest, rest)


def _elsewhere(heading: str) -> bool:
    """Whether an entry only says that another agency has the items, or keeps a number for later use."""
    return "subject to the ITAR" in heading or "not listed elsewhere in the CCL" in heading


def military_question(hits: Sequence[EntryHit]) -> ReviewQuestion:
    """Which of the military series may describe it."""
    return _several(
        "military_entries",
        "Which of these entries of the 600 series and 9x515 may describe it? Name all that may.",
        f"{_SUPPLEMENT} (a)(3), (4)",
        [(hit.eccn, _of_hit(hit)) for hit in hits],
    )


def entries_question(hits: Iterable[EntryHit]) -> ReviewQuestion:
    """Which of the nearest entries may describe it: each that is named is then read, the others are answered "no"."""
    return _several(
        "entries",
        "Which of these entries may describe it? Name all that may; each is then read in turn.",
        f"{_SUPPLEMENT} (a)(5), (6)",
        [(hit.eccn, _of_hit(hit)) for hit in hits],
    )


def rest_question(entries: Iterable[Entry]) -> ReviewQuestion:
    """Which of the other entries of its categories may describe it: only what no entry describes is EAR99."""
    rows = [(entry.eccn, _short(entry.heading)) for entry in entries]
    return ReviewQuestion(
        "others",
        "These are the other entries of its categories, and the widest of the others. May one of them describe it, "
        "or another entry of another category?",
        Form.SEVERAL,
        f"{_SUPPLEMENT} (a)(5), (6)",
        "Only what no entry describes is EAR99; a search may miss an entry.",
        (*rows, (NONE, "None of these, and someone has looked for it in the other categories too.")),
    )


def _several(key: str, text: str, cite: str, rows: list[tuple[str, str]]) -> ReviewQuestion:
    why = "An entry that describes the item classifies it; a search only proposes what to read."
    return ReviewQuestion(key, text, Form.SEVERAL, cite, why, (*rows, (NONE, "None of these.")))


def _of_hit(hit: EntryHit) -> str:
    heading = _short(hit.heading)
    return f"{heading} [{hit.paragraph}: {_short(hit.text)}]" if hit.paragraph else heading


def _short(text: str) -> str:
    plain = (
        text.replace(" (see List of Items Controlled)", "").replace("“", "").replace("”", "").rstrip(".:; ")
    )
    if len(plain) <= _SHORT:
        return plain
    return plain[:_SHORT].rsplit(" ", 1)[0] + " ..."
