"""Products with their classification: the interview, records, approvals, and the product master."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import Field

from licet.accounts.model import User
from licet.classification.order_of_review import ReviewedItem
from licet.classification.records import RecordError
from licet.events.roles import UserAction
from licet.server.idempotency import IdempotentRoute
from licet.server.problems import FieldError, Problem
from licet.server.services import Services
from licet.server.signin import Inside, allowed, services_of
from licet.server.v1.common import (
    DOCUMENT,
    Asking,
    Day,
    IdempotencyKey,
    Responses,
    Text,
    json_response,
    problems,
)
from licet.services.interviews import AnswerFaultError, interview_document, interview_of, keep_result
from licet.services.product_documents import product_document, product_row
from licet.services.products import ProductMaster, ProductRowError, product_master

__all__ = ["router"]

router = APIRouter(tags=["products"], route_class=IdempotentRoute)
Reader = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
Classifier = Annotated[User, Depends(allowed(UserAction.CLASSIFY_ITEM))]
Part = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00]+$", examples=["TC-30"])]
_TAKEN: Responses = {**DOCUMENT, **problems(404, 409)}
_ANSWERS: Any = Field(max_length=200, default_factory=dict)


class InterviewAsked(Asking):
    """An item and the answers so far, by the key of their question; null: unknown, a list: several choices."""

    description: Annotated[str, Field(min_length=1, max_length=4000, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
    kind: Literal["commodity", "software", "technology"] = "commodity"
    answers: Annotated[dict[str, Any], _ANSWERS]
    as_of: Day | None = None


class RecordAsked(InterviewAsked):
    """An interview that has come to its end, kept as the record of a part."""

    why: Text | None = None
    sources: Annotated[list[Text], Field(max_length=50, default_factory=list)]
    valid_until: Day | None = None


class ProductsAsked(Asking):
    """Products to keep, by the columns of the table; see the guide."""

    products: Annotated[
        list[dict[str, Annotated[str, Field(max_length=4000)]]], Field(min_length=1, max_length=5000)
    ]


@router.post(
    "/classification", summary="The next question of a classification", responses={**DOCUMENT, **problems()}
)
def interview(asked: InterviewAsked, request: Request, user: Inside) -> Response:
    """The order of review, one question at a time: send the answers so far, get the next question or the result."""
    item = ReviewedItem(asked.description, asked.kind, asked.as_of)
    return json_response(interview_document(_talk(asked, item, services_of(request), user)))


@router.get("/products", summary="Products", responses={**DOCUMENT, **problems()})
def products(
    request: Request,
    user: Reader,
    open_only: Annotated[
        bool, Query(alias="open", description="Only parts whose classification does not count.")
    ] = False,
) -> Response:
    """Of your organization, with whether an order line may rest on their classification."""
    services = services_of(request)
    master, day = _master(services, user), services.today()
    rows = (product_row(master, product, day) for _, product in sorted(master.products.items()))
    return json_response({"items": [row for row in rows if not (open_only and row["counts"])]})


@router.post("/products", summary="Keep products", responses=_TAKEN)
def keep(asked: ProductsAsked, request: Request, user: Classifier, _key: IdempotencyKey = None) -> Response:
    """All or none. An ECCN among them is kept as stated there, and counts when someone else approves it."""
    services = services_of(request)
    services.quota.check(user.account.organization.key, int(request.headers.get("content-length", "0")))
    master = _master(services, user, to_change=True)
    try:
        count = master.import_rows(asked.products, user.account.login, services.today())
    except ProductRowError as error:
        raise Problem(422, "bad-input", "Some products cannot be read",
                      [FieldError("products", problem) for problem in error.problems[:100]]) from error  # fmt: skip
    return json_response({"products": count})


@router.get("/products/{part}", summary="A product", responses={**DOCUMENT, **problems(404)})
def shown(part: Part, request: Request, user: Reader) -> Response:
    """With every classification record, the newest first, and its path of answers."""
    services = services_of(request)
    master = _master(services, user)
    return json_response(product_document(master, _one(master, part), services.today()))


def _one(master: ProductMaster, part: str) -> Any:
    found = master.products.get(part)
    if found is None:
        raise Problem(404, "not-found", f"There is no product {part}")
    return found


@router.post("/products/{part}/classification", summary="Keep a classification", responses=_TAKEN)
def classify(
    part: Part, asked: RecordAsked, request: Request, user: Classifier, _key: IdempotencyKey = None
) -> Response:
    """Keep the result of an interview as the record of a part; it counts when someone else approves it."""
    services = services_of(request)
    master, day = _master(services, user, to_change=True), services.today()
    talk = _talk(
        asked, ReviewedItem(asked.description, asked.kind, asked.as_of), services, user, asked.why or ""
    )
    try:
        keep_result(
            master, part, talk, user.account.login, day, sources=asked.sources, valid_until=asked.valid_until
        )
    except RecordError as error:
        raise Problem(409, "refused", str(error)) from error
    return json_response(product_document(master, master.products[part], day))


@router.post("/products/{part}/approval", summary="Approve a classification", responses=_TAKEN)
def approve(part: Part, request: Request, user: Classifier, _key: IdempotencyKey = None) -> Response:
    """As second person; whoever classified a part may not approve it."""
    services = services_of(request)
    master = _master(services, user, to_change=True)
    product = _one(master, part)
    try:
        master.approve([part], user.account.login, services.today())
    except RecordError as error:
        raise Problem(409, "refused", str(error)) from error
    return json_response(product_document(master, product, services.today()))


def _talk(asked: InterviewAsked, item: ReviewedItem, services: Services, user: User, why: str = "") -> Any:
    try:
        return interview_of(item, asked.answers, user.account.login, services.today(), why)
    except AnswerFaultError as error:
        raise Problem(
            422, "bad-input", str(error), [FieldError(f"answers.{error.key}", str(error))]
        ) from error


def _master(services: Services, user: User, *, to_change: bool = False) -> ProductMaster:
    return product_master(services.settings.home, user.account.organization.key, to_change=to_change)
