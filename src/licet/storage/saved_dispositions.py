"""Read the kept decisions about hits without SQLAlchemy, which takes longer to import than a sale to answer."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from licet.screening.dispositions import DispositionFinding, HitReview, RecordedDisposition, ReviewKind
from licet.storage.server import rows_of

__all__ = ["kept_dispositions", "known_organizations", "last_numbers"]

_DECISIONS = (
    "SELECT party, party_version, entry, entry_version, finding, reason, evidence, made_by, made_at, expires, "
    "organization, matched_name, second_person, id FROM disposition "
)
_OWN = _DECISIONS + "WHERE organization = :organization ORDER BY id"
_NOBODYS = _DECISIONS + "WHERE organization IS NULL ORDER BY id"
_REVIEWS = "SELECT id, disposition, kind, made_by, made_at, reason FROM disposition_review ORDER BY id"


def kept_dispositions(
    home: Path, organization: str | None, upto: tuple[int, int] | None = None
) -> list[RecordedDisposition]:
    """The decisions of an organization kept in a folder, in their order; those of nobody for None.

    ``upto``: the numbers of the last decision and of the last review that are read; None: all.
    """
    decisions, reviews = upto or (None, None)
    query, given = (_NOBODYS, None) if organization is None else (_OWN, {"organization": organization})
    rows = rows_of(home, query, given)
    later = _reviews(home, reviews) if rows else {}
    return [
        _disposition(row, later.get(row[13], [])) for row in rows if decisions is None or row[13] <= decisions
    ]


def last_numbers(home: Path) -> tuple[int, int]:
    """The numbers of the last decision and of the last review that are kept, of whatever organization."""
    decisions = rows_of(home, "SELECT max(id) FROM disposition")
    reviews = rows_of(home, "SELECT max(id) FROM disposition_review")
    return (decisions[0][0] or 0 if decisions else 0), (reviews[0][0] or 0 if reviews else 0)


def known_organizations(home: Path) -> tuple[frozenset[str], bool]:
    """The organizations that have accounts or decisions in a folder, and whether there is any account."""
    accounts = {str(row[0]) for row in rows_of(home, "SELECT DISTINCT organization FROM account")}
    decided = rows_of(home, "SELECT DISTINCT organization FROM disposition WHERE organization IS NOT NULL")
    return frozenset(accounts | {str(row[0]) for row in decided}), bool(accounts)


def _reviews(home: Path, upto: int | None) -> dict[int, list[HitReview]]:
    found: dict[int, list[HitReview]] = defaultdict(list)
    for number, decision, kind, by, at, reason in rows_of(home, _REVIEWS):
        if upto is None or number <= upto:
            found[decision].append(HitReview(ReviewKind(kind), by, datetime.fromisoformat(at), reason))
    return found


def _disposition(row: Sequence[Any], reviews: list[HitReview]) -> RecordedDisposition:
    return RecordedDisposition(
        party=row[0],
        party_version=row[1],
        entry=row[2],
        entry_version=row[3],
        finding=DispositionFinding(row[4]),
        reason=row[5],
        evidence=tuple(json.loads(row[6]) if isinstance(row[6], str) else row[6]),
        by=row[7],
        at=datetime.fromisoformat(row[8]),
        expires=None if row[9] is None else date.fromisoformat(str(row[9])),
        organization=row[10] or "",
        matched_name=row[11],
        second_person=bool(row[12]),
        number=row[13],
        reviews=tuple(reviews),
    )
