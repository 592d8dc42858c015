"""The API, version 1."""

from __future__ import annotations

from fastapi import APIRouter

from licet.server.v1.accounts import router as accounts
from licet.server.v1.audit import router as audit
from licet.server.v1.bills import router as bills
from licet.server.v1.book_questions import router as book_questions
from licet.server.v1.books import router as books
from licet.server.v1.cases import router as cases
from licet.server.v1.control_list import router as control_list
from licet.server.v1.customers import router as customers
from licet.server.v1.determinations import router as determinations
from licet.server.v1.dispositions import router as dispositions
from licet.server.v1.documents import router as documents
from licet.server.v1.export_filings import router as export_filings
from licet.server.v1.jobs import router as jobs
from licet.server.v1.law import router as law
from licet.server.v1.law_packages import router as law_packages
from licet.server.v1.list_proposals import router as list_proposals
from licet.server.v1.lists import router as lists
from licet.server.v1.mappings import router as mappings
from licet.server.v1.papers import router as papers
from licet.server.v1.product_papers import router as product_papers
from licet.server.v1.products import router as products
from licet.server.v1.releases import router as releases
from licet.server.v1.screenings import router as screenings
from licet.server.v1.session import router as session
from licet.server.v1.webhooks import router as webhooks

__all__ = ["router"]

router = APIRouter()
for _part in (
    session,
    determinations,
    export_filings,
    releases,
    screenings,
    dispositions,
    law,
    control_list,
    lists,
    law_packages,
    list_proposals,
    jobs,
    mappings,
    books,
    book_questions,
):
    router.include_router(_part)
for _part in (
    customers,
    products,
    product_papers,
    bills,
    cases,
    documents,
    papers,
    audit,
    accounts,
    webhooks,
):
    router.include_router(_part)
