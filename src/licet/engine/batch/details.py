"""What is said of a line besides its answer: the decisive rules, what to do, and what to find out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from licet.engine.batch.asking import NOT_HELD, OpenFacts
from licet.engine.batch.columns import TRUTH_VALUES, Truths
from licet.engine.batch.epochs import Epoch
from licet.engine.batch.evaluate import Evaluation
from licet.engine.batch.listed import ListedColumns
from licet.engine.batch.numbered import Numbered
from licet.engine.batch.patterns import Codes, Groups, bounds, distinct_columns, of_groups
from licet.engine.batch.verified import Days, VerifiedLines
from licet.engine.conditions import conditions_of, light_of
from licet.engine.determine import authority_of
from licet.engine.findings import Composition, Finding, RuleState
from licet.engine.needs import open_states_of
from licet.engine.policies import policies_of, review_policy
from licet.engine.reasons import decisive_rules
from licet.engine.verification import Doubt, open_conditions
from licet.rules.answer import Answer, Light
from licet.rules.citation import Citation
from licet.rules.condition import Condition
from licet.rules.rule import ENTRY_POLICY, Rule

if TYPE_CHECKING:
    from licet.engine.batch.answers import BatchEngine

__all__ = ["Detail", "Details"]


@dataclass(frozen=True, slots=True)
class Detail:
    """What is said of a line.

    ``rules``: the decisive ones, by id. ``conditions``: what to do, each with its status. ``needs``: the paths of
    the facts on which an undetermined answer hangs, sorted; ``law_not_held``: the codes of the law on which it hangs
    beside them, sorted. ``review_policy``: how strictly an application would be reviewed.
    """

    answer: Answer
    light: Light
    authority: tuple[str, ...]
    rules: tuple[str, ...]
    conditions: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    review_policy: str | None
    law_not_held: tuple[str, ...] = ()


Words = frozenset[tuple[str, str]]
"""Policies in the words of list entries, each with the requirement that rests on the entry."""


@dataclass
class Details:
    """The details of some lines on the days asked about, which lie in one epoch."""

    engine: BatchEngine
    evaluation: Evaluation
    epoch: Epoch
    days: Days

    def numbers(self, codes: Codes, groups: Groups = None) -> tuple[NDArray[np.int64], Days, Days]:
        """Every line's detail by number, the day on which its law is no longer verified, and that to which it was.

        ``groups``: the line of each column of codes.
        """
        patterns, like = self.engine.memory.composer.distinct(codes)
        wholes, of_line = of_groups(patterns, like, groups)
        spans = [(row, row + 1) for row in range(len(like))] if groups is None else bounds(groups)
        asking = self._asking(patterns, like, wholes, of_line, spans)
        paths = tuple(sorted(asking.lines))
        rows = [self._waits(), *self._besides(), *(asking.lines[path] for path in paths)]
        found, found_like = distinct_columns(np.array(rows, np.uint8).reshape(len(rows), len(like)))
        beside, beside_like = of_groups(found, found_like, groups)
        members, asked = _numbered(_united(asking.members, spans), len(spans))
        words, said = _numbered(_united(self._words(), spans), len(spans))
        doubts, stops, verified = self._verified((patterns, like), (wholes, of_line), spans)
        kinds, of_kind = distinct_columns(
            np.array([of_line, beside_like, asked, said, doubts.astype(np.intp)])
        )
        numbers = [
            self._number(wholes[item], beside[two], paths, members[three], words[four], Doubt(five))
            for item, two, three, four, five in (np.frombuffer(kind, np.intp).tolist() for kind in kinds)
        ]
        return np.array(numbers, np.int64)[of_kind], stops, verified

    def _verified(
        self,
        rows: tuple[Sequence[bytes], NDArray[np.intp]],
        lines: tuple[Sequence[bytes], NDArray[np.intp]],
        spans: Sequence[tuple[int, int]],
    ) -> tuple[NDArray[np.uint8], Days, Days]:
        """By line its doubts and the days of its law; nothing where the engine gives the answers alone."""
        if not self.engine.ahead:
            return np.zeros(len(spans), np.uint8), *np.zeros((2, len(spans)), np.int64)
        verified = VerifiedLines(self.engine, self.evaluation, self.epoch.day, self.days)
        return verified.doubts(
            ([self._whole(row) for row in rows[0]], rows[1]),
            ([self._whole(line) for line in lines[0]], lines[1]),
            np.array([first for first, _ in spans], np.intp),
        )

    def _words(self) -> dict[int, set[tuple[str, str]]]:
        """By line, the policies in the words of the list entries on which its requirements rest."""
        found: dict[int, set[tuple[str, str]]] = defaultdict(set)
        policies = self.engine.world.listing_values("policy")
        lines = np.ones(self.evaluation.lines.size, np.bool_)
        for plan in self.epoch.rules:
            if plan.policy == ENTRY_POLICY:
                assert plan.truth is not None  # it has a text
                listed = ListedColumns(self.evaluation)
                listed.ask({plan.truth: lines})
                for line, states in listed.found.items():
                    said = (policies[state] for state in states)
                    found[line].update((plan.rule.rule_id, str(words)) for words in said if words)
        return found

    def _waits(self) -> Truths:
        """By line, 1 where a judgment about some hit was proposed and waits for review."""
        lines = self.evaluation.lines
        found = np.zeros(lines.size, np.uint8)
        for name in ("party.listing", "owner.listing"):
            frame = lines.frames.get(name)
            if frame is not None:
                column = frame.columns["listing.waits"]
                waiting = np.array([value is True for value in column.values], np.bool_)[column.codes]
                found[lines.line_of(name)[waiting]] = 1
        return found

    def _besides(self) -> list[Truths]:
        """The truths of the duties, of the rules on reviews, and of the tests that show an obligation met."""
        truths, size = self.evaluation.truths, self.evaluation.lines.size
        rules = [
            np.zeros(size, np.uint8) if duty.truth is None else truths[duty.truth]
            for duty in (*self.epoch.duties, *self.epoch.reviews)
        ]
        return [*rules, *(truths[step] for _, step in self.epoch.tests)]

    def _whole(self, pattern: bytes) -> Composition:
        return self.engine.memory.composer.whole(pattern, self.epoch.texts)

    def _asking(
        self,
        patterns: Sequence[bytes],
        like: NDArray[np.intp],
        wholes: Sequence[bytes],
        of_line: NDArray[np.intp],
        spans: Sequence[tuple[int, int]],
    ) -> OpenFacts:
        """Pass the questions of the open rules down, of every destination of a line that is undetermined."""
        places = {rule.rule.rule_id: place for place, rule in enumerate(self.epoch.rules)}
        opened = np.zeros((len(places), len(patterns)), np.bool_)
        for number, pattern in enumerate(patterns):
            for state in open_states_of(self._whole(pattern)):
                opened[places[state.rule.rule_id], number] = True
        undecided = np.array([not self._whole(whole).outcome.decided for whole in wholes], np.bool_)
        sizes = [last - first for first, last in spans]
        asked = np.repeat(undecided[of_line], sizes)
        asking = OpenFacts(self.evaluation)
        seeds: dict[int, NDArray[np.bool_]] = {}
        for place in np.flatnonzero(opened.any(axis=1)):
            rule, lines = self.epoch.rules[place], opened[place][like] & asked
            for step in (rule.truth, rule.claim):
                if step is not None:
                    seeds[step] = seeds[step] | lines if step in seeds else lines
        asking.ask(seeds)
        return asking

    def _number(
        self,
        pattern: bytes,
        beside: bytes,
        paths: tuple[str, ...],
        members: frozenset[str],
        words: Words,
        doubts: Doubt,
    ) -> int:
        """The number of a detail, worked out where it was not before."""
        known = self.engine.memory.detail_of
        key = (self.engine.lists, id(self.epoch.texts), pattern, beside, paths, members, words, doubts)
        if key not in known:
            known[key] = self.engine.memory.details.of(
                self._detail(pattern, beside, paths, members, words, doubts)
            )
        return known[key]

    def _detail(
        self,
        pattern: bytes,
        beside: bytes,
        paths: tuple[str, ...],
        members: frozenset[str],
        words: Words,
        doubts: Doubt,
    ) -> Detail:
        whole = self._whole(pattern)
        size = len(beside) // len(whole.parts)
        parts = [self._beside(beside[start : start + size]) for start in range(0, len(beside), size)]
        first = parts[0]

        def words_of(finding: Finding) -> Iterator[tuple[str, Citation]]:
            rule = finding.state.rule
            return ((said, rule.cites[0]) for rule_id, said in words if rule_id == rule.rule_id)

        book = self.engine.book
        owed = conditions_of(
            whole,
            book,
            self.engine.lists,
            first.state_of,
            first.truths.__getitem__,
            waits=first.waits,
        )
        conditions = (*open_conditions(doubts), *owed)
        policies = [
            policy
            for part, item in zip(whole.parts, parts, strict=True)
            for policy in policies_of(part, book, item.state_of, words_of)
        ]
        asked = {path for item in parts for path in compress(paths, item.asked)} | members
        not_held = {path for path in asked if path.startswith(NOT_HELD)}
        return Detail(
            whole.outcome.answer,
            light_of(whole.outcome.answer, conditions),
            authority_of(whole, book),
            decisive_rules(whole),
            tuple((condition.code, condition.status) for condition in conditions),
            tuple(sorted(asked - not_held)),
            review_policy(policies),
            tuple(sorted(path.removeprefix(NOT_HELD) for path in not_held)),
        )

    def _beside(self, beside: bytes) -> _Beside:
        """What stands beside the answer for one destination, from its column."""
        plans = (*self.epoch.duties, *self.epoch.reviews)
        waits, beside = bool(beside[0]), beside[1:]
        rules, tests = len(plans), len(self.epoch.tests)
        states = {
            plan.rule.rule_id: RuleState(plan.rule, plan.row, TRUTH_VALUES[truth], None)
            for plan, truth in zip(plans, beside, strict=False)
        }
        truths = {
            test: TRUTH_VALUES[truth]
            for (test, _), truth in zip(self.epoch.tests, beside[rules:], strict=False)
        }
        return _Beside(states, truths, beside[rules + tests :], waits)


@dataclass(frozen=True, slots=True)
class _Beside:
    """The rules on duties and reviews, the tests of obligations, the paths asked for, whether a judgment waits."""

    states: Mapping[str, RuleState]
    truths: Mapping[Condition, bool | None]
    asked: bytes
    waits: bool

    def state_of(self, rule: Rule) -> RuleState:
        """What a rule says."""
        return self.states[rule.rule_id]


Thing = TypeVar("Thing")


def _united(
    by_row: Mapping[int, set[Thing]], spans: Sequence[tuple[int, int]]
) -> dict[int, frozenset[Thing]]:
    """By line, what was found for any of its rows."""
    if not by_row:
        return {}
    line_of = {row: line for line, (first, last) in enumerate(spans) for row in range(first, last)}
    found: dict[int, set[Thing]] = defaultdict(set)
    for row, things in by_row.items():
        found[line_of[row]] |= things
    return {line: frozenset(things) for line, things in found.items()}


def _numbered(
    by_line: Mapping[int, frozenset[Thing]], size: int
) -> tuple[list[frozenset[Thing]], NDArray[np.intp]]:
    """The distinct sets, the empty one first, and by line the number of its own."""
    sets: Numbered[frozenset[Thing]] = Numbered()
    sets.of(frozenset())
    of_line = np.zeros(size, np.intp)
    for line, found in by_line.items():
        of_line[line] = sets.of(found)
    return list(sets.things), of_line
