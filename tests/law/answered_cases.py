"""The golden cases, ready to be answered, and what is held of an answer: for tests and benchmarks of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from licet.engine.determination import Reason
from licet.engine.determine import determine
from licet.engine.view import View
from licet.model.lists import ListsUsed
from licet.model.transaction import Transaction
from licet.model.wire import read_transaction
from licet.regimes.golden import cases
from licet.regimes.us_ear import ear
from licet.rules.rulebook import Rulebook
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

__all__ = ["AnsweredCase", "golden_cases", "said"]


@dataclass(frozen=True)
class AnsweredCase:
    """A case ready to be answered. ``variant``: whether it varies another."""

    name: str
    sale: Transaction
    lists: tuple[ListsUsed, ...]
    variant: bool = False

    @cached_property
    def view(self) -> View:
        return View.of(self.sale, ear())

    @cached_property
    def answered(self) -> tuple[object, ...]:
        """What the whole rulebook says."""
        return said(self, ear())


@cache
def golden_cases() -> tuple[AnsweredCase, ...]:
    """Every golden case of the EAR, its parties tied to the shipped lists."""
    words, finder = ear().vocabulary, shipped_finder(compiled=True)
    return tuple(
        AnsweredCase(
            f"{case.file}: {case.name}",
            attach(read_transaction(case.sale, words), finder),
            finder.lists,
            case.variant,
        )
        for case in cases()
    )


def said(case: AnsweredCase, book: Rulebook) -> tuple[object, ...]:
    """What is held of an answer: all that a rule can change, but for the order and the words of its reasons."""
    found = determine(case.sale, book, case.lists)
    return (
        found.answer,
        found.authority,
        found.review_policy,
        tuple(need.path for need in found.needs),
        tuple(gap.code for gap in found.law_not_held),
        tuple(claimable.rule for claimable in found.could_claim),
        frozenset((condition.code, condition.text, condition.status) for condition in found.conditions),
        frozenset(caveat.code for caveat in found.caveats),
        frozenset((policy.rule_id, policy.certain) for policy in found.policies),
        frozenset(prohibition.title for prohibition in found.prohibitions),
        frozenset(_named(found.because)),
    )


def _named(reasons: Iterable[Reason]) -> Iterator[tuple[str, bool | None]]:
    """The rules that the answer gives as its reasons, with what they say: applying, lifting, authorizing or open."""
    for reason in reasons:
        yield reason.rule, reason.truth
        yield from _named(reason.because)
