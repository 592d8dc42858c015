"""The audit chain: search it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from licet.access.accounts.model import User
from licet.access.roles import UserAction
from licet.api.signin import allowed, services_of
from licet.api.v1.cases import actor_of, event_document
from licet.api.v1.common import DOCUMENT, After, Limit, json_response, page, problems, read_number
from licet.licensing.kinds import Kind

__all__ = ["router"]

router = APIRouter(tags=["audit"])
Auditor = Annotated[User, Depends(allowed(UserAction.VERIFY_AUDIT))]


@router.get("/audit", summary="Events of your organisation", responses={**DOCUMENT, **problems(404)})
def audit(
    request: Request,
    user: Auditor,
    subject: Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")] = None,
    kind: Kind | None = None,
    person: Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")] = None,
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """In the order of the log, refusals among them; each with its hash and that of the event before."""
    found = services_of(request).office.audit(
        actor_of(user.account, UserAction.VERIFY_AUDIT),
        subject=subject,
        kind=kind,
        person=person,
        after=read_number(after),
        limit=limit + 1,
    )
    return json_response(page(found, limit, event_document, lambda one: str(one.seq)))
