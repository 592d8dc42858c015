"""By which day somebody must act next, as it changes with the days: so that a queue is sorted without folding it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from licet.licensing.case import Case
from licet.licensing.clock import deadlines
from licet.licensing.deadline import Deadline
from licet.licensing.license import License
from licet.licensing.states import FINAL
from licet.licensing.using import license_due

__all__ = ["DeadlineStep", "case_steps", "license_steps"]

_DAY = timedelta(days=1)
Nearest = dict[str, date | None]


@dataclass(frozen=True, slots=True)
class DeadlineStep:
    """The nearest deadline of ``who``, asked on ``since`` or later, before ``until``. No ``due``: it stands."""

    since: date
    until: date | None
    who: str
    due: date | None


def case_steps(case: Case) -> tuple[DeadlineStep, ...]:
    """The steps of a case that waits for somebody; none of a draft and of one that is decided for good."""
    if case.state in FINAL or case.submitted_on is None:
        return ()
    return tuple(_steps(_turns_of_case(case), lambda day: deadlines(case, day)))


def license_steps(license_: License) -> tuple[DeadlineStep, ...]:
    """The steps of a license that nothing has ended: its conditions and its last day."""
    return tuple(_steps(_turns_of_license(license_), lambda day: license_due([license_], day)))


def _turns_of_case(case: Case) -> Iterator[date]:
    """Days on which a pause begins, ends, or has missed a limit of its own."""
    for pause in case.pauses:
        yield from pause.days.values()
        for limit in pause.steps.limits:
            if limit.after in pause.days:
                yield pause.days[limit.after] + (limit.days + 1) * _DAY


def _turns_of_license(license_: License) -> Iterator[date]:
    ends = (license_.revoked_on, license_.replaced_on, license_.exhausted_on, license_.suspended_on)
    lapses = (condition.lapsed_on for condition in license_.conditions)
    yield from (day for day in (*ends, *lapses) if day is not None)
    yield license_.expires_on + _DAY


def _steps(turns: Iterable[date], due_on: Callable[[date], Iterable[Deadline]]) -> Iterator[DeadlineStep]:
    days = [date.min, *sorted(set(turns))]
    known = [(day, _nearest(due_on(day))) for day in days]
    kept = [
        known[0],
        *(after for before, after in pairwise(known) if before[1] != after[1]),
    ]
    ends = [*(day for day, _ in kept[1:]), None]
    for (since, nearest), until in zip(kept, ends, strict=True):
        for who, due in sorted(nearest.items()):
            yield DeadlineStep(since, until, who, due)


def _nearest(found: Iterable[Deadline]) -> Nearest:
    nearest: Nearest = {}
    for deadline in found:
        who = deadline.term.who
        known = nearest.get(who) or date.max
        nearest[who] = min(known, deadline.due or date.max)
    return {who: None if due == date.max else due for who, due in nearest.items()}
