"""What is to be done every day without being asked: rescreening, expiries, age of lists and law, the legal clock.

``licet tick`` does it once, for cron or systemd; ``licet serve`` does it every few minutes. Each run tells only what
is new since the one before (:mod:`licet.services.notices`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from licet.events.event import Actor
from licet.events.roles import UserRole
from licet.presentation.words import day_words
from licet.screening.decided import DecisionScope
from licet.services.cases import CaseService
from licet.services.cases.deadlines import exporters_on_record, run_clock
from licet.services.current_answers import book_keys
from licet.services.customer_documents import expiry_rows
from licet.services.customer_screening import Rescreening, hit_lines, rescreen
from licet.services.customers import CustomerMaster, customer_master
from licet.services.determination import Decider, decisions_in, open_decider
from licet.services.feed_notices import notices_of_feed, watched_feed
from licet.services.notices import Delivery, Notice, NoticeKind, Notices, load_channels
from licet.storage.database import Database
from licet.storage.home import books_root
from licet.storage.saved_dispositions import known_organizations

__all__ = ["BEFORE_EXPIRY", "TickReport", "tick", "tick_document"]

BEFORE_EXPIRY = (30, 7, 1)
"""Days before the end of a license or paper at which it is told of."""
CLOCK_NAME = "schedule"
_MOST_ORDERS = 20
_TOO_OLD = (
    "No answer is green with lists older than your limit of {} days. Adopt newer ones: licet lists update."
)


@dataclass(frozen=True, slots=True)
class TickReport:
    """What a run did. ``screenings``: by organization; ``notices``: those that are new; ``deliveries``: sent now."""

    at: datetime
    organizations: tuple[str, ...]
    screenings: dict[str, Rescreening] = field(default_factory=dict)
    notices: list[tuple[str, Notice]] = field(default_factory=list)
    deliveries: list[tuple[str, Delivery]] = field(default_factory=list)
    recorded: int = 0


def tick(
    home: Path,
    database: Database,
    at: datetime,
    decider: Callable[[], Decider] | None = None,
) -> TickReport:
    """Do what is due, and tell what is new. ``decider``: law and lists, opened only where needed.

    A feed of the Federal Register that ``LICET_WATCH_FEED`` names is read, and its review tasks are opened.

    Raises NoticeError, EventFileError.
    """
    channels = load_channels(home)
    opened = (decider or (lambda: open_decider(home, long_running=True)))()
    feed = watched_feed(home, at.astimezone().date())
    organizations = tuple(
        sorted(known_organizations(home)[0] | _with_masters(home) | exporters_on_record(database))
    )
    case_service = CaseService(database, clock=lambda: at)
    recorded = run_clock(case_service)
    report = TickReport(at, organizations, recorded=len(recorded))
    for organization in organizations:
        made = [
            *_notices(home, case_service, opened, organization, at, report),
            *notices_of_feed(home, organization, feed),
        ]
        notices = Notices(home, organization, channels)
        known = {record["key"] for record in notices.notified()}
        report.notices.extend((organization, notice) for notice in made if notice.key not in known)
        report.deliveries.extend((organization, delivery) for delivery in notices.tell(made, at))
    return report


def _with_masters(home: Path) -> set[str]:
    folder = home / "masters"
    return {path.name for path in folder.iterdir() if path.is_dir()} if folder.is_dir() else set()


def _notices(
    home: Path,
    case_service: CaseService,
    decider: Decider,
    organization: str,
    at: datetime,
    report: TickReport,
) -> Iterator[Notice]:
    day = at.astimezone().date()
    master = customer_master(home, organization, to_change=True)
    if master.customers and _screening_is_due(master, decider, day):
        scope = DecisionScope(organization)
        decisions, decider = decisions_in(home, scope), decider.of(scope)
        done = rescreen(master, decider.screener, decider.adoption, CLOCK_NAME, at, decisions)
        report.screenings[organization] = done
        if done.new:
            yield _of_hits(home, organization, done, master)
    yield from _of_papers(master, day)
    yield from _deadlines(case_service, organization, day)
    yield from _of_ages(decider, day)


def _screening_is_due(master: CustomerMaster, decider: Decider, day: date) -> bool:
    """After a change of lists or customers, and once a day: entries come into force on their own day."""
    if master.changed_since_screening or master.screened_at is None:
        return True
    return master.screened_adoption != decider.adoption or master.screened_at.astimezone().date() < day


def _of_hits(home: Path, organization: str, done: Rescreening, master: CustomerMaster) -> Notice:
    count = len(done.new)
    hits = "1 new hit" if count == 1 else f"{count} new hits"
    names = {hit.customer: master.customers[hit.customer].name for hit in done.new}
    return Notice(
        f"hits/{done.adoption}/{done.at.isoformat()}",
        NoticeKind.HITS,
        f"{hits} among your customers",
        (
            f"Lists of {day_words(done.list_date)}; {done.customers:,} customers screened.",
            *hit_lines(done.new, master),
            "A person decides each of them: licet customers list --hits, or the page Customers.",
        ),
        _orders_of(home, organization, names),
    )


def _orders_of(home: Path, organization: str, customers: dict[str, str]) -> tuple[str, ...]:
    """The lines of answered order books whose customer is one of these, by number or name."""
    wanted = [*customers, *customers.values()]
    found: list[str] = []
    for key in book_keys(home, organization):
        labels = books_root(home, organization) / key / "labels.parquet"
        if not labels.is_file():
            continue
        table = pl.read_parquet(labels)
        if "customer" not in table.columns:
            continue
        lines = table.filter(pl.col("customer").is_in(wanted))
        found += [
            " ".join(filter(None, (row.get("id") or f"row {row.get('row')}", row["customer"])))
            for row in lines.iter_rows(named=True)
        ]
    more = len(found) - _MOST_ORDERS
    return (*found[:_MOST_ORDERS], *((f"and {more} more",) if more > 0 else ()))


def _of_papers(master: CustomerMaster, day: date) -> Iterator[Notice]:
    rows = expiry_rows(master, day, day + timedelta(days=BEFORE_EXPIRY[0] + 1))
    for row in rows:
        last = date.fromisoformat(row["last_day"])
        threshold = _threshold(last, day)
        what = f"{row['what']} {row['reference']}"
        yield Notice(
            f"paper/{row['customer']}/{row['what']}/{row['reference']}/{row['last_day']}/{threshold}",
            NoticeKind.EXPIRY,
            f"{what} of {row['name']} ends on {day_words(last)}",
            (
                f"Customer {row['customer']} {row['name']}: {what} ends in {_days(last, day)}.",
                "From the next day on, answers that rest on it ask for what it proved.",
            ),
        )


def _deadlines(case_service: CaseService, organization: str, day: date) -> Iterator[Notice]:
    """Licenses, conditions and deadlines of cases whose day comes soon."""
    actor = Actor(CLOCK_NAME, UserRole.LICENSE_MANAGER, organization)
    for due in case_service.due(actor, day):
        if due.due is None or not 0 <= (due.due - day).days <= BEFORE_EXPIRY[0]:
            continue
        expiry = due.term.code == "expiry"
        title = (
            f"License {due.subject} expires on {day_words(due.due)}"
            if expiry
            else f"{due.subject}: {due.term.what} by {day_words(due.due)}"
        )
        about = f"{due.about}. " if due.about else ""
        yield Notice(
            f"due/{due.subject}/{due.term.code}/{due.term.what}/{due.due}/{_threshold(due.due, day)}",
            NoticeKind.EXPIRY if expiry else NoticeKind.CLOCK,
            title,
            (f"{about}Time left: {_days(due.due, day)} ({due.term.cite}).",),
        )


def _of_ages(decider: Decider, day: date) -> Iterator[Notice]:
    """Lists and law that are older than your limits for a green answer."""
    adopted = decider.screener.lists[0]
    age = (day - adopted.data_date).days
    if decider.adoption and age > decider.policy.list_days:
        yield Notice(
            f"lists/{adopted.data_date}/{decider.policy.list_days}",
            NoticeKind.LISTS,
            f"The lists you adopted are dated {day_words(adopted.data_date)} ({age} days old)",
            (_TOO_OLD.format(decider.policy.list_days),),
        )  # fmt: skip


def _threshold(last: date, day: date) -> int:
    """The smallest of :data:`BEFORE_EXPIRY` within which the day lies."""
    return min(number for number in BEFORE_EXPIRY if (last - day).days <= number)


def _days(last: date, day: date) -> str:
    left = (last - day).days
    return "today" if left == 0 else "1 day" if left == 1 else f"{left} days"


def tick_document(report: TickReport) -> dict[str, Any]:
    """What a run did, in plain JSON types."""
    return {
        "at": report.at.isoformat(),
        "organizations": list(report.organizations),
        "screenings": {
            name: {"customers": rescreening.customers, "new": len(rescreening.new),
                   "gone": len(rescreening.gone), "open": rescreening.open}
            for name, rescreening in report.screenings.items()
        },
        "recorded": report.recorded,
        "notices": [
            {"organization": name, "kind": notice.kind.value, "title": notice.title, "lines": list(notice.lines),
             "orders": list(notice.orders)}
            for name, notice in report.notices
        ],
        "deliveries": [
            {"organization": name, "title": delivery.title, "channel": delivery.channel, "problem": delivery.problem}
            for name, delivery in report.deliveries
        ],
    }  # fmt: skip
