"""What people decided about hits: kept, never changed, and read by every later answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from licet.access.accounts.model import User
from licet.access.roles import UserAction
from licet.api.once import OnceRoute
from licet.api.problems import FieldError, Problem
from licet.api.services import Services
from licet.api.signin import allowed, services_of
from licet.api.v1.common import (
    DOCUMENT,
    Asking,
    Day,
    IdempotencyKey,
    Responses,
    Text,
    json_response,
    problems,
)
from licet.facts.listing import ListEntry
from licet.facts.transaction import Party, Role
from licet.screening.decided import version_of
from licet.screening.dispositions import Disposition, Finding, entry_version
from licet.store.dispositions import add_dispositions, load_dispositions

__all__ = ["router"]

router = APIRouter(tags=["screening"], route_class=OnceRoute)
Decider = Annotated[User, Depends(allowed(UserAction.DECIDE_HIT))]
Reader = Annotated[User, Depends(allowed(UserAction.SCREEN))]
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


@router.post("/dispositions", summary="Decide a hit", status_code=201, responses=_MADE)
def decide(asked: Decided, request: Request, user: Decider, _key: IdempotencyKey = None) -> Response:
    """It holds as long as neither the party nor the entry changes, and no longer than ``expires``."""
    services = services_of(request)
    who = Party(Role.OTHER, asked.name, asked.country, asked.address, ident=asked.party)
    try:
        made = Disposition(
            party=asked.party or asked.name,
            party_version=version_of(who),
            entry=asked.entry,
            entry_version=entry_version(_met(services, asked)),
            finding=Finding(asked.finding),
            reason=asked.reason,
            evidence=tuple(asked.evidence),
            by=user.account.login,
            at=services.clock(),
            expires=asked.expires,
        )
    except ValueError as error:
        raise Problem(409, "refused:disposition", str(error)) from error
    with services.database.unit_of_work() as connection:
        add_dispositions(connection, [made])
    return json_response(_document(made), 201)


@router.get("/dispositions", summary="Decisions about hits", responses={**DOCUMENT, **problems()})
def decisions(
    request: Request,
    _user: Reader,
    party: Annotated[str | None, Query(min_length=1, max_length=2000, pattern=_SAID)] = None,
    entry: Annotated[str | None, Query(min_length=1, max_length=120, pattern=_SAID)] = None,
) -> Response:
    """On a party, on an entry, or all, in the order in which they were kept."""
    with services_of(request).database.reading() as connection:
        found = load_dispositions(connection, party=party, entry=entry)
    return json_response({"items": [_document(one) for one in found]})


def _met(services: Services, asked: Decided) -> ListEntry:
    """The entry that the name met."""
    for hit in services.house().finder.find(asked.name, asked.country):
        if hit.entry.entry_id == asked.entry:
            return hit.entry
    words = "the name does not meet this entry (/screenings gives the ids of those that it does)"
    raise Problem(404, "not-found", words, [FieldError("entry", words)])


def _document(one: Disposition) -> dict[str, Any]:
    return {
        "party": one.party,
        "entry": one.entry,
        "finding": one.finding.value,
        "reason": one.reason,
        "evidence": list(one.evidence),
        "by": one.by,
        "at": one.at.isoformat(),
        "expires": None if one.expires is None else one.expires.isoformat(),
    }
