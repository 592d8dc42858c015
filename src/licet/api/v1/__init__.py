"""The API, version 1."""

from __future__ import annotations

from fastapi import APIRouter

from licet.api.v1.accounts import router as accounts
from licet.api.v1.audit import router as audit
from licet.api.v1.books import router as books
from licet.api.v1.cases import router as cases
from licet.api.v1.control_list import router as control_list
from licet.api.v1.determinations import router as determinations
from licet.api.v1.dispositions import router as dispositions
from licet.api.v1.documents import router as documents
from licet.api.v1.jobs import router as jobs
from licet.api.v1.law import router as law
from licet.api.v1.list_proposals import router as list_proposals
from licet.api.v1.lists import router as lists
from licet.api.v1.papers import router as papers
from licet.api.v1.screenings import router as screenings
from licet.api.v1.session import router as session
from licet.api.v1.webhooks import router as webhooks

__all__ = ["router"]

router = APIRouter()
for _part in (
    session,
    determinations,
    screenings,
    dispositions,
    law,
    control_list,
    lists,
    list_proposals,
    jobs,
    books,
):
    router.include_router(_part)
for _part in (cases, documents, papers, audit, accounts, webhooks):
    router.include_router(_part)
