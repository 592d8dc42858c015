"""The page *Ask* with the sale of October 2019 in it, on this machine and for as long as one looks."""

from __future__ import annotations

import secrets
import sys
import tempfile
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from licet.server.services import Services

__all__ = ["example_app", "offer"]

_EXAMPLE = "/ask?example=october-2019"


def offer() -> None:
    """Ask whether the page is to be opened; nothing happens where nobody can answer."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    try:
        wanted = input("Open the same sale as a page in the browser? [y/N] ").strip().lower()
    except (EOFError, KeyboardInterrupt):
        wanted = ""
    if wanted in {"y", "yes"}:
        with tempfile.TemporaryDirectory() as folder:
            _serve(Path(folder))


def _serve(home: Path) -> None:
    import uvicorn

    from licet.server.services import open_services
    from licet.server.settings import Settings

    services = open_services(Settings(home))
    try:
        app, path = example_app(services)
        config = uvicorn.Config(app, "127.0.0.1", 0, access_log=False, server_header=False, log_config=None)
        listening = config.bind_socket()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}{path}"
        print(f"{url}\n(The link lets one browser in, once. Ctrl-C ends the page; nothing is kept.)")
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        services.close()


def example_app(services: Services) -> tuple[FastAPI, str]:
    """The whole application over an empty home, and the path that signs one person in, once, to the example."""
    from starlette.exceptions import HTTPException
    from starlette.responses import RedirectResponse
    from starlette.routing import Route

    from licet.accounts.service import NewAccount
    from licet.events.roles import Side, UserRole
    from licet.server.app import create_app
    from licet.server.signin import start_session
    from licet.web import mount

    services.accounts.add_organization("example", "Example Chips Inc.", Side.EXPORTER)
    roles = (UserRole.COMPLIANCE_OFFICER, UserRole.LICENSE_MANAGER, UserRole.STEWARD)
    account = services.accounts.add(NewAccount("you", "You", "example", roles))
    app, unused = create_app(services), [secrets.token_urlsafe(24)]
    path = f"/example/{unused[0]}"

    def enter(request: Request) -> Response:
        if not unused:
            raise HTTPException(404)
        unused.clear()
        answer = RedirectResponse(_EXAMPLE, 303)
        start_session(request, answer, services.accounts.let_in(account, "example"))
        return answer

    app.router.routes.append(Route(path, enter))
    mount(app, services)
    return app, path
