"""*Customers*: the customer master with new hits, owners, papers that end soon, and import of a list."""

from __future__ import annotations

import secrets
import time
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import UploadFile

from licet.accounts.model import User
from licet.durable import write_durably
from licet.event_file import masters_path
from licet.events.roles import UserAction
from licet.orders.book import UnreadableOrdersError
from licet.orders.bounds import check_bounds
from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, scope_of, services_of
from licet.services.customer_documents import customer_document, customer_row, expiry_rows
from licet.services.customer_screening import rescreen
from licet.services.customers import (
    CustomerError,
    CustomerMaster,
    CustomerPaper,
    customer_master,
    customers_of_file,
)
from licet.services.determination import decisions_in
from licet.services.order_books import suffix_of
from licet.services.paper_kinds import PAPER_KINDS
from licet.services.storage_quota import StorageFullError
from licet.tabular.business import BusinessFile, FileKind, read_business_file
from licet.tabular.load import NotABusinessFileError
from licet.web.page import Form, page

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Reader = Annotated[User, Depends(allowed(UserAction.SCREEN))]
Keeper = Annotated[User, Depends(allowed(UserAction.MAINTAIN_CUSTOMERS))]
_DAYS = 30
_SHOWN = 500
_KEY_LETTERS = 32
_UPLOAD_SECONDS = 86_400
"""How long a file is kept that was shown and not taken."""


@router.get("/customers")
def customers(request: Request, user: Reader) -> Response:
    return _customers(request, user)


def _customers(request: Request, user: User, *, done: str = "", error: str = "", **more: Any) -> Response:
    services = services_of(request)
    master, today = _master(request, user), services.today()
    only = request.query_params.get("show", "")
    words = request.query_params.get("q", "").strip()[:200]
    rows = [customer_row(master, customer) for customer in master.customers.values()]
    found = [
        row
        for row in rows
        if (row["hits"] or only != "hits") and (words.casefold() in f"{row['id']} {row['name']}".casefold())
    ]
    found.sort(key=lambda row: (-row["hits"], row["name"].casefold()))
    return page(
        request, user, "customers.html", "Customers", status=422 if error else 200, rows=found[:_SHOWN],
        more=max(0, len(found) - _SHOWN), count=len(rows), with_hits=sum(bool(row["hits"]) for row in rows),
        expiring=expiry_rows(master, today, today + timedelta(days=_DAYS + 1)), days=_DAYS,
        screened_at=master.screened_at, only=only, words=words, done=done, error=error,
        may_change=user.may(UserAction.MAINTAIN_CUSTOMERS), **{"upload": None, **more},
    )  # fmt: skip


@router.post("/customers")
def upload(request: Request, user: Keeper, form: Form) -> Response:
    """Show how a file would be read; nothing is kept before a person confirms it."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return _customers(request, user, error="No file was chosen.")
    key = secrets.token_hex(_KEY_LETTERS // 2)
    suffix = Path(file.filename.replace("\\", "/")).suffix.lower()[:8]
    path, content = (
        _uploads(request, user) / f"{key}{suffix if suffix[1:].isalnum() else ''}",
        file.file.read(),
    )
    try:
        services_of(request).quota.check(user.account.organization.key, len(content))
        check_bounds(content, suffix_of(content) or "")
        _forget_old(path.parent)
        write_durably(path, [content])
        read = read_business_file(path)
    except (NotABusinessFileError, UnreadableOrdersError, StorageFullError, OSError) as problem:
        path.unlink(missing_ok=True)
        return _customers(request, user, error=str(problem).replace(str(path), file.filename))
    if read.kind not in {FileKind.CUSTOMERS, FileKind.ORDERS} or not read.records:
        path.unlink(missing_ok=True)
        return _customers(request, user, error=f"{file.filename} lists {read.kind.value}, not customers.")
    return _customers(request, user, upload=_shown(path.name, file.filename, read))


@router.post("/customers/import")
def take(request: Request, user: Keeper, form: Form) -> Response:
    """Keep the customers of a file that was shown, and screen them."""
    services = services_of(request)
    name = Path(str(form.get("key", ""))).name
    path = _uploads(request, user) / name
    if not name or not path.is_file():
        return _customers(request, user, error="The file is no longer there. Choose it again.")
    master = _master(request, user, to_change=True)
    try:
        found = customers_of_file(read_business_file(path))
    except CustomerError as problem:
        return _customers(request, user, error="; ".join(problem.problems[:10]))
    finally:
        path.unlink(missing_ok=True)
    new, changed = master.put(found, user.account.name, services.clock())
    return _screened(request, user, master, f"{new} new customers, {changed} changed. ")


@router.post("/customers/rescreen")
def screen_all(request: Request, user: Keeper) -> Response:
    """Screen every customer and owner now."""
    return _screened(request, user, _master(request, user, to_change=True), "")


@router.get("/customers/{customer}")
def shown(request: Request, user: Reader, customer: str) -> Response:
    return _customer(request, user, customer)


@router.post("/customers/{customer}/papers")
def paper(request: Request, user: Keeper, customer: str, form: Form) -> Response:
    """Keep a paper of a customer."""
    text = {name: str(form.get(name, "")).strip()[:500] for name in ("kind", "reference", "eccns", "end_use")}
    try:
        issued, expires = (_day(str(form.get(name, ""))) for name in ("issued", "expires"))
    except ValueError:
        return _customer(request, user, customer, error="A date is needed as 2026-12-31.")
    if issued is None or not text["reference"]:
        return _customer(
            request, user, customer, error="Give the reference of the paper and the day it was issued."
        )
    made = CustomerPaper(
        text["kind"], text["reference"], issued, expires, tuple(text["eccns"].replace(",", " ").split()),
        text["end_use"] or None,
    )  # fmt: skip
    master = _master(request, user, to_change=True)
    try:
        master.put_papers([(customer, made)], user.account.name, services_of(request).clock())
    except CustomerError as problem:
        return _customer(request, user, customer, error="; ".join(problem.problems))
    return _customer(
        request, user, customer, done=f"{PAPER_KINDS[made.kind].title} {made.reference} is kept."
    )


def _customer(request: Request, user: User, number: str, *, done: str = "", error: str = "") -> Response:
    master = _master(request, user)
    found = master.customers.get(number)
    if found is None:
        raise Problem(404, "not-found", "There is no such customer")
    shown = customer_document(master, found, services_of(request).today())
    return page(
        request, user, "customer.html", found.name, status=422 if error else 200, one=shown, done=done, error=error,
        kinds=[(name, kind.title) for name, kind in PAPER_KINDS.items()],
        may_change=user.may(UserAction.MAINTAIN_CUSTOMERS),
    )  # fmt: skip


def _screened(request: Request, user: User, master: CustomerMaster, before: str) -> Response:
    services = services_of(request)
    decider = services.decider().of(scope_of(user))
    done = rescreen(
        master, decider.screener, decider.adoption, user.account.name, services.clock(),
        decisions_in(services.settings.home, scope_of(user)),
    )  # fmt: skip
    hits = "No new hit." if not done.new else f"{len(done.new)} new hits."
    return _customers(request, user, done=f"{before}{done.names} names screened. {hits}", new=done.new)


def _forget_old(folder: Path) -> None:
    """Files that were shown and not taken."""
    for path in folder.glob("*"):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _UPLOAD_SECONDS:
                path.unlink()


def _shown(key: str, name: str, read: BusinessFile) -> dict[str, Any]:
    return {
        "key": key,
        "name": name,
        "columns": [
            (field.replace(".", " ").replace("_", " "), column)
            for field, column in read.mapping.columns.items()
        ],
        "records": [(record.key, record.name, record.country) for record in read.records[:5]],
        "rows": len(read.records),
        "faults": [(fault.row, fault.column, fault.problem) for fault in read.faults[:20]],
        "bad": len(read.bad_rows),
    }


def _uploads(request: Request, user: User) -> Path:
    return masters_path(services_of(request).settings.home, user.account.organization.key, "uploads")


def _master(request: Request, user: User, *, to_change: bool = False) -> CustomerMaster:
    home = services_of(request).settings.home
    return customer_master(home, user.account.organization.key, to_change=to_change)


def _day(text: str) -> date | None:
    return date.fromisoformat(text.strip()) if text.strip() else None
