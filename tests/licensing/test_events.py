"""Events keep their meaning through plain data and bytes, and take nothing that JSON cannot carry exactly."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.events.encoding import Plain, canonical, plain
from licet.events.event import Act, Actor, Event, Refusal
from licet.events.kinds import Kind
from licet.events.roles import UserRole
from licet.rules.citation import cfr

OFFICER = Actor("dana", UserRole.LICENSING_OFFICER, "BIS")
NOON = datetime(2019, 10, 10, 12, tzinfo=UTC)

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(
    st.sampled_from(Kind), st.dictionaries(st.text(), PLAIN), st.datetimes(timezones=st.just(UTC)), st.text()
)
def test_an_event_is_read_back_the_same(
    kind: Kind, payload: dict[str, Plain], at: datetime, reason: str
) -> None:
    event = Event(kind, "A-1", "acme", OFFICER, at, reason, payload)
    again = Event.from_plain(event.to_plain())
    assert again == event
    assert again.canonical() == event.canonical()


def test_an_instant_is_kept_in_utc() -> None:
    act = Act(OFFICER, datetime(2019, 10, 10, 8, tzinfo=timezone(timedelta(hours=-4))))
    assert Event.of(act, Kind.REFERRED, "A-1", "acme").at == NOON
    assert Event.of(act, Kind.REFERRED, "A-1", "acme").canonical() == (
        Event.of(Act(OFFICER, NOON), Kind.REFERRED, "A-1", "acme").canonical()
    )


def test_money_is_text_and_floats_are_refused() -> None:
    assert plain({"value": Decimal("1E+3"), "on": date(2019, 10, 10)}) == {
        "value": "1000",
        "on": "2019-10-10",
    }
    with pytest.raises(TypeError, match="float"):
        Event.of(Act(OFFICER, NOON), Kind.REFERRED, "A-1", "acme", value=1.5)
    with pytest.raises(TypeError, match="no amount"):
        plain(Decimal("NaN"))
    with pytest.raises(TypeError, match="key"):
        plain({1: "one"})


def test_a_payload_cannot_be_changed_afterwards() -> None:
    lines: list[Plain] = [1]
    given_: dict[str, Plain] = {"lines": lines}
    event = Event(Kind.REFERRED, "A-1", "acme", OFFICER, NOON, payload=given_)
    lines.append(2)
    assert event.payload["lines"] == [1]
    with pytest.raises(TypeError):
        event.payload["lines"] = []  # type: ignore[index]


def test_order_of_keys_does_not_change_the_bytes() -> None:
    assert canonical({"b": 1, "a": [Decimal("0.10")]}) == b'{"a":["0.10"],"b":1}'


def test_what_is_missing_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Act(OFFICER, NOON.replace(tzinfo=None))
    with pytest.raises(ValueError, match="name"):
        replace(OFFICER, name=" ")
    with pytest.raises(ValueError, match="whose"):
        Event(Kind.REFERRED, "A-1", "", OFFICER, NOON)
    with pytest.raises(KeyError):
        Event.from_plain({"kind": "case.referred"})
    with pytest.raises(ValueError, match="no_such"):
        Event.from_plain(
            Event(Kind.REFERRED, "A-1", "acme", OFFICER, NOON).to_plain() | {"kind": "case.no_such"}
        )


def test_a_refusal_says_its_paragraph() -> None:
    refusal = Refusal("second_application", "one is pending", cfr("15 CFR 748.4(f)"))
    assert str(refusal) == "one is pending (15 CFR 748.4(f))"
    assert str(Refusal("own_case", "not one's own")) == "not one's own"
