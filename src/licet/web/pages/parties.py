"""*Party*: lists over time, aliases, owners, decisions; *Match review*: pairs side by side, in bulk, by keyboard."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from licet.access.accounts.model import User
from licet.access.roles import UserAction
from licet.api.signin import allowed, services_of
from licet.facts.wire import WireError
from licet.lists.countries import iso2
from licet.screening.decided import version_of
from licet.screening.dispositions import Disposition, Finding, entry_version
from licet.store.dispositions import add_dispositions, load_dispositions
from licet.web.page import Form, page
from licet.web.pages.actor import shelf_of
from licet.web.pages.orders import book_or_problem
from licet.web.show.ask import matches_of
from licet.web.show.party import lists_picture, owned_by
from licet.web.show.review import Pair, pairs_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
Screener = Annotated[User, Depends(allowed(UserAction.SCREEN))]
Judge = Annotated[User, Depends(allowed(UserAction.DECIDE_HIT))]
_TEXT = 4_000


@router.get("/parties")
def party(request: Request, user: Screener) -> Response:
    query = request.query_params
    return _party(request, user, query.get("name", ""), query.get("country", ""), "")


@router.post("/parties")
def with_owners(request: Request, user: Screener, form: Form) -> Response:
    """The same with owners, which are not kept."""
    fields = {name: str(form.get(name, ""))[:_TEXT] for name in ("name", "country", "owners")}
    return _party(request, user, fields["name"], fields["country"], fields["owners"])


def _party(request: Request, user: User, name: str, country: str, owners: str) -> Response:
    services = services_of(request)
    house, name, error, owned = services.house(), name.strip()[:300], "", None
    code = iso2(country) if country.strip() else None
    if country.strip() and code is None:
        error = f"{country!r} is no country."
    hits = list(house.finder.find(name, code)) if name else []
    try:
        owned = owned_by(house, name, code, owners, services.today())
    except WireError as problem:
        error = f"{problem}."
    with services.database.reading() as connection:
        made = load_dispositions(connection, party=name) if name else []
    return page(
        request, user, "party.html", name or "Parties", name=name, country=country, owners=owners, error=error,
        matches=matches_of(house, name, code), entries=[hit.entry for hit in hits], made=made, owned=owned,
        picture=lists_picture([hit.entry for hit in hits], services.today()),
    )  # fmt: skip


@router.get("/review")
def review(request: Request, user: Screener) -> Response:
    return _review(request, user, request.query_params.get("book", ""))


def _review(request: Request, user: User, key: str, done: str = "", error: str = "") -> Response:
    books = [one for one in shelf_of(request).books(user.account.organisation.key) if one.state == "answered"]
    pairs, more = ([], 0) if not key else _pairs(request, user, key)
    return page(
        request, user, "review.html", "Match review", books=books, book=key, pairs=pairs, more=more, done=done,
        error=error, may=user.may(UserAction.DECIDE_HIT), book_choices=[(one.key, one.name) for one in books],
    )  # fmt: skip


def _pairs(request: Request, user: User, key: str) -> tuple[list[Pair], int]:
    book, shelf = book_or_problem(request, user, key), shelf_of(request)
    house = services_of(request).house()
    parties = shelf.parties(user.account.organisation.key, book, house)
    return pairs_of(house, parties)


@router.post("/review")
def decide(request: Request, user: Judge, form: Form) -> Response:
    """Decide the pairs that were marked, all with one finding and reason."""
    key, finding = str(form.get("book", "")), str(form.get("finding", ""))
    reason = str(form.get("reason", "")).strip()[:500]
    pairs, _ = _pairs(request, user, key)
    marked = {one for one in form.getlist("pair") if isinstance(one, str)}
    chosen = [pair for pair in pairs if pair.key in marked]
    if not chosen or not reason or finding not in set(Finding):
        return _review(request, user, key, error="Mark at least one pair and give a reason.")
    services = services_of(request)
    made = [_disposition(pair, Finding(finding), reason, user, services.clock()) for pair in chosen]
    with services.database.unit_of_work() as connection:
        add_dispositions(connection, made)
    words = "the listed party" if finding == Finding.TRUE_MATCH.value else "another party"
    return _review(request, user, key, done=f"{len(made)} decided: {words}.")


def _disposition(pair: Pair, finding: Finding, reason: str, user: User, at: Any) -> Disposition:
    who = pair.party
    return Disposition(
        who.name or "", version_of(who), pair.entry.entry_id, entry_version(pair.entry), finding, reason,
        (f"names compared letter by letter: {who.name} and {pair.entry.name}",), user.account.login, at,
    )  # fmt: skip
