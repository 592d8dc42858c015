"""What to do next after an answer, in a sentence."""

from __future__ import annotations

from licet.engine.determination import Determination
from licet.presentation.words import counted
from licet.rules.answer import Answer

__all__ = ["next_act"]


def next_act(found: Determination) -> str:
    """The next act: what is open before it moves, what to ask, or where to apply."""
    if found.answer is Answer.PROHIBITED:
        return "Do not go ahead."
    if found.answer is Answer.LICENSE_REQUIRED:
        return "Do not ship. Apply for a license, or look for an exception that could cover it."
    if found.answer is Answer.UNDETERMINED:
        return (
            "Find out what is missing. It does not go before that."
            if found.needs
            else ("Ask counsel or the agency. Licet does not hold the law that decides this.")
        )
    first = [condition.text for condition in found.conditions if condition.status == "open"]
    if first:
        more = f" ({counted(len(first) - 1, 'more duty', 'more duties')})" if len(first) > 1 else ""
        return f"Before it moves: {first[0].rstrip('.')}{more}."
    return "Nothing is left to do before it moves."
