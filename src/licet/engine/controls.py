"""The reasons for control of an item at its destinations: the line of the list, the column, its mark, its words.

What a reader holds against the Commerce Control List and the Country Chart, whatever the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from licet.engine.view import View, reaches
from licet.rules.citation import Citation, cfr
from licet.rules.rulebook import ControlLine
from licet.rules.table import look_up

__all__ = ["ControlShown", "controls_of"]

_CHART = "country_chart"
_LIST = cfr("15 CFR Part 774 Supp. 1")


@dataclass(frozen=True, slots=True)
class ControlShown:
    """One line of an ECCN's License Requirements section, held against one destination.

    ``words``: of the list. ``covers``: whether they cover the item. ``column``: of the Country Chart, as "NS 2"; None
    where the line names destinations itself. ``marked``: whether the column has an X for the destination, or the line
    names it. ``requires``: both; None where either is not known. ``cite``: where the mark stands.
    """

    eccn: str
    destination: str | None
    reason: str
    column: str | None
    words: str
    covers: bool | None
    marked: bool | None
    cite: Citation

    @property
    def requires(self) -> bool | None:
        if self.covers is False or self.marked is False:
            return False
        return None if self.covers is None or self.marked is None else True


def controls_of(view: View) -> tuple[ControlShown, ...]:
    """The lines that cover the item or may cover it, at every destination that counts; those that require first."""
    found = dict.fromkeys(shown for element in (view, *view.also) for shown in _at(element))
    order = {True: 0, None: 1, False: 2}
    return tuple(sorted(found, key=lambda shown: order[shown.requires]))


def _at(view: View) -> Iterator[ControlShown]:
    for line in view.control_lines:
        stated = view.sale.facts.get(line.asks.removeprefix("facts."))
        covers = line.applies_as_stated(stated)
        if covers is False or (view.sale.action in _DEEMED and line.spares_deemed):
            continue
        marked, cite = _mark(line, view)
        column = None if line.column is None else line.column.replace(":", " ")
        yield ControlShown(
            view.sale.item.eccn or "",
            view.sale.destination,
            line.reason,
            column,
            line.text,
            covers,
            marked,
            cite,
        )


_DEEMED = ("deemed_export", "deemed_reexport")


def _mark(line: ControlLine, view: View) -> tuple[bool | None, Citation]:
    """Whether the chart has an X for the destination, or the line names it, and where that stands."""
    destination, book = view.sale.destination, view.book
    if line.column is None:
        named = reaches(line, destination, book, view.as_of, view.known_as_of)
        return (named.truth if line.modeled else None), _LIST
    if destination is None or _CHART not in book.tables:
        return None, _LIST
    cell = look_up(book.tables[_CHART], (destination, line.column), view.as_of, view.known_as_of)
    return cell.truth, book.tables[_CHART].cite
