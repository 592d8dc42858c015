"""*Answers*: every answer that was given, each at its address, with its question, history and proof."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from licet.accounts.model import User
from licet.events.roles import UserAction
from licet.model.wire import WireError, read_transaction
from licet.orders.holding import Lapse
from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, scope_of, services_of
from licet.services.customers import customers_changed
from licet.services.saved_answers import find_answers, history_of_reference, lapses_of, saved_answer
from licet.web.numbers import RowNumber
from licet.web.page import page
from licet.web.pages.ask import answer_facts, ask_page
from licet.web.pages.files import csv_of
from licet.web.show.answer_pdf import answer_pdf
from licet.web.show.answer_rows import answers_table, answers_view, query_of
from licet.web.show.ask import AskPage, on_record, with_row
from licet.web.show.record import AnswerRecord, read_shown
from licet.web.show.sale_form import fields_of
from licet.web.show.table import PAGE_SIZE

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Asker = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
_EXPORTED = 50_000
"""Rows of a file at most."""


@router.get("/answers")
def answers(request: Request, user: Asker) -> Response:
    """All answers of the organization, the latest first."""
    view = answers_view(request.query_params)
    found = find_answers(
        services_of(request).database, user.account.organization.key, query_of(view, PAGE_SIZE)
    )
    return page(request, user, "answers.html", "Answers", table=answers_table(found, view, PAGE_SIZE))


@router.get("/answers.csv")
def answers_csv(request: Request, user: Asker) -> Response:
    """The answers of a view; in a spreadsheet nothing runs as a formula."""
    view = answers_view(request.query_params)
    found = find_answers(
        services_of(request).database, user.account.organization.key, query_of(view, _EXPORTED)
    )
    names = (
        "number",
        "reference",
        "subject",
        "answer",
        "light",
        "as_of",
        "holds_until",
        "kept_at",
        "made_by",
        "receipt",
    )
    return csv_of("answers", names, ([getattr(row, name) for name in names] for row in found.rows))


@router.get("/answers/{answer}")
def answer_page(request: Request, user: Asker, answer: RowNumber) -> Response:
    """One answer as it was given, with the form that asks again."""
    record, shown = _record(request, user, answer)
    response = ask_page(request, user, with_row(shown, request.query_params.get("add", "")), record)
    if request.headers.get("hx-request"):
        response.headers["HX-Push-Url"] = f"/answers/{answer}"
    return response


@router.post("/answers/{answer}/again")
def again(request: Request, user: Asker, answer: RowNumber) -> Response:
    """Answer the same facts by the lists, law and decisions of now, under the same reference."""
    record, _ = _record(request, user, answer)
    return answer_facts(request, user, fields_of(record.document["sale"]), record.saved.reference)


@router.get("/answers/{answer}/answer.pdf")
def pdf(request: Request, user: Asker, answer: RowNumber) -> Response:
    """The answer with its question, on paper."""
    record, shown = _record(request, user, answer)
    if shown.card is None or shown.sale is None:
        raise Problem(404, "not-found", "this answer was given by an earlier version: answer it again")
    document = answer_pdf(record, shown, services_of(request).clock())
    headers = {"Content-Disposition": f'attachment; filename="{document.name}.pdf"'}
    return Response(document.pdf, media_type="application/pdf", headers=headers)


def _record(request: Request, user: User, number: int) -> tuple[AnswerRecord, AskPage]:
    services, organization = services_of(request), user.account.organization.key
    found = saved_answer(services.database, organization, number)
    if found is None:
        raise Problem(404, "not-found", "there is no such answer that you may see")
    saved, text, kept = found
    decider, document = services.decider(), json.loads(text)
    try:
        sale = read_transaction(document["sale"], decider.vocabulary, default_as_of=services.today())
    except WireError as error:
        words = f"this version cannot read its facts; they are kept at /api/v1/determinations/{number}"
        raise Problem(404, "not-found", words) from error
    decided = decider.decisions(scope_of(user)).applied(sale)
    history = history_of_reference(services.database, organization, saved.reference)
    lapses = lapses_of(saved, document, decider, sale, decided, services.today())
    since = datetime.fromisoformat(saved.kept_at)
    if Lapse.DECISIONS not in lapses and customers_changed(sale, decider.home, organization, since):
        lapses = (*lapses, Lapse.DECISIONS)
    record = AnswerRecord(saved, document, tuple(history), lapses)
    return record, on_record(decided, read_shown(kept), decider)
