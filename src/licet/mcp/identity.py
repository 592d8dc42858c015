"""Who asks over HTTP: where an installation has accounts, every request carries an API token of one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.auth.provider import AccessToken
from mcp.server.auth.settings import AuthSettings

from licet.accounts.sessions import Sessions
from licet.events.roles import UserAction
from licet.services.account_administration import account_administration
from licet.storage.home import database_path

__all__ = ["TokenAccounts", "account_tokens", "asker", "may", "token_settings"]


class TokenAccounts:
    """Verifies API tokens of accounts. ``expires_at``: when the token ends; ``client_id``: the login."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def verify_token(self, token: str) -> AccessToken | None:
        """The account behind a token, with what it may do; None: nobody's, or of one that was disabled."""
        user = await asyncio.to_thread(self._sessions.find_token, token)
        if user is None:
            return None
        scopes = [action.value for action in UserAction if user.may(action)]
        ends = int(user.expires.timestamp())
        return AccessToken(token=token, client_id=user.account.login, scopes=scopes, expires_at=ends)


@contextmanager
def account_tokens(home: Path) -> Iterator[TokenAccounts | None]:
    """The accounts of a home folder; None: it has none, and whoever reaches this machine may ask."""
    if not database_path(home).exists():
        yield None
        return
    with account_administration(home) as found:
        yield TokenAccounts(found.sessions) if found.accounts.accounts() else None


def token_settings(port: int) -> AuthSettings:
    """What the server says of itself to clients without a token."""
    url = f"http://127.0.0.1:{port}"
    return AuthSettings.model_validate(
        {"issuer_url": url, "resource_server_url": f"{url}/mcp", "validate_token_resource": False}
    )


def asker() -> str:
    """The login of whoever asks; empty without a token."""
    token = get_access_token()
    return "" if token is None else token.client_id


def may(action: UserAction) -> bool:
    """Whether whoever asks may do something; without accounts everybody may."""
    token = get_access_token()
    return token is None or action.value in token.scopes
