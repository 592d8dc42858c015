"""Looking: what an actor may see, and no other row. A look writes nothing, not even where it is refused."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, select

from licet.events.event import Act, Actor, Event, Refusal
from licet.events.kinds import Kind
from licet.events.roles import UserAction, may
from licet.licensing.case import Case
from licet.licensing.clock import due as due_of_cases
from licet.licensing.deadline import Deadline
from licet.licensing.license import License
from licet.licensing.states import FINAL, State
from licet.licensing.statistics import By, Statistics, count_records
from licet.licensing.using import license_due
from licet.services.cases.rows import BalanceRow, CaseRow, LicenseRow, balance_row, case_row, license_row
from licet.services.cases.visibility import cases_seen, events_seen, licenses_seen, sees
from licet.storage.database import Database
from licet.storage.events import Stored, blanked_at, events_of, read
from licet.storage.schema_events import event as event_table
from licet.storage.schema_events import personal
from licet.storage.schema_views import case_list, case_record, ledger_balance, license_list
from licet.storage.streams import record_of
from licet.storage.work import Cache, Work

__all__ = ["CaseQueries", "now", "seen"]

_log = logging.getLogger("licet.looks")


def now() -> datetime:
    """The clock of a program that runs in earnest."""
    return datetime.now(UTC)


class CaseQueries:
    """What actors may read; the case service adds acts. One for a program, for any number of threads.

    ``clock`` gives the instant of everything that is kept.
    """

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = now) -> None:
        self.database = database
        self.clock = clock
        self._cache = Cache()

    def case(self, actor: Actor, case_id: str) -> Case:
        """A case. Refusal ``not_found`` for one that is not there or not for this actor."""
        found: Case = self._one(actor, "case", case_id)
        return found

    def license(self, actor: Actor, number: str) -> License:
        """A license. Refusal ``not_found`` for one that is not there or not for this actor."""
        found: License = self._one(actor, "license", number)
        return found

    def history(self, actor: Actor, stream: str, subject: str) -> tuple[Stored, ...]:
        """The events of a case or license, in order."""
        with self.read_scope(actor, UserAction.READ_CASES, subject) as work:
            seen(work, actor, stream, subject)
            return events_of(work.connection, stream, subject)

    def cases(
        self,
        actor: Actor,
        *,
        states: frozenset[State] | None = None,
        after: str = "",
        limit: int | None = None,
    ) -> tuple[CaseRow, ...]:
        """The cases that an actor sees, by id: those in ``states`` alone, at most ``limit`` after ``after``."""
        query = (
            select(case_list)
            .where(cases_seen(actor), case_list.c.case_id > after)
            .order_by(case_list.c.case_id)
            .limit(limit)
        )
        if states is not None:
            query = query.where(case_list.c.state.in_(sorted(states)))
        with self.read_scope(actor, UserAction.READ_CASES) as work:
            return tuple(map(case_row, work.connection.execute(query)))

    def licenses(
        self, actor: Actor, *, case_id: str | None = None, after: str = "", limit: int | None = None
    ) -> tuple[LicenseRow, ...]:
        """The licenses that an actor sees, by number; those of a case alone, at most ``limit`` after ``after``."""
        query = (
            select(license_list)
            .where(licenses_seen(actor), license_list.c.number > after)
            .order_by(license_list.c.number)
            .limit(limit)
        )
        if case_id is not None:
            query = query.where(license_list.c.case_id == case_id)
        with self.read_scope(actor, UserAction.READ_CASES) as work:
            return tuple(map(license_row, work.connection.execute(query)))

    def balances(self, actor: Actor, number: str | None = None) -> tuple[BalanceRow, ...]:
        """What stands on every account of the licenses that an actor sees, or of one."""
        mine = select(license_list.c.number).where(licenses_seen(actor))
        query = (
            select(ledger_balance)
            .where(ledger_balance.c.number.in_(mine))
            .order_by(ledger_balance.c.number, ledger_balance.c.line, ledger_balance.c.account)
        )
        if number is not None:
            query = query.where(ledger_balance.c.number == number)
        with self.read_scope(actor, UserAction.READ_CASES) as work:
            return tuple(map(balance_row, work.connection.execute(query)))

    def due(self, actor: Actor, on: date) -> tuple[Deadline, ...]:
        """Every deadline of the pending cases and the living licenses that an actor sees, the nearest first."""
        pending = select(case_list.c.case_id).where(
            cases_seen(actor), case_list.c.state.not_in(sorted(FINAL)), case_list.c.submitted_on.is_not(None)
        )
        living = select(license_list.c.number).where(licenses_seen(actor), license_list.c.ended.is_(None))
        with self.read_scope(actor, UserAction.READ_CASES) as work:
            cases = [work.state("case", item) for item in work.connection.execute(pending).scalars().all()]
            found = [work.state("license", item) for item in work.connection.execute(living).scalars().all()]
        every = (*due_of_cases(cases, on), *license_due(found, on))
        return tuple(
            sorted(every, key=lambda deadline: (deadline.due is None, deadline.due or on, deadline.subject))
        )

    def statistics(
        self, actor: Actor, as_of: date, *, by: By | None = None, since: date | None = None
    ) -> Statistics:
        """Counts as of the end of a day: an exporter's own cases, for the authority all that were submitted."""
        day = as_of.isoformat()
        query = select(case_record).where(
            case_record.c.since <= day, (case_record.c.until.is_(None)) | (case_record.c.until > day)
        )
        query = query.where(case_record.c.case_id.in_(select(case_list.c.case_id).where(cases_seen(actor))))
        with self.read_scope(actor, UserAction.READ_STATISTICS) as work:
            return count_records(map(record_of, work.connection.execute(query)), as_of, by=by, since=since)

    def audit(
        self,
        actor: Actor,
        *,
        subject: str | None = None,
        kind: Kind | None = None,
        person: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        after: int = 0,
        limit: int = 1000,
    ) -> tuple[Stored, ...]:
        """Events of one's organization by subject, kind, person and time, in the order of the log.

        ``until``: before this instant; ``after``: after this number, so that one can go on; at most ``limit``.
        """
        table = event_table
        wanted = (
            None if subject is None else table.c.subject == subject,
            None if kind is None else table.c.kind == kind.value,
            None if since is None else table.c.at >= _text(since),
            None if until is None else table.c.at < _text(until),
        )
        query = select(table).where(events_seen(actor), table.c.seq > after)
        query = query.where(*(element for element in wanted if element is not None))
        if person is not None:
            same = (personal.c.owner == actor.organization, personal.c.value == person)
            query = query.where(table.c.actor.in_(select(personal.c.hash).where(*same)))
        with self.read_scope(actor, UserAction.VERIFY_AUDIT) as work:
            return read(work.connection, query.limit(limit))

    def _one(self, actor: Actor, stream: str, subject: str) -> Any:
        with self.read_scope(actor, UserAction.READ_CASES, subject) as work:
            return seen(work, actor, stream, subject)

    def _work(self, connection: Connection) -> Work:
        """Names that were blanked meanwhile, here or by another program, are forgotten first."""
        self._cache.keep_up(blanked_at(connection))
        return Work(connection, self._cache)

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """One transaction that writes. Only the case service and its parts need this."""
        with self.database.unit_of_work() as connection:
            work = self._work(connection)
            yield work
        self._cache.keep(work.states)

    @contextmanager
    def read_scope(self, actor: Actor, action: UserAction, subject: str | None = None) -> Iterator[Work]:
        """A look whose parts agree. Refusal where the role may not or nothing is to be seen.

        A refused look goes to the program's log and not on record: who looks must not make the record grow.
        """
        try:
            _allow(actor, action)
            with self.database.reading() as connection:
                work = self._work(connection)
                yield work
        except Refusal as refusal:
            what = "" if subject is None else f" of {subject}"
            _log.warning("a look%s was refused to a %s: %s", what, actor.role.value, refusal.code)
            raise
        self._cache.keep(work.states)

    @contextmanager
    def permitted(self, actor: Actor, action: UserAction, subject: str | None = None) -> Iterator[None]:
        """What only some roles may do; every Refusal inside is kept on record."""
        try:
            _allow(actor, action)
            yield
        except Refusal as refusal:
            with self.writing() as work:
                self.keep_refusal(work, actor, subject, action.value, refusal)
            raise

    def keep_refusal(
        self, work: Work, actor: Actor, subject: str | None, tried: str, refusal: Refusal
    ) -> None:
        """Put a refusal on record. The name of who acted stands in the event's actor alone, to be blanked there."""
        event = Event.of(
            Act(actor, self.clock()),
            Kind.REFUSED,
            actor.organization,
            actor.organization,
            tried=tried,
            of=subject,
            code=refusal.code,
            message=refusal.message.replace(actor.name, "who acted"),
            cite=None if refusal.cite is None else str(refusal.cite),
        )
        work.record([event])


def seen(work: Work, actor: Actor, stream: str, subject: str) -> Any:
    """The state of a subject that an actor sees; Refusal ``not_found`` otherwise."""
    if not sees(work, actor, stream, subject):
        raise Refusal("not_found", f"there is no {stream} {subject} that you may see")
    return work.state(stream, subject)


def _allow(actor: Actor, action: UserAction) -> None:
    if not may(actor.role, action):
        raise Refusal("role", f"a {actor.role.value.replace('_', ' ')} may not {action.value}")


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
