"""The consolidated list of the United Nations Security Council, its official XML.

Source: https://scsanctions.un.org/resources/xml/en/consolidated.xml (schema sc-sanctions.xsd), read against a whole
file of 2026-02-27.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from licet.model.listing import ListCode
from licet.rules.citation import Citation
from licet.watchlists.readers.parties import aliases, day_in, joined, snapshot_of
from licet.watchlists.row import RawRow
from licet.watchlists.rows import RowError, codes_of, keys_problems, maybe
from licet.watchlists.snapshot import Format, Snapshot
from licet.watchlists.source import ListContent, Reader, Source

__all__ = ["READERS", "SOURCES"]

SOURCES = (
    Source(
        ListCode.UN,
        "Security Council Consolidated List",
        "United Nations Security Council",
        Citation.parse("UN Charter Art. 41"),
        "https://scsanctions.un.org/resources/xml/en/consolidated.xml",
        "The EAR do not refer to this list. Member states carry out its measures in their own law, in the United"
        " States mostly by the SDN List: hold the transaction and see what applies.",
        500,
    ),
)
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_PLACE = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
_KNOWN = frozenset(
    [
        "DATAID", "VERSIONNUM", *_NAMES, "UN_LIST_TYPE", "REFERENCE_NUMBER", "LISTED_ON", "GENDER", "SUBMITTED_BY",
        "NAME_ORIGINAL_SCRIPT", "COMMENTS1", "TITLE", "DESIGNATION", "NATIONALITY", "NATIONALITY2", "LIST_TYPE",
        "LAST_DAY_UPDATED", "SORT_KEY", "SORT_KEY_LAST_MOD", "DELISTED_ON",
        *(f"{kind}_{what}" for kind in ("INDIVIDUAL", "ENTITY") for what in ("ALIAS", "ADDRESS")),
        "INDIVIDUAL_DATE_OF_BIRTH", "INDIVIDUAL_PLACE_OF_BIRTH", "INDIVIDUAL_DOCUMENT",
    ]
)  # fmt: skip
_NEEDED = ("DATAID", "FIRST_NAME", "REFERENCE_NUMBER", "LISTED_ON", "INDIVIDUAL_ALIAS", "ENTITY_ALIAS")


def _recognizes(content: ListContent) -> bool:
    return content.root is not None and content.root.tag == "CONSOLIDATED_LIST"


def _read(content: ListContent) -> Snapshot:
    root = content.root
    assert root is not None
    records = [*root.iterfind("INDIVIDUALS/INDIVIDUAL"), *root.iterfind("ENTITIES/ENTITY")]
    problems = keys_problems((child.tag for record in records for child in record), _KNOWN, _NEEDED)
    sections = keys_problems(
        (child.tag for child in root), ("INDIVIDUALS", "ENTITIES"), ("INDIVIDUALS", "ENTITIES")
    )
    inside = keys_problems((child.tag for section in root for child in section), ("INDIVIDUAL", "ENTITY"))
    return snapshot_of(
        content, Format.UN_XML, records, _row, day=day_in(root.get("dateGenerated")), basis="dateGenerated",
        code=ListCode.UN, problems=problems + sections + inside,
    )  # fmt: skip


def _row(number: int, record: ET.Element) -> RawRow:
    name = joined((record.findtext(part) for part in _NAMES), " ")
    if name is None:
        raise RowError("FIRST_NAME: empty")
    key = maybe(record.findtext("DATAID"))
    if key is None:
        raise RowError("DATAID: empty")
    kind = record.tag
    places = list(record.iterfind(f"{kind}_ADDRESS"))
    nations = [value.text for value in record.iterfind("NATIONALITY/VALUE")]
    countries, unread = codes_of([*(place.findtext("COUNTRY") for place in places), *nations])
    births = [joined(_birth(born), " ") for born in record.iterfind("INDIVIDUAL_DATE_OF_BIRTH")]
    return RawRow(
        list_code=ListCode.UN, name=name, line=number, official_id=key,
        aliases=aliases([(record.findtext("NAME_ORIGINAL_SCRIPT"), False), *_aliases(record, kind)], name),
        kind="Individual" if kind == "INDIVIDUAL" else "Entity",
        countries=countries, unread_countries=unread,
        addresses=tuple(filter(None, (joined(place.findtext(part) for part in _PLACE) for place in places))),
        programs=tuple(filter(None, [maybe(record.findtext("UN_LIST_TYPE"))])),
        start_date=day_in(record.findtext("LISTED_ON")),
        remarks=maybe(record.findtext("COMMENTS1")),
        ids=tuple(filter(None, (joined(_document(item)) for item in record.iterfind("INDIVIDUAL_DOCUMENT")))),
        extras=tuple(
            (key, value)
            for key, value in (
                ("dates_of_birth", joined(births, "; ")), ("reference", maybe(record.findtext("REFERENCE_NUMBER")))
            )
            if value
        ),
    )  # fmt: skip


def _aliases(record: ET.Element, kind: str) -> Iterator[tuple[str | None, bool]]:
    for alias in record.iterfind(f"{kind}_ALIAS"):
        weak = (alias.findtext("QUALITY") or "").strip().lower() == "low"
        for name in (alias.findtext("ALIAS_NAME") or "").split(";"):
            yield name, weak


def _birth(born: ET.Element) -> Iterator[str | None]:
    yield born.findtext("DATE") or born.findtext("YEAR")
    first, last = born.findtext("FROM_YEAR"), born.findtext("TO_YEAR")
    if first and last:
        yield f"{first} to {last}"


def _document(item: ET.Element) -> Iterator[str | None]:
    for part in ("TYPE_OF_DOCUMENT", "NUMBER", "ISSUING_COUNTRY"):
        yield item.findtext(part)


READERS = (Reader(Format.UN_XML, _recognizes, _read, "the UN Security Council's list (XML)", (ListCode.UN,)),)
