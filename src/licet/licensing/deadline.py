"""A deadline that explains itself, and how it is counted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from licet.licensing.pause import Pause, paused_days
from licet.rules.citation import Citation

__all__ = ["Deadline", "Term", "count", "net_days"]


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the law: ``days`` calendar days, who must act, and whether pauses are left out."""

    code: str
    days: int
    what: str
    who: str
    cite: Citation
    pauses_count: bool = True


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day for something. ``due`` None: the clock stands, and nobody knows yet when it falls.

    ``counted_from``: day zero, and ``counted_from_what`` in words; ``paused``: days left out so far.
    """

    subject: str
    term: Term
    due: date | None
    counted_from: date
    counted_from_what: str
    paused: int
    about: str = ""

    def overdue(self, on: date) -> bool:
        return self.due is not None and on > self.due

    def explain(self) -> str:
        """Why the day is what it is, in one sentence."""
        head = f"{self.term.what}{f' ({self.about})' if self.about else ''}: "
        basis = f"{self.term.days} days from {self.counted_from_what} on {self.counted_from}"
        left = "" if not self.term.pauses_count else f", {self.paused} paused days not counted"
        when = "the clock stands" if self.due is None else f"by {self.due}"
        return f"{head}{when}; {basis}{left} ({self.term.cite})"


def count(
    subject: str,
    term: Term,
    start: date,
    what: str,
    pauses: Collection[Pause],
    on: date,
    about: str = "",
) -> Deadline:
    """The deadline of a term that began on ``start``, with the pauses as known on ``on``."""
    if not term.pauses_count:
        return Deadline(subject, term, start + timedelta(days=term.days), start, what, 0, about)
    due = _shifted(start, term.days, pauses, on)
    paused = paused_days(pauses, start, max(on, start) if due is None else due, on)
    return Deadline(subject, term, due, start, what, paused, about)


def net_days(start: date, end: date, pauses: Collection[Pause], on: date | None = None) -> int:
    """Days from ``start`` to ``end`` without those paused, as known on ``on`` (by default on ``end``)."""
    return (end - start).days - paused_days(pauses, start, end, on or end)


def _shifted(start: date, days: int, pauses: Collection[Pause], on: date) -> date | None:
    """The first day by which ``days`` unpaused days have gone; None while a pause before it stands open."""
    due, left = start, days
    spans = sorted(
        (begin, end or date.max) for pause in pauses if (found := pause.span(on)) for begin, end in (found,)
    )
    for begin, end in spans:
        running = max(0, (begin - due).days)
        if running >= left:
            break
        if end <= due:
            continue
        if end == date.max:
            return None
        due, left = max(due, end), left - running
    return due + timedelta(days=left)
