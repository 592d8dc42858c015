"""What people decided about hits, and which of it still holds.

A disposition says that a party of one's own is, or is not, the listed party of one entry. It is tied to the
versions of both, as hashes of what could be seen of them: when either changes, or its day of expiry comes, it no
longer holds and the hit is open again. It speaks of that one entry: however often a customer was found to be
nobody's namesake, an entry that is new to the list opens a new hit.

It counts in the organization that made it, and nowhere else. Clearing a match that weighs much takes a second person
(:func:`needs_second_person`): until that one approves, it is a proposal. Either kind can be revoked, for good.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from licet.model.listing import ListCode, ListEntry

__all__ = [
    "SECOND_PERSON_LISTS",
    "DispositionFinding",
    "DispositionStanding",
    "HitReview",
    "RecordedDisposition",
    "ReviewKind",
    "Why",
    "entry_version",
    "needs_second_person",
    "party_version",
    "standing",
]

SECOND_PERSON_LISTS = frozenset({ListCode.DPL, ListCode.EL, ListCode.MEU, ListCode.SDN})
"""Lists on which a match alone forbids an export or requires a license: 15 CFR 736.2(b)(4), 744.11, 744.21, 744.8."""


class DispositionFinding(StrEnum):
    TRUE_MATCH = "true_match"
    FALSE_POSITIVE = "false_positive"


class ReviewKind(StrEnum):
    """What was done with a disposition after it was recorded."""

    APPROVED = "approved"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class HitReview:
    """That a disposition was approved by a second person, or revoked: by whom, when and why."""

    kind: ReviewKind
    by: str
    at: datetime
    reason: str


class Why(StrEnum):
    """Why a disposition holds or does not."""

    HOLDS = "holds"
    WAITS = "it waits for review by a second person"
    REVOKED = "it was revoked"
    NO_ORGANIZATION = "no organization is known for it"
    SUPERSEDED = "superseded by a later one"
    PARTY_CHANGED = "the party has changed since"
    ENTRY_CHANGED = "the list entry has changed since"
    ENTRY_GONE = "the list entry is gone"
    EXPIRED = "it has expired"
    NOT_YET = "it was made on a later day"


@dataclass(frozen=True, slots=True)
class RecordedDisposition:
    """One decision. ``expires``: the first day on which it no longer holds; None: none.

    ``party`` is one's own id of the party and ``entry`` that of the list entry; the versions are those of
    :func:`party_version` and :func:`entry_version` when it was decided. ``evidence``: what was looked at.
    ``organization``: the key of the one whose decision it is; empty: not known, and it does not count.
    ``matched_name``: the listed name that was compared, of all the names of the entry. ``second_person``: whether it
    counts only once a second person has approved it. ``number``: of the record, once it is kept. ``reviews``: what
    was done with it later. ValueError where something that an auditor will ask for is missing.
    """

    party: str
    party_version: str
    entry: str
    entry_version: str
    finding: DispositionFinding
    reason: str
    evidence: tuple[str, ...]
    by: str
    at: datetime
    expires: date | None = None
    organization: str = ""
    matched_name: str = ""
    second_person: bool = False
    number: int | None = None
    reviews: tuple[HitReview, ...] = ()

    def __post_init__(self) -> None:
        for name in ("party", "party_version", "entry", "entry_version", "reason", "by"):
            if not getattr(self, name).strip():
                raise ValueError(f"a disposition must say its {name}")
        if self.at.tzinfo is None:
            raise ValueError("a disposition must say when it was made, with the time zone")
        if self.expires is not None and self.expires <= self.at.date():
            raise ValueError(f"a disposition of {self.at.date()} cannot expire on {self.expires}")

    @property
    def approval(self) -> HitReview | None:
        """Its approval by a second person."""
        return next((review for review in self.reviews if review.kind is ReviewKind.APPROVED), None)

    @property
    def revocation(self) -> HitReview | None:
        return next((review for review in self.reviews if review.kind is ReviewKind.REVOKED), None)

    @property
    def waits(self) -> bool:
        """Whether it waits for a second person."""
        return self.second_person and self.approval is None and self.revocation is None

    @property
    def effective_at(self) -> datetime | None:
        """Since when it counts, or counted until it was revoked; None: it never did."""
        if not self.second_person:
            return self.at
        return None if self.approval is None else self.approval.at


@dataclass(frozen=True, slots=True)
class DispositionStanding:
    """Whether a disposition holds on a day, and why."""

    disposition: RecordedDisposition
    why: Why

    @property
    def holds(self) -> bool:
        return self.why is Why.HOLDS


def needs_second_person(
    finding: DispositionFinding, entry: ListEntry, *, exact: bool, several: bool = False
) -> bool:
    """Whether a decision counts only once a second person has approved it.

    To clear takes two persons where the name is one of the entry's (``exact``), where a match alone forbids an export
    or requires a license, and where several matches or lines are cleared at once. To confirm takes one.
    """
    return finding is DispositionFinding.FALSE_POSITIVE and (
        exact or several or entry.list_code in SECOND_PERSON_LISTS
    )


def party_version(
    name: str, country: str | None = None, address: str | None = None, more: Iterable[str] = ()
) -> str:
    """The hash of what one knows of a party; ``more``: identifiers, dates of birth and what else was compared."""
    return _hash([name, country, address, *more])


def entry_version(entry: ListEntry) -> str:
    """The hash of what identifies a listed party: its list, names, countries, addresses, kind, births, identifiers.

    Its terms (requirement, policy, dates) are left out: they change what a match entails, not who it is.
    """
    aliases = sorted([alias.name, alias.weak] for alias in entry.aliases)
    who = [
        entry.list_code.value,
        entry.name,
        aliases,
        sorted(entry.countries),
        sorted(entry.addresses),
        entry.kind,
        sorted(entry.births),
        sorted(entry.identifiers),
    ]
    return _hash(who)


def standing(
    dispositions: Iterable[RecordedDisposition],
    party_versions: Mapping[str, str],
    entry_versions: Mapping[str, str],
    today: date,
) -> list[DispositionStanding]:
    """What became of each disposition, in the order in which they were made.

    ``party_versions`` and ``entry_versions``: by id, as things stand; an entry that is missing is gone from the
    lists, and a party that is missing has changed. Only the latest that had come to count by ``today`` on a party
    and an entry can hold: an earlier one does not come back when a later one lapses or is revoked.
    """
    made = sorted(dispositions, key=lambda disposition: disposition.at)
    counted = sorted(
        (disposition.effective_at, number)
        for number, disposition in enumerate(made)
        if disposition.effective_at is not None
    )
    latest = {
        (made[number].party, made[number].entry): made[number]
        for since, number in counted
        if since.date() <= today
    }
    return [
        DispositionStanding(
            disposition,
            _why(
                disposition,
                latest.get((disposition.party, disposition.entry)),
                party_versions.get(disposition.party),
                entry_versions.get(disposition.entry),
                today,
            ),
        )
        for disposition in made
    ]


def _why(
    recorded_disposition: RecordedDisposition,
    latest: RecordedDisposition | None,
    party: str | None,
    entry: str | None,
    today: date,
) -> Why:
    if recorded_disposition.at.date() > today:
        return Why.NOT_YET
    if not recorded_disposition.organization:
        return Why.NO_ORGANIZATION
    if recorded_disposition.revocation is not None:
        return Why.REVOKED
    if recorded_disposition.waits:
        return Why.WAITS
    if recorded_disposition is not latest:
        return Why.SUPERSEDED
    if entry is None:
        return Why.ENTRY_GONE
    if recorded_disposition.party_version != party:
        return Why.PARTY_CHANGED
    if recorded_disposition.entry_version != entry:
        return Why.ENTRY_CHANGED
    return (
        Why.EXPIRED
        if recorded_disposition.expires is not None and recorded_disposition.expires <= today
        else Why.HOLDS
    )


def _hash(content: object) -> str:
    plain = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
