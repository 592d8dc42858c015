"""The days on which the law differs, and what to work out on each.

Between two of these days one plan holds. Going from one to the next, only the steps that may differ are
worked out again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from licet.engine.batch.plan import Compiler, Step, frame_keys
from licet.law.condition import AtLeast, AtMost, Condition, In, InTable, Is, Stated
from licet.law.dated import Row
from licet.law.rule import Question, Rule, RuleText
from licet.law.rulebook import Rulebook

__all__ = ["Epoch", "Epochs", "Passage", "RulePlan"]


@dataclass(frozen=True, slots=True)
class RulePlan:
    """A rule on a day: its text, and the steps of its condition and of its claim (None: none need be made)."""

    rule: Rule
    row: Row[RuleText] | None
    truth: int | None = None
    claim: int | None = None


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

    def number(self, day: date) -> int:
        """The number of the epoch in which a day lies."""
        return bisect_right(self.days, day)

    def __len__(self) -> int:
        return len(self.days) + 1

    def __getitem__(self, number: int) -> Epoch:
        if number not in self._epochs:
            self._epochs[number] = self._compile(number)
        return self._epochs[number]

    def _compile(self, number: int) -> Epoch:
        first = self.days[0] - timedelta(days=1) if self.days else self.book.verified_to
        day = self.days[number - 1] if number else first
        end = self.days[number] if number < len(self.days) else None
        rules = tuple(self._rule(rule, day) for rule in self.rules)
        duties = tuple(self._rule(rule, day) for rule in self.book.by_question[Question.DUTY])
        reviews = tuple(self._rule(rule, day) for rule in self.book.by_question[Question.POLICY])
        texts = (one.row.value for one in (*rules, *duties) if one.row is not None)
        wanted = {duty.met: None for text in texts for duty in text.obligations if duty.met is not None}
        tests = tuple((test, self.compiler.condition(test, day)) for test in wanted)
        needed = self._needed(_steps_of(rules))
        every = self._needed([*_steps_of((*rules, *duties, *reviews)), *(step for _, step in tests)])
        return Epoch(day, end, rules, needed, duties, reviews, tests, every)

    def passage(self, number: int) -> Passage:
        """What differs in an epoch from the one before it."""
        if number not in self._passages:
            before, after = self[number - 1], self[number]
            differ = self._differ(before, after)
            rules = tuple(
                place
                for place, (old, new) in enumerate(zip(before.rules, after.rules, strict=True))
                if (old.truth, old.claim) != (new.truth, new.claim) or {new.truth, new.claim} & differ
            )
            dropped = tuple(set(before.needed) - set(after.needed))
            passage = Passage(tuple(sorted(differ)), rules, dropped, after.day in self.control_days)
            self._passages[number] = passage
        return self._passages[number]

    def _rule(self, rule: Rule, day: date) -> RulePlan:
        row = rule.at(day, self.known_as_of)
        if row is None or row.value.condition is None:
            return RulePlan(rule, None)
        compiled = self.compiler.condition
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
            if place not in known or self._reads_anew(step, after.day) or not differ.isdisjoint(step.parts):
                differ.add(place)
        return differ

    def _reads_anew(self, step: Step, day: date) -> bool:
        if frame_keys(step.frame) and day in self.control_days:
            return True
        match step.node:
            case InTable(table, _):
                return day in self.table_days[table]
            case (
                Is(field=read)
                | In(field=read)
                | AtMost(field=read)
                | AtLeast(field=read)
                | Stated(field=read)
            ):
                return read.path == "control.reaches" and day in self.table_days["country_groups"]
            case _:
                return False

    def with_listings(self, number: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The steps and rules of a passage for lines with listed parties, whose entries have days of their own."""
        if number not in self._listed:
            passage, epoch = self.passage(number), self[number]
            moving = {place for place in epoch.needed if self.rests_on_listings(place)}
            rules = {place for place, rule in enumerate(epoch.rules) if moving & {rule.truth, rule.claim}}
            self._listed[number] = (
                tuple(sorted(moving.union(passage.steps))), tuple(sorted(rules.union(passage.rules)))
            )  # fmt: skip
        return self._listed[number]

    def rests_on_listings(self, place: int) -> bool:
        """Whether a step rests on what a list entry says, which has days of its own."""
        if place not in self._resting:
            step = self.steps[place]
            read = getattr(getattr(step.node, "field", None), "path", "")
            own = read.startswith("listing.") and read != "listing.same_party"
            self._resting[place] = own or any(self.rests_on_listings(part) for part in step.parts)
        return self._resting[place]


def _steps_of(rules: Iterable[RulePlan]) -> list[int]:
    return [place for rule in rules for place in (rule.truth, rule.claim) if place is not None]


def _days(timeline: object) -> Iterable[date]:
    return getattr(timeline, "breakpoints", ())
