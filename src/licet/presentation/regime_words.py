"""What each regime answers, and which were not examined, in the words that terminal and pages share."""

from __future__ import annotations

from licet.engine.determination import Determination
from licet.presentation.words import ANSWERS, UNDECIDED
from licet.rules.answer import Answer

__all__ = ["regime_lines"]


def regime_lines(found: Determination) -> tuple[tuple[str, str], ...]:
    """Each regime by name, and its answer with the authority; last, the names of those that were not examined.

    Nothing where one regime was asked by name.
    """
    if not found.determinations and not found.not_examined:
        return ()
    asked = found.determinations or (found,)
    answers = tuple((determination.law, _answer(determination)) for determination in asked)
    missing = "; ".join(name.title for name in found.not_examined)
    return (*answers, ("Not examined", missing)) if missing else answers


def _answer(determination: Determination) -> str:
    words = UNDECIDED if determination.answer is Answer.UNDETERMINED else ANSWERS[determination.answer]
    return f"{words} ({' and '.join(determination.authority)})" if determination.authority else words
