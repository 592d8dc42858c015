"""A result of a review as a document."""

from __future__ import annotations

from typing import Any

from licet.classification.order_of_review import Result

__all__ = ["result_document"]


def result_document(result: Result) -> dict[str, Any]:
    """A result with its path: what was asked, what was answered, by whom, when and on what ground."""
    return {
        "verdict": result.verdict,
        "eccn": result.eccn,
        "open": list(result.open),
        "notes": list(result.notes),
        "rests_on": [{"eccn": name, "digest": digest} for name, digest in result.texts],
        "path": [
            {
                "key": question.key,
                "question": question.text,
                "answer": answer.value,
                "who": answer.who,
                "on": answer.on.isoformat() if answer.on else None,
                "why": answer.why,
                "cite": question.cite,
            }
            for question, answer in result.path
        ],
    }
