"""Texts of the law held against what the rulebook was read from, and against each other, with what rests on them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from licet.lawtexts.anchors import Anchor, Anchors, Held, TextState, part_of
from licet.lawtexts.compare import TextChange, TextChangeKind, changes_between
from licet.lawtexts.formats import read_texts
from licet.lawtexts.text import LawText
from licet.regimes.golden import cases
from licet.regimes.registry import primary
from licet.regimes.us_ear.case_index import places
from licet.rules.citation import Citation, place_of
from licet.rules.law_files import LawFile
from licet.rules.rulebook import Rulebook

__all__ = [
    "LawDiff",
    "anchors",
    "anchors_under",
    "check_document",
    "law_diff",
    "rules_on",
    "tables_on",
    "touches",
]

_TABLES = LawFile("licet.regimes.us_ear") / "tables"
_NAMED = 12


@cache
def anchors() -> Anchors:
    """The paragraphs that the rulebook of the EAR was read from, as far as their texts were at hand."""
    text = (_TABLES / "anchors.csv").read_text("utf-8")
    return Anchors(tuple(Anchor.of_row(row) for row in csv.DictReader(text.splitlines())))


def anchors_under(cites: Iterable[Citation]) -> tuple[Anchor, ...]:
    """The anchored paragraphs of some citations, each once."""
    found: dict[Anchor, None] = {}
    for cite in cites:
        place = place_of(cite)
        if place is not None:
            found.update(dict.fromkeys(anchors().under(*place)))
    return tuple(found)


def touches(changed: str, cited: str) -> bool:
    """Whether a change of a paragraph touches what cites a place: it lies there, or above it.

    >>> touches("744.11(a)(2)", "744.11(a)"), touches("744.11", "744.11(a)"), touches("744.11(b)", "744.11(a)")
    (True, True, False)
    """
    if cited == part_of(changed):
        return True
    return changed == cited or changed.startswith(f"{cited}(") or cited.startswith(f"{changed}(")


def rules_on(title: int, changed: str, book: Rulebook) -> tuple[str, ...]:
    """The rules that cite a paragraph, or what lies above or below it, by id."""
    return tuple(
        rule for rule, cited in _cited(book) if any(touches(changed, text) for text in cited.get(title, ()))
    )


def _cited(book: Rulebook) -> Sequence[tuple[str, Mapping[int, tuple[str, ...]]]]:
    """By rule, the places of the Code that it cites, by title."""
    known = book.memo.get("cited places")
    if known is None:
        known = book.memo["cited places"] = [(rule.rule_id, _places_of(rule.cites)) for rule in book.rules]
    found: Sequence[tuple[str, Mapping[int, tuple[str, ...]]]] = known
    return found


def _places_of(cites: Iterable[Citation]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for cite in cites:
        place = place_of(cite)
        if place is not None:
            found[place[0]] = (*found.get(place[0], ()), place[1])
    return found


def check_document(paths: Iterable[Path]) -> dict[str, Any]:
    """Texts held against the anchors. Raises UnreadableTextError or OSError.

    ``same``, ``changed``, ``gone`` and ``new`` count paragraphs; ``not_anchored`` names sections that no rule was
    read from. A changed paragraph is ``certain`` where the anchored copy is known to be complete.
    """
    every = [_checked(text) for text in read_texts(paths)]
    total: Counter[str] = Counter()
    for record in every:
        total.update(record["counts"])
    return {"texts": every, "counts": dict(total), "anchors": len(anchors().newest)}


def _checked(text: LawText) -> dict[str, Any]:
    held = list(anchors().hold(text))
    counts = Counter(item.state.value for item in held)
    counts["uncertain"] = sum(not _certain(item, text) for item in held)
    return {
        "file": text.source,
        "title": text.title,
        "as_of": None if text.as_of is None else text.as_of.isoformat(),
        "sections": len(text.sections),
        "loses_words": text.loses_words,
        "counts": {name: counts[name] for name in (*TextState, "uncertain")},
        "not_anchored": list(anchors().without(text)),
        "paragraphs": [
            {
                "place": item.place,
                "state": item.state.value,
                "certain": _certain(item, text),
                "anchored": None if item.anchor is None else item.anchor.as_of.isoformat(),
                "rules": list(rules_on(text.title, item.place, primary().rulebook)),
            }
            for item in held
            if item.state is not TextState.SAME
        ],
    }


def _certain(held: Held, text: LawText) -> bool:
    """False where a copy that drops words may alone have made the difference."""
    return held.certain and not (text.loses_words and held.state is TextState.CHANGED)


@dataclass(frozen=True)
class LawDiff:
    """Two texts held against each other, with what rests on the paragraphs that changed.

    ``same``: paragraphs that did not change. ``rules``: by id, the changed places that touch it. ``tables``: by name,
    how many of its rows cite one. ``cases``: names of golden cases that rest on one.
    """

    old: Sequence[LawText]
    new: Sequence[LawText]
    changes: Sequence[TextChange]
    same: int
    rules: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tables: Mapping[str, int] = field(default_factory=dict)
    cases: Sequence[str] = ()

    @property
    def changed(self) -> tuple[TextChange, ...]:
        """The changes of the law, without differences that a copy alone may have made."""
        return tuple(change for change in self.changes if change.kind.is_change)

    def document(self) -> dict[str, Any]:
        """The whole in plain JSON types."""
        counts = Counter(change.kind.value for change in self.changes)
        return {
            "old": [_named(text) for text in self.old],
            "new": [_named(text) for text in self.new],
            "counts": {"same": self.same, **{kind.value: counts[kind.value] for kind in TextChangeKind}},
            "changes": [
                {
                    "title": change.title,
                    "place": change.place,
                    "kind": change.kind.value,
                    "pieces": [{"sign": piece.sign, "text": piece.text} for piece in change.pieces],
                    "rules": list(rules_on(change.title, change.place, primary().rulebook)),
                }
                for change in self.changed
            ],
            "perhaps_lost": [
                change.place for change in self.changes if change.kind is TextChangeKind.PERHAPS_LOST
            ],
            "not_in_old_copy": [
                change.place for change in self.changes if change.kind is TextChangeKind.NOT_IN_OLD_COPY
            ],
            "rules": {rule: list(changed) for rule, changed in self.rules.items()},
            "tables": dict(self.tables),
            "cases": list(self.cases),
        }


def _named(text: LawText) -> dict[str, Any]:
    return {
        "file": text.source,
        "title": text.title,
        "as_of": None if text.as_of is None else text.as_of.isoformat(),
        "sections": len(text.sections),
        "loses_words": text.loses_words,
    }


def law_diff(old: Iterable[Path], new: Iterable[Path]) -> LawDiff:
    """Compare two texts, or folders of them. Raises UnreadableTextError or OSError."""
    before, after = read_texts(old), read_texts(new)
    changes, same = changes_between(before, after)
    changed = [(change.title, change.place) for change in changes if change.kind.is_change]
    rules: dict[str, list[str]] = {}
    for title, place in changed:
        for rule in rules_on(title, place, primary().rulebook):
            rules.setdefault(rule, []).append(place)
    ear_places = [place for title, place in changed if title == _EAR]
    return LawDiff(
        before,
        after,
        changes,
        same,
        {rule: tuple(found) for rule, found in rules.items()},
        dict(tables_on(changed)),
        [
            f"{case.file}: {case.name}"
            for case in (cases() if ear_places else ())
            if any(touches(place, cited) for cited in places(case) for place in ear_places)
        ],
    )


_EAR = 15


def tables_on(changed: Sequence[tuple[int, str]]) -> Iterator[tuple[str, int]]:
    """The tables of the rulebook that have rows citing a changed place, with how many."""
    for name, cited in _table_cites().items():
        rows = sum(
            count
            for (title, place), count in cited.items()
            if any(title == item and touches(other, place) for item, other in changed)
        )
        if rows:
            yield name, rows


@cache
def _table_cites() -> Mapping[str, Counter[tuple[int, str]]]:
    """By table, how many rows cite which place of the Code."""
    found: dict[str, Counter[tuple[int, str]]] = {}
    for file in _TABLES.iterdir():
        if file.name.endswith(".csv") and file.name != "anchors.csv":
            rows = csv.DictReader(file.read_text("utf-8").splitlines())
            places = (_place(row["cite"]) for row in rows if row.get("cite"))
            found[file.name.removesuffix(".csv")] = Counter(place for place in places if place is not None)
    return found


@cache
def _place(text: str) -> tuple[int, str] | None:
    try:
        return place_of(Citation.parse(text))
    except ValueError:
        return None
