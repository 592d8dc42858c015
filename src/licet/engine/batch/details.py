"""What is said of a line besides its answer: the decisive rules, what to do, and what to find out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from licet.engine.batch.asking import Asking
from licet.engine.batch.columns import Truths
from licet.engine.batch.epochs import Epoch
from licet.engine.batch.evaluate import Evaluation
from licet.engine.batch.numbered import Numbered
from licet.engine.batch.patterns import Codes, distinct_columns
from licet.engine.batch.world import TRUTH_VALUES
from licet.engine.determine import authority_of, conditions_of, light_of
from licet.engine.findings import RuleState, Whole
from licet.engine.needs import open_states
from licet.engine.reasons import decisive_rules
from licet.law.answer import Answer, Light
from licet.law.condition import Condition
from licet.law.rule import Rule

if TYPE_CHECKING:
    from licet.engine.batch.answers import BatchEngine

__all__ = ["Detail", "Details"]


@dataclass(frozen=True, slots=True)
class Detail:
    """What is said of a line.

    ``rules``: the decisive ones, by id. ``conditions``: what to do, each with its status. ``needs``: the paths of
    the facts on which an undetermined answer hangs, sorted.
    """

    answer: Answer
    light: Light
    authority: tuple[str, ...]
    rules: tuple[str, ...]
    conditions: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]


@dataclass
class Details:
    """The details of some lines on the days asked about, which lie in one epoch."""

    engine: BatchEngine
    evaluation: Evaluation
    epoch: Epoch

    def numbers(self, codes: Codes) -> NDArray[np.int64]:
        """The number of every line's detail."""
        patterns, like = self.engine.memory.composer.distinct(codes)
        asking = self._asking(patterns, like)
        paths = sorted(asking.lines)
        rows = [*self._besides(), *(asking.lines[path].astype(np.uint8) for path in paths)]
        beside, beside_like = distinct_columns(np.stack(rows)) if rows else _nothing(len(like))
        sets: Numbered[frozenset[str]] = Numbered()
        member = np.zeros(len(like), np.intp)
        for line, found in asking.members.items():
            member[line] = 1 + sets.of(frozenset(found))
        key = (like * beside.shape[1] + beside_like) * (len(sets.things) + 1) + member
        _, first, of_line = np.unique(key, return_index=True, return_inverse=True)
        numbers = [
            self._number(
                patterns[like[line]],
                beside[:, beside_like[line]],
                paths,
                sets.things[member[line] - 1] if member[line] else (),
            )
            for line in first
        ]
        return np.array(numbers, np.int64)[of_line]

    def _besides(self) -> list[Truths]:
        """The truths of the duties and of the tests that show an obligation met."""
        truths, size = self.evaluation.truths, self.evaluation.lines.size
        duties = [
            np.zeros(size, np.uint8) if one.truth is None else truths[one.truth] for one in self.epoch.duties
        ]
        return [*duties, *(truths[step] for _, step in self.epoch.tests)]

    def _whole(self, pattern: bytes) -> Whole:
        return self.engine.memory.composer.whole(pattern, self.epoch.texts)

    def _asking(self, patterns: Sequence[bytes], like: NDArray[np.intp]) -> Asking:
        """Pass the questions of the open rules down."""
        places = {rule.rule.rule_id: place for place, rule in enumerate(self.epoch.rules)}
        opened = np.zeros((len(places), len(patterns)), np.bool_)
        for number, pattern in enumerate(patterns):
            whole = self._whole(pattern)
            if not whole.outcome.decided:
                for state in open_states(whole):
                    opened[places[state.rule.rule_id], number] = True
        asking = Asking(self.evaluation)
        seeds: dict[int, NDArray[np.bool_]] = {}
        for place in np.flatnonzero(opened.any(axis=1)):
            rule, lines = self.epoch.rules[place], opened[place][like]
            for step in (rule.truth, rule.claim):
                if step is not None:
                    seeds[step] = seeds[step] | lines if step in seeds else lines
        asking.ask(seeds)
        return asking

    def _number(
        self, pattern: bytes, beside: Truths, paths: Sequence[str], members: Sequence[str] | frozenset[str]
    ) -> int:
        duties, tests = len(self.epoch.duties), len(self.epoch.tests)
        whole = self._whole(pattern)
        stated = {
            one.rule.rule_id: (one, TRUTH_VALUES[truth])
            for one, truth in zip(self.epoch.duties, beside, strict=False)
        }
        tested = {
            test: TRUTH_VALUES[truth]
            for (test, _), truth in zip(self.epoch.tests, beside[duties:], strict=False)
        }

        def state_of(rule: Rule) -> RuleState:
            plan, truth = stated[rule.rule_id]
            return RuleState(rule, plan.row, truth, None)

        def truth_of(test: Condition) -> bool | None:
            return tested[test]

        conditions = tuple(conditions_of(whole, self.engine.book, self.engine.lists, state_of, truth_of))
        asked = (path for path, wanted in zip(paths, beside[duties + tests :], strict=False) if wanted)
        return self.engine.memory.details.of(
            Detail(
                whole.outcome.answer,
                light_of(whole.outcome.answer, conditions),
                authority_of(whole),
                decisive_rules(whole),
                tuple((one.code, one.status) for one in conditions),
                tuple(sorted({*asked, *members})),
            )
        )


def _nothing(size: int) -> tuple[Codes, NDArray[np.intp]]:
    return np.zeros((0, 1), np.uint8), np.zeros(size, np.intp)
