"""The application of each process of a server: opened there, and closed when it ends."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.types import Message

from licet.server.app import create_app
from licet.server.background import Background
from licet.server.connections import Connection
from licet.server.services import Services, open_services
from licet.server.settings import Settings
from licet.server.shedding import Shedding
from licet.server.telemetry import log_to
from licet.storage.home import home_folder
from licet.web.mounting import mount
from licet.worker_processes import end_in_order, when_parent_ends

__all__ = ["application", "background_application"]

_TURN_SECONDS = 0.0005
"""How long a thread that computes keeps the others, the event loop among them, from their turn."""
_START_SECONDS = 120.0
_GRACE_SECONDS = 20.0
"""How long what is under way may take where the process that started several to serve was killed."""
_HEAVY_AT_ONCE = 4
"""Of what takes seconds: more at once would each take longer than it may."""
_COUNTED_IN_FRONT = 10**9


def application(*, log: bool, processes: int = 1, background: Path | None = None) -> FastAPI:
    """Open everything by the environment.

    ``processes``: among how many the requests of an account are counted; ``background``: the socket of the process
    that does what is heavy, None where this one does.
    """
    when_parent_ends(partial(end_in_order, _GRACE_SECONDS))
    settings = _settings(log=log)
    each = max(1, settings.requests_per_minute // processes)
    services = open_services(replace(settings, requests_per_minute=each))
    behind = None if background is None else Background(background)
    app = create_app(services, background=behind)
    Connection.shedding = Shedding(app.state.admission.refuses_credential, settings, services.metrics)
    return _ready(app, services, behind)


def background_application(*, log: bool) -> FastAPI:
    """The same pages and routes for the process in the background, which few requests at once reach."""
    settings = replace(
        _settings(log=log), requests_per_minute=_COUNTED_IN_FRONT, requests_at_once=_HEAVY_AT_ONCE
    )
    services = open_services(settings)
    return _ready(create_app(services, behind=True), services, None)


def _settings(*, log: bool) -> Settings:
    os.umask(0o077)  # whatever the server writes is its owner's alone
    sys.setswitchinterval(_TURN_SECONDS)
    log_to(sys.stderr, logging.INFO if log else logging.WARNING)
    return Settings.of(home_folder())


def _ready(app: FastAPI, services: Services, background: Background | None) -> FastAPI:
    """Everything that is made once is made before the first person waits for it."""
    mount(app, services)
    services.decider().screener.find("Licet", None)  # loads the compiled search
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(served: FastAPI) -> AsyncIterator[Any]:
        try:
            await _build_routes(served)
            if background is not None:
                await background.wait(_START_SECONDS)
            async with inner(served) as state:
                yield state
        finally:
            services.close()

    app.router.lifespan_context = lifespan
    return app


async def _build_routes(app: FastAPI) -> None:
    """FastAPI makes its routes when the first request looks for one, which would then wait for two seconds."""

    async def dropped(_: Message) -> None:
        pass

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/-",
        "root_path": "",
        "headers": [],
        "query_string": b"",
    }
    await app.router(scope, nothing, dropped)
