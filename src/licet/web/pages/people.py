"""*People*: accounts and organizations, and what is left to set up, in the browser."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from licet.accounts.model import Account, AccountError, User
from licet.accounts.service import NewAccount, StaleError
from licet.events.roles import Side, UserAction, UserRole
from licet.presentation.words import plain
from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, services_of
from licet.services.storage_quota import size_text, storage_use
from licet.web.numbers import whole_number
from licet.web.page import Form, page
from licet.web.show.list_dates import list_dates

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Administrator = Annotated[User, Depends(allowed(UserAction.MANAGE_ACCOUNTS))]
_ROLES = [(role.value, plain(role.value).capitalize()) for role in UserRole if role is not UserRole.SYSTEM]


@router.get("/people")
def people(request: Request, user: Administrator) -> Response:
    """Everybody with an account, and what a new server still needs."""
    return _people(request, user)


@router.post("/people")
def add(request: Request, user: Administrator, form: Form) -> Response:
    """Make an account; its one-time password is shown once."""
    new = NewAccount(_text(form, "login"), _text(form, "name"), _text(form, "organization"), _roles(form))
    if not new.name:
        return _people(request, user, error="The name is missing.", typed=new)
    try:
        made, password = services_of(request).accounts.add_with_password(new, by=user.account)
    except AccountError as error:
        return _people(request, user, error=f"The account was not made: {error}.", typed=new)
    return _people(request, user, handed=(made, password or ""))


@router.post("/people/organizations")
def add_organization(request: Request, user: Administrator, form: Form) -> Response:
    """Make an organization: an exporter, or an agency of the authority."""
    key, name, side = (_text(form, text) for text in ("key", "organization_name", "side"))
    if not key.isidentifier() or not name or side not in set(Side):
        words = "Give a name, and a short key of letters and digits."
        return _people(request, user, error=words)
    try:
        services_of(request).accounts.add_organization(key, name, Side(side), by=user.account)
    except AccountError as error:
        return _people(request, user, error=f"The organization was not made: {error}.")
    return _people(request, user, done=f"{name} is an organization now.")


@router.post("/people/{account}")
def change(request: Request, user: Administrator, account: str, form: Form) -> Response:
    """Change name and roles, let in or keep out, or give a new one-time password."""
    accounts = services_of(request).accounts
    found = accounts.find(account)
    version = whole_number(_text(form, "version"))
    if found is None or version is None:
        raise Problem(404, "not-found", "there is no such account")
    try:
        match _text(form, "deed"):
            case "reset":
                return _people(
                    request, user, handed=(found, accounts.reset(account, version, by=user.account))
                )
            case "disable" | "enable" as deed:
                made = accounts.change(account, version, disabled=deed == "disable", by=user.account)
            case _:
                name = _text(form, "name") or found.name
                made = accounts.change(account, version, name=name, roles=_roles(form), by=user.account)
    except AccountError as error:
        return _people(request, user, error=f"{found.name} was not changed: {error}.")
    except StaleError:
        return _people(request, user, error=f"Somebody else changed {found.name} meanwhile. Look again.")
    return _people(request, user, done=f"{made.name} was changed. Their open sessions have ended.")


def _text(form: Form, name: str) -> str:
    return str(form.get(name, "")).strip()[:200]


def _roles(form: Form) -> frozenset[UserRole]:
    given = {text for text in form.getlist("roles") if isinstance(text, str)}
    return frozenset(role for role in UserRole if role.value in given)


def _people(
    request: Request, user: User, *, error: str = "", done: str = "", typed: NewAccount | None = None,
    handed: tuple[Account, str] | None = None,
) -> Response:  # fmt: skip
    services = services_of(request)
    organizations = services.accounts.organizations()
    everybody, lists = services.accounts.accounts(), list_dates(services)
    books = services.order_books.books(user.account.organization.key)
    held = {role for account in everybody if not account.disabled for role in account.roles}
    steps = [
        (
            "People of your organization",
            len(everybody) > 1,
            "/people#new",
            "Add at least a compliance officer.",
        ),
        (
            "A second person who approves and releases",
            UserRole.APPROVER in held,
            "/people#new",
            "An approver approves cleared matches and releases held lines.",
        ),
        (
            "Lists",
            lists.adopted and not lists.stale,
            "/lists",
            "A steward proposes the lists and an operator adopts them. Before that no name is screened.",
        ),
        ("A first order book", bool(books), "/orders", "A compliance officer uploads the open orders."),
    ]
    with services.database.reading() as connection:
        kept = [
            (item, size_text(storage_use(connection, services.settings.home, item.key).total))
            for item in organizations
        ]
    return page(
        request, user, "people.html", "People", status=422 if error else 200, everybody=everybody, error=error,
        done=done, typed=typed, handed=handed, steps=steps, roles=_ROLES,
        organizations=kept, most=size_text(services.quota.most),
        organization_choices=[(item.key, item.name) for item in organizations],
    )  # fmt: skip
