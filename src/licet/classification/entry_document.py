"""An entry of the control list as one document: its text, controls, exceptions, and the days of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from licet.classification.control_list import ListPassage, control_list
from licet.classification.search import EntryHit
from licet.errors import LicetError
from licet.model.eccn import canonical_eccn
from licet.rules.law_files import LawFile
from licet.rules.table import read_rows

__all__ = ["UnknownEccnError", "entry_document", "hit_document"]

_TABLES = LawFile("licet.regimes.us_ear") / "tables"


class UnknownEccnError(LicetError, ValueError):
    """The list has no such entry or paragraph; the message names what it has."""


def entry_document(eccn: str, on: date | None = None) -> dict[str, Any]:
    """What the list says of an ECCN, on a day or in the newest text held.

    The heading, the items above and below the paragraph asked for, notes, related controls, license requirements with
    their columns of the country chart, license exceptions of the entry; each text with the days on which it was seen.
    Raises UnknownEccnError.
    """
    name = canonical_eccn(eccn)
    if name is None:
        raise UnknownEccnError(f"{eccn!r} is no ECCN: write one like 3A001 or 3A001.a.7")
    base, _, paragraph = name.partition(".")
    entry = control_list().entry(base, on)
    if entry is None:
        raise UnknownEccnError(_unknown(base))
    if paragraph and not entry.within(paragraph):
        raise UnknownEccnError(f"{base} has no paragraph {paragraph}; it has {_paragraphs(entry.items)}")
    shown = (*entry.above(paragraph)[:-1], *entry.within(paragraph)) if paragraph else entry.passages
    first = min(passage.seen_from for passage in entry.passages)
    return {
        "eccn": name,
        "heading": entry.heading,
        "items": [_passage(p) for p in shown if p.kind == "item"],
        "notes": [_passage(p) for p in entry.passages if p.kind == "note" and _concerns(p, name, shown)],
        "requirement_notes": [p.text for p in entry.passages if p.kind == "requirement"],
        "related_controls": entry.text_of("related"),
        "related_definitions": entry.text_of("definitions"),
        "controls": [
            {key: row[key] for key in ("reason", "scope_text", "destinations_text", "column", "effective_from",
                                       "effective_to", "cite")}
            for row in _rows("eccn_controls.csv").get(base, ()) if _live(row, on)
        ],
        "exceptions": [
            {key: row[key] for key in ("exception", "available", "limit_usd", "printed", "cite")}
            for row in _rows("exceptions.csv").get(base, ()) if _live(row, on)
        ],
        "digest": entry.digest(paragraph),
        "text_seen": {"from": first.isoformat(), "to": max(p.seen_to for p in shown).isoformat()},
        "before_the_first_reading": on is not None and on < first,
        "cite": entry.passages[0].cite,
    }  # fmt: skip


def hit_document(hit: EntryHit) -> dict[str, Any]:
    """A hit of a search with why it is one."""
    return {
        "eccn": hit.eccn,
        "paragraph": hit.paragraph,
        "name": hit.name,
        "score": hit.score,
        "heading": hit.heading,
        "text": hit.text,
        "words": list(hit.words),
        "read_as": list(hit.terms),
        "text_seen_to": hit.seen_to.isoformat(),
        "cite": hit.cite,
    }


def _passage(passage: ListPassage) -> dict[str, str]:
    return {
        "paragraph": passage.paragraph,
        "text": passage.text,
        "seen_from": passage.seen_from.isoformat(),
        "seen_to": passage.seen_to.isoformat(),
        "source": passage.source,
        "digest": passage.digest,
    }


def _concerns(note: ListPassage, name: str, shown: tuple[ListPassage, ...]) -> bool:
    """Whether a note is to be read with a paragraph: it stands there or at the entry, or names it or one above it."""
    if note in shown or not note.paragraph:
        return True
    base, *steps = name.split(".")
    above = (".".join((base, *steps[: depth + 1])) for depth in range(len(steps)))
    return any(
        re.search(rf"{re.escape(text)}(?![.\w])|{re.escape(text)}\.(?:\s|$)", note.text) for text in above
    )


def _unknown(base: str) -> str:
    near = [eccn for eccn in control_list() if eccn[:2] == base[:2]]
    return f"the list has no entry {base}; in {base[:2]} it has {', '.join(near) or 'none'}"


def _paragraphs(items: tuple[ListPassage, ...]) -> str:
    top = [item.paragraph for item in items if "." not in item.paragraph]
    return ", ".join(top) or "none"


def _live(row: Mapping[str, str], on: date | None) -> bool:
    end = row["effective_to"]
    if on is None:
        return not end
    began = row["effective_from"] <= on.isoformat() or row["effective_from"] == "2026-07-23"
    return began and (not end or on.isoformat() < end)


@cache
def _rows(table: str) -> Mapping[str, tuple[dict[str, str], ...]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in read_rows(_TABLES / table)[0]:
        found.setdefault(row["eccn"], []).append(row)
    return {eccn: tuple(rows) for eccn, rows in found.items()}
