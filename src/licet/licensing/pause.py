"""Pauses of the legal clock: the grounds of 15 CFR 750.4(b) and (d)(1), each with its steps and their limits.

Time is left out of the count only on these grounds. Some count only if their own steps were taken in time; until
a limit is missed the clock stands, and when one is missed the whole pause is counted after all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from licet.rules.citation import Citation, cfr

__all__ = ["GROUNDS", "Pause", "PauseGround", "PauseLimit", "Steps", "paused_days"]


class PauseGround(StrEnum):
    """Why the clock stands still."""

    APPLICANT = "applicant_information"
    CONDITIONS_OFFERED = "conditions_offered"
    NEGOTIATION = "negotiation_after_intent_to_deny"
    PRE_LICENSE_CHECK = "pre_license_check"
    ASSURANCES = "government_assurances"
    CONSULTATION = "consultation_of_governments"
    MULTILATERAL = "multilateral_review"
    CONGRESS = "congressional_notification_antiterrorism"
    CONGRESS_743 = "congressional_notification_743_5"
    LAUNCH = "launch_plans"
    AGENCY_INFORMATION = "information_for_agency"


@dataclass(frozen=True, slots=True)
class PauseLimit:
    """A step that must be taken within ``days`` of another, or the time is counted after all."""

    step: str
    after: str
    days: int
    cite: Citation


@dataclass(frozen=True, slots=True)
class Steps:
    """How a ground runs: all its steps in order; the clock stands from ``begins`` until ``ends``.

    ``fixed``: the clock stands exactly so many days, whatever is done.
    """

    title: str
    cite: Citation
    order: tuple[str, ...]
    begins: str
    ends: str
    limits: tuple[PauseLimit, ...] = ()
    fixed: int | None = None


def _simple(title: str, cite: str, begins: str, ends: str) -> Steps:
    return Steps(title, cfr(cite), (begins, ends), begins, ends)


GROUNDS: Mapping[PauseGround, Steps] = MappingProxyType(
    {
        PauseGround.APPLICANT: _simple(
            "information from the applicant", "15 CFR 750.4(b)(1)", "requested", "received"
        ),
        PauseGround.CONDITIONS_OFFERED: _simple(
            "conditions or riders put to the applicant", "15 CFR 750.4(b)(1)", "offered", "answered"
        ),
        PauseGround.NEGOTIATION: _simple(
            "negotiation of modifications after an intent to deny", "15 CFR 750.4(b)(1)", "begun", "ended"
        ),
        PauseGround.PRE_LICENSE_CHECK: Steps(
            "pre-license check through government channels",
            cfr("15 CFR 750.4(b)(2)"),
            ("determined", "requested", "completed", "reported"),
            "requested",
            "reported",
            (
                PauseLimit("requested", "determined", 5, cfr("15 CFR 750.4(b)(2)(ii)(A)")),
                PauseLimit("reported", "completed", 5, cfr("15 CFR 750.4(b)(2)(ii)(B)")),
            ),
        ),
        PauseGround.ASSURANCES: Steps(
            "government-to-government assurances",
            cfr("15 CFR 750.4(b)(3)"),
            ("determined", "sent", "initiated", "received", "license_issued"),
            "sent",
            "received",
            (
                PauseLimit("sent", "determined", 5, cfr("15 CFR 750.4(b)(3)(i)")),
                PauseLimit("initiated", "sent", 10, cfr("15 CFR 750.4(b)(3)(ii)")),
                PauseLimit("license_issued", "received", 5, cfr("15 CFR 750.4(b)(3)(iii)")),
            ),
        ),
        PauseGround.CONSULTATION: _simple(
            "consultation with other governments", "15 CFR 750.4(b)(4)", "begun", "ended"
        ),
        PauseGround.MULTILATERAL: _simple("multilateral review", "15 CFR 750.4(b)(5)", "begun", "ended"),
        PauseGround.CONGRESS: Steps(
            "notification of Congress, terrorist-supporting country",
            cfr("15 CFR 750.4(b)(6)"),
            ("notified",),
            "notified",
            "notified",
            fixed=30,
        ),
        PauseGround.CONGRESS_743: _simple(
            "notification of Congress under 743.5", "15 CFR 750.4(b)(7)", "begun", "ended"
        ),
        PauseGround.LAUNCH: _simple(
            "technology transfer control plans and monitoring of a launch",
            "15 CFR 750.4(b)(8)",
            "begun",
            "approved",
        ),
        PauseGround.AGENCY_INFORMATION: _simple(
            "information that a reviewing agency asked for", "15 CFR 750.4(d)(1)", "requested", "received"
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Pause:
    """One pause: its ground and the days on which its steps were taken."""

    pause_id: str
    ground: PauseGround
    days: Mapping[str, date] = field(default_factory=dict)

    @property
    def steps(self) -> Steps:
        return GROUNDS[self.ground]

    @property
    def next_step(self) -> str | None:
        """The step to be taken next; None when all are."""
        return next((step for step in self.steps.order if step not in self.days), None)

    def missed(self, on: date) -> PauseLimit | None:
        """The first limit that is missed by ``on``: taken too late, or not taken and its day past."""
        for limit in self.steps.limits:
            after = self.days.get(limit.after)
            if after is None or after > on:
                continue
            taken = self.days.get(limit.step)
            reached = on if taken is None or taken > on else taken
            if reached > after + timedelta(days=limit.days):
                return limit
        return None

    def span(self, on: date) -> tuple[date, date | None] | None:
        """The days left out as known on ``on``, ``[begin, end)``; an end of None: it still stands.

        None: nothing is left out, since it has not begun or a limit is missed.
        """
        begin = self.days.get(self.steps.begins)
        if begin is None or begin > on or self.missed(on) is not None:
            return None
        if self.steps.fixed is not None:
            return begin, begin + timedelta(days=self.steps.fixed)
        end = self.days.get(self.steps.ends)
        return begin, end if end is not None and end <= on else None


def paused_days(pauses: Iterable[Pause], start: date, end: date, on: date) -> int:
    """How many days of ``[start, end)`` are left out, each once, however many pauses overlap on it."""
    spans = [found for pause in pauses if (found := pause.span(on)) is not None]
    clipped = sorted((max(begin, start), min(last or end, end)) for begin, last in spans)
    total, reached = 0, start
    for begin, last in clipped:
        if last > max(begin, reached):
            total += (last - max(begin, reached)).days
            reached = last
    return total
