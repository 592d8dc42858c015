"""Put the pages on the application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from licet.api.services import Services
from licet.api.upkeep import Upkeep
from licet.web import static_files
from licet.web.boards import Boards
from licet.web.page import page_of_problem
from licet.web.pages import ROUTERS
from licet.web.shelf import Shelf

__all__ = ["mount"]

_BOOKS_SECONDS = 2.0
"""How often the process that leads looks for books that another one took."""


def mount(app: FastAPI, services: Services) -> None:
    """Add every page and its static files to an application over ``services``.

    What was being answered when an earlier server stopped is answered anew.
    """
    app.state.services = services
    app.state.shelf = Shelf(services.settings.home)
    app.state.boards = Boards(app.state.shelf, services.settings.home)
    app.state.page_of_problem = page_of_problem
    app.include_router(static_files.router)
    for router in ROUTERS:
        app.include_router(router)
    books = Upkeep("books", _BOOKS_SECONDS, lambda: (app.state.shelf.lead(), app.state.boards.lead()))
    services.leader.on(books.start, books.stop)
    _closing(app, app.state.shelf)


def _closing(app: FastAPI, shelf: Shelf) -> None:
    """Let what is being answered end with the application."""
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(served: FastAPI) -> AsyncIterator[Any]:
        async with inner(served) as state:
            yield state
        shelf.close()

    app.router.lifespan_context = lifespan
