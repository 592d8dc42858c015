"""The server of the Model Context Protocol, by the official SDK (``licet[mcp]``): stdio, or HTTP on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError

from licet import __version__
from licet.events.roles import UserAction
from licet.mcp.identity import TokenAccounts, asker, may, token_settings
from licet.mcp.tools import INSTRUCTIONS, AssistantTools

__all__ = ["mcp_server"]


def mcp_server(home: Path, accounts: TokenAccounts | None = None, port: int = 8765) -> MCPServer[Any]:
    """A server over the workspace of a home folder; its tools only answer, and change nothing but the log.

    ``accounts``: whose API tokens are taken, and must be carried; None: whoever can reach the server may ask.
    """
    tools = AssistantTools.of(home)
    server: MCPServer[Any] = MCPServer(
        "licet",
        version=__version__,
        instructions=INSTRUCTIONS,
        token_verifier=accounts,
        auth=None if accounts is None else token_settings(port),
    )

    def check(transaction: dict[str, Any], context: Context[Any, Any]) -> dict[str, Any]:
        """May this transaction go ahead? Keys as in licet help sale; leave out what the user did not tell you.

        It may go only where ``go`` is true. Ask the user what ``ask_next`` names. What ``confirm`` lists, a person
        confirms in Licet.
        """
        return tools.check(transaction, _client(context))

    def explain(transaction: dict[str, Any], context: Context[Any, Any]) -> dict[str, Any]:
        """The answer to a transaction in full: rules, conditions, citations and dates that it rests on."""
        return tools.explain(transaction, _client(context))

    def what_if(
        transaction: dict[str, Any], changes: dict[str, Any], context: Context[Any, Any]
    ) -> dict[str, Any]:
        """The answer now, and the answer if some keys of the transaction were others. A supposition is never a go."""
        return tools.what_if(transaction, changes, _client(context))

    def screen(name: str, context: Context[Any, Any], country: str | None = None) -> dict[str, Any]:
        """Is this name on a list? A match or review is for a person to decide; you clear none."""
        return tools.screen(name, country, _client(context, UserAction.SCREEN))

    def law(cite: str, context: Context[Any, Any]) -> dict[str, Any]:
        """The rules that rest on a citation, such as ``15 CFR 744.11``, in English, as in force today."""
        return tools.law(cite, _client(context))

    for tool in (check, explain, what_if, screen, law):
        server.add_tool(tool)
    return server


def _client(context: Context[Any, Any], action: UserAction = UserAction.CHECK_SALE) -> str:
    """The assistant as its client calls itself, and for whom it asks. Raises ToolError where that one may not."""
    if not may(action):
        raise ToolError(f"the token does not allow: {action.value}")
    params = context.session.client_params
    name = "unknown" if params is None else f"{params.client_info.name} {params.client_info.version}"
    return f"{name} for {asker()}" if asker() else name
