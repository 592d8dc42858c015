"""Bills of materials: controlled US content of a product, and what flows up to each of its assemblies."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from licet.accounts.model import User
from licet.classification.bill_of_materials import Bill, BillError, BomLine
from licet.events.roles import UserAction
from licet.regimes.registry import primary
from licet.server.problems import FieldError, Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, services_of
from licet.server.v1.common import DOCUMENT, Asking, Text, json_response, problems
from licet.services.bills import bill_document, controlled_by_name, controlled_for, known_to
from licet.services.products import product_master

__all__ = ["router"]

router = APIRouter(tags=["products"], route_class=ReadingRoute)
Reader = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
Amount = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)]
Short = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class BillLine(Asking):
    """A part within an assembly; ``value``: of one part alone, without its own parts."""

    assembly: Text
    part: Text
    quantity: Amount = 1.0
    value: Amount | None = None
    eccn: Short = ""
    origin: Short = ""
    supplier: Short = ""


class BillAsked(Asking):
    """A bill; ``controlled``: the ECCNs that count, or ``destination``: what would need a license to that country."""

    lines: Annotated[list[BillLine], Field(min_length=1, max_length=20_000)]
    controlled: Annotated[list[Text], Field(max_length=500)] | None = None
    destination: Text | None = None


@router.post("/bills-of-materials", summary="What a product is made of", responses={**DOCUMENT, **problems()})
def count(asked: BillAsked, request: Request, user: Reader) -> Response:
    """Controlled US content between two bounds, the answers that would decide, and every assembly.

    What the bill leaves out is taken from the product master.
    """
    services = services_of(request)
    day = services.today()
    controlled = (
        controlled_by_name(asked.controlled) if asked.destination is None
        else controlled_for(asked.destination, day, primary().rulebook)
    )  # fmt: skip
    if controlled is None:
        raise Problem(
            422,
            "bad-input",
            "no country",
            [FieldError("destination", f"{asked.destination!r} is no country")],
        )
    master = product_master(services.settings.home, user.account.organization.key)
    try:
        bill = Bill([BomLine(**line.model_dump()) for line in asked.lines]).filled(known_to(master, day))
        found = bill_document(bill, controlled)
    except BillError as error:
        raise Problem(
            422,
            "bad-input",
            "The bill cannot be read",
            [FieldError("lines", text) for text in error.problems[:100]],
        ) from error
    return json_response(found)
