"""*Questions* of an order book: what its lines ask, answered in place after a look at what that changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Depends, Request, Response

from licet.accounts.model import User
from licet.events.event import Refusal
from licet.events.roles import UserAction
from licet.orders.book import UnreadableOrdersError
from licet.orders.cells import known_column, read_cell
from licet.orders.stated import StatedFact
from licet.presentation.words import first_up
from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, scope_of, services_of
from licet.services.cases.book_facts import book_facts, state_book_fact, take_back_book_fact
from licet.services.cases.lines import history_of_book
from licet.services.jobs import TooManyWaitingError
from licet.services.order_books import UploadedBook
from licet.services.stated_facts import open_questions, preview_code
from licet.web.page import Form, page, see
from licet.web.pages.actor import actor_of, office_of, order_books_of
from licet.web.pages.ask import COUNTRIES
from licet.web.pages.orders import book_or_problem, standing_book
from licet.web.show.field_names import problem_of
from licet.web.show.order_lines import lines_matching, lines_view
from licet.web.show.order_questions import facts_shown, groups_shown, input_of, preview_shown

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Asker = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
Reviewer = Annotated[User, Depends(allowed(UserAction.DECIDE_HIT, UserAction.RELEASE_ORDER))]
_LINES_SHOWN = 50
_QUESTIONS_SHOWN = 100
_CHANGED = "The lines or their answers have changed since you looked. Read again what your answer changes."


@dataclass(frozen=True, slots=True)
class _Draft:
    """What was typed, what is wrong with it, and what it would change, with the code that confirms it."""

    value: str = ""
    reason: str = ""
    problem: str = ""
    preview: Any = None
    code: str = ""


@router.get("/orders/{key}/questions")
def questions(request: Request, user: Asker, key: str) -> Response:
    """The open questions of a book, or one of them with the form that answers it."""
    return _shown(request, user, _answered_book(request, user, key))


@router.post("/orders/{key}/questions")
def state(request: Request, user: Reviewer, key: str, form: Form) -> Response:
    """Show what an answer would change; once that is confirmed, put it on record and answer the book again."""
    book = _answered_book(request, user, key)
    texts = {name: text.strip()[:500] for name, text in form.items() if isinstance(text, str)}
    if texts.get("take_back", "").isdecimal():
        return _taken_back(request, user, book, int(texts["take_back"][:9]), texts.get("reason", ""))
    draft = _Draft(texts.get("value", ""), texts.get("reason", ""))
    return _shown(request, user, book, draft, texts.get("confirm", ""))


def _answered_book(request: Request, user: User, key: str) -> UploadedBook:
    book = book_or_problem(request, user, key)
    if book.state != "answered":
        raise Problem(409, "not-answered", "the book is being answered; wait until it is done")
    return book


def _taken_back(request: Request, user: User, book: UploadedBook, number: int, reason: str) -> Response:
    actor = actor_of(user, UserAction.DECIDE_HIT, UserAction.RELEASE_ORDER)
    try:
        take_back_book_fact(office_of(request), order_books_of(request), actor, book.key, number, reason)
    except (Refusal, TooManyWaitingError) as error:
        return _shown(request, user, book, _Draft(problem=f"{first_up(str(error))}."))
    return see(f"/orders/{book.key}")


def _shown(
    request: Request, user: User, book: UploadedBook, draft: _Draft | None = None, confirm: str = ""
) -> Response:
    vocabulary, books = services_of(request).decider().vocabulary, order_books_of(request)
    organization = user.account.organization.key
    orders = books.orders(organization, book.key)
    lines, narrowed = _lines(request, user, book)
    found = open_questions(lines, orders, vocabulary)
    column, about = request.query_params.get("ask", ""), request.query_params.get("about", "")
    keyed = {(question.column, question.about): question for question in found if question.column}
    asked = keyed.get((column, about))
    some = lines.clear() if asked is None else lines.filter(pl.col("row").is_in(asked.rows))
    if draft is not None and asked is not None and not draft.problem:
        fact = _fact(user, request, column, draft, some)
        draft = _checked(request, user, book, fact, draft, some)
        if confirm and not draft.problem:
            refused = _stated(request, user, book, fact) if confirm == draft.code else _CHANGED
            if not refused:
                return see(f"/orders/{book.key}")
            draft = replace(draft, problem=refused)
    base = f"/orders/{book.key}/questions"
    shown = found if request.query_params.get("all") else found[:_QUESTIONS_SHOWN]
    return page(
        request, user, "order_questions.html", "Questions", status=422 if draft and draft.problem else 200,
        book=book, base=base, narrowed=narrowed, query=str(request.query_params),
        groups=groups_shown(shown, vocabulary, base, narrowed), more=len(found) - len(shown),
        gone=bool(column) and asked is None,
        asked=None if asked is None else input_of(column, about, vocabulary), draft=draft or _Draft(),
        lines=some.head(_LINES_SHOWN).to_dicts(), count=some.height, total=lines.height,
        value=some["item.value_usd"].sum() if "item.value_usd" in some.columns else None,
        facts=facts_shown(book_facts(office_of(request), organization, book.key), vocabulary),
        may_state=user.may(UserAction.DECIDE_HIT) or user.may(UserAction.RELEASE_ORDER),
        ask=column, about=about, row=request.query_params.get("row", ""), countries=COUNTRIES,
        words=request.query_params.get("words", ""),
    )  # fmt: skip


def _lines(request: Request, user: User, book: UploadedBook) -> tuple[pl.DataFrame, Mapping[str, str]]:
    """The lines that the address lets through, and how it narrows them down."""
    view = lines_view(request.query_params)
    actor = actor_of(user, UserAction.CHECK_SALE)
    answered = standing_book(request, user, book)
    events = history_of_book(office_of(request), actor, answered)
    vocabulary = services_of(request).decider().vocabulary
    lines = lines_matching(answered, events, view, vocabulary)
    row = request.query_params.get("row", "")
    narrowed = {**view.picked, **({"words": view.words} if view.words else {})}
    if row.isdecimal():
        return lines.filter(pl.col("row") == int(row[:9])), {**narrowed, "row": row[:9]}
    return lines, narrowed


def _fact(user: User, request: Request, column: str, draft: _Draft, lines: pl.DataFrame) -> StatedFact:
    rows = frozenset(lines["row"].to_list())
    now = services_of(request).clock()
    return StatedFact(1, column, draft.value, rows, user.account.login, now, draft.reason)


def _checked(
    request: Request, user: User, book: UploadedBook, fact: StatedFact, draft: _Draft, lines: pl.DataFrame
) -> _Draft:
    """What was typed with what is wrong with it, or with what it would change."""
    vocabulary = services_of(request).decider().vocabulary
    problem = ""
    if not draft.value:
        problem = "Give an answer."
    elif not draft.reason:
        problem = "Give a reason, for the record."
    elif not known_column(fact.column, vocabulary):
        problem = "No line asks this."
    elif (said := read_cell(fact.column, draft.value, vocabulary).problem) is not None:
        problem = problem_of(fact.column, said, draft.value, vocabulary).text
    if problem:
        return _Draft(draft.value, draft.reason, problem)
    try:
        after = order_books_of(request).answers_if(book, fact, scope_of(user))
    except UnreadableOrdersError as error:
        return _Draft(draft.value, draft.reason, f"{error}.")
    code = preview_code(book.root, fact, after)
    return _Draft(draft.value, draft.reason, "", preview_shown(lines, after), code)


def _stated(request: Request, user: User, book: UploadedBook, fact: StatedFact) -> str:
    """Put a fact on record; why it was refused, or nothing."""
    actor = actor_of(user, UserAction.DECIDE_HIT, UserAction.RELEASE_ORDER)
    try:
        state_book_fact(
            office_of(request), order_books_of(request), actor, book.key,
            column=fact.column, value=fact.value, rows=fact.rows, reason=fact.reason,
        )  # fmt: skip
    except (Refusal, TooManyWaitingError) as error:
        return f"{first_up(str(error))}."
    return ""
