"""What waits for a person, what is due, what ends or changes soon, and what came in: the first page of every role."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import polars as pl
from sqlalchemy import Connection, func, select

from licet.accounts.model import User
from licet.event_file import PRODUCTS, EventFile, masters_path
from licet.events.event import Actor
from licet.events.kinds import Kind
from licet.events.roles import AUTHORITY, UserAction, UserRole
from licet.licensing.states import State
from licet.licensing.table import TABLE
from licet.presentation.words import ANSWERS, counted, first_up
from licet.rules.answer import Answer
from licet.services.cases.deadline_queries import due_through
from licet.services.cases.hits import decisions_of
from licet.services.cases.service import CaseService
from licet.services.cases.visibility import cases_seen, licenses_seen
from licet.services.customer_documents import expiry_rows
from licet.services.customers import customer_master
from licet.services.open_classifications import open_classifications, order_lines_of
from licet.services.order_books import OrderBooks, UploadedBook
from licet.services.saved_answers import answers_ending
from licet.storage.database import Database
from licet.storage.schema_events import event
from licet.storage.schema_views import case_list, license_list

__all__ = ["Today", "TodayNotice", "TodaySources", "WaitingCounts", "today_of"]

A = UserAction
SOON, AHEAD = timedelta(days=7), timedelta(days=90)
_DUE_AT_MOST, _BOOKS_AT_MOST = 25, 5
_PEOPLE = 1000
"""People whose counts are remembered."""
_MOVES = (
    A.SUBMIT, A.REGISTER, A.OPEN_REVIEW, A.REFER, A.RECEIVE_REFERRAL, A.RECOMMEND, A.CLOSE_REVIEW, A.DECIDE_IN_BODY,
    A.PROPOSE, A.COUNTERSIGN, A.ISSUE_DECISION, A.DECIDE_APPEAL,
)  # fmt: skip
"""Acts that move a case on. Whoever may do one has the cases whose state waits for it."""


@dataclass(frozen=True, slots=True)
class TodayNotice:
    """Something that waits, falls due, ends, or came in. ``value``: dollars that hang on it, where that is known."""

    text: str
    href: str
    detail: str = ""
    count: int = 1
    due: date | None = None
    value: Decimal | None = None


@dataclass(frozen=True)
class Today:
    """The notices of a person on a day, the nearest and largest first."""

    waiting: tuple[TodayNotice, ...]
    due: tuple[TodayNotice, ...]
    ending: tuple[TodayNotice, ...]
    news: tuple[TodayNotice, ...]


@dataclass(frozen=True)
class TodaySources:
    """Where notices come from. ``home``: the folder of the product masters; ``today``: the day they are asked for."""

    home: Path
    database: Database
    case_service: CaseService
    order_books: OrderBooks
    today: date
    now: datetime


def today_of(user: User, sources: TodaySources) -> Today:
    """All notices of a person."""
    return Today(
        tuple(_waiting(user, sources)),
        tuple(_due(user, sources)),
        tuple(sorted(_ending(user, sources), key=lambda notice: (notice.due or date.max, notice.text))),
        tuple(_news(user, sources)),
    )


def _actor(user: User, action: UserAction) -> Actor | None:
    """The person in the first role that may act so; None where none may."""
    role = user.account.role_for(action)
    if role is None or not user.may(action):
        return None
    return Actor(user.account.login, role, user.account.organization.key)


# what waits


def _waiting(user: User, sources: TodaySources) -> Iterator[TodayNotice]:
    yield from _clearings(user, sources)
    yield from _classifications(user, sources)
    yield from _releases(user, sources)
    yield from _cases_waiting(user, sources)


def _clearings(user: User, sources: TodaySources) -> Iterator[TodayNotice]:
    actor = _actor(user, A.APPROVE_CLEARING)
    if actor is None:
        return
    waiting = [
        disposition
        for disposition in decisions_of(sources.case_service, actor)
        if disposition.waits and disposition.by != actor.name
    ]
    if waiting:
        names = ", ".join(dict.fromkeys(disposition.party for disposition in waiting[:3]))
        text = f"{counted(len(waiting), 'cleared match', 'cleared matches')} to approve"
        yield TodayNotice(text, "/review", names, len(waiting))


def _classifications(user: User, sources: TodaySources) -> Iterator[TodayNotice]:
    """Those that a changed text of the list or changed data opened, and those that somebody else made.

    The first hold order lines, so that whoever clears these learns of them too.
    """
    actor, classifier = _actor(user, A.CHECK_SALE), _actor(user, A.CLASSIFY_ITEM)
    if actor is None or not (classifier or user.may(A.DECIDE_HIT)):
        return
    found = open_classifications(sources.home, actor.organization, sources.today)
    if found.reopened:
        yield _opened_again(found.reopened, sources.home, actor.organization)
    if classifier is None:
        return
    if others := [part for part, who in found.to_approve.items() if who.casefold() != actor.name.casefold()]:
        text = f"{counted(len(others), 'classification')} to approve"
        yield TodayNotice(text, "/products?show=waiting", ", ".join(others[:3]), len(others))


def _opened_again(parts: Mapping[str, tuple[str, ...]], home: Path, organization: str) -> TodayNotice:
    """Parts whose record counts no more, with the order lines that name them."""
    part, reasons = next(iter(parts.items()))
    lines = len(order_lines_of(home, organization, parts))
    held = f"; {counted(lines, 'order line')} held" if lines else ""
    text = f"{counted(len(parts), 'classification')} opened again{held}"
    return TodayNotice(text, "/products?show=reopened", f"{part}: {'; '.join(reasons)}", len(parts))


def _releases(user: User, sources: TodaySources) -> Iterator[TodayNotice]:
    actor = _actor(user, A.RELEASE_ORDER)
    if actor is None:
        return
    for book, rows in _release_asked(sources, actor).items():
        found = sources.order_books.book(actor.organization, book)
        if found is None or found.state != "answered":
            continue
        table = sources.order_books.table(actor.organization, book).filter(pl.col("row").is_in(rows))
        text = f"{counted(len(rows), 'line')} to release"
        href = f"/orders/{book}?standing=release_asked"
        yield TodayNotice(text, href, found.name, len(rows), value=_dollars(table))


def _release_asked(sources: TodaySources, actor: Actor) -> dict[str, list[int]]:
    """By book, the lines for whose release somebody else asked, as the last thing that was done to them."""
    with sources.database.reading() as connection:
        return _asked(connection, actor)


def _asked(connection: Connection, actor: Actor) -> dict[str, list[int]]:
    mine = (event.c.stream == "order", event.c.organization == actor.organization)
    last = select(func.max(event.c.seq)).where(*mine).group_by(event.c.subject)
    query = select(event.c.subject).where(
        event.c.seq.in_(last), event.c.kind == Kind.LINE_RELEASE_ASKED.value
    )
    found: dict[str, list[int]] = {}
    for (subject,) in connection.execute(query.order_by(event.c.subject)):
        book, _, row = subject.rpartition(":")
        found.setdefault(book, []).append(int(row))
    return found


def _cases_waiting(user: User, sources: TodaySources) -> Iterator[TodayNotice]:
    """By state, the cases that the person can move on."""
    actor = _actor(user, A.READ_CASES)
    if actor is None:
        return
    states = {row.state for row in TABLE if row.action in _MOVES and user.may(row.action)}
    query = select(case_list.c.state, func.count()).where(
        cases_seen(actor), case_list.c.state.in_(sorted(states))
    )
    with sources.database.reading() as connection:
        found = {
            State(state): count for state, count in connection.execute(query.group_by(case_list.c.state))
        }
    for state in State:
        if state in found:
            yield TodayNotice(
                f"{counted(found[state], 'case')} {_TO_DO.get(state, 'to decide')}",
                f"/cases?state={state.value}",
                first_up(state.words),
                found[state],
            )


_TO_DO = {
    State.DRAFT: "to complete and submit",
    State.SUBMITTED: "to register",
    State.REGISTERED: "to open",
    State.INITIAL_REVIEW: "to refer or decide",
    State.REFERRED: "to receive or recommend on",
    State.AGENCY_REVIEW: "with the agencies",
    State.AWAITING_SIGNATURE: "to countersign",
    State.COUNTERSIGNED: "to issue",
    State.CONSENSUS: "to propose a decision for",
    State.RESOLVED: "to propose a decision for",
    State.RECONSIDERED: "to propose a decision for",
    State.APPEAL: "to decide on appeal",
}


class WaitingCounts:
    """How much waits for each person, by the page where it waits; worked out again when something happened since."""

    def __init__(self) -> None:
        self._found: OrderedDict[object, tuple[object, Mapping[str, int]]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, user: User, sources: TodaySources) -> Mapping[str, int]:
        """The counts of a person."""
        with sources.database.reading() as connection:
            last = connection.execute(select(func.max(event.c.seq))).scalar()
        products = masters_path(sources.home, user.account.organization.key, PRODUCTS)
        state = (last, sources.today, EventFile(products).version)
        who = (user.account.key, user.account.version, user.scopes)
        with self._lock:
            known = self._found.get(who)
        if known is not None and known[0] == state:
            return known[1]
        counts: dict[str, int] = {}
        for notice in _waiting(user, sources):
            page = "/" + notice.href.partition("?")[0].split("/")[1]
            counts[page] = counts.get(page, 0) + notice.count
        with self._lock:
            self._found[who] = (state, counts)
            while len(self._found) > _PEOPLE:
                self._found.popitem(last=False)
        return counts


# what is due


def _due(user: User, sources: TodaySources) -> Iterator[TodayNotice]:
    """Deadlines of cases and licenses through a week from now, those of one's own side first by their day."""
    actor = _actor(user, A.READ_CASES)
    if actor is None:
        return
    last = sources.today + SOON
    found = due_through(sources.case_service, actor, sources.today, last, _side(actor), _DUE_AT_MOST)
    for stream, deadline in found:
        yield TodayNotice(
            f"{deadline.subject}: {deadline.term.what}",
            f"/{stream}s/{deadline.subject}",
            deadline.about,
            due=deadline.due,
        )


def _side(actor: Actor) -> frozenset[str]:
    """Who must act where the actor's side must."""
    if actor.role is UserRole.AGENCY_REVIEWER:
        return frozenset({"agency"})
    if actor.role is UserRole.CHAIR:
        return frozenset({"chair"})
    if actor.role in AUTHORITY:
        return frozenset({"authority", "agency", "chair"})
    return frozenset({"applicant", "licensee"})


# what ends or changes


def _ending(user: User, sources: TodaySources) -> Iterator[TodayNotice]:
    first, last = sources.today, sources.today + AHEAD
    actor = _actor(user, A.READ_CASES)
    if actor is not None:
        yield from _licenses_ending(actor, sources, first, last)
    checker = _actor(user, A.CHECK_SALE)
    if checker is not None:
        for item in answers_ending(sources.database, checker.organization, first + timedelta(days=1), last):
            until = date.fromisoformat(item.holds_until or "")
            text = f"Answer {item.number} ({item.reference}) changes"
            yield TodayNotice(text, f"/answers/{item.number}", item.subject, due=until)
        yield from _lines_changing(checker, sources, first, last)
    screener = _actor(user, A.SCREEN)
    if screener is not None:
        yield from _papers_ending(screener, sources, first, last)


def _licenses_ending(actor: Actor, sources: TodaySources, first: date, last: date) -> Iterator[TodayNotice]:
    query = select(license_list.c.number, license_list.c.licensee, license_list.c.expires_on).where(
        licenses_seen(actor),
        license_list.c.ended.is_(None),
        license_list.c.expires_on.between(first.isoformat(), last.isoformat()),
    )
    with sources.database.reading() as connection:
        rows = connection.execute(query.order_by(license_list.c.expires_on).limit(50)).all()
    for row in rows:
        ends = date.fromisoformat(row.expires_on)
        yield TodayNotice(f"License {row.number} expires", f"/licenses/{row.number}", row.licensee, due=ends)


def _papers_ending(actor: Actor, sources: TodaySources, first: date, last: date) -> Iterator[TodayNotice]:
    """The papers of customers, and what they said of their owners, that end."""
    for row in expiry_rows(customer_master(sources.home, actor.organization), first, last):
        ends = date.fromisoformat(row["last_day"])
        yield TodayNotice(
            f"{row['what']} of {row['name']} ends",
            f"/customers/{quote(row['customer'], safe='')}",
            row["reference"],
            due=ends,
        )


def _lines_changing(actor: Actor, sources: TodaySources, first: date, last: date) -> Iterator[TodayNotice]:
    """The lines of the latest books whose answer changes, by the day on which it does."""
    for book in _latest(actor.organization, sources):
        table = sources.order_books.table(actor.organization, book.key)
        days = table.filter(pl.col("holds_until").is_between(pl.lit(first), pl.lit(last), closed="right"))
        for day, part in sorted(days.partition_by("holds_until", as_dict=True).items()):
            words = (
                f"{counted(part.height, 'line')} of {book.name} {'changes' if part.height == 1 else 'change'}"
            )
            href = f"/orders/{book.key}?sort=holds_until"
            yield TodayNotice(words, href, _then(part), part.height, day[0], _dollars(part))


def _then(part: pl.DataFrame) -> str:
    counts = part["then"].value_counts(sort=True)
    named = ((ANSWERS[Answer(then)], count) for then, count in counts.iter_rows() if then)
    return "; ".join(f"{words}: {count:,}" for words, count in named)


def _latest(organization: str, sources: TodaySources) -> list[UploadedBook]:
    books = sources.order_books.books(organization)
    return [book for book in books if book.state == "answered" and not book.replaced_by][:_BOOKS_AT_MOST]


def _dollars(table: pl.DataFrame) -> Decimal | None:
    if "item.value_usd" not in table.columns:
        return None
    total = table["item.value_usd"].sum()
    return Decimal(str(round(float(total)))) if total else None


# what came in


def _news(user: User, sources: TodaySources) -> Iterator[TodayNotice]:
    """What happened since yesterday: books that were answered, and what others did to cases and licenses."""
    since = sources.now - timedelta(days=1)
    checker = _actor(user, A.CHECK_SALE)
    if checker is not None:
        for book in sources.order_books.books(checker.organization)[:_BOOKS_AT_MOST]:
            if datetime.fromisoformat(book.at) >= since:
                yield TodayNotice(
                    f"{book.name}: {counted(book.lines, 'line')} {book.state}",
                    f"/orders/{book.key}",
                    f"Uploaded by {book.by}",
                )
    actor = _actor(user, A.READ_CASES)
    if actor is not None:
        yield from _moved(actor, sources, since)


def _moved(actor: Actor, sources: TodaySources, since: datetime) -> Iterator[TodayNotice]:
    """The cases that moved since an instant, the latest first."""
    query = select(case_list).where(
        cases_seen(actor), case_list.c.at >= since.isoformat(timespec="microseconds")
    )
    with sources.database.reading() as connection:
        rows = connection.execute(query.order_by(case_list.c.at.desc()).limit(10)).all()
    for row in rows:
        yield TodayNotice(
            f"Case {row.case_id}: {State(row.state).words}", f"/cases/{row.case_id}", row.applicant or ""
        )
