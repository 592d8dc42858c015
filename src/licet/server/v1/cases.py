"""Applications, reviews and licenses: what an account may see, and every act by its name.

The case service decides who may do what to which case; the scopes of a token can only take away from that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from licet.accounts.model import Account, User
from licet.events.decoding import read
from licet.events.encoding import plain
from licet.events.event import Actor
from licet.events.roles import UserAction
from licet.licensing import applying
from licet.licensing.application import Applicant
from licet.licensing.case import Case
from licet.licensing.from_answer import application_from
from licet.licensing.license import License
from licet.licensing.states import State
from licet.licensing.statistics import By
from licet.model.wire import WireError, read_transaction
from licet.server.idempotency import IdempotentRoute
from licet.server.problems import FieldError, Problem
from licet.server.signin import allowed, scope_of, services_of
from licet.server.v1.act_schema import body_schema
from licet.server.v1.common import (
    DOCUMENT,
    After,
    Day,
    IdempotencyKey,
    IfMatch,
    Limit,
    Responses,
    body_of,
    expected_version,
    json_response,
    page,
    problems,
    read_cursor,
)
from licet.services.cases import Done
from licet.services.cases.act_requests import read_body
from licet.services.cases.act_row import ActRow
from licet.services.cases.act_table import CASE_ACTS, LICENSE_ACTS

__all__ = ["ACT_SCHEMAS", "actor_of", "event_document", "router", "state_document"]

router = APIRouter(route_class=IdempotentRoute)
ACT_SCHEMAS: dict[str, Any] = {}
"""Named schemas that bodies of acts refer to, for the OpenAPI document."""
Reader = Annotated[User, Depends(allowed(UserAction.READ_CASES))]
Counter = Annotated[User, Depends(allowed(UserAction.READ_STATISTICS))]
CaseId = Annotated[str, Path(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9._-]+$")]
LicenseNumber = Annotated[str, Path(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9._-]+$")]
_MADE: Responses = {
    201: {
        "description": "Done",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Done"}}},
    }
}
_DONE: Responses = {
    200: {
        "description": "Done",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Done"}}},
    }
}


def actor_of(account: Account, action: UserAction) -> Actor:
    """The account in the role in which it may act so."""
    role = account.role_for(action)
    if role is None:
        raise Problem(403, "not-allowed", f"your roles do not allow: {action.value}")
    return Actor(account.login, role, account.organization.key)


@router.get("/cases", tags=["cases"], summary="Cases that you see", responses={**DOCUMENT, **problems(404)})
def cases(
    request: Request,
    user: Reader,
    state: Annotated[list[State] | None, Query(description="In these states alone.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """By id, page by page: your organization's, or what is before your agency."""
    found = services_of(request).case_service.cases(
        actor_of(user.account, UserAction.READ_CASES),
        states=frozenset(state) if state else None,
        after=read_cursor(after),
        limit=limit + 1,
    )
    return json_response(page(found, limit, plain, lambda row: row.case_id))


@router.get("/cases/{case_id}", tags=["cases"], summary="One case", responses={**DOCUMENT, **problems(404)})
def case(case_id: CaseId, request: Request, user: Reader) -> Response:
    """The whole case; its version is the ETag."""
    found = services_of(request).case_service.case(actor_of(user.account, UserAction.READ_CASES), case_id)
    return json_response(state_document(found), headers={"ETag": f'"{found.version}"'})


@router.get(
    "/cases/{case_id}/history",
    tags=["cases"],
    summary="What happened to a case",
    responses={**DOCUMENT, **problems(404)},
)
def case_history(case_id: CaseId, request: Request, user: Reader) -> Response:
    """Every event in order, with its place in the audit chain."""
    return _history(request, user, "case", case_id)


@router.get(
    "/licenses", tags=["licenses"], summary="Licenses that you see", responses={**DOCUMENT, **problems(404)}
)
def licenses(
    request: Request,
    user: Reader,
    case_id: Annotated[str | None, Query(max_length=100, pattern=r"^[A-Za-z0-9._-]+$")] = None,
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """By number, page by page."""
    actor = actor_of(user.account, UserAction.READ_CASES)
    found = services_of(request).case_service.licenses(
        actor, case_id=case_id, after=read_cursor(after), limit=limit + 1
    )
    return json_response(page(found, limit, plain, lambda row: row.number))


@router.get(
    "/licenses/{number}",
    tags=["licenses"],
    summary="One license with its ledger",
    responses={**DOCUMENT, **problems(404)},
)
def license_(number: LicenseNumber, request: Request, user: Reader) -> Response:
    """The whole license, its conditions and what was drawn on it; its version is the ETag."""
    found = services_of(request).case_service.license(actor_of(user.account, UserAction.READ_CASES), number)
    return json_response(state_document(found), headers={"ETag": f'"{found.version}"'})


@router.get(
    "/licenses/{number}/history",
    tags=["licenses"],
    summary="What happened to a license",
    responses={**DOCUMENT, **problems(404)},
)
def license_history(number: LicenseNumber, request: Request, user: Reader) -> Response:
    """Every event in order, postings of the ledger among them."""
    return _history(request, user, "license", number)


@router.get("/due", tags=["cases"], summary="What falls due", responses={**DOCUMENT, **problems()})
def due(
    request: Request, user: Reader, on: Annotated[Day | None, Query(description="Today unless said.")] = None
) -> Response:
    """Every deadline of the cases and licenses that you see, the nearest first."""
    services = services_of(request)
    day: date = on or services.today()
    found = services.case_service.due(actor_of(user.account, UserAction.READ_CASES), day)
    return json_response({"on": day.isoformat(), "deadlines": [plain(deadline) for deadline in found]})


@router.get(
    "/statistics", tags=["statistics"], summary="Counts as of a day", responses={**DOCUMENT, **problems()}
)
def statistics(
    request: Request,
    user: Counter,
    as_of: Annotated[Day | None, Query(description="The end of this day; today unless said.")] = None,
    since: Annotated[Day | None, Query(description="Applications received from this day on.")] = None,
    by: By | None = None,
) -> Response:
    """Received, issued, denied, returned, withdrawn and pending, which reconcile; how long it took."""
    services = services_of(request)
    actor = actor_of(user.account, UserAction.READ_STATISTICS)
    found = services.case_service.statistics(actor, as_of or services.today(), by=by, since=since)
    return json_response(plain(found))


def _body(schema: dict[str, Any], *, required: bool = True) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"schema": schema}}, "required": required}}


def _begin_schema() -> dict[str, Any]:
    schema, named = body_schema(applying.draft)
    ACT_SCHEMAS.update(named)
    return schema


Drafter = Annotated[User, Depends(allowed(UserAction.DRAFT))]


@router.post(
    "/cases",
    tags=["cases"],
    summary="Begin an application",
    status_code=201,
    responses={**_MADE, **problems(409)},
    openapi_extra=_body(_begin_schema()),
)
async def draft(request: Request, user: Drafter, key: IdempotencyKey = None) -> Response:
    """A first version; what is missing is told when it is submitted."""
    data = await body_of(request)

    def begin() -> Response:
        given = read_body(applying.draft, data)
        return _draft(request, user, given["application"], given["reason"], key)

    return await run_in_threadpool(begin)


@router.post(
    "/cases/from-sale",
    tags=["cases"],
    summary="Begin an application from a sale",
    status_code=201,
    responses={**_MADE, **problems(409)},
    openapi_extra=_body(
        {
            "type": "object",
            "properties": {
                "sale": {"$ref": "#/components/schemas/Sale"},
                "applicant": {"$ref": "#/components/schemas/Applicant"},
                "order_reference": {"type": ["string", "null"], "maxLength": 200, "pattern": r"^[^\u0000]*$"},
            },
            "required": ["sale", "applicant"],
            "additionalProperties": False,
        }
    ),
)
async def draft_from_sale(request: Request, user: Drafter, key: IdempotencyKey = None) -> Response:
    """Answer the sale, and where it needs a license, begin the application with everything that is known."""
    services, data = services_of(request), await body_of(request)
    known = {"sale", "applicant", "order_reference"}
    if not isinstance(data, dict) or not {"sale", "applicant"} <= data.keys() <= known:
        raise WireError("an object with sale, applicant and, if you like, order_reference is needed")
    reference = data.get("order_reference")
    if reference is not None and not isinstance(reference, str):
        raise WireError("must be text", key="order_reference")
    try:
        applicant = read(Applicant, data["applicant"])
    except (ValueError, TypeError, AttributeError) as error:
        raise WireError(str(error), key="applicant") from error

    def begin() -> Response:
        decider, today = services.decider(), services.today()
        sale = read_transaction(data["sale"], decider.vocabulary, default_as_of=today)
        answer = decider.determine(sale, scope=scope_of(user))
        found = application_from(answer, applicant, today, order_reference=reference)
        return _draft(request, user, found, "", key)

    return await run_in_threadpool(begin)


def _draft(request: Request, user: User, application: Any, reason: str, key: str | None) -> Response:
    actor = actor_of(user.account, UserAction.DRAFT)
    case_service = services_of(request).case_service
    done = case_service.act(actor, None, applying.draft, reason=reason, key=key, application=application)
    return _done(done, 201, {"Location": f"/api/v1/cases/{done.subject}"})


def _add(stream: str, name: str, act: ActRow) -> None:
    """A route for one act on a case or license."""
    schema, named = body_schema(act.function)
    ACT_SCHEMAS.update(named)
    path, tag = ("/cases/{case_id}", "cases") if stream == "case" else ("/licenses/{number}", "licenses")
    router.add_api_route(
        f"{path}/{name}",
        _endpoint(act, stream),
        methods=["POST"],
        tags=[tag],
        name=f"{stream}_{name}",
        summary=act.title,
        description=act.refusals,
        responses={**_DONE, **problems(404, 409, 412)},
        openapi_extra=_body(schema, required=bool(schema.get("required"))),
    )


def _endpoint(act: ActRow, stream: str) -> Callable[..., Any]:
    may = Annotated[User, Depends(allowed(act.action))]

    async def on_case(
        case_id: CaseId,
        request: Request,
        user: may,
        key: IdempotencyKey = None,
        if_match: IfMatch = None,
    ) -> Response:
        return await _act(act, case_id, request, user, key, if_match)

    async def on_license(
        number: LicenseNumber,
        request: Request,
        user: may,
        key: IdempotencyKey = None,
        if_match: IfMatch = None,
    ) -> Response:
        return await _act(act, number, request, user, key, if_match)

    found = on_case if stream == "case" else on_license
    found.__annotations__["user"] = may
    return found


async def _act(
    act: ActRow, subject: str, request: Request, user: User, key: str | None, if_match: str | None
) -> Response:
    data = await body_of(request) if await request.body() else {}
    given = await run_in_threadpool(read_body, act.function, data)
    actor, case_service = actor_of(user.account, act.action), services_of(request).case_service

    def do() -> Response:
        reason, expected = given.pop("reason"), expected_version(if_match)
        return _done(
            case_service.act(actor, subject, act.function, reason=reason, key=key, expected=expected, **given)
        )

    try:
        return await run_in_threadpool(do)
    except (ValueError, TypeError) as error:
        raise Problem(422, "bad-input", str(error), [FieldError("", str(error))]) from error


def _done(done: Done, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    document = {
        "subject": done.subject,
        "version": done.state.version,
        "repeated": done.repeated,
        "events": [event_document(event) for event in done.events],
        "state": state_document(done.state),
    }
    return json_response(document, status, {**(headers or {}), "ETag": f'"{done.state.version}"'})


def state_document(state: Case | License) -> dict[str, Any]:
    """A case or license in plain JSON types; the balances of a ledger by line and account."""
    if isinstance(state, Case):
        return cast("dict[str, Any]", plain(state))
    balances = [
        {"line": line, "account": account.value, **cast("dict[str, Any]", plain(amount))}
        for (line, account), amount in sorted(state.ledger.balances.items())
    ]
    bare = replace(state, ledger=replace(state.ledger, balances={}))
    document = cast("dict[str, Any]", plain(bare))
    return {**document, "ledger": {**document["ledger"], "balances": balances}}


def event_document(value: Any) -> dict[str, Any]:
    event = value.event.to_plain()
    return {"seq": value.seq, "version": value.version, "hash": value.hash, **event}


def _history(request: Request, user: User, stream: str, subject: str) -> Response:
    actor = actor_of(user.account, UserAction.READ_CASES)
    found = services_of(request).case_service.history(actor, stream, subject)
    return json_response({"subject": subject, "events": [event_document(stored) for stored in found]})


for _name, _one in CASE_ACTS.items():
    _add("case", _name, _one)
for _name, _one in LICENSE_ACTS.items():
    _add("license", _name, _one)
