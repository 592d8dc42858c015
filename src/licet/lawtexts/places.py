"""Where in a section a paragraph stands, by the labels that it begins with: (a), (1), (i), (A), (1), (i).

Labels are ambiguous: ``(i)`` follows ``(h)`` and is the first of a list as well. The deepest level that goes on or
begins there is taken, as the Code is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from licet.lawtexts.text import Paragraph

__all__ = ["placed"]

_LABEL = re.compile(r"\s*\(([A-Za-z]{1,6}|\d{1,3})\)")
_RANGE = re.compile(
    r"\s*(?:-|\u2013|\u2014|to|through|and)\s*\(([A-Za-z]{1,6}|\d{1,3})\)\s*\[", re.IGNORECASE
)
_INNER = re.compile(r"(?:^|[\u2013\u2014]|[.:']\s)\s*(\((?:1|i|A)\))")
_BLANK = re.compile(r"\(\s*\)\s*")
_ITALIC = 4
"""The level whose labels are set in italics, which some copies lose: ``()``."""
_HEADING = 220
"""A label within a paragraph stands after its heading, which is no longer than so many characters."""
_ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_KINDS = ("letter", "digit", "roman", "capital", "digit", "roman")
"""The kind of label on each level."""
_FIRST = ("a", "1", "i", "A", "1", "i")
_ALPHABET = 26


def placed(number: str, texts: Iterable[str]) -> tuple[Paragraph, ...]:
    """The paragraphs of a section, each place once; a text without a label belongs to the one before it."""
    found: dict[str, list[str]] = {}
    labels: list[str] = []
    for text in texts:
        for part in _parts(text, labels):
            place = number + "".join(f"({label})" for label in labels)
            found.setdefault(place, []).append(part)
    return tuple(Paragraph(place, "\n".join(parts)) for place, parts in found.items())


def _parts(text: str, labels: list[str]) -> Iterator[str]:
    """A paragraph cut where a label within it opens a lower level; ``labels`` follows."""
    rest = text.strip()
    if (blank := _BLANK.match(rest)) is not None and len(labels) >= _ITALIC:
        labels[_ITALIC:] = [str(int(labels[_ITALIC]) + 1) if len(labels) > _ITALIC else "1"]
        yield rest[blank.end() :]
        return
    while (match := _LABEL.match(rest)) is not None and _move(labels, match[1]):
        over = _RANGE.match(rest, match.end())
        if over is not None and over[1].isdigit() == labels[-1].isdigit():
            labels[-1] = over[1]
        inner = _opening(rest, match.end(), len(labels))
        if inner is None:
            break
        yield rest[:inner]
        rest = rest[inner:]
    if rest:
        yield rest


def _opening(text: str, start: int, depth: int) -> int | None:
    """Where a label within a paragraph opens the next level: behind the heading, or at once."""
    for match in _INNER.finditer(text[start : start + _HEADING]):
        if depth < len(_KINDS) and _value(match[1][1:-1], _KINDS[depth]) == 1:
            return start + match.start(1)
    return None


def _move(labels: list[str], label: str) -> bool:
    """Put the label where it goes on or begins; False where it is none of this section."""
    depth = len(labels)
    found: dict[int, int] = {}
    for level in range(depth + 1 if depth < len(_KINDS) else len(_KINDS)):
        value = _value(label, _KINDS[level])
        before = 0 if level == depth else _value(labels[level], _KINDS[level]) or 0
        if value is not None and (value <= _ALPHABET or before >= _ALPHABET):
            found[level] = value - before - 1
    if not found:
        return _pad(labels, label)
    ahead = {level: gap for level, gap in found.items() if gap >= 0}
    level = min(ahead, key=lambda number: (ahead[number], -number)) if ahead else min(found)
    labels[level:] = [label]
    return True


def _pad(labels: list[str], label: str) -> bool:
    """Put a label under levels whose own labels the copy does not show: they are taken to be the first ones."""
    level = next((number for number in range(len(_KINDS)) if _value(label, _KINDS[number]) is not None), None)
    if level == 0:  # doubled letters such as ii, which no list of the Code begins with
        level = _KINDS.index("roman") if _value(label, "roman") is not None else None
    if level is None:
        return False
    labels += list(_FIRST[len(labels) : level])
    labels[level:] = [label]
    return True


def _value(label: str, kind: str) -> int | None:
    """The place of a label in its kind, from 1; None where it is none of it."""
    if kind == "digit":
        return int(label) if label.isdigit() else None
    if kind == "capital":
        return _letters(label.lower()) if label.isupper() and label.isalpha() else None
    if not (label.isalpha() and label.islower()):
        return None
    return _roman(label) if kind == "roman" else _letters(label)


def _letters(label: str) -> int | None:
    """A is 1, z is 26, aa is 27, bb is 28."""
    return (len(label) - 1) * 26 + ord(label[0]) - 96 if len(set(label)) == 1 else None


def _roman(label: str) -> int | None:
    if not label or _ROMAN.fullmatch(label) is None:
        return None
    values = [_VALUES[letter] for letter in label]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
