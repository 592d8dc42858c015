"""What the lines of an order book ask, and answers to it: shown first, then confirmed and the book answered again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import Field

from licet.accounts.model import User
from licet.events.event import Actor, Refusal
from licet.events.roles import UserAction
from licet.orders.book import UnreadableOrdersError
from licet.orders.cells import read_cell
from licet.orders.stated import StatedFact
from licet.server.idempotency import IdempotentRoute
from licet.server.problems import FieldError, Problem
from licet.server.services import Services
from licet.server.signin import allowed, scope_of, services_of
from licet.server.v1.cases import actor_of
from licet.server.v1.common import DOCUMENT, Asking, IdempotencyKey, Text, json_response, problems
from licet.services.cases.book_facts import book_facts, state_book_fact, take_back_book_fact
from licet.services.jobs import TooManyWaitingError
from licet.services.order_books import UploadedBook
from licet.services.stated_facts import BookQuestion, answer_changes, open_questions, preview_code

__all__ = ["router"]

router = APIRouter(tags=["orders"], route_class=IdempotentRoute)
Asker = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
Reviewer = Annotated[User, Depends(allowed(UserAction.DECIDE_HIT, UserAction.RELEASE_ORDER))]
Key = Annotated[str, Path(pattern="^[a-z0-9]{1,64}$")]
Number = Annotated[int, Path(ge=1, le=10_000)]
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
Row = Annotated[int, Field(ge=1, le=2**31 - 1)]


class FactAsked(Asking):
    """An answer to a question of a book. Without ``confirm`` nothing is kept.

    ``column`` and ``about``: of the question; ``rows``: lines of it, all unless said; ``confirm``: the code of what
    was shown of just this answer.
    """

    column: Text
    about: Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")] = ""
    value: Text
    reason: Reason
    rows: Annotated[list[Row], Field(min_length=1, max_length=100_000)] | None = None
    confirm: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None


class TakenBack(Asking):
    """Why a fact is taken back."""

    reason: Reason


@router.get(
    "/books/{key}/questions", summary="What its lines ask", responses={**DOCUMENT, **problems(404, 409)}
)
def questions(key: Key, request: Request, user: Asker) -> Response:
    """The same question for many lines once, the most dollars first. Without ``column`` no answer can be stated."""
    services = services_of(request)
    book = _book(services, user, key)
    items = [
        {**asdict(question), "rows": list(question.rows)} for question in _questions(services, user, book)
    ]
    return json_response({"items": items})


@router.get(
    "/books/{key}/facts", summary="What was stated of its lines", responses={**DOCUMENT, **problems(404)}
)
def facts(key: Key, request: Request, user: Asker) -> Response:
    """By whom, when and why; ``taken_back``: by whom and why, where it was."""
    services = services_of(request)
    _known(services, user, key)
    found = book_facts(services.case_service, user.account.organization.key, key)
    return json_response({"items": [_fact_shown(fact) for fact in found]})


@router.post("/books/{key}/facts", summary="Answer a question", responses={**DOCUMENT, **problems(404, 409)})
def state(
    key: Key, asked: FactAsked, request: Request, user: Reviewer, _key: IdempotencyKey = None
) -> Response:
    """What the answer would change, with the code that confirms it; with that code it is put on record.

    ``stated`` says which; then the book is answered again (``/jobs/{key}`` says how far). Nothing is released by it.
    """
    services = services_of(request)
    book = _book(services, user, key)
    fact = _fact(asked, services, user, _rows(asked, _questions(services, user, book)))
    try:
        after = services.order_books.answers_if(book, fact, scope_of(user))
    except UnreadableOrdersError as error:
        raise Problem(409, "refused", str(error)) from error
    lines = services.order_books.table(user.account.organization.key, key)
    changes = answer_changes(lines.filter(pl.col("row").is_in(sorted(fact.rows))), after)
    code = preview_code(book.root, fact, after)
    if asked.confirm is not None and asked.confirm != code:
        raise Problem(409, "changed", "the lines or their answers have changed since you looked")
    if asked.confirm is not None:
        _recorded(services, _actor(user), key, fact)
    document = {"stated": asked.confirm is not None, "lines": len(fact.rows), "confirm": code}
    return json_response({**document, "changes": [asdict(change) for change in changes]})


@router.post(
    "/books/{key}/facts/{number}/withdrawal",
    summary="Take a fact back",
    responses={**DOCUMENT, **problems(404, 409)},
)
def take_back(
    key: Key, number: Number, asked: TakenBack, request: Request, user: Reviewer, _key: IdempotencyKey = None
) -> Response:
    """The book is answered again without it."""
    services = services_of(request)
    _book(services, user, key)
    try:
        take_back_book_fact(
            services.case_service, services.order_books, _actor(user), key, number, asked.reason
        )
    except Refusal as error:
        raise Problem(409, "refused", str(error)) from error
    except TooManyWaitingError as error:
        raise _too_many(error) from error
    return json_response({"taken_back": number})


def _recorded(services: Services, actor: Actor, key: str, fact: StatedFact) -> None:
    try:
        state_book_fact(
            services.case_service, services.order_books, actor, key,
            column=fact.column, value=fact.value, rows=fact.rows, reason=fact.reason,
        )  # fmt: skip
    except Refusal as error:
        raise Problem(409, "refused", str(error)) from error
    except TooManyWaitingError as error:
        raise _too_many(error) from error


def _too_many(error: TooManyWaitingError) -> Problem:
    return Problem(429, "too-many-jobs", str(error), headers={"Retry-After": "60"})


def _fact(asked: FactAsked, services: Services, user: User, rows: frozenset[int]) -> StatedFact:
    """The fact as it would be on record. Raises Problem where its value cannot be read."""
    wrong = read_cell(asked.column, asked.value, services.decider().vocabulary).problem
    if wrong is not None:
        raise Problem(422, "bad-input", "The value cannot be read", [FieldError("value", str(wrong))])
    return StatedFact(1, asked.column, asked.value, rows, user.account.login, services.clock(), asked.reason)


def _rows(asked: FactAsked, found: Iterable[BookQuestion]) -> frozenset[int]:
    """The lines of an answer. Raises Problem where no line asks it, or not each that is named."""
    rows = {
        row
        for question in found
        if question.column and (question.column, question.about) == (asked.column, asked.about)
        for row in question.rows
    }
    if not rows:
        raise Problem(
            422, "bad-input", "No line asks this", [FieldError("column", "no line of the book asks it")]
        )
    if asked.rows is None:
        return frozenset(rows)
    others = sorted(set(asked.rows) - rows)
    if others:
        words = f"rows that do not ask it: {', '.join(map(str, others[:10]))}"
        raise Problem(422, "bad-input", "Not each line asks this", [FieldError("rows", words)])
    return frozenset(asked.rows)


def _questions(services: Services, user: User, book: UploadedBook) -> list[BookQuestion]:
    books, organization = services.order_books, user.account.organization.key
    lines, orders = books.table(organization, book.key), books.orders(organization, book.key)
    return open_questions(lines, orders, services.decider().vocabulary)


def _known(services: Services, user: User, key: str) -> UploadedBook:
    book = services.order_books.book(user.account.organization.key, key)
    if book is None:
        raise Problem(404, "not-found", "there is no such order book")
    return book


def _book(services: Services, user: User, key: str) -> UploadedBook:
    book = _known(services, user, key)
    if book.state != "answered":
        raise Problem(409, "not-answered", "the book is being answered; wait until it is done")
    return book


def _actor(user: User) -> Actor:
    """The user in the first of the roles that may state facts."""
    able = [action for action in (UserAction.DECIDE_HIT, UserAction.RELEASE_ORDER) if user.may(action)]
    return actor_of(user.account, able[0])


def _fact_shown(fact: StatedFact) -> dict[str, Any]:
    return {
        **asdict(fact),
        "rows": sorted(fact.rows),
        "at": fact.at.isoformat(),
        "taken_back": fact.taken_back or None,
    }
