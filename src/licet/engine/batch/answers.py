"""Answer lines: what holds on each line's day, the first later day on which that differs, and what then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.batch.columns import Lines
from licet.engine.batch.details import Details
from licet.engine.batch.epochs import Epoch, Epochs
from licet.engine.batch.evaluate import Evaluation
from licet.engine.batch.memory import Memory
from licet.engine.batch.others import also_in, with_others
from licet.engine.batch.patterns import Codes, Groups, bounds, code
from licet.engine.batch.world import World
from licet.model.lists import ListsUsed
from licet.rules.rulebook import Rulebook

__all__ = ["Answers", "BatchEngine"]


@dataclass(frozen=True, slots=True)
class Answers:
    """What was found, by line.

    ``detail``: the number of its detail. ``until``: the first later day on which answer or authority differ, as
    an ordinal (0: none is known). ``then``: the number of the outcome from then on. ``verified``: the day to
    which all law that the answer rests on was verified (0: none is known). See :class:`BatchEngine`.
    """

    detail: NDArray[np.int64]
    until: NDArray[np.int64]
    then: NDArray[np.int64]
    verified: NDArray[np.int64]

    @classmethod
    def of_size(cls, size: int) -> Answers:
        """Room for the answers of so many lines."""
        return cls(*np.zeros((4, size), np.int64))


@dataclass
class BatchEngine:
    """Answers lines by a rulebook, on what had been published by a day, both of which its memory names.

    ``eccns``: the ECCNs that the lines may name, whose reasons for control have days of their own. Engines for
    other lines of the same law share one memory and give the same numbers for the same things.
    """

    memory: Memory
    world: World
    lists: tuple[ListsUsed, ...]
    eccns: Sequence[object]
    policy: AnswerPolicy = AnswerPolicy()
    ahead: bool = True
    """Whether the days to come are looked through, and whether the law was verified for each line's day."""

    @property
    def book(self) -> Rulebook:
        return self.memory.book

    @cached_property
    def epochs(self) -> Epochs:
        return self.memory.epochs(frozenset(self.world.control_days(self.eccns)))

    def answer(self, lines: Lines, days: NDArray[np.int64]) -> Answers:
        """Answer lines, each as of its day (an ordinal)."""
        out = Answers.of_size(lines.size)
        abroad = also_in(lines, self.book)
        alone = np.setdiff1d(np.arange(lines.size), list(abroad), assume_unique=True)
        self._walk(lines.take(alone) if abroad else lines, days[alone], alone, None, out)
        if abroad:
            rows, groups = with_others(lines, abroad)
            mine = np.array(sorted(abroad), np.intp)
            self._walk(rows, days[mine[groups]], mine, groups, out)
        return out

    def _walk(
        self, rows: Lines, days: NDArray[np.int64], mine: NDArray[np.intp], groups: Groups, out: Answers
    ) -> None:
        """Answer rows, each a line of its own or one destination of a line, for the lines of the batch."""
        if rows.size:
            found = Answers.of_size(len(mine))
            walk = _Walk(self, rows, days, self._epochs_of(days), found, groups)
            if self.ahead:
                walk.through()
                walk.stop_unverified()
            else:
                walk.on_own_days()
            out.detail[mine], out.until[mine], out.then[mine] = found.detail, found.until, found.then
            out.verified[mine] = found.verified

    def _epochs_of(self, days: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers of the epochs in which days lie."""
        distinct, of_line = np.unique(days, return_inverse=True)
        return np.array([self.epochs.number(date.fromordinal(day)) for day in distinct.tolist()])[of_line]


@dataclass
class _Walk:
    """Rows walked together through the days that come, each from its own day on, which lies in its epoch.

    A row whose day is still to come is evaluated with the others, and begins to count when its epoch is reached.
    ``groups``: the line of each row where a line has one for every destination; ``out`` is by line.
    """

    engine: BatchEngine
    lines: Lines
    days: NDArray[np.int64]
    epochs: NDArray[np.int64]
    out: Answers
    groups: Groups

    def through(self) -> None:
        """Answer the lines."""
        self.number = int(self.epochs.min())
        self.now, self.until = np.zeros(len(self.out.until), np.int64), self.out.until
        self.stops = np.zeros(len(self.out.until), np.int64)
        evaluation = self._evaluated(self.lines, self._days_here(), self._epoch.all_steps)
        codes = self._codes(evaluation)
        own = _OwnDays(self.lines, self.engine.world, self.days)
        while True:
            self._begin(evaluation, codes)
            self._own_days(own)
            if self._epoch.end is None:
                return
            self.number += 1
            changed = self._move(evaluation, codes, own.any)
            self._decide(changed, codes, self._epoch.day.toordinal())

    def on_own_days(self) -> None:
        """Answer the lines on their own days, and look no further."""
        for number in np.unique(self.epochs).tolist():
            self.number = int(number)
            rows = np.flatnonzero(self.epochs == self.number)
            evaluation = self._evaluated(self.lines.take(rows), self.days[rows], self._epoch.all_steps)
            details = Details(self.engine, evaluation, self._epoch, self.days[rows])
            codes, groups, lines = self._codes(evaluation), self._groups_of(rows), self._lines_of(rows)
            self.out.detail[lines], _, _ = details.numbers(codes, groups)
            self.out.then[lines] = self.engine.memory.outcomes_of(codes, groups)

    def _lines_of(self, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """The lines of some rows, each once; the rows are all of theirs."""
        return rows if self.groups is None else np.unique(self.groups[rows])

    def _groups_of(self, rows: NDArray[np.intp]) -> Groups:
        return None if self.groups is None else self.groups[rows]

    def _rows_of(self, lines: NDArray[np.bool_]) -> NDArray[np.intp]:
        """All rows of some lines."""
        return np.flatnonzero(lines if self.groups is None else lines[self.groups])

    def stop_unverified(self) -> None:
        """Let no go hold beyond the day on which its law is no longer verified."""
        stopped = (self.stops > 0) & ((self.until == 0) | (self.stops < self.until))
        self.until[stopped] = self.stops[stopped]
        self.out.then[stopped] = self.now[stopped]

    def _days_here(self) -> NDArray[np.int64]:
        """The day of each row whose day lies in this epoch; of the others the epoch's first."""
        return np.where(self.epochs == self.number, self.days, self._epoch.day.toordinal())

    def _begin(self, evaluation: Evaluation, codes: Codes) -> None:
        """Answer the lines whose day lies in this epoch."""
        rows = np.flatnonzero(self.epochs == self.number)
        if not len(rows):
            return
        if len(rows) != self.lines.size:
            steps = self._epoch.all_steps
            evaluation = self._evaluated(self.lines.take(rows), self.days[rows], steps)
            codes[:, rows] = self._codes(evaluation)
        said, lines, groups = codes[:, rows], self._lines_of(rows), self._groups_of(rows)
        details = Details(self.engine, evaluation, self._epoch, self.days[rows])
        self.out.detail[lines], self.stops[lines], self.out.verified[lines] = details.numbers(said, groups)
        self.now[lines] = self.engine.memory.outcomes_of(said, groups)

    @property
    def _epoch(self) -> Epoch:
        return self.engine.epochs[self.number]

    def _evaluated(self, lines: Lines, days: NDArray[np.int64], steps: Sequence[int]) -> Evaluation:
        engine, epoch = self.engine, self._epoch
        states = _states(lines, engine.world, days)
        evaluation = Evaluation(engine.epochs.steps, lines, engine.world, epoch.day, states)
        evaluation.run(steps)
        return evaluation

    def _codes(self, evaluation: Evaluation) -> Codes:
        return np.stack([self._code(place, evaluation) for place in range(len(self._epoch.rules))])

    def _code(self, place: int, evaluation: Evaluation) -> NDArray[np.uint8]:
        rule = self._epoch.rules[place]
        if rule.truth is None:
            return np.zeros(evaluation.lines.size, np.uint8)
        claim = None if rule.claim is None else evaluation.truths[rule.claim]
        return code(rule.rule, evaluation.truths[rule.truth], claim)

    def _own_days(self, own: _OwnDays) -> None:
        """Days within the epoch on which entries of some lines change."""
        for rows, days in own.between(self._epoch.day, self._epoch.end):
            open_still = self.until[rows if self.groups is None else self.groups[rows]] == 0
            rows, days = rows[open_still], days[open_still]  # noqa: PLW2901
            if len(rows):
                codes = self._codes(self._evaluated(self.lines.take(rows), days, self._epoch.needed))
                self._record(rows, codes, days)

    def _move(self, evaluation: Evaluation, codes: Codes, listed: bool) -> NDArray[np.bool_]:
        """Go to the next epoch; the lines for which some rule says something else than before."""
        epochs, passage = self.engine.epochs, self.engine.epochs.passage(self.number)
        steps, rules = passage.steps, passage.rules
        if listed:
            steps, rules = epochs.with_listings(self.number)
        days = np.full(self.lines.size, self._epoch.day.toordinal(), np.int64)
        states = _states(self.lines, self.engine.world, days) if listed else evaluation.states
        evaluation.move_to(self._epoch.day, states, controls_differ=passage.controls)
        evaluation.run(steps)
        for place in passage.dropped:
            del evaluation.truths[place]
        changed = np.zeros(self.lines.size, np.bool_)
        for place in rules:
            said = self._code(place, evaluation)
            changed |= said != codes[place]
            codes[place] = said
        return changed

    def _decide(self, changed: NDArray[np.bool_], codes: Codes, day: int) -> None:
        """Record the lines that began before and of which some row says something else than before."""
        changed &= self.epochs < self.number
        lines = np.zeros(len(self.until), np.bool_)
        lines[changed if self.groups is None else self.groups[changed]] = True
        rows = self._rows_of(lines & (self.until == 0))
        if len(rows):
            self._record(rows, codes[:, rows], np.full(len(rows), day, np.int64))

    def _record(self, rows: NDArray[np.intp], codes: Codes, days: NDArray[np.int64]) -> None:
        """Note the lines whose outcome is another from these days on; the rows are all of theirs."""
        groups, lines = self._groups_of(rows), self._lines_of(rows)
        outcomes = self.engine.memory.outcomes_of(codes, groups)
        of_line = days if groups is None else days[[first for first, _ in bounds(groups)]]
        differs = outcomes != self.now[lines]
        self.until[lines[differs]] = of_line[differs]
        self.out.then[lines[differs]] = outcomes[differs]


class _OwnDays:
    """The days after each line's own on which what is known of its listed parties changes."""

    def __init__(self, lines: Lines, world: World, days: NDArray[np.int64]) -> None:
        listed = [_Listings.of(lines, name, world, days) for name in _LISTINGS]
        self.any = any(len(listings.line) for listings in listed)
        found = [turn for listings in listed for turn in listings.turns(lines.size, world)]
        self._days, self._lines = np.divmod(np.unique(np.array(found, np.int64)), lines.size)

    def between(self, day: date, end: date | None) -> Iterator[tuple[NDArray[np.intp], NDArray[np.int64]]]:
        """Lines and their next own days after a day and before an end, round by round."""
        first = int(np.searchsorted(self._days, day.toordinal(), "right"))
        last = int(np.searchsorted(self._days, (end or date.max).toordinal(), "left"))
        lines, days = self._lines[first:last], self._days[first:last]
        while len(lines):
            mine, place = np.unique(lines, return_index=True)
            yield mine.astype(np.intp), days[place]
            lines, days = np.delete(lines, place), np.delete(days, place)


@dataclass(frozen=True, slots=True)
class _Listings:
    """The listings of a frame: the line of each, and the place of its own among distinct days and entries."""

    line: NDArray[np.intp]
    place: NDArray[np.intp]
    distinct: list[tuple[date, int]]

    @classmethod
    def of(cls, lines: Lines, name: str, world: World, days: NDArray[np.int64]) -> _Listings:
        """Those of a frame, each on the day of its line."""
        frame = lines.frames.get(name)
        if frame is None:
            return cls(_NONE, _NONE, [])
        line, entry = lines.line_of(name), frame.columns["listing.entry"].codes
        found, place = np.unique(days[line] * len(world.entries) + entry, return_inverse=True)
        distinct = (divmod(item, len(world.entries)) for item in found.tolist())
        return cls(line, place, [(date.fromordinal(day), number) for day, number in distinct])

    def states(self, world: World) -> NDArray[np.intp]:
        """The state of each one's entry on its day."""
        return np.array([world.states.at(entry, day) for day, entry in self.distinct], np.intp)[self.place]

    def turns(self, size: int, world: World) -> Iterator[int]:
        """The later days on which the entry of one changes, each joined with the line (of so many) into a number."""
        later = [world.states.changes_after(entry, day) for day, entry in self.distinct]
        for row, place in enumerate(self.place.tolist()):
            yield from (day.toordinal() * size + int(self.line[row]) for day in later[place])


_NONE = np.array([], np.intp)
_LISTINGS = ("party.listing", "owner.listing")


def _states(lines: Lines, world: World, days: NDArray[np.int64]) -> dict[str, NDArray[np.intp]]:
    """The states of all listed entries, each on the day of its line."""
    return {name: _Listings.of(lines, name, world, days).states(world) for name in _LISTINGS}
