"""The answer to an order of several items on the page *Ask*: to the whole, and to each item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from licet.engine.determination import Determination, Need
from licet.engine.order_answer import OrderAnswer
from licet.presentation.order import order_summary
from licet.presentation.summary import answer_document, summary
from licet.presentation.words import ANSWERS, LIGHTS, UNDECIDED, amount, day_words
from licet.rules.answer import Answer
from licet.rules.vocabulary import FactSpec
from licet.services.determination import Decider
from licet.web.show.answer import AnswerSource, asked
from licet.web.show.field_names import field_name
from licet.web.show.record import ShownAnswer
from licet.web.show.sale_form import form_path, one_item_path
from licet.web.show.shown_answer import shown_answer

__all__ = ["ItemAnswer", "OrderShown", "order_shown"]


@dataclass(frozen=True)
class ItemAnswer:
    """The answer to an item. ``item``: what it is, in words; ``document``, ``shown``: what is kept of it."""

    number: int
    item: str
    light: str
    answer: str
    sentence: str
    document: Mapping[str, Any]
    shown: ShownAnswer


@dataclass(frozen=True)
class OrderShown:
    """The answer to an order. ``needs``: what to find out, each with what the form calls it."""

    light: str
    light_words: str
    headline: str
    sentence: str
    until: str
    notes: tuple[str, ...]
    items: tuple[ItemAnswer, ...]
    needs: tuple[tuple[str, AnswerSource], ...]


def order_shown(found: OrderAnswer, decider: Decider, form: Mapping[str, str]) -> OrderShown:
    """An answered order. ``form``: the fields as they were filled."""
    vocabulary = dict(decider.vocabulary)
    day = found.holds_until
    return OrderShown(
        found.light.value,
        UNDECIDED if found.answer is Answer.UNDETERMINED else LIGHTS[found.light],
        ANSWERS[found.answer],
        order_summary(found),
        "No change is known" if day is None else f"The answer to an item changes on {day_words(day)}",
        found.order.notes,
        tuple(_item(line.number, answer, decider, form) for line, answer in found.pairs),
        tuple(_need(need, vocabulary) for need in found.needs),
    )


def _need(need: Need, vocabulary: dict[str, FactSpec]) -> tuple[str, AnswerSource]:
    """What to find out, with what the form calls it and where it has it."""
    path = form_path(need.path)
    source = asked(replace(need, path=one_item_path(path)), vocabulary)
    return field_name(path, vocabulary), replace(source, path=path)


def _item(number: int, found: Determination, decider: Decider, form: Mapping[str, str]) -> ItemAnswer:
    item = found.sale.item
    what = (item.description, item.eccn and f"ECCN {item.eccn}", amount(item.value_usd))
    return ItemAnswer(
        number,
        " · ".join(text for text in what if text),
        found.light.value,
        ANSWERS[found.answer],
        summary(found),
        answer_document(found),
        shown_answer(found, found.sale, decider, form),
    )
