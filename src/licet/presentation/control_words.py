"""The reasons for control of an item in words: column, mark and the words of the Commerce Control List."""

from __future__ import annotations

from collections.abc import Iterable

from licet.engine.controls import ControlShown
from licet.model.countries import country_name

__all__ = ["control_words", "controls_in_full", "controls_in_short"]

_MARKS = {True: "X for {}", False: "no X for {}", None: "the mark for {} is not known"}
_NAMED = {True: "names {}", False: "does not name {}", None: "whether it names {} is not known"}


def control_words(shown: ControlShown) -> tuple[str, str]:
    """What list and chart say, and the words of the list: ("NS Column 2, X for China", "NS applies to ...")."""
    where = country_name(shown.destination) if shown.destination else "the destination"
    if shown.column is None:
        mark = f"{shown.reason}, by words of the list, {_NAMED[shown.marked].format(where)}"
    else:
        reason, _, number = shown.column.partition(" ")
        mark = f"{reason} Column {number}, {_MARKS[shown.marked].format(where)}"
    perhaps = "" if shown.covers else "; whether it covers the item is not known"
    return f"{shown.eccn.partition('.')[0]}: {mark}{perhaps}", shown.words


def controls_in_short(controls: Iterable[ControlShown]) -> str:
    """The reasons that demand a license, for a cell of a table: "NS 2, RS 1", with a question mark where it may."""
    marks = {True: "", None: "?"}
    words = (f"{c.column or c.reason}{marks[c.requires]}" for c in controls if c.requires is not False)
    return ", ".join(dict.fromkeys(words))


def controls_in_full(controls: Iterable[ControlShown]) -> str:
    """The same with the mark and the words of the list: NS 2, X for China, "NS applies to entire entry"."""
    return "; ".join(dict.fromkeys(_in_full(shown) for shown in controls if shown.requires is not False))


def _in_full(shown: ControlShown) -> str:
    where = country_name(shown.destination) if shown.destination else "the destination"
    mark = (_NAMED if shown.column is None else _MARKS)[shown.marked].format(where)
    perhaps = "" if shown.covers else ", perhaps"
    return f'{shown.column or shown.reason}, {mark}{perhaps}, "{shown.words}"'
