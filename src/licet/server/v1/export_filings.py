"""What is filed of each line of an order (15 CFR part 30): as JSON, or as a document to print."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from licet.accounts.model import User
from licet.events.roles import UserAction
from licet.model.export_filing import filing_document
from licet.model.order import order_of
from licet.model.wire import read_transaction
from licet.regimes.registry import regimes_named, vocabulary_of
from licet.server.idempotency import large
from licet.server.reading import ReadingRoute
from licet.server.services import Services
from licet.server.signin import allowed, scope_of, services_of
from licet.server.v1.common import body_of, json_response, problems
from licet.server.v1.determinations import check_lines
from licet.services.export_filings import FILING_REGIMES, export_filings

__all__ = ["router"]

router = APIRouter(tags=["determinations"], route_class=ReadingRoute)
Asker = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
Words = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]
Form = Annotated[
    Literal["json", "pdf"],
    Query(alias="format", description="The data of the filing, or a document to print."),
]
_ASKED = [{"$ref": "#/components/schemas/Sale"}, {"$ref": "#/components/schemas/Order"}]
_BODY = {
    "requestBody": {"content": {"application/json": {"schema": {"anyOf": _ASKED}}}, "required": True},
}
_EITHER: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "application/json": {"schema": {"type": "object"}},
            "application/pdf": {"schema": {"type": "string", "format": "binary"}},
        }
    },
    **problems(),
}


@router.post(
    "/export-filings",
    summary="What is filed of an order",
    responses=_EITHER,
    openapi_extra=_BODY,
    response_class=Response,
)
@large
async def filings(
    request: Request, user: Asker, exporter: Words = "", reference: Words = "", form: Form = "json"
) -> Response:
    """Whether Electronic Export Information is due of each line, by whom, by when and with which legend.

    With each element of 15 CFR 30.6 and what the order states of it. ``exporter``: the US principal party.
    """
    asked = await body_of(request)
    return await run_in_threadpool(_filed, services_of(request), user, asked, (exporter, reference), form)


def _filed(services: Services, user: User, asked: Any, names: tuple[str, str], form: str) -> Response:
    known, today = vocabulary_of(regimes_named(FILING_REGIMES)), services.today()
    order = order_of(asked, lambda line: read_transaction(line, known, default_as_of=today))
    check_lines(order)
    exporter, reference = names
    found = export_filings(services.decider(), order, exporter=exporter or None, scope=scope_of(user))
    if form == "json":
        lines = [filing_document(filing) for filing in found]
        return json_response({"reference": reference or None, "lines": lines})
    from licet.documents import export_information  # noqa: PLC0415 - the documents are an extra

    made = export_information(found, services.clock(), reference=reference)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}.pdf"'}
    return Response(made.pdf, 200, headers, "application/pdf")
