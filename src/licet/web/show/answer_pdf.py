"""An answer as a document: what its card says, on paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from licet.documents.render import Rendered, render
from licet.model.transaction import Transaction
from licet.presentation.words import day_words, plain
from licet.web.show.answer import AnswerCard, Node

__all__ = ["answer_document"]


def answer_document(card: AnswerCard, sale: Transaction, made_at: datetime) -> Rendered:
    """The answer as PDF; ``made_at``: the instant that it bears, UTC."""
    data = {
        "as_of": day_words(sale.as_of),
        "printed": day_words(made_at.date()),
        "light": card.light_words,
        "headline": card.headline,
        "sentence": card.sentence,
        "authority": list(card.authority),
        "until": card.until,
        "policy": card.policy,
        "sale": _sale(sale),
        "conditions": [list(condition) for condition in card.conditions],
        "why": [_node(node) for node in card.why],
        "caveats": [text for _, text in card.caveats],
        "lists": list(card.lists),
        "law": card.law,
        "receipt": card.receipt,
        "rulebook": card.rulebook,
    }
    return render("answer", f"Answer as of {sale.as_of}", f"answer-{card.receipt[:12]}", data, made_at)


def _sale(sale: Transaction) -> list[list[str]]:
    """What was asked about, as far as it was said."""
    item = sale.item
    told = [
        ("What happens", "" if sale.action is None else plain(sale.action.value)),
        ("To", sale.destination or ""),
        ("Item", ", ".join(text for text in (item.description, item.eccn) if text)),
        ("Value", "" if item.value_usd is None else f"${item.value_usd:,.0f}"),
        ("End use", plain(sale.end_use or "")),
    ]
    parties = [
        (
            plain(party.role.value).capitalize(),
            ", ".join(part for part in (party.name, party.country) if part),
        )
        for party in sale.parties
    ]
    return [[name, value] for name, value in (*told, *parties) if value]


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
