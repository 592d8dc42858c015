"""May a person see these technologies? Reviews of releases (deemed exports), plans, records, and blanking."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from licet.accounts.model import User
from licet.events.encoding import plain
from licet.events.event import Act
from licet.events.roles import UserAction
from licet.model.people import ReleaseReview, read_release_request
from licet.server.idempotency import IdempotentRoute, large
from licet.server.problems import Problem
from licet.server.services import Services
from licet.server.signin import allowed, scope_of, services_of
from licet.server.v1.cases import actor_of
from licet.server.v1.common import DOCUMENT, Asking, IdempotencyKey, Text, body_of, json_response, problems
from licet.services.cases.releases import blank_person, keep_release_review, person_of, release_reviews
from licet.services.releases import review_document, review_release

__all__ = ["router"]

router = APIRouter(tags=["releases"], route_class=IdempotentRoute)
Asker = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
Exporter = Annotated[User, Depends(allowed(UserAction.EXPORT_RECORDS))]
Blanker = Annotated[User, Depends(allowed(UserAction.BLANK_PERSONAL_DATA))]
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00/]+$")]
MOST_TECHNOLOGIES, MOST_STATUSES = 100, 30
_STATUS = {
    "type": "object",
    "properties": {
        "country": {"type": "string"}, "kind": {"type": "string"},
        "since": {"type": ["string", "null"]}, "until": {"type": ["string", "null"]},
    },
    "required": ["country", "kind"],
}  # fmt: skip
_REQUEST = {
    "type": "object",
    "description": "Person and technologies, as docs/guide/people.md says.",
    "properties": {
        "employer": {"type": "string"},
        "person": {
            "type": "object",
            "properties": {
                "number": {"type": "string"}, "name": {"type": "string"},
                "statuses": {"type": "array", "items": _STATUS},
            },
            "required": ["number", "name", "statuses"],
        },
        "technologies": {"type": "array", "items": {"type": "object"}},
        "as_of": {"type": "string"},
        "visa": {"type": ["string", "null"]},
    },
    "required": ["employer", "person", "technologies", "as_of"],
}  # fmt: skip
_BODY = {"requestBody": {"content": {"application/json": {"schema": _REQUEST}}, "required": True}}
_PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}},
    **problems(409),
}


class BlankingAsked(Asking):
    """Why what the reviews say of a person is blanked."""

    reason: Text


@router.post(
    "/release-reviews",
    summary="May a person see these technologies?",
    responses={**DOCUMENT, **problems(409)},
    openapi_extra=_BODY,
    response_class=Response,
)
@large
async def review(
    request: Request,
    user: Asker,
    keep: Annotated[bool, Query(description="Keep the review on record.")] = False,
    _key: IdempotencyKey = None,
) -> Response:
    """Each technology is answered under the EAR, the ITAR and 10 CFR part 810.

    With the days on which a change of status changes an answer, and the sentence for Part 6 of Form I-129.
    """
    asked = await body_of(request)
    return await run_in_threadpool(_reviewed, services_of(request), user, asked, keep=keep)


@router.post(
    "/technology-control-plans",
    summary="A technology control plan",
    responses=_PDF,
    openapi_extra=_BODY,
    response_class=Response,
)
@large
async def plan(request: Request, user: Asker, _key: IdempotencyKey = None) -> Response:
    """The plan for a person as PDF; a conflict where nothing has to be kept from the person."""
    asked = await body_of(request)
    return await run_in_threadpool(_plan, services_of(request), user, asked)


@router.get(
    "/release-reviews/{number}",
    summary="The reviews of a person on record",
    responses={**DOCUMENT, **problems()},
    response_class=Response,
)
def kept(number: Number, request: Request, user: Exporter) -> Response:
    """By the employer's own number of the person, in order; none for a number that is not known."""
    actor = actor_of(user.account, UserAction.EXPORT_RECORDS)
    found = [
        {"at": item.event.at, "by": item.event.actor.name, **item.event.payload, "person": person_of(item)}
        for item in release_reviews(services_of(request).case_service, actor, number)
    ]
    return json_response({"items": plain(found)})


@router.post(
    "/release-reviews/{number}/blanking",
    summary="Blank what the reviews say of a person",
    responses={**DOCUMENT, **problems(404, 409)},
    response_class=Response,
)
def blank(
    number: Number, asked: BlankingAsked, request: Request, user: Blanker, _key: IdempotencyKey = None
) -> Response:
    """For good; the log still verifies."""
    actor = actor_of(user.account, UserAction.BLANK_PERSONAL_DATA)
    hashes = blank_person(services_of(request).case_service, actor, number, reason=asked.reason)
    if not hashes:
        raise Problem(404, "not-found", "nothing is kept that speaks of the person")
    return json_response({"blanked": len(hashes)})


def _review(services: Services, user: User, asked: Any) -> ReleaseReview:
    """Read and answer a request; one of too many technologies or statuses is refused. Raises WireError."""
    wanted = read_release_request(asked)
    if len(wanted.technologies) > MOST_TECHNOLOGIES or len(wanted.person.statuses) > MOST_STATUSES:
        most = f"at most {MOST_TECHNOLOGIES} technologies and {MOST_STATUSES} statuses are accepted"
        raise Problem(422, "bad-input", most)
    return review_release(services.decider(), wanted, scope=scope_of(user))


def _reviewed(services: Services, user: User, asked: Any, *, keep: bool) -> Response:
    found = _review(services, user, asked)
    if keep:
        act = Act(actor_of(user.account, UserAction.CHECK_SALE), services.clock())
        keep_release_review(services.case_service, act, found)
    return json_response({**review_document(found), "kept": keep})


def _plan(services: Services, user: User, asked: Any) -> Response:
    from licet.documents import technology_control_plan  # noqa: PLC0415 - the documents are an extra

    found = _review(services, user, asked)
    try:
        made = technology_control_plan(found, services.clock())
    except ValueError as error:
        raise Problem(409, "conflict", str(error)) from error
    headers = {"Content-Disposition": f'attachment; filename="{made.name}.pdf"'}
    return Response(made.pdf, 200, headers, "application/pdf")
