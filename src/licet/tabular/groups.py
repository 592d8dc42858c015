"""Lists in groups: a row with the group's name alone, below it its rows, which do not repeat the name.

QuickBooks and NetSuite write reports so, by customer or item; Odoo writes the sums of a group beside its name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from licet.tabular.grid import GridRow, Skipped, cell_text

__all__ = ["Groups", "find_groups"]

_DATA_CELLS = 3
"""Filled cells of a row that holds data; a head has one."""
_MOSTLY = 0.9
_BY = re.compile(r"\bby ([A-Z]\w+)")
_COUNTED = re.compile(r".*\S\s+\((\d{1,6})\)")


class Groups(NamedTuple):
    """What groups a list has. ``rows``: the list with each row's group in ``column``; ``heading``: of that column."""

    rows: list[GridRow]
    skipped: list[Skipped]
    column: int | None
    heading: str


def find_groups(
    rows: Sequence[GridRow],
    titles: Sequence[str],
    no_head: Callable[[int], bool],
    figure: Callable[[str], object],
) -> Groups:
    """The rows of a list, groups written into its rows where a row of its own names them.

    ``no_head``: whether a row is another thing, such as a total or the title of a page; ``figure``: whether a text
    is one.
    """
    counted, skipped = _without_sums(rows, figure)
    lone = {place: _only_cell(row) for place, row in enumerate(counted)}
    heads = {place: column for place, column in lone.items() if column is not None and not no_head(place)}
    column = max(Counter(heads.values()).items(), key=lambda pair: pair[1], default=(None, 0))[0]
    data = [place for place, row in enumerate(counted) if _filled(row) >= _DATA_CELLS and not no_head(place)]
    if column is None or not data or min(heads) > data[0]:
        return Groups(counted, skipped, None, "")
    blank = sum(not _text(counted[place], column) for place in data)
    if blank < _MOSTLY * len(data):
        return Groups(counted, skipped, None, "")
    found = next((word for title in titles for word in _BY.findall(title)), "Group")
    named, more = _named(counted, heads, column, set(data))
    return Groups(named, [*skipped, *more], column, found)


def _named(
    rows: Sequence[GridRow], heads: dict[int, int], column: int, data: set[int]
) -> tuple[list[GridRow], list[Skipped]]:
    """Rows with the name of their group; a head right below another one is a group of that one."""
    kept: list[GridRow] = []
    skipped: list[Skipped] = []
    names: list[str] = []
    waiting: list[GridRow] = []
    for place, row in enumerate(rows):
        if heads.get(place) == column:
            names = [*names, _text(row, column)] if waiting else [_text(row, column)]
            waiting.append(row)
            continue
        if place in data:
            skipped += [Skipped(head.where, "head of a group") for head in waiting]
            waiting = []
            cells = list(row.cells)
            cells[column] = cells[column] or " : ".join(names)
            row = row._replace(cells=tuple(cells))  # noqa: PLW2901
        kept.append(row)
    return [*kept, *waiting], skipped  # a head without rows is a note


def _without_sums(
    rows: Sequence[GridRow], figure: Callable[[str], object]
) -> tuple[list[GridRow], list[Skipped]]:
    """Without heads that have the count of their rows in brackets and sums beside it: ``Azure Interior (2)``."""
    kept, skipped = [], []
    for place, row in enumerate(rows):
        texts = [text for cell in row.cells if (text := cell_text(cell))]
        words = [text for text in texts if not figure(text)]
        count = _COUNTED.fullmatch(words[0]) if len(words) == 1 and len(texts) > 1 else None
        below = rows[place + 1 : place + 1 + int(count[1])] if count is not None else ()
        whole = count is not None and len(below) == int(count[1]) > 0
        if whole and texts[0] == words[0] and _words(below[0], figure) > 1:
            skipped.append(Skipped(row.where, "head of a group, with its sums"))
        else:
            kept.append(row)
    return kept, skipped


def _words(row: GridRow, figure: Callable[[str], object]) -> int:
    return sum(bool(text) and not figure(text) for text in map(cell_text, row.cells))


def _filled(row: GridRow) -> int:
    return sum(bool(cell_text(cell)) for cell in row.cells)


def _text(row: GridRow, column: int) -> str:
    return cell_text(row.cells[column]) if column < len(row.cells) else ""


def _only_cell(row: GridRow) -> int | None:
    filled = [place for place, cell in enumerate(row.cells) if cell_text(cell)]
    return filled[0] if len(filled) == 1 and not row.fault else None
