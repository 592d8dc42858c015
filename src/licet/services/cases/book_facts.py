"""Facts of lines of an order book on record: stated or taken back, and the book answered again, in one act."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from licet.events.event import Act, Actor, Event, Refusal
from licet.events.refusal import need
from licet.orders.stated import StatedFact, state_fact, take_back_fact
from licet.services.cases.service import CaseService
from licet.services.order_books import OrderBooks
from licet.services.stated_facts import facts_of_book

__all__ = ["book_facts", "state_book_fact", "take_back_book_fact"]


def book_facts(case_service: CaseService, organization: str, book: str) -> list[StatedFact]:
    """The facts that were stated of lines of a book, in order."""
    with case_service.database.reading() as connection:
        return facts_of_book(connection, organization, book)


def state_book_fact(
    case_service: CaseService, order_books: OrderBooks, actor: Actor, book: str, *,
    column: str, value: str, rows: Collection[int], reason: str,
) -> None:  # fmt: skip
    """State a fact of lines of a book, and answer the book again.

    Raises Refusal, which is kept on record, and TooManyWaitingError.
    """
    _record(
        case_service, order_books, actor, book, reason, "state a fact",
        lambda act, _facts: state_fact(act, book, column, value, rows),
    )  # fmt: skip


def take_back_book_fact(
    case_service: CaseService, order_books: OrderBooks, actor: Actor, book: str, number: int, reason: str
) -> None:
    """Take back a fact that was stated of lines of a book, and answer the book again.

    Raises Refusal, which is kept on record, and TooManyWaitingError.
    """
    _record(
        case_service, order_books, actor, book, reason, "take a fact back",
        lambda act, facts: take_back_fact(act, book, facts, number),
    )  # fmt: skip


def _record(
    case_service: CaseService, order_books: OrderBooks, actor: Actor, book: str, reason: str, tried: str,
    made: Callable[[Act, Sequence[StatedFact]], Event],
) -> None:  # fmt: skip
    act = Act(actor, case_service.clock(), " ".join(reason.split()))
    try:
        with case_service.writing() as work:
            event = made(act, facts_of_book(work.connection, actor.organization, book))
            work.record([event])
            again = order_books.jobs.again_within(work.connection, actor.organization, book)
            need(again, "answering", "the book is being answered: wait until it is done")
    except Refusal as refusal:
        with case_service.writing() as work:
            case_service.keep_refusal(work, actor, book, tried, refusal)
        raise
    order_books.jobs.wake()
