"""Lines of order books on record: held, asked for, released, in the same chain as everything else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import select

from licet.licensing.events import Act, Actor, Event, Refusal
from licet.office.office import Office
from licet.orders.holding import LineAnswer, Standing, standing_of
from licet.store.events import read
from licet.store.schema_events import event as event_table
from licet.store.work import Work

__all__ = ["act_on_lines", "history_of_book", "standings"]

STREAM = "order"
LineAct = Callable[[Act, LineAnswer, Standing], Event]


def history_of_book(office: Office, actor: Actor, book: str) -> Mapping[str, Sequence[Event]]:
    """By subject, the events of every line of a book of one's own organisation. A subject is ``BOOK:ROW``."""
    with office.database.reading() as connection:
        return _events(Work(connection), actor, book)


def _events(work: Work, actor: Actor, book: str) -> dict[str, list[Event]]:
    query = select(event_table).where(
        event_table.c.stream == STREAM,
        event_table.c.organisation == actor.organisation,
        event_table.c.subject.startswith(f"{book}:", autoescape=True),
    )
    found: dict[str, list[Event]] = defaultdict(list)
    for stored in read(work.connection, query):
        found[stored.subject].append(stored.event)
    return found


def standings(
    lines: Iterable[LineAnswer], events: Mapping[str, Sequence[Event]]
) -> Iterator[tuple[LineAnswer, Standing]]:
    """Every line with its standing. ``events``: of :func:`history_of_book`."""
    return ((line, standing_of(line, events.get(line.subject, ()))) for line in lines)


def act_on_lines(
    office: Office, actor: Actor, book: str, lines: Sequence[LineAnswer], act: LineAct, reason: str
) -> tuple[int, list[tuple[str, Refusal]]]:
    """Do one act to lines of a book: how many it was done to, and the refusals, which are kept on record too."""
    done, refused = [], []
    with office.writing() as work:
        known = _events(work, actor, book)
        for line in lines:
            try:
                standing = standing_of(line, known.get(line.subject, ()))
                done.append(act(Act(actor, office.clock(), reason), line, standing))
            except Refusal as refusal:
                refused.append((line.subject, refusal))
                office.keep_refusal(work, actor, line.subject, act.__name__, refusal)
        work.record(done)
    return len(done), refused
