"""Papers made from the product master: reports on encryption items, and what is asked of suppliers."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from licet.accounts.model import User
from licet.classification.self_classification import ReportError, Submitter
from licet.events.roles import UserAction
from licet.server.idempotency import IdempotentRoute
from licet.server.problems import FieldError, Problem
from licet.server.signin import allowed, services_of
from licet.server.v1.common import (
    DOCUMENT,
    Asking,
    Day,
    IdempotencyKey,
    Text,
    Whole,
    json_response,
    problems,
)
from licet.services.company import CompanyError, load_company
from licet.services.encryption_reports import report_year, sales_report, self_classification
from licet.services.product_papers import (
    PaperError,
    answer_form,
    parts_to_ask,
    supplier_letter,
    suppliers_of,
)
from licet.services.products import ProductMaster, product_master

__all__ = ["router"]

router = APIRouter(tags=["products"], route_class=IdempotentRoute)
Reader = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
Short = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]
_DAYS = 30


class AnnualAsked(Asking):
    """Who submits, as Supplement No. 8 to part 742 asks; ``keep``: keep that the products were reported."""

    submitter: Short
    telephone: Short
    email: Short
    address: Short
    foreign_components: Literal["YES", "NO", "N/A"] = "N/A"
    locations: Short = "NONE"
    item_type: Short = ""
    year: Annotated[Whole, Field(ge=2000, le=9998)] | None = None
    keep: bool = False


class SaleOfItem(Asking):
    """A sale of an encryption item; who the recipient sells to where it is a distributor."""

    date: Text
    part: Text
    quantity: Text
    recipient: Text
    address: Text
    country: Text
    recipient_kind: Text
    end_user: Short = ""
    end_user_address: Short = ""


class SalesAsked(Asking):
    """Sales of a half year; ``as_of``: the report that is due next on that day."""

    sales: Annotated[list[SaleOfItem], Field(max_length=20_000)]
    as_of: Day | None = None


@router.post(
    "/encryption-reports/annual",
    summary="The annual self-classification report",
    responses={**DOCUMENT, **problems()},
)
def annual(asked: AnnualAsked, request: Request, user: Reader, _key: IdempotencyKey = None) -> Response:
    """Of encryption items of 740.17(b)(1): `csv` is the file to send; `left_out` says why a part is not in it."""
    if asked.keep and not user.may(UserAction.CLASSIFY_ITEM):
        raise Problem(403, "forbidden", "only who may classify items may keep that they were reported")
    day, master = services_of(request).today(), _master(request, user, to_change=asked.keep)
    submitter = Submitter(
        asked.submitter,
        asked.telephone,
        asked.email,
        asked.address,
        asked.foreign_components,
        asked.locations,
    )
    try:
        found = self_classification(master, submitter, asked.item_type, asked.year or report_year(day), day)
    except ReportError as error:
        raise _unfit(error.problems) from error
    if asked.keep and found.parts:
        master.report(found.parts, found.year, user.account.login)
    document = {"year": found.year, "due": found.due.isoformat(), "parts": list(found.parts)}
    return json_response({**document, "left_out": dict(found.left_out), "csv": found.text})


@router.post(
    "/encryption-reports/sales",
    summary="The semiannual report on sales",
    responses={**DOCUMENT, **problems()},
)
def semiannual(asked: SalesAsked, request: Request, user: Reader) -> Response:
    """Of encryption items of 740.17(b)(2) and (b)(3)(iii); sales of other items and days are left out."""
    rows = [sale.model_dump() for sale in asked.sales]
    try:
        found = sales_report(_master(request, user), rows, asked.as_of or services_of(request).today())
    except PaperError as error:
        raise _unfit(error.problems) from error
    days = {name: getattr(found, name).isoformat() for name in ("first", "last", "due")}
    return json_response({**days, "columns": list(found.head), "rows": [list(row) for row in found.rows]})


@router.get("/suppliers", summary="Suppliers", responses={**DOCUMENT, **problems()})
def suppliers(request: Request, user: Reader) -> Response:
    """Of the product master, with how many of their parts they have not classified."""
    rows = suppliers_of(_master(request, user).products.values())
    items = [{"supplier": row.name, "parts": row.parts, "not_answered": row.open} for row in rows]
    return json_response({"items": items})


@router.get(
    "/suppliers/letter", summary="What to ask a supplier", responses={**DOCUMENT, **problems(404, 409)}
)
def letter(
    request: Request,
    user: Reader,
    supplier: Annotated[
        str, Query(min_length=1, max_length=400, pattern=r"^[^\x00]+$", examples=["Tessarine"])
    ],
    every: Annotated[
        bool, Query(alias="all", description="All its parts; those without its ECCN unless said.")
    ] = False,
    answer_by: Annotated[Day | None, Query(description="In 30 days unless said.")] = None,
) -> Response:
    """The letter in plain text, and the form for the answers; send its rows back to `/products`."""
    services = services_of(request)
    day = services.today()
    asked = parts_to_ask(_master(request, user).products.values(), supplier, every=every)
    if not asked:
        raise Problem(404, "not-found", "There is no part to ask this supplier about")
    try:
        company = load_company(services.settings.home)
    except CompanyError as error:
        raise Problem(409, "refused", f"the letterhead cannot be read: {error}") from error
    text = supplier_letter(asked[0].supplier, asked, day, answer_by or day + timedelta(days=_DAYS)).text(
        company
    )
    head, *rows = answer_form(asked)
    return json_response({"letter": text, "columns": list(head), "rows": [list(row) for row in rows]})


def _unfit(found: tuple[str, ...]) -> Problem:
    errors = [FieldError("report", text) for text in found[:100]]
    return Problem(422, "bad-input", "The report cannot be made yet", errors)


def _master(request: Request, user: User, *, to_change: bool = False) -> ProductMaster:
    home = services_of(request).settings.home
    return product_master(home, user.account.organization.key, to_change=to_change)
