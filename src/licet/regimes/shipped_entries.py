"""The entries that ship with the package: Huawei's on the Entity List, and parties that were removed since."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from datetime import date
from functools import cache
from itertools import groupby

from licet.model.listing import Alias, EntryTerms, ListCode, ListEntry
from licet.model.lists import ListsUsed
from licet.rules.citation import Citation
from licet.rules.dated import Row, Timeline
from licet.rules.interval import span
from licet.rules.law_files import LawFile
from licet.rules.table import read_rows

__all__ = [
    "cites_huawei_document",
    "huawei_entries",
    "removed_entries",
    "shipped_entries",
    "shipped_lists_used",
]

_TABLES = LawFile("licet.regimes.us_ear") / "tables"
_REMOVED = "removed_parties.csv"
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


@cache
def shipped_entries() -> tuple[ListEntry, ...]:
    """Every entry that comes with the package: Huawei's, and those of parties that were removed since."""
    return (*huawei_entries(), *removed_entries())


@cache
def shipped_lists_used() -> ListsUsed:
    """How an answer names the shipped entries when no other list was at hand."""
    huawei = hashlib.sha256((_TABLES / "huawei.csv").read_bytes()).hexdigest()
    fingerprint = hashlib.sha256(f"{huawei}-{read_rows(_TABLES / _REMOVED)[1]}".encode()).hexdigest()
    name = "the Huawei entries and some removed parties that come with Licet"
    return ListsUsed(name, _AS_OF, False, len(shipped_entries()), fingerprint)


_NEAR = 12
"""Pages on either side of a page that a Huawei entry cites: lists cite a document by its first page or by the
entry's."""
_PAGE = re.compile(r"(?P<volume>\d+) FR (?P<page>\d+)")


@cache
def _huawei_pages() -> frozenset[tuple[int, int]]:
    pages = (_page(cite.text) for entry in huawei_entries() for cite in entry.cites)
    near = range(-_NEAR, _NEAR + 1)
    return frozenset((page[0], page[1] + shift) for page in pages if page is not None for shift in near)


def _page(cite: str) -> tuple[int, int] | None:
    match = _PAGE.fullmatch(cite)
    return None if match is None else (int(match["volume"]), int(match["page"]))


def cites_huawei_document(cites: tuple[str, ...]) -> bool | None:
    """Whether an entry cites, or may cite, a document that placed or changed Huawei entries; None: it cites no page.

    >>> cites_huawei_document(("84 FR 54004",)), cites_huawei_document(("84 FR 22963",))
    (False, True)
    """
    pages = {page for cite in cites if (page := _page(cite)) is not None}
    return not pages.isdisjoint(_huawei_pages()) if pages else None


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


@cache
def removed_entries() -> tuple[ListEntry, ...]:
    """Every removed party with its dated terms, the last of which says that it is no longer listed; made once.

    A list of today does not hold who was taken off it, so a sale of an earlier day would find nobody. The table says
    from when to when each stood, with the documents that say so.
    """
    rows, _ = read_rows(_TABLES / _REMOVED)
    return tuple(_removed_entry(list(states)) for _, states in groupby(rows, key=lambda row: row["entry_id"]))


def _removed_entry(states: list[dict[str, str]]) -> ListEntry:
    first = states[0]
    return ListEntry(
        entry_id=first["entry_id"],
        list_code=ListCode(first["list"]),
        name=first["name"],
        aliases=(*_aliases(first["aliases"], weak=False), *_aliases(first["weak_aliases"], weak=True)),
        countries=tuple(first["countries"].split(";")),
        addresses=(first["address"],) if first["address"] else (),
        kind="entity",
        terms=Timeline(first["entry_id"], map(_removed_terms, states)),
        cites=tuple(dict.fromkeys(Citation.parse(state["cite"]) for state in states)),
        source=first["source"],
        listed_since_known=first["listed_since_known"] == "yes",
    )


def _aliases(names: str, *, weak: bool) -> tuple[Alias, ...]:
    return tuple(Alias(name, weak=weak) for name in names.split(";") if name)


def _removed_terms(row: dict[str, str]) -> Row[EntryTerms]:
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
