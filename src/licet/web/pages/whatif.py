"""*What if*: an order book under the law and under a scenario, and the lines behind every number."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from licet.accounts.model import User
from licet.events.roles import UserAction
from licet.scenarios.scenario import ScenarioError
from licet.scenarios.scenario_file import shipped_scenarios
from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, services_of
from licet.services.jobs import TooManyWaitingError
from licet.services.order_books import UploadedBook
from licet.services.scenario_reports import ScenarioReport, ScenarioReports
from licet.web.page import Form, page, see
from licet.web.pages.actor import order_books_of
from licet.web.pages.orders import book_or_problem
from licet.web.show.board import board_shown, lines_behind
from licet.web.show.drawn import DEEDS, scenario_text

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Asker = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]


_LONGEST = 200


def reports_of(request: Request) -> ScenarioReports:
    return services_of(request).scenario_reports


@router.get("/what-if")
def choose(request: Request, user: Asker) -> Response:
    return _choose(request, user, {"book": request.query_params.get("book", "")})


def _choose(request: Request, user: User, form: dict[str, str], error: str = "") -> Response:
    organization = user.account.organization.key
    books = [item for item in order_books_of(request).books(organization) if item.state == "answered"]
    boards = [
        (book, board) for book in books for board in reports_of(request).of_book(organization, book.key)
    ]
    return page(
        request, user, "whatif.html", "What if?", status=422 if error else 200, error=error, form=form,
        books=books, book_choices=[(item.key, f"{item.name} ({item.lines:,} lines)") for item in books],
        boards=boards[:20], scenarios=shipped_scenarios().values(), deeds=DEEDS,
    )  # fmt: skip


@router.post("/what-if")
def begin(request: Request, user: Asker, form: Form) -> Response:
    """Begin a board; the lines are answered in the background."""
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    shipped = [item for item in form.getlist("scenario") if isinstance(item, str)]
    try:
        book = book_or_problem(request, user, fields.get("book", ""))
        board = reports_of(request).put(user, book, shipped, scenario_text(fields))
    except (ScenarioError, Problem, TooManyWaitingError) as error:
        return _choose(request, user, fields, f"{error}.")
    return see(f"/what-if/{book.key}/{board.key}")


def _board(request: Request, user: User, book: str, key: str) -> tuple[UploadedBook, ScenarioReport]:
    found = book_or_problem(request, user, book)
    board = reports_of(request).report(user.account.organization.key, found.key, key)
    if board is None:
        raise Problem(404, "not-found", "there is no such board")
    return found, board


@router.get("/what-if/{book}/{key}")
def board(request: Request, user: Asker, book: str, key: str) -> Response:
    found, item = _board(request, user, book, key)
    reports, organization = reports_of(request), user.account.organization.key
    if item.state != "seen":
        return page(
            request, user, "whatif_waiting.html", "What if?", board=item, book=found, progress=item.progress
        )
    today = services_of(request).today()
    impact = reports.impact(organization, item, today)
    other_law = reports.other_law(organization, item, today)
    query = {name: value for name, value in request.query_params.items() if len(value) <= _LONGEST}
    behind = other_law if query.pop("cause", "") == "other_law" else impact
    return page(
        request, user, "whatif_board.html", "What if?", board=item, book=found,
        shown=board_shown(impact, other_law, services_of(request).decider().vocabulary),
        scenarios=reports.scenarios(organization, item), behind=lines_behind(behind, query) if query else None,
    )  # fmt: skip
