"""Papers that facts rest on: an answer that rests on one ends when the paper does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from licet.engine.determination import Determination
from licet.model.transaction import StatementPaper, Transaction, without_paper

__all__ = ["limited_by_papers"]


def limited_by_papers(found: Determination, again: Callable[[Transaction], Determination]) -> Determination:
    """The answer, held only to the end of the first paper without which it would be another.

    ``again`` answers a transaction. From the day after its last day a paper's facts are not known: what the answer
    is without them is the answer from that day.
    """
    sale = found.sale
    for day, papers in _ends(sale):
        if found.holds_until is not None and day >= found.holds_until:
            break
        for paper in papers:
            sale = without_paper(sale, paper)
        then = again(sale)
        if (then.answer, then.light, then.authority) != (found.answer, found.light, found.authority):
            return replace(found, holds_until=day, then=then.answer)
    return found


def _ends(sale: Transaction) -> Iterator[tuple[date, list[StatementPaper]]]:
    """The days from which papers no longer count, in order, each with those that end with it."""
    days = sorted({paper.expires for paper in sale.papers if paper.expires is not None})
    for day in days:
        yield day + timedelta(days=1), [paper for paper in sale.papers if paper.expires == day]
