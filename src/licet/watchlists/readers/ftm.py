"""FollowTheMoney: one JSON object a line, as OpenSanctions publishes (entities.ftm.json, targets.nested.json).

Source: https://followthemoney.tech. A party of a data set that is a list of its own (the SDN List, the UN's) is an
entry of that list; any other is an entry of "FTM", with its data sets as programs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from licet.model.listing import ListCode
from licet.rules.citation import Citation
from licet.watchlists.readers.parties import aliases, day_in, joined, snapshot_of
from licet.watchlists.row import RawRow
from licet.watchlists.rows import RowError, codes_of, keys_problems, maybe
from licet.watchlists.snapshot import Format, ProblemKind, Snapshot, SnapshotProblem
from licet.watchlists.source import ListContent, Reader, Source

__all__ = ["READERS", "SOURCES"]

SOURCES = (
    Source(
        ListCode.FTM,
        "other lists in the FollowTheMoney form",
        "as the data sets of the file say",
        Citation.parse("Compiled list"),
        "https://www.opensanctions.org/datasets/",
        "The EAR do not refer to this list. See who keeps it, whom it binds and why the party is on it"
        " before going on.",
    ),
)
_DATASETS = {
    "un_sc_sanctions": ListCode.UN,
    "eu_fsf": ListCode.EU,
    "gb_hmt_sanctions": ListCode.UK,
    "gb_fcdo_sanctions": ListCode.UK,
    "ch_seco_sanctions": ListCode.CH,
}
_PARTIES = {
    "Person": "Individual", "Organization": "Entity", "Company": "Entity", "LegalEntity": "Entity",
    "PublicBody": "Entity", "Vessel": "Vessel", "Airplane": "Aircraft",
}  # fmt: skip
_KEYS = frozenset(
    [
        "id", "caption", "schema", "properties", "referents", "datasets", "first_seen", "last_seen", "last_change",
        "target", "origin",
    ]
)  # fmt: skip
_NAMES, _WEAK = ("name", "alias", "previousName"), ("weakAlias",)
_IDS = {
    "imoNumber": "IMO", "mmsi": "MMSI", "callSign": "Call Sign", "registrationNumber": "Registration Number",
    "taxNumber": "Tax ID No.", "innCode": "Tax ID No. (INN)", "ogrnCode": "Registration ID (OGRN)", "leiCode": "LEI",
    "swiftBic": "SWIFT/BIC", "idNumber": "Identification Number", "passportNumber": "Passport",
    "uscCode": "Unified Social Credit Code", "dunsCode": "DUNS", "vatCode": "VAT", "isin": "ISIN",
    "publicKey": "Digital Currency Address", "cryptoWallets": "Digital Currency Address",
}  # fmt: skip
"""Properties that identify a party, and what each is called beside its number."""
_COUNTRIES = ("country", "jurisdiction", "nationality", "citizenship", "mainCountry", "flag")


def _recognizes(content: ListContent) -> bool:
    if content.first_line[:1] != "{" or (
        isinstance(content.document, dict) and "schema" not in content.document
    ):
        return False
    try:
        first = json.loads(content.first_line)
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and "schema" in first and "properties" in first


def _read(content: ListContent) -> Snapshot:
    lines = [line for line in content.text.split("\n") if line.strip()]
    found = [_object(line) for line in lines]
    used = {key for item in found if item is not None for key in item}
    problems = [*keys_problems(used, _KEYS, ("id", "schema", "properties", "datasets"))]
    if found and found[-1] is None:
        problems.append(SnapshotProblem(ProblemKind.TRUNCATED, "the last line is cut", line=len(lines)))
    records = (item if item is not None else {} for item in found)
    parties = [item for item in records if str(item.get("schema")) in _PARTIES or "schema" not in item]
    return snapshot_of(content, Format.FTM_LINES, parties, _row, problems=tuple(problems))


def _object(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _row(number: int, record: Mapping[str, Any]) -> RawRow:
    properties, key = record.get("properties"), maybe(str(record.get("id") or ""))
    if key is None or not isinstance(properties, dict):
        raise RowError("not an entity with id and properties")
    datasets = _texts(record.get("datasets"))
    names = list(_said(properties, _NAMES))
    name = maybe(str(record.get("caption") or "")) or next(iter(names), None)
    if name is None or not names:
        raise RowError("no name")
    others = [*((text, False) for text in names), *((text, True) for text in _said(properties, _WEAK))]
    countries, unread = codes_of(code.upper() for code in _said(properties, _COUNTRIES))
    births = joined(_said(properties, ("birthDate",)), "; ")
    return RawRow(
        list_code=next((_DATASETS[name] for name in datasets if name in _DATASETS), ListCode.FTM),
        name=name, line=number, official_id=key,
        aliases=aliases(others, name),
        kind=_PARTIES[record["schema"]],
        countries=countries, unread_countries=unread,
        addresses=tuple(_said(properties, ("address",))),
        programs=tuple(dict.fromkeys([*_said(properties, ("programId", "program")), *datasets])),
        start_date=day_in(next(iter(_said(properties, ("listingDate",))), None)),
        remarks=joined(_said(properties, ("notes", "summary")), "; "),
        ids=tuple(f"{label} {text}" for key, label in _IDS.items() for text in _said(properties, (key,))),
        extras=tuple(
            (key, value)
            for key, value in (("dates_of_birth", births), ("topics", joined(_said(properties, ("topics",)))))
            if value
        ),
    )  # fmt: skip


def _texts(value: Any) -> Sequence[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _said(properties: Mapping[str, Any], keys: Iterable[str]) -> Iterator[str]:
    """The texts of some properties, each once; an object nested there (an address, say) by its full text."""
    found: dict[str, None] = {}
    for key in keys:
        values = properties.get(key)
        for value in values if isinstance(values, list) else ():
            text = (
                value if isinstance(value, str) else value.get("caption") if isinstance(value, dict) else None
            )
            said = maybe(text)
            if said is not None:
                found[said] = None
    return iter(found)


READERS = (Reader(Format.FTM_LINES, _recognizes, _read, "FollowTheMoney (a JSON object a line)"),)
