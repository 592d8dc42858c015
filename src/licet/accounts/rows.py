"""Accounts and organizations read from their rows, and instants written so that text compares as time does."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, Select, select

from licet.accounts.model import Account, Organization
from licet.events.roles import Side, UserRole
from licet.storage.schema_accounts import account, organization

__all__ = ["account_row", "accounts_with", "at_text", "read_account", "read_organization"]


def at_text(at: datetime) -> str:
    """An instant in UTC, always as many characters."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def accounts_with() -> Select[tuple[object, ...]]:
    """Accounts with their organization."""
    return select(
        account,
        organization.c.name.label("organization_name"),
        organization.c.side.label("organization_side"),
    ).join_from(account, organization)


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
        organization=Organization(
            row["organization"], row["organization_name"], Side(row["organization_side"])
        ),
        roles=frozenset(map(UserRole, row["roles"])),
        must_change=row["must_change"],
        second_factor=row["totp_confirmed"],
        disabled=row["disabled"],
        version=row["version"],
    )


def read_organization(row: RowMapping) -> Organization:
    return Organization(row["key"], row["name"], Side(row["side"]))
