"""An answer as its page shows it: the card, its way through time, and what becomes of license exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from licet.engine.determination import Determination
from licet.engine.exceptions import exception_lines
from licet.engine.joint import GOES
from licet.engine.through import through_time
from licet.engine.wording import FactQuestion
from licet.model.transaction import Transaction
from licet.services.determination import Decider
from licet.web.show.answer import answer_card, steps
from licet.web.show.record import ShownAnswer, exceptions_shown, question_shown

__all__ = ["shown_answer"]

_BEFORE, _AFTER = timedelta(days=730), timedelta(days=1095)


def shown_answer(
    found: Determination,
    screened: Transaction,
    decider: Decider,
    form: Mapping[str, str],
    question: FactQuestion | None = None,
    skipped: str = "",
) -> ShownAnswer:
    """The page of an answer to a screened transaction. ``form``: says which days its view through time spans."""
    first, end = _window(screened.as_of, form)
    spans = through_time(screened, decider.rulebook, decider.screener.lists, first, end, decider.policy)
    vocabulary = dict(decider.vocabulary)
    lines = () if found.answer in GOES else exception_lines(screened, decider.rulebook)
    return ShownAnswer(
        answer_card(found, vocabulary),
        steps(spans, screened.as_of),
        end,
        exceptions_shown(lines, vocabulary),
        question_shown(question),
        skipped,
    )


def _window(as_of: date, form: Mapping[str, str]) -> tuple[date, date]:
    """The days that the control of the date spans: those shown before, while the day stays within them."""
    try:
        first, end = (date.fromisoformat(form.get(name, "")) for name in ("window_first", "window_end"))
    except ValueError:
        pass
    else:
        if first <= as_of < end and (end - first).days < 40 * 366:
            return first, end
    before = min(_BEFORE, as_of - date.min)  # a day of the first or last year has none beyond
    return as_of - before, as_of + min(_AFTER, date.max - as_of)
