"""``licet account``, ``licet token``, ``licet organization``: who may sign in, for whom, and with which tokens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.files import fail
from licet.events.roles import Side, UserAction, UserRole

if TYPE_CHECKING:
    from licet.accounts.model import Account
    from licet.services.account_administration import AccountAdministration

__all__ = ["account", "organization", "token"]

account = typer.Typer(no_args_is_help=True)
token = typer.Typer(no_args_is_help=True)
organization = typer.Typer(no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Login = Annotated[str, typer.Argument(help="The login of the account.")]
OptionalText = Optional[str]  # noqa: UP045  # typer reads it
Roles = Annotated[
    list[UserRole], typer.Option("--role", help="A role (licet help roles); may be given several times.")
]


@organization.command("add")
def add_organization(
    key: Annotated[str, typer.Argument(help="A short key, such as acme.")],
    name: Annotated[str, typer.Option("--name", help="The full name.")],
    side: Annotated[
        Side, typer.Option("--side", help="exporter, or authority for an agency.")
    ] = Side.EXPORTER,
    as_json: AsJson = False,
) -> None:
    """Add an organization."""
    with _administration() as found:
        made = found.accounts.add_organization(key, name, side)
    _say(
        {"key": made.key, "name": made.name, "side": made.side.value},
        f"{made.key}: {made.name}",
        as_json=as_json,
    )


@organization.command("list")
def list_organizations(as_json: AsJson = False) -> None:
    """List the organizations."""
    with _administration() as found:
        every = found.accounts.organizations()
    rows = [
        {"key": organization.key, "name": organization.name, "side": organization.side.value}
        for organization in every
    ]
    _say(rows, "\n".join(f"{row['key']}  {row['name']}  {row['side']}" for row in rows), as_json=as_json)


@account.command("add")
def add_account(
    login: Login,
    name: Annotated[str, typer.Option("--name", help="The person's name.")],
    roles: Roles,
    belongs_to: Annotated[str, typer.Option("--organization", help="The key of the organization.")] = "home",
    as_json: AsJson = False,
) -> None:
    """Add an account; prints its one-time password, once."""
    from licet.accounts.service import NewAccount

    with _administration() as found:
        made, password = found.accounts.add_with_password(NewAccount(login, name, belongs_to, set(roles)))
    words = (
        f"{made.login} was added. One-time password, to be changed at the first sign-in:\n\n    {password}\n"
    )
    _say({**_account(made), "password": password}, words, as_json=as_json)


@account.command("list")
def list_accounts(as_json: AsJson = False) -> None:
    """List the accounts with their roles."""
    with _administration() as found:
        every = found.accounts.accounts()
    lines = [
        f"{item.login}  {item.organization.key}  {', '.join(sorted(item.roles))}"
        f"{'  disabled' if item.disabled else ''}"
        for item in every
    ]
    _say([_account(item) for item in every], "\n".join(lines) or "There are no accounts.", as_json=as_json)


@account.command("roles")
def change_roles(login: Login, roles: Roles, as_json: AsJson = False) -> None:
    """Give an account these roles and no others; every session of it ends."""
    with _administration() as found:
        item = found.account(login)
        made = found.accounts.change(item.key, item.version, roles=set(roles))
    _say(_account(made), f"{made.login}: {', '.join(sorted(made.roles))}.", as_json=as_json)


@account.command("disable")
def disable_account(login: Login, as_json: AsJson = False) -> None:
    """Let an account sign in no more; every session of it ends."""
    _change(login, disabled=True, as_json=as_json)


@account.command("enable")
def enable_account(login: Login, as_json: AsJson = False) -> None:
    """Let a disabled account sign in again."""
    _change(login, disabled=False, as_json=as_json)


@account.command("reset")
def reset_account(login: Login, as_json: AsJson = False) -> None:
    """Give a new one-time password, and take the second factor away; sessions and tokens of the account end."""
    with _administration() as found:
        item = found.account(login)
        password = found.accounts.reset(item.key, item.version)
    _say(
        {"login": item.login, "password": password},
        f"One-time password:\n\n    {password}\n",
        as_json=as_json,
    )


@token.command("add")
def add_token(
    login: Login,
    name: Annotated[str, typer.Option("--name", help="What the token is for.")],
    scopes: Annotated[
        list[UserAction],
        typer.Option(
            "--scope", help="An act it may be used for, such as 'check a sale'; several may be given."
        ),
    ],
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="How long it is valid.")] = 90,
    as_json: AsJson = False,
) -> None:
    """Add an API token to an account; prints its secret, once."""
    with _administration() as found:
        made = found.sessions.make_token(found.account(login), name, scopes, days)
    data = {
        "key": made.key, "name": made.name, "scopes": sorted(made.scopes), "expires": made.expires.isoformat(),
        "secret": made.secret,
    }  # fmt: skip
    _say(
        data,
        f"Token {made.key}, valid until {made.expires:%Y-%m-%d}. Secret:\n\n    {made.secret}\n",
        as_json=as_json,
    )


@token.command("list")
def list_tokens(login: Login, as_json: AsJson = False) -> None:
    """List the API tokens of an account."""
    with _administration() as found:
        every = found.sessions.tokens(found.account(login).key)
    rows = [
        {"key": made.key, "name": made.name, "scopes": sorted(made.scopes), "expires": made.expires.isoformat(),
         "ended": made.ended}
        for made in every
    ]  # fmt: skip
    lines = [
        f"{made.key}  {made.name}  until {made.expires:%Y-%m-%d}{'  ended' if made.ended else ''}"
        for made in every
    ]
    _say(rows, "\n".join(lines) or "There are no tokens.", as_json=as_json)


@token.command("end")
def end_token(
    login: Login, key: Annotated[str, typer.Argument(help="The key of the token.")], as_json: AsJson = False
) -> None:
    """End an API token."""
    with _administration() as found:
        item = found.account(login)
        if not found.sessions.end_token(item.key, key, item):
            fail(f"{login} has no token {key} that is not ended")
    _say({"ended": key}, f"Token {key} has ended.", as_json=as_json)


def _change(login: str, *, disabled: bool, as_json: bool) -> None:
    with _administration() as found:
        item = found.account(login)
        made = found.accounts.change(item.key, item.version, disabled=disabled)
    state = "disabled" if made.disabled else "enabled"
    _say(_account(made), f"{made.login} is {state}.", as_json=as_json)


def _account(item: Account) -> dict[str, Any]:
    return {
        "key": item.key,
        "login": item.login,
        "name": item.name,
        "organization": item.organization.key,
        "roles": sorted(item.roles),
        "disabled": item.disabled,
        "second_factor": item.second_factor,
    }


@contextmanager
def _administration() -> Iterator[AccountAdministration]:
    from licet.accounts.model import AccountError
    from licet.accounts.service import StaleError
    from licet.services.account_administration import account_administration
    from licet.storage.home import home_folder

    try:
        with account_administration(home_folder()) as found:
            yield found
    except AccountError as error:
        if error.field == "organization":
            fail(f"organization: {error} (`licet organization list` names those that exist)")
        fail(f"{error.field}: {error}")
    except StaleError:
        fail("the account was changed meanwhile; try again")


def _say(data: Any, words: str, *, as_json: bool) -> None:
    print(json.dumps(data, indent=2, ensure_ascii=False) if as_json else words)
