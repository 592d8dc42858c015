"""What people decided about hits: kept, never changed, and read by every later answer."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import Field

from licet.accounts.model import User
from licet.events.event import Act
from licet.events.roles import UserAction
from licet.model.transaction import Party, Role
from licet.screening.attach import NameHit
from licet.screening.dispositions import DispositionFinding, RecordedDisposition
from licet.server.idempotency import IdempotentRoute
from licet.server.problems import FieldError, Problem
from licet.server.services import Services
from licet.server.signin import allowed, services_of
from licet.server.v1.cases import actor_of
from licet.server.v1.common import (
    DOCUMENT,
    Asking,
    Day,
    IdempotencyKey,
    Responses,
    Text,
    json_response,
    problems,
)
from licet.services.cases.hits import (
    approve_clearing,
    decide_hits,
    decision_numbered,
    decision_on,
    decisions_of,
    revoke_decision,
)
from licet.services.decision_previews import preview_decisions
from licet.services.jobs import TooManyWaitingError
from licet.services.stated_facts import answer_changes

__all__ = ["router"]

router = APIRouter(tags=["screening"], route_class=IdempotentRoute)
Decider = Annotated[User, Depends(allowed(UserAction.DECIDE_HIT))]
Approver = Annotated[User, Depends(allowed(UserAction.APPROVE_CLEARING))]
Reader = Annotated[User, Depends(allowed(UserAction.SCREEN))]
Book = Annotated[
    str | None,
    Query(
        min_length=1, max_length=200, pattern=r"^[^\x00]*$",
        description="Show what it would change of this order book, and record nothing.",
    ),
]  # fmt: skip
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
_SAID = r"^[^\x00]*[^\s\x00][^\x00]*$"
_Words = Annotated[str, Field(min_length=1, max_length=2000, pattern=_SAID)]
_MADE: Responses = {
    201: {"content": {"application/json": {"schema": {"type": "object"}}}},
    **problems(404, 409),
}


class Decided(Asking):
    """Whether a party is the listed party of an entry. ``party``: your own number of it, where there is one."""

    entry: Annotated[str, Field(min_length=1, max_length=120, pattern=_SAID)]
    name: _Words
    country: Annotated[str | None, Field(pattern="^[A-Z]{2}$")] = None
    address: Text | None = None
    party: Annotated[str | None, Field(min_length=1, max_length=200, pattern=_SAID)] = None
    finding: Literal["true_match", "false_positive"]
    reason: _Words
    evidence: Annotated[list[Text], Field(max_length=50, default_factory=list)]
    expires: Day | None = None


class WhySchema(Asking):
    """Why it is approved or taken back."""

    reason: _Words


@router.post("/dispositions", summary="Decide a hit", status_code=201, responses=_MADE)
def decide(
    asked: Decided, request: Request, user: Decider, preview: Book = None, _key: IdempotencyKey = None
) -> Response:
    """It counts in your organization, as long as neither the party nor the entry changes, until ``expires``.

    Where it takes a second person, ``status`` is ``waits``, and it counts once that one has approved it. The latest
    order books that name the party are answered again: ``answered_again``. With ``preview`` nothing is recorded.
    """
    services = services_of(request)
    who = Party(Role.OTHER, asked.name, asked.country, asked.address, ident=asked.party)
    act = Act(actor_of(user.account, UserAction.DECIDE_HIT), services.clock(), asked.reason)
    try:
        made = decision_on(
            who,
            _met(services, asked),
            DispositionFinding(asked.finding),
            act,
            evidence=asked.evidence,
            expires=asked.expires,
        )
    except ValueError as error:
        raise Problem(409, "refused:disposition", str(error)) from error
    if preview is not None:
        return _previewed(services, user, preview, asked.name, made)
    (kept,) = decide_hits(services.case_service, act, [made])
    again = [] if kept.waits else _answered_again(services, user, asked.name)
    return json_response(_document(kept) | {"answered_again": again}, 201)


@router.get("/dispositions", summary="Decisions about hits", responses={**DOCUMENT, **problems()})
def decisions(
    request: Request,
    user: Reader,
    party: Annotated[str | None, Query(min_length=1, max_length=2000, pattern=_SAID)] = None,
    entry: Annotated[str | None, Query(min_length=1, max_length=120, pattern=_SAID)] = None,
) -> Response:
    """Of your organization: on a party, on an entry, or all, in the order in which they were recorded."""
    actor = actor_of(user.account, UserAction.SCREEN)
    found = decisions_of(services_of(request).case_service, actor, party=party, entry=entry)
    return json_response({"items": [_document(disposition) for disposition in found]})


@router.post(
    "/dispositions/{number}/approval",
    summary="Approve that a hit is cleared",
    responses={**DOCUMENT, **problems(404, 409)},
)
def approve(
    number: Number, asked: WhySchema, request: Request, user: Approver, preview: Book = None,
    _key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """By another person than the one who decided; from then on it counts, and books that name it are answered again.

    With ``preview`` nothing is recorded.
    """
    services = services_of(request)
    if preview is not None:
        found = decision_numbered(services.case_service, actor_of(user.account, UserAction.SCREEN), number)
        if found is None or not found.waits:
            raise Problem(404, "not-found", f"no decision {number} waits for a second person")
        return _previewed(services, user, preview, found.party, found)
    act = Act(actor_of(user.account, UserAction.APPROVE_CLEARING), services.clock(), asked.reason)
    kept = approve_clearing(services.case_service, act, number)
    return json_response(_document(kept) | {"answered_again": _answered_again(services, user, kept.party)})


@router.post(
    "/dispositions/{number}/revocation",
    summary="Take a decision back",
    responses={**DOCUMENT, **problems(404, 409)},
)
def revoke(
    number: Number, asked: WhySchema, request: Request, user: Decider, _key: IdempotencyKey = None
) -> Response:
    """For good: it no longer counts, the hit is open again, and books that name the party are answered again."""
    services = services_of(request)
    act = Act(actor_of(user.account, UserAction.DECIDE_HIT), services.clock(), asked.reason)
    kept = revoke_decision(services.case_service, act, number)
    return json_response(_document(kept) | {"answered_again": _answered_again(services, user, kept.party)})


def _previewed(services: Services, user: User, key: str, name: str, made: RecordedDisposition) -> Response:
    """What a decision would change of a book, once it counts: by answer and light, lines and dollars."""
    book = services.order_books.book(user.account.organization.key, key)
    if book is None:
        raise Problem(
            404, "not-found", "there is no such order book", [FieldError("preview", "no such book")]
        )
    if not book.root:
        raise Problem(409, "not-answered", "the book is being answered; wait until it is done")
    actor, decider = actor_of(user.account, UserAction.SCREEN), services.decider()
    found = preview_decisions(
        services.case_service, services.order_books, decider, actor, book, {name}, [made], made.at
    )
    changes = [asdict(change) for change in answer_changes(found.lines, found.after)]
    return json_response({"recorded": False, "lines": found.lines.height, "changes": changes})


def _answered_again(services: Services, user: User, name: str) -> list[str]:
    """The keys of the books that are answered again; none where too much waits, and the lines stay held."""
    try:
        books = services.order_books.answer_again_naming(
            user.account.organization.key, {name}, services.decider()
        )
    except TooManyWaitingError:
        return []
    return [book.key for book in books]


def _met(services: Services, asked: Decided) -> NameHit:
    """The hit of the name on the entry."""
    for hit in services.decider().screener.find(asked.name, asked.country):
        if hit.entry.entry_id == asked.entry:
            return hit
    words = "the name does not meet this entry (/screenings gives the ids of those that it does)"
    raise Problem(404, "not-found", words, [FieldError("entry", words)])


def _document(recorded_disposition: RecordedDisposition) -> dict[str, Any]:
    return {
        "number": recorded_disposition.number,
        "party": recorded_disposition.party,
        "entry": recorded_disposition.entry,
        "matched_name": recorded_disposition.matched_name,
        "finding": recorded_disposition.finding.value,
        "reason": recorded_disposition.reason,
        "evidence": list(recorded_disposition.evidence),
        "by": recorded_disposition.by,
        "at": recorded_disposition.at.isoformat(),
        "expires": None if recorded_disposition.expires is None else recorded_disposition.expires.isoformat(),
        "status": "revoked"
        if recorded_disposition.revocation
        else "waits"
        if recorded_disposition.waits
        else "counts",
        "reviews": [
            {"kind": it.kind.value, "by": it.by, "at": it.at.isoformat(), "reason": it.reason}
            for it in recorded_disposition.reviews
        ],
    }
