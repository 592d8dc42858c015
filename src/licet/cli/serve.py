"""``licet serve``: pages and API, on this machine unless said otherwise."""

from __future__ import annotations

import os
import signal
import socket
import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from licet.cli.files import fail

if TYPE_CHECKING:
    from licet.server.settings import Settings

__all__ = ["serve"]

_GRACE_SECONDS = 20
_IDLE_SECONDS = 75
"""An idle connection is kept so long: longer than clients and proxies do, who then never write to one just closed."""
_BACKLOG = 2048
_ANSWER_SECONDS = 60
"""A process that says nothing to the one that started it for so long is replaced."""
_FILES = 65_536
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0: any free one.")] = 8374,
    log: Annotated[bool, typer.Option("--log", help="Log every request as a line of JSON.")] = False,
    workers: Annotated[
        int,
        typer.Option(
            "--workers", min=1, max=64, help="Processes that serve, beside the one in the background."
        ),
    ] = 1,
) -> None:
    """Serve pages and API; the first start makes the first administrator and prints how to sign in."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from licet.server.connections import Connection
    from licet.server.settings import SettingError, Settings
    from licet.storage.home import home_folder
    from licet.web.background import BackgroundProcess
    from licet.web.serving import application

    try:
        settings = Settings.of(home_folder())
    except SettingError as error:
        fail(str(error))
    if host not in _LOOPBACK and not settings.https:
        fail("--host: beyond this machine only behind https; set LICET_PUBLIC_URL (licet help serve)")
    os.umask(0o077)  # whatever the server writes is its owner's alone
    _more_files()
    background = BackgroundProcess(log=log)
    config = uvicorn.Config(
        partial(application, log=log, processes=workers, background=background.socket), host, port, factory=True,
        workers=workers, access_log=False, server_header=False, log_config=None,
        proxy_headers=settings.public_url is not None, forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=_GRACE_SECONDS, timeout_keep_alive=_IDLE_SECONDS, http=Connection, backlog=_BACKLOG,
        timeout_worker_healthcheck=_ANSWER_SECONDS,
    )  # fmt: skip
    listening = config.bind_socket()  # before the one-time password is made, which is shown once
    # Accepted connections inherit it. Without it every answer waits 40 ms for the client's acknowledgement:
    # asyncio sets it only on sockets that were made with the protocol's number, which this one is not.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    _welcome(settings)
    print(f"Licet: http://{host}:{listening.getsockname()[1]} (stop with Ctrl-C)", file=sys.stderr)
    # uvicorn sends itself the signal that ended it once more; then the process in the background ends in order
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with background:
        if workers == 1:
            uvicorn.Server(config).run(sockets=[listening])
        else:
            Multiprocess(config, [listening]).run()


def _more_files() -> None:
    """As many open files as the system lets this process have: every connection is one."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _welcome(settings: Settings) -> None:
    """Bring the database up to date, and make the first administrator where there is none."""
    from contextlib import closing

    from licet.accounts.keys import ServerKey
    from licet.accounts.service import Accounts
    from licet.accounts.sessions import Sessions
    from licet.services.cases.queries import now
    from licet.storage.database import open_database

    with closing(open_database(settings.home)) as database:
        key = ServerKey.of(settings.home)
        accounts = Accounts(database, key, now, Sessions(database, key, now))
        made = accounts.first_administrator(settings.organization)
    if made is None:
        return
    login, password = made
    print(
        f"Licet: the first administrator was made. Sign in as {login!r} with the password\n\n"
        f"    {password}\n\nIt is shown this once, and has to be changed at the first sign-in.",
        file=sys.stderr,
    )
