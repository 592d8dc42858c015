"""Statistics that reconcile with the event log: received = pending + issued + denied + returned + withdrawn.

As of any day: only events up to its end count, so that "more than 130 received, none issued" is a query for
October 2019. Days are calendar days from registration to the decision, gross, and net of the pauses of 750.4(b).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from licet.events.event import Event
from licet.licensing.record import CaseRecord, records
from licet.licensing.states import CaseOutcome

__all__ = ["By", "Days", "Statistics", "StatisticsRow", "count_records", "statistics"]


class By(StrEnum):
    """What to count by. A case with several parties or ECCNs counts in each of their rows."""

    PARTY = "party"
    ECCN = "eccn"
    DESTINATION = "destination"
    ORGANIZATION = "organization"
    MONTH = "month_received"


@dataclass(frozen=True, slots=True)
class Days:
    """How long decisions took: of how many, and the days within which so many per cent were made.

    Each percentile is a number of days that occurred (the nearest rank).
    """

    decided: int
    median: int
    p75: int
    p90: int
    longest: int

    @classmethod
    def of(cls, days: Iterable[int]) -> Days | None:
        """None when nothing was decided."""
        ordered = sorted(days)
        if not ordered:
            return None
        return cls(len(ordered), *(_rank(ordered, per_cent) for per_cent in (50, 75, 90, 100)))


def _rank(ordered: list[int], per_cent: int) -> int:
    return ordered[-(-len(ordered) * per_cent // 100) - 1]


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """Counts of one key; "" is the total. ``counts`` has every outcome, the zeros too."""

    key: str
    received: int
    counts: Mapping[CaseOutcome, int]
    gross: Days | None
    net: Days | None
    to_operating_committee: int

    @property
    def reconciles(self) -> bool:
        """Whether the outcomes add up to what was received."""
        return sum(self.counts.values()) == self.received


@dataclass(frozen=True, slots=True)
class Statistics:
    """All applications received up to a day (and not before ``since``, if given), and the same by some key."""

    as_of: date
    since: date | None
    by: By | None
    total: StatisticsRow
    rows: tuple[StatisticsRow, ...]


def statistics(
    events: Iterable[Event], as_of: date, *, by: By | None = None, since: date | None = None
) -> Statistics:
    """Count. ``events``: the log of all cases in their order; ``since``: the first day of receipt that counts."""
    return count_records(records(events, as_of), as_of, by=by, since=since)


def count_records(
    found: Iterable[CaseRecord], as_of: date, *, by: By | None = None, since: date | None = None
) -> Statistics:
    """Count records as they stood at the end of ``as_of``; those never received do not count."""
    counted = [
        record
        for record in found
        if record.received_on is not None and (since is None or record.received_on >= since)
    ]
    groups: dict[str, list[CaseRecord]] = defaultdict(list)
    if by is not None:
        for record in counted:
            for key in _keys(record, by):
                groups[key].append(record)
    rows = tuple(_row(key, groups[key]) for key in sorted(groups))
    return Statistics(as_of, since, by, _row("", counted), rows)


def _keys(record: CaseRecord, by: By) -> tuple[str, ...]:
    if by is By.PARTY:
        return record.parties
    if by is By.ECCN:
        return record.eccns
    if by is By.ORGANIZATION:
        return (record.organization,)
    if by is By.MONTH:
        return (f"{record.received_on:%Y-%m}",)
    return (record.destination or "unknown",)


def _row(key: str, found: list[CaseRecord]) -> StatisticsRow:
    counts = dict.fromkeys(CaseOutcome, 0)
    for record in found:
        assert record.outcome is not None
        counts[record.outcome] += 1
    return StatisticsRow(
        key=key,
        received=len(found),
        counts=counts,
        gross=Days.of(days for record in found if (days := record.gross) is not None),
        net=Days.of(days for record in found if (days := record.net) is not None),
        to_operating_committee=sum(record.to_operating_committee for record in found),
    )
