"""The sections of law that an answer leaves open because the rulebook does not hold them."""

from __future__ import annotations

from licet.engine.findings import States, compose
from licet.engine.reasons import resting, rules_used
from licet.engine.view import View
from licet.model.transaction import Transaction
from licet.rules.condition import Unmodeled
from licet.rules.rulebook import Rulebook

__all__ = ["open_sections"]


def open_sections(sale: Transaction, book: Rulebook) -> frozenset[str]:
    """The ids in ``coverage.toml`` on which the answer to a screened sale would depend and does not."""
    traces = (state.trace for state in rules_used(compose(States(View.of(sale, book)))))
    nodes = (item.node for trace in traces if trace is not None for item in resting(trace))
    return frozenset(node.section for node in nodes if isinstance(node, Unmodeled))
