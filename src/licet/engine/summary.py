"""An answer in one sentence, with the reason that tells most: the first line at every door."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from licet.engine.determination import Determination, Need
from licet.law.answer import Answer, Light

__all__ = ["day_words", "summary_of"]

_NOT_HELD = "it hangs on law that Licet does not hold"


def summary_of(found: Determination) -> str:
    """The answer, and, where it is a go with something open, what has to be done first."""
    answer, on, under = found.answer, day_words(found.sale.as_of), " and ".join(found.authority)
    said = {
        Answer.NOT_SUBJECT: f"On {on} this is not subject to the Export Administration Regulations",
        Answer.NO_LICENSE_REQUIRED: f"On {on} no license is required (NLR)",
        Answer.AUTHORIZED: f"On {on} this may go under {under}",
        Answer.LICENSE_REQUIRED: f"On {on} a license is required",
        Answer.PROHIBITED: f"On {on} this is prohibited",
        Answer.UNDETERMINED: f"On {on} it cannot be said yet: {_missing(found.needs)}",
    }[answer]
    still = [one for one in found.conditions if one.status == "open"]
    if found.light is not Light.AMBER or answer is Answer.UNDETERMINED or not still:
        return f"{said}."
    more = f" ({len(still) - 1} more to do.)" if len(still) > 1 else ""
    return f"{said}, but first: {still[0].text.rstrip('.')}.{more}"


def _missing(needs: Sequence[Need]) -> str:
    if not needs:
        return _NOT_HELD
    return "one fact is missing" if len(needs) == 1 else f"{len(needs)} facts are missing"


def day_words(day: date) -> str:
    """A day as Americans write it: July 31, 2026."""
    return f"{day:%B} {day.day}, {day.year}"
