"""The Treasury's list in full: SDN_ADVANCED.XML.

Source: https://sanctionslistservice.ofac.treas.gov (sanctions data model of the UN, "http://www.un.org/sanctions/1.0").
What a file says once stands in sets at its head, by number (``ReferenceValueSets``); places, documents, parties and
the entries that make them listed follow apart. Built from the published schema; no official file was at hand, and the
tests read a sample of our own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from xml.etree import ElementTree as ET

from licet.model.listing import ListCode
from licet.watchlists.readers.parties import aliases, joined, snapshot_of
from licet.watchlists.row import RawRow
from licet.watchlists.rows import RowError, codes_of, keys_problems, maybe
from licet.watchlists.snapshot import Format, Snapshot
from licet.watchlists.source import ListContent, Reader, Source, local_name

__all__ = ["READERS", "SOURCES"]

SOURCES: tuple[Source, ...] = ()
_PARTS = (
    "DateOfIssue", "ReferenceValueSets", "Locations", "IDRegDocuments", "DistinctParties", "ProfileRelationships",
    "SanctionsEntries",
)  # fmt: skip
_MUST = ("ReferenceValueSets", "DistinctParties", "SanctionsEntries")
_SDN = "SDN List"
_LAST = ("Last Name", "Patronymic", "Matronymic", "Maiden Name")
_BIRTH, _PROGRAM = "Birthdate", "Program"
_COUNTRIES = ("Nationality Country", "Citizenship Country")
_NUMBERS = (
    "IMO",
    "MMSI",
    "Call Sign",
    "SWIFT",
    "BIC",
    "Digital Currency Address",
    "Tail Number",
    "D-U-N-S",
    "LEI",
)


def _recognizes(content: ListContent) -> bool:
    root = content.root
    return (
        root is not None and local_name(root) == "Sanctions" and root.find("{*}DistinctParties") is not None
    )


def _read(content: ListContent) -> Snapshot:
    root = content.root
    assert root is not None
    for element in root.iter():
        element.tag = local_name(element)
    problems = keys_problems((child.tag for child in root), _PARTS, _MUST)
    file = _File(root)
    records = [party for party in root.iterfind("DistinctParties/DistinctParty") if file.is_listed(party)]
    return snapshot_of(
        content, Format.OFAC_ADVANCED, records, file.row, day=_day(root.find("DateOfIssue")), basis="DateOfIssue",
        code=ListCode.SDN, problems=problems,
    )  # fmt: skip


class _File:
    """The sets of values, places, documents and entries of a file, by their numbers."""

    def __init__(self, root: ET.Element) -> None:
        self._values = {
            (element.tag, element.get("ID", "")): " ".join((element.text or "").split())
            for element in root.iterfind("ReferenceValueSets/*/*")
        }
        self._kind_of = {
            element.get("ID", ""): self._values.get(("PartyType", element.get("PartyTypeID", "")), "")
            for element in root.iter("PartySubType")
        }
        self._places = {element.get("ID", ""): element for element in root.iterfind("Locations/Location")}
        self._documents: dict[str, list[ET.Element]] = defaultdict(list)
        for element in root.iterfind("IDRegDocuments/IDRegDocument"):
            self._documents[element.get("IdentityID", "")].append(element)
        self._entries = {
            element.get("ProfileID", ""): element
            for element in root.iterfind("SanctionsEntries/SanctionsEntry")
            if self._value("List", element.get("ListID")) == _SDN
        }

    def _value(self, kind: str, number: str | None) -> str:
        return self._values.get((kind, number or ""), "")

    def is_listed(self, party: ET.Element) -> bool:
        """Whether a party has an entry of the SDN List; the files hold the parties of other lists too."""
        profile = party.find("Profile")
        return profile is None or profile.get("ID") in self._entries

    def row(self, number: int, party: ET.Element) -> RawRow:
        profile, key = party.find("Profile"), maybe(party.get("FixedRef"))
        identity = None if profile is None else profile.find("Identity")
        if profile is None or identity is None or key is None:
            raise RowError("no Profile, no Identity or no FixedRef")
        names = list(self._names(identity))
        own = next((name for name, primary, _ in names if primary), None)
        if own is None:
            raise RowError("no primary name")
        places = [*self._features(profile, "VersionLocation", "LocationID")]
        stands = [self._places[place] for _, place in places if place in self._places]
        nations = [
            self._country(self._places[place])
            for kind, place in places
            if kind in _COUNTRIES and place in self._places
        ]
        addresses = [self._address(place) for place in stands if place.find("LocationPart") is not None]
        countries, unread = codes_of([*map(self._country, stands), *nations])
        births = joined((_period(version) for version in self._versions(profile, _BIRTH)), "; ")
        entry = self._entries[profile.get("ID", "")]
        return RawRow(
            list_code=ListCode.SDN, name=own, line=number, official_id=key,
            aliases=aliases(((name, weak) for name, _, weak in names), own),
            kind=self._kind(profile), countries=countries, unread_countries=unread,
            addresses=tuple(dict.fromkeys(filter(None, addresses))),
            programs=tuple(dict.fromkeys(filter(None, self._programs(entry)))),
            start_date=_day(entry.find("EntryEvent/Date")), remarks=maybe(party.findtext("Comment")),
            ids=(*self._ids(identity), *self._numbers(profile)),
            extras=(("dates_of_birth", births),) if births else (),
        )  # fmt: skip

    def _kind(self, profile: ET.Element) -> str:
        """Individual, Entity, Vessel or Aircraft; a "transport" says which by its sub-type."""
        number = profile.get("PartySubTypeID", "")
        kind = self._kind_of.get(number, "")
        return self._value("PartySubType", number) if kind == "Transport" else kind or "Entity"

    def _names(self, identity: ET.Element) -> Iterator[tuple[str, bool, bool]]:
        """Every name, whether it is the primary one, and whether the list calls it weak."""
        kinds = {
            element.get("ID", ""): self._value("NamePartType", element.get("NamePartTypeID"))
            for element in identity.iter("NamePartGroup")
        }
        for alias in identity.iterfind("Alias"):
            for documented in alias.iterfind("DocumentedName"):
                parts = [
                    (kinds.get(element.get("NamePartGroupID", ""), ""), maybe(element.text))
                    for element in documented.iter("NamePartValue")
                ]
                last = joined((text for kind, text in parts if kind in _LAST), " ")
                rest = joined((text for kind, text in parts if kind not in _LAST), " ")
                name = joined((last, rest))
                if name is not None:
                    yield name, alias.get("Primary") == "true", alias.get("LowQuality") == "true"

    def _features(self, profile: ET.Element, tag: str, key: str) -> Iterator[tuple[str, str]]:
        """The kind of every feature, with an attribute of the elements of its versions."""
        for feature in profile.iterfind("Feature"):
            kind = self._value("FeatureType", feature.get("FeatureTypeID"))
            yield from ((kind, element.get(key, "")) for element in feature.iter(tag))

    def _versions(self, profile: ET.Element, kind: str) -> Iterator[ET.Element]:
        for feature in profile.iterfind("Feature"):
            if self._value("FeatureType", feature.get("FeatureTypeID")) == kind:
                yield from feature.iter("DatePeriod")

    def _country(self, place: ET.Element) -> str | None:
        found = place.find("LocationCountry")
        area = place.find("LocationAreaCode")
        named = "" if found is None else self._value("Country", found.get("CountryID"))
        return named or (self._value("AreaCode", area.get("AreaCodeID")) if area is not None else None)

    def _address(self, place: ET.Element) -> str | None:
        values = (maybe(element.findtext("Value")) for element in place.iter("LocationPartValue"))
        return joined((*values, self._country(place)))

    def _programs(self, entry: ET.Element) -> Iterator[str | None]:
        for element in entry.iterfind("SanctionsMeasure"):
            if self._value("SanctionsType", element.get("SanctionsTypeID")) == _PROGRAM:
                yield maybe(element.findtext("Comment"))

    def _ids(self, identity: ET.Element) -> Iterator[str]:
        for element in self._documents.get(identity.get("ID", ""), ()):
            kind = self._value("IDRegDocType", element.get("IDRegDocTypeID"))
            issued = self._value("Country", element.get("IssuedBy-CountryID"))
            text = joined((kind, element.findtext("IDRegistrationNo"), issued))
            if text is not None and maybe(element.findtext("IDRegistrationNo")) is not None:
                yield text

    def _numbers(self, profile: ET.Element) -> Iterator[str]:
        """Features that are numbers: IMO, call sign, addresses of digital currency, codes of banks."""
        for feature in profile.iterfind("Feature"):
            kind = self._value("FeatureType", feature.get("FeatureTypeID"))
            if any(word.lower() in kind.lower() for word in _NUMBERS):
                yield from (f"{kind}, {text}" for text in _texts(feature.iter("VersionDetail")))


def _texts(elements: Iterable[ET.Element]) -> Iterator[str]:
    return (text for element in elements if (text := maybe(element.text)) is not None)


def _parts(stated: ET.Element | None) -> Mapping[str, int]:
    found = {} if stated is None else {element.tag: (element.text or "").strip() for element in stated}
    return {tag: int(text) for tag, text in found.items() if text.isdecimal()}


def _day(stated: ET.Element | None) -> date | None:
    parts = _parts(stated)
    try:
        return date(parts["Year"], parts["Month"], parts["Day"])
    except (KeyError, ValueError):
        return None


def _period(stated: ET.Element) -> str | None:
    """A birth: one day, or the years in which it lies."""
    first, last = _day(stated.find("Start/From")), _day(stated.find("End/To"))
    if first is not None and first == last:
        return first.isoformat()
    years = [_parts(stated.find(path)).get("Year") for path in ("Start/From", "End/To")]
    known = sorted({year for year in years if year is not None})
    return " to ".join(map(str, known)) or None


READERS = (Reader(Format.OFAC_ADVANCED, _recognizes, _read, "OFAC's SDN_ADVANCED.XML", (ListCode.SDN,)),)
