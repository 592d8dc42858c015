"""``licet serve``: pages and API, on this machine unless said otherwise."""

from __future__ import annotations

import logging
import os
import socket
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from licet.cli.files import fail

if TYPE_CHECKING:
    from licet.api.services import Services

__all__ = ["serve"]

_GRACE_SECONDS = 20
_IDLE_SECONDS = 75
"""An idle connection is kept so long: longer than clients and proxies do, who then never write to one just closed."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0: any free one.")] = 8374,
    log: Annotated[bool, typer.Option("--log", help="Log every request as a line of JSON.")] = False,
) -> None:
    """Serve pages and API; the first start makes the first administrator and prints how to sign in."""
    import uvicorn

    from licet.api.app import create_app
    from licet.api.connections import Connection
    from licet.api.services import open_services
    from licet.api.settings import SettingError, Settings
    from licet.api.telemetry import log_to
    from licet.store.home import home_folder
    from licet.web import mount

    try:
        settings = Settings.of(home_folder())
    except SettingError as error:
        fail(str(error))
    if host not in _LOOPBACK and not settings.https:
        fail("--host: beyond this machine only behind https; set LICET_PUBLIC_URL (docs/guide/serve.md)")
    os.umask(0o077)  # whatever the server writes is its owner's alone
    services = open_services(settings)
    try:
        app = create_app(services)
        mount(app, services)
        config = uvicorn.Config(
            app, host, port, access_log=False, server_header=False, log_config=None,
            proxy_headers=settings.public_url is not None, forwarded_allow_ips=settings.trusted_proxies,
            timeout_graceful_shutdown=_GRACE_SECONDS,
            timeout_keep_alive=_IDLE_SECONDS, http=Connection, backlog=2048,
        )  # fmt: skip
        log_to(sys.stderr, logging.INFO if log else logging.WARNING)
        listening = config.bind_socket()  # before the one-time password is made, which is shown once
        # Accepted connections inherit it. Without it every answer waits 40 ms for the client's acknowledgement:
        # asyncio sets it only on sockets that were made with the protocol's number, which this one is not.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _welcome(services)
        services.house().finder.find("Licet", None)  # loads the compiled search before the first person waits
        print(f"Licet: http://{host}:{listening.getsockname()[1]} (stop with Ctrl-C)", file=sys.stderr)
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        services.close()


def _welcome(services: Services) -> None:
    made = services.accounts.first_administrator(services.settings.organisation)
    if made is not None:
        login, password = made
        print(
            f"Licet: the first administrator was made. Sign in as {login!r} with the password\n\n"
            f"    {password}\n\nIt is shown this once, and has to be changed at the first sign-in.",
            file=sys.stderr,
        )
