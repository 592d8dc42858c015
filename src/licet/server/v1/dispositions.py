"""What people decided about hits: kept, never changed, and read by every later answer."""

from __future__ import annotations

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
    decision_on,
    decisions_of,
    revoke_decision,
)

__all__ = ["router"]

router = APIRouter(tags=["screening"], route_class=IdempotentRoute)
Decider = Annotated[User, Depends(allowed(UserAction.DECIDE_HIT))]
Approver = Annotated[User, Depends(allowed(UserAction.APPROVE_CLEARING))]
Reader = Annotated[User, Depends(allowed(UserAction.SCREEN))]
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
def decide(asked: Decided, request: Request, user: Decider, _key: IdempotencyKey = None) -> Response:
    """It counts in your organization, as long as neither the party nor the entry changes, until ``expires``.

    Where it takes a second person, ``status`` is ``waits``, and it counts once that one has approved it.
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
    (kept,) = decide_hits(services.case_service, act, [made])
    return json_response(_document(kept), 201)


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
    number: Number, asked: WhySchema, request: Request, user: Approver, _key: IdempotencyKey = None
) -> Response:
    """By another person than the one who decided; from then on it counts."""
    services = services_of(request)
    act = Act(actor_of(user.account, UserAction.APPROVE_CLEARING), services.clock(), asked.reason)
    return json_response(_document(approve_clearing(services.case_service, act, number)))


@router.post(
    "/dispositions/{number}/revocation",
    summary="Take a decision back",
    responses={**DOCUMENT, **problems(404, 409)},
)
def revoke(
    number: Number, asked: WhySchema, request: Request, user: Decider, _key: IdempotencyKey = None
) -> Response:
    """For good: it no longer counts, and the hit is open again."""
    services = services_of(request)
    act = Act(actor_of(user.account, UserAction.DECIDE_HIT), services.clock(), asked.reason)
    return json_response(_document(revoke_decision(services.case_service, act, number)))


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
