"""What the database keeps of deadlines is what they are, on every day, whatever paused or ended in between."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from licet.licensing.case import Case
from licet.licensing.clock import deadlines
from licet.licensing.deadline import Deadline
from licet.licensing.deadline_steps import DeadlineStep, case_steps, license_steps
from licet.licensing.decision import ConditionTerms
from licet.licensing.issuing import issue
from licet.licensing.license import License, apply_license
from licet.licensing.opinion import OpinionView
from licet.licensing.pause import GROUNDS, Pause, PauseGround
from licet.licensing.using import license_due

DAYS = range(-20, 220)
taken = st.tuples(st.sampled_from(PauseGround), st.lists(st.integers(0, 90), max_size=5))
perhaps = st.none() | st.integers(-10, 200)


def nearest(found: Iterable[Deadline]) -> dict[str, date | None]:
    """By who must act, the first day that is known; None where every clock stands."""
    by_who: dict[str, list[date | None]] = {}
    for deadline in found:
        by_who.setdefault(deadline.term.who, []).append(deadline.due)
    return {who: min((day for day in days if day is not None), default=None) for who, days in by_who.items()}


def kept(steps: Iterable[DeadlineStep], day: date) -> list[tuple[str, date | None]]:
    return [
        (step.who, step.due)
        for step in steps
        if step.since <= day and (step.until is None or day < step.until)
    ]


@settings(deadline=None)
@given(pauses=st.lists(taken, max_size=4))
def test_every_pause_of_a_case(world: Any, pauses: list[tuple[PauseGround, list[int]]]) -> None:
    def day(number: int) -> date:
        found: date = world.day + timedelta(days=number)
        return found

    case: Case = replace(
        world.referred(),
        pauses=tuple(
            Pause(str(index), ground, dict(zip(GROUNDS[ground].order, map(day, sorted(days)), strict=False)))
            for index, (ground, days) in enumerate(pauses)
        ),
    )
    steps = case_steps(case)
    for number in DAYS:
        found = nearest(deadlines(case, day(number)))
        assert sorted(kept(steps, day(number))) == sorted(found.items())


@settings(deadline=None)
@given(
    ends=st.fixed_dictionaries(
        dict.fromkeys(("revoked_on", "replaced_on", "suspended_on", "lapsed_on"), perhaps)
    ),
    due=st.integers(0, 150),
    validity=st.integers(0, 180),
)
def test_every_end_of_a_license(world: Any, ends: dict[str, int | None], due: int, validity: int) -> None:
    def day(number: int | None) -> Any:
        return None if number is None else world.day + timedelta(days=number)

    proposal = world.proposal(True, conditions=(ConditionTerms("report"),))
    case = world.decided(world.agreed(OpinionView.APPROVE), proposal)
    made = apply_license(None, issue(case, world.act("issuer", 22), "D1000001"))
    days = {name: day(number) for name, number in ends.items()}
    condition = replace(made.conditions[0], due=day(due), lapsed_on=days.pop("lapsed_on"))
    until = replace(made.validity, last_day=day(validity))
    found: License = replace(made, **days, conditions=(condition,), validity=until)
    steps = license_steps(found)
    for number in DAYS:
        assert sorted(kept(steps, day(number))) == sorted(nearest(license_due([found], day(number))).items())


def test_a_draft_waits_for_nobody(world: Any) -> None:
    assert case_steps(world.drafted()) == ()
