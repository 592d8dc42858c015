"""JSON and XML as tables: lists of records, SAP IDocs, and parts lists (CycloneDX, SPDX)."""

from __future__ import annotations

import json
import re
from collections import ChainMap, Counter
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element
from xml.parsers import expat

from licet.errors import LicetError
from licet.tabular.grid import CellBudget, GridRow, GridTable, Skipped
from licet.tabular.product_package import PACKAGE_FIELDS, is_product_package, package_records

__all__ = ["DocumentError", "data_tables", "json_tables", "spdx_text_tables", "xml_root", "xml_tables"]

_MOST_DEEP = 60
_MOST_OBJECTS = 5_000_000
"""Objects and lists of a JSON document, or tags of an XML one: three bytes of it take a hundred of memory."""


class DocumentError(LicetError, ValueError):
    """A JSON or XML file without records; the text says what was looked for."""


Record = tuple[str, Mapping[str, Any]]
"""Where a record stands, and its values by path."""


def json_tables(text: str) -> tuple[list[GridTable], str]:
    """The records of a JSON document or of JSON lines, and what format they are of. Raises DocumentError."""
    if text.count("{") + text.count("[") > _MOST_OBJECTS:
        raise DocumentError(f"more than {_MOST_OBJECTS:,} objects and lists; send it in parts")
    budget = CellBudget()
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = _json_lines(text, budget)
        if lines is None:
            raise DocumentError(f"not JSON: {str(error)[:200]}") from error
        return [lines], "JSON lines"
    return data_tables(data, "JSON", budget)


def data_tables(data: Any, kind: str, budget: CellBudget) -> tuple[list[GridTable], str]:
    """The records of a document that was read, and what format they are of. Raises DocumentError."""
    if isinstance(data, dict) and data.get("bomFormat") == "CycloneDX":
        return [_cyclonedx(data, budget)], f"CycloneDX {data.get('specVersion', '')}".strip()
    if isinstance(data, dict) and "spdx.org" in str(data.get("@context")) and "@graph" in data:
        return [_spdx3(data["@graph"], budget)], "SPDX 3"
    if isinstance(data, dict) and "spdxVersion" in data:
        return [_spdx(data, budget)], str(data["spdxVersion"])
    found = _records_in(data, "", 0, budget)
    if not found:
        raise DocumentError("no list of records was found in the document")
    path, records = max(found, key=lambda pair: (not _SIDE.search(pair[0].rpartition("/")[2]), len(pair[1])))
    rows = [
        row for number, record in enumerate(records) for row in _exploded(f"{path}/{number}", record, budget)
    ]
    return [_table(path or "/", rows, budget)], kind


def _json_lines(text: str, budget: CellBudget) -> GridTable | None:
    rows: list[Record] = []
    bad: list[GridRow] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            bad.append(GridRow(str(number), (), f"not JSON: {str(error)[:100]}"))
            continue
        if isinstance(found, dict):
            rows.extend(_exploded(str(number), found, budget))
        else:
            bad.append(GridRow(str(number), (), "not a JSON object"))
    if not rows:
        return None
    table = _table("line 1", rows, budget)
    empty = ("",) * len(table.headings)
    table.rows.extend(row._replace(cells=empty) for row in bad)
    table.rows.sort(key=lambda row: int(row.where.partition("/")[0]))
    return table


def _records_in(
    data: Any, path: str, level: int, budget: CellBudget
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Lists of objects in a document, with their paths; those inside a record are not looked for."""
    if isinstance(data, list):
        records = [item for item in data if isinstance(item, dict)]
        return [(path, records)] if records and len(records) == len(data) else []
    if isinstance(data, dict) and level < _MOST_DEEP:
        return [
            row
            for key, value in data.items()
            if isinstance(value, (dict, list))
            for row in _records_in(value, budget.name(f"{path}/{key}"), level + 1, budget)
        ]
    return []


def _exploded(where: str, record: Mapping[str, Any], budget: CellBudget) -> Iterator[Record]:
    """A record as one row, or one for each of its lines, where it holds a list of objects (the longest)."""
    flat: dict[str, Any] = {}
    lists: dict[str, list[dict[str, Any]]] = {}
    _flatten(record, "", (flat, lists), 0, budget)
    main = [key for key in lists if not _SIDE.search(key)]
    name = max(main, key=lambda key: (bool(_LINES.search(key)), len(lists[key])), default="")
    _flatten_singles(lists, name, flat, budget)
    if not name:
        budget.row(where, len(flat))
        yield where, flat
        return
    for number, line in enumerate(lists[name]):
        inner: dict[str, Any] = {}
        below: dict[str, list[dict[str, Any]]] = {}
        _flatten(line, f"{name}.", (inner, below), 0, budget)
        _flatten_singles(below, "", inner, budget)
        place = f"{where}/{name.replace('.', '/')}/{number}"
        budget.row(place, len(flat) + len(inner))
        yield place, ChainMap(inner, flat)


def _flatten_singles(
    lists: Mapping[str, list[dict[str, Any]]], lines: str, flat: dict[str, Any], budget: CellBudget
) -> None:
    """Lists beside the lines that hold one object each, such as ``shipToCustomer`` of Oracle."""
    for name, objects in lists.items():
        if name != lines and len(objects) == 1 and not _SIDE.search(name):
            _flatten(objects[0], f"{name}.", (flat, {}), 0, budget)


_SIDE = re.compile(
    r"(?:^|[._/])(?:links?|errors?|warnings?|\w*tax(?:es|_?lines?)?|shipping_?lines?|fee_?lines?|coupon_?lines?|refunds?|"
    r"discount\w*|charges?|payments?|attachments?|notes?|meta_?data|tags|images)$",
    re.IGNORECASE,
)
"""Lists of a document that are no lines of an order."""
_Flat = tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]
"""The values of a record, and its lists of records."""


def _flatten(data: Mapping[str, Any], path: str, found: _Flat, level: int, budget: CellBudget) -> None:
    flat, lists = found
    for key, value in data.items():
        name = budget.name(f"{path}{key}")
        if isinstance(value, dict) and level < _MOST_DEEP:
            inner = (
                value["records"]
                if set(value) >= {"records"} and isinstance(value.get("records"), list)
                else None
            )
            if inner is not None:
                lists[name] = [item for item in inner if isinstance(item, dict)]
            else:
                _flatten(value, f"{name}.", found, level + 1, budget)
        elif isinstance(value, list):
            objects = [item for item in value if isinstance(item, dict)]
            if objects and len(objects) == len(value):
                pairs = _named_values(objects)
                if pairs is None:
                    lists[name] = objects
                else:
                    flat |= {budget.name(f"{name}[{key}]"): inner for key, inner in pairs.items()}
            else:
                flat[name] = "; ".join(map(str, value))
        else:
            flat[name] = value


def _named_values(objects: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Pairs of a name and a value, as properties are written; None: other objects."""
    if all(
        set(object_) <= _OF_A_PAIR and "value" in object_ and {"name", "key"} & set(object_)
        for object_ in objects
    ):
        return {str(object_.get("name", object_.get("key"))): object_["value"] for object_ in objects}
    return None


_OF_A_PAIR = frozenset({"id", "name", "key", "value", "type", "namespace", "display_key", "display_value"})


def _table(
    where: str, records: Sequence[Record], budget: CellBudget, fields: Mapping[str, str] | None = None
) -> GridTable:
    headings = tuple(dict.fromkeys(name for _, record in records for name in _merged(record)))
    budget.take(len(headings) * len(records))
    rows = [GridRow(place, tuple(map(_merged(record).get, headings))) for place, record in records]
    return GridTable(where, headings, (), rows, fields=fields or {})


def _merged(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """A record with what it shares with others, for as long as it is looked at."""
    if not isinstance(record, ChainMap):
        return record
    found: dict[str, Any] = {}
    for part in reversed(record.maps):
        found.update(part)
    return found


def _cyclonedx(data: Mapping[str, Any], budget: CellBudget) -> GridTable:
    """Every component at every depth; the product itself (``metadata``) is none of its parts."""
    records: list[Record] = []
    for place, component in _components(data.get("components"), "", 0):
        flat: dict[str, Any] = {}
        lists: dict[str, list[dict[str, Any]]] = {}
        own = {key: value for key, value in component.items() if key != "components"}
        _flatten(own, "", (flat, lists), 0, budget)
        maker = "manufacturer" if flat.get("manufacturer.name") else "supplier"
        for name in ("name", "address.country"):
            flat[f"maker.{name}"] = flat.get(f"{maker}.{name}")
        if not flat.get("maker.name"):
            flat["maker.name"] = component.get("publisher") or component.get("author")
        budget.row(place, len(flat))
        records.append((place, flat))
    fields = {"key": "bom-ref", "item": "name", "manufacturer.name": "maker.name",
              "manufacturer.country": "maker.address.country"}  # fmt: skip
    table = _table("/components", records, budget, fields)
    if "metadata" in data:
        table.skipped.append(Skipped("/metadata", "the product itself and the tools, no parts"))
    return table


def _version(root: Element) -> str:
    return root.tag.partition("}")[0].rpartition("/")[2]


def _cyclonedx_data(root: Element) -> dict[str, Any]:
    """The parts of a document in XML as the document in JSON has them."""
    found: dict[str, Any] = {"components": _component_list(_child(root, "components"), 0)}
    return found | ({"metadata": {}} if _child(root, "metadata") is not None else {})


def _component_list(parent: Element | None, level: int) -> list[dict[str, Any]]:
    if parent is None or level > _MOST_DEEP:
        return []
    return [_component(element, level) for element in parent if _tag(element) == "component"]


def _component(element: Element, level: int) -> dict[str, Any]:
    found: dict[str, Any] = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
    for child in element:
        name = _tag(child)
        if name == "components":
            found[name] = _component_list(child, level + 1)
        elif name == "properties":
            found[name] = [{"name": item.get("name"), "value": (item.text or "").strip()} for item in child]
        elif name in {"supplier", "manufacturer"}:
            found[name] = {"name": _own_text(child, "name")}
            country = next((item for item in child.iter() if _tag(item) == "country"), None)
            found[name] |= {} if country is None else {"address": {"country": (country.text or "").strip()}}
        elif not len(child):
            found[name] = (child.text or "").strip()
    return found


def _child(parent: Element, name: str) -> Element | None:
    return next((child for child in parent if _tag(child) == name), None)


def _own_text(parent: Element, name: str) -> str:
    found = _child(parent, name)
    return "" if found is None else (found.text or "").strip()


def _components(found: Any, path: str, level: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not isinstance(found, list) or level > _MOST_DEEP:
        return
    for number, component in enumerate(found):
        if isinstance(component, dict):
            place = f"{path}/components/{number}"
            yield place, component
            yield from _components(component.get("components"), place, level + 1)


def _spdx(data: Mapping[str, Any], budget: CellBudget) -> GridTable:
    """The packages of an SPDX document but the one that it describes."""
    roots = {str(item) for item in data.get("documentDescribes") or ()}
    roots |= {
        str(item.get("relatedSpdxElement"))
        for item in data.get("relationships") or ()
        if isinstance(item, dict) and item.get("relationshipType") == "DESCRIBES"
    }
    packages = [item for item in data.get("packages") or () if isinstance(item, dict)]
    records: list[Record] = []
    skipped = []
    for number, package in enumerate(packages):
        place = f"/packages/{number}"
        if str(package.get("SPDXID")) in roots and len(packages) > len(roots):
            skipped.append(Skipped(place, "the product itself, no part"))
            continue
        flat: dict[str, Any] = {}
        _flatten(package, "", (flat, {}), 0, budget)
        budget.row(place, len(flat))
        records.append((place, _spdx_maker(flat) | _spdx_class(package)))
    table = _table("/packages", records, budget, _SPDX_FIELDS)
    table.skipped.extend(skipped)
    return table


_SPDX_FIELDS = {"key": "SPDXID", "item": "name", "manufacturer.name": "maker", "eccn": "ECCN"}
_CLASS = re.compile(
    r"\b(?:ECCN|export[ _-]?control[ _-]?class(?:ification)?(?:[ _-]?number)?)\b[\s:=\"']+([A-Z0-9][\w.]*)",
    re.IGNORECASE,
)
_COMMENTED = ("comment", "attributionTexts", "summary", "description", "sourceInfo", "PackageComment",
              "PackageAttributionText", "AnnotationComment", "PackageSummary", "PackageDescription",
              "PackageSourceInfo", "ExternalRef")  # fmt: skip


def _spdx_class(package: Mapping[str, Any]) -> dict[str, Any]:
    """The class of a package. SPDX has no field for it: it stands in a comment, annotation or reference."""
    texts = [package.get(name) for name in _COMMENTED]
    texts += [object_.get("comment") for object_ in _objects(package.get("annotations"))]
    for object_ in _objects(package.get("externalRefs")):
        texts.append(f"{object_.get('referenceType')}: {object_.get('referenceLocator')}")
        texts.append(object_.get("comment"))
    whole = "\n".join(
        "\n".join(map(str, text)) if isinstance(text, list) else str(text) for text in texts if text
    )
    found = _CLASS.search(whole)
    return {"ECCN": found[1].rstrip(".") if found else None}


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


_MAKER = re.compile(r"(?:Organization|Person|Tool):\s*(.+?)\s*(?:\([^()]*@[^()]*\)|\(\))?")


def _spdx_maker(flat: dict[str, Any]) -> dict[str, Any]:
    """The supplier, else the originator, without the word for its kind and its address for mail."""
    for key in ("supplier", "originator"):
        value = flat.get(key)
        if isinstance(value, str) and value != "NOASSERTION":
            found = _MAKER.fullmatch(value)
            others = {name: cell for name, cell in flat.items() if name != key}
            return others | {"maker": found[1] if found else value}
    return flat | {"maker": None}


def _spdx3(graph: Any, budget: CellBudget) -> GridTable:
    """The packages of an SPDX 3 document, with their suppliers by name, but the one that it is about."""
    elements = _objects(graph)
    names = {str(element.get("spdxId") or element.get("@id")): element.get("name") for element in elements}
    notes: dict[str, list[dict[str, Any]]] = {}
    for record in elements:
        if record.get("type") == "Annotation":
            notes.setdefault(str(record.get("subject")), []).append({"comment": record.get("statement")})
    roots = {
        str(root)
        for element in elements
        for root in element.get("rootElement") or ()
        if isinstance(root, str)
    }
    packages = [
        (place, record)
        for place, record in enumerate(elements)
        if str(record.get("type")).endswith("Package")
    ]
    records: list[Record] = []
    skipped = []
    for place, package in packages:
        ident = str(package.get("spdxId"))
        if ident in roots and len(packages) > len(roots):
            skipped.append(Skipped(f"/@graph/{place}", "the product itself, no part"))
            continue
        flat: dict[str, Any] = {}
        _flatten(package, "", (flat, {}), 0, budget)
        budget.row("/@graph", len(flat))
        makers = package.get("suppliedBy") or package.get("originatedBy")
        maker = makers[0] if isinstance(makers, list) and makers else makers
        flat |= {"SPDXID": ident, "maker": names.get(str(maker))}
        records.append((f"/@graph/{place}", flat | _spdx_class({**package, "annotations": notes.get(ident)})))
    table = _table("/@graph", records, budget, _SPDX_FIELDS)
    table.skipped.extend(skipped)
    return table


def spdx_text_tables(text: str) -> list[GridTable]:
    """The packages of an SPDX document of tags and values."""
    tags = {"PackageVersion": "versionInfo", "PackageSupplier": "supplier", "PackageOriginator": "originator"}
    described = set(re.findall(r"^Relationship:\s*SPDXRef-DOCUMENT\s+DESCRIBES\s+(\S+)", text, re.MULTILINE))
    records: list[tuple[str, dict[str, Any]]] = []
    budget = CellBudget()
    open_package = False
    inside = ""  # a value over several lines, <text> to </text>
    for number, line in enumerate(text.split("\n"), 1):
        if inside:
            records[-1][1][inside] += "\n" + line.replace("</text>", "")
            inside = "" if "</text>" in line else inside
            continue
        tag, _, value = (part.strip() for part in line.partition(":"))
        if tag == "PackageName":
            records.append((str(number), {"name": value}))
            open_package = True
        elif tag in {"FileName", "SnippetSPDXID", "LicenseID"}:
            open_package = False
        elif open_package and tag and not tag.startswith("#"):
            known = budget.name(tags.get(tag, tag))
            before = records[-1][1].get(known)
            bare = value.replace("<text>", "").replace("</text>", "")
            if before is None or known in _COMMENTED:
                records[-1][1][known] = bare if before is None else f"{before}\n{bare}"
            inside = known if "<text>" in value and "</text>" not in value else ""
    parts = [
        (place, _spdx_maker(flat) | _spdx_class(flat))
        for place, flat in records
        if flat.get("SPDXID") not in described or len(records) == 1
    ]
    return [_table("line 1", parts, budget, _SPDX_FIELDS)]


def _is_spdx_package(element: Element) -> bool:
    return element.tag.endswith("}Package") and "spdx.org" in element.tag


def _spdx_rdf(root: Element) -> GridTable:
    """The packages of an SPDX document in RDF/XML, at every depth, but the one that the document describes."""
    packages = list(filter(_is_spdx_package, root.iter()))
    described = {
        str(found)
        for element in root.iter()
        if _tag(element) == "Relationship"
        and "describes" in _resource(element, "relationshipType").casefold()
        for found in (_resource(element, "relatedSpdxElement"),)
        if found
    }
    budget, records, skipped = CellBudget(), [], []
    for number, package in enumerate(packages, 1):
        ident = _about(package)
        if ident in described and len(packages) > len(described):
            skipped.append(Skipped(f"/Package[{number}]", "the product itself, no part"))
            continue
        flat: dict[str, Any] = {"SPDXID": ident.rpartition("#")[2] or None}
        for child in package:
            if not len(child) and (child.text or "").strip():
                flat[budget.name(_tag(child))] = (child.text or "").strip()
        flat["annotations"] = [{"comment": note.text} for note in package.iter() if _tag(note) == "comment"]
        known = _spdx_maker(flat) | _spdx_class(flat)
        del known["annotations"]
        budget.row("/Package", len(known))
        records.append((f"/Package[{number}]", known))
    table = _table("/Package", records, budget, _SPDX_FIELDS)
    table.skipped.extend(skipped)
    return table


def _about(element: Element) -> str:
    return next((value for name, value in element.attrib.items() if name.endswith("}about")), "")


def _resource(element: Element, name: str) -> str:
    """What a property of an RDF element points to, be it named or written inside it."""
    for child in element:
        if _tag(child) == name:
            named = next((value for key, value in child.attrib.items() if key.endswith("}resource")), "")
            return named or next(map(_about, child), "")
    return ""


def xml_root(content: bytes) -> Element:
    """An XML document, without what could expand to any size. Raises DocumentError."""
    if content.count(b"<") > _MOST_OBJECTS:
        raise DocumentError(f"more than {_MOST_OBJECTS:,} tags; send it in parts")
    try:
        bare = _without_document_type(content)
        return ET.fromstring(bare)  # noqa: S314  # no document type, so no entities to expand
    except (expat.ExpatError, ET.ParseError, LookupError, ValueError) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError(f"not XML: {str(error)[:200]}") from error


class _PrologEnded(LicetError):  # noqa: N818  # nothing is wrong
    """The parser came to the first element."""


def _without_document_type(content: bytes) -> bytes:
    """A document without its type, which no reader needs; one that declares entities is refused."""
    places = _document_type(content)
    if not places:
        return content
    start = content.rfind(b"<", 0, places[0] + 1)
    bare = content[:start] + content[content.index(b">", places[-1]) + 1 :]
    if _document_type(bare):
        raise DocumentError("an XML file with two document types is not read")
    return bare


def _document_type(content: bytes) -> list[int]:
    """Where the type of a document begins and ends; empty where it has none.

    By the parser: a document may change its encoding behind its first line, so that a search does not find it.
    """
    places: list[int] = []
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise DocumentError("an XML file with entities of its own is not read: it may expand to any size")

    def end(*_: object) -> None:
        raise _PrologEnded

    def mark(*_: object) -> None:
        places.append(parser.CurrentByteIndex)

    parser.StartDoctypeDeclHandler = parser.EndDoctypeDeclHandler = mark
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = end
    try:
        parser.Parse(content, True)
    except _PrologEnded:
        return places
    return places


def xml_tables(root: Element) -> tuple[list[GridTable], str]:
    """The records of an XML document, and what format they are of. Raises DocumentError."""
    if root.find(".//E1EDP01") is not None:
        return [_idoc(root)], f"SAP IDoc {root.tag}"
    if root.tag.endswith("}RDF") and any(_is_spdx_package(element) for element in root.iter()):
        return [_spdx_rdf(root)], "SPDX (RDF)"
    if root.tag.startswith("{http://cyclonedx.org/schema/bom/"):
        return [_cyclonedx(_cyclonedx_data(root), CellBudget())], f"CycloneDX {_version(root)} (XML)"
    if is_product_package(root):
        return [_package(root)], "PDX (IPC-2571)"
    return [_repeated(root)], "XML"


def _package(root: Element) -> GridTable:
    records, skipped = package_records(root)
    budget = CellBudget()
    for where, values in records:
        budget.row(where, len(values))
        for name in values:
            budget.name(name)
    table = _table("/Items", records, budget, PACKAGE_FIELDS)
    table.skipped.extend(skipped)
    return table


_PARTIES = {
    "WE": "consignee",
    "AG": "customer",
    "RE": "bill_to",
    "RG": "bill_to",
    "SP": "forwarder",
    "ZE": "end_user",
}
_NAMES = ("NAME1", "NAME2", "NAME3", "NAME4")


def _idoc(root: Element) -> GridTable:
    """Lines of the orders of a SAP IDoc (ORDERS05 and its like): ``E1EDP01`` with what stands above it.

    Partners of a line go before those of its order; the item number is ours (qualifier 002), else the customer's.
    """
    idocs = [root] if root.tag == "IDOC" else root.findall("IDOC") or [root]
    records: list[Record] = []
    for number, idoc in enumerate(idocs, 1):
        head = _partners(idoc, "E1EDKA1")
        order = _text(idoc, "E1EDK01/BELNR") or _qualified(idoc, "E1EDK02", "QUALF", "001", "BELNR")
        dates = {_text(element, "IDDAT"): _text(element, "DATUM") for element in idoc.findall("E1EDK03")}
        for place, line in enumerate(idoc.findall("E1EDP01"), 1):
            values: dict[str, Any] = {
                "BELNR": order,
                "POSEX": _text(line, "POSEX"),
                "E1EDP19[002]/IDTNR": _qualified(line, "E1EDP19", "QUALF", "002", "IDTNR")
                or _qualified(line, "E1EDP19", "QUALF", "001", "IDTNR"),
                "E1EDP19/KTEXT": next(
                    (text for element in line.findall("E1EDP19") if (text := _text(element, "KTEXT"))), ""
                ),
                "E1EDP01/MENGE": _text(line, "MENGE") or _text(line, "E1EDP20/WMENG"),
                "E1EDP01/MENEE": _text(line, "MENEE"),
                "E1EDP01/VPREI": _text(line, "VPREI"),
                "E1EDP01/PEINH": _text(line, "PEINH"),
                "E1EDP01/NETWR": _text(line, "NETWR"),
                "CURCY": _text(line, "CURCY") or _text(idoc, "E1EDK01/CURCY"),
                "E1EDP20/EDATU": _text(line, "E1EDP20/EDATU") or dates.get("002", ""),
                "E1EDK03[012]/DATUM": dates.get("012", ""),
                "E1EDPT2/TDLINE": " ".join(
                    _text(element, ".") for element in line.findall("E1EDPT1/E1EDPT2/TDLINE")
                ),
            }
            for role, partner in (head | _partners(line, "E1EDPA1")).items():
                values |= {f"{role}.{name}": value for name, value in partner.items()}
            records.append((f"/{root.tag}/IDOC[{number}]/E1EDP01[{place}]", values))
    roles = sorted({name.partition(".")[0] for _, values in records for name in values if "." in name})
    fields = _IDOC_FIELDS | {
        f"{role}.{name}": f"{role}.{name}"
        for role in roles
        for name in ("name", "country", "address", "city", "number")
    }
    table = _table("E1EDP01", records, CellBudget(), fields)
    table.complete = True
    return table


_IDOC_FIELDS = {
    "order": "BELNR", "order_line": "POSEX", "item": "E1EDP19[002]/IDTNR", "description": "E1EDP19/KTEXT",
    "quantity": "E1EDP01/MENGE", "unit": "E1EDP01/MENEE", "price": "E1EDP01/VPREI", "price_unit": "E1EDP01/PEINH",
    "value": "E1EDP01/NETWR", "currency": "CURCY", "ship_date": "E1EDP20/EDATU", "order_date": "E1EDK03[012]/DATUM",
}  # fmt: skip


def _partners(parent: Element, tag: str) -> dict[str, dict[str, str]]:
    found = {}
    for element in parent.findall(tag):
        role = _PARTIES.get(_text(element, "PARVW"))
        if role is not None:
            name = " ".join(filter(None, (_text(element, part) for part in _NAMES)))
            found[role] = {"name": name, "country": _text(element, "LAND1"), "address": _text(element, "STRAS"),
                           "city": _text(element, "ORT01"), "number": _text(element, "PARTN")}  # fmt: skip
    return found


def _text(parent: Element, path: str) -> str:
    found = parent if path == "." else parent.find(path)
    return "" if found is None else (found.text or "").strip()


def _qualified(parent: Element, tag: str, key: str, value: str, wanted: str) -> str:
    found = (_text(element, wanted) for element in parent.findall(tag) if _text(element, key) == value)
    return next(found, "")


def _repeated(root: Element) -> GridTable:
    """The elements that are repeated most, with what stands in the elements around them."""
    counts: Counter[tuple[str, ...]] = Counter()
    budget = CellBudget()
    _count(root, (), counts, budget)
    several = [path for path, count in counts.items() if count > 1]
    if not several:
        raise DocumentError("no element is repeated: no list of records was found in the document")
    path = max(several, key=lambda row: (bool(_LINES.search(row[-1])), counts[row], -len(row)))
    records: list[Record] = []
    _Collector(records, budget).collect(root, path[1:], f"/{_tag(root)}", ChainMap())
    return _table("/" + "/".join(path), records, budget)


_LINES = re.compile("line|item|product|position|detail|goods$|commodit|pos$", re.IGNORECASE)


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _count(
    element: Element, path: tuple[str, ...], counts: Counter[tuple[str, ...]], budget: CellBudget
) -> None:
    if len(path) > _MOST_DEEP:
        return
    own = (*path, budget.name(_tag(element)))
    if len(element):
        counts[own] += 1
    for child in element:
        _count(child, own, counts, budget)


@dataclass(frozen=True, slots=True)
class _Collector:
    """The records of an XML document, each with what stands in the elements around it."""

    records: list[Record]
    budget: CellBudget

    def collect(self, element: Element, path: Sequence[str], where: str, above: ChainMap[str, Any]) -> None:
        values = above.new_child()
        self._values(element, "", values, path[0] if path else None)
        if not path:
            self.budget.row(where, len(values))
            self.records.append((where, values))
            return
        number = 0
        for child in element:
            if _tag(child) == path[0]:
                number += 1
                self.collect(child, path[1:], f"{where}/{path[0]}[{number}]", values)

    def _values(
        self,
        element: Element,
        prefix: str,
        values: MutableMapping[str, Any],
        without: str | None,
        level: int = 0,
    ) -> None:
        for name, value in element.attrib.items():
            values.setdefault(self.budget.name(f"{prefix}{name.rpartition('}')[2]}"), value)
        for child in element:
            name = _tag(child)
            if name == without:
                continue
            if len(child) and level < _MOST_DEEP:
                self._values(child, f"{prefix}{name}.", values, None, level + 1)
            elif (child.text or "").strip():
                values.setdefault(self.budget.name(f"{prefix}{name}"), (child.text or "").strip())
