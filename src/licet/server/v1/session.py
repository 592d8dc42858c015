"""Sign in and out, and who one is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from licet.accounts.model import User
from licet.server.reading import ReadingRoute
from licet.server.signin import SignedIn, address_of, end_session, services_of, start_session
from licet.server.v1.common import Asking, problems

__all__ = ["router"]

router = APIRouter(tags=["session"], route_class=ReadingRoute)


class SignIn(Asking):
    """What somebody signs in with."""

    login: Annotated[str, Field(max_length=200)]
    password: Annotated[str, Field(max_length=200)]
    code: Annotated[str | None, Field(max_length=20)] = None


class Who(BaseModel):
    """Who is signed in. ``csrf`` goes into the header X-CSRF-Token of requests that change something."""

    account: str
    login: str
    name: str
    organization: str
    side: str
    roles: list[str]
    scopes: list[str] | None
    method: str
    must_change_password: bool
    second_factor: bool
    expires: str
    csrf: str

    @classmethod
    def of(cls, user: User) -> Who:
        who = user.account
        return cls(
            account=who.key,
            login=who.login,
            name=who.name,
            organization=who.organization.key,
            side=who.organization.side.value,
            roles=sorted(who.roles),
            scopes=None if user.scopes is None else sorted(user.scopes),
            method=user.method,
            must_change_password=who.must_change,
            second_factor=who.second_factor,
            expires=user.expires.isoformat(),
            csrf=user.csrf,
        )


@router.post("/session", summary="Sign in", status_code=201, responses=problems())
def sign_in(asked: SignIn, request: Request, response: Response) -> Who:
    """Begin a session, whose cookie comes with the answer."""
    accounts = services_of(request).accounts
    started = accounts.sign_in(asked.login, asked.password, asked.code, address_of(request))
    start_session(request, response, started)
    return Who.of(started.user)


@router.get("/session", summary="Who is signed in", responses=problems())
def who(user: SignedIn) -> Who:
    """The account, its roles, and with a token its scopes."""
    return Who.of(user)


@router.delete("/session", summary="Sign out", status_code=204, responses=problems())
def sign_out(user: SignedIn, request: Request, response: Response) -> None:
    """End the session. An API token is not ended so."""
    if user.method != "token":
        end_session(request, response, user)
