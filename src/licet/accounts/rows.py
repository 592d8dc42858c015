"""Accounts and organisations read from their rows, and instants written so that text compares as time does."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, Select, select

from licet.accounts.model import Account, Organisation
from licet.events.roles import Side, UserRole
from licet.storage.schema_accounts import account, organisation

__all__ = ["account_row", "accounts_with", "at_text", "read_account", "read_organisation"]


def at_text(at: datetime) -> str:
    """An instant in UTC, always as many characters."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def accounts_with() -> Select[tuple[object, ...]]:
    """Accounts with their organisation."""
    return select(
        account,
        organisation.c.name.label("organisation_name"),
        organisation.c.side.label("organisation_side"),
    ).join_from(account, organisation)


def account_row(
    connection: Connection, *, login: str | None = None, key: str | None = None
) -> RowMapping | None:
    """The row of one account, by login or by key."""
    where = account.c.login == login if key is None else account.c.key == key
    return connection.execute(accounts_with().where(where)).mappings().first()


def read_account(row: RowMapping) -> Account:
    return Account(
        key=row[account.c.key],
        login=row["login"],
        name=row[account.c.name],
        organisation=Organisation(
            row["organisation"], row["organisation_name"], Side(row["organisation_side"])
        ),
        roles=frozenset(map(UserRole, row["roles"])),
        must_change=row["must_change"],
        second_factor=row["totp_confirmed"],
        disabled=row["disabled"],
        version=row["version"],
    )


def read_organisation(row: RowMapping) -> Organisation:
    return Organisation(row["key"], row["name"], Side(row["side"]))
