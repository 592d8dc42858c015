"""The sections of law that an answer leaves open because the rulebook does not hold them."""

from __future__ import annotations

from collections.abc import Iterator

from licet.engine.findings import States, Whole, compose
from licet.engine.reasons import decisive, rules_used
from licet.engine.view import View
from licet.engine.walk import Trace
from licet.facts.transaction import Transaction
from licet.law.condition import Unmodelled
from licet.law.rulebook import Rulebook

__all__ = ["open_sections"]


def open_sections(sale: Transaction, book: Rulebook) -> frozenset[str]:
    """The ids in ``coverage.toml`` on which the answer to a screened sale would depend and does not."""
    return frozenset(_sections(compose(States(View.of(sale, book)))))


def _sections(whole: Whole) -> Iterator[str]:
    for state in rules_used(whole):
        if state.trace is not None:
            yield from _of(state.trace)


def _of(trace: Trace) -> Iterator[str]:
    if isinstance(trace.node, Unmodelled):
        yield trace.node.section
    for part in decisive(trace):
        yield from _of(part)
