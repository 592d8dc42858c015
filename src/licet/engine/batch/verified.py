"""What keeps the go of a line amber, in columns: what :mod:`licet.engine.verification` says of one sale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from licet.engine.answer_policy import PART_746
from licet.engine.batch.columns import Column, code_of
from licet.engine.batch.evaluate import Evaluation
from licet.engine.findings import Composition
from licet.engine.grounds import Ground, grounds_of_cells, grounds_of_place, rules_of_place
from licet.engine.unknown_owners import in_groups, ownership_rule_in_force
from licet.engine.verification import Doubt, doubts_of_lists, grounds_used, is_go, rules_rested_on
from licet.engine.view import OCCUPIED
from licet.rules.standing import Position
from licet.rules.terms import STATUTORY_ROLES

if TYPE_CHECKING:
    from licet.engine.batch.answers import BatchEngine

__all__ = ["Days", "VerifiedLines"]

Days = NDArray[np.int64]
"""Days as ordinals, by line."""
Patterns = tuple[Sequence[Composition], NDArray[np.intp]]
"""Distinct findings, and by row or line the place of its own among them."""
_NEVER = date.max.toordinal()
_ALWAYS = (date.min.toordinal(), date.max.toordinal())


@dataclass(frozen=True)
class VerifiedLines:
    """Lines on their ``days``, which lie in the epoch that begins on ``first_day``."""

    engine: BatchEngine
    evaluation: Evaluation
    first_day: date
    days: Days

    def doubts(
        self, rows: Patterns, lines: Patterns, starts: NDArray[np.intp]
    ) -> tuple[NDArray[np.uint8], Days, Days]:
        """By line its doubts, the day on which its law is no longer verified, and that to which it was (0: none).

        ``rows``: the findings of every row (one for each destination of a line), ``lines``: those of every line;
        ``starts``: the first row of each line.
        """
        wholes, of_line = lines
        goes = np.array([is_go(whole) for whole in wholes], np.bool_)[of_line]
        items = np.array([whole.item_truth is not False for whole in rows[0]], np.bool_)[rows[1]]
        acts = np.array([whole.subject_truth is not False for whole in rows[0]], np.bool_)[rows[1]]
        spans = self._spans(*rows, items)
        first, last = np.maximum.reduceat(spans[:, 0], starts), np.minimum.reduceat(spans[:, 1], starts)
        days, limit = self.days[starts], self.engine.policy.law_days
        early, late = days < first, days - last > limit
        found = np.zeros(len(starts), np.uint8)
        found[early | self._before_coverage(days)] |= np.uint8(Doubt.LAW_OF_DATE)
        found[late] |= np.uint8(Doubt.LAW_CHANGES)
        found[np.logical_or.reduceat(items, starts)] |= self._of_lists(days)[
            np.logical_or.reduceat(items, starts)
        ]
        owned = np.logical_or.reduceat(acts, starts)
        found[owned] |= self._of_owners()[starts][owned]
        if self.engine.book.position is Position.ANNOUNCED:
            found |= np.uint8(Doubt.ANNOUNCED)
        found[~goes] = 0
        endless = last > date.max.toordinal() - limit - 1
        stops = np.where(goes & ~early & ~late & ~endless, last + limit + 1, 0)
        if self.engine.policy.under_review:
            review = np.minimum.reduceat(
                self._reviews(rows, items & np.repeat(goes, self._sizes(starts))), starts
            )
            found[days >= review] |= np.uint8(Doubt.UNDER_REVIEW)
            sooner = goes & (review > days) & (review < _NEVER) & ((stops == 0) | (review < stops))
            stops = np.where(sooner, review, stops)
        never = (first == date.max.toordinal()) | (last == date.max.toordinal())
        return found, stops, np.where(never, 0, last)

    def _sizes(self, starts: NDArray[np.intp]) -> NDArray[np.intp]:
        """How many rows each line has."""
        return np.diff(np.append(starts, len(self.days)))

    def _reviews(self, rows: Patterns, placed: NDArray[np.bool_]) -> Days:
        """By row, the first day on which a rule that it rests on is under review.

        ``placed``: the rows that rest on the requirements that action and destination leave possible as well.
        """
        book, reviewed_from = self.engine.book, self.engine.policy.reviewed_from
        used = [_ordinal(reviewed_from(rules_rested_on(whole, book))) for whole in rows[0]]
        by_rules = np.array(used, np.int64)[rows[1]]

        def of_place(action: object, destination: object) -> tuple[int, int]:
            known = self.engine.memory.known_as_of
            found = reviewed_from(rules_of_place(book, self.first_day, known, action, destination))
            return _ordinal(found), 0

        by_place = self._by(("action", "destination"), of_place)[:, 0]
        return np.where(placed, np.minimum(by_rules, by_place), by_rules)

    def _spans(
        self, wholes: Sequence[Composition], like: NDArray[np.intp], subject: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """By line, the first and the last day for which all that it rests on was verified."""
        book = self.engine.book
        rules = np.array([_span(grounds_used(whole, book)) for whole in wholes], np.int64).reshape(-1, 2)[
            like
        ]
        place = self._by(("action", "destination"), self._place)
        cells = self._by(("item.eccn",), lambda eccn: _span(grounds_of_cells(book, self.first_day, eccn)))
        first = np.maximum(place[:, 0], cells[:, 0])
        last = np.minimum(place[:, 1], cells[:, 1])
        return np.stack(
            [
                np.where(subject, np.maximum(rules[:, 0], first), rules[:, 0]),
                np.where(subject, np.minimum(rules[:, 1], last), rules[:, 1]),
            ],
            axis=1,
        )

    def _place(self, action: object, destination: object) -> tuple[int, int]:
        known = self.engine.memory.known_as_of
        return _span(grounds_of_place(self.engine.book, self.first_day, known, action, destination))

    def _by(self, paths: tuple[str, ...], span_of: Callable[..., tuple[int, int]]) -> NDArray[np.int64]:
        """By line the span of some of its facts, worked out once for every combination."""
        columns = [self._column("line", path) for path in paths]
        joined = np.zeros(self.evaluation.lines.size, np.intp)
        for column in columns:
            joined = joined * len(column.values) + column.codes
        distinct, of_line = np.unique(joined, return_inverse=True)
        codes = np.unravel_index(distinct, [len(column.values) for column in columns])
        values = (
            [column.values[code[number]] for column, code in zip(columns, codes, strict=True)]
            for number in range(len(distinct))
        )
        return np.array([span_of(*some) for some in values], np.int64).reshape(-1, 2)[of_line]

    def _column(self, frame: str, path: str) -> Column:
        """A column as given; one that is not is of nothing stated."""
        held = self.evaluation.frame(frame)
        column = held.columns.get(path)
        return Column(np.zeros(held.size, np.intp), (None,)) if column is None else column

    def _before_coverage(self, days: Days) -> NDArray[np.bool_]:
        known, begin = self.engine.memory.known_as_of, self.engine.book.covers_from
        if known is not None and known < begin:
            return np.ones(len(days), np.bool_)
        return days < begin.toordinal()

    def _of_lists(self, days: Days) -> NDArray[np.uint8]:
        engine = self.engine
        distinct, of_line = np.unique(days, return_inverse=True)
        found = [
            doubts_of_lists(engine.lists, date.fromordinal(day), engine.memory.known_as_of, engine.policy)
            for day in distinct.tolist()
        ]
        return np.array(found, np.uint8)[of_line]

    def _of_owners(self) -> NDArray[np.uint8]:
        engine, day = self.engine, self.first_day
        found = np.zeros(len(self.days), np.uint8)
        parties = self.evaluation.frame("party")
        in_force = ownership_rule_in_force(engine.book, day, engine.memory.known_as_of)
        if not parties.size or not in_force:
            return found
        assert parties.parent is not None
        role, stated, country = (
            self._column("party", f"party.{name}") for name in ("role", "owners_stated", "country")
        )
        to = self._column("line", "destination")
        concerned = _where(role, lambda value: value in STATUTORY_ROLES)
        concerned &= _where(stated, lambda value: value is None)
        groups = engine.policy.ownership_groups
        nowhere = _where(country, lambda value: value is None)
        by_country = _where(country, lambda value: in_groups(value, engine.book, day, groups))
        by_destination = _where(to, lambda value: in_groups(value, engine.book, day, groups))
        concerned &= np.where(nowhere, by_destination[parties.parent], by_country) | self._perhaps_occupied(
            nowhere
        )
        found[parties.parent[concerned]] = Doubt.OWNERS
        return found

    def _perhaps_occupied(self, nowhere: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """By party, whether it may be in an occupied region of Ukraine; ``nowhere``: its country is not stated."""
        if PART_746 not in self.engine.policy.ownership_groups:
            return np.zeros(len(nowhere), np.bool_)
        parents = self.evaluation.frame("party").parent
        assert parents is not None
        said = _where(self._column("line", OCCUPIED), lambda value: value is True)
        there = said & _where(self._column("line", "destination"), lambda value: value in {"UA", "RU"})
        found: NDArray[np.bool_] = self.evaluation.placed("occupied_region").codes != code_of(False)
        return found | (nowhere & there[parents])


def _ordinal(day: date | None) -> int:
    return _NEVER if day is None else day.toordinal()


def _where(column: Column, test: Callable[[object], bool]) -> NDArray[np.bool_]:
    """The rows of a column whose value passes a test, asked once for every value."""
    found: NDArray[np.bool_] = np.array([test(value) for value in column.values], np.bool_)[column.codes]
    return found


def _span(grounds: Iterable[Ground]) -> tuple[int, int]:
    """The first and the last day for which all grounds were verified, as ordinals."""
    first, last = _ALWAYS
    for ground in grounds:
        first, last = max(first, ground.first.toordinal()), min(last, ground.last.toordinal())
    return first, last
