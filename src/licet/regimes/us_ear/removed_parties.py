"""Parties that were removed from the Entity List or the Denied Persons List, the best known of them.

A list of today does not hold who was taken off it, so a sale of an earlier day would find nobody. The table
``removed_parties.csv`` says from when to when each stood, with the documents that say so.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import groupby

from licet.model.listing import Alias, EntryTerms, ListCode, ListEntry
from licet.rules.citation import Citation
from licet.rules.dated import Row, Timeline
from licet.rules.interval import span
from licet.rules.law_files import LawFile
from licet.rules.table import read_rows

__all__ = ["removed_entries", "removed_fingerprint"]

_TABLE = LawFile("licet.regimes.us_ear") / "tables" / "removed_parties.csv"


@cache
def removed_entries() -> tuple[ListEntry, ...]:
    """Every removed party with its dated terms, the last of which says that it is no longer listed; made once."""
    rows, _ = read_rows(_TABLE)
    return tuple(_entry(list(states)) for _, states in groupby(rows, key=lambda row: row["entry_id"]))


def removed_fingerprint() -> str:
    """The sha256 of the table."""
    return read_rows(_TABLE)[1]


def _entry(states: list[dict[str, str]]) -> ListEntry:
    first = states[0]
    return ListEntry(
        entry_id=first["entry_id"],
        list_code=ListCode(first["list"]),
        name=first["name"],
        aliases=(*_aliases(first["aliases"], weak=False), *_aliases(first["weak_aliases"], weak=True)),
        countries=tuple(first["countries"].split(";")),
        addresses=(first["address"],) if first["address"] else (),
        kind="entity",
        terms=Timeline(first["entry_id"], map(_terms, states)),
        cites=tuple(dict.fromkeys(Citation.parse(state["cite"]) for state in states)),
        source=first["source"],
        listed_since_known=first["listed_since_known"] == "yes",
    )


def _aliases(names: str, *, weak: bool) -> tuple[Alias, ...]:
    return tuple(Alias(name, weak=weak) for name in names.split(";") if name)


def _terms(row: dict[str, str]) -> Row[EntryTerms]:
    standard = {"yes": True, "no": False, "": None}[row["standard_order"]]
    terms = EntryTerms(
        listed=row["listed"] == "yes",
        requirement=row["requirement"] or None,
        policy=row["policy"] or None,
        standard_order=standard,
    )
    return Row(
        span(row["effective_from"], row["effective_to"] or None),
        date.fromisoformat(row["published_on"]),
        terms,
        Citation.parse(row["cite"]),
        row["source"],
    )
