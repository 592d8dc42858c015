"""The API, version 1."""

from __future__ import annotations

from fastapi import APIRouter

from licet.api.v1 import session

__all__ = ["router"]

router = APIRouter()
router.include_router(session.router)
