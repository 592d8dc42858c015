"""When the clock is stopped and started again (15 CFR 750.4(b))."""

from __future__ import annotations

from datetime import date

from licet.events.refusal import Refusal, need
from licet.licensing.guards.attempt import (
    Attempt,
)
from licet.licensing.pause import PauseGround
from licet.licensing.states import State
from licet.rules.citation import cfr

__all__ = ["first_step", "ground_allowed", "step_in_order"]


def ground_allowed(attempt: Attempt) -> None:
    """The ground fits: Congress only for the countries named, negotiation only after an intent to deny."""
    ground, state = attempt.details["ground"], attempt.case.state
    denying = state in {State.INTENT_TO_DENY, State.PART_APPROVED}
    message = f"{ground.value.replace('_', ' ')} does not stop the clock of a case that is {state.words}"
    fits = (ground is PauseGround.NEGOTIATION) == denying
    need(fits, "ground", message, cfr("15 CFR 750.4(b)(1)"))
    if ground is PauseGround.CONGRESS:
        named = attempt.case.application.destination in _DESIGNATED
        need(named, "ground", f"only for {', '.join(sorted(_DESIGNATED))}", cfr("15 CFR 750.4(b)(6)(i)"))
    if ground is PauseGround.AGENCY_INFORMATION:
        _asked_in_time(attempt)


_DESIGNATED = frozenset({"IR", "KP", "SY"})
"""As 750.4(b)(6)(i) reads in January 2025."""


def _asked_in_time(attempt: Attempt) -> None:
    referral = attempt.case.referral(attempt.details["agency"])
    cite = cfr("15 CFR 750.4(d)(1)")
    if referral is None:
        raise Refusal("not_referred", "no agency that was asked needs information", cite)
    days = (attempt.day - referral.clock_from).days
    need(days <= 10, "too_late", f"asked {days} days after the referral, 10 are allowed", cite)  # noqa: PLR2004


def first_step(attempt: Attempt) -> None:
    """A pause begins with its own first step, under a name of its own, and nothing is dated ahead or before."""
    need(
        attempt.case.pause(attempt.details["pause_id"]) is None,
        "pause_id",
        "a pause of this name is on record",
    )
    _not_ahead(attempt, *attempt.details["days"].values())


def step_in_order(attempt: Attempt) -> None:
    """The steps of a pause are taken in order, and none is dated ahead."""
    pause = attempt.case.pause(attempt.details["pause_id"])
    if pause is None:
        raise Refusal("no_pause", f"no pause is named {attempt.details['pause_id']}", cfr("15 CFR 750.4(b)"))
    step, on = attempt.details["step"], attempt.details["on"]
    need(step == pause.next_step, "step", f"the next step is {pause.next_step}, not {step}", pause.steps.cite)
    need(on >= max(pause.days.values()), "step", f"{on} is before the step before it", pause.steps.cite)
    _not_ahead(attempt, on)


def _not_ahead(attempt: Attempt, *days: date) -> None:
    early = attempt.case.registered_on
    need(
        all(day <= attempt.day for day in days), "ahead", f"a step is not recorded before it is taken: {days}"
    )
    need(early is None or all(day >= early for day in days), "early", "before registration there is no clock")
