"""What each regime answers, and which were not examined, in the words that terminal and pages share."""

from __future__ import annotations

from licet.engine.determination import Determination
from licet.presentation.words import ANSWERS, UNDECIDED
from licet.rules.answer import Answer

__all__ = ["regime_lines"]


def regime_lines(found: Determination) -> tuple[tuple[str, str], ...]:
    """Each regime by name, and its answer with the authority; nothing where one regime was asked by name."""
    if not found.determinations and not found.not_examined:
        return ()
    asked = found.determinations or (found,)
    answers = [(one.law, _answer(one)) for one in asked]
    return (
        *answers,
        *((one.title, "Not examined: this workspace has not adopted it") for one in found.not_examined),
    )


def _answer(one: Determination) -> str:
    words = UNDECIDED if one.answer is Answer.UNDETERMINED else ANSWERS[one.answer]
    return f"{words} ({' and '.join(one.authority)})" if one.authority else words
