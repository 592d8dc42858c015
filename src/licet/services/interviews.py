"""The classification interview for programs and pages: answers in, the next question or the result out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from licet.classification.control_list import control_list
from licet.classification.entry_document import entry_document
from licet.classification.order_of_review import ReviewedItem, ReviewInterview
from licet.classification.questions import QuestionAnswerError
from licet.classification.records import Product, record_of, result_document
from licet.errors import LicetError
from licet.services.products import ProductMaster

__all__ = [
    "AnswerFaultError",
    "controls_of",
    "interview_document",
    "interview_of",
    "keep_result",
    "typed_answer",
]


class AnswerFaultError(LicetError, ValueError):
    """An answer that its question cannot take. ``key``: of the question."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.key = key


def interview_of(
    item: ReviewedItem, answers: Mapping[str, Any], who: str, on: date, why: str = ""
) -> ReviewInterview:
    """The interview of an item with answers by key, as far as its questions lead to them. Raises AnswerFaultError."""
    talk = ReviewInterview(item)
    while (question := talk.question) is not None and question.key in answers:
        try:
            talk = talk.answer(typed_answer(answers[question.key]), who=who, on=on, why=why)
        except QuestionAnswerError as error:
            raise AnswerFaultError(question.key, str(error)) from error
    return talk


def typed_answer(value: Any) -> str:
    """A value of JSON as a person would type it: null is unknown, a list names several choices."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or "none"
    return str(value)


def interview_document(talk: ReviewInterview) -> dict[str, Any]:
    """The result so far, and the next question with what the description suggests; null where none is left."""
    question, offered = talk.question, talk.suggestion
    asked = None if question is None else {
        "key": question.key, "text": question.text, "answer": question.form.value, "unit": question.unit,
        "choices": dict(question.choices), "cite": question.cite, "why": question.why, "shown": list(question.shown),
        "suggestion": None if offered is None else {"answer": offered.typed, "words": offered.words},
    }  # fmt: skip
    return {"result": result_document(talk.result), "question": asked}


def keep_result(
    master: ProductMaster, part: str, talk: ReviewInterview, who: str, on: date, *,
    sources: Iterable[str] = (), valid_until: date | None = None,
) -> None:  # fmt: skip
    """Keep the result of an interview as the record of a part. Raises RecordError while it is open."""
    known = master.products.get(part, Product(part))
    product = replace(known, description=talk.item.description, kind=talk.item.kind)
    record = record_of(product, talk.result, who, on, sources=tuple(sources), valid_until=valid_until)
    master.put(product)
    master.keep(record)


def texts_of(eccn: str | None, on: date | None = None) -> tuple[str, ...]:
    """The heading of an entry and the paragraphs on the way to the one that is named; nothing for EAR99."""
    base, _, paragraph = (eccn or "").partition(".")
    entry = control_list().entry(base, on)
    if entry is None:
        return ()
    above = entry.above(paragraph) if paragraph else ()
    return (entry.heading, *(f"{passage.paragraph}: {passage.text}" for passage in above))


def controls_of(eccn: str | None, on: date | None = None) -> tuple[str, ...]:
    """The reasons for control of the entry as the list prints them, each with its column; nothing for EAR99."""
    if control_list().entry((eccn or "").partition(".")[0], on) is None:
        return ()
    rows = entry_document(eccn or "", on)["controls"]
    return tuple(f"{row['scope_text']}: {row['destinations_text']}" for row in rows)
