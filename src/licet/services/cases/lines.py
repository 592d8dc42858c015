"""Lines of order books on record: held, asked for, released, in the same chain as everything else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType

import polars as pl
from sqlalchemy import or_, select

from licet.events.event import Act, Actor, Event, Refusal
from licet.events.roles import UserAction
from licet.orders.continuation import LineHistory
from licet.orders.holding import (
    LineAnswer,
    LineStanding,
    LineState,
    ask_release,
    hold,
    release,
    standing_of,
)
from licet.rules.answer import Light
from licet.services.cases.service import CaseService
from licet.services.current_answers import AnsweredBook
from licet.storage.events import read
from licet.storage.schema_events import event as event_table
from licet.storage.work import Work

__all__ = [
    "LINE_ACTS",
    "act_on_book",
    "act_on_lines",
    "acted_on",
    "history_of_book",
    "lines_of",
    "with_states",
]

STREAM = "order"
_BOOKS_AT_ONCE = 200
"""Books that one query asks about: SQLite takes no longer ones."""
LineAct = Callable[[Act, LineAnswer, LineStanding], Event]
_REVIEWERS = (UserAction.DECIDE_HIT, UserAction.RELEASE_ORDER)
LINE_ACTS: Mapping[str, tuple[LineAct, tuple[UserAction, ...]]] = MappingProxyType(
    {
        "hold": (hold, _REVIEWERS),
        "ask": (ask_release, _REVIEWERS),
        "release": (release, (UserAction.RELEASE_ORDER,)),
    }
)
"""What is done to lines by its name, with what a role must allow, one of these, to do it."""


def history_of_book(
    case_service: CaseService, actor: Actor, book: AnsweredBook
) -> Mapping[str, Sequence[Event]]:
    """By subject, the events of every line of a book of one's own organization. A subject is ``BOOK:ROW``.

    Where the book continues earlier ones, what passes on of what was done to their lines is among them, in the order
    in which it was done.
    """
    with case_service.database.reading() as connection:
        return _events(Work(connection), actor, book)


def acted_on(case_service: CaseService, actor: Actor, book: str) -> bool:
    """Whether lines of a book of one's own organization were held, asked for or released in it."""
    with case_service.database.reading() as connection:
        return bool(_done(Work(connection), actor, [book])[book])


def _events(work: Work, actor: Actor, book: AnsweredBook) -> dict[str, list[Event]]:
    later = [book.key, *(continuation.earlier for continuation in book.earlier)]
    done = _done(work, actor, later)
    lines: dict[int, LineHistory] = done[later[-1]]
    for key, continuation in reversed(list(zip(later[:-1], book.earlier, strict=True))):
        passed, own = continuation.passed_on(lines), done[key]
        lines = {
            row: sorted((*passed.get(row, ()), *own.get(row, ())), key=lambda item: item[0])
            for row in passed.keys() | own.keys()
        }
    return {f"{book.key}:{row}": [event for _, event in history] for row, history in lines.items()}


def _done(work: Work, actor: Actor, books: Sequence[str]) -> dict[str, dict[int, LineHistory]]:
    """By book and row, what was done to the line there, in the order of the log."""
    found: dict[str, dict[int, list[tuple[int, Event]]]] = {book: defaultdict(list) for book in books}
    for start in range(0, len(books), _BOOKS_AT_ONCE):
        subject = event_table.c.subject
        some = [
            subject.startswith(f"{book}:", autoescape=True) for book in books[start : start + _BOOKS_AT_ONCE]
        ]
        query = select(event_table).where(
            event_table.c.stream == STREAM, event_table.c.organization == actor.organization, or_(*some)
        )
        for stored in read(work.connection, query):
            book, _, row = stored.subject.rpartition(":")
            found[book][int(row)].append((stored.seq, stored.event))
    return {book: dict(lines) for book, lines in found.items()}


def with_states(book: AnsweredBook, events: Mapping[str, Sequence[Event]]) -> pl.DataFrame:
    """The table of a book with the ``standing`` of each line, and whether it ``fell_back``.

    By its light, unless somebody acted on it: of the few lines with ``events`` alone is the history gone through.
    """
    free = (pl.col("light") == Light.GREEN.value) & ~book.lapsed
    plain = book.table.with_columns(
        standing=pl.when(free).then(pl.lit(LineState.FREE.value)).otherwise(pl.lit(LineState.HELD.value)),
        fell_back=(pl.col("light") == Light.GREEN.value) & book.lapsed,
    )
    acted = {int(subject.rpartition(":")[2]): subject for subject in events}
    if not acted:
        return plain
    touched = plain.filter(pl.col("row").is_in(sorted(acted))).iter_rows(named=True)
    found = {row["row"]: standing_of(book.line(row), events[acted[row["row"]]]) for row in touched}
    states = {row: standing.state.value for row, standing in found.items()}
    back = {row: bool(standing.fell_back) for row, standing in found.items()}
    return plain.with_columns(
        standing=pl.col("row").replace_strict(states, default=pl.col("standing"), return_dtype=pl.String),
        fell_back=pl.col("row").replace_strict(back, default=pl.col("fell_back"), return_dtype=pl.Boolean),
    )


def lines_of(
    book: AnsweredBook,
    events: Mapping[str, Sequence[Event]],
    state: LineState | None = None,
    after: int = 0,
    limit: int | None = None,
) -> list[tuple[LineAnswer, LineStanding]]:
    """Lines with their standing, of rows ``after`` one, in the order of the book, at most ``limit``.

    ``state``: those in this state alone; ``events``: of :func:`history_of_book`.
    """
    table = with_states(book, events).filter(pl.col("row") > after)
    if state is not None:
        table = table.filter(pl.col("standing") == state.value)
    lines = (book.line(row) for row in table.head(limit or table.height).iter_rows(named=True))
    return [(line, standing_of(line, events.get(line.subject, ()))) for line in lines]


def act_on_book(
    case_service: CaseService, actor: Actor, book: AnsweredBook, rows: Collection[int], name: str, reason: str
) -> tuple[int, list[tuple[str, Refusal]]]:
    """Do one of :data:`LINE_ACTS` to the lines of some rows of a book, as :func:`act_on_lines`."""
    marked = book.table.filter(pl.col("row").is_in(sorted(rows)))
    lines = [book.line(row) for row in marked.iter_rows(named=True)]
    return act_on_lines(case_service, actor, book, lines, LINE_ACTS[name][0], reason)


def act_on_lines(
    case_service: CaseService,
    actor: Actor,
    book: AnsweredBook,
    lines: Sequence[LineAnswer],
    act: LineAct,
    reason: str,
) -> tuple[int, list[tuple[str, Refusal]]]:
    """Do one act to lines of a book: how many it was done to, and the refusals, which are kept on record too."""
    done, refused = [], []
    with case_service.writing() as work:
        known = _events(work, actor, book)
        for line in lines:
            try:
                standing = standing_of(line, known.get(line.subject, ()))
                done.append(act(Act(actor, case_service.clock(), reason), line, standing))
            except Refusal as refusal:
                refused.append((line.subject, refusal))
                case_service.keep_refusal(work, actor, line.subject, act.__name__, refusal)
        work.record(done)
    return len(done), refused
