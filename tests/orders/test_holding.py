from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.events.event import Act, Actor, Event, Refusal
from licet.events.roles import UserRole
from licet.orders.holding import (
    GOES,
    HoldBasis,
    Lapse,
    LineAnswer,
    LineState,
    ask_release,
    hold,
    release,
    standing_of,
)
from licet.rules.answer import Answer, Light

AT = datetime(2019, 10, 10, tzinfo=UTC)
PEOPLE = [
    Actor(name, role, "acme")
    for name, role in product(
        ("ada", "ben"), (UserRole.COMPLIANCE_OFFICER, UserRole.APPROVER, UserRole.SHIPPER)
    )
]
ADA, BEN = PEOPLE[0], PEOPLE[4]
BASIS, DAY = HoldBasis("lists", "law", "line", "", "answer"), date(2019, 10, 10)


def line_of(answer: Answer, light: Light) -> LineAnswer:
    return LineAnswer("b:1", answer, light, BASIS, BASIS, DAY)


GREEN = line_of(Answer.NO_LICENSE_REQUIRED, Light.GREEN)
AMBER = line_of(Answer.NO_LICENSE_REQUIRED, Light.AMBER)
RED = line_of(Answer.LICENSE_REQUIRED, Light.RED)
OPEN = line_of(Answer.UNDETERMINED, Light.AMBER)


def done(line: LineAnswer, *acts: tuple[object, Actor]) -> list[Event]:
    """The events of acts done one after another; what is refused is left out."""
    events: list[Event] = []
    for act, actor in acts:
        try:
            events.append(act(Act(actor, AT, "a reason"), line, standing_of(line, events)))  # type: ignore[operator]
        except Refusal:
            continue
    return events


ACTS = st.tuples(st.sampled_from([hold, ask_release, release]), st.sampled_from(PEOPLE))


@given(st.sampled_from([AMBER, RED, OPEN]), st.lists(ACTS, max_size=8))
def test_nothing_leaves_but_by_two_persons_and_never_what_is_red_or_open(
    line: LineAnswer, acts: list[tuple[object, Actor]]
) -> None:
    events = done(line, *acts)
    found = standing_of(line, events)
    if found.state in GOES:
        assert line is AMBER
        assert events[-1].actor.name != events[-2].actor.name
        assert events[-1].actor.role is UserRole.APPROVER


@given(st.lists(ACTS, max_size=8))
def test_a_green_line_goes_until_it_is_held(acts: list[tuple[object, Actor]]) -> None:
    events = done(GREEN, *acts)
    assert bool(events) or standing_of(GREEN, events).state is LineState.FREE


@pytest.mark.parametrize(
    ("line", "acts", "code"),
    [
        (AMBER, [(release, BEN)], "not_asked"),
        (RED, [(ask_release, ADA)], "red"),
        (OPEN, [(ask_release, ADA)], "undetermined"),
        (AMBER, [(ask_release, PEOPLE[2])], "role"),
        (AMBER, [(ask_release, PEOPLE[4]), (release, PEOPLE[4])], "second_person"),
        (GREEN, [(hold, ADA), (hold, BEN)], "held"),
        (GREEN, [(ask_release, ADA)], "not_held"),
    ],
)
def test_a_refusal_says_why(line: LineAnswer, acts: list[tuple[object, Actor]], code: str) -> None:
    events = done(line, *acts[:-1])
    act, actor = acts[-1]
    with pytest.raises(Refusal) as caught:
        act(Act(actor, AT, "a reason"), line, standing_of(line, events))  # type: ignore[operator]
    assert caught.value.code == code


def test_nothing_is_done_without_a_reason() -> None:
    with pytest.raises(Refusal, match="reason"):
        hold(Act(ADA, AT, "  "), GREEN, standing_of(GREEN, []))


def changed_in(basis: HoldBasis, what: str, to: str) -> HoldBasis:
    changes: dict[str, Any] = {what: to}
    return replace(basis, **changes)


HAPPENS = st.sampled_from(
    ["lists", "law", "line", "decisions", "day", "answered", "answered otherwise", "hold", "ask", "release"]
)


@given(st.sampled_from([GREEN, AMBER]), st.lists(HAPPENS, max_size=25), st.integers(0, 3))
def test_a_line_goes_only_while_all_that_it_rests_on_is_as_it_was(
    line: LineAnswer, happened: list[str], days_until: int
) -> None:
    """Whatever happens in whatever order: lists, law, days, changed lines, answers anew, holds and releases."""
    line = replace(line, basis=replace(BASIS, until=DAY + timedelta(days_until) if days_until else None))
    line = replace(line, now=replace(line.basis, until=None))
    events: list[Event] = []
    rested: HoldBasis | None = None
    for number, what in enumerate(happened):
        now = line.now
        match what:
            case "lists" | "law" | "line" | "decisions":
                line = replace(line, now=changed_in(now, what, f"{what} {number}"))
            case "day":
                line = replace(line, day=line.day + timedelta(1))
            case "answered" | "answered otherwise":
                answer = now.answer if what == "answered" else f"answer {number}"
                until = line.day + timedelta(days_until) if days_until else None
                now = replace(now, answer=answer)
                line = replace(line, now=now, basis=replace(now, until=until))
            case act:
                deed, actor = {"hold": (hold, ADA), "ask": (ask_release, ADA), "release": (release, BEN)}[act]
                try:
                    events.append(deed(Act(actor, AT, "a reason"), line, standing_of(line, events)))
                except Refusal:
                    continue
                rested = replace(line.now, until=line.basis.until)
        found = standing_of(line, events)
        if found.state in GOES:
            assert not line.lapses, "the answer is current"
            assert line.basis.until is None or line.day < line.basis.until
        if found.state is LineState.RELEASED:
            assert rested is not None
            assert replace(rested, until=None) == line.now, "and so is all on which the release rested"
            assert rested.until is None or line.day < rested.until
        if found.fell_back:
            assert found.state is LineState.HELD


@pytest.mark.parametrize("what", ["lists", "law", "line", "decisions", "answer", "classification"])
def test_a_released_line_falls_back_and_says_why(what: str) -> None:
    events = done(AMBER, (ask_release, ADA), (release, BEN))
    assert standing_of(AMBER, events).state is LineState.RELEASED
    assert events[-1].payload["basis"] == {**BASIS_WIRE, "until": None}
    changed = changed_in(BASIS, what, "other")
    stale = replace(AMBER, now=changed)
    assert standing_of(stale, events).fell_back == (Lapse(what),)
    for act in (ask_release, release):
        with pytest.raises(Refusal, match="answer the book again"):
            act(Act(BEN, AT, "x"), stale, standing_of(stale, events))
    anew = replace(AMBER, basis=changed, now=changed)
    assert standing_of(anew, events).fell_back == (Lapse(what),), (
        "answered anew, the old release still is of before"
    )
    again = [*events, ask_release(Act(ADA, AT, "x"), anew, standing_of(anew, events))]
    again.append(release(Act(BEN, AT, "x"), anew, standing_of(anew, again)))
    assert standing_of(anew, again).state is LineState.RELEASED


BASIS_WIRE = {
    "lists": "lists", "law": "law", "line": "line", "decisions": "", "answer": "answer", "classification": "",
}  # fmt: skip


def test_an_answer_holds_until_its_day_and_what_is_not_on_record_holds_nothing() -> None:
    until = replace(BASIS, until=date(2019, 11, 18))
    line = replace(GREEN, basis=until)
    assert standing_of(replace(line, day=date(2019, 11, 17)), []).state is LineState.FREE
    assert standing_of(replace(line, day=date(2019, 11, 18)), []).fell_back == (Lapse.DAY,)
    assert standing_of(replace(GREEN, basis=HoldBasis()), []).fell_back == (Lapse.UNKNOWN,)
    (asked, released) = done(AMBER, (ask_release, ADA), (release, BEN))
    old = replace(released, payload={"answer": "no_license_required", "light": "amber"})
    assert standing_of(AMBER, [asked, old]).fell_back == (Lapse.UNKNOWN,), "a release of an older version"
