"""Sign in, sign out, one's own account, and the choice of colors."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from licet.accounts.model import AccountError, SignInError, User
from licet.events.roles import UserRole
from licet.server.reading import ReadingRoute
from licet.server.signin import (
    InPerson,
    SignedIn,
    address_of,
    end_session,
    services_of,
    start_session,
    user_or_none,
)
from licet.web.page import Form, back_to, page, see

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
_YEAR = 31_536_000
Anybody = Annotated[User | None, Depends(user_or_none)]


@router.get("/")
def home(user: Anybody) -> Response:
    """Where a person begins."""
    return see("/sign-in" if user is None else "/today")


@router.post("/theme")
def theme(request: Request, form: Form) -> Response:
    """Keep the choice of colors in the browser; no account is needed for it."""
    answer = see(back_to(form.get("back")))
    chosen = str(form.get("theme", ""))
    if chosen in {"light", "dark"}:
        https = services_of(request).settings.https
        answer.set_cookie("licet-theme", chosen, max_age=_YEAR, secure=https, httponly=True, samesite="lax")
    else:
        answer.delete_cookie("licet-theme")
    return answer


@router.get("/sign-in")
def sign_in_page(request: Request, user: Anybody) -> Response:
    after = back_to(request.query_params.get("next"))
    return see(after) if user is not None else _sign_in(request, after)


def _sign_in(
    request: Request, after: str, *, login: str = "", error: str = "", code: bool = False
) -> Response:
    status = 200 if not error else 401
    return page(
        request,
        None,
        "sign_in.html",
        "Sign in",
        status=status,
        after=after,
        login=login,
        error=error,
        code=code,
    )


@router.post("/sign-in")
def sign_in(request: Request, form: Form) -> Response:
    """Begin a session; where a code is needed as well, ask for it."""
    after = back_to(form.get("next"))
    login = str(form.get("login", ""))[:200]
    code = str(form.get("code", "")).strip()[:20] or None
    try:
        started = services_of(request).accounts.sign_in(
            login, str(form.get("password", ""))[:200], code, address_of(request)
        )
    except SignInError as error:
        words = f"{error}."
        return _sign_in(
            request, after, login=login, error=words[0].upper() + words[1:], code=error.second_factor
        )
    answer = see("/account" if started.user.account.must_change else after)
    start_session(request, answer, started)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, user: SignedIn) -> Response:
    answer = see("/sign-in")
    end_session(request, answer, user)
    return answer


@router.get("/account")
def account(request: Request, user: SignedIn) -> Response:
    return _account(request, user)


def _account(
    request: Request, user: User, *, error: str = "", done: str = "", enrolment: Any = None
) -> Response:
    found = services_of(request).accounts.find(user.account.key) or user.account
    return page(
        request, user, "account.html", "Your account", status=422 if error else 200,
        account=found, error=error, done=done, enrolment=enrolment,
        demanded=services_of(request).settings.second_factor and UserRole.ADMINISTRATOR in found.roles,
    )  # fmt: skip


@router.post("/account/password")
def password(request: Request, user: InPerson, form: Form) -> Response:
    """Choose another password; other sessions of the account end."""
    old, new = str(form.get("old", "")), str(form.get("new", ""))
    accounts, address = services_of(request).accounts, address_of(request)
    try:
        accounts.set_password(user.account.key, old, new, keep_session=user.session, address=address)
    except (AccountError, SignInError) as error:
        return _account(request, user, error=f"The password was not changed: {error}.")
    return _account(
        request, user, done="The password was changed. Other sessions and all API tokens have ended."
    )


@router.post("/account/second-factor")
def second_factor(request: Request, user: InPerson, form: Form) -> Response:
    """Begin with a second factor, confirm it with a code, or give it up with the password."""
    accounts, key, address = services_of(request).accounts, user.account.key, address_of(request)
    given = str(form.get("password", ""))[:200]
    try:
        match str(form.get("step", "")):
            case "begin":
                return _account(request, user, enrolment=accounts.enrol(key, given, address))
            case "confirm":
                accounts.confirm(key, str(form.get("code", "")).strip()[:20], address)
                return _account(request, user, done="The second factor is on.")
            case "drop":
                accounts.drop_second_factor(key, given, address)
                return _account(request, user, done="The second factor is off.")
            case _:
                return see("/account")
    except (AccountError, SignInError) as error:
        return _account(request, user, error=f"Nothing was changed: {error}.")
