"""The application of one process of a server: opened there, and closed when it ends."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from fastapi import FastAPI

from licet.api.app import create_app
from licet.api.services import open_services
from licet.api.settings import Settings
from licet.api.telemetry import log_to
from licet.store.home import home_folder
from licet.web.mounting import mount

__all__ = ["application"]

_TURN_SECONDS = 0.001
"""How long a thread that computes keeps the others, the event loop among them, from their turn."""


def application(*, log: bool, processes: int = 1) -> FastAPI:
    """Open everything by the environment. ``processes``: among how many the requests of an account are counted."""
    os.umask(0o077)  # whatever the server writes is its owner's alone
    sys.setswitchinterval(_TURN_SECONDS)
    log_to(sys.stderr, logging.INFO if log else logging.WARNING)
    settings = Settings.of(home_folder())
    each = max(1, settings.requests_per_minute // processes)
    services = open_services(replace(settings, requests_per_minute=each))
    app = create_app(services)
    mount(app, services)
    services.house().finder.find("Licet", None)  # loads the compiled search before the first person waits
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(served: FastAPI) -> AsyncIterator[Any]:
        try:
            async with inner(served) as state:
                yield state
        finally:
            services.close()

    app.router.lifespan_context = lifespan
    return app
