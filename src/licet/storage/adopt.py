"""Adopt a snapshot: judge it, then write what it changes in one transaction, or nothing at all."""

from __future__ import annotations

import gc
import getpass
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from licet.errors import LicetError
from licet.events.event import INSTALLATION, Act, Actor, Event
from licet.events.kinds import Kind
from licet.events.roles import UserRole
from licet.model.listing import ListCode
from licet.storage.assertions import (
    Assertion,
    SnapshotRecord,
    add_assertions,
    add_contents,
    add_snapshot,
    assertions_of,
    contents_of,
    known_ids,
    snapshots,
    state_before,
)
from licet.storage.basis import adoption_hash
from licet.storage.build import write_state_of
from licet.storage.database import open_database
from licet.storage.work import Work
from licet.watchlists.checks import DEFAULT_LIMITS, Baseline, LossLimits, check, shortage_of
from licet.watchlists.identity import assign_ids, marks_of
from licet.watchlists.losses import losses
from licet.watchlists.row import RawRow, content_hash, row_from_content, row_to_content
from licet.watchlists.snapshot import Snapshot, SnapshotProblem

__all__ = [
    "Adoption",
    "AdoptionError",
    "AdoptionRefusedError",
    "AdoptionRequest",
    "adopt",
    "code_of",
    "judge",
]

_SHOWN_ROWS = 50


class AdoptionError(LicetError, ValueError):
    """The request itself is wrong: no date, a date to come, an empty reason."""


class AdoptionRefusedError(LicetError):
    """The snapshot is not safe to adopt; nothing was changed. ``problems`` says why, list by list.

    ``code``: what a person who was shown the problems gives to accept them; empty where no party is concerned.
    """

    def __init__(self, problems: Sequence[SnapshotProblem], code: str = "") -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems, self.code = tuple(problems), code


@dataclass(frozen=True, slots=True)
class AdoptionRequest:
    """What is asked: adopt ``file_name`` as the state of ``data_date`` (None: the snapshot's own date).

    ``accept_anyway``: a reason, kept for good, to adopt in spite of problems. ``as_whole``: the person also
    vouches that nothing is lacking, so that what the file lacks is gone from the list. ``shown``: the code of the
    problems that the person was shown (:attr:`AdoptionRefusedError.code`); None where the caller has shown them.
    ``adopted_by``: who adopts it; None: the user of this process.
    """

    file_name: str
    today: date
    data_date: date | None = None
    accept_anyway: str | None = None
    as_whole: bool = False
    limits: LossLimits = DEFAULT_LIMITS
    shown: str | None = None
    adopted_by: str | None = None


@dataclass(frozen=True, slots=True)
class Adoption:
    """What was adopted. ``already``: the same bytes stand for that day already; nothing was written."""

    snapshot: SnapshotRecord
    added: int
    changed: int
    gone: int
    problems: tuple[SnapshotProblem, ...]
    already: bool = False


def adopt(home: Path, snapshot: Snapshot, request: AdoptionRequest) -> Adoption:
    """Judge a snapshot, adopt it, and make the list state that follows from it.

    The new state is built, and so every date checked, before the transaction is kept. Raises
    :class:`AdoptionError` for a bad request and :class:`AdoptionRefusedError` with every reason; in both
    cases, and when building fails, the database is unchanged.
    """
    day = _data_date(snapshot, request)
    if request.accept_anyway is not None and not request.accept_anyway.strip():
        raise AdoptionError("--accept-anyway: a reason in words is needed, it is kept with the snapshot")
    database = open_database(home)
    try:
        with _no_collection(), database.unit_of_work() as connection:
            return _adopt(connection, home, snapshot, day, request)
    finally:
        database.close()


@contextmanager
def _no_collection() -> Iterator[None]:
    """No search for garbage meanwhile: half a million small objects without a cycle, a third of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _adopt(
    connection: Connection, home: Path, snapshot: Snapshot, day: date, request: AdoptionRequest
) -> Adoption:
    history = snapshots(connection)
    same = next((old for old in history if (old.sha256, old.data_date) == (snapshot.sha256, day)), None)
    if same is not None:
        return Adoption(same, 0, 0, 0, (), already=True)
    writer = _Writer(connection, snapshot, day, history)
    problems = _problems(snapshot, day, history, writer, request)
    code = code_of(snapshot, problems)
    if problems and (request.accept_anyway is None or request.shown not in {None, code}):
        raise AdoptionRefusedError(problems, code)
    adoption = writer.write(problems, request)
    Work(connection).record([_event(adoption, request, adoption_hash(connection, adoption.snapshot.number))])
    write_state_of(connection, home, at_hand=writer.rows)
    return adoption


def code_of(snapshot: Snapshot, problems: Sequence[SnapshotProblem]) -> str:
    """What stands for a file and the parties that its problems concern; empty where they concern none."""
    names = [(str(problem), problem.names) for problem in problems if problem.names]
    return hashlib.sha256(f"{snapshot.sha256} {names}".encode()).hexdigest()[:8] if names else ""


def judge(home: Path, snapshot: Snapshot, request: AdoptionRequest) -> tuple[SnapshotProblem, ...]:
    """What speaks against adopting a snapshot, and nothing else. Raises :class:`AdoptionError`."""
    day = _data_date(snapshot, request)
    database = open_database(home)
    try:
        with database.reading() as connection:
            history = snapshots(connection)
            return _problems(snapshot, day, history, _Writer(connection, snapshot, day, history), request)
    finally:
        database.close()


def _problems(
    snapshot: Snapshot,
    day: date,
    history: Sequence[SnapshotRecord],
    writer: _Writer,
    request: AdoptionRequest,
) -> tuple[SnapshotProblem, ...]:
    baseline = _baseline(history, snapshot, day)
    return (*check(snapshot, day, baseline, request.limits), *writer.losses())


def _event(adoption: Adoption, request: AdoptionRequest, state: str) -> Event:
    """What the log says of an adoption. ``state``: the hash of everything that was kept with it."""
    kept = adoption.snapshot
    actor = Actor(kept.adopted_by, UserRole.OPERATOR, INSTALLATION)
    return Event.of(
        Act(actor, datetime.now(UTC), request.accept_anyway or ""),
        Kind.LISTS_ADOPTED,
        kept.feed.value,
        INSTALLATION,
        snapshot=kept.number,
        state=state,
        sha256=kept.sha256,
        data_date=kept.data_date,
        file_name=kept.file_name,
        added=adoption.added,
        changed=adoption.changed,
        gone=adoption.gone,
        problems=[str(problem) for problem in adoption.problems],
    )


def _data_date(snapshot: Snapshot, request: AdoptionRequest) -> date:
    day = request.data_date or snapshot.data_date
    if day is None:
        raise AdoptionError(
            f"{request.file_name}: {snapshot.data_date_basis}; say of which day it is with --as-of-date"
        )
    if day > request.today:
        raise AdoptionError(
            f"{request.file_name}: its date {day} is still to come (today is {request.today})"
        )
    return day


def _baseline(history: Sequence[SnapshotRecord], snapshot: Snapshot, day: date) -> Baseline | None:
    """The good snapshot of the feed that is nearest in time, an earlier one before a later one."""
    feed, lists = snapshot.format.feed, snapshot.counts.keys()
    good = [
        record
        for record in history
        if record.feed is feed
        and record.good
        and (snapshot.format.whole_feed or record.counts.keys() & lists)
    ]
    nearest = min(
        good, key=lambda record: (abs(record.data_date - day), record.data_date > day), default=None
    )
    return None if nearest is None else Baseline(nearest.counts, nearest.data_date)


class _Writer:
    """One adoption inside its transaction."""

    def __init__(
        self, connection: Connection, snapshot: Snapshot, day: date, history: Sequence[SnapshotRecord]
    ) -> None:
        self._connection = connection
        self._snapshot = snapshot
        self._day = day
        self._feed = [record for record in history if record.feed is snapshot.format.feed]
        self._assertions = assertions_of(connection, [record.number for record in history])
        self._before = state_before([old for old in self._feed if old.data_date <= day], self._assertions)
        self.rows: dict[str, RawRow] = {}
        self._contents, self._seen = self._now()

    def losses(self) -> tuple[SnapshotProblem, ...]:
        """What this snapshot takes away from what stood before it, where it does not say why."""
        differing = {
            key: item.content_hash
            for key, item in self._before.items()
            if item.content_hash is not None
            and (key not in self._seen or self._seen[key].content_hash != item.content_hash)
        }
        contents = contents_of(self._connection, differing.values())
        before = {key: row_from_content(contents[digest]) for key, digest in differing.items()}
        now = {
            key: self.rows[item.content_hash or ""]
            for key, item in self._seen.items()
            if key in before or key not in self._before
        }
        sizes = Counter(item.list_code for item in self._before.values())
        covered = {code: sizes[code] for code in self._snapshot.counts}
        return tuple(losses(before, now, self._snapshot.format, self._day, covered))

    def write(self, problems: tuple[SnapshotProblem, ...], request: AdoptionRequest) -> Adoption:
        before, contents, now = self._before, self._contents, self._seen
        closes = self._closes(problems, before, as_whole=request.as_whole)
        number = add_snapshot(self._connection, self._values(problems, request, closes))
        add_contents(self._connection, contents)
        seen = [
            item
            for key, item in now.items()
            if key not in before or before[key].content_hash != item.content_hash
        ]
        gone = [_gone(item) for key, item in before.items() if key not in now and item.list_code in closes]
        add_assertions(self._connection, number, number, [*seen, *gone])
        self._restate_next(number, [*seen, *gone], before)
        record = next(record for record in snapshots(self._connection) if record.number == number)
        added = sum(item.entry_id not in before for item in seen)
        return Adoption(record, added, len(seen) - added, len(gone), problems)

    def _closes(
        self, problems: tuple[SnapshotProblem, ...], before: Mapping[str, Assertion], *, as_whole: bool
    ) -> frozenset[ListCode]:
        """The lists that this snapshot holds whole. Where a row was not read, nobody is gone, whoever vouches."""
        covered = frozenset(self._snapshot.counts)
        if as_whole:
            return (covered | {item.list_code for item in before.values()}) - self._snapshot.unread
        return covered - shortage_of(problems, covered) - self._snapshot.unread

    def _now(self) -> tuple[dict[str, str], dict[str, Assertion]]:
        rows = self._snapshot.rows
        contents, now = {}, {}
        for row, entry_id in zip(rows, assign_ids(rows, known_ids(self._connection)), strict=True):
            content = row_to_content(row)
            key = content_hash(content)
            contents[key] = content
            self.rows[key] = row
            now[entry_id] = Assertion(entry_id, row.list_code, marks_of(row), key)
        return contents, now

    def _restate_next(
        self, number: int, written: Sequence[Assertion], before: Mapping[str, Assertion]
    ) -> None:
        """Where an older snapshot is adopted late, say again in the next one what it shows."""
        for code in ListCode:
            later = next(
                (old for old in self._feed if old.data_date > self._day and code in old.counts), None
            )
            if later is None:
                continue
            stated = self._assertions.get(later.number, {})
            again = [
                before.get(item.entry_id, _gone(item))
                for item in written
                if item.list_code is code and item.entry_id not in stated
                and (item.entry_id in before or code in later.closes)
            ]  # fmt: skip
            add_assertions(self._connection, later.number, number, again)

    def _values(
        self, problems: tuple[SnapshotProblem, ...], request: AdoptionRequest, closes: frozenset[ListCode]
    ) -> dict[str, Any]:
        given = request.data_date is not None
        return {
            "sha256": self._snapshot.sha256,
            "format": self._snapshot.format.value,
            "feed": self._snapshot.format.feed.value,
            "data_date": self._day,
            "data_date_basis": "--as-of-date" if given else self._snapshot.data_date_basis,
            "file_name": Path(request.file_name).name,
            "adopted_at": datetime.now(UTC),
            "adopted_by": request.adopted_by or getpass.getuser(),
            "accepted_reason": request.accept_anyway if problems else None,
            "accepted_as_whole": bool(problems) and request.as_whole,
            "counts": {code.value: count for code, count in self._snapshot.counts.items()},
            "closes": sorted(code.value for code in closes),
            "report": _report(self._snapshot, problems),
        }


def _gone(item: Assertion) -> Assertion:
    return Assertion(item.entry_id, item.list_code, item.marks, None)


def _unread(snapshot: Snapshot) -> dict[str, int]:
    """How many rows of each list could not be read; one of no known list counts for all of the file."""
    anybody = sum(row.source is None for row in snapshot.refused)
    known = Counter(row.source for row in snapshot.refused if row.source is not None)
    found = {code.value: anybody + known[code] for code in {*snapshot.counts, *known}}
    return {code: count for code, count in sorted(found.items()) if count}


def _report(snapshot: Snapshot, problems: Sequence[SnapshotProblem]) -> dict[str, Any]:
    return {
        "problems": [str(problem) for problem in problems],
        "rows_refused": len(snapshot.refused),
        "unread": _unread(snapshot),
        "refused": [[row.line, row.reason, row.text] for row in snapshot.refused[:_SHOWN_ROWS]],
        "repeated_headers": snapshot.repeated_headers,
    }
