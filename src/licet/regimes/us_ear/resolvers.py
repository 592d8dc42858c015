"""What the words of a list entry or of an ECCN's License Requirements section say of an item."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from licet.model.eccn_paragraphs import Paragraphs, within
from licet.regimes.shipped_entries import cites_huawei_document
from licet.regimes.us_ear.item_flags import item_flags
from licet.regimes.us_ear.line_tests import fact_of, items_named, judge, measures, names_item
from licet.regimes.us_ear.occupied_places import occupied_places
from licet.regimes.us_ear.part_738.facts import FOR_ECCN, LINE_FACTS, PARAGRAPH_STANDS, SAID, line_fact
from licet.regimes.us_ear.part_744.facts import COUNTRIES_OF_CRAFT
from licet.regimes.us_ear.part_744.military import SAID_OF_CRAFT, counts_for_craft
from licet.regimes.us_ear.part_748.rules import also_destination
from licet.rules.rulebook import ControlLine, Controls, ReadsControls, Resolvers, Said

__all__ = ["controls_from", "entry_covers", "resolvers"]

_ALL_ITEMS = re.compile(r"(for )?all items subject to the ear", re.IGNORECASE)
_NARROWED = re.compile(r"\b(except|apart from|when used in|excluding|other than)\b", re.IGNORECASE)
_CCL_ITEMS = re.compile(r"(for )?(all )?items on the ccl", re.IGNORECASE)
_STANDARDS = ", except EAR99 or AT-only technology released to a standards organization"


def entry_covers(requirement: str | None, eccn: str | None) -> bool | None:
    """Whether an entry's license requirement, in the list's own words, covers an item.

    None where the words narrow the requirement in a way that only a reader can judge. The release to
    standards organizations is a rule of its own (85 FR 36719), so its words narrow nothing here.

    >>> entry_covers("For all items subject to the EAR. (See § 744.11 of the EAR)", None)
    True
    """
    if requirement is None:
        return None
    words = requirement.replace(_STANDARDS, "")
    if _ALL_ITEMS.match(words) and not _NARROWED.search(words):
        return True
    if _CCL_ITEMS.match(words) and eccn is not None and eccn != "EAR99":
        return True
    return None


UN_EMBARGOED = ("CF", "CD", "ER", "IR", "IQ", "LB", "LY", "KP", "SO", "SD")
"""Countries under arms embargoes of the Security Council: 15 CFR 746.1(b)(2) as of January 2025."""

_ELSEWHERE = {"UN": UN_EMBARGOED, "RUS": ("RU", "BY")}
"""Where lines that point to another part reach: 746.1(b) and 746.8. The others have rules of their own: footnote 5
entities (744.11(a)(2)(v)), short supply (part 754), technology from Macau and Country Group D:5 (742.6(a)(6)(ii))."""


def controls_from(rows: Iterable[Mapping[str, str]], read: date, paragraphs: Paragraphs) -> ReadsControls:
    """A reader of the table of reasons for control; EAR99 has none, an ECCN not in the table is unknown.

    Rows dated with the day of reading are taken to have held on every earlier day; a row with an earlier first
    day is known to begin there. No line spares a paragraph that may not stand in the list.
    """
    by_eccn: dict[str, list[tuple[Mapping[str, str], _Days]]] = defaultdict(list)
    for row in rows:
        by_eccn[row["eccn"]].append((row, _days(row, read)))

    def controls(eccn: str, day: date, said: Said = _NOTHING, /) -> Controls | None:
        if eccn == "EAR99":
            return Controls(())
        base, _, paragraph = eccn.partition(".")
        if base not in by_eccn:
            return None
        live = [row for row, (first, end) in by_eccn[base] if first <= day < end]
        turns = [turn for _, days in by_eccn[base] for turn in days if day < turn < date.max]
        item = _ItemFacts(
            base, paragraph, paragraphs.certain(eccn), _said_of(live, said), lambda text: controls(text, day)
        )
        return Controls(tuple(_line(row, item) for row in live), min(turns, default=None))

    return controls


_NOTHING: Said = {}


@dataclass(frozen=True, slots=True)
class _ItemFacts:
    """An item whose lines are read. ``certain``: whether its paragraph stands in the list; ``said``: see ``Said``."""

    base: str
    paragraph: str
    certain: bool
    said: Said
    controls_of: Callable[[str], Controls | None]


def _said_of(rows: Iterable[Mapping[str, str]], said: Said) -> Said:
    """What is said of an item; an ECCN that no line of its entry names says nothing, whatever software is for."""
    eccn = said.get(FOR_ECCN)
    if eccn is None or any(names_item(row["test"], str(eccn)) for row in rows):
        return said
    return {**said, FOR_ECCN: _NOT_NAMED}


_NOT_NAMED = ""
"""Stands for an ECCN that software or technology is said to be for, and that no line of its entry names."""

_Days = tuple[date, date]


def _days(row: Mapping[str, str], read: date) -> _Days:
    """The first day of a row, and the first on which it no longer holds."""
    first = date.fromisoformat(row["effective_from"])
    end = row["effective_to"]
    return date.min if first >= read else first, date.fromisoformat(end) if end else date.max


def _line(row: Mapping[str, str], item: _ItemFacts) -> ControlLine:
    elsewhere = row["modeled"] == "elsewhere"
    to = _ELSEWHERE.get(row["reason"], ()) if elsewhere else _words(row["to"])
    modeled = bool(row["column"] or to or elsewhere)
    line = ControlLine(
        row["reason"],
        row["column"] or None,
        to,
        _words(row["not_to"]),
        None,
        modeled,
        row["scope_text"] or row["why"],
        spares_deemed="deemed_export" in row["unless"].split(";"),
        spares_abroad="reexport_excluded_by" in row["unless"],
        spares_nationals=row["unless"] in _SPARES_NATIONALS,
        spares_staff=row["unless"] == "deemed_export_excluded_by_742.6(a)(13)",
        spares_approved="all_consignees_and_end_users_approved_in_740_supp_8" in row["unless"].split(";"),
    )
    return _scoped(line, row, item)


_SPARES_NATIONALS = (
    "deemed_export_excluded_by_742.4(a)(5)(ii)",
    "deemed_export_excluded_by_742.6(a)(10)(ii)",
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


def _scoped(line: ControlLine, row: Mapping[str, str], item: _ItemFacts) -> ControlLine:
    """The line with whether it covers the item's paragraph, or with what decides that.

    Where words decide besides paragraphs a person is asked; a line for the entire entry but for parts in words
    covers what nobody says is such a part. Of a line that is not modeled one question asks all, and of one that
    another section decides none.
    """
    base, paragraph = item.base, item.paragraph
    inside = True if row["scope"] == "entire" else within(row["scope"], base, paragraph)
    left_out = within(row["except"], base, paragraph) if row["except"] else False
    if inside is False or left_out is True:
        if item.certain:
            return replace(line, applies=False)
        return replace(line, asks=PARAGRAPH_STANDS, asks_yes=False)
    in_words = row["exact"] != "yes"
    perhaps = row["perhaps_except"]
    if perhaps:
        in_words = perhaps == "*" or within(perhaps, base, paragraph) is not False
    by_paragraph = row["scope"] != "text" and (inside is None or left_out is None)
    if by_paragraph:
        return line
    if fact := fact_of(row["test"]):
        return replace(line, asks=fact)
    if not in_words or not line.modeled or not (line.column or line.to):
        return replace(line, applies=True)
    truth, first = judge(row["test"], item.said, item.controls_of) if row["test"] else (None, "")
    if truth is not None:
        return replace(line, applies=truth)
    asks = line_fact(line.reason, line.column, line.to)
    return replace(line, asks=asks, asks_first=first, unless_said=bool(perhaps))


def matter_of(cites: tuple[str, ...]) -> str | None:
    """Of an entry that cites none of the documents of the Huawei entries: that it belongs to no such matter.

    >>> matter_of(("84 FR 54004",)), matter_of(("84 FR 22963",)), matter_of(())
    ('none', None, None)
    """
    return "none" if cites_huawei_document(cites) is False else None


def resolvers(
    rows: list[dict[str, str]],
    exceptions: list[dict[str, str]],
    lists: list[dict[str, str]],
    places: list[dict[str, str]],
    paragraphs: Paragraphs,
    ever_d1: frozenset[str],
) -> Resolvers:
    """What the tables say of items, as of the day from which their rows are dated."""
    read = max(date.fromisoformat(row["effective_from"]) for row in rows)
    turns = frozenset(day for row in rows for day in _days(row, read) if date.min < day < date.max)
    return Resolvers(
        read,
        controls_from(rows, read, paragraphs),
        entry_covers,
        item_flags(exceptions, lists, paragraphs),
        also_destination,
        occupied_places(places),
        paragraphs.problem,
        destination_facts=tuple(f"facts.{name}" for name in COUNTRIES_OF_CRAFT),
        destination_said=SAID_OF_CRAFT,
        destination_counts=counts_for_craft(ever_d1),
        control_facts=LINE_FACTS,
        control_said=SAID,
        control_limits=measures(row["test"] for row in rows),
        control_items=items_named(row["test"] for row in rows),
        matter_of=matter_of,
        control_days=turns,
    )
