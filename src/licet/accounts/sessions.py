"""Sessions and API tokens: made at sign-in, looked up at every request, ended at will.

A session ends 30 minutes after its last use and 12 hours after its beginning (OWASP ASVS 4.0.3, 3.3.2).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, insert, select, update

from licet.accounts.chain import tell
from licet.accounts.keys import ServerKey, fingerprint, new_secret
from licet.accounts.model import Account, AccountError, User
from licet.accounts.rows import accounts_with, at_text, read_account
from licet.events.kinds import Kind
from licet.events.roles import UserAction
from licet.storage.basis import credential_of
from licet.storage.database import Database
from licet.storage.schema_accounts import account, api_token, session

__all__ = ["Clock", "OpenSession", "Sessions", "Started", "TokenMade"]

Clock = Callable[[], datetime]
"""Gives now, with its time zone."""

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
_TOUCH = timedelta(minutes=1)
"""How exactly the last use of a session is kept."""
TOKEN_PREFIX = "licet_"  # noqa: S105  # by which a leaked token is recognized


@dataclass(frozen=True, slots=True)
class Started:
    """A session that began. ``secret`` goes into the cookie and is kept nowhere else."""

    secret: str
    user: User


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that has not ended. ``key`` names it, and opens nothing."""

    key: str
    method: str
    began: str
    last_used: str


@dataclass(frozen=True, slots=True)
class TokenMade:
    """An API token. ``secret`` is shown once, and None afterwards."""

    key: str
    name: str
    account: str
    scopes: frozenset[UserAction]
    expires: datetime
    ended: bool = False
    secret: str | None = None


class Sessions:
    """Sessions and API tokens, over a database."""

    def __init__(self, database: Database, key: ServerKey, clock: Clock) -> None:
        self._database, self._key, self._clock = database, key, clock

    def start(self, connection: Connection, who: Account, method: str) -> Started:
        """Begin a session, inside a unit of work."""
        secret, now = new_secret(), self._clock()
        key = fingerprint(secret)
        at = at_text(now)
        connection.execute(
            insert(session).values(key=key, account=who.key, method=method, made_at=at, seen_at=at)
        )
        tell(connection, now, Kind.SIGNED_IN, who.key, who, method=method)
        return Started(secret, User(who, method, key, self._csrf(key), now + LONGEST))

    def find(self, secret: str) -> User | None:
        """Whose session this is; None: nobody's any more."""
        key, now = fingerprint(secret), self._clock()
        query = (
            accounts_with()
            .join(session, session.c.account == account.c.key)
            .add_columns(session.c.method, session.c.made_at.label("began"), session.c.seen_at)
            .where(
                session.c.key == key, session.c.ended_at.is_(None), account.c.disabled.is_(False),
                session.c.seen_at > at_text(now - IDLE), session.c.made_at > at_text(now - LONGEST),
            )
        )  # fmt: skip
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        if datetime.fromisoformat(row["seen_at"]) < now - _TOUCH:
            self._touch(key, now)
        expires = datetime.fromisoformat(row["began"]) + LONGEST
        return User(read_account(row), row["method"], key, self._csrf(key), expires)

    def end(self, key: str) -> None:
        """End one session."""
        with self._database.unit_of_work() as connection:
            self._end(connection, key)

    def end_all(self, connection: Connection, who: str, *, but: str | None = None) -> None:
        """End the sessions of an account, inside a unit of work."""
        where = [session.c.account == who, session.c.ended_at.is_(None)]
        if but is not None:
            where.append(session.c.key != but)
        connection.execute(update(session).where(*where).values(ended_at=at_text(self._clock())))

    def end_tokens(self, connection: Connection, who: str) -> None:
        """End the API tokens of an account, inside a unit of work."""
        mine = update(api_token).where(api_token.c.account == who, api_token.c.ended_at.is_(None))
        connection.execute(mine.values(ended_at=at_text(self._clock())))

    def open_sessions(self, who: str) -> list[OpenSession]:
        """The sessions of an account that have not ended."""
        now = self._clock()
        query = select(session).where(
            session.c.account == who, session.c.ended_at.is_(None),
            session.c.seen_at > at_text(now - IDLE), session.c.made_at > at_text(now - LONGEST),
        )  # fmt: skip
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(session.c.made_at)).mappings()
            return [OpenSession(row["key"], row["method"], row["made_at"], row["seen_at"]) for row in rows]

    def end_sessions_of(self, who: str, by: Account) -> None:
        """End every session of an account, by an administrator."""
        with self._database.unit_of_work() as connection:
            self.end_all(connection, who)
            tell(connection, self._clock(), Kind.SESSIONS_ENDED, who, by)

    def end_secret(self, secret: str) -> None:
        """End the session that a cookie stands for."""
        self.end(fingerprint(secret))

    def make_token(self, who: Account, name: str, scopes: Collection[UserAction], days: int) -> TokenMade:
        """Make an API token, which may do what its scopes and the roles of its account both allow."""
        wrong = sorted(scope for scope in scopes if who.role_for(scope) is None)
        if wrong:
            raise AccountError("scopes", f"your roles do not allow: {', '.join(wrong)}")
        secret, now = TOKEN_PREFIX + new_secret(), self._clock()
        made = TokenMade(
            secrets.token_hex(16), name, who.key, frozenset(scopes), now + timedelta(days=days), secret=secret
        )
        values = {
            "key": made.key, "name": name, "account": who.key, "secret_hash": fingerprint(secret),
            "scopes": sorted(scopes), "made_at": at_text(now), "expires_at": at_text(made.expires),
        }  # fmt: skip
        with self._database.unit_of_work() as connection:
            connection.execute(insert(api_token).values(values))
            said = {
                "token": made.key, "scopes": sorted(scopes), "expires": made.expires,
                "credential": credential_of(fingerprint(secret)),
            }  # fmt: skip
            tell(connection, now, Kind.TOKEN_MADE, who.key, who, **said)
        return made

    def find_token(self, secret: str) -> User | None:
        """Whose API token this is; None: nobody's any more."""
        query = (
            accounts_with()
            .join(api_token, api_token.c.account == account.c.key)
            .add_columns(api_token.c.key.label("token"), api_token.c.scopes, api_token.c.expires_at)
            .where(
                api_token.c.secret_hash == fingerprint(secret), api_token.c.ended_at.is_(None),
                account.c.disabled.is_(False), api_token.c.expires_at > at_text(self._clock()),
            )
        )  # fmt: skip
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        scopes = frozenset(map(UserAction, row["scopes"]))
        expires = datetime.fromisoformat(row["expires_at"])
        return User(read_account(row), "token", row["token"], "", expires, scopes)

    def tokens(self, who: str) -> list[TokenMade]:
        """The API tokens of an account, ended ones included."""
        query = select(api_token).where(api_token.c.account == who).order_by(api_token.c.made_at)
        with self._database.reading() as connection:
            return [_token(row) for row in connection.execute(query).mappings()]

    def end_token(self, who: str, key: str, by: Account) -> bool:
        """End an API token of an account, by its owner or an administrator; False where it has none such."""
        ended = update(api_token).where(
            api_token.c.key == key, api_token.c.account == who, api_token.c.ended_at.is_(None)
        )
        with self._database.unit_of_work() as connection:
            found = connection.execute(ended.values(ended_at=at_text(self._clock()))).rowcount == 1
            if found:
                tell(connection, self._clock(), Kind.TOKEN_ENDED, who, by, token=key)
            return found

    def _csrf(self, key: str) -> str:
        return self._key.sign("csrf", key)

    def _touch(self, key: str, now: datetime) -> None:
        with self._database.unit_of_work() as connection:
            connection.execute(update(session).where(session.c.key == key).values(seen_at=at_text(now)))

    def _end(self, connection: Connection, key: str) -> None:
        ended = update(session).where(session.c.key == key, session.c.ended_at.is_(None))
        connection.execute(ended.values(ended_at=at_text(self._clock())))


def _token(row: RowMapping) -> TokenMade:
    return TokenMade(
        row["key"],
        row["name"],
        row["account"],
        frozenset(map(UserAction, row["scopes"])),
        datetime.fromisoformat(row["expires_at"]),
        row["ended_at"] is not None,
    )
