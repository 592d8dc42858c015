"""Paragraphs of an ECCN: which there are, and whether one lies in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

__all__ = ["Flag", "Paragraphs", "eccn_flag", "within"]

Flag = Callable[[str], tuple[bool | None, str]]
"""A question on an item by its ECCN: its truth, and the path of what would decide it where that is None."""


class Paragraphs:
    """The item paragraphs of every ECCN, by the lists that name them.

    A paragraph that is in every list of its entry, that was read since, or that the law names elsewhere, is certain;
    one that some list has and another lacks may be of another day or a misreading, so it never frees an item.
    """

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._known: dict[str, frozenset[str]] = defaultdict(frozenset)
        self._certain: dict[str, frozenset[str]] = {}
        self._listed: frozenset[str]
        named: dict[str, frozenset[str]] = {}
        for row in rows:
            eccn, found = row["eccn"], frozenset(filter(None, row["paragraphs"].split(";")))
            self._known[eccn] |= found
            if row["basis"] in {"named", "read"}:
                named[eccn] = named.get(eccn, frozenset()) | found
            else:
                self._certain[eccn] = self._certain.get(eccn, found) & found
        self._listed = frozenset(self._certain)
        for eccn, found in named.items():
            self._certain[eccn] = self._certain.get(eccn, frozenset()) | found

    def problem(self, eccn: str) -> str | None:
        """What is wrong with an ECCN whose entry has no such paragraph, with the paragraphs that it has."""
        base, _, paragraph = eccn.partition(".")
        if not paragraph or base not in self._listed or paragraph in self._known[base]:
            return None
        above = paragraph
        while above and above not in self._known[base]:
            above = above.rpartition(".")[0]
        where = f"{base}.{above}" if above else base
        there = tuple(text for text in self.below(where) if text in self._certain[base])
        if not there:
            return f"{where} has no paragraphs; give {where} alone"
        wrong = paragraph.removeprefix(above).lstrip(".").partition(".")[0]
        return (
            f"{where} has no paragraph {wrong}; its paragraphs are {', '.join(there)}. "
            f"Give {where} alone if you do not know which"
        )

    def certain(self, eccn: str) -> bool:
        """Whether the paragraph stands in the list for certain; an entry named alone does."""
        base, _, paragraph = eccn.partition(".")
        return not paragraph or base not in self._known or paragraph in self._certain[base]

    def below(self, eccn: str) -> tuple[str, ...]:
        """The paragraphs directly below an ECCN or paragraph, such as ``a.1`` below ``3A001.a``."""
        base, _, paragraph = eccn.partition(".")
        inside = (text for text in self._known.get(base, ()) if text.rpartition(".")[0] == paragraph)
        return tuple(sorted(inside, key=_place))

    def of(self, eccn: str) -> tuple[str, ...]:
        """Every paragraph that some list has of an entry, in order."""
        return tuple(sorted(self._known.get(eccn, ()), key=_place))


def _place(paragraph: str) -> list[tuple[int, str]]:
    """In the order of the list: a.2 before a.10."""
    return [(int(step), "") if step.isdigit() else (0, step) for step in paragraph.split(".")]


def within(named: str, base: str, paragraph: str) -> bool | None:
    """Whether a paragraph of an ECCN lies in one of those named, separated by ``;``.

    None where the paragraph is given too broadly to say.

    >>> within("3A001.a;3A001.b.2", "3A001", "b.2.c"), within("3A001.b.2", "3A001", "b")
    (True, None)
    """
    if named == "text":
        return None
    places = [text.removeprefix(f"{base}.") for text in named.split(";")]
    if paragraph and any(_below(paragraph, place) for place in places):
        return True
    broader = not paragraph or any(_below(place, paragraph) for place in places)
    return None if broader else False


def _below(paragraph: str, other: str) -> bool:
    """Whether a paragraph is another or lies in it: a.1.b lies in a.1."""
    return paragraph == other or paragraph.startswith(f"{other}.")


def eccn_flag(eccns: tuple[str, ...]) -> Flag:
    """Whether an item's ECCN is one of those named or lies in it; None where it is given too broadly."""

    def flag(eccn: str) -> tuple[bool | None, str]:
        base, _, paragraph = eccn.partition(".")
        here = [text for text in eccns if text.partition(".")[0] == base]
        truths = [True if text == base else within(text, base, paragraph) for text in here]
        truth = True if True in truths else (None if None in truths else False)
        return truth, "item.eccn"

    return flag
