"""The legal clock: every deadline of a case, and what falls due when (15 CFR 750.4, 750.6, 756.2).

The stages of the longest way add up to the 90 days of 750.4(a)(1): 9 + 30 + 14 + 5 + 11 + 5 + 11 + 5. How we
read what the text leaves open: a referral arrives on its day unless a later receipt is recorded; pauses are left
out of every stage that they touch, as they are of the 90 days; the 90 days are met by the decision or by the
referral to the President, while the days of an answer to an intent to deny run on their own and are not paused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from licet.licensing.case import Case, Referral
from licet.licensing.deadline import Deadline, Term, count
from licet.licensing.opinion import Recommendation
from licet.licensing.pause import Pause
from licet.licensing.states import UNDER_REVIEW, State
from licet.rules.citation import cfr

__all__ = [
    "STAGES",
    "appeal_deadlines",
    "deadlines",
    "due",
    "final_denial_day",
    "recommendation_deadline",
    "silent",
    "standing_recommendations",
    "window_of_body",
]

RESOLUTION = Term(
    "resolution", 90, "resolve or refer to the President", "authority", cfr("15 CFR 750.4(a)(1)")
)
INITIAL = Term("initial_review", 9, "contact, return, decide or refer", "authority", cfr("15 CFR 750.4(c)"))
INFORMATION = Term(
    "agency_information", 10, "say what information is missing", "agency", cfr("15 CFR 750.4(d)(1)"), False
)
RECOMMENDATION = Term("recommendation", 30, "recommend", "agency", cfr("15 CFR 750.4(d)(2)"))
OC = Term("operating_committee", 14, "decision of the OC Chair", "chair", cfr("15 CFR 750.4(f)(1)(i)"))
TO_ACEP = Term("escalation_to_acep", 5, "escalate to the ACEP", "agency", cfr("15 CFR 750.4(f)(1)(ii)"))
ACEP = Term("acep", 11, "decision of the ACEP", "chair", cfr("15 CFR 750.4(f)(2)"))
TO_BOARD = Term("escalation_to_board", 5, "appeal to the Board", "agency", cfr("15 CFR 750.4(f)(2)"))
BOARD = Term("board", 11, "decision of the Board", "chair", cfr("15 CFR 750.4(f)(3)"))
TO_PRESIDENT = Term(
    "escalation_to_president", 5, "appeal to the President", "agency", cfr("15 CFR 750.4(f)(3)")
)
STAGES = (INITIAL, RECOMMENDATION, OC, TO_ACEP, ACEP, TO_BOARD, BOARD, TO_PRESIDENT)
"""The stages of the longest way, in order; their days add up to those of :data:`RESOLUTION`."""

NOTICE = Term(
    "notice", 5, "notify the applicant of the intent to deny", "authority", cfr("15 CFR 750.6(a)"), False
)
RESPONSE = Term(
    "response", 20, "respond to the intent to deny", "applicant", cfr("15 CFR 750.6(b)"), pauses_count=False
)
FINALITY = Term(
    "final_denial",
    45,
    "advise of a change, or the denial is final",
    "authority",
    cfr("15 CFR 750.6(b)"),
    pauses_count=False,
)
APPEAL_DENIAL = Term("appeal", 45, "appeal", "applicant", cfr("15 CFR 750.6(b)"), pauses_count=False)
APPEAL_NOTICE = Term(
    "appeal_by_notice", 45, "have an appeal received", "applicant", cfr("15 CFR 756.2(c)(1)"), False
)

_BODY = {
    State.OC_DECIDED: TO_ACEP,
    State.ACEP_DECIDED: TO_BOARD,
    State.BOARD_DECIDED: TO_PRESIDENT,
}
_ESCALATED = {State.ACEP: ACEP, State.BOARD: BOARD}
_REFERRED = {State.REFERRED, State.AGENCY_REVIEW}
_OPEN = {*UNDER_REVIEW, State.HELD, State.AWAITING_SIGNATURE, State.COUNTERSIGNED} - {State.PRESIDENT}
_DENYING = {State.INTENT_TO_DENY, State.PART_APPROVED}


def due(cases: Iterable[Case], on: date) -> tuple[Deadline, ...]:
    """Every deadline of every case, the earliest first; those whose clock stands come last."""
    found = [deadline for case in cases for deadline in deadlines(case, on)]
    return tuple(
        sorted(
            found,
            key=lambda deadline: (
                deadline.due or date.max,
                deadline.subject,
                deadline.term.code,
                deadline.about,
            ),
        )
    )


def deadlines(case: Case, on: date) -> tuple[Deadline, ...]:
    """The deadlines that run in a case, as known on a day."""
    return tuple(_running(case, on))


def _running(case: Case, on: date) -> Iterator[Deadline]:
    registered = case.registered_on
    if (
        registered is not None
        and case.state in _OPEN
        and State.RECONSIDERED not in {case.state, case.proposed_from}
    ):
        yield count(case.case_id, RESOLUTION, registered, "registration", case.pauses, on)
    if registered is not None and case.state in {State.REGISTERED, State.INITIAL_REVIEW}:
        yield count(case.case_id, INITIAL, registered, "registration", case.pauses, on)
    if case.state in _REFERRED:
        yield from _of_agencies(case, on)
    yield from _of_bodies(case, on)
    yield from _of_denial(case, on)
    yield from appeal_deadlines(case)
    for pause in case.pauses:
        yield from _of_pause(case, pause)


def _of_agencies(case: Case, on: date) -> Iterator[Deadline]:
    for referral in case.referrals:
        if referral.recommendation is None and not referral.deemed:
            yield recommendation_deadline(case, referral, on)
            start = referral.clock_from
            yield count(case.case_id, INFORMATION, start, "the referral", (), on, referral.agency)


def recommendation_deadline(case: Case, referral: Referral, on: date) -> Deadline:
    """The day by which an agency must recommend; after it, silence is no objection."""
    start, what = referral.clock_from, "receipt of the referral"
    return count(case.case_id, RECOMMENDATION, start, what, case.pauses, on, referral.agency)


def silent(case: Case, referral: Referral, on: date) -> bool:
    """Whether an agency has let its days go by without a recommendation."""
    if referral.recommendation is not None:
        return False
    return referral.deemed or recommendation_deadline(case, referral, on).overdue(on)


def standing_recommendations(case: Case) -> tuple[Recommendation, ...]:
    """What agencies have said; who was silent has no objection and needs no entry."""
    return tuple(
        referral.recommendation for referral in case.referrals if referral.recommendation is not None
    )


def _oc_deadline(case: Case, on: date) -> Deadline:
    ends = [recommendation_deadline(case, referral, on).due for referral in case.referrals]
    known = [end for end in ends if end is not None]
    start = max(known, default=on)
    found = count(case.case_id, OC, start, "the deadline for recommendations", case.pauses, on)
    if len(known) == len(ends):
        return found
    return Deadline(case.case_id, OC, None, start, found.counted_from_what, found.paused)


def window_of_body(case: Case, on: date) -> Deadline | None:
    """Until when the decision of a body may be escalated; None when no such window is open."""
    term = _BODY.get(case.state)
    if term is None or case.body_decided_on is None:
        return None
    return count(case.case_id, term, case.body_decided_on, "the decision", case.pauses, on)


def _of_bodies(case: Case, on: date) -> Iterator[Deadline]:
    if case.state in {State.DISAGREEMENT, State.OPERATING_COMMITTEE}:
        yield _oc_deadline(case, on)
    term = _ESCALATED.get(case.state)
    if term is not None and case.escalated_on is not None:
        yield count(case.case_id, term, case.escalated_on, "receipt of the request", case.pauses, on)
    window = window_of_body(case, on)
    if window is not None:
        yield window


def _of_denial(case: Case, on: date) -> Iterator[Deadline]:
    decided = case.countersigned_on if case.state is State.COUNTERSIGNED else None
    if decided is not None and case.proposal is not None and case.proposal.denied:
        yield count(case.case_id, NOTICE, decided, "the decision", (), on)
    if case.state in _DENYING and case.notified_on is not None:
        if case.answered_on is None:
            yield count(case.case_id, RESPONSE, case.notified_on, "the notification", (), on)
        yield count(case.case_id, FINALITY, case.notified_on, "the notification", (), on)


def final_denial_day(case: Case) -> date | None:
    """The 45th day after the notification, on which a denial becomes final without further notice."""
    return None if case.notified_on is None else case.notified_on + timedelta(days=FINALITY.days)


def appeal_deadlines(case: Case) -> tuple[Deadline, ...]:
    """Until when an appeal may be made, by both anchors: the day of final denial and the day of the notice.

    The two texts differ: 750.6(b) counts from the final denial, 756.2(c)(1) from the date on the written notice.
    Whoever keeps the earlier of the two is safe under both.
    """
    if case.state not in {State.DENIED, State.PART_DENIED, State.RETURNED_WITHOUT_ACTION}:
        return ()
    made = []
    if case.final_denial_on is not None:
        final = case.final_denial_on
        made.append(count(case.case_id, APPEAL_DENIAL, final, "the final denial", (), final))
    if case.notice_on is not None:
        notice = case.notice_on
        made.append(count(case.case_id, APPEAL_NOTICE, notice, "the date on the notice", (), notice))
    return tuple(made)


def _of_pause(case: Case, pause: Pause) -> Iterator[Deadline]:
    for limit in pause.steps.limits:
        after = pause.days.get(limit.after)
        if after is not None and limit.step not in pause.days and case.state in _OPEN:
            what = f"{limit.step.replace('_', ' ')}, or the time counts after all"
            term = Term(f"pause_{limit.step}", limit.days, what, "authority", limit.cite, pauses_count=False)
            yield count(case.case_id, term, after, limit.after, (), after, pause.steps.title)
