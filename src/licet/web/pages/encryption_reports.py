"""*Encryption reports*: the annual self-classification report and the semiannual report on sales, as files."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import UploadFile

from licet.accounts.model import User
from licet.classification.self_classification import ITEM_TYPES, ReportError, Submitter
from licet.events.roles import UserAction
from licet.orders.book import UnreadableOrdersError
from licet.orders.bounds import check_bounds
from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, services_of
from licet.services.company import CompanyError, load_company
from licet.services.encryption_reports import report_year, sales_report, self_classification
from licet.services.order_books import suffix_of
from licet.services.product_papers import PaperError, encryption_lines, sales_period
from licet.services.products import ProductMaster, product_master
from licet.tabular.load import NotABusinessFileError
from licet.web.page import Form, page
from licet.web.pages.files import rows_of_upload, table_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Reader = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
_SUBMITTER = ("name", "telephone", "email", "address")
_LONGEST = 300


@router.get("/encryption-reports")
def begin(request: Request, user: Reader) -> Response:
    """What would be reported, and what is left out, each with the reason."""
    return _page(request, user)


@router.post("/encryption-reports")
def annual(request: Request, user: Reader, form: Form) -> Response:
    """The CSV of Supplement No. 8 to part 742; on demand the parts are kept as reported."""
    names = (*_SUBMITTER, "foreign_components", "locations", "item_type")
    said = {name: str(form.get(name, "")).strip()[:_LONGEST] for name in names}
    services, master = services_of(request), _master(request, user, to_change=True)
    day = services.today()
    submitter = Submitter(*(said[name] for name in names[:-1]))
    try:
        found = self_classification(master, submitter, said["item_type"], report_year(day), day)
    except ReportError as error:
        return _page(request, user, said, problems=error.problems)
    if form.get("keep"):
        if not user.may(UserAction.CLASSIFY_ITEM):
            raise Problem(403, "forbidden", "only who may classify items may keep that they were reported")
        if found.parts:
            master.report(found.parts, found.year, user.account.login)
    headers = {"Content-Disposition": f'attachment; filename="self-classification-{found.year}.csv"'}
    return Response(found.text, media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/encryption-reports/sales")
def semiannual(request: Request, user: Reader, form: Form) -> Response:
    """The report on the sales of a half year, from a list of sales; nothing of it is kept."""
    file, kind = form.get("file"), str(form.get("kind", "csv"))
    if not isinstance(file, UploadFile) or not file.filename:
        return _page(request, user, sales_problems=("No file was chosen.",))
    content = file.file.read()
    try:
        check_bounds(content, suffix_of(content) or "")
        sales = rows_of_upload(file.filename, content)
        found = sales_report(_master(request, user), sales, services_of(request).today())
    except PaperError as error:
        return _page(request, user, sales_problems=error.problems)
    except (NotABusinessFileError, UnreadableOrdersError) as error:
        return _page(request, user, sales_problems=(str(error),))
    return table_of(f"encryption-sales-{found.last.isoformat()}", kind, found.head, found.rows)


def _page(
    request: Request,
    user: User,
    typed: dict[str, str] | None = None,
    *,
    problems: tuple[str, ...] = (),
    sales_problems: tuple[str, ...] = (),
) -> Response:
    master, day = _master(request, user), services_of(request).today()
    said = _before(request) if typed is None else typed
    year = report_year(day)
    lines, left_out = encryption_lines(master, said["item_type"], year, day)
    first, last, due = sales_period(day)
    shown: dict[str, Any] = {
        "year": year,
        "lines": lines,
        "left_out": left_out,
        "item_types": [(name, name) for name in ITEM_TYPES[:-1]],
    }
    return page(
        request, user, "encryption_reports.html", "Encryption reports",
        status=422 if problems or sales_problems else 200, said=said, problems=problems,
        sales_problems=sales_problems, first=first, last=last, sales_due=due,
        may_keep=user.may(UserAction.CLASSIFY_ITEM), **shown,
    )  # fmt: skip


def _before(request: Request) -> dict[str, str]:
    """What the form begins with: the company as its file says, as far as that can be read."""
    try:
        company = load_company(services_of(request).settings.home)
    except CompanyError:
        company = {}
    named = {name: company.get(name, "") for name in _SUBMITTER}
    return {**named, "foreign_components": "N/A", "locations": "NONE", "item_type": ""}


def _master(request: Request, user: User, *, to_change: bool = False) -> ProductMaster:
    home = services_of(request).settings.home
    return product_master(home, user.account.organization.key, to_change=to_change)
