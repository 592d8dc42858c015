"""A text of the law as read from a file: sections of paragraphs, each with its place and its canonical form."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from licet.errors import LicetError

__all__ = ["LawText", "Paragraph", "Section", "UnreadableTextError", "canonical", "fingerprint"]

_WORD = re.compile(r"[^\W_]+", re.UNICODE)


class UnreadableTextError(LicetError, ValueError):
    """A file that is no text of the law as Licet reads it; the message names the file and says why."""


def canonical(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, without marks, quotes and spaces: what two copies of one text share.

    >>> canonical("(a) “License” requirements—(1) § 746.8")
    ('a', 'license', 'requirements', '1', '746', '8')
    """
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def fingerprint(words: Iterable[str]) -> str:
    """The first 32 digits of the sha256 over canonical words."""
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its place, such as ``746.8(a)(1)`` or ``746 Supp. 3``, and its text without what lies below."""

    place: str
    text: str

    @property
    def words(self) -> tuple[str, ...]:
        return canonical(self.text)


@dataclass(frozen=True, slots=True)
class Section:
    """A section or supplement, by its number: ``746.8``, ``746 Supp. 3``.

    ``whole``: False where the copy says that it holds only some of its paragraphs.
    """

    number: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    whole: bool = True


@dataclass(frozen=True)
class LawText:
    """All sections that a file holds. ``title``: of the Code; ``as_of``: the day of the text, None where unsaid.

    ``loses_words``: the copy is known to drop words in italics, so that words missing in it prove nothing.
    """

    source: str
    title: int
    as_of: date | None
    sections: tuple[Section, ...]
    loses_words: bool = False

    @cached_property
    def by_place(self) -> Mapping[str, Paragraph]:
        """Every paragraph by its place."""
        return {paragraph.place: paragraph for section in self.sections for paragraph in section.paragraphs}

    @cached_property
    def by_number(self) -> Mapping[str, Section]:
        return {section.number: section for section in self.sections}
