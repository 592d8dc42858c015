"""The review as a table: from which state, by which event, to which state, who may, under which guards.

What the table does not allow is refused, with a reason: :func:`refusal_of` gives one for every state and kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from licet.events.kinds import Kind
from licet.events.refusal import Refusal
from licet.events.roles import UserAction
from licet.licensing import guards as g
from licet.licensing.states import AMENDABLE, FINAL, UNDER_REVIEW, State
from licet.rules.citation import Citation, cfr

__all__ = ["TABLE", "Guard", "Transition", "refusal_of", "rows"]

Guard = Callable[[g.Attempt], None]


@dataclass(frozen=True, slots=True)
class Transition:
    """One row. Every guard must pass; ``cite``: where the law provides for the step."""

    state: State
    kind: Kind
    to: State
    action: UserAction
    cite: Citation
    guards: tuple[Guard, ...] = ()


A, K, S = UserAction, Kind, State

_C_APPLY = cfr("15 CFR 748.4")
_C_CHANGE = cfr("15 CFR 748.6(f)")
_C_REGISTER = cfr("15 CFR 750.4(a)(2)")
_C_PAUSE = cfr("15 CFR 750.4(b)")
_C_NINE = cfr("15 CFR 750.4(c)")
_C_REFER = cfr("15 CFR 750.4(c)(5)")
_C_AGENCY = cfr("15 CFR 750.4(d)")
_C_SILENCE = cfr("15 CFR 750.4(e)")
_C_OC = cfr("15 CFR 750.4(f)(1)(i)")
_C_TO_ACEP = cfr("15 CFR 750.4(f)(1)(ii)")
_C_ACEP = cfr("15 CFR 750.4(f)(2)")
_C_BOARD = cfr("15 CFR 750.4(f)(3)")
_C_REVIEW = cfr("15 CFR 750.3(a)")
_C_DECIDE = cfr("15 CFR 748.6(c)")
_C_DENY = cfr("15 CFR 750.6(a)")
_C_FINAL = cfr("15 CFR 750.6(b)")
_C_APPEAL = cfr("15 CFR 756.2")


def _each(
    states: Iterable[State],
    kind: Kind,
    action: UserAction,
    cite: Citation,
    *guards: Guard,
    to: State | None = None,
) -> list[Transition]:
    """The same row from several states; without ``to`` the case stays where it is."""
    return [Transition(state, kind, to or state, action, cite, guards) for state in states]


_DECIDABLE = (S.INITIAL_REVIEW, S.CONSENSUS, S.RESOLVED, S.RECONSIDERED)
_PROPOSAL = (g.current_version, g.as_a_whole, g.policy_met, g.denial_grounded, g.conditions_stated)
_WITH_AGENCIES = (S.REFERRED, S.AGENCY_REVIEW)
_DENYING = (S.INTENT_TO_DENY, S.PART_APPROVED)


def _application() -> list[Transition]:
    return [
        Transition(S.DRAFT, K.AMENDED, S.DRAFT, A.DRAFT, _C_APPLY, (g.next_version,)),
        Transition(
            S.DRAFT,
            K.SUBMITTED,
            S.SUBMITTED,
            A.SUBMIT,
            _C_APPLY,
            (g.not_laden, g.no_second, g.complete),
        ),
        *_each(
            AMENDABLE, K.AMENDED, A.DRAFT, _C_CHANGE, g.next_version, g.none_silent, g.not_laden, g.has_reason
        ),
        *_each(
            (S.DRAFT, S.SUBMITTED, *UNDER_REVIEW, S.HELD, S.AWAITING_SIGNATURE, S.INTENT_TO_DENY),
            K.WITHDRAWN,
            A.WITHDRAW,
            _C_APPLY,
            g.has_reason,
            to=S.WITHDRAWN,
        ),
        Transition(S.SUBMITTED, K.REGISTERED, S.REGISTERED, A.REGISTER, _C_REGISTER, (g.control_number,)),
        Transition(
            S.SUBMITTED, K.REFUSED_REGISTRATION, S.RETURNED, A.REGISTER, _C_REGISTER, (g.deficiencies_named,)
        ),
    ]


def _review() -> list[Transition]:
    return [
        Transition(S.REGISTERED, K.REVIEW_OPENED, S.INITIAL_REVIEW, A.OPEN_REVIEW, _C_NINE),
        *_each(
            (S.INITIAL_REVIEW, S.RECONSIDERED), K.REFERRED, A.REFER, _C_REFER, g.names_agencies, to=S.REFERRED
        ),
        *_each(
            _WITH_AGENCIES,
            K.RECEIVED_BY_AGENCY,
            A.RECEIVE_REFERRAL,
            _C_AGENCY,
            g.referred_agency,
            g.receipt_first,
            to=S.AGENCY_REVIEW,
        ),
        *_each(
            _WITH_AGENCIES,
            K.RECOMMENDED,
            A.RECOMMEND,
            _C_AGENCY,
            g.referred_agency,
            g.speaks_of_lines,
            to=S.AGENCY_REVIEW,
        ),
        *_each(_WITH_AGENCIES, K.DEEMED_NO_OBJECTION, A.RUN_CLOCK, _C_SILENCE, g.was_silent),
        *_each(
            _WITH_AGENCIES, K.REVIEW_CLOSED, A.CLOSE_REVIEW, _C_AGENCY, g.all_heard, g.agree, to=S.CONSENSUS
        ),
        *_each(
            _WITH_AGENCIES, K.REVIEW_CLOSED, A.CLOSE_REVIEW, _C_OC, g.all_heard, g.disagree, to=S.DISAGREEMENT
        ),
    ]


def _bodies() -> list[Transition]:
    ask = (g.in_window, g.dissents, g.on_both_bases)
    up, says = A.ESCALATE_DECISION, A.DECIDE_IN_BODY
    return [
        Transition(S.DISAGREEMENT, K.ESCALATED, S.OPERATING_COMMITTEE, A.ESCALATE_DISAGREEMENT, _C_OC),
        Transition(S.OPERATING_COMMITTEE, K.BODY_DECIDED, S.OC_DECIDED, says, _C_OC, (g.decides_all,)),
        Transition(S.OC_DECIDED, K.ESCALATED, S.ACEP, up, _C_TO_ACEP, ask),
        Transition(S.OC_DECIDED, K.DECISION_STOOD, S.RESOLVED, A.RUN_CLOCK, _C_TO_ACEP, (g.window_over,)),
        Transition(S.ACEP, K.BODY_DECIDED, S.ACEP_DECIDED, says, _C_ACEP, (g.decides_all,)),
        Transition(S.ACEP_DECIDED, K.ESCALATED, S.BOARD, up, _C_ACEP, ask),
        Transition(S.ACEP_DECIDED, K.DECISION_STOOD, S.RESOLVED, A.RUN_CLOCK, _C_ACEP, (g.window_over,)),
        Transition(S.BOARD, K.BODY_DECIDED, S.BOARD_DECIDED, says, _C_BOARD, (g.decides_all,)),
        Transition(S.BOARD_DECIDED, K.ESCALATED, S.PRESIDENT, up, _C_BOARD, ask),
        Transition(S.BOARD_DECIDED, K.DECISION_STOOD, S.RESOLVED, A.RUN_CLOCK, _C_BOARD, (g.window_over,)),
        Transition(S.PRESIDENT, K.BODY_DECIDED, S.RESOLVED, says, _C_BOARD, (g.decides_all,)),
    ]


def _along_the_way() -> list[Transition]:
    standing = (*UNDER_REVIEW, S.HELD, *_DENYING)
    return [
        *_each((*UNDER_REVIEW, S.HELD), K.JUDGED, A.JUDGE, _C_REVIEW, g.has_reason),
        *_each(standing, K.PAUSED, A.STOP_CLOCK, _C_PAUSE, g.ground_allowed, g.first_step),
        *_each(
            (*standing, S.AWAITING_SIGNATURE, S.COUNTERSIGNED),
            K.RESUMED,
            A.STOP_CLOCK,
            _C_PAUSE,
            g.step_in_order,
        ),
        *_each(standing, K.ANSWERED, A.ANSWER, _C_CHANGE, g.has_reason),
        *_each(UNDER_REVIEW, K.HELD, A.HOLD, _C_REVIEW, g.has_reason, to=S.HELD),
        *[Transition(S.HELD, K.RELEASED, back, A.HOLD, _C_REVIEW, (g.from_where,)) for back in UNDER_REVIEW],
        *_each(
            (*UNDER_REVIEW, S.HELD),
            K.RETURNED,
            A.RETURN,
            _C_REGISTER,
            g.deficiencies_named,
            to=S.RETURNED_WITHOUT_ACTION,
        ),
    ]


def _decision() -> list[Transition]:
    put, waiting = K.DECISION_PROPOSED, S.AWAITING_SIGNATURE
    done, issue = S.COUNTERSIGNED, A.ISSUE_DECISION
    return [
        Transition(S.INITIAL_REVIEW, put, waiting, A.PROPOSE, _C_NINE, (g.delegated, *_PROPOSAL)),
        *_each(
            (S.CONSENSUS, S.RESOLVED),
            put,
            A.PROPOSE,
            _C_DECIDE,
            g.resolved,
            g.follows_resolution,
            *_PROPOSAL,
            to=waiting,
        ),
        Transition(S.RECONSIDERED, put, waiting, A.PROPOSE, _C_FINAL, (g.no_standing_denial, *_PROPOSAL)),
        Transition(waiting, K.COUNTERSIGNED, done, A.COUNTERSIGN, _C_DECIDE),
        *[
            Transition(waiting, K.SENT_BACK, back, A.COUNTERSIGN, _C_DECIDE, (g.from_where, g.has_reason))
            for back in _DECIDABLE
        ],
        Transition(done, K.APPROVED, S.APPROVED, issue, _C_DECIDE, (g.approves_all, g.nothing_open)),
        Transition(
            done,
            K.APPROVED,
            S.APPROVED_WITH_CONDITIONS,
            issue,
            _C_DECIDE,
            (g.approves_with_conditions, g.nothing_open),
        ),
        Transition(done, K.APPROVED, S.PART_APPROVED, issue, _C_DECIDE, (g.approves_some, g.nothing_open)),
        Transition(done, K.INTENT_TO_DENY, S.INTENT_TO_DENY, issue, _C_DENY, (g.denies_all,)),
    ]


def _denial() -> list[Transition]:
    return [
        *_each(
            _DENYING,
            K.DENIAL_CHANGED,
            A.RECONSIDER,
            _C_FINAL,
            g.day_45_not_past,
            g.has_reason,
            to=S.RECONSIDERED,
        ),
        Transition(S.INTENT_TO_DENY, K.DENIED, S.DENIED, A.RUN_CLOCK, _C_FINAL, (g.day_45_come,)),
        Transition(S.PART_APPROVED, K.DENIED, S.PART_DENIED, A.RUN_CLOCK, _C_FINAL, (g.day_45_come,)),
        *_each(
            (S.DENIED, S.PART_DENIED, S.RETURNED_WITHOUT_ACTION),
            K.APPEALED,
            A.APPEAL,
            _C_APPEAL,
            g.appeal_in_time,
            g.appeal_stated,
            to=S.APPEAL,
        ),
        *_each((S.APPEAL,), K.APPEAL_DECIDED, A.DECIDE_APPEAL, _C_APPEAL, g.has_reason, to=S.AFFIRMED),
        *_each((S.APPEAL,), K.APPEAL_DECIDED, A.DECIDE_APPEAL, _C_APPEAL, g.has_reason, to=S.RECONSIDERED),
    ]


TABLE: tuple[Transition, ...] = (
    *_application(),
    *_review(),
    *_bodies(),
    *_along_the_way(),
    *_decision(),
    *_denial(),
)


def rows(state: State, kind: Kind) -> tuple[Transition, ...]:
    """The rows for a state and a kind of event; empty: refused."""
    return _INDEX.get((state, kind), ())


_INDEX: dict[tuple[State, Kind], tuple[Transition, ...]] = {}
for _row in TABLE:
    _INDEX[_row.state, _row.kind] = (*_INDEX.get((_row.state, _row.kind), ()), _row)

_WORDS = {
    K.DRAFTED: "drafted",
    K.AMENDED: "changed",
    K.SUBMITTED: "submitted",
    K.WITHDRAWN: "withdrawn",
    K.ANSWERED: "answered for",
    K.APPEALED: "appealed",
    K.REGISTERED: "registered",
    K.REFUSED_REGISTRATION: "returned unregistered",
    K.REVIEW_OPENED: "taken up for review",
    K.REFERRED: "referred",
    K.RECEIVED_BY_AGENCY: "received by an agency",
    K.RECOMMENDED: "recommended on",
    K.DEEMED_NO_OBJECTION: "passed over in silence",
    K.REVIEW_CLOSED: "closed for agencies",
    K.ESCALATED: "escalated",
    K.BODY_DECIDED: "decided by a body",
    K.DECISION_STOOD: "left to a body's decision",
    K.JUDGED: "judged on",
    K.PAUSED: "paused",
    K.RESUMED: "resumed",
    K.HELD: "held",
    K.RELEASED: "released",
    K.DECISION_PROPOSED: "put up for decision",
    K.COUNTERSIGNED: "countersigned",
    K.SENT_BACK: "sent back",
    K.APPROVED: "approved",
    K.INTENT_TO_DENY: "announced for denial",
    K.DENIAL_CHANGED: "reconsidered",
    K.DENIED: "finally denied",
    K.RETURNED: "returned without action",
    K.APPEAL_DECIDED: "decided on appeal",
}


def refusal_of(state: State, kind: Kind) -> Refusal | None:
    """Why a kind of event cannot happen in a state; None when the table has a row for it."""
    if rows(state, kind):
        return None
    if kind.stream != "case":
        return Refusal("not_of_cases", f"{kind} happens to a license, not to a case")
    if kind is Kind.DRAFTED:
        return Refusal("not_now", "a case is drafted once; a change is a new version")
    if state in FINAL:
        return Refusal("closed", f"the case is closed: {state.words}")
    if state is S.PART_APPROVED and kind is K.WITHDRAWN:
        return Refusal("not_now", "a part is approved; the rest is denied or changed, not withdrawn")
    froms = [item for item in State if rows(item, kind)]
    cite = rows(froms[0], kind)[0].cite
    wanted = ", ".join(from_.words for from_ in froms)
    message = f"a case that is {state.words} cannot be {_WORDS[kind]}; that is possible from: {wanted}"
    return Refusal("not_now", message, cite)
