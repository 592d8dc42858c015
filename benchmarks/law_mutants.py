"""Change the conditions of the rules of law in one place at a time, and see whether a golden case answers otherwise.

Usage: python -m benchmarks.law_mutants [--sample 150] [--seed 1] [--as-of DAY]

A mutant is the text of a rule in force on the day with one term of an "and" or "or" dropped, a "not" taken away, a
yes made a no, or one value of a choice dropped. It is found where a golden case answers otherwise in anything that
``tests/law/answers.tsv`` holds: answer, authority, needs, claims, conditions, caveats, review policies. Those that no
case finds are printed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from licet.engine.determine import determine
from licet.engine.findings import evaluate
from licet.engine.view import View
from licet.model.lists import ListsUsed
from licet.model.transaction import Transaction
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.regimes.us_ear.golden import cases
from licet.rules.condition import All, Any, Condition, In, Is, Not, ShareAtLeast, Some
from licet.rules.dated import Timeline
from licet.rules.english import sentence
from licet.rules.rule import Rule, RuleText
from licet.rules.rulebook import Rulebook
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

DAY = date(2026, 9, 24)


@dataclass(frozen=True)
class Asked:
    """A golden case ready to be answered."""

    name: str
    sale: Transaction
    lists: tuple[ListsUsed, ...]

    @cached_property
    def view(self) -> View:
        return View.of(self.sale, ear())

    @cached_property
    def answered(self) -> tuple[object, ...]:
        return said(self, ear())


@dataclass(frozen=True)
class Mutant:
    """A text of a rule, what was changed in it, and what it became."""

    rule: Rule
    text: RuleText
    change: str
    condition: Condition


def said(case: Asked, book: Rulebook) -> tuple[object, ...]:
    """What an approved answer holds of a case."""
    found = determine(case.sale, book, case.lists)
    return (
        found.answer,
        found.authority,
        tuple(need.path for need in found.needs),
        tuple(gap.code for gap in found.law_not_held),
        tuple(claimable.rule for claimable in found.could_claim),
        frozenset((condition.code, condition.text, condition.status) for condition in found.conditions),
        frozenset(caveat.code for caveat in found.caveats),
        frozenset((policy.rule_id, policy.certain) for policy in found.policies),
        frozenset(prohibition.title for prohibition in found.prohibitions),
    )


def changed(tree: Condition) -> Iterator[tuple[str, Condition]]:
    """Every condition that differs from a tree in one place, with what differs."""
    yield from _here(tree)
    if isinstance(tree, All | Any):
        for number, part in enumerate(tree.parts):
            for change, other in changed(part):
                parts = (*tree.parts[:number], other, *tree.parts[number + 1 :])
                yield change, replace(tree, parts=parts)
        return
    if isinstance(tree, Not):
        for change, other in changed(tree.part):
            yield change, replace(tree, part=other)
    if isinstance(tree, Some | ShareAtLeast):
        for change, other in changed(tree.where):
            yield change, replace(tree, where=other)


def _here(tree: Condition) -> Iterator[tuple[str, Condition]]:
    match tree:
        case All(parts) | Any(parts) if len(parts) > 1:
            for number, part in enumerate(parts):
                rest = (*parts[:number], *parts[number + 1 :])
                yield f"dropped: {sentence(part)}", replace(tree, parts=rest)
        case Not(part):
            yield f"no longer denied: {sentence(part)}", part
        case Is(_, bool() as truth):
            yield f"turned round: {sentence(tree)}", replace(tree, value=not truth)
        case In(_, values) if len(values) > 1:
            for value in values:
                left = tuple(other for other in values if other != value)
                yield f"without {value}: {sentence(tree)}", replace(tree, values=left)


def mutants(day: date) -> list[Mutant]:
    found = []
    for rule in ear().rules:
        row = rule.at(day, day)
        if row is not None and row.value.condition is not None:
            found += [Mutant(rule, row.value, *other) for other in changed(row.value.condition)]
    return found


def as_mutated(mutant: Mutant) -> tuple[Rule, Rulebook]:
    rule, book = mutant.rule, ear()
    value = replace(mutant.text, condition=mutant.condition)
    rows = [replace(row, value=value) if row.value is mutant.text else row for row in rule.texts.rows]
    other = replace(rule, texts=Timeline(rule.rule_id, rows))
    return other, replace(book, rules=tuple(other if item is rule else item for item in book.rules))


def found_by(mutant: Mutant, asked: list[Asked]) -> str | None:
    """The first case that answers otherwise, of those in which the text itself holds otherwise."""
    other, book = as_mutated(mutant)
    for case in asked:
        row = mutant.rule.at(case.sale.as_of, case.sale.known_as_of)
        if row is None or row.value is not mutant.text:
            continue
        before, after = evaluate(mutant.rule, case.view), evaluate(other, case.view)
        if (before.truth, before.claimed) == (after.truth, after.claimed):
            continue
        if said(case, book) != case.answered:
            return case.name
    return None


def golden() -> list[Asked]:
    words, finder = ear().vocabulary, shipped_finder(compiled=True)
    return [
        Asked(f"{case.file}: {case.name}", attach(read_transaction(case.sale, words), finder), finder.lists)
        for case in cases()
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as-of", type=date.fromisoformat, default=DAY)
    chosen = parser.parse_args()
    every = mutants(chosen.as_of)
    taken = random.Random(chosen.seed).sample(every, min(chosen.sample, len(every)))
    asked, alive = golden(), 0
    for mutant in taken:
        if found_by(mutant, asked) is None:
            alive += 1
            print(f"alive: {mutant.rule.rule_id}: {mutant.change}", flush=True)
    print(f"{len(taken)} of {len(every):,} mutants, {alive} that no case finds ({alive / len(taken):.1%})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
