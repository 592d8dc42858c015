"""What a product is made of: controlled US content from its parts upward, as an interval while parts are unknown.

Every part has a value of its own; an assembly adds its parts. A part is controlled US content when it is of US origin
and its ECCN is one that needs a license for the destination; which ECCNs these are is the caller's to say. A part of
which that is not known counts between nothing and all of its value.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licet.errors import LicetError
from licet.model.numbers import NumberRangeError, bounded_number
from licet.tabular.grid import cell_text
from licet.tabular.load import NotABusinessFileError, load_tables

__all__ = ["Bill", "BillError", "BomLine", "ControlledContent", "read_bill"]

Controlled = Callable[[str], bool | None]
"""Whether an ECCN counts as controlled for the destination; None: not known."""


class BillError(LicetError, ValueError):
    """A bill that cannot be read; ``problems`` names row or component, column and value."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class BomLine:
    """A part within an assembly. ``value``: of one part alone, without its own parts; None: not known.

    ``eccn``, ``origin``: empty where not known.
    """

    assembly: str
    part: str
    quantity: float
    value: float | None
    eccn: str = ""
    origin: str = ""
    supplier: str = ""


@dataclass(frozen=True, slots=True)
class ControlledContent:
    """The controlled share of a product, in percent of its value, between two bounds.

    ``deciding``: for each limit the parts whose answer alone would decide whether it is exceeded, the weightiest
    first, with supplier; ``unknown``: the parts that are open; ``no_value``: those whose value is not known, so that
    no bound can be trusted.
    """

    lower: float
    upper: float
    unknown: tuple[str, ...]
    deciding: Mapping[float, tuple[tuple[str, str], ...]]
    no_value: tuple[str, ...] = ()


class Bill:
    """A bill of materials: assemblies and their parts, to any depth. Raises BillError on a part within itself."""

    def __init__(self, lines: list[BomLine]) -> None:
        self.lines = lines
        self._below: dict[str, list[BomLine]] = defaultdict(list)
        for line in lines:
            self._below[line.assembly].append(line)
        parts = {line.part for line in lines}
        self.roots = tuple(assembly for assembly in self._below if assembly not in parts)
        if not self.roots:
            raise BillError(["every assembly is a part of another: one lies within itself"])

    def content(
        self, controlled: Controlled, *, limits: tuple[float, ...] = (10, 25), root: str = ""
    ) -> ControlledContent:
        """The controlled US content of a product, by default of the first that is part of no other."""
        amounts = self._amounts(root or self.roots[0])
        total = lower = 0.0
        open_values: dict[str, float] = defaultdict(float)
        no_value = []
        suppliers = {}
        for line, amount in amounts:
            if line.value is None:
                no_value.append(line.part)
                continue
            value = line.value * amount
            total += value
            counts = _counts(line, controlled)
            if counts:
                lower += value
            elif counts is None and value:
                open_values[line.part] += value
                suppliers[line.part] = line.supplier
        upper = lower + sum(open_values.values())
        share = 100 / total if total else 0.0
        deciding = {
            limit: tuple(
                (part, suppliers[part]) for part in _deciding(open_values, lower, upper, limit / share)
            )
            for limit in limits
            if share
        }
        by_weight = sorted(open_values, key=lambda part: (-open_values[part], part))
        if no_value:
            return ControlledContent(0.0, 100.0, tuple(by_weight), deciding, tuple(dict.fromkeys(no_value)))
        return ControlledContent(lower * share, upper * share, tuple(by_weight), deciding)

    def _amounts(self, root: str) -> list[tuple[BomLine, float]]:
        """Every line below a product with how many of it one product holds in all."""
        order = self._order(root)
        amounts: dict[str, float] = defaultdict(float, {root: 1.0})
        found = []
        for assembly in order:
            for line in self._below.get(assembly, ()):
                amount = amounts[assembly] * line.quantity
                amounts[line.part] += amount
                found.append((line, amount))
        return found

    def _order(self, root: str) -> list[str]:
        """Assemblies before their parts. Raises BillError where one lies within itself."""
        order: list[str] = []
        state: dict[str, bool] = {}
        stack: list[tuple[str, Iterator[BomLine]]] = [(root, iter(self._below.get(root, ())))]
        state[root] = False
        while stack:
            name, parts = stack[-1]
            line = next(parts, None)
            if line is None:
                state[name] = True
                order.append(name)
                stack.pop()
            elif state.get(line.part) is False:
                raise BillError([f"{line.part} lies within itself"])
            elif line.part not in state:
                state[line.part] = False
                stack.append((line.part, iter(self._below.get(line.part, ()))))
        return order[::-1]


def _counts(line: BomLine, controlled: Controlled) -> bool | None:
    us = None if not line.origin else line.origin.upper() == "US"
    listed = controlled(line.eccn) if line.eccn else None
    return False if us is False or listed is False else None if us is None or listed is None else True


def _deciding(open_values: Mapping[str, float], lower: float, upper: float, limit: float) -> list[str]:
    """The parts one answer on which settles whether the limit is exceeded, whatever the other parts are."""
    if lower > limit or upper <= limit:
        return []
    found = [part for part, value in open_values.items() if lower + value > limit or upper - value <= limit]
    return sorted(found, key=lambda part: (-open_values[part], part))


_PIECES = re.compile(r"(?<!\s)\s*+(?:pcs?|ea|each|x)\.?$", re.IGNORECASE)
"""What stands after a count of pieces."""
_COLUMNS = ("assembly", "part", "quantity", "value", "eccn", "origin", "supplier")


def read_bill(path: Path) -> Bill:
    """A bill from a table (CSV or XLSX: assembly, part, quantity, value, eccn, origin, supplier), CycloneDX or SPDX.

    In CycloneDX the assembly is ``metadata.component`` or the component above; ECCN, quantity and unit price are
    the properties whose names end in ``:eccn``, ``:quantity`` and ``:unitPrice``. In SPDX 2 the assembly is the
    package that contains or depends on another; ECCN, quantity, unit price and origin stand in annotations of the
    package such as ``ECCN: 3A001``. Raises BillError with each problem.
    """
    if path.suffix.lower() == ".json":
        document = _document(path)
        return _spdx(document) if "spdxVersion" in document else _cyclonedx(document)
    try:
        tables = load_tables(path).tables
    except NotABusinessFileError as error:
        raise BillError([str(error)]) from error
    lines, problems = [], []
    for table in tables:
        missing = [name for name in _COLUMNS[:3] if name not in table.headings]
        if missing:
            raise BillError([f"no column {name}; expected {', '.join(_COLUMNS)}" for name in missing])
        for row in table.rows:
            cell = dict.fromkeys(_COLUMNS, "") | dict(
                zip(table.headings, map(cell_text, row.cells), strict=False)
            )
            where: list[str] = []
            quantity = _number(cell["quantity"], f"row {row.where}, quantity", where)
            value = _number(cell["value"], f"row {row.where}, value", where)
            problems += where
            known = cell["eccn"], cell["origin"], cell["supplier"]
            lines.append(
                BomLine(cell["assembly"], cell["part"], 1.0 if quantity is None else quantity, value, *known)
            )
    if problems:
        raise BillError(problems)
    return Bill(lines)


_NOTE = re.compile(
    r"^\s*(?P<name>ECCN|quantity|unitPrice|origin)\s*[:=]\s*(?P<value>.+?)\s*$", re.IGNORECASE | re.MULTILINE
)
_CONTAINS = {"CONTAINS": False, "DEPENDS_ON": False, "CONTAINED_BY": True, "DEPENDENCY_OF": True}
"""Relationships of SPDX 2 that make one package a part of another; whether the part stands first."""


def _document(path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BillError([f"not JSON: {str(error)[:100]}"]) from error
    if not isinstance(found, dict):
        raise BillError(["no bill of materials: not a JSON object"])
    return found


def _spdx(document: Mapping[str, Any]) -> Bill:
    """The packages of an SPDX 2 document, by what contains what."""
    packages = {str(package.get("SPDXID")): package for package in document.get("packages") or ()}
    problems: list[str] = []
    lines: dict[BomLine, None] = {}
    for relation in document.get("relationships") or ():
        turned = _CONTAINS.get(str(relation.get("relationshipType")))
        if turned is None:
            continue
        ends = str(relation.get("spdxElementId")), str(relation.get("relatedSpdxElement"))
        assembly, part = ends[::-1] if turned else ends
        package = packages.get(part)
        if package is None or assembly not in packages:
            continue
        notes = {match["name"].lower(): match["value"] for match in _NOTE.finditer(_notes_of(package))}
        supplier = str(package.get("supplier") or "").partition(":")[2].strip()
        quantity = _number(notes.get("quantity"), f"{part}, quantity", problems)
        price = (notes.get("unitprice") or "").removesuffix("USD").strip()
        lines[
            BomLine(
                str(packages[assembly].get("name") or assembly), str(package.get("name") or part),
                1.0 if quantity is None else quantity, _number(price, f"{part}, unitPrice", problems),
                notes.get("eccn", ""), notes.get("origin", ""), supplier,
            )
        ] = None  # fmt: skip
    if not lines:
        problems.append("no package contains another (relationships CONTAINS or DEPENDS_ON)")
    if problems:
        raise BillError(problems)
    return Bill(list(lines))


def _notes_of(package: Mapping[str, Any]) -> str:
    """The texts of a package in which its class and quantity may stand."""
    comments = [note.get("comment") for note in package.get("annotations") or ()]
    return "\n".join(
        str(text) for text in (package.get("comment"), package.get("summary"), *comments) if text
    )


def _cyclonedx(document: Mapping[str, Any]) -> Bill:
    problems: list[str] = []
    root = (document.get("metadata") or {}).get("component") or {}
    lines: dict[BomLine, None] = {}
    stack = [
        (str(root.get("name") or "product"), component) for component in document.get("components") or ()
    ]
    while stack:
        assembly, component = stack.pop(0)
        reference = str(component.get("bom-ref") or component.get("name"))
        properties = {
            p["name"].rpartition(":")[2]: p.get("value", "") for p in component.get("properties") or ()
        }
        maker = component.get("manufacturer") or component.get("supplier") or {}
        price = str(properties.get("unitPrice", "")).removesuffix("USD").strip()
        quantity = _number(properties.get("quantity"), f"{reference}, quantity", problems)
        line = BomLine(
            assembly,
            reference,
            1.0 if quantity is None else quantity,
            _number(price, f"{reference}, unitPrice", problems),
            properties.get("eccn", ""),
            str((maker.get("address") or {}).get("country") or ""),
            str(maker.get("name") or ""),
        )
        lines[line] = None  # the same component listed twice is one
        stack += [(reference, inner) for inner in component.get("components") or ()]
    if problems:
        raise BillError(problems)
    return Bill(list(lines))


def _number(text: object, where: str, problems: list[str]) -> float | None:
    plain = str(text or "").strip()
    if not plain:
        return None
    try:
        found = float(bounded_number(_PIECES.sub("", plain)))
    except NumberRangeError as error:
        problems.append(f"{where}: {error}")
        return None
    except ValueError:
        problems.append(f"{where}: {plain[:40]!r} is no number")
        return None
    if found < 0:
        problems.append(f"{where}: {plain} is less than 0")
    return found
