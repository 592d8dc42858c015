"""*Suppliers*: what is asked of each, as a letter and a form; the form that comes back is read as products."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from licet.accounts.model import User
from licet.classification.records import Product
from licet.events.roles import UserAction
from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, services_of
from licet.services.product_papers import answer_form, parts_to_ask, supplier_letter, suppliers_of
from licet.services.products import product_master
from licet.web.page import page
from licet.web.pages.files import table_of
from licet.web.pages.product_letters import file_name, printed

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Reader = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
_DAYS = 30


@router.get("/suppliers")
def suppliers(request: Request, user: Reader) -> Response:
    """The suppliers of the product master, those that have not answered first."""
    master = product_master(services_of(request).settings.home, user.account.organization.key)
    return page(
        request, user, "suppliers.html", "Suppliers", suppliers=suppliers_of(master.products.values()),
        by=services_of(request).today() + timedelta(days=_DAYS), may_change=user.may(UserAction.CLASSIFY_ITEM),
    )  # fmt: skip


@router.get("/letters/supplier.pdf")
def letter(request: Request, user: Reader, supplier: str = "", every: bool = False) -> Response:
    """The letter that asks a supplier for the classification of its parts, to be answered in 30 days."""
    day = services_of(request).today()
    asked = _asked(request, user, supplier, every=every)
    name = asked[0].supplier
    made = supplier_letter(name, asked, day, day + timedelta(days=_DAYS))
    return printed(request, made, f"request {name}")


@router.get("/letters/supplier-form.{kind}")
def form(request: Request, user: Reader, kind: str, supplier: str = "", every: bool = False) -> Response:
    """The form that the supplier fills in and sends back."""
    asked = _asked(request, user, supplier, every=every)
    head, *rows = answer_form(asked)
    return table_of(file_name(f"form {asked[0].supplier}"), kind, head, rows)


def _asked(request: Request, user: User, supplier: str, *, every: bool) -> list[Product]:
    master = product_master(services_of(request).settings.home, user.account.organization.key)
    found = parts_to_ask(master.products.values(), supplier, every=every) if supplier.strip() else []
    if not found:
        raise Problem(404, "not-found", "There is no part to ask this supplier about")
    return found
