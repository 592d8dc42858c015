"""*Products*: part numbers with their classification: work list, import, approval, a part with its records."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import UploadFile

from licet.accounts.model import User
from licet.classification.records import RecordError
from licet.events.roles import UserAction
from licet.orders.book import UnreadableOrdersError
from licet.orders.bounds import check_bounds
from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, services_of
from licet.services.open_classifications import order_lines_of
from licet.services.order_books import suffix_of
from licet.services.product_documents import product_document, product_row
from licet.services.products import ProductMaster, ProductRowError, product_master
from licet.services.storage_quota import StorageFullError
from licet.tabular.load import NotABusinessFileError
from licet.web.page import Form, page
from licet.web.pages.files import rows_of_upload, table_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Reader = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
Classifier = Annotated[User, Depends(allowed(UserAction.CLASSIFY_ITEM))]
_SHOWN = 500


@router.get("/products")
def products(request: Request, user: Reader) -> Response:
    return _products(request, user)


def _products(request: Request, user: User, *, done: str = "", problems: tuple[str, ...] = ()) -> Response:
    master, day = _master(request, user), services_of(request).today()
    only, words = request.query_params.get("show", ""), request.query_params.get("q", "").strip()[:200]
    rows = [product_row(master, product, day) for _, product in sorted(master.products.items())]
    wanted = words.casefold()
    found = [
        row
        for row in rows
        if not (only == "open" and row["counts"])
        and not (only == "waiting" and not row["waits_for_approval"])
        and not (only == "reopened" and not row["opened_again"])
        and wanted in f"{row['part']} {row['description']} {row['eccn'] or ''} {row['supplier']}".casefold()
    ]
    return page(
        request, user, "products.html", "Products", status=422 if problems else 200, rows=found[:_SHOWN],
        more=max(0, len(found) - _SHOWN), count=len(rows), open=sum(not row["counts"] for row in rows), only=only,
        words=words, done=done, problems=problems, may_change=user.may(UserAction.CLASSIFY_ITEM),
    )  # fmt: skip


@router.post("/products")
def take(request: Request, user: Classifier, form: Form) -> Response:
    """Take products from a table, all rows or none."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return _products(request, user, problems=("No file was chosen.",))
    master, content = _master(request, user, to_change=True), file.file.read()
    try:
        services_of(request).quota.check(user.account.organization.key, len(content))
        check_bounds(content, suffix_of(content) or "")
        rows = rows_of_upload(file.filename, content)
        count = master.import_rows(rows, user.account.login, services_of(request).today())
    except ProductRowError as error:
        return _products(request, user, problems=error.problems)
    except (NotABusinessFileError, UnreadableOrdersError, StorageFullError) as error:
        return _products(request, user, problems=(str(error),))
    return _products(request, user, done=f"{count} products read.")


@router.get("/products.{kind}")
def export(request: Request, user: Reader, kind: str) -> Response:
    """Every product with its data, ECCN, source, and whether it counts; such a table can be read again."""
    rows = list(_master(request, user).export_rows(services_of(request).today()))
    columns = list(rows[0]) if rows else ["part"]
    return table_of("products", kind, columns, ([row[name] for name in columns] for row in rows))


@router.get("/products/{part:path}")
def shown(request: Request, user: Reader, part: str) -> Response:
    return _product(request, user, part)


def _product(request: Request, user: User, part: str, *, done: str = "", error: str = "") -> Response:
    master = _master(request, user)
    found = master.products.get(part)
    if found is None:
        raise Problem(404, "not-found", "There is no such product")
    return page(
        request, user, "product.html", part, status=422 if error else 200, error=error, done=done,
        one=product_document(master, found, services_of(request).today()), data=found,
        may_change=user.may(UserAction.CLASSIFY_ITEM),
        lines=order_lines_of(services_of(request).settings.home, user.account.organization.key, {part}),
    )  # fmt: skip


@router.post("/products/{part:path}/approval")
def approve(request: Request, user: Classifier, part: str) -> Response:
    """Approve the last classification of a part, as second person."""
    master = _master(request, user, to_change=True)
    try:
        master.approve([part], user.account.login, services_of(request).today())
    except RecordError as error:
        return _product(request, user, part, error=str(error))
    return _product(request, user, part, done="Approved. Order lines may rest on it.")


def _master(request: Request, user: User, *, to_change: bool = False) -> ProductMaster:
    home = services_of(request).settings.home
    return product_master(home, user.account.organization.key, to_change=to_change)
