"""The application: guard, sign-in, problems, API. ``licet.web.mount`` puts the pages on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

import licet
from licet.server.admission import Admission
from licet.server.background import Background, RouteNamed
from licet.server.intake import Intake
from licet.server.oidc import router as oidc
from licet.server.openapi import describe
from licet.server.operations import router as operations
from licet.server.problems import add_problem_handlers
from licet.server.security_headers import SecurityHeaders
from licet.server.services import Services
from licet.server.telemetry import Telemetry
from licet.server.v1 import router as v1

__all__ = ["create_app"]


def create_app(services: Services, *, background: Background | None = None, behind: bool = False) -> FastAPI:
    """The application over services, which the caller closes when it has ended.

    ``background``: the process that does what is heavy, and leads; ``behind``: this is that process.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if background is None:
            services.start()
        yield
        app.state.stopping = True
        services.stop()
        if background is not None:
            await background.close()

    app = FastAPI(
        title="Licet",
        summary="May this sale go ahead, as of this date, under which authority, until when?",
        version=licet.__version__,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # its page needs scripts from elsewhere, which the policy forbids
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    app.state.services, app.state.stopping = services, False
    app.state.admission = Admission(services.settings.requests_at_once)
    app.add_middleware(
        Intake, settings=services.settings, admission=app.state.admission, background=background
    )
    app.add_middleware(SecurityHeaders, settings=services.settings)
    if behind:
        app.add_middleware(RouteNamed)
    else:
        app.add_middleware(Telemetry, metrics=services.metrics)
    add_problem_handlers(app)
    app.include_router(operations)
    app.include_router(oidc)
    app.include_router(v1, prefix="/api/v1")
    describe(app)
    return app
