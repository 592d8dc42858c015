"""The legal clock: the longest way ends on day 90, pauses shift it exactly, every deadline explains itself."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.events.event import Refusal
from licet.licensing import applying, deciding, reviewing
from licet.licensing.case import Case, apply
from licet.licensing.clock import RESOLUTION, STAGES, deadlines, due, silent
from licet.licensing.deadline import Term, count, net_days
from licet.licensing.opinion import OpinionView
from licet.licensing.pause import GROUNDS, Pause, PauseGround, paused_days
from licet.licensing.states import State

A, D = OpinionView.APPROVE, OpinionView.DENY
BASIS: dict[str, Any] = {
    "statutory_basis": ["50 USC 4813(a)(1)"],
    "regulatory_basis": ["15 CFR 744.11(a)"],
    "signed_by": "Doe",
}
SIMPLE = [ground for ground, steps in GROUNDS.items() if not steps.limits and steps.fixed is None]


def find(case: Case, code: str, on: date) -> Any:
    return next(deadline for deadline in deadlines(case, on) if deadline.term.code == code)


def test_the_stages_add_up_to_the_ninety_days() -> None:
    assert [stage.days for stage in STAGES] == [9, 30, 14, 5, 11, 5, 11, 5]
    assert sum(stage.days for stage in STAGES) == RESOLUTION.days == 90


def longest(world: Any, case: Case, plan: dict[str, int]) -> list[date]:
    """Lead a registered case on the longest way, each step on its last day; pauses begin as planned."""
    reached = []

    def at_last(code: str) -> int:
        """The last day of a term, once every pause that begins before it has run."""
        nonlocal case
        while True:
            on = world.day + timedelta(days=1000)
            last: date = find(case, code, on).due
            fresh = [k for k in plan if world.day + timedelta(days=int(k)) < last and case.pause(k) is None]
            if not fresh:
                reached.append(last)
                return int((last - world.day).days)
            begin = max(int(fresh[0]), (case.at.date() - world.day).days)
            case = apply(
                case, reviewing.pause(case, world.act("officer", begin), fresh[0], PauseGround.APPLICANT)
            )
            end = begin + plan[fresh[0]]
            case = apply(case, reviewing.step(case, world.act("officer", end), fresh[0], "received"))

    case = apply(case, reviewing.open_review(case, world.act("officer")))
    last = at_last("initial_review")
    case = apply(case, reviewing.refer(case, world.act("officer", last), ["DOD", "DOE"]))
    last = at_last("recommendation")
    case = apply(case, reviewing.recommend(case, world.act("DOD", last), world.views("DOD", D)))
    case = apply(case, reviewing.recommend(case, world.act("DOE", last), world.views("DOE", A)))
    case = apply(case, reviewing.close_review(case, world.act("officer", last), world.views("BIS", A)))
    case = apply(case, reviewing.to_operating_committee(case, world.act("officer", last)))
    for stage, window, view in (
        ("operating_committee", "escalation_to_acep", A),
        ("acep", "escalation_to_board", A),
        ("board", "escalation_to_president", A),
    ):
        day = at_last(stage)
        case = apply(
            case, reviewing.announce(case, world.act("chair", day, "by majority"), world.decision(view))
        )
        day = at_last(window)
        case = apply(case, reviewing.escalate(case, world.act("DOD", day, "diversion"), **BASIS))
    assert case.state is State.PRESIDENT
    assert net_days(world.day, reached[-1], case.pauses) == 90
    assert paused_days(case.pauses, world.day, reached[-1], reached[-1]) == sum(plan.values())
    return reached


def test_the_longest_way_ends_on_day_90(world: Any) -> None:
    reached = longest(world, world.registered(), {})
    assert [(day - world.day).days for day in reached] == [9, 39, 53, 58, 69, 74, 85, 90]


@given(plan=st.dictionaries(st.integers(0, 60), st.integers(1, 40), max_size=4))
def test_pauses_shift_the_longest_way_exactly(world: Any, plan: dict[int, int]) -> None:
    """Pauses one after another, each begun at or after its planned day: the end moves by their whole length."""
    ordered = {str(day): plan[day] for day in sorted(plan)}
    reached = longest(world, world.registered(), ordered)
    assert (reached[-1] - world.day).days == 90 + sum(plan.values())


spans = st.lists(st.tuples(st.sampled_from(SIMPLE), st.integers(0, 120), st.integers(0, 30)), max_size=6)


@given(spans=spans, days=st.integers(1, 90))
def test_a_deadline_is_the_first_day_by_which_its_days_have_run(
    spans: list[tuple[PauseGround, int, int]], days: int
) -> None:
    """Against a count day by day, however pauses overlap."""
    start = date(2019, 10, 10)
    pauses, stopped = [], set()
    for index, (ground, begin, length) in enumerate(spans):
        steps, first = GROUNDS[ground], start + timedelta(days=begin)
        taken = {steps.order[0]: first, steps.order[1]: first + timedelta(days=length)}
        pauses.append(Pause(str(index), ground, taken))
        stopped |= {first + timedelta(days=number) for number in range(length)}
    day, run = start, 0
    while run < days:
        run += day not in stopped
        day += timedelta(days=1)
    late = start + timedelta(days=1000)
    term = Term("t", days, "do it", "officer", RESOLUTION.cite)
    found = count("A-1", term, start, "registration", pauses, late)
    assert found.due == day
    assert net_days(start, day, pauses, late) == days
    assert found.paused == (day - start).days - days


def test_while_a_pause_stands_open_nobody_knows_the_day(world: Any) -> None:
    case = world.opened()
    case = apply(case, reviewing.pause(case, world.act("officer", 5), "p", PauseGround.APPLICANT))
    found = find(case, "initial_review", world.day + timedelta(days=30))
    assert found.due is None
    assert not found.overdue(date(2030, 1, 1))
    assert "the clock stands" in found.explain()
    case = apply(case, reviewing.step(case, world.act("officer", 30), "p", "received"))
    found = find(case, "initial_review", world.day + timedelta(days=30))
    assert found.due == world.day + timedelta(days=34)
    assert found.explain() == (
        "contact, return, decide or refer: by 2019-11-13; 9 days from registration on 2019-10-10, "
        "25 paused days not counted (15 CFR 750.4(c))"
    )


@pytest.mark.parametrize(("asked", "kept"), [(5, True), (6, False)])
def test_a_pre_license_check_counts_only_if_asked_within_five_days(
    world: Any, asked: int, kept: bool
) -> None:
    case = world.opened()
    case = apply(case, reviewing.pause(case, world.act("officer", 1), "plc", PauseGround.PRE_LICENSE_CHECK))
    case = apply(case, reviewing.step(case, world.act("officer", 1 + asked), "plc", "requested"))
    case = apply(case, reviewing.step(case, world.act("officer", 20), "plc", "completed"))
    assert find(case, "pause_reported", world.day + timedelta(days=20)).due == world.day + timedelta(days=25)
    case = apply(case, reviewing.step(case, world.act("officer", 25), "plc", "reported"))
    shift = 25 - (1 + asked) if kept else 0
    found = find(case, "resolution", world.day + timedelta(days=30))
    assert found.due == world.day + timedelta(days=90 + shift)


def test_a_report_too_late_takes_the_whole_check_back_into_the_count(world: Any) -> None:
    case = world.opened()
    case = apply(case, reviewing.pause(case, world.act("officer", 1), "plc", PauseGround.PRE_LICENSE_CHECK))
    case = apply(case, reviewing.step(case, world.act("officer", 2), "plc", "requested"))
    case = apply(case, reviewing.step(case, world.act("officer", 20), "plc", "completed"))
    assert find(case, "resolution", world.day + timedelta(days=25)).due is None
    assert find(case, "resolution", world.day + timedelta(days=26)).due == world.day + timedelta(days=90)


@pytest.mark.parametrize(
    ("sent", "initiated", "issued", "kept"),
    [(5, 15, 35, True), (6, 15, 35, False), (5, 16, 35, False), (5, 15, 36, False)],
)
def test_assurances_count_only_within_their_three_limits(
    sent: int, initiated: int, issued: int, kept: bool
) -> None:
    zero = date(2019, 10, 10)
    steps = {"determined": 0, "sent": sent, "initiated": initiated, "received": 30, "license_issued": issued}
    pause = Pause(
        "g", PauseGround.ASSURANCES, {name: zero + timedelta(days=day) for name, day in steps.items()}
    )
    assert (pause.span(zero + timedelta(days=60)) is not None) is kept


def test_congress_is_given_thirty_days_and_only_for_the_countries_named(world: Any) -> None:
    case = world.opened()
    with pytest.raises(Refusal) as refused:
        reviewing.pause(case, world.act("officer", 2), "c", PauseGround.CONGRESS)
    assert (refused.value.code, str(refused.value.cite)) == ("ground", "15 CFR 750.4(b)(6)(i)")
    case = world.opened(world.application(destination="SY"))
    case = apply(case, reviewing.pause(case, world.act("officer", 2), "c", PauseGround.CONGRESS))
    assert find(case, "resolution", world.day + timedelta(days=2)).due == world.day + timedelta(days=120)
    proposal = world.proposal(True, delegation="named")
    with pytest.raises(Refusal, match="Congress"):
        world.decided(case, proposal, 31)
    assert world.decided(case, proposal, 32).state is State.APPROVED


def test_negotiation_stops_the_clock_after_an_intent_to_deny_only(world: Any) -> None:
    with pytest.raises(Refusal, match="does not stop the clock"):
        reviewing.pause(world.opened(), world.act("officer", 2), "n", PauseGround.NEGOTIATION)
    denied = world.decided(world.agreed(D), world.proposal(False))
    with pytest.raises(Refusal, match="does not stop the clock"):
        reviewing.pause(denied, world.act("officer", 30), "n", PauseGround.APPLICANT)
    case = apply(denied, reviewing.pause(denied, world.act("officer", 30), "n", PauseGround.NEGOTIATION))
    # the days of 750.6(b) are not paused
    assert find(case, "final_denial", world.day + timedelta(days=40)).due == world.day + timedelta(days=66)


def test_an_agency_asks_for_information_within_ten_days(world: Any) -> None:
    case = world.referred(["DOD"], day=9)
    with pytest.raises(Refusal) as refused:
        reviewing.pause(case, world.act("officer", 20), "i", PauseGround.AGENCY_INFORMATION, agency="DOD")
    assert refused.value.code == "too_late"
    case = apply(
        case,
        reviewing.pause(case, world.act("officer", 19), "i", PauseGround.AGENCY_INFORMATION, agency="DOD"),
    )
    case = apply(case, reviewing.step(case, world.act("officer", 26), "i", "received"))
    assert find(case, "recommendation", world.day + timedelta(days=26)).due == world.day + timedelta(days=46)


def test_silence_after_thirty_days_is_no_objection_by_itself(world: Any) -> None:
    case = world.referred(["DOD"], day=9)
    referral = case.referrals[0]
    assert not silent(case, referral, world.day + timedelta(days=39))
    assert silent(case, referral, world.day + timedelta(days=40))
    with pytest.raises(Refusal) as late:
        reviewing.recommend(case, world.act("DOD", 40), world.views("DOD", D))
    assert str(late.value.cite) == "15 CFR 750.4(e)"
    with pytest.raises(Refusal) as early:
        reviewing.deem_silent(case, world.act("clock", 39), "DOD")
    assert early.value.code == "not_silent"
    case = apply(case, reviewing.close_review(case, world.act("officer", 40), world.views("BIS", A)))
    assert case.state is State.CONSENSUS


def test_a_denial_without_both_bases_counts_as_no_objection(world: Any) -> None:
    for missing in ({"statutory_basis": ()}, {"regulatory_basis": ()}, {"reasons": " "}):
        said = world.views("DOD", D, **missing)
        case = world.referred(["DOD"])
        event = reviewing.recommend(case, world.act("DOD", 20), said)
        assert event.payload["ungrounded"] is True
        case = apply(case, event)
        closed: Any = apply(
            case, reviewing.close_review(case, world.act("officer", 20), world.views("BIS", A))
        )
        assert closed.state is State.CONSENSUS
        assert closed.resolution.line(1).view is A


def test_after_an_intent_to_deny_the_days_are_20_and_45_and_the_appeal_has_two_anchors(world: Any) -> None:
    case = world.decided(world.agreed(D), world.proposal(False), 21)
    notice = world.day + timedelta(days=21)
    assert find(case, "response", notice).due == notice + timedelta(days=20)
    assert find(case, "final_denial", notice).due == notice + timedelta(days=45)
    answered = applying.answer(case, world.act("manager", 42, "letter"), "we modify")
    assert answered.payload["late"] is True
    case = apply(case, deciding.make_denial_final(case, world.act("clock", 66)))
    found = {deadline.term.code: deadline.due for deadline in deadlines(case, notice)}
    assert found == {"appeal": notice + timedelta(days=90), "appeal_by_notice": notice + timedelta(days=45)}
    with pytest.raises(Refusal) as late:
        applying.appeal(case, world.act("manager", 112), "too late")
    assert late.value.code == "too_late"
    assert applying.appeal(case, world.act("manager", 111), "in time").payload["after_one_anchor"] is True
    assert applying.appeal(case, world.act("manager", 66), "at once").payload["after_one_anchor"] is False


def test_the_notice_of_an_intent_follows_the_decision_within_five_days(world: Any) -> None:
    case = world.signed(world.agreed(D), world.proposal(False), 21)
    assert find(case, "notice", world.day).due == world.day + timedelta(days=26)


def test_holding_does_not_stop_the_clock(world: Any) -> None:
    case = world.opened()
    held = apply(case, reviewing.hold(case, world.act("officer", 3, "policy under review")))
    on = world.day + timedelta(days=80)
    assert find(held, "resolution", on).due == find(case, "resolution", on).due


def test_due_lists_all_cases_the_earliest_first(world: Any) -> None:
    first, second = world.registered("A-1"), world.referred(["DOD"])
    found = due([second, first, world.drafted("A-3")], world.day)
    days = [deadline.due or date.max for deadline in found]
    assert days == sorted(days)
    assert found[0].term.code == "initial_review"
    assert all(str(deadline.term.cite) in deadline.explain() for deadline in found)
