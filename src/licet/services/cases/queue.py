"""Cases and licenses in the order in which something falls due: sorted by the database, a page of them at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Table, func, select

from licet.events.event import Actor
from licet.events.roles import UserAction
from licet.licensing.clock import due as due_of_cases
from licet.licensing.deadline import Deadline
from licet.licensing.states import FINAL, State
from licet.licensing.using import license_due
from licet.services.cases.deadline_queries import asked_on
from licet.services.cases.queries import CaseQueries
from licet.services.cases.rows import CaseRow, LicenseRow, case_row, license_row
from licet.services.cases.visibility import cases_seen, licenses_seen
from licet.storage.schema_views import case_list, deadline_list, license_list

__all__ = ["PAGE", "Queue", "case_queue", "license_queue"]

PAGE = 100
"""Rows of one page of a queue."""

T = TypeVar("T", CaseRow, LicenseRow)


@dataclass(frozen=True)
class Queue(Generic[T]):
    """A page of a queue. ``total``: rows of all pages; ``nearest``: by id the next deadline, where there is one."""

    rows: Sequence[T]
    total: int
    page: int
    nearest: Mapping[str, Deadline]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def case_queue(
    case_service: CaseQueries, actor: Actor, on: date, *, states: frozenset[State] | None = None, words: str = "",
    page: int = 1,
) -> Queue[CaseRow]:  # fmt: skip
    """The cases that an actor sees, what is due soonest first; those with no deadline follow by id.

    ``words``: those alone whose number, applicant, parties or destination contain them.
    """
    wanted = [cases_seen(actor)]
    if states is not None:
        wanted.append(case_list.c.state.in_(sorted(states)))
    with case_service.read_scope(actor, UserAction.READ_CASES) as work:
        found = _QueuePages("case", case_list, case_list.c.case_id, on)
        rows, total, page = found.page(work.connection, wanted, words, page, case_row)
        pending = [row.case_id for row in rows if row.state not in FINAL and row.submitted_on is not None]
        deadlines = due_of_cases([work.state("case", text) for text in pending], on)
    return Queue(rows, total, page, _nearest(deadlines))


def license_queue(
    case_service: CaseQueries, actor: Actor, on: date, *, words: str = "", page: int = 1
) -> Queue[LicenseRow]:
    """The licenses that an actor sees, what is due or ends soonest first; those that have ended follow."""
    with case_service.read_scope(actor, UserAction.READ_CASES) as work:
        found = _QueuePages("license", license_list, license_list.c.number, on)
        rows, total, page = found.page(work.connection, [licenses_seen(actor)], words, page, license_row)
        living = [row.number for row in rows if row.ended is None]
        deadlines = license_due([work.state("license", text) for text in living], on)
    return Queue(rows, total, page, _nearest(deadlines))


@dataclass(frozen=True)
class _QueuePages:
    """A list by the first deadline of each row; a clock that stands comes after every day, no deadline after that."""

    stream: str
    table: Table
    key: Column[str]
    on: date

    def page(
        self,
        connection: Connection,
        wanted: Iterable[ColumnElement[bool]],
        words: str,
        page: int,
        row_of: Callable[[Any], T],
    ) -> tuple[list[T], int, int]:
        """The rows of a page, how many rows all pages have, and the page: the last one where there are fewer."""
        clauses = [*wanted]
        if words:
            clauses.append(self.table.c.words.contains(words.casefold(), autoescape=True))
        total = connection.execute(select(func.count()).select_from(self.table).where(*clauses)).scalar_one()
        page = min(max(1, page), max(1, -(-total // PAGE)))
        nearest = self._nearest().subquery()
        query = (
            select(self.table)
            .outerjoin(nearest, nearest.c.subject == self.key)
            .where(*clauses)
            .order_by(nearest.c.subject.is_(None), nearest.c.due.is_(None), nearest.c.due, self.key)
            .limit(PAGE)
            .offset((page - 1) * PAGE)
        )
        return [row_of(row) for row in connection.execute(query)], total, page

    def _nearest(self) -> Any:
        by_subject = select(deadline_list.c.subject, func.min(deadline_list.c.due).label("due"))
        return by_subject.where(*asked_on(self.stream, self.on)).group_by(deadline_list.c.subject)


def _nearest(deadlines: Iterable[Deadline]) -> dict[str, Deadline]:
    nearest: dict[str, Deadline] = {}
    for deadline in deadlines:
        nearest.setdefault(deadline.subject, deadline)
    return nearest
