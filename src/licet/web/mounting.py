"""Put the pages on the application."""

from __future__ import annotations

from fastapi import FastAPI

from licet.server.services import Services
from licet.web import static_files
from licet.web.page import page_of_problem
from licet.web.pages import ROUTERS

__all__ = ["mount"]


def mount(app: FastAPI, services: Services) -> None:
    """Add every page and its static files to an application over ``services``."""
    app.state.services = services
    app.state.page_of_problem = page_of_problem
    app.include_router(static_files.router)
    for router in ROUTERS:
        app.include_router(router)
