"""What is decided, by whom, and what follows: judgment, proposal, second signature, decision, denial, appeal."""

from __future__ import annotations

from licet.events.event import Act, Event
from licet.events.kinds import Kind
from licet.licensing.case import Case
from licet.licensing.clock import final_denial_day
from licet.licensing.days import day_of
from licet.licensing.decision import DecisionProposal, Judgment
from licet.licensing.move import move
from licet.licensing.states import State

__all__ = [
    "change_denial",
    "countersign",
    "decide_appeal",
    "issue_decision",
    "judge",
    "make_denial_final",
    "propose",
    "send_back",
]

NO_THREAT = "no threat to the national security or foreign policy of the United States"
"""The question whose answer overcomes a policy that starts from denial."""


def judge(
    case: Case, act: Act, *, answer: bool, question: str = NO_THREAT, lines: tuple[int, ...] = ()
) -> Event:
    """A person judges what the law leaves to judgment; the act says why. It is kept under the person's name."""
    made = Judgment(question, answer, act.actor.name, day_of(act.at), act.reason, lines)
    return move(case, act, Kind.JUDGED, judgment=made)


def propose(case: Case, act: Act, proposal: DecisionProposal) -> Event:
    """Put a decision up for the second signature."""
    return move(case, act, Kind.DECISION_PROPOSED, proposal=proposal)


def countersign(case: Case, act: Act) -> Event:
    """The second signature, never by who proposed, recommended or judged."""
    return move(case, act, Kind.COUNTERSIGNED)


def send_back(case: Case, act: Act) -> Event:
    """The second signature is refused; the act says why."""
    return move(case, act, Kind.SENT_BACK, case.proposed_from)


def issue_decision(case: Case, act: Act) -> Event:
    """Announce what two have signed: approval, in whole or in part, or the intent to deny (750.6(a)).

    The event carries the proposal, from which the letter is made.
    """
    found = case.proposal
    denied, approved = (found.denied, found.approved) if found else ((), ())
    kind, to = _announced(case, found)
    return move(case, act, kind, to, proposal=found, approved=approved, denied=denied)


def _announced(case: Case, found: DecisionProposal | None) -> tuple[Kind, State]:
    if found is None or (found.denied and not (found.approved or case.approved_lines)):
        return Kind.INTENT_TO_DENY, State.INTENT_TO_DENY
    if found.denied:
        return Kind.APPROVED, State.PART_APPROVED
    if found.conditions or found.riders:
        return Kind.APPROVED, State.APPROVED_WITH_CONDITIONS
    return Kind.APPROVED, State.APPROVED


def change_denial(case: Case, act: Act) -> Event:
    """By the 45th day: the intent to deny is changed, the case is decided anew."""
    return move(case, act, Kind.DENIAL_CHANGED)


def make_denial_final(case: Case, act: Act) -> Event:
    """On or after the 45th day: the denial is final as of that day, without further notice."""
    return move(case, act, Kind.DENIED, lines=case.denied_lines, final_on=final_denial_day(case))


def decide_appeal(case: Case, act: Act, *, reverse: bool) -> Event:
    """The Under Secretary's decision: affirmed, or to be decided anew; the act gives the reasons."""
    return move(case, act, Kind.APPEAL_DECIDED, State.RECONSIDERED if reverse else State.AFFIRMED)
