"""The API, version 1."""

from __future__ import annotations

from fastapi import APIRouter

from licet.api.v1 import (
    accounts,
    audit,
    cases,
    determinations,
    jobs,
    law,
    lists,
    screenings,
    session,
    webhooks,
)

__all__ = ["router"]

router = APIRouter()
for _part in (session, determinations, screenings, law, lists, jobs, cases, audit, accounts, webhooks):
    router.include_router(_part.router)
