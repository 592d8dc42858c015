"""The customer master: customers, owners, papers, and what the lists say of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import Field

from licet.accounts.model import User
from licet.events.roles import UserAction
from licet.model.numbers import percent_of
from licet.server.idempotency import IdempotentRoute
from licet.server.problems import FieldError, Problem
from licet.server.services import Services
from licet.server.signin import allowed, scope_of, services_of
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
from licet.services.customer_documents import customer_document, customer_row
from licet.services.customer_screening import rescreen, rescreening_document
from licet.services.customers import (
    Customer,
    CustomerError,
    CustomerMaster,
    CustomerPaper,
    OwnersRecord,
    RecordedOwner,
    customer_master,
)
from licet.services.determination import decisions_in

__all__ = ["router"]

router = APIRouter(tags=["customers"], route_class=IdempotentRoute)
Reader = Annotated[User, Depends(allowed(UserAction.SCREEN))]
Keeper = Annotated[User, Depends(allowed(UserAction.MAINTAIN_CUSTOMERS))]
Ident = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
Number = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]
Country = Annotated[str | None, Field(pattern="^[A-Z]{2}$")]
_TAKEN: Responses = {**DOCUMENT, **problems(409)}


class CustomerAsked(Asking):
    """A customer. ``id``: your own number of it."""

    id: Ident
    name: Ident
    country: Country = None
    address: Text | None = None
    identifiers: Annotated[list[Text], Field(max_length=50, default_factory=list)]


class CustomersAsked(Asking):
    """Customers to keep; those that are there already are changed where they differ."""

    customers: Annotated[list[CustomerAsked], Field(min_length=1, max_length=5000)]


class OwnerAsked(Asking):
    """An owner. ``percent``: 0 to 100, as digits; absent: not known."""

    name: Ident
    percent: Annotated[str | None, Field(pattern=r"^\d{1,3}(\.\d{1,6})?$")] = None
    country: Country = None


class OwnersAsked(Asking):
    """All owners that are known, as of a day and by a source; ``valid_until``: the last day on which that counts."""

    owners: Annotated[list[OwnerAsked], Field(max_length=200)]
    as_of: Day
    source: Ident
    valid_until: Day | None = None


class PaperAsked(Asking):
    """A paper that the customer gave; its kinds are in the guide."""

    kind: Text
    reference: Ident
    issued: Day
    expires: Day | None = None
    eccns: Annotated[list[Text], Field(max_length=200, default_factory=list)]
    end_use: Text | None = None
    document: Annotated[str | None, Field(pattern="^[0-9a-f]{64}$")] = None


@router.get("/customers", summary="Customers", responses={**DOCUMENT, **problems()})
def customers(
    request: Request,
    user: Reader,
    hits: Annotated[bool, Query(description="Only customers with an open hit.")] = False,
) -> Response:
    """Of your organization, with the number of open hits."""
    master = _master(services_of(request), user)
    rows = [customer_row(master, customer) for customer in master.customers.values()]
    return json_response({"items": [row for row in rows if row["hits"] or not hits]})


@router.post("/customers", summary="Keep customers", responses=_TAKEN)
def keep(asked: CustomersAsked, request: Request, user: Keeper, _key: IdempotencyKey = None) -> Response:
    """They are screened at once; the answer has the hits that are new."""
    services = services_of(request)
    services.quota.check(user.account.organization.key, int(request.headers.get("content-length", "0")))
    master = _master(services, user, to_change=True)
    made = [
        Customer(customer.id, customer.name, customer.country, customer.address, tuple(customer.identifiers))
        for customer in asked.customers
    ]
    new, changed = master.put(made, user.account.name, services.clock())
    return json_response({"new": new, "changed": changed, "screening": _rescreened(services, user, master)})


@router.post("/customers/rescreening", summary="Screen all customers", responses=_TAKEN)
def screen_all(request: Request, user: Keeper, _key: IdempotencyKey = None) -> Response:
    """Against the lists as they are now; gives only hits that are new, and those that are gone."""
    services = services_of(request)
    return json_response(_rescreened(services, user, _master(services, user, to_change=True)))


@router.get("/customers/{customer}", summary="A customer", responses={**DOCUMENT, **problems(404)})
def shown(customer: Number, request: Request, user: Reader) -> Response:
    """With owners, papers and open hits."""
    services = services_of(request)
    master = _master(services, user)
    return json_response(customer_document(master, _one(master, customer), services.today()))


@router.put(
    "/customers/{customer}/owners",
    summary="Keep the owners of a customer",
    responses={**DOCUMENT, **problems(404, 409)},
)
def owners(
    customer: Number, asked: OwnersAsked, request: Request, user: Keeper, _key: IdempotencyKey = None
) -> Response:
    """They are screened at once, and used where a transaction says nothing of owners, until ``valid_until``."""
    services = services_of(request)
    master = _master(services, user, to_change=True)
    _one(master, customer)
    every = tuple(RecordedOwner(owner.name, _percent(owner.percent), owner.country) for owner in asked.owners)
    record = OwnersRecord(every, asked.as_of, asked.source, asked.valid_until)
    _checked(lambda: master.put_owners([(customer, record)], user.account.name, services.clock()))
    return json_response({"screening": _rescreened(services, user, master)})


@router.post(
    "/customers/{customer}/papers",
    summary="Keep a paper of a customer",
    status_code=201,
    responses={201: DOCUMENT[200], **problems(404, 409)},
)
def paper(
    customer: Number, asked: PaperAsked, request: Request, user: Keeper, _key: IdempotencyKey = None
) -> Response:
    """Answers that rest on it hold only until it expires."""
    services = services_of(request)
    master = _master(services, user, to_change=True)
    _one(master, customer)
    made = CustomerPaper(
        asked.kind,
        asked.reference,
        asked.issued,
        asked.expires,
        tuple(asked.eccns),
        asked.end_use,
        asked.document,
    )
    _checked(lambda: master.put_papers([(customer, made)], user.account.name, services.clock()))
    return json_response(customer_document(master, master.customers[customer], services.today()), 201)


def _master(services: Services, user: User, *, to_change: bool = False) -> CustomerMaster:
    return customer_master(services.settings.home, user.account.organization.key, to_change=to_change)


def _one(master: CustomerMaster, number: str) -> Customer:
    found = master.customers.get(number)
    if found is None:
        raise Problem(404, "not-found", "there is no such customer")
    return found


def _percent(text: str | None) -> Decimal | None:
    try:
        return None if text is None else percent_of(text)
    except ValueError as error:
        fields = [FieldError("owners.percent", "must be a number from 0 to 100")]
        raise Problem(422, "bad-input", str(error), fields) from error


def _checked(act: Any) -> None:
    try:
        act()
    except CustomerError as error:
        fields = [FieldError("", problem) for problem in error.problems]
        raise Problem(409, "refused:customer", str(error), fields) from error


def _rescreened(services: Services, user: User, master: CustomerMaster) -> dict[str, Any]:
    decider = services.decider().of(scope_of(user))
    decisions = decisions_in(services.settings.home, scope_of(user))
    done = rescreen(
        master, decider.screener, decider.adoption, user.account.name, services.clock(), decisions
    )
    return rescreening_document(done, master)
