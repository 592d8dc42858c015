"""A go is green only where its law and its lists were verified for its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.engine.through import through_time
from licet.model.lists import ListsUsed
from licet.model.wire import read_transaction
from licet.presentation.summary import summary
from licet.regimes.us_ear import ear
from licet.rules.answer import Answer, Light

TODAY = date(2026, 11, 29)
FREE = ["DE", "JP", "BR", "IN", "GB", "FR", "CA", "MX", "KR", "AU", "NL", "IT", "SG", "TW", "TR", "AE", "ZA"]
"""Destinations of the everyday sales outside the groups in which owners must be stated."""
GROUPED = ["CN", "IL", "VN"]


def lists(day: date, since: date | None = None) -> tuple[ListsUsed, ...]:
    return (ListsUsed("made", day, True, 1, "0" * 64, since=since),)


def sale(destination: str = "DE", eccn: str = "EAR99", **changes: Any) -> dict[str, Any]:
    party = {"role": "ultimate_consignee", "name": "Harmless Valley Works", "country": destination}
    return {
        "action": "export",
        "as_of": TODAY.isoformat(),
        "destination": destination,
        "end_use": "none_named_in_part_744",
        "item": {"kind": "commodity", "eccn": eccn, "us_origin": True},
        "parties": [party | changes.pop("party", {})],
        **changes,
    }


def answer(
    wire: dict[str, Any], used: tuple[ListsUsed, ...] | None = None, policy: AnswerPolicy = AnswerPolicy()
) -> Determination:
    read = read_transaction(wire, ear().vocabulary)
    return determine(read, ear(), lists(read.as_of) if used is None else used, policy)


def codes(found: Determination) -> list[str]:
    return [condition.code for condition in found.conditions if condition.status == "open"]


@pytest.mark.parametrize("destination", FREE)
@pytest.mark.parametrize("eccn", ["EAR99", "5A992.c"])
def test_the_everyday_sales_are_green_with_fresh_lists(destination: str, eccn: str) -> None:
    found = answer(sale(destination, eccn))
    assert (found.answer, found.light, codes(found)) == (Answer.NO_LICENSE_REQUIRED, Light.GREEN, [])


@pytest.mark.parametrize("destination", GROUPED)
@pytest.mark.parametrize("eccn", ["EAR99", "5A992.c"])
def test_some_need_their_owners_stated_while_an_ownership_rule_is_in_force(
    destination: str, eccn: str
) -> None:
    assert codes(answer(sale(destination, eccn))) == ["examine_owners"]
    stated = answer(sale(destination, eccn, party={"owners": []}))
    assert (stated.light, codes(stated)) == (Light.GREEN, [])
    stayed = answer(sale(destination, eccn, as_of="2026-10-01"))
    assert stayed.light is Light.GREEN


def test_which_groups_is_a_setting() -> None:
    assert answer(sale("CN"), policy=AnswerPolicy(ownership_groups=("E:1",))).light is Light.GREEN
    assert codes(answer(sale("DE"), policy=AnswerPolicy(ownership_groups=("B",)))) == ["examine_owners"]


def test_a_forwarder_and_a_party_of_unknown_country() -> None:
    forwarder = {"role": "freight_forwarder", "name": "Swift Moves", "country": "CN"}
    wire = sale("DE")
    assert answer({**wire, "parties": [*wire["parties"], forwarder]}).light is Light.GREEN
    nowhere = {"role": "end_user", "name": "Somebody", "country": None}
    assert answer({**sale("CN", party={"owners": []}), "parties": [nowhere]}).light is Light.AMBER


def test_old_lists_and_the_first_line_says_so() -> None:
    for age, light in ((7, Light.GREEN), (8, Light.AMBER), (121, Light.AMBER), (1217, Light.AMBER)):
        found = answer(sale(), lists(TODAY - timedelta(days=age), date(2020, 1, 1)))
        assert found.light is light, age
        assert codes(found) == ([] if light is Light.GREEN else ["update_lists"])
    assert "Update the lists and ask again: those you adopted are dated July 31, 2026, 121 days before" in (
        summary(answer(sale(), lists(date(2026, 7, 31))))
    )


def test_before_the_oldest_lists() -> None:
    wire = sale(as_of="2026-10-01")
    found = answer(wire, lists(date(2026, 10, 2)))
    assert codes(found) == ["check_removed_parties"]
    assert "parties removed before October 2, 2026 are not in the lists" in summary(found)
    assert answer(wire, lists(date(2026, 10, 2), date(2026, 9, 1))).light is Light.GREEN
    known = answer({**wire, "known_as_of": "2026-09-30"}, lists(date(2026, 10, 1)))
    assert codes(known) == ["check_removed_parties"]


def test_law_that_was_verified_long_ago_and_until_when_a_go_holds() -> None:
    found = answer(sale())
    assert found.holds_until is not None
    assert (found.holds_until, found.then) == (date(2026, 12, 31), Answer.NO_LICENSE_REQUIRED)
    assert answer(sale(as_of="2026-12-30")).light is Light.GREEN
    late = answer(sale(as_of="2026-12-31"))
    assert (late.light, codes(late)) == (Light.AMBER, ["check_law_changes"])
    assert answer(sale(as_of="2026-12-31"), policy=AnswerPolicy(law_days=121)).light is Light.GREEN


def test_each_entry_of_the_list_has_its_own_days() -> None:
    assert answer(sale("DE", "5A992.c")).light is Light.GREEN
    other = answer(sale("DE", "4A994.a"))
    assert (other.answer, codes(other)) == (Answer.NO_LICENSE_REQUIRED, ["check_law_changes"])
    assert "the entry of 4A994 to July 23, 2026" in summary(other)


def test_red_and_undetermined_answers_carry_no_such_condition() -> None:
    red = answer(sale("CN", "3A001.a.7", as_of="2036-01-01"))
    assert red.light is Light.RED
    assert not {code for code in codes(red) if code.startswith("check_")}
    undetermined = answer(sale("CN", end_use=None, as_of="2036-01-01"))
    assert undetermined.answer is Answer.UNDETERMINED
    assert not {code for code in codes(undetermined) if code.startswith("check_")}


def test_the_lights_through_time_turn_on_these_days() -> None:
    read = read_transaction(sale(as_of="2026-11-20"), ear().vocabulary)
    used = lists(date(2026, 11, 25))
    spans = through_time(read, ear(), used, date(2026, 11, 20), date(2027, 1, 10))
    assert [(answer_span.start, answer_span.light) for answer_span in spans] == [
        (date(2026, 11, 20), Light.AMBER),  # before the lists
        (date(2026, 11, 25), Light.GREEN),
        (date(2026, 12, 3), Light.AMBER),  # they are old
    ]
    fresh = AnswerPolicy(list_days=1000)
    turned = through_time(read, ear(), used, date(2026, 11, 25), date(2027, 1, 10), fresh)
    assert [answer_span.start for answer_span in turned] == [date(2026, 11, 25), date(2026, 12, 31)]
    for span in turned:
        for day in (span.start, span.end - timedelta(days=1)):
            assert determine(replace(read, as_of=day), ear(), used, fresh).light is span.light


DAYS = st.one_of(st.dates(date(2026, 8, 20), date(2027, 1, 20)), st.dates(date(1, 1, 1), date(2060, 1, 1)))
AGES = st.one_of(st.integers(-3, 12), st.integers(-400, 2000))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([*FREE, *GROUPED, "RU", "IR", "KH", "UA", "HK"]),
    st.sampled_from(["EAR99", "5A992.c", "4A994.a", "9A515.x", "1C351.a"]),
    DAYS,
    AGES,
    st.booleans(),
)
def test_ageing_lists_or_law_past_the_limit_never_leave_a_green(
    destination: str, eccn: str, day: date, age: int, owners: bool
) -> None:
    used = lists(date.fromordinal(max(1, day.toordinal() - age)))
    wire = sale(destination, eccn, as_of=day.isoformat(), party={"owners": []} if owners else {})
    found = answer(wire, used)
    if found.light is Light.GREEN:
        assert 0 <= (day - used[0].data_date).days <= 7
        assert date(2026, 7, 23) <= day <= date(2026, 12, 30)
        older = lists(day - timedelta(days=8))
        assert answer(wire, older).light is not Light.GREEN
        later = sale(destination, eccn, as_of="2027-01-01", party={"owners": []})
        assert answer(later).light is not Light.GREEN
