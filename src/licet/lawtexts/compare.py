"""Two texts of the law held against each other, paragraph by paragraph and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from licet.lawtexts.anchors import part_of
from licet.lawtexts.text import LawText, Section, canonical

__all__ = ["TextChange", "TextChangeKind", "TextPiece", "changes_between"]

_TOKEN = re.compile(r"\S+\s*")


class TextChangeKind(StrEnum):
    """What became of a paragraph.

    ``perhaps_lost``: the new text has words that the old copy lacks, and the old copy is known to drop words; nothing
    else differs. ``not_in_old_copy``: a supplement that such a copy leaves out.
    """

    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"
    PERHAPS_LOST = "perhaps_lost"
    NOT_IN_OLD_COPY = "not_in_old_copy"

    @property
    def is_change(self) -> bool:
        """Whether the law changed as far as the two copies show."""
        return self in {TextChangeKind.CHANGED, TextChangeKind.NEW, TextChangeKind.GONE}


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Some words: of both texts (``=``), of the old one alone (``-``), or of the new one alone (``+``)."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """A paragraph that differs. ``old`` and ``new`` are empty where it is not there."""

    title: int
    place: str
    kind: TextChangeKind
    old: str
    new: str

    @property
    def pieces(self) -> tuple[TextPiece, ...]:
        """The paragraph word by word."""
        return tuple(_pieces(_TOKEN.findall(self.old), _TOKEN.findall(self.new)))


def changes_between(old: Iterable[LawText], new: Iterable[LawText]) -> tuple[list[TextChange], int]:
    """The paragraphs that differ in the sections that both sides hold, or one of them in a part that both hold.

    Gives them with the number of paragraphs that are the same.
    """
    before, after = _by_section(old), _by_section(new)
    parts = {(title, part_of(name)) for title, name in before} & {
        (title, part_of(name)) for title, name in after
    }
    changes: list[TextChange] = []
    same = 0
    for key in sorted(before.keys() | after.keys(), key=_order):
        if (key[0], part_of(key[1])) in parts:
            found, equal = _section(key[0], before.get(key), after.get(key))
            changes += found
            same += equal
    return changes, same


_Held = tuple[Section, bool]
"""A section, and whether its copy drops words."""


def _by_section(texts: Iterable[LawText]) -> Mapping[tuple[int, str], _Held]:
    return {
        (text.title, section.number): (section, text.loses_words)
        for text in texts
        for section in text.sections
    }


def _order(key: tuple[int, str]) -> tuple[int, int, int, int]:
    title, name = key
    part, _, rest = name.replace(" Supp. ", ".").partition(".")
    return title, int(part), int("Supp." in name), int(re.sub(r"\D", "", rest) or 0)


def _section(title: int, old: _Held | None, new: _Held | None) -> tuple[list[TextChange], int]:
    """The changes within a section, in the order of the new text, then what is gone."""
    before = {} if old is None else {paragraph.place: paragraph.text for paragraph in old[0].paragraphs}
    after = {} if new is None else {paragraph.place: paragraph.text for paragraph in new[0].paragraphs}
    loses = old is not None and old[1]
    if old is None and new is not None and "Supp." in new[0].number:
        return [
            TextChange(title, new[0].number, TextChangeKind.NOT_IN_OLD_COPY, "", place)
            for place in list(after)[:1]
        ], 0
    found = []
    same = 0
    for place, text in after.items():
        kind = _kind(before.get(place), text, loses, whole=old is None or old[0].whole)
        if kind is None:
            same += 1
        else:
            found.append(TextChange(title, place, kind, before.get(place, ""), text))
    if new is not None and new[0].whole:
        gone = (place for place in before if place not in after)
        found += [TextChange(title, place, TextChangeKind.GONE, before[place], "") for place in gone]
    return found, same


def _kind(old: str | None, new: str, loses: bool, *, whole: bool) -> TextChangeKind | None:
    if old is None:
        return TextChangeKind.NEW if whole else TextChangeKind.NOT_IN_OLD_COPY
    before, after = canonical(old), canonical(new)
    if before == after:
        return None
    return TextChangeKind.PERHAPS_LOST if loses and _within(before, after) else TextChangeKind.CHANGED


def _within(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether the words of one text stand in the other, in their order."""
    rest = iter(many)
    return all(word in rest for word in few)


def _pieces(old: list[str], new: list[str]) -> Iterator[TextPiece]:
    matcher = SequenceMatcher(
        None, [canonical(text) for text in old], [canonical(text) for text in new], autojunk=False
    )
    for sign, start, end, first, last in matcher.get_opcodes():
        if sign == "equal":
            yield TextPiece("=", "".join(new[first:last]))
            continue
        if start < end:
            yield TextPiece("-", "".join(old[start:end]))
        if first < last:
            yield TextPiece("+", "".join(new[first:last]))
