"""Uploaded order books: which there are, how their lines stand today, holds and releases."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import Field

from licet.accounts.model import User
from licet.events.roles import UserAction
from licet.orders.holding import LineAnswer, LineStanding, LineState
from licet.server.idempotency import IdempotentRoute
from licet.server.problems import Problem
from licet.server.signin import allowed, services_of
from licet.server.v1.cases import actor_of
from licet.server.v1.common import (
    DOCUMENT,
    After,
    Asking,
    IdempotencyKey,
    Limit,
    json_response,
    page,
    problems,
    read_number,
)
from licet.services.cases.lines import LINE_ACTS, act_on_book, history_of_book, lines_of
from licet.services.current_answers import AnsweredBook, answered_book
from licet.services.order_books import UploadedBook

__all__ = ["router"]

router = APIRouter(tags=["orders"], route_class=IdempotentRoute)
Asker = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
Reviewer = Annotated[User, Depends(allowed(UserAction.DECIDE_HIT, UserAction.RELEASE_ORDER))]
Key = Annotated[str, Path(pattern="^[a-z0-9]{1,64}$")]


class LinesMarked(Asking):
    """Lines by their row, what is done to them, and why. ``ask``: that another person release them."""

    act: Literal["hold", "ask", "release"]
    rows: Annotated[list[Annotated[int, Field(ge=1, le=2**31 - 1)]], Field(min_length=1, max_length=10_000)]
    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]


@router.get("/books", summary="Order books", responses={**DOCUMENT, **problems()})
def books(request: Request, user: Asker) -> Response:
    """The order books of your organization, the newest first; ``/jobs/{key}`` says how far each is."""
    found = services_of(request).order_books.books(user.account.organization.key)
    return json_response({"items": [_book_shown(book) for book in found]})


@router.get("/books/{key}/lines", summary="How its lines stand", responses={**DOCUMENT, **problems(404)})
def lines(
    key: Key,
    request: Request,
    user: Asker,
    state: Annotated[LineState | None, Query(description="Lines in this state alone.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """The standing of each line today. ``fell_back``: what changed of that on which release or answer rested."""
    book = _book(request, user, key)
    actor = actor_of(user.account, UserAction.CHECK_SALE)
    events = history_of_book(services_of(request).case_service, actor, book)
    found = lines_of(book, events, state, read_number(after), limit + 1)
    return json_response(page(found, limit, _shown, lambda row: str(row[0].row)))


@router.post(
    "/books/{key}/lines", summary="Hold or release lines", responses={**DOCUMENT, **problems(404, 409)}
)
def act(
    key: Key, marked: LinesMarked, request: Request, user: Reviewer, _key: IdempotencyKey = None
) -> Response:
    """Hold lines, ask for their release, or release them as a second person; each line for itself.

    ``refused`` says which lines it was not done to, and why. To release takes the role of an approver.
    """
    actions = [action for action in LINE_ACTS[marked.act][1] if user.may(action)]
    if not actions:
        wanted = " or ".join(action.value for action in LINE_ACTS[marked.act][1])
        raise Problem(403, "not-allowed", f"your roles do not allow: {wanted}")
    book = _book(request, user, key)
    actor, case_service = actor_of(user.account, actions[0]), services_of(request).case_service
    done, refused = act_on_book(case_service, actor, book, set(marked.rows), marked.act, marked.reason)
    known = set(book.table["row"].to_list())
    problems = [
        *(
            {"row": int(subject.rpartition(":")[2]), "code": no.code, "detail": no.message}
            for subject, no in refused
        ),
        *(
            {"row": row, "code": "no_line", "detail": "the book has no such line"}
            for row in set(marked.rows) - known
        ),
    ]
    return json_response({"done": done, "refused": sorted(problems, key=lambda item: item["row"])})


def _book(request: Request, user: User, key: str) -> AnsweredBook:
    services = services_of(request)
    organization = user.account.organization.key
    book = answered_book(services.settings.home, organization, key, services.decider(), services.today())
    if book is None:
        raise Problem(404, "not-found", "there is no such order book")
    return book


def _shown(found: tuple[LineAnswer, LineStanding]) -> dict[str, Any]:
    line, standing = found
    return {
        "row": line.row,
        "answer": line.answer.value,
        "light": line.light.value,
        "state": standing.state.value,
        "by": standing.by,
        "at": None if standing.at is None else standing.at.isoformat(),
        "reason": standing.reason or None,
        "fell_back": [lapse.value for lapse in standing.fell_back],
        "holds_until": None if line.basis.until is None else line.basis.until.isoformat(),
    }


def _book_shown(book: UploadedBook) -> dict[str, Any]:
    texts = ("key", "name", "by", "at", "as_of", "known_as_of", "state", "problem", "root")
    return {
        **{name: getattr(book, name) or None for name in texts},
        "lines": book.lines,
        "bad": book.bad,
        "progress": book.progress,
    }
