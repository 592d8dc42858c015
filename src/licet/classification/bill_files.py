"""Bills of materials as files: tables, CycloneDX and SPDX."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from licet.classification.bill_of_materials import Bill, BillError, BomLine
from licet.model.numbers import NumberRangeError, bounded_number
from licet.tabular.grid import cell_text
from licet.tabular.load import NotABusinessFileError, load_tables

__all__ = ["read_bill"]

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
