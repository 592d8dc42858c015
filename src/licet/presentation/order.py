"""The answer to an order of several lines, in words and in the wire format."""

from __future__ import annotations

from typing import Any

from licet.engine.order_answer import OrderAnswer
from licet.engine.report import need_to_wire
from licet.presentation.summary import answer_document, summary
from licet.presentation.words import counted
from licet.rules.answer import Light

__all__ = ["line_title", "order_document", "order_summary"]


def order_document(found: OrderAnswer) -> dict[str, Any]:
    """The answer to the whole, then to each line."""
    return {
        "answer": found.answer.value,
        "light": found.light.value,
        "summary": order_summary(found),
        "holds_until": None if found.holds_until is None else found.holds_until.isoformat(),
        "then": None if found.then is None else found.then.value,
        "needs": [need_to_wire(need) for need in found.needs],
        "notes": list(found.order.notes),
        "lines": [
            {"line": line.number, "id": line.ident, "answer": answer_document(answer)}
            for line, answer in found.pairs
        ],
    }


def order_summary(found: OrderAnswer) -> str:
    """How many lines may go, and the sentence of the line that decides for the whole."""
    every = len(found.found)
    green = sum(answer.light is Light.GREEN for answer in found.found)
    line, answer = found.telling
    if green == every:
        return f"All {counted(every, 'line')} may go."
    which = "No line" if not green else f"{green} of {counted(every, 'line')}"
    return f"{which} may go as it stands. {line_title(line.number, line.ident)}: {summary(answer)}"


def line_title(number: int, ident: str | None) -> str:
    """How a line is named."""
    return f"Line {number}" if ident is None else f"Line {number} ({ident})"
