"""A limit on secrets that are tried: at a sign-in, and wherever a password or a code is asked for again.

Kept in the database, so that it holds over restarts and several servers. An attempt is counted before the secret is
looked at, so that many at once gain nothing, and taken back when it is the right one; what failed before it is
forgiven by a whole sign-in alone, and not by a password without its code. Counted are: one login from one address (10
in 15 minutes), one address (100 in 15 minutes), and one login from anywhere (100 in an hour, OWASP ASVS 4.0.3,
2.2.1), so that a stranger cannot lock somebody else out cheaply.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from licet.accounts.keys import fingerprint
from licet.accounts.model import SignInError
from licet.accounts.rows import at_text
from licet.storage.schema_accounts import sign_in_failure as failure

__all__ = ["SecretAttempt", "count_attempt", "forget_old", "forgive", "take_back"]


@dataclass(frozen=True, slots=True)
class _AttemptLimit:
    key: str
    most: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class SecretAttempt:
    """Who tried, as far as it is counted."""

    login: str
    address: str

    @property
    def limits(self) -> tuple[_AttemptLimit, ...]:
        quarter, hour = timedelta(minutes=15), timedelta(hours=1)
        return (
            _AttemptLimit(fingerprint(f"pair\0{self.login}\0{self.address}"), 10, quarter),
            _AttemptLimit(fingerprint(f"address\0{self.address}"), 100, quarter),
            _AttemptLimit(fingerprint(f"login\0{self.login}"), 100, hour),
        )


def count_attempt(connection: Connection, attempt: SecretAttempt, now: datetime) -> tuple[int, ...]:
    """Count an attempt, inside a unit of work; gives what :func:`take_back` takes.

    Raises SignInError when there were too many.
    """
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
    return tuple(_insert(connection, attempt_limit.key, at_text(now)) for attempt_limit in attempt.limits)


def _insert(connection: Connection, key: str, at: str) -> int:
    made = connection.execute(insert(failure).values(key=key, at=at)).inserted_primary_key
    assert made is not None
    return int(made[0])


def take_back(connection: Connection, counted: tuple[int, ...]) -> None:
    """An attempt that gave the right secret no longer counts; those before it do."""
    connection.execute(delete(failure).where(failure.c.id.in_(counted)))


def forgive(connection: Connection, attempt: SecretAttempt) -> None:
    """Somebody signed in: earlier attempts at this login from this address no longer count."""
    pair, *_ = attempt.limits
    connection.execute(delete(failure).where(failure.c.key == pair.key))


def forget_old(connection: Connection, now: datetime) -> None:
    """Drop what no limit counts any more."""
    connection.execute(delete(failure).where(failure.c.at < at_text(now - timedelta(hours=1))))
