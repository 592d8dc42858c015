"""The makers that the UFLPA Entity List and Customs' orders and findings name, as entries that screening finds."""

from __future__ import annotations

from datetime import date
from functools import cache

from licet.model.listing import Alias, EntryTerms, ListCode, ListEntry
from licet.model.lists import ListsUsed
from licet.rules.citation import Citation
from licet.rules.dated import Row, Timeline
from licet.rules.interval import span
from licet.rules.law_files import LawFile
from licet.rules.table import read_rows

__all__ = ["import_entries", "import_lists_used"]

_TABLE = LawFile("licet.regimes.us_import") / "tables" / "import_entries.csv"
_AS_OF = date(2026, 6, 23)
"""The day of the older of the two lists."""


@cache
def import_entries() -> tuple[ListEntry, ...]:
    """Every entry with its dated terms; made once."""
    rows, _ = read_rows(_TABLE)
    return tuple(_entry(row) for row in rows)


@cache
def import_lists_used() -> ListsUsed:
    """How an answer names the entries that come with the regime."""
    rows, fingerprint = read_rows(_TABLE)
    name = "the UFLPA Entity List and the orders and findings of Customs that come with Licet"
    return ListsUsed(name, _AS_OF, False, len(rows), fingerprint)


def _entry(row: dict[str, str]) -> ListEntry:
    cite = Citation.parse(row["cite"])
    return ListEntry(
        entry_id=row["entry_id"],
        list_code=ListCode(row["list"]),
        name=row["name"],
        aliases=tuple(Alias(name) for name in row["aliases"].split(";") if name),
        countries=tuple(row["countries"].split(";")) if row["countries"] else (),
        addresses=(),
        kind="entity",
        terms=Timeline(row["entry_id"], _terms(row, cite)),
        cites=(cite,),
        source=row["source"],
    )


def _terms(row: dict[str, str], cite: Citation) -> list[Row[EntryTerms]]:
    """The days on which the entry stands, and that it does not after its last one."""
    published = date.fromisoformat(row["published_on"])
    states = [(row["effective_from"], row["effective_to"], True)]
    if row["effective_to"]:
        states.append((row["effective_to"], "", False))
    return [
        Row(
            span(first, end or None),
            published if listed else date.fromisoformat(first),
            EntryTerms(listed=listed, requirement=row["merchandise"]),
            cite,
            row["source"],
        )
        for first, end, listed in states
    ]
