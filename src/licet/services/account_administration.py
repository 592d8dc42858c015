"""Accounts, tokens and organizations, by whoever may read the home folder: the server's own administrator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from licet.accounts.keys import ServerKey
from licet.accounts.model import Account, AccountError
from licet.accounts.service import Accounts
from licet.accounts.sessions import Sessions
from licet.services.cases.queries import now
from licet.storage.database import open_database

__all__ = ["AccountAdministration", "account_administration"]


@dataclass(frozen=True)
class AccountAdministration:
    """The accounts and sessions of a home folder."""

    accounts: Accounts
    sessions: Sessions

    def account(self, login: str) -> Account:
        """The account of a login. Raises AccountError."""
        wanted = login.strip().casefold()
        found = next((item for item in self.accounts.accounts() if item.login == wanted), None)
        if found is None:
            raise AccountError("login", f"there is no account {wanted!r}")
        return found


@contextmanager
def account_administration(home: Path) -> Iterator[AccountAdministration]:
    """Open the accounts of a home folder, which is made where it is missing."""
    with closing(open_database(home)) as database:
        key = ServerKey.of(home)
        sessions = Sessions(database, key, now)
        yield AccountAdministration(Accounts(database, key, now, sessions), sessions)
