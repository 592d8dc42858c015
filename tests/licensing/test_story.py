"""The story of October 2019 in one application: disagreement, escalation, one line approved and one denied."""

from dataclasses import replace
from typing import Any

import pytest

from licet.events.event import Event, Refusal
from licet.licensing import applying, deciding, reviewing
from licet.licensing.case import apply, fold
from licet.licensing.clock import appeal_deadlines, deadlines
from licet.licensing.decision import ConditionTerms, LineDecision
from licet.licensing.issuing import issue
from licet.licensing.license import fold_license
from licet.licensing.opinion import OpinionView
from licet.licensing.states import CaseOutcome, State, outcome_of

A, D = OpinionView.APPROVE, OpinionView.DENY


def state_of(case: Any) -> State:
    found: State = case.state
    return found


def test_from_draft_to_partial_denial_and_appeal(world: Any) -> None:
    events: list[Event] = []
    case: Any = None

    def go(event: Event) -> None:
        nonlocal case
        events.append(event)
        case = apply(case, event)

    two = world.application(lines=2)
    go(applying.draft("A-1", world.act("manager", -1), two))
    go(applying.submit(case, world.act("manager")))
    go(reviewing.register(case, world.act("registrar"), "Z123456"))
    go(reviewing.open_review(case, world.act("officer", 1)))
    go(reviewing.refer(case, world.act("officer", 9), ["DOD", "DOE", "DOS"]))
    go(reviewing.recommend(case, world.act("DOD", 20), world.views("DOD", D, D)))
    go(reviewing.recommend(case, world.act("DOE", 25), world.views("DOE", A, A)))
    # State is silent: nothing needs to be recorded for that after day 39
    with pytest.raises(Refusal, match="DOS"):
        reviewing.close_review(case, world.act("officer", 39), world.views("BIS", A, D))
    go(reviewing.close_review(case, world.act("officer", 40), world.views("BIS", A, D)))
    assert state_of(case) is State.DISAGREEMENT
    go(reviewing.to_operating_committee(case, world.act("officer", 40)))
    go(reviewing.announce(case, world.act("chair", 50, "line 1 is sold everywhere"), world.decision(A, D)))
    with pytest.raises(Refusal) as refused:
        reviewing.let_stand(case, world.act("clock", 55))
    assert refused.value.code == "too_early"
    go(reviewing.let_stand(case, world.act("clock", 56)))
    proposal = world.proposal(
        True,
        False,
        conditions=(
            ConditionTerms("no resale", (1,), acknowledge=True, applies_to="Huawei Device Co., Ltd."),
        ),
    )
    with pytest.raises(Refusal) as refused:
        deciding.propose(case, world.act("officer", 57), proposal)
    assert refused.value.code == "judgment"
    go(deciding.judge(case, world.act("officer", 57, "consumer goods"), answer=True, lines=(1,)))
    go(deciding.propose(case, world.act("officer", 57), proposal))
    go(deciding.countersign(case, world.act("counter", 58)))
    go(deciding.issue_decision(case, world.act("issuer", 60)))
    assert state_of(case) is State.PART_APPROVED
    assert (case.approved_lines, case.denied_lines) == ((1,), (2,))
    go(applying.answer(case, world.act("manager", 80, "see the letter"), "please reconsider line 2"))
    with pytest.raises(Refusal) as refused:
        deciding.make_denial_final(case, world.act("clock", 104))
    assert refused.value.code == "not_final"
    go(deciding.make_denial_final(case, world.act("clock", 110)))
    assert state_of(case) is State.PART_DENIED
    assert [str(appeal_deadline.due) for appeal_deadline in appeal_deadlines(case)] == [
        "2020-03-08",
        "2020-01-23",
    ]
    assert fold(events) == case
    assert fold([Event.from_plain(item.to_plain()) for item in events]) == case
    go(applying.appeal(case, world.act("manager", 140), "line 2 is a part of line 1"))
    assert events[-1].payload["after_one_anchor"] is True
    go(deciding.decide_appeal(case, world.act("under", 160, "no new fact"), reverse=False))
    assert state_of(case) is State.AFFIRMED
    assert deadlines(case, world.day) == ()


def test_an_approval_without_agencies_names_the_delegation(world: Any) -> None:
    case = world.opened()
    case = apply(case, deciding.judge(case, world.act("officer", 2, "old phones"), answer=True))
    with pytest.raises(Refusal) as refused:
        deciding.propose(case, world.act("officer", 2), world.proposal(True))
    assert refused.value.code == "no_delegation"
    proposal = world.proposal(True, delegation="Defense, 2019-03-01: EAR99")
    case = world.decided(case, proposal, 3)
    assert state_of(case) is State.APPROVED


def test_a_denial_changed_does_not_pass_over_an_agency(world: Any) -> None:
    case = world.decided(world.agreed(D), world.proposal(False))
    assert state_of(case) is State.INTENT_TO_DENY
    case = apply(case, deciding.change_denial(case, world.act("officer", 40, "modified")))
    assert state_of(case) is State.RECONSIDERED
    with pytest.raises(Refusal) as refused:
        world.signed(case, world.proposal(True), 41)
    assert refused.value.code == "standing_denial"
    case = world.then(
        case,
        lambda item: reviewing.refer(item, world.act("officer", 41), ["DOD", "DOE"]),
        lambda item: reviewing.recommend(item, world.act("DOD", 42), world.views("DOD", A)),
        lambda item: reviewing.recommend(item, world.act("DOE", 42), world.views("DOE", A)),
        lambda item: reviewing.close_review(item, world.act("officer", 43), world.views("BIS", A)),
    )
    assert world.decided(case, world.proposal(True), 44).state is State.APPROVED


def test_an_agency_is_heard_on_the_version_that_counts(world: Any) -> None:
    """A line that is added after a recommendation is not passed as if nobody objected."""
    case = world.then(
        world.referred(["DOD", "DOE"]),
        lambda item: reviewing.recommend(item, world.act("DOD", 15), world.views("DOD", A)),
        lambda item: applying.amend(
            item, world.act("manager", 16, "more"), world.application(lines=2, version=2)
        ),
    )
    both = world.views("BIS", A, A, version=2)
    with pytest.raises(Refusal, match="still to be heard: DOD, DOE"):
        reviewing.close_review(case, world.act("officer", 30), both)
    third = world.application(lines=3, version=3)
    with pytest.raises(Refusal) as silent:
        applying.amend(case, world.act("manager", 45, "still more"), third)
    assert silent.value.code == "silent"
    case = world.then(
        case,
        lambda item: reviewing.recommend(item, world.act("DOD", 45), world.views("DOD", A, D, version=2)),
        lambda item: reviewing.close_review(item, world.act("officer", 46), both),
    )
    assert state_of(case) is State.DISAGREEMENT


def test_what_is_decided_anew_was_seen_by_the_agencies(world: Any) -> None:
    case = world.decided(world.agreed(A, D), world.proposal(True, False))
    case = world.then(case, lambda item: deciding.change_denial(item, world.act("officer", 40, "modified")))
    touched = world.application(lines=1, version=2)
    with pytest.raises(Refusal) as approved:
        applying.amend(case, world.act("manager", 41, "change"), replace(touched, lines=()))
    assert approved.value.code == "approved_line"
    more = replace(world.application(lines=3), version=2)
    case = world.then(case, lambda item: applying.amend(item, world.act("manager", 41, "another line"), more))
    lines = (LineDecision(2, approve=False), LineDecision(3, approve=True))
    unseen = replace(world.proposal(False), version=2, lines=lines)
    with pytest.raises(Refusal) as refused:
        world.signed(case, unseen, 42)
    assert refused.value.code == "no_delegation"
    # the part approved at first is licensed under its own conditions, whatever becomes of the rest
    made = fold_license([issue(case, world.act("issuer", 43), "D1")])
    assert [line.number for line in made.scope.lines] == [1]
    gone = world.then(case, lambda item: applying.withdraw(item, world.act("manager", 44, "enough")))
    assert outcome_of(gone.state, CaseOutcome.ISSUED) is CaseOutcome.ISSUED


def test_the_day_45_cannot_be_missed_by_either_side(world: Any) -> None:
    case = world.decided(world.agreed(D), world.proposal(False), 21)
    apply(case, deciding.change_denial(case, world.act("officer", 66, "on the last day")))
    with pytest.raises(Refusal) as refused:
        deciding.change_denial(case, world.act("officer", 67, "a day late"))
    assert refused.value.code == "final"
    denied = apply(case, deciding.make_denial_final(case, world.act("clock", 90)))
    assert str(denied.final_denial_on) == "2019-12-15"  # day 21 is 2019-10-31, and 45 days on
