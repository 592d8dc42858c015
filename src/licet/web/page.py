"""One page from a template: navigation, colors, who is signed in, and the token of forms."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from functools import cache
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from fastapi import Depends, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse

from licet.accounts.model import User
from licet.events.roles import UserAction
from licet.model.countries import country_name
from licet.presentation.words import amount, answer_words, counted, day_words, first_up, plain
from licet.scenarios.charts import money
from licet.server.problems import Problem
from licet.server.services import Services
from licet.server.signin import form_token, services_of
from licet.services.today import TodaySources, WaitingCounts
from licet.web.show.list_dates import list_dates
from licet.web.show.matches import match_words
from licet.web.static_files import static_url

__all__ = ["Form", "back_to", "page", "page_of_problem", "part", "see", "templates", "today_sources"]

A = UserAction
NAVIGATION: tuple[tuple[str, tuple[tuple[str, str, tuple[UserAction, ...]], ...]], ...] = (
    (
        "",
        (("/today", "Today", ()),),
    ),
    (
        "Decide",
        (
            ("/ask", "Ask", (A.CHECK_SALE,)),
            ("/answers", "Answers", (A.CHECK_SALE,)),
            ("/orders", "Order book", (A.CHECK_SALE,)),
            ("/what-if", "What if", (A.CHECK_SALE,)),
        ),
    ),
    (
        "Parties",
        (
            ("/screening", "Screening", (A.SCREEN,)),
            ("/parties", "Parties", (A.SCREEN,)),
            ("/customers", "Customers", (A.SCREEN,)),
            ("/review", "Match review", (A.SCREEN,)),
            ("/lists", "Lists", ()),
        ),
    ),
    (
        "Licensing",
        (
            ("/cases", "Cases", (A.READ_CASES,)),
            ("/licenses", "Licenses", (A.READ_CASES,)),
            ("/statistics", "Statistics", (A.READ_STATISTICS,)),
        ),
    ),
    (
        "Know",
        (
            ("/ccl", "Control list", ()),
            ("/classify", "Classify", ()),
            ("/products", "Products", (A.CHECK_SALE,)),
            ("/law", "Law", ()),
            ("/timeline", "Timeline", ()),
            ("/audit", "Audit", (A.VERIFY_AUDIT, A.EXPORT_RECORDS)),
            ("/people", "People", (A.MANAGE_ACCOUNTS,)),
        ),
    ),
)
"""The menu: groups of pages, each with the actions of which a role must allow one; none: everybody's."""
_COUNTS = WaitingCounts()
_THEMES = frozenset({"light", "dark"})


@cache
def templates() -> Environment:
    """The templates of all pages."""
    found = Environment(
        loader=PackageLoader("licet.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(
        day=day_words, plain=plain, answer=answer_words, usd=amount, money=money, first_up=first_up,
        counted=counted, match_words=match_words, country=_country_words,
    )  # fmt: skip
    found.globals.update(static=static_url)
    return found


def _country_words(code: str | None) -> str:
    """The name of a country by its code; empty where there is none, so that a template says what to read instead."""
    return country_name(code) if code else ""


async def _form(request: Request) -> AsyncIterator[FormData]:
    async with request.form() as form:
        yield form


Form = Annotated[FormData, Depends(_form)]
"""The fields of a posted form."""


def page(
    request: Request, user: User | None, template: str, title: str, *, status: int = 200, **shown: Any
) -> HTMLResponse:
    """A whole page. ``shown``: what the template reads besides what every page has."""
    theme = request.cookies.get("licet-theme", "")
    path = request.url.path
    urls = [url for _, pages in NAVIGATION for url, _, _ in pages]
    here = max((url for url in urls if path.startswith(url)), key=len, default="")
    common = {
        "title": title,
        "theme": theme if theme in _THEMES else "",
        "here": here,
        "navigation": menu_of(user),
        "back": address_of(request) if request.method == "GET" else here or "/",
        "who": None if user is None else user.account.name,
        "csrf": "" if user is None or not user.csrf else form_token(user),
        "user": user,
        "may_ask": user is not None and user.may(A.CHECK_SALE),
        "badges": {} if user is None or "problem" in shown else waiting_for(services_of(request), user),
        "lists_notice": "" if user is None else list_dates(services_of(request)).notice,
    }
    return HTMLResponse(templates().get_template(template).render(common | shown), status)


def menu_of(user: User | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """The pages that a person may open, by group."""
    groups = [
        (group, [(url, name) for url, name, actions in pages if user is not None and _may(user, actions)])
        for group, pages in NAVIGATION
    ]
    return [(group, pages) for group, pages in groups if pages]


def today_sources(services: Services) -> TodaySources:
    """Where the notices of a person come from, now."""
    return TodaySources(
        services.settings.home,
        services.database,
        services.case_service,
        services.order_books,
        services.today(),
        services.clock(),
    )


def waiting_for(services: Services, user: User) -> Mapping[str, int]:
    """How much waits for a person, by page of the menu; worked out again when something happened since."""
    return _COUNTS.of(user, today_sources(services))


def _may(user: User, actions: Sequence[UserAction]) -> bool:
    return not actions or any(map(user.may, actions))


def address_of(request: Request) -> str:
    """The path of a request with its query."""
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def part(template: str, **shown: Any) -> HTMLResponse:
    """A part of a page, for a page that is already there."""
    return HTMLResponse(templates().get_template(template).render(shown))


def see(url: str) -> RedirectResponse:
    """Go and see another page, after something was done."""
    return RedirectResponse(url, 303)


def back_to(url: object, other: str = "/") -> str:
    """An address on this server that a form names, else another one: never another site."""
    text = str(url)
    parts = urlsplit(text)
    here = (
        text.startswith("/")
        and not text.startswith(("//", "/\\"))
        and not parts.netloc
        and text.isprintable()
    )
    return text if here else other


def page_of_problem(request: Request, problem: Problem) -> HTMLResponse | RedirectResponse:
    """A problem as a page; who is not signed in is asked to."""
    if problem.code == "not-signed-in" and request.method == "GET":
        return see(f"/sign-in?next={quote(address_of(request), safe='/')}")
    if problem.code in {"change-password", "second-factor-demanded"}:
        return see("/account")
    user = getattr(request.state, "user", None)
    return page(request, user, "problem.html", "This did not work", status=problem.status, problem=problem)
