"""How texts of the EAR stand beside being in force (tables/standing.toml), and the lines that a position changes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from licet.rules.citation import Citation
from licet.rules.interval import Interval
from licet.rules.law_files import LawFile
from licet.rules.standing import SourceGrade, Standing, StandingNote

__all__ = ["announced_lines", "standing_notes"]

Row = dict[str, str]
_ONE_DAY = timedelta(days=1)


@cache
def _entries() -> list[dict[str, Any]]:
    text = (LawFile("licet.regimes.us_ear") / "tables" / "standing.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["standing"]
    return found


def standing_notes(rows: Sequence[Mapping[str, str]]) -> tuple[StandingNote, ...]:
    """The notes, each with the lines of the table of reasons for control (``rows``) that it changes."""
    return tuple(_note(entry, rows) for entry in _entries())


def _note(item: Mapping[str, Any], rows: Sequence[Mapping[str, str]]) -> StandingNote:
    last: date | None = item.get("through")
    cite = item.get("cite")
    return StandingNote(
        item["code"],
        item["title"],
        Standing(item["standing"]),
        Interval(item["from"], None if last is None else last + _ONE_DAY),
        item["stated_on"],
        None if cite is None else Citation.parse(cite),
        item["source"],
        SourceGrade(item["grade"]),
        tuple(item["sections"]),
        item.get("says", ""),
        tuple(item.get("rules", ())),
        tuple((row["eccn"], row["line"]) for row in rows if _says(row, item)) if _LINES in item else (),
    )


_LINES = "lines_that_say"
"""What says which lines of the table of reasons for control a note changes."""


def _says(row: Mapping[str, str], item: Mapping[str, Any]) -> bool:
    return item[_LINES] in row["destinations_text"] and row["eccn"] not in item["spares"]


def announced_lines(rows: Sequence[Row]) -> list[Row]:
    """The table of reasons for control under the announced position: lines that reach less far from its first day."""
    found = list(rows)
    for entry in (entry for entry in _entries() if _LINES in entry):
        found = [made for row in found for made in (_cut(row, entry) if _says(row, entry) else (row,))]
    return found


def _cut(row: Row, item: Mapping[str, Any]) -> Iterator[Row]:
    """A line as codified before the position, and as it reaches from then on."""
    first: date = item["from"]
    yield {**row, "effective_to": first.isoformat()}
    yield {
        **row,
        "to": ";".join(item["to"]),
        "not_to": ";".join(item["not_to"]),
        "effective_from": first.isoformat(),
        "cite": item["cite"],
        "source": item["source"],
    }
