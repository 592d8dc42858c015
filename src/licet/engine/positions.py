"""What an answer would be under the positions that agencies announced, beside the text in force.

The two are compared on the day asked about and, where a position begins later, on its first day. Whether a position
bears on a transaction at all is seen by the rules that it puts out of force and the lines that it cuts, so that a
transaction that no position touches costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from licet.engine.determination import Determination, OtherReading
from licet.engine.findings import evaluate
from licet.engine.view import View
from licet.model.transaction import Transaction
from licet.rules.answer import Answer
from licet.rules.rule import Question
from licet.rules.rulebook import Rulebook
from licet.rules.standing import Position, StandingNote

__all__ = ["other_reading"]

Determine = Callable[[Transaction, Rulebook], Determination]
"""Answers a transaction by a rulebook, and by it alone."""
OutcomeOf = Callable[[Transaction, Rulebook], tuple[Answer, tuple[str, ...]]]
"""The answer and the authority that :data:`Determine` would give, without the reasons: a fraction of its work."""
_APPLYING = (Question.REQUIREMENT, Question.PROHIBITION)


def other_reading(
    found: Determination, book: Rulebook, outcome_of: OutcomeOf, determine: Determine
) -> OtherReading | None:
    """The answer under the announced positions; None where it is the same, or none bears on the transaction."""
    sale = found.sale
    if book.position is not Position.TEXT:
        return None
    notes = [note for note in book.standing if note.parts_from_text and _known(note, sale)]
    today = _bearing([note for note in notes if note.days.contains(sale.as_of)], sale, book)
    if today and outcome_of(sale, _announced(book)) != (found.answer, found.authority):
        other = determine(sale, _announced(book))
        return _reading(other, _parting(today, sale, book, outcome_of), today)
    for day, begun in _later(notes, sale.as_of, found.holds_until):
        moved = replace(sale, as_of=day)
        later = _bearing(begun, moved, book)
        if later and outcome_of(moved, book) != outcome_of(moved, _announced(book)):
            return _reading(determine(moved, _announced(book)), day, later)
    return None


def _announced(book: Rulebook) -> Rulebook:
    """The rulebook under the announced positions, which it makes when first asked."""
    return book.under(Position.ANNOUNCED)


def _known(note: StandingNote, sale: Transaction) -> bool:
    return sale.known_as_of is None or note.stated_on <= sale.known_as_of


def _bearing(notes: Iterable[StandingNote], sale: Transaction, book: Rulebook) -> list[StandingNote]:
    """The notes that bear on a transaction."""
    view = View.of(sale, book).quick
    views = (view, *view.also)
    return [note for note in notes if _bears(note, views, book)]


def _bears(note: StandingNote, views: Sequence[View], book: Rulebook) -> bool:
    """Whether the item may be of a line that the position cuts, or a rule that it puts out of force may apply."""
    eccn = views[0].sale.item.eccn
    if note.lines and (eccn is None or eccn.partition(".")[0] in note.eccns):
        return True
    applying = (book.by_id[rule_id] for rule_id in note.rules)
    return any(
        evaluate(rule, view).truth is not False
        for rule in applying
        if rule.question in _APPLYING
        for view in views
    )


def _parting(notes: list[StandingNote], sale: Transaction, book: Rulebook, outcome_of: OutcomeOf) -> date:
    """The first day from which the two readings differ up to the day asked about."""
    starts = sorted({note.days.start for note in notes})
    for day in starts[:-1]:
        moved = replace(sale, as_of=day)
        if outcome_of(moved, book) != outcome_of(moved, _announced(book)):
            return day
    return starts[-1]


def _later(
    notes: Iterable[StandingNote], as_of: date, until: date | None
) -> Iterator[tuple[date, list[StandingNote]]]:
    """The later days on which positions begin while the answer still holds, in order, each with those of that day."""
    every = list(notes)
    days = {note.days.start for note in every if note.days.start > as_of}
    for day in sorted(item for item in days if until is None or item <= until):
        yield day, [note for note in every if note.days.contains(day)]


def _reading(other: Determination, parts_on: date, notes: Iterable[StandingNote]) -> OtherReading:
    return OtherReading(
        Position.ANNOUNCED,
        other.answer,
        other.light,
        other.authority,
        parts_on,
        other.holds_until,
        other.then,
        tuple(notes),
    )
