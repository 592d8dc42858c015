"""*Party*: lists over time, aliases, owners, decisions; *Match review*: pairs side by side, in bulk, by keyboard."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from licet.accounts.model import User
from licet.events.event import Act, Refusal
from licet.events.roles import UserAction
from licet.model.transaction import Party, Role
from licet.model.wire import WireError
from licet.screening.dispositions import DispositionFinding, RecordedDisposition
from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, scope_of, services_of
from licet.services.cases.hits import (
    approve_clearing,
    decide_hits,
    decision_numbered,
    decision_on,
    decisions_of,
    revoke_decision,
)
from licet.services.decision_previews import preview_decisions
from licet.watchlists.countries import iso2
from licet.web.numbers import RowNumber
from licet.web.page import Form, page
from licet.web.pages.actor import actor_of, order_books_of
from licet.web.pages.again import answer_again
from licet.web.pages.orders import book_or_problem
from licet.web.show.list_dates import list_dates
from licet.web.show.matches import LookedUp, looked_up
from licet.web.show.order_questions import PreviewShown, preview_shown
from licet.web.show.party import lists_picture, owned_by
from licet.web.show.review import ReviewPair, pairs_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Screener = Annotated[User, Depends(allowed(UserAction.SCREEN))]
Judge = Annotated[User, Depends(allowed(UserAction.DECIDE_HIT))]
Reviewer = Annotated[User, Depends(allowed(UserAction.APPROVE_CLEARING, UserAction.DECIDE_HIT))]
_TEXT = 4_000
_NAME_AT_MOST = 300
_NAMED = 5
"""Pairs that a preview names."""
_CHANGED = "The lines or their answers have changed since you looked. Read again what your decision changes."


@router.get("/parties")
def party(request: Request, user: Screener) -> Response:
    query = request.query_params
    return _party(request, user, query.get("name", ""), query.get("country", ""), "")


@router.post("/parties")
def with_owners(request: Request, user: Screener, form: Form) -> Response:
    """The same with owners, which are not kept."""
    fields = {name: str(form.get(name, ""))[:_TEXT] for name in ("name", "country", "owners")}
    return _party(request, user, fields["name"], fields["country"], fields["owners"])


def _party(request: Request, user: User, name: str, country: str, owners: str, refused: str = "") -> Response:
    services = services_of(request)
    decider, name, owned = services.decider().of(scope_of(user)), " ".join(name.split()), None
    code = iso2(country) if country.strip() else None
    error = _refused(name, country, code)
    looked = LookedUp("") if error else looked_up(decider, name, code)
    hits = list(decider.screener.find(name, code)) if looked.name else []
    try:
        owned = (
            owned_by(decider, name, code, owners, services.today(), scope_of(user)) if looked.name else None
        )
    except WireError as problem:
        error = f"{problem}."
    actor = actor_of(user, UserAction.SCREEN)
    made = decisions_of(services.case_service, actor, party=name) if looked.name else []
    return page(
        request, user, "party.html", name[:80] or "Parties", status=422 if error or refused else 200, name=name,
        country=country, owners=owners, error=error or refused, looked=looked, lists=list_dates(services),
        entries=[hit.entry for hit in hits], made=made, owned=owned,
        preset=decider.policy.screening, may_judge=user.may(UserAction.DECIDE_HIT),
        picture=lists_picture([hit.entry for hit in hits], services.today()),
    )  # fmt: skip


@router.post("/parties/decisions")
def decide_one(request: Request, user: Judge, form: Form) -> Response:
    """Decide whether a party of this name is one listed party."""
    fields = {
        name: str(form.get(name, "")).strip()[:500]
        for name in ("name", "country", "entry", "finding", "reason", "evidence")
    }
    services = services_of(request)
    code = iso2(fields["country"]) if fields["country"] else None
    hits = services.decider().of(scope_of(user)).screener.find(fields["name"], code)
    hit = next((name_hit for name_hit in hits if name_hit.entry.entry_id == fields["entry"]), None)
    error = ""
    if hit is None or not fields["reason"] or fields["finding"] not in set(DispositionFinding):
        error = "Name a listed party that the name meets, and give a reason."
    else:
        act = Act(actor_of(user, UserAction.DECIDE_HIT), services.clock(), fields["reason"])
        shown = (fields["evidence"],) if fields["evidence"] else ()
        who = Party(Role.OTHER, fields["name"], code)
        (made,) = decide_hits(
            services.case_service,
            act,
            [decision_on(who, hit, DispositionFinding(fields["finding"]), act, evidence=shown)],
        )
        if not made.waits:
            answer_again(request, user, {fields["name"]})
    return _party(request, user, fields["name"], fields["country"], "", error)


def _refused(name: str, country: str, code: str | None) -> str:
    """Why nothing is looked up; empty where it is."""
    if len(name) > _NAME_AT_MOST:
        return f"The name has more than {_NAME_AT_MOST} characters. It was not looked up."
    if country.strip() and code is None:
        return f"“{country.strip()}” is not a country that Licet knows. The name was not looked up."
    return ""


@router.get("/review")
def review(request: Request, user: Screener) -> Response:
    return _review(request, user, request.query_params.get("book", ""))


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """What would be put on record, in words, and what it would change in the book.

    ``waits``: how many decisions wait for a second person; ``action`` and ``fields``: the form that confirms it, with
    the ``code`` of what was shown; ``marked``: the pairs that were marked.
    """

    words: str
    preview: PreviewShown
    waits: int
    action: str
    fields: tuple[tuple[str, str], ...]
    code: str
    marked: frozenset[str] = frozenset()


def _review(
    request: Request,
    user: User,
    key: str,
    done: str = "",
    error: str = "",
    draft: DecisionDraft | None = None,
) -> Response:
    books = [
        book
        for book in order_books_of(request).books(user.account.organization.key)
        if book.state == "answered"
    ]
    pairs, more = ([], 0) if not key else _pairs(request, user, key)
    return page(
        request, user, "review.html", "Match review", books=books, book=key, pairs=pairs, more=more, done=done,
        error=error, may=user.may(UserAction.DECIDE_HIT), waiting=_waiting(request, user), login=user.account.login,
        may_approve=user.may(UserAction.APPROVE_CLEARING), lists=list_dates(services_of(request)),
        book_choices=[(book.key, book.name) for book in books], draft=draft,
        marked=frozenset() if draft is None else draft.marked,
    )  # fmt: skip


def _pairs(request: Request, user: User, key: str) -> tuple[list[ReviewPair], int]:
    book, books = book_or_problem(request, user, key), order_books_of(request)
    decider = services_of(request).decider().of(scope_of(user))
    parties = books.parties(user.account.organization.key, book, decider)
    return pairs_of(decider, parties, scope_of(user))


def _waiting(request: Request, user: User) -> list[RecordedDisposition]:
    """What was decided and waits for a second person, the latest first."""
    made = decisions_of(services_of(request).case_service, actor_of(user, UserAction.SCREEN))
    return [disposition for disposition in reversed(made) if disposition.waits]


@router.post("/review")
def decide(request: Request, user: Judge, form: Form) -> Response:
    """Decide the pairs that were marked, all with one finding and reason, once it was seen what that changes."""
    key, finding = str(form.get("book", "")), str(form.get("finding", ""))
    reason = str(form.get("reason", "")).strip()[:500]
    pairs, _ = _pairs(request, user, key)
    marked = {item for item in form.getlist("pair") if isinstance(item, str)}
    chosen = [pair for pair in pairs if pair.key in marked]
    if not chosen or not reason or finding not in set(DispositionFinding):
        return _review(request, user, key, error="Mark at least one pair and give a reason.")
    services = services_of(request)
    act = Act(actor_of(user, UserAction.DECIDE_HIT), services.clock(), reason)
    several = len(chosen) > 1 or any(pair.use.lines > 1 for pair in chosen)
    made = [
        decision_on(
            pair.party,
            pair.hit,
            DispositionFinding(finding),
            act,
            evidence=[_compared(pair)],
            several=several,
        )
        for pair in chosen
    ]
    fields = (
        ("book", key),
        ("finding", finding),
        ("reason", reason),
        *(("pair", pair.key) for pair in chosen),
    )
    names = {pair.party.name or "" for pair in chosen}
    preview, code = _preview(request, user, key, names, act, made)
    if form.get("confirm") != code:
        waits = sum(disposition.second_person for disposition in made)
        verb = "is not" if finding == DispositionFinding.FALSE_POSITIVE.value else "is"
        words = "; ".join(f"{pair.party.name} {verb} {pair.side.matched}" for pair in chosen[:_NAMED])
        more = f"; and {len(chosen) - _NAMED} more" if len(chosen) > _NAMED else ""
        draft = DecisionDraft(
            f"{words}{more}. Reason: {reason}", preview, waits, "/review", fields, code, frozenset(marked)
        )
        return _review(request, user, key, error=_CHANGED if form.get("confirm") else "", draft=draft)
    kept = decide_hits(services.case_service, act, made)
    words = "the listed party" if finding == DispositionFinding.TRUE_MATCH.value else "another party"
    waiting = sum(disposition.waits for disposition in kept)
    wait = f" {waiting} {'waits' if waiting == 1 else 'wait'} for a second person." if waiting else ""
    again = answer_again(request, user, names) if waiting < len(kept) else ""
    return _review(request, user, key, done=f"{len(kept)} decided: {words}.{wait}{again}")


def _preview(
    request: Request,
    user: User,
    key: str,
    names: Collection[str],
    act: Act,
    made: Sequence[RecordedDisposition],
) -> tuple[PreviewShown, str]:
    """What decisions would change of a book, and the code of what is shown."""
    services, book = services_of(request), book_or_problem(request, user, key)
    if not book.root:
        raise Problem(409, "not-answered", "the book is being answered; wait until it is done")
    found = preview_decisions(
        services.case_service, order_books_of(request), services.decider(), actor_of(user, UserAction.SCREEN),
        book, names, made, act.at,
    )  # fmt: skip
    return preview_shown(found.lines, found.after), found.code


def _compared(pair: ReviewPair) -> str:
    return f"names compared letter by letter: {pair.party.name} and {pair.hit.listed_name}"


@router.post("/review/{decision}")
def second(request: Request, user: Reviewer, decision: RowNumber, form: Form) -> Response:
    """Approve, as a second person, what was decided, or take it back."""
    services, reason = services_of(request), str(form.get("reason", "")).strip()[:500]
    actor = actor_of(user, UserAction.APPROVE_CLEARING, UserAction.DECIDE_HIT)
    act, key = Act(actor, services.clock(), reason), str(form.get("book", ""))
    deed = approve_clearing if form.get("deed") == "approve" else revoke_decision
    found = decision_numbered(services.case_service, actor_of(user, UserAction.SCREEN), decision)
    book = order_books_of(request).book(user.account.organization.key, key) if key else None
    if deed is approve_clearing and found is not None and found.waits and reason and book is not None:
        preview, code = _preview(request, user, key, {found.party}, act, [found])
        if form.get("confirm") != code:
            words = f"{found.party} is not {found.matched_name or found.entry}. Reason: {reason}"
            fields = (("book", key), ("reason", reason), ("deed", "approve"))
            draft = DecisionDraft(words, preview, 0, f"/review/{decision}", fields, code)
            return _review(request, user, key, error=_CHANGED if form.get("confirm") else "", draft=draft)
    try:
        deed(services.case_service, act, decision)
    except Refusal as refusal:
        return _review(request, user, key, error=f"{refusal.message}.")
    done = (
        "Approved: it counts from now on."
        if deed is approve_clearing
        else "Taken back: the match is open again."
    )
    return _review(
        request, user, key, done=done + answer_again(request, user, {found.party} if found else ())
    )
