"""Paragraphs of an ECCN: whether one lies in another."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Flag", "eccn_flag", "within"]

Flag = Callable[[str], tuple[bool | None, str]]
"""A question on an item by its ECCN: its truth, and the path of what would decide it where that is None."""


def within(named: str, base: str, paragraph: str) -> bool | None:
    """Whether a paragraph of an ECCN lies in one of those named, separated by ``;``.

    None where the paragraph is given too broadly to say.

    >>> within("3A001.a;3A001.b.2", "3A001", "b.2.c"), within("3A001.b.2", "3A001", "b")
    (True, None)
    """
    if named == "text":
        return None
    places = [one.removeprefix(f"{base}.") for one in named.split(";")]
    if paragraph and any(_below(paragraph, one) for one in places):
        return True
    broader = not paragraph or any(_below(one, paragraph) for one in places)
    return None if broader else False


def _below(paragraph: str, other: str) -> bool:
    """Whether a paragraph is another or lies in it: a.1.b lies in a.1."""
    return paragraph == other or paragraph.startswith(f"{other}.")


def eccn_flag(eccns: tuple[str, ...]) -> Flag:
    """Whether an item's ECCN is one of those named or lies in it; None where it is given too broadly."""

    def flag(eccn: str) -> tuple[bool | None, str]:
        base, _, paragraph = eccn.partition(".")
        here = [one for one in eccns if one.partition(".")[0] == base]
        truths = [True if one == base else within(one, base, paragraph) for one in here]
        truth = True if True in truths else (None if None in truths else False)
        return truth, "item.eccn"

    return flag
