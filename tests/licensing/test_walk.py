"""Random ways through the review: whatever is tried, in any order, no decision is reached without its guards."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from licet.events.event import Event, Refusal
from licet.events.kinds import Kind
from licet.events.roles import UserAction
from licet.licensing import applying, deciding, reviewing
from licet.licensing.case import Case, apply
from licet.licensing.clock import deadlines, final_denial_day, silent
from licet.licensing.days import day_of
from licet.licensing.deadline_steps import case_steps
from licet.licensing.decision import ConditionTerms
from licet.licensing.opinion import OpinionView
from licet.licensing.pause import PauseGround
from licet.licensing.states import FINAL, State
from licet.licensing.table import TABLE

A, D = OpinionView.APPROVE, OpinionView.DENY
ROWS = {(row.state, row.kind, row.to) for row in TABLE}
Try = Callable[[Case], Event]


def tries(world: Any, day: int, rng: Random, case: Case) -> dict[str, Try]:
    """Everything that somebody might try on a day, right or wrong."""
    views = rng.choices([A, D], k=2)
    agency, grounded = rng.choice(["DOD", "DOE"]), rng.random() < 0.7
    bare = {} if grounded else {"reasons": "", "statutory_basis": ()}
    settled = case.resolution.lines if case.resolution is not None and rng.random() < 0.7 else ()
    approve = [line.view is not D for line in settled] or rng.choices([True, False], k=2)
    delegation = rng.choice([None, "Defense, 2019"])
    basis = {} if grounded or all(approve) else {"regulatory_basis": ()}
    conditions = (ConditionTerms("no resale"),) if rng.random() < 0.3 else ()
    who = {
        "propose": rng.choices(["officer", "counter"], [9, 1])[0],
        "counter": rng.choices(["counter", "officer", "issuer"], [8, 1, 1])[0],
        "issue": rng.choices(["issuer", "officer", "counter"], [8, 1, 1])[0],
    }

    def act(who: str, why: str = "because") -> Any:
        return world.act(who, day, why)

    return {
        "open": lambda c: reviewing.open_review(c, act("officer")),
        "refer": lambda c: reviewing.refer(c, act("officer"), ["DOD", "DOE"]),
        "receive": lambda c: reviewing.receive(c, act(agency)),
        "recommend": lambda c: reviewing.recommend(c, act(agency), world.views(agency, *views, **bare)),
        "silent": lambda c: reviewing.deem_silent(c, act("clock"), agency),
        "close": lambda c: reviewing.close_review(c, act("officer"), world.views("BIS", *views)),
        "committee": lambda c: reviewing.to_operating_committee(c, act("officer")),
        "announce": lambda c: reviewing.announce(c, act("chair"), world.decision(*views)),
        "escalate": lambda c: reviewing.escalate(
            c,
            act(agency),
            statutory_basis=["50 USC 4813"],
            regulatory_basis=["15 CFR 744.11"],
            signed_by="Doe",
        ),
        "stand": lambda c: reviewing.let_stand(c, act("clock")),
        "pause": lambda c: reviewing.pause(c, act("officer"), f"p{c.version}", PauseGround.APPLICANT),
        "step": lambda c: reviewing.step(
            c, act("officer"), c.pauses[-1].pause_id if c.pauses else "", "received"
        ),
        "hold": lambda c: reviewing.hold(c, act("officer")),
        "release": lambda c: reviewing.release(c, act("officer")),
        "judge": lambda c: deciding.judge(c, act("officer"), answer=grounded),
        "propose": lambda c: deciding.propose(
            c,
            act(who["propose"]),
            world.proposal(*approve, delegation=delegation, conditions=conditions, **basis),
        ),
        "countersign": lambda c: deciding.countersign(c, act(who["counter"])),
        "back": lambda c: deciding.send_back(c, act("counter")),
        "issue": lambda c: deciding.issue_decision(c, act(who["issue"])),
        "change": lambda c: deciding.change_denial(c, act("officer")),
        "final": lambda c: deciding.make_denial_final(c, act("clock")),
        "return": lambda c: reviewing.return_without_action(c, act("officer"), ["no end use"], "say it"),
        "answer": lambda c: applying.answer(c, act("manager"), "here"),
        "withdraw": lambda c: applying.withdraw(c, act("manager")),
        "appeal": lambda c: applying.appeal(c, act("manager"), "we are harmed"),
        "hear": lambda c: deciding.decide_appeal(c, act("under"), reverse=grounded),
    }


def likely(case: Case) -> Iterator[str]:
    """What would bring a case on, so that long ways are found too."""
    yield from {
        State.INITIAL_REVIEW: ["refer", "propose"],
        State.REGISTERED: ["open"],
        State.CONSENSUS: ["judge", "propose", "propose"],
        State.RESOLVED: ["judge", "propose", "propose"],
        State.RECONSIDERED: ["judge", "propose", "refer"],
        State.REFERRED: ["recommend", "close"],
        State.AGENCY_REVIEW: ["recommend", "close"],
        State.DISAGREEMENT: ["committee"],
        State.AWAITING_SIGNATURE: ["countersign"],
        State.COUNTERSIGNED: ["issue"],
        State.INTENT_TO_DENY: ["final", "change"],
        State.PART_APPROVED: ["final", "change"],
        State.APPEAL: ["hear"],
        State.HELD: ["release"],
    }.get(case.state, ["announce", "escalate", "stand", "appeal"])


def walk(world: Any, seed: int) -> set[State]:
    """One random way of up to 60 tries; gives the states that it came through."""
    rng = Random(seed)  # a way, not a secret
    case: Case = world.registered(application=world.application(lines=2))
    events: list[Event] = []
    day, reached, reasons = 0, {case.state}, set()
    for _ in range(60):
        day += rng.choice([0, 0, 0, 0, 0, 1, 6, 31, 50])
        offered = tries(world, day, rng, case)
        name = rng.choice(list(likely(case)) if rng.random() < 0.85 else sorted(offered))
        try:
            event = offered[name](case)
        except Refusal as refusal:
            reasons.add((refusal.code, refusal.message))
            continue
        before, case = case, apply(case, event)
        events.append(event)
        reached.add(case.state)
        check(before, case, event)
    assert all(code and message for code, message in reasons)
    assert fold_from(world, events) == case
    return reached


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_no_way_reaches_a_decision_without_its_guards(world: Any, seed: int) -> None:
    walk(world, seed)


def test_the_walks_come_through_every_state(world: Any) -> None:
    reached = set().union(*(walk(world, seed) for seed in range(250)))
    assert set(State) - reached == {State.DRAFT, State.SUBMITTED, State.RETURNED}


def fold_from(world: Any, events: list[Event]) -> Case:
    case: Case = world.registered(application=world.application(lines=2))
    for event in events:
        case = apply(case, Event.from_plain(event.to_plain()))
    return case


def check(before: Case, case: Case, event: Event) -> None:
    assert (before.state, event.kind, case.state) in ROWS
    assert case.version == before.version + 1
    today = day_of(event.at)
    check_steps(case, today)
    if event.kind in {Kind.APPROVED, Kind.INTENT_TO_DENY}:
        check_decision(before, case)
    if event.kind is Kind.DENIED:
        final = final_denial_day(before)
        assert final is not None
        assert today >= final == case.final_denial_on
    if event.kind is Kind.DENIAL_CHANGED:
        assert before.notified_on is not None
        assert today <= before.notified_on + timedelta(days=45)
    if event.kind is Kind.REVIEW_CLOSED:
        assert all(r.recommendation is not None or silent(before, r, today) for r in before.referrals)
    assert not set(case.approved_lines) & set(case.denied_lines)


def check_steps(case: Case, today: date) -> None:
    """What the database keeps of deadlines is what they are on every day."""
    steps = case_steps(case)
    for day in (today - timedelta(days=100), *(today + timedelta(days=days) for days in (0, 1, 9, 40, 400))):
        found = deadlines(case, day) if case.state not in FINAL else ()
        nearest = {
            who: min((one.due for one in found if one.term.who == who and one.due), default=None)
            for who in {one.term.who for one in found}
        }
        kept = [step for step in steps if step.since <= day and (step.until is None or day < step.until)]
        assert {step.who: step.due for step in kept} == nearest
        assert len(kept) == len(nearest)


def check_decision(before: Case, case: Case) -> None:
    proposal = before.proposal
    assert proposal is not None
    signed = {
        action: {name for name, done in case.acts if done == action}
        for action in (UserAction.PROPOSE, UserAction.COUNTERSIGN, UserAction.ISSUE_DECISION)
    }
    assert all(signed.values())
    people = list(signed.values())
    assert not people[0] & people[1]
    assert not people[1] & people[2]
    assert not people[0] & people[2]
    assert before.referrals or proposal.delegation
    if proposal.denied:
        assert proposal.statutory_basis
        assert proposal.regulatory_basis
    for number in proposal.approved:
        spoken = [judgment for judgment in before.judgments if judgment.speaks_of(number)]
        assert spoken
        assert spoken[-1].answer
        grounded = [
            said.recommendation
            for said in before.referrals
            if said.recommendation is not None and said.recommendation.grounded
        ]
        against = any(
            line.number == number and line.view is D
            for recommendation in grounded
            for line in recommendation.lines
        )
        heard = {action for _, action in before.acts} & {UserAction.DECIDE_IN_BODY, UserAction.DECIDE_APPEAL}
        assert not against or heard
