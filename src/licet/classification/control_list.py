"""The text of the Commerce Control List (Supplement No. 1 to part 774): entries, items, notes, each with its days.

The table is made by ``tools/read_control_list.py`` from the eCFR. A text is stated with the days on which it was
seen first and last; on an earlier day it may have read otherwise, and the entry says so.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from licet.rules.law_files import LawFile
from licet.rules.table import read_rows

__all__ = ["ControlList", "Entry", "ListPassage", "control_list"]


@dataclass(frozen=True, slots=True)
class ListPassage:
    """A piece of the list. ``kind``: heading, item, note, requirement, related, definitions or removed.

    ``paragraph``: the item, or the item after which a note stands; empty for the entry as a whole.
    ``seen_from`` and ``seen_to``: the first and last day on which it was read so.
    """

    eccn: str
    paragraph: str
    kind: str
    text: str
    seen_from: date
    seen_to: date
    cite: str
    source: str

    @property
    def name(self) -> str:
        """The ECCN with its paragraph: ``3A001.a.1``."""
        return f"{self.eccn}.{self.paragraph}" if self.paragraph else self.eccn

    @property
    def digest(self) -> str:
        """sha256 of the text: a record that rests on it knows by this when it changed."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the list as read on a day, in the order of the list."""

    eccn: str
    passages: tuple[ListPassage, ...]
    _digests: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def heading(self) -> str:
        """The heading of the entry."""
        return next((passage.text for passage in self.passages if passage.kind == "heading"), "")

    @property
    def items(self) -> tuple[ListPassage, ...]:
        """The item paragraphs."""
        return tuple(passage for passage in self.passages if passage.kind == "item")

    def text_of(self, kind: str) -> str:
        """The passages of one kind, joined: the related controls, say."""
        return " ".join(passage.text for passage in self.passages if passage.kind == kind)

    def item(self, paragraph: str) -> ListPassage | None:
        """The item of this paragraph; None where there is none."""
        return next((passage for passage in self.items if passage.paragraph == paragraph), None)

    def within(self, paragraph: str) -> tuple[ListPassage, ...]:
        """The passages of a paragraph and of those below it; all of the entry where it is empty."""
        if not paragraph:
            return self.passages
        below = f"{paragraph}."
        return tuple(p for p in self.passages if p.paragraph == paragraph or p.paragraph.startswith(below))

    def above(self, paragraph: str) -> tuple[ListPassage, ...]:
        """The items in which a paragraph lies, from the outermost to itself."""
        steps = paragraph.split(".") if paragraph else []
        found = (self.item(".".join(steps[: depth + 1])) for depth in range(len(steps)))
        return tuple(passage for passage in found if passage is not None)

    def digest(self, paragraph: str = "") -> str:
        """sha256 of everything on which a classification in this paragraph rests.

        These are the heading, the items above it, itself, what lies below it, and every note of the entry.
        """
        if paragraph not in self._digests:
            self._digests[paragraph] = self._digest(paragraph)
        return self._digests[paragraph]

    def _digest(self, paragraph: str) -> str:
        rests = {id(passage) for passage in (*self.above(paragraph), *self.within(paragraph))}
        parts = [
            f"{p.paragraph}\t{p.kind}\t{p.text}"
            for p in self.passages
            if id(p) in rests or p.kind in {"heading", "note"}
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class ControlList:
    """The whole list through time."""

    def __init__(self, rows: list[dict[str, str]], fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._rows: Mapping[str, list[ListPassage]] = defaultdict(list)
        for row in rows:
            self._rows[row["eccn"]].append(_passage(row))
        self._entries: dict[tuple[str, date | None], Entry] = {}
        self._readings = sorted({passage.seen_from for found in self._rows.values() for passage in found})

    def __iter__(self) -> Iterator[str]:
        """The ECCNs, in the order of the list."""
        return iter(self._rows)

    def __contains__(self, eccn: object) -> bool:
        return eccn in self._rows

    def entry(self, eccn: str, on: date | None = None) -> Entry | None:
        """An entry as read on a day, by default the newest text; None where the list has no such entry.

        On a day before the first reading the first one stands in: ``ListPassage.seen_from`` tells.
        """
        rows = self._rows.get(eccn)
        if rows is None:
            return None
        key = (eccn, self.reading(on))
        if key not in self._entries:
            self._entries[key] = self._read(eccn, rows, on)
        return self._entries[key]

    def _read(self, eccn: str, rows: list[ListPassage], on: date | None) -> Entry:
        versions: dict[tuple[str, str], list[ListPassage]] = defaultdict(list)
        for number, passage in enumerate(rows):
            item = passage.kind in {"item", "removed"}
            versions[(passage.paragraph, "item") if item else ("", str(number))].append(passage)
        live = [_version(found, on, rows[0].seen_from) for found in versions.values()]
        return Entry(eccn, tuple(p for p in live if p is not None and p.kind != "removed"))

    def reading(self, on: date | None) -> date | None:
        """The day of the reading that holds on a day; None for the newest. Days between two readings share one."""
        if on is None or on >= self._readings[-1]:
            return None
        return max((day for day in self._readings if day <= on), default=self._readings[0])

    def entries(self, on: date | None = None) -> Iterator[Entry]:
        """Every entry as read on a day."""
        return (entry for eccn in self if (entry := self.entry(eccn, on)) is not None)


def _version(versions: list[ListPassage], on: date | None, first: date) -> ListPassage | None:
    """The text of a paragraph on a day; one that came with an amendment is not there before it."""
    if on is None:
        return versions[-1]
    live = [passage for passage in versions if passage.seen_from <= max(on, first)]
    return live[-1] if live else None


def _passage(row: Mapping[str, str]) -> ListPassage:
    return ListPassage(
        row["eccn"],
        row["paragraph"],
        row["kind"],
        row["text"],
        date.fromisoformat(row["seen_from"]),
        date.fromisoformat(row["seen_to"]),
        row["cite"],
        row["source"],
    )


@cache
def control_list() -> ControlList:
    """The list that ships with the package, read once."""
    return ControlList(*read_rows(LawFile("licet.classification") / "tables" / "control_list.csv"))
