"""Order books answered, and what scenarios would do to them, as jobs with progress."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Depends, File, Form, Path, Request, Response, UploadFile
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from licet.accounts.model import User
from licet.events.roles import UserAction
from licet.model.wire import WireError, parse_json
from licet.orders.book import UnreadableOrdersError
from licet.orders.bounds import check_bounds
from licet.rules.standing import Position
from licet.scenarios.scenario_file import shipped_scenarios
from licet.server.idempotency import IdempotentRoute
from licet.server.problems import FieldError, Problem
from licet.server.services import Services
from licet.server.signin import allowed, services_of
from licet.server.v1.cases import actor_of
from licet.server.v1.common import (
    After,
    Day,
    IdempotencyKey,
    Limit,
    json_response,
    page,
    problems,
    read_cursor,
)
from licet.services.business_books import ColumnsError, check_columns, guessed_mapping
from licet.services.cases.book_facts import book_facts
from licet.services.cases.lines import acted_on
from licet.services.job_kinds import ANSWERS, IMPACT
from licet.services.jobs import Job, TooManyWaitingError
from licet.services.order_books import UploadError, suffix_of
from licet.tabular.mapping import MappingError
from licet.tabular.sheets import escape_formula

__all__ = ["router"]

router = APIRouter(tags=["jobs"], route_class=IdempotentRoute)
Asker = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
Key = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Orders = Annotated[UploadFile, File(description="CSV, XLSX, Parquet, Arrow or JSON lines.")]
FormDay = Annotated[Day | None, Form()]
FormColumns = Annotated[
    str | None,
    Form(
        max_length=50_000,
        description='JSON: `{"columns": {FIELD: COLUMN}, "decimal": ",", "dates": "dmy"}`, the last two as needed; '
        "FIELD as in the guide to files.",
    ),
]
FormMapping = Annotated[
    str | None, Form(max_length=60, description="The name of a saved mapping, in place of ``columns``.")
]


class JobShown(BaseModel):
    """A job.

    ``state``: unconfirmed (nobody said what its columns hold), waiting, running, done or failed; ``doing``: what is
    being done, ``done`` of ``total``.
    """

    key: str
    kind: str
    asked: dict[str, Any]
    state: str
    doing: str
    done: int
    total: int
    made_at: str
    ended_at: str | None
    problem: str | None
    result: dict[str, Any] | None


class JobPage(BaseModel):
    """A page of jobs, the latest first."""

    items: list[JobShown]
    next: str | None


FormContinues = Annotated[
    str | None,
    Form(
        pattern="^[0-9a-f]{32}$",
        description="The key of the answered order book that this upload replaces: holds stay on its lines, and "
        "a release of a line that is unchanged.",
    ),
]
_TAKEN: dict[int | str, dict[str, Any]] = {202: {"model": JobShown}, **problems(404, 409)}


@router.post("/jobs/answers", summary="Answer an order book", status_code=202, responses=_TAKEN)
async def answers(
    request: Request,
    user: Asker,
    orders: Orders,
    as_of: FormDay = None,
    known_as_of: FormDay = None,
    columns: FormColumns = None,
    mapping: FormMapping = None,
    continues: FormContinues = None,
    _key: IdempotencyKey = None,
) -> Response:
    """Every line answered; the table of answers is had from ``/jobs/{key}/answers``.

    An order list of a business system is taken with ``columns``, or by the name of a saved ``mapping``; without, the
    problem names what they are taken for.
    """

    def put(content: bytes) -> Job:
        days, name, books = (as_of, known_as_of), orders.filename or "", services_of(request).order_books
        guess = books.business_guess(name, content)
        if guess is None:
            return books.put_as(user, name, content, _suffix(content), days, continues or "")
        said = columns if mapping is None else _saved(services_of(request), user, mapping)
        return books.put_business(user, name, content, days, _confirmed(said, guess), continues or "")

    return await _take(orders, put)


def _saved(services: Services, user: User, name: str) -> str:
    try:
        return json.dumps(services.saved_mappings.one(user.account.organization.key, name).mapping)
    except MappingError as error:
        raise Problem(422, "bad-input", str(error), [FieldError("mapping", str(error))]) from error


def _confirmed(columns: str | None, guess: dict[str, Any]) -> dict[str, Any]:
    if columns is None:
        guessed = json.dumps(guessed_mapping(guess), ensure_ascii=False)
        words = f"say which columns of this order list hold what; taken for {guessed}"
        raise Problem(422, "bad-input", f"columns: {words}", [FieldError("columns", words)])
    try:
        return check_columns(parse_json(columns.encode()), guess)
    except WireError as error:
        raise Problem(422, "bad-input", f"columns: {error}", [FieldError("columns", str(error))]) from error
    except ColumnsError as error:
        fields = [FieldError("columns", words) for words in error.problems.values()]
        raise Problem(422, "bad-input", str(error), fields) from error


@router.post("/jobs/impact", summary="What scenarios would do", status_code=202, responses=_TAKEN)
async def impact(
    request: Request,
    user: Asker,
    orders: Orders,
    scenario: Annotated[list[str], Form(min_length=1, max_length=20, description="Names from /scenarios.")],
    as_of: FormDay = None,
    then: FormDay = None,
    known_as_of: FormDay = None,
    position: Annotated[
        Position, Form(description="Under the text in force, or under what agencies announced beside it.")
    ] = Position.TEXT,
    _key: IdempotencyKey = None,
) -> Response:
    """An order book under the law as it stands and under scenarios, compared; the result tells it by customer."""
    unknown = [name for name in scenario if name not in shipped_scenarios()]
    if unknown:
        raise Problem(
            404, "not-found", "there is no such scenario", [FieldError("scenario", repr(unknown[0]))]
        )
    days = {
        "as_of": _text(as_of),
        "then": _text(then),
        "known_as_of": _text(known_as_of),
        "position": position.value,
    }

    def put(content: bytes) -> Job:
        suffix = _suffix(content)
        check_bounds(content, suffix)
        asked = {"scenarios": list(scenario), **days}
        return services_of(request).jobs.add(user, IMPACT, asked, {f"orders{suffix}": content})

    return await _take(orders, put)


@router.get("/jobs", summary="Jobs", responses={200: {"model": JobPage}, **problems(404)})
def jobs(request: Request, user: Asker, after: After = None, limit: Limit = 50) -> Response:
    """Of your organization, the latest first."""
    place = read_cursor(after)
    found: Sequence[Job] = services_of(request).jobs.listed(user.account.organization.key, place, limit + 1)
    return json_response(page(found, limit, Job.wire, lambda item: item.made_at))


@router.get("/jobs/{key}", summary="One job", responses={200: {"model": JobShown}, **problems(404)})
def job(key: Key, request: Request, user: Asker) -> Response:
    """How far it is, and when it is done, its result."""
    return json_response(_needed(request, user, key).wire())


@router.get(
    "/jobs/{key}/answers",
    summary="The table of answers",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}, **problems(404, 409)},
)
def table(key: Key, request: Request, user: Asker) -> Response:
    """Line by line, as CSV; what a spreadsheet would take for a formula is written as text."""
    found = _needed(request, user, key)
    if found.kind != ANSWERS or found.state != "done":
        raise Problem(409, "no-answers", "this job has no table of answers (yet)")
    answers = pl.read_parquet(services_of(request).jobs.folder(found) / "answers.parquet")
    safe = answers.with_columns(pl.col("id").cast(pl.String).map_elements(escape_formula, pl.String))
    headers = {"Content-Disposition": f'attachment; filename="answers-{key[:8]}.csv"'}
    return Response(safe.write_csv(), media_type="text/csv", headers=headers)


@router.delete("/jobs/{key}", summary="Take a job away", status_code=204, responses=problems(404, 409))
def remove(key: Key, request: Request, user: Asker, _key: IdempotencyKey = None) -> None:
    """A job that has ended, with its files; not an order book of which lines were held, released or answered."""
    actor, case_service = actor_of(user.account, UserAction.CHECK_SALE), services_of(request).case_service
    if acted_on(case_service, actor, key) or book_facts(case_service, actor.organization, key):
        raise Problem(
            409,
            "book-in-use",
            "lines of this order book were held, released or answered; it is kept as evidence",
        )
    if services_of(request).order_books.is_continued(user.account.organization.key, key):
        raise Problem(409, "book-in-use", "a later upload replaces this order book; it is kept as evidence")
    if not services_of(request).jobs.remove(user.account.organization.key, key):
        raise Problem(404, "not-found", "there is no such job that has ended")


def _suffix(content: bytes) -> str:
    suffix = suffix_of(content)
    if suffix is None:
        raise UploadError("is no order book: CSV, XLSX, Parquet, Arrow or JSON lines in UTF-8 are taken")
    return suffix


async def _take(orders: UploadFile, put: Callable[[bytes], Job]) -> Response:
    content = await orders.read()
    try:
        made = await run_in_threadpool(put, content)
    except (UnreadableOrdersError, UploadError) as error:
        raise Problem(422, "bad-input", f"orders: {error}", [FieldError("orders", str(error))]) from error
    except TooManyWaitingError as error:
        raise Problem(429, "too-many-jobs", str(error), headers={"Retry-After": "60"}) from error
    return json_response(made.wire(), 202, {"Location": f"/api/v1/jobs/{made.key}"})


def _needed(request: Request, user: User, key: str) -> Job:
    found = services_of(request).jobs.find(user.account.organization.key, key)
    if found is None:
        raise Problem(404, "not-found", "there is no such job that you may see")
    return found


def _text(day: Any) -> str | None:
    return None if day is None else day.isoformat()
