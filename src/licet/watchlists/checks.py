"""Whether a snapshot may be adopted, judged list by list before anything changes.

A snapshot is compared with the last good one of its feed; where there is none, a file that claims to be the
whole Consolidated Screening List is held against floors that any whole one passes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from licet.model.listing import ListCode
from licet.watchlists.registry import FEED_FLOORS
from licet.watchlists.row import RawRow
from licet.watchlists.snapshot import ProblemKind, RefusedRow, Snapshot, SnapshotProblem
from licet.watchlists.sources import floors_on
from licet.watchlists.text import suspicious

__all__ = ["DEFAULT_LIMITS", "Baseline", "LossLimits", "check", "shortage_of"]

_SHOWN = 3

_SHORTAGE = frozenset(
    {
        ProblemKind.TRUNCATED,
        ProblemKind.MISSING_SOURCE,
        ProblemKind.TOO_FEW_ROWS,
        ProblemKind.ROWS_REFUSED,
        ProblemKind.WRONG_COUNT,
        ProblemKind.GONE_UNEXPLAINED,
    }
)


@dataclass(frozen=True, slots=True)
class LossLimits:
    """How far a list may shrink or grow from one good snapshot to the next, and how many bad rows pass.

    A count passes between ``lowest`` and ``highest`` times the last good one, or within ``slack`` rows of
    it, whichever is wider. ``bad_text``: rows with damaged characters.
    """

    lowest: float = 0.9
    highest: float = 1.25
    slack: int = 10
    bad_text: int = 5


DEFAULT_LIMITS = LossLimits()


@dataclass(frozen=True, slots=True)
class Baseline:
    """The last good snapshot of the feed: how many rows it had of each list, and of which day it was."""

    counts: Mapping[ListCode, int]
    data_date: date


def check(
    snapshot: Snapshot, data_date: date, last: Baseline | None, limits: LossLimits | None = None
) -> tuple[SnapshotProblem, ...]:
    """Every reason against adopting a snapshot as of a day; none means that it may be adopted."""
    bounds = limits or LossLimits()
    counted = _against_floors(snapshot, data_date) if last is None else _against(snapshot, last, bounds)
    return (
        *snapshot.problems,
        *counted,
        *_refusals(snapshot),
        *_texts(snapshot, bounds),
        *_ids(snapshot),
    )


def shortage_of(problems: tuple[SnapshotProblem, ...], codes: frozenset[ListCode]) -> frozenset[ListCode]:
    """The lists of which rows may be lacking: from their absence in this file nothing follows.

    A problem that concerns no single list (a cut end) concerns all.
    """
    short = [problem for problem in problems if problem.kind in _SHORTAGE]
    if any(problem.source is None for problem in short):
        return codes
    return frozenset(problem.source for problem in short if problem.source is not None)


def _against(snapshot: Snapshot, last: Baseline, limits: LossLimits) -> Iterator[SnapshotProblem]:
    every = last.counts if snapshot.format.whole_feed else snapshot.counts
    for code in every:
        before, now = last.counts.get(code, 0), snapshot.counts.get(code, 0)
        since = f"the last good snapshot ({last.data_date}) has {before}"
        lowest = min(before * limits.lowest, before - limits.slack)
        highest = max(before * limits.highest, before + limits.slack)
        if before and not now:
            yield SnapshotProblem(ProblemKind.MISSING_SOURCE, f"no rows, {since}", code)
        elif before and now < lowest:
            yield SnapshotProblem(
                ProblemKind.TOO_FEW_ROWS, f"{now} rows, {since}; fewer than {lowest:.0f} are refused", code
            )
        elif before and now > highest:
            yield SnapshotProblem(
                ProblemKind.TOO_MANY_ROWS, f"{now} rows, {since}; more than {highest:.0f} are refused", code
            )


def _against_floors(snapshot: Snapshot, data_date: date) -> Iterator[SnapshotProblem]:
    floors: Mapping[ListCode, int] = (
        floors_on(data_date)
        if snapshot.format.claims_all_lists
        else FEED_FLOORS.get(snapshot.format) or dict.fromkeys(snapshot.counts, 1)
    )
    for code, floor in floors.items():
        now = snapshot.counts.get(code, 0)
        if not now:
            yield SnapshotProblem(
                ProblemKind.MISSING_SOURCE, f"no rows; a whole list has at least {floor}", code
            )
        elif now < floor:
            yield SnapshotProblem(
                ProblemKind.TOO_FEW_ROWS, f"{now} rows; a whole list has at least {floor}", code
            )


def _refusals(snapshot: Snapshot) -> Iterator[SnapshotProblem]:
    """Rows that could not be read, list by list: who stands in them is unknown."""
    by_list: dict[ListCode | None, list[RefusedRow]] = defaultdict(list)
    for row in snapshot.refused:
        by_list[row.source].append(row)
    for source, rows in by_list.items():
        first = rows[0]
        words = f"{len(rows)} rows could not be read; the first: {first.reason}"
        yield SnapshotProblem(
            ProblemKind.ROWS_REFUSED,
            words,
            source,
            first.line,
            tuple(f"line {row.line}: {row.text}" for row in rows),
        )


def _texts(snapshot: Snapshot, limits: LossLimits) -> Iterator[SnapshotProblem]:
    bad = [(row, piece) for row in snapshot.rows if (piece := _damage(row)) is not None]
    if len(bad) > limits.bad_text:
        row, piece = bad[0]
        words = f"{len(bad)} rows with damaged characters such as {piece!r} in {row.name!r}"
        yield SnapshotProblem(ProblemKind.BROKEN_ENCODING, words, line=row.line)


def _damage(row: RawRow) -> str | None:
    texts = (
        row.name,
        *(alias.name for alias in row.aliases),
        *row.addresses,
        row.requirement or "",
        row.policy or "",
    )
    return next(filter(None, map(suspicious, texts)), None)


def _ids(snapshot: Snapshot) -> Iterator[SnapshotProblem]:
    found = Counter((row.list_code, row.official_id) for row in snapshot.rows if row.official_id is not None)
    for code in ListCode:
        twice = [str(number) for (of, number), count in found.items() if of is code and count > 1]
        if twice:
            words = f"{len(twice)} ids stand on several rows, such as {', '.join(twice[:_SHOWN])}"
            yield SnapshotProblem(ProblemKind.DUPLICATE_IDS, words, code)
