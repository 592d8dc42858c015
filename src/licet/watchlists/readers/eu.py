"""The consolidated list of financial sanctions of the European Union: XML and CSV of the Financial Sanctions Files.

Source: https://webgate.ec.europa.eu/fsd/fsf (xmlFullSanctionsList_1_1, csvFullSanctionsList_1_1). Built from the
published schema; no official file was at hand, and the tests read samples of our own.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from licet.model.listing import ListCode
from licet.rules.citation import Citation
from licet.watchlists.readers.parties import aliases, day_in, joined, snapshot_of
from licet.watchlists.row import RawRow
from licet.watchlists.rows import RowError, codes_of, keys_problems, maybe
from licet.watchlists.snapshot import Format, Snapshot
from licet.watchlists.source import ListContent, Reader, Source, local_name

__all__ = ["READERS", "SOURCES"]

SOURCES = (
    Source(
        ListCode.EU,
        "EU consolidated list of financial sanctions",
        "European Commission",
        Citation.parse("TFEU Art. 215"),
        "https://webgate.ec.europa.eu/fsd/fsf",
        "The EAR do not refer to this list. It binds persons in the European Union and EU persons elsewhere: hold the"
        " transaction and ask whether one of them takes part.",
        1_000,
    ),
)
_KNOWN = frozenset(
    [
        "regulation", "subjectType", "nameAlias", "citizenship", "birthdate", "address", "identification", "remark",
        "contactInfo",
    ]
)  # fmt: skip
_PLACE = ("street", "poBox", "city", "zipCode", "region", "place", "countryDescription")


def _recognizes_xml(content: ListContent) -> bool:
    root = content.root
    return root is not None and local_name(root) == "export" and "europa" in root.tag


def _read_xml(content: ListContent) -> Snapshot:
    root = content.root
    assert root is not None
    for element in root.iter():
        element.tag = local_name(element)
    records = root.findall("sanctionEntity")
    problems = keys_problems((child.tag for child in root), ("sanctionEntity",), ("sanctionEntity",))
    used = (child.tag for record in records for child in record)
    problems += keys_problems(used, _KNOWN, ("regulation", "subjectType", "nameAlias"))
    return snapshot_of(
        content, Format.EU_XML, records, _row, day=day_in(root.get("generationDate")), basis="generationDate",
        code=ListCode.EU, problems=problems,
    )  # fmt: skip


def _row(number: int, record: ET.Element) -> RawRow:
    names = [
        (maybe(item.get("wholeName")) or _full(item), item.get("strong", "true") == "false")
        for item in record.iterfind("nameAlias")
    ]
    key, name = maybe(record.get("logicalId")), next((name for name, _ in names if name), None)
    if name is None or key is None:
        raise RowError("no name or no logicalId")
    places = record.findall("address")
    nations = [item.get("countryIso2Code") for item in record.iterfind("citizenship")]
    countries, unread = codes_of(_real([*(place.get("countryIso2Code") for place in places), *nations]))
    births = joined(
        (item.get("birthdate") or item.get("year") for item in record.iterfind("birthdate")), "; "
    )
    ids = ([item.get("identificationTypeCode"), item.get("number"), item.get("countryIso2Code")]
           for item in record.iterfind("identification"))  # fmt: skip
    acts = record.findall("regulation")
    subject = record.find("subjectType")
    return RawRow(
        list_code=ListCode.EU, name=name, line=number, official_id=key,
        aliases=aliases(names, name),
        kind=_kind("" if subject is None else subject.get("code", "")),
        countries=countries, unread_countries=unread,
        addresses=tuple(filter(None, (joined(place.get(part) for part in _PLACE) for place in places))),
        programs=tuple(dict.fromkeys(filter(None, (maybe(act.get("programme")) for act in acts)))),
        start_date=day_in(record.get("designationDate")),
        remarks=joined((item.text for item in record.iterfind("remark")), "; "),
        ids=tuple(filter(None, map(joined, ids))),
        extras=_extras(births, [act.get("numberTitle") for act in acts]),
    )  # fmt: skip


def _full(item: ET.Element) -> str | None:
    return joined((item.get(part) for part in ("firstName", "middleName", "lastName")), " ")


def _real(codes: Iterable[str | None]) -> Iterator[str | None]:
    """Without "00", which the files write for an unknown country."""
    return (code for code in codes if code != "00")


def _kind(code: str) -> str | None:
    return {"person": "Individual", "P": "Individual", "enterprise": "Entity", "E": "Entity"}.get(code)


def _extras(births: str | None, acts: Iterable[str | None]) -> tuple[tuple[str, str], ...]:
    said = (("dates_of_birth", births), ("regulations", joined(dict.fromkeys(acts), "; ")))
    return tuple((key, value) for key, value in said if value)


_COLUMNS = ("Entity_LogicalId", "Entity_SubjectType", "NameAlias_WholeName", "Address_CountryIso2Code",
            "BirthDate_BirthDate", "Identification_Number", "Citizenship_CountryIso2Code")  # fmt: skip
_LOGICAL = "Entity_LogicalId"


def _recognizes_csv(content: ListContent) -> bool:
    head = content.first_line
    return head.count(";") > len(_COLUMNS) and "NameAlias_WholeName" in head


def _read_csv(content: ListContent) -> Snapshot:
    reader = csv.DictReader(io.StringIO(content.text.lstrip(), newline=""), delimiter=";")
    head = [name for name in reader.fieldnames or () if name]
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    day = None
    for number, line in enumerate(reader, start=2):
        cells = {key: value or "" for key, value in line.items() if isinstance(key, str)}
        day = day or day_in(cells.get("fileGenerationDate"))
        groups[cells.get(_LOGICAL, "") or f"line {number}"].append(cells)
    problems = keys_problems(head, head, _COLUMNS)
    return snapshot_of(
        content, Format.EU_CSV, groups.items(), _group, day=day, basis="fileGenerationDate", code=ListCode.EU,
        problems=problems,
    )  # fmt: skip


def _group(number: int, group: tuple[str, list[dict[str, str]]]) -> RawRow:
    """An entity has a line for each of its names, addresses, births and documents."""
    key, lines = group
    names = [maybe(line.get("NameAlias_WholeName")) for line in lines]
    name = next(filter(None, names), None)
    if name is None or not key.isdecimal():
        raise RowError("no name or no Entity_LogicalId")
    first = lines[0]
    parts = ("Street", "PoBox", "City", "ZipCode", "Region", "Place", "CountryDescription")
    places = (joined(line.get(f"Address_{part}") for part in parts) for line in lines)
    stated = (
        line.get(column)
        for line in lines
        for column in ("Address_CountryIso2Code", "Citizenship_CountryIso2Code")
    )
    countries, unread = codes_of(_real(stated))
    births = joined(dict.fromkeys(maybe(line.get("BirthDate_BirthDate")) for line in lines), "; ")
    ids = (joined([line.get("Identification_TypeCode"), line.get("Identification_Number")])
           for line in lines if maybe(line.get("Identification_Number")))  # fmt: skip
    programs = (maybe(line.get("Entity_Regulation_Programme")) for line in lines)
    return RawRow(
        list_code=ListCode.EU, name=name, line=number, official_id=key,
        aliases=aliases(((other, False) for other in names), name),
        kind=_kind(first.get("Entity_SubjectType", "")),
        countries=countries, unread_countries=unread,
        addresses=tuple(dict.fromkeys(filter(None, places))),
        programs=tuple(dict.fromkeys(filter(None, programs))),
        start_date=day_in(first.get("Entity_DesignationDate")),
        remarks=maybe(first.get("Entity_Remark")),
        ids=tuple(dict.fromkeys(filter(None, ids))),
        extras=_extras(births, (maybe(line.get("Entity_Regulation_NumberTitle")) for line in lines)),
    )  # fmt: skip


READERS = (
    Reader(
        Format.EU_XML, _recognizes_xml, _read_xml, "the EU's financial sanctions file (XML)", (ListCode.EU,)
    ),
    Reader(
        Format.EU_CSV, _recognizes_csv, _read_csv, "the EU's financial sanctions file (CSV)", (ListCode.EU,)
    ),
)
