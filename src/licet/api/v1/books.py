"""Order books that were uploaded on the pages: which there are, and how their lines stand today."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from licet.access.accounts.model import User
from licet.access.roles import UserAction
from licet.api.problems import Problem
from licet.api.signin import allowed, services_of
from licet.api.v1.cases import actor_of
from licet.api.v1.common import DOCUMENT, After, Limit, json_response, page, problems, read_number
from licet.house.standing import answered_book, book_keys
from licet.office.lines import history_of_book, standings
from licet.orders.holding import LineAnswer, Standing, State

__all__ = ["router"]

router = APIRouter(tags=["orders"])
Asker = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]


@router.get("/books", summary="Answered order books", responses={**DOCUMENT, **problems()})
def books(request: Request, user: Asker) -> Response:
    """The keys of the books of your organization that were answered."""
    home = services_of(request).settings.home
    return json_response({"items": [{"key": key} for key in book_keys(home, user.account.organisation.key)]})


@router.get("/books/{key}/lines", summary="How its lines stand", responses={**DOCUMENT, **problems(404)})
def lines(
    key: Annotated[str, Path(pattern="^[a-z0-9]{1,64}$")],
    request: Request,
    user: Asker,
    state: Annotated[State | None, Query(description="Lines in this state alone.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """The standing of each line today. ``fell_back``: what changed of that on which release or answer rested."""
    services = services_of(request)
    book = answered_book(
        services.settings.home, user.account.organisation.key, key, services.house(), services.today()
    )
    if book is None:
        raise Problem(404, "not-found", "there is no such order book")
    actor = actor_of(user.account, UserAction.CHECK_SALE)
    events = history_of_book(services.office, actor, key)
    first = read_number(after)
    found = [
        (line, standing)
        for line, standing in standings(book.lines(), events)
        if line.row > first and state in {None, standing.state}
    ]
    return json_response(page(found[: limit + 1], limit, _shown, lambda one: str(one[0].row)))


def _shown(found: tuple[LineAnswer, Standing]) -> dict[str, Any]:
    line, standing = found
    return {
        "row": line.row,
        "answer": line.answer.value,
        "light": line.light.value,
        "state": standing.state.value,
        "by": standing.by,
        "at": None if standing.at is None else standing.at.isoformat(),
        "reason": standing.reason or None,
        "fell_back": [one.value for one in standing.fell_back],
        "holds_until": None if line.basis.until is None else line.basis.until.isoformat(),
    }
