from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.access.roles import UserRole
from licet.law.answer import Answer, Light
from licet.licensing.events import Act, Actor, Event, Refusal
from licet.orders.holding import GOES, LineAnswer, State, ask_release, hold, release, standing_of

AT = datetime(2019, 10, 10, tzinfo=UTC)
PEOPLE = [
    Actor(name, role, "acme")
    for name, role in product(
        ("ada", "ben"), (UserRole.COMPLIANCE_OFFICER, UserRole.APPROVER, UserRole.SHIPPER)
    )
]
ADA, BEN = PEOPLE[0], PEOPLE[4]
GREEN = LineAnswer("b:1", Answer.NO_LICENSE_REQUIRED, Light.GREEN)
AMBER = LineAnswer("b:1", Answer.NO_LICENSE_REQUIRED, Light.AMBER)
RED = LineAnswer("b:1", Answer.LICENSE_REQUIRED, Light.RED)
OPEN = LineAnswer("b:1", Answer.UNDETERMINED, Light.AMBER)


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
    assert bool(events) or standing_of(GREEN, events).state is State.FREE


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
