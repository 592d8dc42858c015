"""Support documents by their SHA-256, and a customs file held against the ledgers of licenses."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Path, Request, Response, UploadFile
from starlette.concurrency import run_in_threadpool

from licet.accounts.model import User
from licet.events.encoding import plain
from licet.events.roles import UserAction
from licet.licensing.customs_file import CustomsFileError
from licet.server.idempotency import IdempotentRoute
from licet.server.problems import FieldError, Problem
from licet.server.signin import allowed, services_of
from licet.server.v1.cases import actor_of
from licet.server.v1.common import DOCUMENT, IdempotencyKey, json_response, problems
from licet.services.cases.customs import Compared, compare_customs

__all__ = ["router"]

router = APIRouter(route_class=IdempotentRoute)
Reader = Annotated[User, Depends(allowed(UserAction.READ_CASES))]
Reconciler = Annotated[User, Depends(allowed(UserAction.RECONCILE))]
_NAME_AT_MOST = 200
_KEPT: dict[int | str, dict[str, Any]] = {
    201: {"description": "Kept", "content": {"application/json": {"schema": {"type": "object"}}}},
    **problems(),
}
_BYTES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
    **problems(404),
}


@router.post("/documents", tags=["cases"], summary="Keep a document", status_code=201, responses=_KEPT)
async def add(
    request: Request,
    user: Reader,
    file: Annotated[UploadFile, File(description="Any document, such as a letter.")],
    _key: IdempotencyKey = None,
) -> Response:
    """For acts that name one: an answer, conditions that were sent, an acknowledgement. Gives its SHA-256."""
    services, content, name = services_of(request), await file.read(), _name(file)
    actor = actor_of(user.account, UserAction.READ_CASES)
    try:
        made = await run_in_threadpool(services.case_service.add_document, actor, name, content)
    except ValueError as error:
        raise Problem(422, "bad-input", f"file: {error}", [FieldError("file", str(error))]) from error
    where = {"Location": f"/api/v1/documents/{made}"}
    return json_response({"sha256": made, "title": name, "bytes": len(content)}, 201, where)


@router.get(
    "/documents/{sha256}", tags=["cases"], summary="A document", response_class=Response, responses=_BYTES
)
def document(
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], request: Request, user: Reader
) -> Response:
    """The bytes of one that your organization added, or that a case or license before you names."""
    actor = actor_of(user.account, UserAction.READ_CASES)
    content = services_of(request).case_service.document(actor, sha256)
    headers = {"Content-Disposition": f'attachment; filename="{sha256[:16]}"'}
    return Response(content, 200, headers, "application/octet-stream")


@router.post(
    "/reconciliations",
    tags=["licenses"],
    summary="Compare with a customs file",
    responses={**DOCUMENT, **problems(404, 409)},
)
async def reconciliation(
    request: Request,
    user: Reconciler,
    file: Annotated[UploadFile, File(description="CSV as in the guide on licensing.")],
    license: Annotated[  # noqa: A002  # the name of the field
        list[str] | None, Form(max_length=200, description="These licenses alone, else all you see.")
    ] = None,
    record: Annotated[bool, Form(description="Keep file and comparison on record.")] = False,
    _key: IdempotencyKey = None,
) -> Response:
    """What stands on one side only, and where amounts differ; rows that cannot be read are told and passed over."""
    services, content, name = services_of(request), await file.read(), _name(file)
    actor = actor_of(user.account, UserAction.RECONCILE)

    def compare() -> Compared:
        return compare_customs(services.case_service, actor, name, content, license or (), record=record)

    try:
        made = await run_in_threadpool(compare)
    except (CustomsFileError, ValueError) as error:
        raise Problem(422, "bad-input", f"file: {error}", [FieldError("file", str(error))]) from error
    found = {
        "rows": len(made.read.rows),
        "matched": made.found.matched,
        "differences": plain(made.found.differences),
        "bad_rows": plain(made.read.bad),
        "ignored_columns": list(made.read.ignored),
        "recorded": made.recorded,
    }
    return json_response(found)


def _name(file: UploadFile) -> str:
    """The last part of the name that the sender gave it."""
    return (file.filename or "").replace("\\", "/").rpartition("/")[2][:_NAME_AT_MOST] or "document"
