"""Lists put up for adoption by one person, and adopted by another."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Path, Request, Response, UploadFile
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from licet.accounts.model import User
from licet.events.roles import UserAction
from licet.server.idempotency import IdempotentRoute
from licet.server.problems import FieldError, Problem
from licet.server.proposals import Accepted, ListProposal, ProposalError, put_up
from licet.server.signin import allowed, services_of
from licet.server.v1.cases import actor_of
from licet.server.v1.common import DOCUMENT, Asking, Day, IdempotencyKey, json_response, problems
from licet.storage.adopt import AdoptionError, AdoptionRefusedError
from licet.watchlists.snapshot import UnreadableSnapshotError

__all__ = ["router"]

router = APIRouter(tags=["lists"], route_class=IdempotentRoute)
Proposer = Annotated[User, Depends(allowed(UserAction.PROPOSE_LISTS))]
Operator = Annotated[User, Depends(allowed(UserAction.ADOPT_LISTS))]
_MADE: dict[int | str, dict[str, Any]] = {
    201: {"description": "Proposed", "content": {"application/json": {"schema": {"type": "object"}}}},
    **problems(),
}


@router.get("/lists/proposals", summary="Lists put up for adoption", responses={**DOCUMENT, **problems()})
def proposals(request: Request, _user: Proposer) -> Response:
    """The newest first; ``adopted_by`` is empty while one waits, ``problems`` name the parties that it would lose."""
    return json_response(
        {"items": [asdict(proposal) for proposal in services_of(request).proposals.all()[:200]]}
    )


@router.post("/lists/proposals", summary="Put a list up for adoption", status_code=201, responses=_MADE)
async def propose(
    request: Request,
    user: Proposer,
    file: Annotated[UploadFile, File(description="An official list, as published.")],
    data_date: Annotated[
        Day | None, Form(description="Of which day it is, where the file does not say.")
    ] = None,
    _key: IdempotencyKey = None,
) -> Response:
    """Another person adopts it; until then no answer uses it."""
    services, content = services_of(request), await file.read()
    actor = actor_of(user.account, UserAction.PROPOSE_LISTS)

    def put() -> ListProposal:
        return put_up(
            services.proposals, services.case_service, actor, file.filename or "list", content, data_date
        )

    try:
        proposal = await run_in_threadpool(put)
    except (ProposalError, UnreadableSnapshotError) as error:
        raise Problem(422, "bad-input", f"file: {error}", [FieldError("file", str(error))]) from error
    return json_response(asdict(proposal), 201)


class AcceptedProblems(Asking):
    """Why a file is adopted in spite of its problems. ``code``: that of the problems which the proposal shows.

    ``as_whole``: the file lacks nothing, so that whom it lacks is gone from the list; else they stay on it.
    """

    reason: Annotated[
        str | None, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")
    ] = None
    code: Annotated[str, Field(pattern="^[0-9a-f]{0,8}$")] = ""
    as_whole: bool = False


@router.post("/lists/proposals/{key}/adoption", summary="Adopt it", responses={**DOCUMENT, **problems(409)})
def adopt(
    key: Annotated[str, Path(pattern="^[a-z0-9]{1,64}$")],
    request: Request,
    user: Operator,
    said: AcceptedProblems | None = None,
    _key: IdempotencyKey = None,
) -> Response:
    """By an operator, for all organizations; not by the person who proposed it. From then on every answer uses it."""
    services, given = services_of(request), said or AcceptedProblems()
    accepted = Accepted(given.reason, given.code, given.as_whole)
    try:
        proposal, adoption = services.proposals.adopt(
            key, user.account.login, services.clock(), services.today(), accepted
        )
    except (ProposalError, AdoptionError, AdoptionRefusedError) as error:
        raise Problem(409, "not-adopted", str(error)) from error
    services.decider.refresh()
    counts = {name: getattr(adoption, name) for name in ("added", "changed", "gone")}
    return json_response({"proposal": asdict(proposal), **counts})
