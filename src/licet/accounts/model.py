"""An account and what it was let in with."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from licet.errors import LicetError
from licet.events.roles import AUTHORITY, Side, UserAction, UserRole, incompatible, may

__all__ = ["Account", "AccountError", "Organization", "SignInError", "User", "check_roles", "login_of"]

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,119}")


class AccountError(LicetError, ValueError):
    """A bad request about an account. ``field``: which part of it is at fault."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class SignInError(LicetError):
    """Not let in. The words never tell whether an account exists. ``retry_after``: seconds to wait, where limited.

    ``second_factor``: the password was right, and a code is needed as well.
    """

    def __init__(self, message: str, *, retry_after: int | None = None, second_factor: bool = False) -> None:
        super().__init__(message)
        self.retry_after, self.second_factor = retry_after, second_factor


@dataclass(frozen=True, slots=True)
class Organization:
    """An exporter, or an agency of the authority."""

    key: str
    name: str
    side: Side


@dataclass(frozen=True, slots=True)
class Account:
    """A person, or a machine, that may come in. ``must_change``: the password was given by somebody else.

    ``version`` grows by one with every change, so that nobody overwrites what they have not seen.
    """

    key: str
    login: str
    name: str
    organization: Organization
    roles: frozenset[UserRole]
    must_change: bool
    second_factor: bool
    disabled: bool
    version: int

    def role_for(self, action: UserAction) -> UserRole | None:
        """The role in which the account may act so; None: it may not."""
        return next((role for role in sorted(self.roles) if may(role, action)), None)


@dataclass(frozen=True, slots=True)
class User:
    """An account that was let in, and how.

    ``method``: ``password``, ``oidc`` or ``token``. ``session``: the key of the session, or of the API token.
    ``csrf``: what the forms of this session carry; empty for a token. ``scopes``: what the token may be used for.
    """

    account: Account
    method: str
    session: str
    csrf: str
    expires: datetime
    scopes: frozenset[UserAction] | None = None

    def may(self, action: UserAction) -> bool:
        """Whether role and, with a token, scope allow it."""
        in_scope = self.scopes is None or action in self.scopes
        return in_scope and self.account.role_for(action) is not None


def login_of(text: str) -> str:
    """A login in its one spelling. Raises AccountError."""
    login = text.strip().casefold()
    if not _LOGIN.fullmatch(login):
        raise AccountError(
            "login", "must be 1 to 120 of a-z, 0-9 and . _ @ + -, and begin with a letter or digit"
        )
    return login


def check_roles(roles: Collection[UserRole], side: Side) -> frozenset[UserRole]:
    """Roles that one person of an organization may hold. Raises AccountError."""
    held = frozenset(roles)
    if not held:
        raise AccountError("roles", "an account needs a role")
    if UserRole.SYSTEM in held:
        raise AccountError("roles", "system is the clock's role, and no person's")
    why = incompatible(held)
    if why:
        raise AccountError("roles", "; ".join(why))
    for role in sorted(held - {UserRole.ADMINISTRATOR, UserRole.AUDITOR, UserRole.OPERATOR}):
        if (role in AUTHORITY) is not (side is Side.AUTHORITY):
            raise AccountError("roles", f"{role} is no role of an organization on the {side}'s side")
    return held
