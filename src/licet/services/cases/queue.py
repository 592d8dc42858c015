"""Cases and licenses in the order in which something falls due: sorted first, then a page of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from sqlalchemy import select

from licet.events.event import Actor
from licet.events.roles import UserAction
from licet.licensing.clock import due as due_of_cases
from licet.licensing.deadline import Deadline
from licet.licensing.states import FINAL, State
from licet.licensing.using import license_due
from licet.services.cases.queries import CaseQueries
from licet.services.cases.rows import CaseRow, LicenseRow, case_row, license_row
from licet.services.cases.visibility import cases_seen, licenses_seen
from licet.storage.schema_views import case_list, license_list

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
    query = select(case_list).where(cases_seen(actor))
    if states is not None:
        query = query.where(case_list.c.state.in_(sorted(states)))
    with case_service.read_scope(actor, UserAction.READ_CASES) as work:
        rows = [case_row(row) for row in work.connection.execute(query)]
        rows = [
            row
            for row in rows
            if _has(words, row.case_id, row.acn, row.applicant, row.destination, *row.parties)
        ]
        pending = [row.case_id for row in rows if row.state not in FINAL and row.submitted_on is not None]
        deadlines = due_of_cases([work.state("case", text) for text in pending], on)
    return _sorted({row.case_id: row for row in rows}, deadlines, page)


def license_queue(
    case_service: CaseQueries, actor: Actor, on: date, *, words: str = "", page: int = 1
) -> Queue[LicenseRow]:
    """The licenses that an actor sees, what is due or ends soonest first; those that have ended follow."""
    query = select(license_list).where(licenses_seen(actor))
    with case_service.read_scope(actor, UserAction.READ_CASES) as work:
        rows = [license_row(row) for row in work.connection.execute(query)]
        rows = [
            row
            for row in rows
            if _has(words, row.number, row.licensee, row.destination, row.case_id, *row.parties)
        ]
        living = [row.number for row in rows if row.ended is None]
        deadlines = license_due([work.state("license", text) for text in living], on)
    return _sorted({row.number: row for row in rows}, deadlines, page)


def _has(words: str, *texts: str | None) -> bool:
    wanted = words.casefold()
    return any(wanted in text.casefold() for text in texts if text) if wanted else True


def _sorted(rows: Mapping[str, T], deadlines: Iterable[Deadline], page: int) -> Queue[T]:
    """Rows by their first deadline; a clock that stands comes after every day, no deadline after that."""
    nearest: dict[str, Deadline] = {}
    for deadline in deadlines:
        nearest.setdefault(deadline.subject, deadline)

    def place(key: str) -> tuple[int, date, str]:
        found = nearest.get(key)
        if found is None:
            return 2, date.max, key
        return (1, date.max, key) if found.due is None else (0, found.due, key)

    order = sorted(rows, key=place)
    last = max(1, -(-len(order) // PAGE))
    page = min(max(1, page), last)
    shown = order[(page - 1) * PAGE : page * PAGE]
    return Queue(
        [rows[key] for key in shown], len(order), page, {key: nearest[key] for key in shown if key in nearest}
    )
