"""The accounts of one server: who there is, who may come in, and how a sign-in goes."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from licet.accounts.chain import tell
from licet.accounts.keys import ServerKey, check_password, hash_password, new_secret, same_password
from licet.accounts.limits import SecretAttempt, count_attempt, forget_old, forgive, take_back
from licet.accounts.model import (
    Account,
    AccountError,
    Organization,
    SignInError,
    check_roles,
    login_of,
)
from licet.accounts.rows import account_row, accounts_with, at_text, read_account, read_organization
from licet.accounts.sessions import Clock, Sessions, Started
from licet.accounts.totp import Enrolment, matching_step, totp_secret
from licet.errors import LicetError
from licet.events.kinds import Kind
from licet.events.roles import Side, UserRole
from licet.storage.basis import credential_of, identity_of
from licet.storage.database import Database
from licet.storage.schema_accounts import account, organization

__all__ = ["Accounts", "NewAccount", "StaleError"]

_REFUSED = "login, password or code is wrong"


class StaleError(LicetError):
    """The account was changed by somebody else meanwhile."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account is made of. ``password``: None where the person signs in elsewhere (OIDC), or not at all."""

    login: str
    name: str
    organization: str
    roles: Collection[UserRole]
    password: str | None = None
    issuer: str | None = None
    subject: str | None = None


class Accounts:
    """Accounts, sign-in and second factors, over a database."""

    def __init__(self, database: Database, key: ServerKey, clock: Clock, sessions: Sessions) -> None:
        self._database, self._key, self._clock = database, key, clock
        self._sessions = sessions

    def first_administrator(self, organization_name: str) -> tuple[str, str] | None:
        """Where there is no account yet: make the first, and give its login and one-time password."""
        password = secrets.token_urlsafe(18)
        with self._database.unit_of_work() as connection:
            if connection.execute(select(func.count()).select_from(account)).scalar():
                return None
            self._add_organization(connection, "home", organization_name, Side.EXPORTER)
            made = NewAccount("admin", "Administrator", "home", {UserRole.ADMINISTRATOR}, password)
            self._add(connection, made)
        return "admin", password

    def add_organization(self, key: str, name: str, side: Side, *, by: Account | None = None) -> Organization:
        """Raises AccountError when key or name is empty, or the key is taken."""
        for field, value in (("key", key), ("name", name)):
            if not value.strip():
                raise AccountError(field, "empty; it is needed")
        with self._database.unit_of_work() as connection:
            made = self._add_organization(connection, key, name, side)
            if by is not None:
                tell(connection, self._clock(), Kind.ORGANIZATION_MADE, key, by, side=side.value)
            return made

    def organizations(self) -> list[Organization]:
        with self._database.reading() as connection:
            rows = connection.execute(select(organization).order_by(organization.c.key)).mappings()
            return [read_organization(row) for row in rows]

    def add(self, new: NewAccount, *, by: Account | None = None) -> Account:
        """Make an account, whose password has to be changed at the first sign-in. Raises AccountError.

        ``by``: the administrator who makes it; None: the server itself, on the terminal.
        """
        if new.password is not None:
            check_password(new.password, login_of(new.login))
        with self._database.unit_of_work() as connection:
            return self._add(connection, new, by)

    def add_with_password(self, new: NewAccount, *, by: Account | None = None) -> tuple[Account, str | None]:
        """Make an account with a one-time password, which is given once; None for one that OIDC vouches for."""
        if (new.issuer is None) is not (new.subject is None):
            raise AccountError("subject", "issuer and subject go together")
        if new.issuer is not None:
            return self.add(new, by=by), None
        password = secrets.token_urlsafe(18)
        return self.add(replace(new, password=password), by=by), password

    def accounts(self) -> list[Account]:
        with self._database.reading() as connection:
            rows = connection.execute(accounts_with().order_by(account.c.login)).mappings()
            return [read_account(row) for row in rows]

    def find(self, key: str) -> Account | None:
        with self._database.reading() as connection:
            row = account_row(connection, key=key)
        return None if row is None else read_account(row)

    def with_subject(self, issuer: str, subject: str) -> Account | None:
        """The account of a person whom an OIDC provider knows as ``subject``."""
        query = accounts_with().where(account.c.issuer == issuer, account.c.subject == subject)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else read_account(row)

    def change(
        self,
        key: str,
        version: int,
        *,
        name: str | None = None,
        roles: Collection[UserRole] | None = None,
        disabled: bool | None = None,
        by: Account | None = None,
    ) -> Account:
        """Change what is given; every session of the account ends. Raises AccountError or StaleError."""
        with self._database.unit_of_work() as connection:
            before = self._needed(connection, key)
            found = read_account(before)
            values: dict[str, object] = {}
            if name is not None:
                values["name"] = name
            if roles is not None:
                values["roles"] = sorted(check_roles(roles, found.organization.side))
            if disabled is not None:
                values["disabled"] = disabled
            self._update(connection, key, version, values)
            if UserRole.ADMINISTRATOR in found.roles:
                self._keep_an_administrator(connection)
            self._sessions.end_all(connection, key)
            made = read_account(self._needed(connection, key))
            changed = {"roles": sorted(made.roles), "disabled": made.disabled}
            tell(connection, self._clock(), Kind.ACCOUNT_CHANGED, key, by or made, **changed)
            return made

    def set_password(
        self, key: str, old: str, new: str, *, keep_session: str | None = None, address: str = ""
    ) -> None:
        """Change one's own password; every other session and every API token ends.

        Raises AccountError, and SignInError for too many attempts.
        """
        row = self._proved(key, old, address, field="old_password")
        if new == old:
            raise AccountError("password", "is the old one")
        check_password(new, row["login"])
        hashed = hash_password(new)
        with self._database.unit_of_work() as connection:
            self._update(connection, key, row["version"], {"password_hash": hashed, "must_change": False})
            self._sessions.end_all(connection, key, but=keep_session)
            self._sessions.end_tokens(connection, key)
            who = read_account(row)
            tell(connection, self._clock(), Kind.PASSWORD_CHANGED, key, who, credential=credential_of(hashed))

    def reset(self, key: str, version: int, *, by: Account | None = None) -> str:
        """Give a new one-time password and take the second factor away; gives the password, to hand over.

        Every session and every API token of the account ends.
        """
        password = secrets.token_urlsafe(18)
        values = {
            "password_hash": hash_password(password), "must_change": True, "totp_nonce": None,
            "totp_confirmed": False,
        }  # fmt: skip
        with self._database.unit_of_work() as connection:
            self._update(connection, key, version, values)
            self._sessions.end_all(connection, key)
            self._sessions.end_tokens(connection, key)
            who = by or read_account(self._needed(connection, key))
            credential = credential_of(str(values["password_hash"]))
            tell(connection, self._clock(), Kind.ACCOUNT_RESET, key, who, credential=credential)
        return password

    def sign_in(self, login: str, password: str, code: str | None, address: str) -> Started:
        """Let somebody in by password, and code where the account has a second factor. Raises SignInError."""
        try:
            plain = login_of(login)
        except AccountError:
            plain = ""
        now, attempt = self._clock(), SecretAttempt(plain, address)
        with self._database.unit_of_work() as connection:
            forget_old(connection, now)
            counted = count_attempt(connection, attempt, now)
        with self._database.reading() as connection:
            row = account_row(connection, login=plain)
        right = same_password(None if row is None else row["password_hash"], password)
        if row is None or not right or row["disabled"]:
            raise SignInError(_REFUSED)
        step = self._second_step(row, code, counted, now)
        with self._database.unit_of_work() as connection:
            if not _same(account_row(connection, login=plain), row):  # reset or disabled meanwhile
                raise SignInError(_REFUSED)
            if step is not None:
                self._use_step(connection, row["key"], step)
            take_back(connection, counted)
            forgive(connection, attempt)
            return self._sessions.start(connection, read_account(row), "password")

    def let_in(self, found: Account, method: str) -> Started:
        """Sign in somebody whom another identity provider vouches for. Raises SignInError."""
        if found.disabled:
            raise SignInError(_REFUSED)
        with self._database.unit_of_work() as connection:
            row = account_row(connection, key=found.key)
            if row is None or row["disabled"]:
                raise SignInError(_REFUSED)
            return self._sessions.start(connection, read_account(row), method)

    def enrol(self, key: str, password: str, address: str = "") -> Enrolment:
        """Begin a second factor, which counts once :meth:`confirm` has seen a code.

        With the password: who finds an open session must not lock its owner out. Raises AccountError, SignInError.
        """
        self._proved(key, password, address)
        nonce = new_secret()
        with self._database.unit_of_work() as connection:
            row = self._needed(connection, key)
            if row["totp_confirmed"]:
                raise AccountError("code", "there is a second factor already; take it away first")
            self._update(connection, key, row["version"], {"totp_nonce": nonce, "totp_last_step": 0})
        secret = totp_secret(self._key, key, nonce)
        return Enrolment(secret, _address(secret, row["login"]))

    def confirm(self, key: str, code: str, address: str = "") -> None:
        """Make the second factor count. Raises AccountError, SignInError."""
        counted = self._count(key, address)
        with self._database.unit_of_work() as connection:
            row = self._needed(connection, key)
            step = self._step(row, code, self._clock())
            if step is None:
                raise AccountError("code", "is wrong; is the clock of the device right?")
            take_back(connection, counted)
            self._update(connection, key, row["version"], {"totp_confirmed": True, "totp_last_step": step})
            tell(connection, self._clock(), Kind.SECOND_FACTOR_ADDED, key, read_account(row))

    def drop_second_factor(self, key: str, password: str, address: str = "") -> None:
        """Take one's own second factor away. Raises AccountError, SignInError."""
        row = self._proved(key, password, address)
        with self._database.unit_of_work() as connection:
            self._update(connection, key, row["version"], {"totp_confirmed": False, "totp_nonce": None})
            tell(connection, self._clock(), Kind.SECOND_FACTOR_DROPPED, key, read_account(row))

    def _proved(self, key: str, password: str, address: str, field: str = "password") -> RowMapping:
        """The account, once somebody who is signed in gave its password; counted as a sign-in is."""
        counted = self._count(key, address)
        with self._database.reading() as connection:
            row = self._needed(connection, key)
        if not same_password(row["password_hash"], password):
            raise AccountError(field, "is wrong")
        with self._database.unit_of_work() as connection:
            take_back(connection, counted)
        return row

    def _count(self, key: str, address: str) -> tuple[int, ...]:
        now = self._clock()
        with self._database.unit_of_work() as connection:
            login = self._needed(connection, key)["login"]
            forget_old(connection, now)
            return count_attempt(connection, SecretAttempt(login, address), now)

    def _second_step(
        self, row: RowMapping, code: str | None, counted: tuple[int, ...], now: datetime
    ) -> int | None:
        """The time step of a right code; None where the account has no second factor."""
        if not row["totp_confirmed"]:
            return None
        if not code:
            with self._database.unit_of_work() as connection:
                take_back(connection, counted)
            raise SignInError("a code of your authenticator app is needed", second_factor=True)
        step = self._step(row, code, now)
        if step is None or step <= row["totp_last_step"]:
            raise SignInError(_REFUSED, second_factor=True)
        return step

    def _step(self, row: RowMapping, code: str, now: datetime) -> int | None:
        if row["totp_nonce"] is None:
            return None
        return matching_step(totp_secret(self._key, row["key"], row["totp_nonce"]), code, now)

    @staticmethod
    def _use_step(connection: Connection, key: str, step: int) -> None:
        """A code counts once: of two sign-ins with one code the later is refused."""
        used = connection.execute(
            update(account)
            .where(account.c.key == key, account.c.totp_last_step < step)
            .values(totp_last_step=step)
        )
        if used.rowcount != 1:
            raise SignInError(_REFUSED, second_factor=True)

    def _add_organization(self, connection: Connection, key: str, name: str, side: Side) -> Organization:
        values = {"key": key, "name": name, "side": side.value, "made_at": at_text(self._clock())}
        try:
            connection.execute(insert(organization).values(values))
        except IntegrityError as error:
            raise AccountError("key", f"there is an organization {key} already") from error
        return Organization(key, name, side)

    def _add(self, connection: Connection, new: NewAccount, by: Account | None = None) -> Account:
        query = select(organization).where(organization.c.key == new.organization)
        row = connection.execute(query).mappings().first()
        if row is None:
            raise AccountError("organization", f"there is no organization {new.organization!r}")
        roles = check_roles(new.roles, Side(row["side"]))
        key = secrets.token_hex(16)
        values = {
            "key": key, "login": login_of(new.login), "name": new.name, "organization": new.organization,
            "roles": sorted(roles),
            "password_hash": None if new.password is None else hash_password(new.password),
            "must_change": new.password is not None, "totp_confirmed": False, "totp_last_step": 0,
            "issuer": new.issuer, "subject": new.subject, "disabled": False, "version": 1,
            "made_at": at_text(self._clock()),
        }  # fmt: skip
        try:
            connection.execute(insert(account).values(values))
        except IntegrityError as error:
            raise AccountError("login", "there is an account with this login or subject already") from error
        row_of_made = self._needed(connection, key)
        made = read_account(row_of_made)
        said = {
            "roles": sorted(roles), "belongs_to": new.organization,
            "credential": credential_of(row_of_made["password_hash"]),
            "identity": identity_of(new.issuer, new.subject),
        }  # fmt: skip
        tell(connection, self._clock(), Kind.ACCOUNT_MADE, key, by or made, **said)
        return made

    @staticmethod
    def _needed(connection: Connection, key: str) -> RowMapping:
        row = account_row(connection, key=key)
        if row is None:
            raise AccountError("account", "there is no such account")
        return row

    @staticmethod
    def _update(connection: Connection, key: str, version: int, values: dict[str, object]) -> None:
        changed = connection.execute(
            update(account)
            .where(account.c.key == key, account.c.version == version)
            .values(**values, version=version + 1)
        )
        if changed.rowcount != 1:
            raise StaleError

    @staticmethod
    def _keep_an_administrator(connection: Connection) -> None:
        """Somebody has to be able to give out roles."""
        rows = connection.execute(select(account.c.roles).where(account.c.disabled.is_(False)))
        if not any(UserRole.ADMINISTRATOR in roles for (roles,) in rows):
            raise AccountError("roles", "this is the last administrator")


def _same(row: RowMapping | None, before: RowMapping) -> bool:
    """Whether an account may still sign in with the secrets that it had."""
    names = ("key", "password_hash", "disabled", "totp_nonce", "totp_confirmed")
    return row is not None and all(row[name] == before[name] for name in names)


def _address(secret: str, login: str) -> str:
    import pyotp  # noqa: PLC0415

    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Licet")
