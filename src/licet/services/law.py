"""The law as modeled, as documents: the facts that rules read, and what is modeled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from functools import cache
from typing import Any

from licet.engine.reasons import open_sections
from licet.model.wire import read_transaction
from licet.regimes.golden import GoldenCase, cases
from licet.regimes.registry import primary
from licet.regimes.us_ear.case_index import left_out, places, rests_on, tally
from licet.rules.rulebook import Rulebook
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

__all__ = ["cases_by_section", "cases_document", "coverage_document", "facts_document", "standing_document"]


def facts_document(book: Rulebook) -> list[dict[str, Any]]:
    """The named facts and claims that rules read, by name."""
    return [
        {
            "name": spec.name,
            "kind": spec.kind.value,
            "values": list(spec.values),
            "claim": spec.is_claim,
            "judgment": spec.judgment,
            "question": spec.question,
            "cite": spec.cite.text,
        }
        for spec in sorted(book.vocabulary.values(), key=lambda spec: spec.name)
    ]


def coverage_document(book: Rulebook) -> list[dict[str, Any]]:
    """For each section whether it is modeled, from which text and verified to which day."""
    return [
        {
            "section": note.section,
            "title": note.title,
            "status": note.status,
            "source": note.source,
            "verified_from": None if note.verified_from is None else note.verified_from.isoformat(),
            "verified_to": None if note.verified_to is None else note.verified_to.isoformat(),
            "note": note.note,
        }
        for note in book.coverage.values()
    ]


def standing_document(book: Rulebook, day: date) -> list[dict[str, Any]]:
    """Every text that stands otherwise than simply in force, and how on a day (null: over, or not yet said)."""
    return [
        {
            "code": note.code,
            "title": note.title,
            "standing": None if (stands := note.standing_on(day)) is None else stands.value,
            "words": "over, or not yet said" if stands is None else stands.words,
            "from": note.days.start.isoformat(),
            "to": None if note.days.last_day is None else note.days.last_day.isoformat(),
            "stated_on": note.stated_on.isoformat(),
            "cite": None if note.cite is None else note.cite.text,
            "grade": note.grade.value,
            "source": note.source,
            "sections": list(note.sections),
            "parts_from_text": note.parts_from_text,
        }
        for note in book.standing
    ]


@cache
def cases_by_section() -> dict[str, tuple[str, ...]]:
    """For each section of coverage the golden cases that rest on it or that it leaves open, by file and name."""
    found: dict[str, list[str]] = defaultdict(list)
    for case in cases():
        for section in _sections(case):
            found[section].append(f"{case.file}: {case.name}")
    return {section: tuple(names) for section, names in found.items()}


def _sections(case: GoldenCase) -> Iterator[str]:
    named = places(case)
    opened: frozenset[str] = frozenset()
    if case.expect["answer"] == "undetermined":
        sale = attach(read_transaction(case.sale, primary().rulebook.vocabulary), shipped_finder())
        opened = open_sections(sale, primary().rulebook)
    yield from (
        section for section in primary().rulebook.coverage if section in opened or rests_on(named, section)
    )


def cases_document() -> dict[str, Any]:
    """How many golden cases there are, on what they rest, and what was left out of the sourced collection."""
    return {**asdict(tally(cases())), "left_out": [asdict(left) for left in left_out()]}
