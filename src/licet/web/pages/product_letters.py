"""Letters about a part: the statement of its classification, and the request to BIS to classify it."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from licet.accounts.model import User
from licet.documents import letter_document
from licet.events.roles import UserAction
from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, services_of
from licet.services.company import CompanyError, load_company
from licet.services.product_papers import Letter, PaperError, classification_request, product_statement
from licet.services.products import product_master

__all__ = ["file_name", "printed", "router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Reader = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]


@router.get("/letters/statement.pdf")
def statement(request: Request, user: Reader, part: str = "") -> Response:
    """ECCN, exception, HTS and origin of a part whose classification counts."""
    services = services_of(request)
    master = product_master(services.settings.home, user.account.organization.key)
    try:
        return printed(request, product_statement(master, [part], services.today()), f"statement {part}")
    except PaperError as error:
        raise Problem(409, "refused", str(error)) from error


@router.get("/letters/request.pdf")
def classification(request: Request, user: Reader, part: str = "") -> Response:
    """What SNAP-R asks for, and how the interview came to the recommended ECCN."""
    services = services_of(request)
    master = product_master(services.settings.home, user.account.organization.key)
    try:
        return printed(request, classification_request(master, part, services.today()), f"request {part}")
    except PaperError as error:
        raise Problem(404, "not-found", str(error)) from error


def printed(request: Request, letter: Letter, name: str) -> Response:
    """A letter on the letterhead, as PDF to take."""
    services = services_of(request)
    try:
        company = load_company(services.settings.home)
    except CompanyError as error:
        raise Problem(409, "refused", f"the letterhead cannot be read: {error}") from error
    plain = file_name(name)
    made = letter_document(letter.data(company), plain, services.clock())
    headers = {"Content-Disposition": f'attachment; filename="{plain}.pdf"'}
    return Response(made.pdf, media_type="application/pdf", headers=headers)


def file_name(words: str) -> str:
    """Words as the name of a file."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", words).strip("-")[:80] or "letter"
