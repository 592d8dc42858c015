"""The Huawei entries of the Entity List, which ship with the package."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
from importlib.resources import files

from licet.facts.listing import Alias, EntryTerms, ListCode, ListEntry
from licet.facts.lists import ListsUsed
from licet.law.citation import Citation
from licet.law.dated import Row, Timeline
from licet.law.interval import span
from licet.law.table import read_rows

__all__ = ["huawei_entries", "huawei_lists_used"]

_TABLES = files("licet.rulebook.us.ear") / "tables"
_AS_OF = date(2026, 7, 31)
"""The day of the list from which the table was made."""


@cache
def huawei_entries() -> tuple[ListEntry, ...]:
    """Every Huawei entry with its dated terms; made once."""
    rows, _ = read_rows(_TABLES / "huawei.csv")
    alias_rows, _ = read_rows(_TABLES / "huawei_aliases.csv")
    aliases: dict[str, list[Alias]] = defaultdict(list)
    for row in alias_rows:
        aliases[row["entry_id"]].append(Alias(row["alias"], weak=row["weak"] == "yes"))
    grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        grouped[row["entry_id"]].append(row)
    return tuple(_entry(group, tuple(aliases[entry_id])) for entry_id, group in grouped.items())


def huawei_lists_used() -> ListsUsed:
    """How an answer names this table when no other list was at hand."""
    _, fingerprint = read_rows(_TABLES / "huawei.csv")
    name = "the Huawei entries of the Entity List that come with Licet"
    return ListsUsed(name, _AS_OF, False, len(huawei_entries()), fingerprint)


def _entry(rows: list[dict[str, str]], aliases: tuple[Alias, ...]) -> ListEntry:
    first = rows[0]
    return ListEntry(
        entry_id=first["entry_id"],
        list_code=ListCode.EL,
        name=first["name"],
        aliases=aliases,
        countries=tuple(first["countries"].split(";")),
        addresses=(first["address"],) if first["address"] else (),
        kind=first["kind"] or None,
        terms=Timeline(first["entry_id"], map(_terms, rows)),
        cites=tuple(Citation.parse(cite) for cite in first["all_cites"].split(";")),
        source=first["source"],
        listed_since_known=first["listed_since_known"] == "yes",
        not_before=date.fromisoformat(first["not_before"]) if first["not_before"] else None,
        matter="huawei",
    )


def _terms(row: dict[str, str]) -> Row[EntryTerms]:
    footnotes = tuple(int(digit) for digit in row["footnotes"].split(";") if digit)
    return Row(
        span(row["effective_from"], row["effective_to"] or None),
        date.fromisoformat(row["published_on"]),
        EntryTerms(requirement=row["requirement"], policy=row["policy"], footnotes=footnotes),
        Citation.parse(row["cite"]),
        row["source"],
    )
