"""What a product is made of: controlled US content from its parts upward, as an interval while parts are unknown.

Every part has a value of its own; an assembly adds its parts. A part is controlled US content when it is of US origin
and its ECCN is one that needs a license for the destination; which ECCNs these are is the caller's to say. A part of
which that is not known counts between nothing and all of its value.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licet.errors import LicetError

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


_PIECES = re.compile(r"\s*(?:pcs?|ea|each|x)\.?$", re.IGNORECASE)
"""What stands after a count of pieces."""
_COLUMNS = ("assembly", "part", "quantity", "value", "eccn", "origin", "supplier")


def read_bill(path: Path) -> Bill:
    """A bill from CSV (assembly, part, quantity, value, eccn, origin, supplier) or CycloneDX JSON.

    In CycloneDX the assembly is ``metadata.component`` or the component above; ECCN, quantity and unit price are
    the properties whose names end in ``:eccn``, ``:quantity`` and ``:unitPrice``. Raises BillError with each problem.
    """
    if path.suffix.lower() == ".json":
        return _cyclonedx(json.loads(path.read_text("utf-8-sig")))
    lines, problems = [], []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = [name for name in _COLUMNS[:3] if name not in (reader.fieldnames or ())]
        if missing:
            raise BillError([f"no column {name}; expected {', '.join(_COLUMNS)}" for name in missing])
        for number, row in enumerate(reader, 2):
            where: list[str] = []
            quantity = _number(row["quantity"], f"row {number}, quantity", where)
            value = _number(row.get("value"), f"row {number}, value", where)
            problems += where
            cell = {name: (row.get(name) or "").strip() for name in _COLUMNS}
            known = cell["eccn"], cell["origin"], cell["supplier"]
            lines.append(
                BomLine(cell["assembly"], cell["part"], 1.0 if quantity is None else quantity, value, *known)
            )
    if problems:
        raise BillError(problems)
    return Bill(lines)


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
        found = float(_PIECES.sub("", plain))
    except ValueError:
        problems.append(f"{where}: {plain!r} is no number")
        return None
    if found < 0:
        problems.append(f"{where}: {plain} is less than 0")
    return found
