"""The sanctions of Switzerland, the XML of SECO.

Source: https://www.sesam.search.admin.ch (swiss-sanctions-list.xsd). Built from the published schema; no official
file was at hand, and the tests read samples of our own. Targets that were taken off stay in the file: left out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
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
        ListCode.CH,
        "Swiss sanctions list",
        "State Secretariat for Economic Affairs (SECO)",
        Citation.parse("SR 946.231"),
        "https://www.seco.admin.ch/seco/en/home/Aussenwirtschaftspolitik_Wirtschaftliche_Zusammenarbeit/Wirtschaftsbeziehungen/exportkontrollen-und-sanktionen/sanktionen-embargos.html",
        "The EAR do not refer to this list. It binds persons in Switzerland: hold the transaction and ask whether one"
        " of them takes part.",
        1_000,
    ),
)
_KINDS = {"individual": "Individual", "entity": "Entity", "object": "Vessel"}
_MOST_SPELLINGS = 24


def _recognizes(content: ListContent) -> bool:
    return content.root is not None and local_name(content.root) == "swiss-sanctions-list"


def _read(content: ListContent) -> Snapshot:
    root = content.root
    assert root is not None
    for element in root.iter():
        element.tag = local_name(element)
    places = {place.get("ssid", ""): place for place in root.findall("place")}
    programs = {
        part.get("ssid", ""): maybe(program.findtext("program-key"))
        for program in root.findall("sanctions-program")
        for part in program.iter("sanctions-set")
    }
    records = [target for target in root.findall("target") if not _taken_off(target)]
    problems = keys_problems(
        (child.tag for child in root), ("sanctions-program", "target", "place"), ("target",)
    )
    used = (child.tag for record in records for child in record)
    known = (*_KINDS, "sanctions-set-id", "foreign-identifier", "modification", "generic-attribute")
    problems += keys_problems(used, known, ("modification",))
    return snapshot_of(
        content, Format.SECO_XML, records, lambda number, record: _row(number, record, places, programs),
        day=day_in(root.get("date")), basis="date", code=ListCode.CH, problems=problems,
    )  # fmt: skip


def _taken_off(target: ET.Element) -> bool:
    kinds = [change.get("modification-type") for change in target.findall("modification")]
    return bool(kinds) and kinds[-1] == "de-listed"


def _row(
    number: int, target: ET.Element, places: Mapping[str, ET.Element], programs: Mapping[str, str | None]
) -> RawRow:
    party = next((child for child in target if child.tag in _KINDS), None)
    key = maybe(target.get("ssid"))
    identities = [] if party is None else party.findall("identity")
    names = [name for identity in identities for name in _names(identity)]
    if party is None or key is None or not names:
        raise RowError("no party, no ssid or no name")
    name = names[0][0]
    stands = [
        places[item.get("place-id", "")] for item in party.iter("address") if item.get("place-id") in places
    ]
    codes = [
        item.get("iso-code") for item in (*party.iterfind(".//nationality/country"), *_countries(stands))
    ]
    countries, unread = codes_of(codes)
    births = joined((_day(item) for item in party.iter("day-month-year")), "; ")
    sets = (programs.get(item.text or "") for item in target.findall("sanctions-set-id"))
    begun = next(
        (day_in(item.get("effective-date")) for item in target.findall("modification")
         if item.get("modification-type") == "listed"), None,
    )  # fmt: skip
    return RawRow(
        list_code=ListCode.CH, name=name, line=number, official_id=key,
        aliases=aliases(names, name),
        kind=_KINDS[party.tag],
        countries=countries, unread_countries=unread,
        addresses=tuple(filter(None, (joined(stand.itertext()) for stand in stands))),
        programs=tuple(dict.fromkeys(filter(None, sets))),
        start_date=begun,
        remarks=joined((item.text for item in party.iter("other-information")), "; "),
        ids=tuple(filter(None, (maybe(item.findtext("number")) for item in party.iter("identification-document")))),
        extras=(("dates_of_birth", births),) if births else (),
    )  # fmt: skip


def _countries(stands: list[ET.Element]) -> Iterator[ET.Element]:
    return (country for stand in stands for country in stand.iter("country"))


def _names(identity: ET.Element) -> Iterator[tuple[str, bool]]:
    """Every name in every spelling; where several parts have variants, they go together in all ways."""
    for name in identity.findall("name"):
        parts = sorted(name.findall("name-part"), key=lambda part: int(part.get("order") or 0))
        spelled = [
            [
                maybe(part.findtext("value")),
                *(maybe(other.text) for other in part.findall("spelling-variant")),
            ]
            for part in parts
        ]
        weak = name.get("quality") == "low"
        for _, chosen in zip(range(_MOST_SPELLINGS), product(*spelled), strict=False):
            text = joined(chosen, " ")
            if text is not None:
                yield text, weak


def _day(item: ET.Element) -> str | None:
    return joined(
        [item.get(part, "").zfill(2) if item.get(part) else None for part in ("year", "month", "day")], "-"
    )


READERS = (Reader(Format.SECO_XML, _recognizes, _read, "SECO's list (XML)", (ListCode.CH,)),)
