"""Decisions about hits: recorded by one person, approved by another where it takes two, revoked by either.

Every act is on record in the organization that did it, refusals among them, and read by that organization alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from licet.events.event import Act, Actor, Refusal
from licet.events.refusal import need
from licet.events.roles import UserAction, may
from licet.model.listing import ListEntry
from licet.model.transaction import Owner, Party
from licet.screening.attach import NameHit
from licet.screening.decided import Decisions, version_of
from licet.screening.dispositions import (
    DispositionFinding,
    HitReview,
    RecordedDisposition,
    ReviewKind,
    entry_version,
    needs_second_person,
)
from licet.services.cases.queries import CaseQueries
from licet.storage.dispositions import add_dispositions, add_review, load_dispositions

__all__ = [
    "approve_clearing",
    "approve_clearings_on",
    "decide_hits",
    "decision_numbered",
    "decision_on",
    "decisions_of",
    "revoke_decision",
    "revoke_decisions_on",
    "supposed_decisions",
]


def decision_on(
    who: Party | Owner,
    hit: NameHit,
    finding: DispositionFinding,
    act: Act,
    *,
    evidence: Sequence[str] = (),
    expires: date | None = None,
    several: bool = False,
) -> RecordedDisposition:
    """What would be recorded of a hit on a party. ``several``: it is decided together with others.

    ValueError where something that an auditor will ask for is missing.
    """
    entry: ListEntry = hit.entry
    exact = hit.is_named(who.name or "")
    return RecordedDisposition(
        party=getattr(who, "ident", None) or who.name or "",
        party_version=version_of(who),
        entry=entry.entry_id,
        entry_version=entry_version(entry),
        finding=finding,
        reason=act.reason,
        evidence=tuple(evidence),
        by=act.actor.name,
        at=act.at,
        expires=expires,
        organization=act.actor.organization,
        matched_name=hit.listed_name or entry.name,
        second_person=needs_second_person(finding, entry, exact=exact, several=several),
    )


def supposed_decisions(
    case_service: CaseQueries, actor: Actor, made: Sequence[RecordedDisposition], at: datetime
) -> Decisions:
    """The decisions of an organization as they were with some more that count at once, as if approved.

    One that bears the number of a recorded decision stands in its place.
    """
    numbers = {disposition.number for disposition in made if disposition.number is not None}
    kept = [item for item in decisions_of(case_service, actor) if item.number not in numbers]
    approval = HitReview(ReviewKind.APPROVED, actor.name, at, "supposed")
    counting = [replace(item, reviews=(*item.reviews, approval)) if item.waits else item for item in made]
    return Decisions([*kept, *counting])


def decision_numbered(case_service: CaseQueries, actor: Actor, number: int) -> RecordedDisposition | None:
    """A decision of the actor's organization; None where it has none of this number."""
    return next((item for item in decisions_of(case_service, actor) if item.number == number), None)


def decide_hits(
    case_service: CaseQueries, act: Act, made: Sequence[RecordedDisposition]
) -> list[RecordedDisposition]:
    """Record decisions of one act, all of them or none. Refusal, kept on record, where the role may not."""
    with case_service.permitted(act.actor, UserAction.DECIDE_HIT), case_service.writing() as work:
        return add_dispositions(work.connection, act, made)


def approve_clearing(case_service: CaseQueries, act: Act, number: int) -> RecordedDisposition:
    """Approve, as a second person, that a hit is cleared; from then on it counts."""
    with (
        case_service.permitted(act.actor, UserAction.APPROVE_CLEARING, str(number)),
        case_service.writing() as work,
    ):
        found = _one(load_dispositions(work.connection, act.actor.organization, number=number), act, number)
        need(
            found.finding is DispositionFinding.FALSE_POSITIVE,
            "not_cleared",
            "a confirmed match needs no approval",
        )
        need(found.approval is None, "approved", "it was approved already")
        need(
            found.by != act.actor.name,
            "second_person",
            "it is approved by another person than who decided it",
        )
        return add_review(work.connection, act, replace(found, second_person=True), ReviewKind.APPROVED)


def revoke_decision(case_service: CaseQueries, act: Act, number: int) -> RecordedDisposition:
    """Take a decision back, for good: it no longer counts, and the hit is open again."""
    action = (
        UserAction.DECIDE_HIT if may(act.actor.role, UserAction.DECIDE_HIT) else UserAction.APPROVE_CLEARING
    )
    with case_service.permitted(act.actor, action, str(number)), case_service.writing() as work:
        found = _one(load_dispositions(work.connection, act.actor.organization, number=number), act, number)
        return add_review(work.connection, act, found, ReviewKind.REVOKED)


def revoke_decisions_on(case_service: CaseQueries, act: Act, who: Party | Owner, entry: str) -> int:
    """Take back every decision on a party and an entry; gives how many there were."""
    found = _decisions_on(case_service, act, who, entry)
    for disposition in found:
        revoke_decision(case_service, act, disposition.number or 0)
    return len(found)


def approve_clearings_on(case_service: CaseQueries, act: Act, who: Party | Owner, entry: str) -> int:
    """Approve, as a second person, what waits on a party and an entry; gives how many there were."""
    found = [item for item in _decisions_on(case_service, act, who, entry) if item.waits]
    for disposition in found:
        approve_clearing(case_service, act, disposition.number or 0)
    return len(found)


def _decisions_on(
    case_service: CaseQueries, act: Act, who: Party | Owner, entry: str
) -> list[RecordedDisposition]:
    """The decisions on a party and an entry that were not taken back."""
    return [
        disposition
        for name in {getattr(who, "ident", None), who.name} - {None}
        for disposition in decisions_of(case_service, act.actor, party=name, entry=entry)
        if disposition.revocation is None
    ]


def decisions_of(
    case_service: CaseQueries, actor: Actor, *, party: str | None = None, entry: str | None = None
) -> list[RecordedDisposition]:
    """The decisions of the actor's organization, in the order in which they were recorded."""
    with case_service.read_scope(actor, UserAction.SCREEN) as work:
        return load_dispositions(work.connection, actor.organization, party=party, entry=entry)


def _one(found: list[RecordedDisposition], act: Act, number: int) -> RecordedDisposition:
    """The decision that is acted on, while something can still be done with it."""
    if not found:
        raise Refusal("not_found", f"there is no decision {number} that you may see")
    need(bool(act.reason.strip()), "reason", "a reason is needed")
    need(found[0].revocation is None, "revoked", "it was revoked already")
    return found[0]
