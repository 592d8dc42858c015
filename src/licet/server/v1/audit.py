"""The audit chain: search it, verify it, and hand over the records of a transaction."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Annotated, BinaryIO, cast

from fastapi import APIRouter, Depends, Query, Request, Response

from licet.accounts.model import User
from licet.events.kinds import Kind
from licet.events.roles import UserAction
from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, services_of
from licet.server.v1.cases import actor_of, event_document
from licet.server.v1.common import DOCUMENT, After, Limit, json_response, page, problems, read_number
from licet.server.verification import verified

__all__ = ["router"]

router = APIRouter(tags=["audit"], route_class=ReadingRoute)
Auditor = Annotated[User, Depends(allowed(UserAction.VERIFY_AUDIT))]


@router.get("/audit", summary="Events of your organization", responses={**DOCUMENT, **problems(404)})
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
    found = services_of(request).case_service.audit(
        actor_of(user.account, UserAction.VERIFY_AUDIT),
        subject=subject,
        kind=kind,
        person=person,
        after=read_number(after),
        limit=limit + 1,
    )
    return json_response(page(found, limit, event_document, lambda stored: str(stored.seq)))


@router.get("/audit/verification", summary="Verify the chain", responses={**DOCUMENT, **problems()})
def verification(request: Request, _user: Auditor) -> Response:
    """The whole log read, each row held against its hash and the row before; ``fault``: the first that is wrong.

    ``unlike_the_log``: accounts, API tokens and adopted lists that are not as the log says.
    """
    found, differing = verified(services_of(request))
    fault = None if found.fault is None else {"seq": found.fault.seq, "what": found.fault.what}
    head = {"seq": found.head.seq, "hash": found.head.hash}
    unlike = [
        {"table": difference.table, "kept": difference.kept, "made": difference.made}
        for difference in differing[:100]
    ]
    good = found.good and not differing
    return json_response({"good": good, "head": head, "fault": fault, "unlike_the_log": unlike})


Exporter = Annotated[User, Depends(allowed(UserAction.EXPORT_RECORDS))]
Sought = Annotated[str | None, Query(min_length=1, max_length=200, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]


@router.post(
    "/records",
    summary="Hand over the records of a transaction",
    response_class=Response,
    responses={
        200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}},
        **problems(404, 409),
    },
)
def records(
    request: Request, user: Exporter, party: Sought = None, country: Sought = None, reference: Sought = None
) -> Response:
    """One ZIP that can be checked without Licet; that it was handed over is kept in the chain."""
    if party is None and country is None and reference is None:
        raise Problem(404, "not-found", "say a party, a country or a reference")
    actor = actor_of(user.account, UserAction.EXPORT_RECORDS)
    with TemporaryFile() as out:
        services_of(request).case_service.export_records(
            actor, cast("BinaryIO", out), party=party, country=country, reference=reference
        )
        out.seek(0)
        content = out.read()
    headers = {"Content-Disposition": 'attachment; filename="records.zip"'}
    return Response(content, headers=headers, media_type="application/zip")
