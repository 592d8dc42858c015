"""A limit on sign-ins that fail, kept in the database so that it holds over restarts and several servers.

An attempt is counted before the password is looked at, so that many at once gain nothing, and taken back when it
succeeds. Counted are: one login from one address (10 in 15 minutes), one address (100 in 15 minutes), and one login
from anywhere (100 in an hour, OWASP ASVS 4.0.3, 2.2.1), so that a stranger cannot lock somebody else out cheaply.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from licet.access.accounts.keys import fingerprint
from licet.access.accounts.model import SignInError
from licet.access.accounts.rows import at_text
from licet.store.schema_accounts import sign_in_failure as failure

__all__ = ["Attempt", "count_attempt", "forget_old", "take_back"]


@dataclass(frozen=True, slots=True)
class _Limit:
    key: str
    most: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who tried, as far as it is counted."""

    login: str
    address: str

    @property
    def limits(self) -> tuple[_Limit, ...]:
        quarter, hour = timedelta(minutes=15), timedelta(hours=1)
        return (
            _Limit(fingerprint(f"pair\0{self.login}\0{self.address}"), 10, quarter),
            _Limit(fingerprint(f"address\0{self.address}"), 100, quarter),
            _Limit(fingerprint(f"login\0{self.login}"), 100, hour),
        )


def count_attempt(connection: Connection, attempt: Attempt, now: datetime) -> None:
    """Count an attempt, inside a unit of work. Raises SignInError when there were too many."""
    for limit in attempt.limits:
        since = at_text(now - limit.within)
        seen = select(func.count(), func.min(failure.c.at)).where(
            failure.c.key == limit.key, failure.c.at > since
        )
        count, oldest = connection.execute(seen).one()
        if count >= limit.most:
            wait = datetime.fromisoformat(oldest) + limit.within - now
            raise SignInError(
                "too many attempts; wait and try again", retry_after=max(1, round(wait.total_seconds()))
            )
    connection.execute(insert(failure), [{"key": one.key, "at": at_text(now)} for one in attempt.limits])


def take_back(connection: Connection, attempt: Attempt, at: datetime) -> None:
    """An attempt that succeeded: it no longer counts, and those of this login from this address neither."""
    pair, *others = attempt.limits
    connection.execute(delete(failure).where(failure.c.key == pair.key))
    for one in others:
        connection.execute(delete(failure).where(failure.c.key == one.key, failure.c.at == at_text(at)))


def forget_old(connection: Connection, now: datetime) -> None:
    """Drop what no limit counts any more."""
    connection.execute(delete(failure).where(failure.c.at < at_text(now - timedelta(hours=1))))
