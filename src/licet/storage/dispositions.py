"""Keep what people decided about hits, and what was done with it later: added, never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select

from licet.events.event import Act, Event
from licet.events.kinds import Kind
from licet.screening.dispositions import DispositionFinding, HitReview, RecordedDisposition, ReviewKind
from licet.storage.schema import disposition, disposition_review
from licet.storage.work import Work

__all__ = ["add_dispositions", "add_review", "load_dispositions", "review_row", "row_of"]

_KINDS = {ReviewKind.APPROVED: Kind.HIT_APPROVED, ReviewKind.REVOKED: Kind.HIT_REVOKED}


def add_dispositions(
    connection: Connection, act: Act, made: Iterable[RecordedDisposition]
) -> list[RecordedDisposition]:
    """Add decisions of one act, inside a unit of work (:meth:`licet.storage.database.Database.unit_of_work`).

    They belong to the organization for which the actor acts. Gives them with their numbers.
    """
    last = connection.execute(select(func.max(disposition.c.id))).scalar() or 0
    organization = act.actor.organization
    every = [
        replace(
            recorded_disposition,
            organization=organization,
            number=number,
            by=act.actor.name,
            at=act.at,
            reason=act.reason,
        )
        for number, recorded_disposition in enumerate(made, last + 1)
    ]
    if every:
        connection.execute(
            insert(disposition), [_values(recorded_disposition) for recorded_disposition in every]
        )
        Work(connection).record(
            [
                Event.of(
                    act,
                    Kind.HIT_DECIDED,
                    recorded_disposition.entry,
                    organization,
                    **_payload(recorded_disposition),
                )
                for recorded_disposition in every
            ]
        )
    return every


def add_review(
    connection: Connection, act: Act, recorded_disposition: RecordedDisposition, kind: ReviewKind
) -> RecordedDisposition:
    """Add that a decision was approved or revoked, inside a unit of work. Gives it with that."""
    last = connection.execute(select(func.max(disposition_review.c.id))).scalar() or 0
    review = HitReview(kind, act.actor.name, act.at, act.reason)
    values = review_row(last + 1, recorded_disposition.number or 0, review)
    connection.execute(insert(disposition_review), [values])
    payload = {
        "review": last + 1,
        "number": recorded_disposition.number,
        "party": recorded_disposition.party,
        "finding": recorded_disposition.finding.value,
    }
    Work(connection).record(
        [Event.of(act, _KINDS[kind], recorded_disposition.entry, act.actor.organization, **payload)]
    )
    return replace(recorded_disposition, reviews=(*recorded_disposition.reviews, review))


def load_dispositions(
    connection: Connection,
    organization: str | None,
    *,
    party: str | None = None,
    entry: str | None = None,
    number: int | None = None,
) -> list[RecordedDisposition]:
    """All decisions of an organization, or those on a party or an entry, in the order in which they were kept.

    ``organization`` None: those of which it is not known whose they are.
    """
    query = select(disposition).where(disposition.c.organization.is_not_distinct_from(organization))
    for column, value in (("party", party), ("entry", entry), ("id", number)):
        if value is not None:
            query = query.where(disposition.c[column] == value)
    rows = connection.execute(query.order_by(disposition.c.id)).mappings().all()
    reviews = _reviews(connection, [row["id"] for row in rows])
    return [replace(_read(row), reviews=tuple(reviews[row["id"]])) for row in rows]


def _reviews(connection: Connection, numbers: list[int]) -> dict[int, list[HitReview]]:
    found: dict[int, list[HitReview]] = defaultdict(list)
    if not numbers:
        return found
    query = (
        select(disposition_review)
        .where(disposition_review.c.disposition.between(min(numbers), max(numbers)))
        .order_by(disposition_review.c.id)
    )
    for row in connection.execute(query).mappings():
        at = datetime.fromisoformat(row["made_at"])
        found[row["disposition"]].append(
            HitReview(ReviewKind(row["kind"]), row["made_by"], at, row["reason"])
        )
    return found


def row_of(recorded_disposition: RecordedDisposition) -> dict[str, Any]:
    """The row that a decision makes but for who made it, when and why, which its event says of itself."""
    return {
        "id": recorded_disposition.number,
        "party": recorded_disposition.party,
        "party_version": recorded_disposition.party_version,
        "entry": recorded_disposition.entry,
        "entry_version": recorded_disposition.entry_version,
        "finding": recorded_disposition.finding.value,
        "evidence": list(recorded_disposition.evidence),
        "expires": recorded_disposition.expires,
        "matched_name": recorded_disposition.matched_name,
        "second_person": recorded_disposition.second_person,
    }


def review_row(number: int, decision: int, review: HitReview) -> dict[str, Any]:
    """The row of what was done with a decision."""
    return {
        "id": number,
        "disposition": decision,
        "kind": review.kind.value,
        "reason": review.reason,
        "made_by": review.by,
        "made_at": review.at.isoformat(),
    }


def _payload(recorded_disposition: RecordedDisposition) -> dict[str, Any]:
    return {
        ("number" if key == "id" else key): value
        for key, value in row_of(recorded_disposition).items()
        if key != "entry"
    }


def _values(recorded_disposition: RecordedDisposition) -> dict[str, Any]:
    made = {
        "reason": recorded_disposition.reason,
        "made_by": recorded_disposition.by,
        "made_at": recorded_disposition.at.isoformat(),
    }
    return {**row_of(recorded_disposition), **made, "organization": recorded_disposition.organization}


def _read(row: RowMapping) -> RecordedDisposition:
    return RecordedDisposition(
        party=row["party"],
        party_version=row["party_version"],
        entry=row["entry"],
        entry_version=row["entry_version"],
        finding=DispositionFinding(row["finding"]),
        reason=row["reason"],
        evidence=tuple(row["evidence"]),
        by=row["made_by"],
        at=datetime.fromisoformat(row["made_at"]),
        expires=row["expires"],
        organization=row["organization"] or "",
        matched_name=row["matched_name"],
        second_person=row["second_person"],
        number=row["id"],
    )
