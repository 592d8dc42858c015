"""Who is asking: the session's cookie or an API token, and what they may do. Pages and API share it."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Collection, Coroutine
from typing import Annotated, Any, Literal, cast

from fastapi import Depends, Request, Response, Security
from fastapi.security import APIKeyCookie, HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials
from starlette.concurrency import run_in_threadpool

from licet.accounts.model import User
from licet.accounts.sessions import LONGEST, Started
from licet.events.roles import UserAction, UserRole
from licet.screening.decided import DecisionScope
from licet.server.problems import Problem, not_signed_in
from licet.server.services import Services

__all__ = [
    "InPerson",
    "Inside",
    "SignedIn",
    "address_of",
    "allowed",
    "asker_of",
    "check_allowed",
    "current_user",
    "end_session",
    "form_token",
    "scope_of",
    "services_of",
    "signed_in",
    "start_session",
    "user_or_none",
    "who_asks",
]

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_bearer = HTTPBearer(auto_error=False, scheme_name="token", description="An API token.")
_cookie = APIKeyCookie(
    name="licet", auto_error=False, scheme_name="session", description="The session of a browser."
)


def services_of(request: Request) -> Services:
    """The server's services."""
    return cast("Services", request.app.state.services)


def scope_of(user: User) -> DecisionScope:
    """Whose decisions about hits count for a user: those recorded in the user's own organization, and no others."""
    return DecisionScope(user.account.organization.key)


async def user_or_none(
    request: Request,
    _bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)] = None,
    _session: Annotated[str | None, Security(_cookie)] = None,
) -> User | None:
    """Who is asking; None: nobody that is signed in. Forms and scripts of a session carry its token."""
    user = await who_asks(request)
    services_of(request).limiter.take(asker_of(request) if user is None else user.account.key)
    if user is not None and user.method != "token" and request.method not in _SAFE:
        await _check_form(request, user)
    return user


async def who_asks(request: Request) -> User | None:
    """Whose API token or session the request carries; looked up once for a request."""
    if not hasattr(request.state, "user"):
        request.state.user = await _look_up(request)
    found: User | None = request.state.user
    return found


async def _look_up(request: Request) -> User | None:
    sessions, token = services_of(request).sessions, _token(request)
    if token is not None:
        return await run_in_threadpool(sessions.find_token, token)
    secret = _session_secret(request)
    return None if secret is None else await run_in_threadpool(sessions.find, secret)


def credential_of(request: Request) -> bytes | None:
    """The API token or the secret of the session that a request carries, good or not."""
    secret = _token(request) or _session_secret(request)
    return None if secret is None else secret.encode()


def _token(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _session_secret(request: Request) -> str | None:
    return request.cookies.get(services_of(request).settings.cookie)


def address_of(request: Request) -> str:
    """The address that a request comes from, as limits count it."""
    return request.client.host if request.client else ""


def asker_of(request: Request) -> str:
    """Somebody who is not signed in, by address."""
    return f"address {address_of(request)}"


async def signed_in(user: Annotated[User | None, Depends(user_or_none)]) -> User:
    """Who is signed in, whatever the password's state; else the problem ``not-signed-in``."""
    if user is None:
        raise not_signed_in()
    return user


async def current_user(request: Request, user: Annotated[User, Depends(signed_in)]) -> User:
    """Who is signed in with a password of their own, and a second factor where one is demanded.

    Else the problem ``change-password`` or ``second-factor-demanded``.
    """
    if user.account.must_change and user.method == "password":
        raise Problem(403, "change-password", "choose a password of your own first")
    if user.method == "password" and not user.account.second_factor and _demanded(request, user):
        raise Problem(403, "second-factor-demanded", "administrators set up a second factor first")
    return user


def _demanded(request: Request, user: User) -> bool:
    return services_of(request).settings.second_factor and UserRole.ADMINISTRATOR in user.account.roles


async def in_person(user: Annotated[User, Depends(signed_in)]) -> User:
    """Who signed in, whatever the password's state: secrets of an account are no business of its tokens."""
    if user.method == "token":
        raise Problem(403, "not-allowed", "sign in for this: a token cannot do it")
    return user


SignedIn = Annotated[User, Depends(signed_in)]
InPerson = Annotated[User, Depends(in_person)]
Inside = Annotated[User, Depends(current_user)]


def allowed(*actions: UserAction) -> Callable[..., Coroutine[Any, Any, User]]:
    """A dependency that gives a user who may do one of the acts; else the problem ``not-allowed``."""

    async def check(user: Inside) -> User:
        check_allowed(user, actions)
        return user

    check.__dict__["actions"] = actions
    return check


def check_allowed(user: User, actions: Collection[UserAction]) -> None:
    """Raise the problem ``not-allowed`` unless a user may do one of the acts."""
    if not any(user.may(action) for action in actions):
        words = " or ".join(action.value for action in actions)
        raise Problem(403, "not-allowed", f"your roles, or the scopes of your token, do not allow: {words}")


def start_session(request: Request, response: Response, started: Started) -> None:
    """Put a session that began into the answer; a session that this browser had before ends."""
    before = request.cookies.get(services_of(request).settings.cookie)
    if before is not None:
        services_of(request).sessions.end_secret(before)
    _set(request, response, started.secret, int(LONGEST.total_seconds()))


def end_session(request: Request, response: Response, user: User) -> None:
    """End a session, here and in the browser."""
    services_of(request).sessions.end(user.session)
    _set(request, response, "", 0)


def _set(request: Request, response: Response, value: str, seconds: int) -> None:
    settings = services_of(request).settings
    lax: Literal["lax"] = "lax"
    response.set_cookie(
        settings.cookie, value, max_age=seconds, path="/", secure=settings.https, httponly=True, samesite=lax
    )


def form_token(user: User) -> str:
    """The token of the session's forms under a mask of its own for each page, as pages are compressed (BREACH)."""
    token = user.csrf.encode()
    mask = secrets.token_bytes(len(token))
    return f"{mask.hex()}{bytes(number ^ other for number, other in zip(mask, token, strict=True)).hex()}"


def _unmasked(given: str) -> bytes:
    """The token that a form gives, whose mask is its first half; what is no such token is given back."""
    try:
        both = bytes.fromhex(given)
    except ValueError:
        return given.encode()
    half = len(both) // 2
    return bytes(number ^ other for number, other in zip(both[:half], both[half:], strict=False))


async def _check_form(request: Request, user: User) -> None:
    given = request.headers.get("x-csrf-token")
    if given is None and request.headers.get("content-type", "").startswith(_FORMS):
        field = (await request.form()).get("csrf")
        given = field if isinstance(field, str) else None
    token = user.csrf.encode()
    if given is None or not any(
        hmac.compare_digest(data, token) for data in (given.encode(), _unmasked(given))
    ):
        raise Problem(
            403, "no-form-token", "the form's token (csrf, or the header X-CSRF-Token) is missing or old"
        )
