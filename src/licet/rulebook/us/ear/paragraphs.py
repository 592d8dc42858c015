"""Paragraphs of an ECCN: whether one lies in another."""

from __future__ import annotations

__all__ = ["within"]


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
