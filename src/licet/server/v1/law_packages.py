"""Law packages: proposed by one person, adopted by another, refused with every reason."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Path, Request, Response, UploadFile
from starlette.concurrency import run_in_threadpool

from licet.accounts.model import User
from licet.events.roles import UserAction
from licet.rules.law_files import law_in_use
from licet.server.idempotency import IdempotentRoute
from licet.server.problems import FieldError, Problem
from licet.server.signin import allowed, services_of
from licet.server.v1.common import DOCUMENT, IdempotencyKey, json_response, problems
from licet.services.law_packages.store import LawPackages, LawRefusedError

__all__ = ["router"]

router = APIRouter(tags=["law"], route_class=IdempotentRoute)
Proposer = Annotated[User, Depends(allowed(UserAction.PROPOSE_LAW))]
Adopter = Annotated[User, Depends(allowed(UserAction.ADOPT_LAW))]
_MADE: dict[int | str, dict[str, Any]] = {
    201: {"description": "Proposed", "content": {"application/json": {"schema": {"type": "object"}}}},
    **problems(),
}


@router.get("/law/packages", summary="Law packages", responses={**DOCUMENT, **problems()})
def packages(request: Request, _user: Proposer) -> Response:
    """The package under which this server answers (``in_use``), and the one that a restart brings (``adopted``).

    null: the law that came with Licet. ``proposals``: packages that were proposed, the newest first. ``signers``:
    whose packages are taken.
    """
    store, used = _store(request), law_in_use()
    adopted = store.adopted()
    return json_response(
        {
            "in_use": None if used is None else used.version,
            "adopted": None if adopted is None else adopted.version,
            "proposals": [asdict(proposal) for proposal in store.proposals()[:200]],
            "signers": [asdict(signer) for signer in store.signers()],
        }
    )


@router.post("/law/packages", summary="Propose a law package", status_code=201, responses=_MADE)
async def propose(
    request: Request,
    user: Proposer,
    file: Annotated[UploadFile, File(description="A law package, signed by a signer whom you trust.")],
    _key: IdempotencyKey = None,
) -> Response:
    """It is checked, and every golden case is answered under it, which takes about half a minute.

    Another person adopts it; until then no answer uses it.
    """
    store, content = _store(request), await file.read()
    try:
        proposal = await run_in_threadpool(store.propose, content, who=user.account.login)
    except LawRefusedError as error:
        fields = [FieldError("file", words) for words in error.problems]
        raise Problem(422, "bad-input", f"file: {error}", fields) from error
    return json_response(asdict(proposal), 201)


@router.post(
    "/law/packages/{key}/adoption", summary="Adopt a law package", responses={**DOCUMENT, **problems(409)}
)
def adopt(
    key: Annotated[str, Path(pattern="^[a-z0-9]{1,64}$")],
    request: Request,
    user: Adopter,
    _key: IdempotencyKey = None,
) -> Response:
    """By an operator, for all; not by the person who proposed it. A restarted server answers under it."""
    try:
        return json_response(asdict(_store(request).adopt(key, who=user.account.login)))
    except LawRefusedError as error:
        raise Problem(409, "not-adopted", str(error)) from error


def _store(request: Request) -> LawPackages:
    return LawPackages(services_of(request).settings.home)
