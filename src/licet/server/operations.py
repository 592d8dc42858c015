"""Health and metrics: whether the process answers, whether it can do its work, and how it fares."""

from __future__ import annotations

import asyncio
import hmac
from typing import Any

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from starlette.concurrency import run_in_threadpool

from licet.server.problems import Problem, not_signed_in
from licet.server.services import Services
from licet.server.signin import services_of

__all__ = ["router"]

router = APIRouter(tags=["operations"])


@router.get("/healthz", summary="Whether the process answers", include_in_schema=False)
async def healthz() -> dict[str, str]:
    """Answers as long as the process lives; asks nothing of anything else."""
    return {"status": "ok"}


@router.get("/readyz", summary="Whether the server can do its work", include_in_schema=False)
async def readyz(request: Request) -> dict[str, Any]:
    """Whether database and lists can be read. 503 where not, and while the server is stopping.

    Anybody may ask, also a full server; so all who ask at the same time are answered by one look.
    """
    state = request.app.state
    if state.stopping:
        raise Problem(503, "stopping", "the server is stopping")
    looking: asyncio.Task[dict[str, Any]] | None = getattr(state, "looking", None)
    if looking is None or looking.done() or looking.get_loop() is not asyncio.get_running_loop():
        looking = state.looking = asyncio.create_task(run_in_threadpool(_ready, services_of(request)))
    return await asyncio.shield(looking)


def _ready(services: Services) -> dict[str, Any]:
    try:
        with services.database.reading() as connection:
            connection.execute(text("SELECT 1"))
        decider = services.decider()
    except Exception as error:
        raise Problem(503, "not-ready", "the database or the lists cannot be read") from error
    return {"status": "ready", "adoption": decider.adoption}


@router.get("/metrics", summary="How the server fares, for Prometheus", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """With the token of LICET_METRICS_TOKEN alone; where none is set there is nothing here."""
    services = services_of(request)
    wanted = services.settings.metrics_token
    if wanted is None:
        raise Problem(404, "not-found", "metrics are off: LICET_METRICS_TOKEN is not set")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise not_signed_in()
    numbers = await run_in_threadpool(generate_latest, services.metrics.registry)
    return Response(numbers, media_type=CONTENT_TYPE_LATEST)
