"""What an answer would be under the positions that agencies announced, beside the text in force.

The two are compared on the day asked about and, where a position begins later, on its first day. Whether a position
bears on a transaction at all is seen by the rules that it puts out of force and the lines that it cuts, so that a
transaction that no position touches costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from licet.engine.determination import Determination, OtherReading
from licet.engine.findings import evaluate
from licet.engine.view import View
from licet.model.transaction import Transaction
from licet.rules.rule import Question
from licet.rules.rulebook import Rulebook
from licet.rules.standing import Position, StandingNote

__all__ = ["other_reading"]

Determine = Callable[[Transaction, Rulebook], Determination]
"""Answers a transaction by a rulebook, and by it alone."""
_APPLYING = (Question.REQUIREMENT, Question.PROHIBITION)


def other_reading(found: Determination, book: Rulebook, determine: Determine) -> OtherReading | None:
    """The answer under the announced positions; None where it is the same, or none bears on the transaction."""
    sale = found.sale
    if book.position is not Position.TEXT:
        return None
    notes = [note for note in book.standing if note.parts_from_text and _known(note, sale)]
    today = [note for note in notes if note.days.contains(sale.as_of)]
    if any(_bears(note, sale, book) for note in today):
        other = determine(sale, book.under(Position.ANNOUNCED))
        if _differ(found, other):
            bearing = [note for note in today if _bears(note, sale, book)]
            return _reading(other, _parting(bearing, sale, book, determine), bearing)
    for day, begun in _later(notes, sale.as_of, found.holds_until):
        moved = replace(sale, as_of=day)
        later = [note for note in begun if _bears(note, moved, book)]
        if later:
            text, other = determine(moved, book), determine(moved, book.under(Position.ANNOUNCED))
            if _differ(text, other):
                return _reading(other, day, later)
    return None


def _known(note: StandingNote, sale: Transaction) -> bool:
    return sale.known_as_of is None or note.stated_on <= sale.known_as_of


def _bears(note: StandingNote, sale: Transaction, book: Rulebook) -> bool:
    """Whether the item may be of a line that the position cuts, or a rule that it puts out of force may apply."""
    if note.lines and (sale.item.eccn is None or sale.item.eccn.partition(".")[0] in note.eccns):
        return True
    view = View.of(sale, book).quick
    views = (view, *view.also)
    applying = (book.by_id[rule_id] for rule_id in note.rules)
    return any(
        evaluate(rule, item).truth is not False
        for rule in applying
        if rule.question in _APPLYING
        for item in views
    )


def _differ(found: Determination, other: Determination) -> bool:
    return (found.answer, found.authority) != (other.answer, other.authority)


def _parting(notes: list[StandingNote], sale: Transaction, book: Rulebook, determine: Determine) -> date:
    """The first day from which the two readings differ up to the day asked about."""
    starts = sorted({note.days.start for note in notes})
    for day in starts[:-1]:
        moved = replace(sale, as_of=day)
        if _differ(determine(moved, book), determine(moved, book.under(Position.ANNOUNCED))):
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
