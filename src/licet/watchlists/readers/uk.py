"""The consolidated list of financial sanctions targets of the United Kingdom, ConList.csv of OFSI.

Source: https://www.gov.uk/government/publications/financial-sanctions-consolidated-list-of-targets. The first line
says of which day it is, the second names the columns, and a target has a line for each of its names. Built from the
published layout; no official file was at hand, and the tests read samples of our own.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict

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
        ListCode.UK,
        "UK consolidated list of financial sanctions targets",
        "HM Treasury, Office of Financial Sanctions Implementation",
        Citation.parse("UK Sanctions and Anti-Money Laundering Act 2018"),
        "https://www.gov.uk/government/publications/financial-sanctions-consolidated-list-of-targets",
        "The EAR do not refer to this list. It binds persons in the United Kingdom and UK persons elsewhere: hold the"
        " transaction and ask whether one of them takes part.",
        1_000,
    ),
)
_NAMES = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
_PLACE = tuple(f"Address {number}" for number in range(1, 7))
_COLUMNS = frozenset(
    [
        *_NAMES, *_PLACE, "Title", "Name Non-Latin Script", "Non-Latin Script Type", "Non-Latin Script Language",
        "DOB", "Town of Birth", "Country of Birth", "Nationality", "Passport Number", "Passport Details",
        "National Identification Number", "National Identification Details", "Position", "Post/Zip Code", "Country",
        "Other Information", "Group Type", "Alias Type", "Alias Quality", "Regime", "Listed On",
        "UK Sanctions List Date Designated", "Last Updated", "Group ID",
    ]
)  # fmt: skip
_KINDS = {"individual": "Individual", "ship": "Vessel"}
_Lines = list[dict[str, str]]


def _recognizes(content: ListContent) -> bool:
    head = content.text.lstrip().split("\n", 2)[:2]
    return any("Group ID" in line and "Name 6" in line for line in head)


def _read(content: ListContent) -> Snapshot:
    text, day = content.text.lstrip(), None
    if text.startswith(("Last Updated,", '"Last Updated"')):
        first, _, text = text.partition("\n")
        day = day_in(first.strip().rpartition(",")[2].strip('"'))
    reader = csv.DictReader(io.StringIO(text, newline=""))
    head = [name for name in reader.fieldnames or () if name]
    groups: dict[str, _Lines] = defaultdict(list)
    for number, line in enumerate(reader, start=3):
        cells = {key: value or "" for key, value in line.items() if isinstance(key, str)}
        groups[cells.get("Group ID", "").strip() or f"line {number}"].append(cells)
    problems = keys_problems(head, _COLUMNS, _COLUMNS - {"UK Sanctions List Date Designated"})
    return snapshot_of(
        content, Format.UK_CSV, groups.items(), _row, day=day, basis="Last Updated", code=ListCode.UK,
        problems=problems,
    )  # fmt: skip


def _row(number: int, group: tuple[str, _Lines]) -> RawRow:
    key, lines = group
    lines = sorted(lines, key=lambda line: "primary" not in line.get("Alias Type", "").lower())
    name = joined((lines[0].get(part) for part in _NAMES), " ")
    if name is None or not key.isdecimal():
        raise RowError("no name or no Group ID")
    first = lines[0]
    countries, unread = codes_of(line.get(column) for line in lines for column in ("Country", "Nationality"))
    births = joined(dict.fromkeys(maybe(line.get("DOB")) for line in lines), "; ")
    ids = (
        line.get(column) for column in ("Passport Number", "National Identification Number") for line in lines
    )
    places = (joined(line.get(part) for part in (*_PLACE, "Post/Zip Code", "Country")) for line in lines)
    return RawRow(
        list_code=ListCode.UK, name=name, line=number, official_id=key,
        aliases=aliases(((other, weak) for line in lines for other, weak in _others(line)), name),
        kind=_KINDS.get(first.get("Group Type", "").strip().lower(), "Entity"),
        countries=countries, unread_countries=unread,
        addresses=tuple(dict.fromkeys(filter(None, places))),
        programs=tuple(dict.fromkeys(filter(None, (maybe(line.get("Regime")) for line in lines)))),
        start_date=day_in(first.get("Listed On")),
        remarks=maybe(first.get("Other Information")),
        ids=tuple(dict.fromkeys(filter(None, map(maybe, ids)))),
        extras=(("dates_of_birth", births),) if births else (),
    )  # fmt: skip


def _others(line: dict[str, str]) -> tuple[tuple[str | None, bool], ...]:
    weak = "low" in line.get("Alias Quality", "").lower()
    return (joined((line.get(part) for part in _NAMES), " "), weak), (
        line.get("Name Non-Latin Script"),
        False,
    )


READERS = (Reader(Format.UK_CSV, _recognizes, _read, "the UK's ConList.csv", (ListCode.UK,)),)
