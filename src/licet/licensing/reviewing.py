"""What the authority and the reviewing agencies do until there is something to decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from licet.events.event import Act, Event
from licet.events.kinds import Kind
from licet.licensing.case import Case
from licet.licensing.clock import standing_recommendations
from licet.licensing.days import day_of
from licet.licensing.move import move
from licet.licensing.opinion import Recommendation, Resolution, agreed
from licet.licensing.pause import GROUNDS, PauseGround
from licet.licensing.states import State

__all__ = [
    "announce",
    "close_review",
    "deem_silent",
    "escalate",
    "hold",
    "let_stand",
    "open_review",
    "pause",
    "receive",
    "recommend",
    "refer",
    "refuse_registration",
    "register",
    "release",
    "return_without_action",
    "step",
    "to_operating_committee",
]


def register(case: Case, act: Act, acn: str, registered: Iterable[Case] = ()) -> Event:
    """Enter it under its Application Control Number; day zero of the clock.

    ``registered``: the cases that may bear the number already. Refusal: ``acn``.
    """
    return move(case, act, Kind.REGISTERED, context={"registered": tuple(registered)}, acn=acn)


def refuse_registration(case: Case, act: Act, deficiencies: Iterable[str], action_needed: str) -> Event:
    """Return it unregistered, with each deficiency (750.4(a)(2))."""
    return _returned(case, act, Kind.REFUSED_REGISTRATION, deficiencies, action_needed, "")


def return_without_action(
    case: Case, act: Act, deficiencies: Iterable[str] = (), action_needed: str = "", not_required: str = ""
) -> Event:
    """Return it: with the deficiencies and what would correct them, or since no license is required."""
    return _returned(case, act, Kind.RETURNED, deficiencies, action_needed, not_required)


def _returned(
    case: Case, act: Act, kind: Kind, deficiencies: Iterable[str], action_needed: str, not_required: str
) -> Event:
    named = tuple(deficiencies)
    return move(case, act, kind, deficiencies=named, action_needed=action_needed, not_required=not_required)


def open_review(case: Case, act: Act) -> Event:
    """Take it up: the initial review of 750.4(c)."""
    return move(case, act, Kind.REVIEW_OPENED)


def refer(case: Case, act: Act, agencies: Iterable[str]) -> Event:
    """Refer to all agencies at once (750.4(c)(5))."""
    return move(case, act, Kind.REFERRED, agencies=tuple(agencies))


def receive(case: Case, act: Act) -> Event:
    """An agency records the receipt, where that was later than the day of referral."""
    return move(case, act, Kind.RECEIVED_BY_AGENCY, agency=act.actor.organization)


def recommend(case: Case, act: Act, recommendation: Recommendation) -> Event:
    """An agency recommends, line by line and party by party; it may replace what it said before.

    The event says ``ungrounded`` when it denies without statutory and regulatory basis: it then counts as no
    objection (750.4(e)).
    """
    ungrounded = recommendation.denies and not recommendation.grounded
    return move(case, act, Kind.RECOMMENDED, recommendation=recommendation, ungrounded=ungrounded)


def deem_silent(case: Case, act: Act, agency: str) -> Event:
    """Put an agency's silence on record; it counts as no objection with or without this."""
    return move(case, act, Kind.DEEMED_NO_OBJECTION, agency=agency)


def close_review(case: Case, act: Act, position: Recommendation) -> Event:
    """Close the agencies' review. ``position``: the Bureau's own view, on every open line.

    The case goes to consensus with what is agreed, or to disagreement.
    """
    said = (*standing_recommendations(case), position)
    resolution = agreed(case.open_lines, said)
    to = State.DISAGREEMENT if resolution is None else State.CONSENSUS
    return move(case, act, Kind.REVIEW_CLOSED, to, position=position, resolution=resolution)


def to_operating_committee(case: Case, act: Act) -> Event:
    """A disagreement goes to the Operating Committee (750.4(f)(1)(i))."""
    return move(case, act, Kind.ESCALATED, State.OPERATING_COMMITTEE)


def escalate(
    case: Case, act: Act, *, statutory_basis: Iterable[str], regulatory_basis: Iterable[str], signed_by: str
) -> Event:
    """An agency that dissents takes a decision one body up, in writing and with both bases (750.4(f))."""
    return move(
        case,
        act,
        Kind.ESCALATED,
        statutory_basis=tuple(statutory_basis),
        regulatory_basis=tuple(regulatory_basis),
        signed_by=signed_by,
    )


def announce(case: Case, act: Act, resolution: Resolution) -> Event:
    """The chair announces what a body decided: Operating Committee, ACEP, Board or the President."""
    return move(case, act, Kind.BODY_DECIDED, resolution=resolution)


def let_stand(case: Case, act: Act) -> Event:
    """Nobody escalated in time: the decision is final."""
    return move(case, act, Kind.DECISION_STOOD)


def hold(case: Case, act: Act) -> Event:
    """Hold without action. The legal clock does not stop: it is no ground of 750.4(b)."""
    return move(case, act, Kind.HELD)


def release(case: Case, act: Act) -> Event:
    """Back to where it was held."""
    return move(case, act, Kind.RELEASED, case.held_from)


def pause(
    case: Case,
    act: Act,
    pause_id: str,
    ground: PauseGround,
    *,
    determined: date | None = None,
    agency: str = "",
) -> Event:
    """Stop the clock on a ground of 750.4(b) or (d)(1). The day is the act's.

    ``determined``: for the grounds that begin so, the day on which it was found necessary, when earlier;
    ``agency``: who asked, for the ground of 750.4(d)(1).
    """
    first = GROUNDS[ground].order[0]
    days = {first: determined if determined is not None else day_of(act.at)}
    return move(case, act, Kind.PAUSED, pause_id=pause_id, ground=ground, days=days, agency=agency)


def step(case: Case, act: Act, pause_id: str, name: str, on: date | None = None) -> Event:
    """Take the next step of a pause, on the act's day unless an earlier one is given; the last one ends it."""
    return move(case, act, Kind.RESUMED, pause_id=pause_id, step=name, on=on or day_of(act.at))
