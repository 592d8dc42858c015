"""Lists put up for adoption by one person, and adopted by another."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Path, Request, Response, UploadFile
from starlette.concurrency import run_in_threadpool

from licet.access.accounts.model import User
from licet.access.roles import UserAction
from licet.api.once import OnceRoute
from licet.api.problems import FieldError, Problem
from licet.api.proposals import Proposal, ProposalError, put_up
from licet.api.signin import allowed, services_of
from licet.api.v1.cases import actor_of
from licet.api.v1.common import DOCUMENT, Day, IdempotencyKey, json_response, problems
from licet.lists.snapshot import UnreadableSnapshotError
from licet.store.adopt import AdoptionError, AdoptionRefusedError

__all__ = ["router"]

router = APIRouter(tags=["lists"], route_class=OnceRoute)
Steward = Annotated[User, Depends(allowed(UserAction.ADOPT_LISTS))]
_MADE: dict[int | str, dict[str, Any]] = {
    201: {"description": "Proposed", "content": {"application/json": {"schema": {"type": "object"}}}},
    **problems(),
}


@router.get("/lists/proposals", summary="Lists put up for adoption", responses={**DOCUMENT, **problems()})
def proposals(request: Request, _user: Steward) -> Response:
    """The newest first; ``adopted_by`` is empty while one waits."""
    return json_response({"items": [asdict(one) for one in services_of(request).proposals.all()[:200]]})


@router.post("/lists/proposals", summary="Put a list up for adoption", status_code=201, responses=_MADE)
async def propose(
    request: Request,
    user: Steward,
    file: Annotated[UploadFile, File(description="An official list, as published.")],
    data_date: Annotated[
        Day | None, Form(description="Of which day it is, where the file does not say.")
    ] = None,
    _key: IdempotencyKey = None,
) -> Response:
    """Another person adopts it; until then no answer uses it."""
    services, content = services_of(request), await file.read()
    actor = actor_of(user.account, UserAction.ADOPT_LISTS)

    def put() -> Proposal:
        return put_up(services.proposals, services.office, actor, file.filename or "list", content, data_date)

    try:
        one = await run_in_threadpool(put)
    except (ProposalError, UnreadableSnapshotError) as error:
        raise Problem(422, "bad-input", f"file: {error}", [FieldError("file", str(error))]) from error
    return json_response(asdict(one), 201)


@router.post("/lists/proposals/{key}/adoption", summary="Adopt it", responses={**DOCUMENT, **problems(409)})
def adopt(
    key: Annotated[str, Path(pattern="^[a-z0-9]{1,64}$")],
    request: Request,
    user: Steward,
    _key: IdempotencyKey = None,
) -> Response:
    """By another person than the one who proposed it; from then on every answer uses it."""
    services = services_of(request)
    try:
        one, adoption = services.proposals.adopt(key, user.account.login, services.clock(), services.today())
    except (ProposalError, AdoptionError, AdoptionRefusedError) as error:
        raise Problem(409, "not-adopted", str(error)) from error
    services.house.refresh()
    counts = {name: getattr(adoption, name) for name in ("added", "changed", "gone")}
    return json_response({"proposal": asdict(one), **counts})
