"""Accounts and organizations, for administrators; API tokens and the password, for everybody's own account."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, Field

from licet.accounts.model import Account, User
from licet.accounts.service import NewAccount, StaleError
from licet.accounts.sessions import TokenMade
from licet.events.roles import Side, UserAction, UserRole
from licet.server.idempotency import IdempotentRoute, secret
from licet.server.problems import Problem
from licet.server.signin import InPerson, Inside, address_of, allowed, services_of
from licet.server.v1.common import (
    Asking,
    IdempotencyKey,
    IfMatch,
    Text,
    Whole,
    expected_version,
    problems,
)

__all__ = ["router"]

router = APIRouter(tags=["accounts"], route_class=IdempotentRoute)
Administrator = Annotated[User, Depends(allowed(UserAction.MANAGE_ACCOUNTS))]
Key = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Role = Annotated[UserRole, Field(strict=False)]
Scope = Annotated[UserAction, Field(strict=False)]
Secret = Annotated[str, Field(max_length=200)]


class OrganizationMade(Asking):
    """An exporter, or an agency of the authority."""

    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    name: Text
    side: Annotated[Side, Field(strict=False)]


class AccountMade(Asking):
    """An account. Without ``issuer`` and ``subject`` it gets a one-time password."""

    login: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._@+-]{0,119}$")]
    name: Text
    organization: Annotated[str, Field(max_length=64, pattern=r"^[^\x00]*$")]
    roles: Annotated[list[Role], Field(min_length=1, max_length=20)]
    issuer: Annotated[str | None, Field(max_length=300, pattern=r"^[^\x00]*$")] = None
    subject: Annotated[str | None, Field(max_length=300, pattern=r"^[^\x00]*$")] = None


class AccountChange(Asking):
    """What is given is changed; every session of the account ends."""

    name: Text | None = None
    roles: Annotated[list[Role] | None, Field(min_length=1, max_length=20)] = None
    disabled: bool | None = None


class AccountShown(BaseModel):
    """An account. ``password``: the one-time password, once."""

    key: str
    login: str
    name: str
    organization: str
    side: str
    roles: list[str]
    must_change_password: bool
    second_factor: bool
    disabled: bool
    version: int
    password: str | None = None


class OrganizationShown(BaseModel):
    """An organization."""

    key: str
    name: str
    side: str


class TokenAsked(Asking):
    """An API token for oneself. ``scopes``: acts it may be used for, none beyond what the roles allow."""

    name: Text
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=60)]
    days: Annotated[Whole, Field(ge=1, le=366)] = 90


class TokenShown(BaseModel):
    """An API token. ``secret`` is shown once, when it is made."""

    key: str
    name: str
    scopes: list[str]
    expires: str
    ended: bool
    secret: str | None = None


class SessionShown(BaseModel):
    """An open session, and how it was begun: ``password`` or ``oidc``."""

    key: str
    method: str
    began: str
    last_used: str


class PasswordChange(Asking):
    """The old password, and a new one of 12 to 128 characters."""

    old_password: Secret
    password: Secret


class SecondFactorBegun(BaseModel):
    """The key for an authenticator, and the same as an address that it reads."""

    secret: str
    address: str


class Code(Asking):
    """A code of the authenticator."""

    code: Annotated[str, Field(max_length=20)]


class Password(Asking):
    """One's own password."""

    password: Secret


@router.get("/organizations", summary="Organizations", responses=problems())
def organizations(request: Request, _user: Administrator) -> list[OrganizationShown]:
    """All of them, by key."""
    found = services_of(request).accounts.organizations()
    return [
        OrganizationShown(key=organization.key, name=organization.name, side=organization.side.value)
        for organization in found
    ]


@router.post("/organizations", summary="Make an organization", status_code=201, responses=problems(409))
def add_organization(
    asked: OrganizationMade, request: Request, user: Administrator, _key: IdempotencyKey = None
) -> OrganizationShown:
    """An exporter or an agency; its key is used in cases and licenses, and never changes."""
    made = services_of(request).accounts.add_organization(asked.key, asked.name, asked.side, by=user.account)
    return OrganizationShown(key=made.key, name=made.name, side=made.side.value)


@router.get("/accounts", summary="Accounts", responses=problems())
def accounts(request: Request, _user: Administrator) -> list[AccountShown]:
    """All of them, by login."""
    return [_account(item) for item in services_of(request).accounts.accounts()]


@router.post("/accounts", summary="Make an account", status_code=201, responses=problems(409))
@secret
def add_account(
    asked: AccountMade, request: Request, user: Administrator, _key: IdempotencyKey = None
) -> AccountShown:
    """With a one-time password, or for a person whom an OIDC provider vouches for."""
    new = NewAccount(
        asked.login, asked.name, asked.organization, asked.roles, None, asked.issuer, asked.subject
    )
    made, password = services_of(request).accounts.add_with_password(new, by=user.account)
    return _account(made, password)


@router.get("/accounts/{key}", summary="One account", responses=problems(404))
def account(key: Key, request: Request, response: Response, _user: Administrator) -> AccountShown:
    """Its version is the ETag."""
    found = _needed(request, key)
    response.headers["ETag"] = f'"{found.version}"'
    return _account(found)


@router.patch("/accounts/{key}", summary="Change an account", responses=problems(404, 412))
def change_account(
    key: Key,
    asked: AccountChange,
    request: Request,
    user: Administrator,
    if_match: IfMatch = None,
    _key: IdempotencyKey = None,
) -> AccountShown:
    """Name, roles, or whether it may come in at all."""
    version = _version(_needed(request, key), if_match)
    accounts, by = services_of(request).accounts, user.account
    name, roles, disabled = asked.name, asked.roles, asked.disabled
    return _account(accounts.change(key, version, name=name, roles=roles, disabled=disabled, by=by))


@router.post("/accounts/{key}/reset", summary="Give a new one-time password", responses=problems(404, 412))
@secret
def reset_account(
    key: Key,
    request: Request,
    user: Administrator,
    if_match: IfMatch = None,
    _key: IdempotencyKey = None,
) -> AccountShown:
    """For whoever lost the password or the second factor: both are taken away, and every session ends."""
    version = _version(_needed(request, key), if_match)
    password = services_of(request).accounts.reset(key, version, by=user.account)
    return _account(_needed(request, key), password)


@router.get("/accounts/{key}/tokens", summary="API tokens of an account", responses=problems(404))
def tokens_of_account(key: Key, request: Request, _user: Administrator) -> list[TokenShown]:
    """Ended ones included; without their secrets, which nobody has."""
    return [_token(token) for token in services_of(request).sessions.tokens(_needed(request, key).key)]


@router.delete(
    "/accounts/{key}/tokens/{token}",
    summary="End an API token of an account",
    status_code=204,
    responses=problems(404),
)
def end_token_of_account(
    key: Key, token: Key, request: Request, user: Administrator, _key: IdempotencyKey = None
) -> None:
    """At once and for good."""
    if not services_of(request).sessions.end_token(_needed(request, key).key, token, user.account):
        raise Problem(404, "not-found", "the account has no such token that is not ended")


@router.get("/accounts/{key}/sessions", summary="Open sessions of an account", responses=problems(404))
def sessions_of_account(key: Key, request: Request, _user: Administrator) -> list[SessionShown]:
    """Those in which somebody may be at work."""
    found = services_of(request).sessions.open_sessions(_needed(request, key).key)
    return [
        SessionShown(key=session.key, method=session.method, began=session.began, last_used=session.last_used)
        for session in found
    ]


@router.delete(
    "/accounts/{key}/sessions",
    summary="End the sessions of an account",
    status_code=204,
    responses=problems(404),
)
def end_sessions_of_account(
    key: Key, request: Request, user: Administrator, _key: IdempotencyKey = None
) -> None:
    """All of them, at once; API tokens go on."""
    services_of(request).sessions.end_sessions_of(_needed(request, key).key, user.account)


@router.post("/password", summary="Change one's own password", status_code=204, responses=problems())
@secret
def change_password(
    asked: PasswordChange, request: Request, user: InPerson, _key: IdempotencyKey = None
) -> None:
    """By somebody who signed in. Every other session and every API token of the account ends."""
    services_of(request).accounts.set_password(
        user.account.key,
        asked.old_password,
        asked.password,
        keep_session=user.session,
        address=address_of(request),
    )


@router.post("/second-factor", summary="Begin a second factor", status_code=201, responses=problems())
@secret
def begin_second_factor(
    asked: Password, request: Request, user: InPerson, _key: IdempotencyKey = None
) -> SecondFactorBegun:
    """By somebody who signed in, with the password; it counts once a code of it was seen."""
    made = services_of(request).accounts.enrol(user.account.key, asked.password, address_of(request))
    return SecondFactorBegun(secret=made.secret, address=made.address)


@router.post("/second-factor/confirmation", summary="Confirm it", status_code=204, responses=problems(412))
@secret
def confirm_second_factor(asked: Code, request: Request, user: InPerson, _key: IdempotencyKey = None) -> None:
    """With a code that the authenticator shows; from then on every sign-in asks for one."""
    services_of(request).accounts.confirm(user.account.key, asked.code, address_of(request))


@router.post("/second-factor/removal", summary="Give it up", status_code=204, responses=problems(412))
@secret
def drop_second_factor(
    asked: Password, request: Request, user: InPerson, _key: IdempotencyKey = None
) -> None:
    """With the password."""
    accounts = services_of(request).accounts
    accounts.drop_second_factor(user.account.key, asked.password, address_of(request))


@router.get("/tokens", summary="One's own API tokens", responses=problems())
def tokens(request: Request, user: Inside) -> list[TokenShown]:
    """Ended ones included; without their secrets, which nobody has."""
    return [_token(token) for token in services_of(request).sessions.tokens(user.account.key)]


@router.post("/tokens", summary="Make an API token", status_code=201, responses=problems())
@secret
def make_token(asked: TokenAsked, request: Request, user: Inside, _key: IdempotencyKey = None) -> TokenShown:
    """By somebody who signed in: a token does not make tokens."""
    _in_person(user)
    made = services_of(request).sessions.make_token(user.account, asked.name, asked.scopes, asked.days)
    return _token(made)


@router.delete("/tokens/{key}", summary="End an API token", status_code=204, responses=problems(404))
def end_token(key: Key, request: Request, user: Inside, _key: IdempotencyKey = None) -> None:
    """At once and for good."""
    if not services_of(request).sessions.end_token(user.account.key, key, user.account):
        raise Problem(404, "not-found", "you have no such token that is not ended")


def _in_person(user: User) -> None:
    if user.method == "token":
        raise Problem(403, "not-allowed", "sign in for this: a token cannot do it")


def _needed(request: Request, key: str) -> Account:
    found = services_of(request).accounts.find(key)
    if found is None:
        raise Problem(404, "not-found", "there is no such account")
    return found


def _version(found: Account, if_match: str | None) -> int:
    expected = expected_version(if_match)
    if expected not in {None, found.version}:
        raise StaleError
    return found.version


def _account(item: Account, password: str | None = None) -> AccountShown:
    return AccountShown(
        key=item.key,
        login=item.login,
        name=item.name,
        organization=item.organization.key,
        side=item.organization.side.value,
        roles=sorted(item.roles),
        must_change_password=item.must_change,
        second_factor=item.second_factor,
        disabled=item.disabled,
        version=item.version,
        password=password,
    )


def _token(token_made: TokenMade) -> TokenShown:
    return TokenShown(
        key=token_made.key,
        name=token_made.name,
        scopes=sorted(token_made.scopes),
        expires=token_made.expires.isoformat(),
        ended=token_made.ended,
        secret=token_made.secret,
    )
