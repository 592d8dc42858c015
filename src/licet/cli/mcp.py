"""``licet mcp``: a server for assistants, over stdio or HTTP on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["mcp"]


def mcp(
    http: Annotated[
        bool,
        typer.Option(
            "--http",
            help="Serve HTTP on this machine (127.0.0.1) instead of stdin and stdout. Where there are accounts, "
            "every request carries an API token of one (licet token add).",
        ),
    ] = False,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="With --http: the port.")] = 8765,
) -> None:
    """Let assistants check, screen, look up law and suppose (Model Context Protocol)."""
    from licet.mcp.identity import account_tokens
    from licet.mcp.server import mcp_server
    from licet.storage.home import home_folder

    if not http:
        mcp_server(home_folder()).run("stdio")
        return
    with account_tokens(home_folder()) as accounts:
        server = mcp_server(home_folder(), accounts, port)
        server.run("streamable-http", host="127.0.0.1", port=port)
