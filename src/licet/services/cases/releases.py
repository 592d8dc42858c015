"""Reviews of releases to a person, on record: what speaks of the person stands apart and can be blanked."""

from __future__ import annotations

import json
from typing import Any

from licet.events.encoding import canonical
from licet.events.event import Act, Actor, Event
from licet.events.kinds import Kind
from licet.events.roles import UserAction
from licet.model.people import ReleaseReview, StatusKind
from licet.services.cases.records import Records
from licet.storage.events import Stored, events_of
from licet.storage.personal import BLANK

__all__ = ["blank_person", "keep_release_review", "person_of", "release_reviews"]

_STREAM = Kind.RELEASE_REVIEWED.stream


def keep_release_review(case_service: Records, act: Act, review: ReleaseReview) -> str:
    """Keep a review for the organization of who acts; gives its subject, the number of the person.

    What speaks of the person is one value under ``person``: it stands apart from the log under a salted hash.
    No receipt of an answer is kept beside it, for such a hash would speak of the name without a salt.
    """
    subject = _subject(act.actor, review.request.person.number)
    with case_service.permitted(act.actor, UserAction.CHECK_SALE), case_service.writing() as work:
        organization = act.actor.organization
        work.record([Event.of(act, Kind.RELEASE_REVIEWED, subject, organization, **_payload(review))])
    return subject


def release_reviews(case_service: Records, actor: Actor, number: str) -> tuple[Stored, ...]:
    """Every review of a person of one's own organization, in order; none for a number that is not known."""
    with case_service.read_scope(actor, UserAction.EXPORT_RECORDS) as work:
        return events_of(work.connection, _STREAM, _subject(actor, number))


def blank_person(case_service: Records, actor: Actor, number: str, *, reason: str) -> tuple[str, ...]:
    """Blank what the reviews of a person say of the person, for good; the log still verifies. Gives the hashes."""
    with case_service.permitted(actor, UserAction.BLANK_PERSONAL_DATA), case_service.writing() as work:
        kept = events_of(work.connection, _STREAM, _subject(actor, number))
    values = {str(stored.event.payload["person"]) for stored in kept}
    values = {value for value in values if not value.startswith(BLANK)}
    return case_service.blank(actor, values, reason=reason) if values else ()


def _subject(actor: Actor, number: str) -> str:
    """Numbers of persons are an organization's own, so that two organizations may use the same."""
    return f"{actor.organization}:{number}"


def _payload(review: ReleaseReview) -> dict[str, Any]:
    request = review.request
    person = {
        "number": request.person.number,
        "name": request.person.name,
        "statuses": [
            [
                status.country,
                StatusKind(status.kind).value,
                status.since and status.since.isoformat(),
                status.until and status.until.isoformat(),
            ]
            for status in request.person.statuses
        ],
    }
    return {
        "person": canonical(person).decode(),
        "as_of": request.as_of,
        "releases": [
            {
                "technology": release.technology.name,
                "access": release.access.value,
                "regimes": [
                    {
                        "regime": law.regime,
                        "answer": law.answer.value,
                        "authority": list(law.authority),
                    }
                    for law in release.regimes
                ],
            }
            for release in review.releases
        ],
        "changes": [
            {
                "day": change.day,
                "technology": change.technology,
                "before": change.before.value,
                "after": change.after.value,
            }
            for change in review.changes
        ],
        "petition": review.petition,
    }


def person_of(stored: Stored) -> dict[str, Any] | None:
    """What a kept review says of the person; None where it was blanked."""
    value = str(stored.event.payload["person"])
    return None if value.startswith(BLANK) else dict(json.loads(value))
