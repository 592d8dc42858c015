"""Health: whether the process answers, and whether it can do its work."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import text

from licet.api.problems import Problem
from licet.api.signin import services_of

__all__ = ["router"]

router = APIRouter(tags=["operations"])


@router.get("/healthz", summary="Whether the process answers")
async def healthz() -> dict[str, str]:
    """Answers as long as the process lives; asks nothing of anything else."""
    return {"status": "ok"}


@router.get("/readyz", summary="Whether the server can do its work")
def readyz(request: Request) -> dict[str, Any]:
    """Whether database and lists can be read. 503 where not, and while the server is stopping."""
    services = services_of(request)
    if request.app.state.stopping:
        raise Problem(503, "stopping", "the server is stopping")
    try:
        with services.database.reading() as connection:
            connection.execute(text("SELECT 1"))
        house = services.house()
    except Exception as error:
        raise Problem(503, "not-ready", "the database or the lists cannot be read") from error
    return {"status": "ready", "adoption": house.adoption}
