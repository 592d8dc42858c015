"""Anchors: the paragraphs of law that the rulebook was read from, each by the fingerprint of its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from licet.lawtexts.text import LawText, Paragraph, fingerprint

__all__ = ["Anchor", "Anchors", "Held", "TextState", "anchors_of", "part_of", "section_of"]

COLUMNS = ("title", "place", "fingerprint", "words", "as_of", "complete", "source")


@dataclass(frozen=True, slots=True)
class Anchor:
    """One paragraph as it read on a day. ``words``: how many; ``complete``: False where the copy drops words."""

    title: int
    place: str
    fingerprint: str
    words: int
    as_of: date
    complete: bool
    source: str

    @classmethod
    def of_row(cls, row: Mapping[str, str]) -> Anchor:
        """An anchor as its table has it."""
        return cls(
            int(row["title"]),
            row["place"],
            row["fingerprint"],
            int(row["words"]),
            date.fromisoformat(row["as_of"]),
            row["complete"] == "yes",
            row["source"],
        )

    def row(self) -> tuple[str, ...]:
        """The columns of :data:`COLUMNS`."""
        return (
            str(self.title),
            self.place,
            self.fingerprint,
            str(self.words),
            self.as_of.isoformat(),
            "yes" if self.complete else "no",
            self.source,
        )


class TextState(StrEnum):
    """How a paragraph stands to its anchor."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Held:
    """A paragraph held against its anchor: the newest one. ``paragraph``: None where it is gone."""

    place: str
    state: TextState
    anchor: Anchor | None
    paragraph: Paragraph | None

    @property
    def certain(self) -> bool:
        """False where the anchored copy had lost words, which alone may be the difference."""
        return self.state is not TextState.CHANGED or (self.anchor is not None and self.anchor.complete)


@dataclass(frozen=True)
class Anchors:
    """All anchors; of a place with several, the newest counts."""

    rows: Sequence[Anchor]

    @cached_property
    def newest(self) -> Mapping[tuple[int, str], Anchor]:
        return {
            (row.title, row.place): row
            for row in sorted(self.rows, key=lambda anchor: (anchor.as_of, anchor.complete))
        }

    @cached_property
    def _sections(self) -> Mapping[tuple[int, str], tuple[Anchor, ...]]:
        found: dict[tuple[int, str], list[Anchor]] = {}
        for (title, place), anchor in self.newest.items():
            found.setdefault((title, section_of(place)), []).append(anchor)
        return {key: tuple(some) for key, some in found.items()}

    def hold(self, text: LawText) -> Iterator[Held]:
        """Every paragraph of the anchored sections that a text holds; other sections are passed over."""
        for section in text.sections:
            anchored = self._sections.get((text.title, section.number), ())
            if not anchored:
                continue
            there = {item.place: item for item in section.paragraphs}
            for place, paragraph in there.items():
                yield _held(place, paragraph, self.newest.get((text.title, place)))
            newest = max(anchor.as_of for anchor in anchored)
            if section.whole:
                yield from (
                    Held(anchor.place, TextState.GONE, anchor, None)
                    for anchor in anchored
                    if anchor.place not in there and anchor.as_of == newest
                )

    def without(self, text: LawText) -> tuple[str, ...]:
        """The sections of a text that no anchor names."""
        return tuple(
            section.number for section in text.sections if (text.title, section.number) not in self._sections
        )

    def under(self, title: int, place: str) -> tuple[Anchor, ...]:
        """The newest anchors of a place and of all that lies below it."""
        section = self._sections.get((title, section_of(place)), ())
        return tuple(
            anchor for anchor in section if anchor.place == place or anchor.place.startswith(f"{place}(")
        )


def _held(place: str, paragraph: Paragraph, anchor: Anchor | None) -> Held:
    if anchor is None:
        return Held(place, TextState.NEW, None, paragraph)
    same = fingerprint(paragraph.words) == anchor.fingerprint
    return Held(place, TextState.SAME if same else TextState.CHANGED, anchor, paragraph)


def anchors_of(text: LawText, as_of: date, source: str) -> Iterator[Anchor]:
    """The anchors that a text gives, one for every paragraph."""
    for section in text.sections:
        for paragraph in section.paragraphs:
            words = paragraph.words
            yield Anchor(
                text.title,
                paragraph.place,
                fingerprint(words),
                len(words),
                as_of,
                not text.loses_words,
                source,
            )


def section_of(place: str) -> str:
    """The section or supplement in which a place lies.

    >>> section_of("746.8(a)(1)"), section_of("746 Supp. 3(b)")
    ('746.8', '746 Supp. 3')
    """
    return place.partition("(")[0]


def part_of(place: str) -> str:
    """The part in which a place lies.

    >>> part_of("746.8(a)(1)"), part_of("746 Supp. 3")
    ('746', '746')
    """
    return section_of(place).partition(".")[0].partition(" ")[0]
