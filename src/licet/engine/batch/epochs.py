"""The days on which the law differs, and what to work out on each.

Between two of these days one plan holds. Going from one to the next, only the steps that may differ are
worked out again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import compress, count

from licet.engine.batch.plan import Compiler, Step, frame_keys
from licet.rules.condition import Condition, InTable
from licet.rules.dated import Row
from licet.rules.rule import Question, Rule, RuleText
from licet.rules.rulebook import Rulebook

__all__ = ["Epoch", "Epochs", "Passage", "RulePlan"]


@dataclass(frozen=True, slots=True)
class RulePlan:
    """A rule on a day: its text, and the steps of its condition and of its claim (None: none need be made)."""

    rule: Rule
    row: Row[RuleText] | None
    truth: int | None = None
    claim: int | None = None

    @property
    def policy(self) -> str | None:
        """The review policy of the text; None where none is in force."""
        return None if self.row is None else self.row.value.policy or self.rule.policy


@dataclass(frozen=True)
class Epoch:
    """Days on which the law is the same: from ``day`` until ``end`` (None: for good).

    ``needed``: the steps of all rules, in order. ``duties``, ``reviews`` and ``tests``: what must be done besides,
    how applications are reviewed, and the steps of the conditions that show an obligation met; ``all_steps`` has
    those as well.
    """

    day: date
    end: date | None
    rules: tuple[RulePlan, ...]
    needed: tuple[int, ...]
    duties: tuple[RulePlan, ...]
    reviews: tuple[RulePlan, ...]
    tests: tuple[tuple[Condition, int], ...]
    all_steps: tuple[int, ...]

    @cached_property
    def texts(self) -> tuple[Row[RuleText] | None, ...]:
        """By rule, its text."""
        return tuple(rule.row for rule in self.rules)


@dataclass(frozen=True)
class Passage:
    """What differs in an epoch from the one before: steps to run again, rules, steps that nothing needs."""

    steps: tuple[int, ...]
    rules: tuple[int, ...]
    dropped: tuple[int, ...]
    controls: bool


@dataclass
class Epochs:
    """The epochs of a rulebook, compiled when first asked for.

    ``control_days``: the days on which reasons for control of the items at hand differ.
    """

    book: Rulebook
    known_as_of: date | None
    rules: Sequence[Rule]
    control_days: frozenset[date]
    _epochs: dict[int, Epoch] = field(default_factory=dict)
    _passages: dict[int, Passage] = field(default_factory=dict)
    _listed: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=dict)
    _resting: dict[int, bool] = field(default_factory=dict)

    @cached_property
    def compiler(self) -> Compiler:
        return Compiler(self.book, self.known_as_of)

    @property
    def steps(self) -> list[Step]:
        return self.compiler.steps

    @cached_property
    def table_days(self) -> dict[str, frozenset[date]]:
        """By table, the days on which some row begins or has just ended."""
        return {
            name: frozenset(day for key in table.raw for day in _days(table.timeline(key)))
            for name, table in self.book.tables.items()
        }

    @cached_property
    def days(self) -> list[date]:
        """Every day on which the law may differ, in order."""
        return sorted({*self.book.breakpoints(), *self.control_days}.union(*self.table_days.values()))

    @cached_property
    def _days_of_controls(self) -> frozenset[date]:
        """Every day on which a reason for control, or the Country Groups that it names, may differ."""
        return self.control_days | self.table_days["country_groups"]

    def number(self, day: date) -> int:
        """The number of the epoch in which a day lies."""
        return bisect_right(self.days, day)

    def __getitem__(self, number: int) -> Epoch:
        if number not in self._epochs:
            self._epochs[number] = self._compile(number)
        return self._epochs[number]

    def _compile(self, number: int) -> Epoch:
        day = self.days[number - 1] if number else date.min
        end = self.days[number] if number < len(self.days) else None
        rules = tuple(self._rule(rule, day) for rule in self.rules)
        duties = tuple(self._rule(rule, day) for rule in self.book.by_question[Question.DUTY])
        reviews = tuple(self._rule(rule, day) for rule in self.book.by_question[Question.POLICY])
        texts = (plan.row.value for plan in (*rules, *duties) if plan.row is not None)
        wanted = {duty.met: None for text in texts for duty in text.obligations if duty.met is not None}
        tests = tuple((test, self.compiler.whole(test, day)) for test in wanted)
        needed = self._needed(_steps_of(rules))
        every = self._needed([*_steps_of((*rules, *duties, *reviews)), *(step for _, step in tests)])
        return Epoch(day, end, rules, needed, duties, reviews, tests, every)

    def passage(self, number: int) -> Passage:
        """What differs in an epoch from the one before it."""
        if number not in self._passages:
            before, after = self[number - 1], self[number]
            differ = self._differ(before, after)
            read = [{rule.truth, rule.claim} for rule in after.rules]
            anew = (
                before.rules[place] != rule or not differ.isdisjoint(read[place])
                for place, rule in enumerate(after.rules)
            )
            rules = tuple(compress(count(), anew))
            dropped = tuple(set(before.needed) - set(after.needed))
            passage = Passage(tuple(sorted(differ)), rules, dropped, after.day in self.control_days)
            self._passages[number] = passage
        return self._passages[number]

    def _rule(self, rule: Rule, day: date) -> RulePlan:
        row = rule.at(day, self.known_as_of)
        if row is None:
            return RulePlan(rule, None)
        assert row.value.condition is not None  # a text not in force is no row
        compiled = self.compiler.whole
        claim = row.value.claim
        return RulePlan(
            rule, row, compiled(row.value.condition, day), None if claim is None else compiled(claim, day)
        )

    def _needed(self, places: Iterable[int]) -> tuple[int, ...]:
        todo = list(places)
        found: set[int] = set()
        while todo:
            place = todo.pop()
            if place not in found:
                found.add(place)
                todo.extend(self.steps[place].parts)
        return tuple(sorted(found))

    def _differ(self, before: Epoch, after: Epoch) -> set[int]:
        """The steps that are new, or read what has changed, and all that rest on them."""
        known, differ = set(before.needed), set[int]()
        for place in after.needed:
            step = self.steps[place]
            reads_anew = after.day in self._days_read(step)
            if place not in known or reads_anew or not differ.isdisjoint(step.parts):
                differ.add(place)
        return differ

    def _days_read(self, step: Step) -> frozenset[date]:
        """The days on which what a step itself reads of the law may differ."""
        days = self._days_of_controls if frame_keys(step.frame) else frozenset()
        return days | self.table_days[step.node.table] if isinstance(step.node, InTable) else days

    def with_listings(self, number: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The steps and rules of a passage for lines with listed parties, whose entries have days of their own."""
        if number not in self._listed:
            passage, epoch = self.passage(number), self[number]
            moving = set(filter(self.rests_on_listings, epoch.needed))
            moved = (not moving.isdisjoint({rule.truth, rule.claim}) for rule in epoch.rules)
            self._listed[number] = (
                tuple(sorted(moving.union(passage.steps))),
                tuple({*compress(count(), moved), *passage.rules}),
            )
        return self._listed[number]

    def rests_on_listings(self, place: int) -> bool:
        """Whether a step rests on what a list entry says, which has days of its own."""
        if place not in self._resting:
            step = self.steps[place]
            own = step.reads.startswith("listing.")
            self._resting[place] = own or any(self.rests_on_listings(part) for part in step.parts)
        return self._resting[place]


def _steps_of(rules: Iterable[RulePlan]) -> list[int]:
    return [place for rule in rules for place in (rule.truth, rule.claim) if place is not None]


def _days(timeline: object) -> Iterable[date]:
    return getattr(timeline, "breakpoints", ())
