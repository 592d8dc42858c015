"""The law as modelled, as documents: the facts that rules read, and what is modelled."""

from __future__ import annotations

from typing import Any

from licet.law.rulebook import Rulebook

__all__ = ["coverage_document", "facts_document"]


def facts_document(book: Rulebook) -> list[dict[str, Any]]:
    """The named facts and claims that rules read, by name."""
    return [
        {
            "name": spec.name,
            "kind": spec.kind.value,
            "values": list(spec.values),
            "claim": spec.is_claim,
            "judgement": spec.judgement,
            "question": spec.question,
            "cite": spec.cite.text,
        }
        for spec in sorted(book.vocabulary.values(), key=lambda spec: spec.name)
    ]


def coverage_document(book: Rulebook) -> list[dict[str, Any]]:
    """For each section whether it is modelled, from which text and verified to which day."""
    return [
        {
            "section": note.section,
            "title": note.title,
            "status": note.status,
            "source": note.source,
            "verified_to": None if note.verified_to is None else note.verified_to.isoformat(),
            "note": note.note,
        }
        for note in book.coverage.values()
    ]
