"""What decisions about hits would change of an order book, shown before they are recorded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import polars as pl

from licet.events.event import Actor
from licet.screening.dispositions import RecordedDisposition
from licet.services.cases.hits import supposed_decisions
from licet.services.cases.queries import CaseQueries
from licet.services.determination import Decider
from licet.services.order_books import OrderBooks, UploadedBook

__all__ = ["DecisionPreview", "preview_decisions"]


@dataclass(frozen=True)
class DecisionPreview:
    """The lines that name the parties as they are answered and as they would be; ``code``: of what is shown."""

    lines: pl.DataFrame
    after: pl.DataFrame
    code: str


def preview_decisions(
    case_service: CaseQueries, order_books: OrderBooks, decider: Decider, actor: Actor, book: UploadedBook,
    names: Collection[str], made: Sequence[RecordedDisposition], at: datetime,
) -> DecisionPreview:  # fmt: skip
    """Answer the lines of a book that name some parties with decisions supposed. Nothing of it is kept."""
    supposed = supposed_decisions(case_service, actor, made, at)
    lines, after = order_books.answers_with(actor.organization, book, names, supposed, decider)
    shown = [sorted((item.party, item.entry, item.finding.value, item.reason) for item in made)]
    answers = after.select("row", "answer", "light").rows()
    return DecisionPreview(lines, after, sha256(repr((shown, answers)).encode()).hexdigest())
