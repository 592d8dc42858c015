"""Reading the country chart and the country groups out of eCFR XML, as the versioner API publishes it.

``https://www.ecfr.gov/api/versioner/v1/full/<date>/title-15.xml?part=738`` (or 740). The chart is one table
of a destination and sixteen cells; the groups are tables A, D and E with one column a group, and B a list.
A table of another shape is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

__all__ = ["Chart", "Groups", "read_chart", "read_groups"]

_COLUMN = re.compile(r"^[A-Z]{2} \d$")
_GROUP = re.compile(r"\[([A-E]): ?(\d)\]")


@dataclass
class Chart:
    """The Commerce Country Chart as printed, by the printed names.

    ``marks``: destination -> columns with an X, written ``NS:2``. ``pointers``: a row that has no cells but a
    sentence, such as Cuba's. ``footnotes``: destination -> numbers; ``texts``: number -> text.
    """

    columns: tuple[str, ...]
    marks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pointers: dict[str, str] = field(default_factory=dict)
    footnotes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)


Groups = dict[str, tuple[str, ...]]
"""Country group, such as ``D:5`` or ``B``, -> destinations by their printed names."""


def read_chart(xml: str) -> Chart:
    """The chart in the XML of part 738 or of its Supplement No. 1; ValueError where there is none."""
    for table in _parse(xml).iter("TABLE"):
        heads = [_text(cell) for cell in table.iter("TH")]
        columns = tuple(h.replace(" ", ":") for h in heads if _COLUMN.match(h))
        if columns:
            return _fill(Chart(columns), table)
    raise ValueError("no table with columns like 'CB 1' in this XML")


def _fill(chart: Chart, table: ET.Element) -> Chart:
    for row in _rows(table, "TBODY"):
        name, footnotes = _without_footnotes(row[0])
        chart.footnotes[name] = footnotes
        cells = [_text(cell) for cell in row[1:]]
        if len(cells) == 1:
            chart.pointers[name] = cells[0]
        elif len(cells) == len(chart.columns) and set(cells) <= {"", "X"}:
            chart.marks[name] = tuple(c for c, x in zip(chart.columns, cells, strict=True) if x)
        else:
            raise ValueError(f"row {name!r} of the chart has cells {cells}")
    for (cell,) in _rows(table, "TFOOT"):
        number, text = re.match(r"(\d+) ?(.*)", _text(cell), re.DOTALL).groups()  # type: ignore[union-attr]
        chart.texts[int(number)] = text
    return chart


def read_groups(xml: str) -> Groups:
    """Country groups A:1 to E:2 in the XML of part 740; ValueError where one of A, B, D, E is missing."""
    root = _parse(xml)
    groups: dict[str, list[str]] = {}
    for table in root.iter("TABLE"):
        columns = [f"{g[1]}:{g[2]}" for h in table.iter("TH") if (g := _GROUP.search(_text(h)))]
        if columns:
            _read_group_table(table, columns, groups)
    groups["B"] = _list_after(root, "Country Group B")
    missing = {"A", "B", "D", "E"} - {group[0] for group, members in groups.items() if members}
    if missing:
        raise ValueError(f"no country group {', '.join(sorted(missing))} in this XML")
    return {group: tuple(groups[group]) for group in sorted(groups)}


def _read_group_table(table: ET.Element, columns: list[str], groups: dict[str, list[str]]) -> None:
    for column in columns:
        groups.setdefault(column, [])
    for row in _rows(table, "TBODY"):
        name, _ = _without_footnotes(row[0])
        cells = [_text(cell) for cell in row[1:]]
        if len(cells) != len(columns) or not set(cells) <= {"", "X"}:
            raise ValueError(f"row {name!r} of the groups {columns} has cells {cells}")
        for column, cell in zip(columns, cells, strict=True):
            if cell:
                groups[column].append(name)


def _list_after(root: ET.Element, heading: str) -> list[str]:
    seen = False
    for element in root.iter():
        if element.tag == "HD1":
            seen = _text(element).startswith(heading)
        elif seen and element.tag == "SCOL2":
            return [_text(item) for item in element.iter("LI")]
    return []


def _rows(table: ET.Element, section: str) -> Iterable[list[ET.Element]]:
    for body in table.iter(section):
        for row in body.iter("TR"):
            yield list(row.iter("TD"))


def _without_footnotes(cell: ET.Element) -> tuple[str, tuple[int, ...]]:
    """The name in a cell, and its footnote numbers (in ``sup``, never glued to the name)."""
    footnotes = tuple(int(_text(sup)) for sup in cell.iter("sup"))
    for sup in list(cell.iter("sup")):
        sup.text = ""
    return _text(cell), footnotes


def _parse(xml: str) -> ET.Element:
    return ET.fromstring(xml)  # noqa: S314  the reader chooses the file; expat expands no external entities


def _text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())
