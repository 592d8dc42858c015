"""Two names side by side, letter by letter: what they share and where they part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from licet.screening.forms import comparable

__all__ = ["LetterPiece", "compared"]


@dataclass(frozen=True, slots=True)
class LetterPiece:
    """A part of a name. ``same``: it stands in the other name as well."""

    text: str
    same: bool


def compared(ours: str, theirs: str) -> tuple[tuple[LetterPiece, ...], tuple[LetterPiece, ...]]:
    """Both names in pieces. Names of other scripts, or none that shares a letter, are shown in comparable form.

    >>> ours, theirs = compared("Huawei Device Ltd", "Huawei Device Co. Ltd.")
    >>> [piece.text for piece in theirs if not piece.same]
    ['Co. ', '.']
    """
    text, two = (ours, theirs) if _shares(ours, theirs) else (comparable(ours), comparable(theirs))
    blocks = SequenceMatcher(None, text.casefold(), two.casefold(), autojunk=False).get_matching_blocks()
    if len(text) != len(text.casefold()) or len(two) != len(two.casefold()):
        text, two = text.casefold(), two.casefold()
    return (
        tuple(_cut(text, [(block.a, block.size) for block in blocks])),
        tuple(_cut(two, [(block.b, block.size) for block in blocks])),
    )


def _shares(ours: str, theirs: str) -> bool:
    letters = {letter for letter in theirs.casefold() if letter.isalpha()}
    return any(letter in letters for letter in ours.casefold())


def _cut(text: str, shared: list[tuple[int, int]]) -> Iterator[LetterPiece]:
    at = 0
    for start, size in shared:
        if start > at:
            yield LetterPiece(text[at:start], same=False)
        if size:
            yield LetterPiece(text[start : start + size], same=True)
        at = start + size
