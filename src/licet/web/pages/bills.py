"""*Bill of materials*: controlled US content of a product, and what flows up to each of its assemblies."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import UploadFile

from licet.accounts.model import User
from licet.classification.bill_files import read_bill
from licet.classification.bill_of_materials import BillError
from licet.events.roles import UserAction
from licet.orders.book import UnreadableOrdersError
from licet.orders.bounds import check_bounds
from licet.regimes.registry import primary
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, services_of
from licet.services.bills import bill_document, controlled_by_name, controlled_for, known_to
from licet.services.order_books import suffix_of
from licet.services.products import product_master
from licet.web.page import Form, page

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Reader = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
_SHOWN = 300


@router.get("/bills")
def begin(request: Request, user: Reader) -> Response:
    return _page(request, user)


@router.post("/bills")
def count(request: Request, user: Reader, form: Form) -> Response:
    """Add up a bill that was sent; nothing of it is kept."""
    file, destination = form.get("file"), str(form.get("destination", "")).strip()[:100]
    if not isinstance(file, UploadFile) or not file.filename:
        return _page(request, user, destination, ("No file was chosen.",))
    services = services_of(request)
    day = services.today()
    controlled = (
        controlled_for(destination, day, primary().rulebook) if destination else controlled_by_name(None)
    )
    if controlled is None:
        return _page(request, user, destination, (f"{destination} is no country that Licet knows.",))
    master = product_master(services.settings.home, user.account.organization.key)
    try:
        bill = _bill(file.filename, file.file.read()).filled(known_to(master, day))
        found = bill_document(bill, controlled)
    except BillError as error:
        return _page(request, user, destination, error.problems)
    except (UnreadableOrdersError, ValueError) as error:
        return _page(request, user, destination, (str(error),))
    return _page(request, user, destination, found=found, name=file.filename)


def _bill(name: str, content: bytes) -> Any:
    check_bounds(content, suffix_of(content) or "")
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"bill{Path(name).suffix.lower()[:8]}"
        path.write_bytes(content)
        return read_bill(path)


def _page(
    request: Request,
    user: User,
    destination: str = "",
    problems: tuple[str, ...] = (),
    found: dict[str, Any] | None = None,
    name: str = "",
) -> Response:
    return page(
        request, user, "bills.html", "Bill of materials", status=422 if problems else 200, destination=destination,
        problems=problems, found=found, name=name, shown=_SHOWN,
    )  # fmt: skip
