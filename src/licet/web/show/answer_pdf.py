"""An answer as a document: what its card says, on paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from licet.documents.render import Rendered, render
from licet.presentation.words import day_words, plain
from licet.web.show.answer import Node
from licet.web.show.ask import AskPage
from licet.web.show.record import AnswerRecord

__all__ = ["answer_pdf"]


def answer_pdf(record: AnswerRecord, shown: AskPage, made_at: datetime) -> Rendered:
    """An answer on record with its question, as PDF; ``made_at``: the instant that it bears, UTC."""
    card, sale, saved = shown.card, shown.sale, record.saved
    assert card is not None
    assert sale is not None
    data = {
        "as_of": day_words(sale.as_of),
        "printed": day_words(made_at.date()),
        "light": card.light_words,
        "headline": card.headline,
        "sentence": card.sentence,
        "authority": list(card.authority),
        "until": card.until,
        "policy": card.policy,
        "record": _record_words(record),
        "current": record.current,
        "sale": [*map(list, card.answered_for), *([said.question, plain(said.value)] for said in shown.said)],
        "conditions": [list(condition) for condition in card.conditions],
        "why": [_node(node) for node in card.why],
        "caveats": [text for _, text in card.caveats],
        "lists": list(card.lists),
        "law": card.law,
        "receipt": card.receipt,
        "rulebook": card.rulebook,
    }
    return render(
        "answer", f"Answer {saved.number} as of {sale.as_of}", f"answer-{saved.number}", data, made_at
    )


def _record_words(record: AnswerRecord) -> str:
    """Where the answer stands on record, and whether it still holds."""
    saved = record.saved
    by = f" by {saved.made_by}" if saved.made_by else ""
    given = f"Answer {saved.number}, reference {saved.reference}, given {day_words(saved.kept_at)}{by}."
    if saved.superseded_by is not None:
        return f"{given} Superseded by answer {saved.superseded_by}."
    return f"{given} It no longer holds: {record.lapse_words}." if record.lapses else given


def _node(node: Node) -> dict[str, Any]:
    return {
        "says": node.says,
        "title": node.title,
        "cites": ", ".join(text for text, _ in node.cites),
        "in_force": node.in_force,
        "facts": [
            [truth, text + (f" (given: {given})" if given else "")] for truth, text, given, _ in node.facts
        ],
        "inner": [_node(item) for item in node.inner],
    }
