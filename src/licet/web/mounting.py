"""Put the pages on the application."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from licet.server.services import Services
from licet.web import static_files
from licet.web.page import page_of_problem
from licet.web.pages import ROUTERS

__all__ = ["mount"]


_COMPRESSED_FROM = 1_000
"""Bytes. Form tokens are masked, so that the size of a compressed page tells nothing of them (BREACH)."""


def mount(app: FastAPI, services: Services) -> None:
    """Add every page and its static files to an application over ``services``."""
    app.state.services = services
    app.state.page_of_problem = page_of_problem
    app.add_middleware(GZipMiddleware, minimum_size=_COMPRESSED_FROM, compresslevel=5)
    app.include_router(static_files.router)
    for router in ROUTERS:
        app.include_router(router)
