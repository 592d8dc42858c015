"""One page from a template: navigation, colors, who is signed in, and the token of forms."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import cache
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse

from licet.access.accounts.model import User
from licet.api.problems import Problem
from licet.foresight.charts import money
from licet.web.show.words import amount, answer_words, day_words, first_up, plain
from licet.web.static_files import static_url

__all__ = ["Form", "back_to", "page", "page_of_problem", "part", "see"]

NAVIGATION = (
    ("Decide", (("/ask", "Ask"), ("/orders", "Order book"), ("/what-if", "What if"))),
    ("Parties", (("/parties", "Parties"), ("/review", "Match review"), ("/lists", "Lists"))),
    ("Licensing", (("/cases", "Cases"), ("/licenses", "Licenses"), ("/statistics", "Statistics"))),
    ("Know", (("/law", "Law"), ("/timeline", "Timeline"), ("/audit", "Audit"))),
)
_THEMES = frozenset({"light", "dark"})


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("licet.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(
        day=day_words, plain=plain, answer=answer_words, usd=amount, money=money, first_up=first_up
    )
    found.globals.update(navigation=NAVIGATION, static=static_url)
    return found


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
    here = max(
        (url for _, pages in NAVIGATION for url, _ in pages if path.startswith(url)), key=len, default=""
    )
    common = {
        "title": title,
        "theme": theme if theme in _THEMES else "",
        "here": here,
        "back": path if request.method == "GET" else here or "/",
        "who": None if user is None else user.account.name,
        "csrf": "" if user is None else user.csrf,
        "user": user,
    }
    return HTMLResponse(_templates().get_template(template).render(common | shown), status)


def part(template: str, **shown: Any) -> HTMLResponse:
    """A part of a page, for a page that is already there."""
    return HTMLResponse(_templates().get_template(template).render(shown))


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
        return see(f"/sign-in?next={request.url.path}")
    if problem.code in {"change-password", "second-factor-demanded"}:
        return see("/account")
    return page(request, None, "problem.html", "This did not work", status=problem.status, problem=problem)
