"""Change the conditions of the rules of law in one place at a time, and see whether a golden case answers otherwise.

Usage: python -m benchmarks.law_mutants [--sample 150 | --all] [--seed 1] [--as-of DAY] [--rules PREFIX]

A mutant is the text of a rule in force on the day with one term of an "and" or "or" dropped, a "not" taken away, a
yes made a no, or one value of a choice dropped. It is found where a golden case, or a sale with a made entry of
``tests/law/test_case_coverage.py``, answers otherwise in anything that an approved answer holds: answer, authority,
needs, claims, conditions, caveats, review policies, the rules named as reasons. Those that no case finds are printed,
so that ``--all`` lists every condition without a case that it decides. A mutant that no transaction can tell from the
text (``law_equivalents``) is counted apart: ``equal`` where it is printed, and left out of the last figure.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from benchmarks.law_equivalents import are_equivalent
from tests.law.answered_cases import AnsweredCase, said
from tests.law.test_case_coverage import asked

from licet.engine.view import View
from licet.engine.walk import walk
from licet.regimes.us_ear import ear
from licet.rules.condition import All, Any, Condition, In, Is, Not, ShareAtLeast, Some
from licet.rules.dated import Timeline
from licet.rules.english import sentence
from licet.rules.rule import Rule, RuleText
from licet.rules.rulebook import Rulebook

DAY = date(2026, 9, 24)


@dataclass(frozen=True)
class Mutant:
    """A text of a rule, what was changed in it, and what it became."""

    rule: Rule
    text: RuleText
    change: str
    condition: Condition


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
    """Every mutant of the texts in force on a day."""
    found = []
    for rule in ear().rules:
        row = rule.at(day, day)
        if row is not None and row.value.condition is not None:
            found += [Mutant(rule, row.value, *other) for other in changed(row.value.condition)]
    return found


def as_mutated(mutant: Mutant) -> Rulebook:
    """The rulebook with the mutant in place of its text."""
    rule, book = mutant.rule, ear()
    value = replace(mutant.text, condition=mutant.condition)
    rows = [replace(row, value=value) if row.value is mutant.text else row for row in rule.texts.rows]
    other = replace(rule, texts=Timeline(rule.rule_id, rows))
    return replace(book, rules=tuple(other if item is rule else item for item in book.rules))


def found_by(mutant: Mutant, differing: Sequence[AnsweredCase]) -> str | None:
    """The first case that answers otherwise, of those in which the text itself holds otherwise."""
    book = as_mutated(mutant)
    return next((case.name for case in differing if said(case, book) != case.answered), None)


def differing(taken: Sequence[Mutant], cases: Sequence[AnsweredCase]) -> list[list[AnsweredCase]]:
    """For each of the mutants of one text, the cases in which its truth is another."""
    rule, text = taken[0].rule, taken[0].text
    assert text.condition is not None
    found: list[list[AnsweredCase]] = [[] for _ in taken]
    for case in cases:
        row = rule.at(case.sale.as_of, case.sale.known_as_of)
        if row is None or row.value is not text:
            continue
        views = [(view.quick, Truths()) for view in (case.view, *case.view.also)]
        before = [truths.of(text.condition, view) for view, truths in views]
        for mutant, listed in zip(taken, found, strict=True):
            if [truths.of(mutant.condition, view) for view, truths in views] != before:
                listed.append(case)
    return found


class Truths:
    """What the parts of a condition are in one view, each worked out once: a mutant shares all but one of them."""

    def __init__(self) -> None:
        self._known: dict[int, bool | None] = {}

    def of(self, node: Condition, view: View) -> bool | None:
        if isinstance(node, Not):
            inner = self.of(node.part, view)
            return None if inner is None else not inner
        if isinstance(node, All | Any):
            decisive = isinstance(node, Any)
            parts = {self.of(part, view) for part in node.parts}
            return decisive if decisive in parts else (None if None in parts else not decisive)
        if id(node) not in self._known:
            self._known[id(node)] = walk(node, view).truth
        return self._known[id(node)]


def by_text(taken: Sequence[Mutant]) -> Iterator[list[Mutant]]:
    """The mutants of each text together."""
    together: dict[int, list[Mutant]] = {}
    for mutant in taken:
        together.setdefault(id(mutant.text), []).append(mutant)
    yield from together.values()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=150)
    parser.add_argument("--all", action="store_true", help="every mutant, and no sample")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as-of", type=date.fromisoformat, default=DAY)
    parser.add_argument("--rules", default="us.ear.", help="how the ids of the rules begin")
    chosen = parser.parse_args()
    every = [mutant for mutant in mutants(chosen.as_of) if mutant.rule.rule_id.startswith(chosen.rules)]
    size = len(every) if chosen.all else min(chosen.sample, len(every))
    taken = every if chosen.all else random.Random(chosen.seed).sample(every, size)
    alive = equal = 0
    for mutants_of_text in by_text(taken):
        for mutant, cases in zip(mutants_of_text, differing(mutants_of_text, asked()), strict=True):
            if found_by(mutant, cases) is None:
                same = is_equal(mutant, chosen.as_of)
                alive, equal = alive + (not same), equal + same
                reached = f"{len(cases)} cases differ in it"
                print(f"{'equal' if same else 'alive'}: {mutant.rule.rule_id}: {mutant.change} ({reached})")
                sys.stdout.flush()
    distinct = len(taken) - equal
    print(
        f"{len(taken)} of {len(every):,} mutants, {alive + equal} that no case finds"
        f" ({(alive + equal) / len(taken):.1%}); {equal} of these change no answer of the day;"
        f" of the other {distinct}, {alive} ({alive / max(distinct, 1):.1%})"
    )
    return 0


def is_equal(mutant: Mutant, day: date) -> bool:
    """Whether no transaction on the day can tell a mutant from its text."""
    assert mutant.text.condition is not None
    return are_equivalent(mutant.text.condition, mutant.condition, (day,))


if __name__ == "__main__":
    sys.exit(main())
