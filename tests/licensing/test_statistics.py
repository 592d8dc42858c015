"""Statistics reconcile with the event log on any day, and outsiders cannot work small numbers out."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.events.event import Event
from licet.licensing import applying, reviewing
from licet.licensing.case import fold
from licet.licensing.days import day_of
from licet.licensing.disclosure import MINIMUM, for_outsiders
from licet.licensing.pause import PauseGround
from licet.licensing.record import records
from licet.licensing.states import CaseOutcome, outcome_of
from licet.licensing.statistics import By, Days, Statistics, StatisticsRow, statistics
from licet.samples.cases import NOTHING_DECIDED, CaseShares, made_cases

FIRST = date(2019, 5, 20)
MIXED = tuple(made_cases(120, 7, FIRST, CaseShares(600, 200, 100, 100)))


def by_case(events: tuple[Event, ...], as_of: date) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in events:
        if day_of(event.at) <= as_of:
            found.setdefault(event.subject, []).append(event)
    return found


@settings(deadline=None, max_examples=40)
@given(day=st.integers(-5, 200))
def test_counts_are_those_of_the_cases_folded_one_by_one(day: int) -> None:
    as_of = FIRST + timedelta(days=day)
    counts: Counter[CaseOutcome | None] = Counter()
    for events in by_case(MIXED, as_of).values():
        case = fold(events)
        if case.submitted_on is not None:
            counts[outcome_of(case.state, None)] += 1
    found = statistics(MIXED, as_of)
    assert found.total.counts == {outcome: counts[outcome] for outcome in CaseOutcome}
    assert found.total.received == counts.total()
    assert found.total.reconciles
    for by in By:
        rows = statistics(MIXED, as_of, by=by).rows
        assert all(row.reconciles for row in rows)
        assert sum(row.received for row in rows) == found.total.received  # each made case has one key of each


def test_more_than_130_received_and_none_issued_in_october_2019() -> None:
    events = tuple(made_cases(134, 2019, date(2019, 9, 1), NOTHING_DECIDED))
    found = statistics(events, date(2019, 10, 10))
    assert found.total.received > 130
    assert found.total.counts[CaseOutcome.ISSUED] == 0
    assert found.total.counts[CaseOutcome.PENDING] == found.total.received
    assert found.total.gross is None
    assert statistics(events, date(2019, 8, 31)).total.received == 0


def test_days_are_gross_and_net_of_pauses(world: Any) -> None:
    made = opened_events(world)
    made.append(reviewing.pause(fold(made), world.act("officer", 2), "p", PauseGround.APPLICANT))
    made.append(reviewing.step(fold(made), world.act("officer", 22), "p", "received"))
    made.append(reviewing.return_without_action(fold(made), world.act("officer", 30), not_required="NLR"))
    (record,) = records(made, FIRST + timedelta(days=1000))
    assert (record.gross, record.net) == (30, 10)
    (before,) = records(made, world.day + timedelta(days=29))
    assert (before.outcome, before.gross) == (CaseOutcome.PENDING, None)


def opened_events(world: Any) -> list[Event]:
    made = [applying.draft("A-1", world.act("manager", -1), world.application())]
    made.append(applying.submit(fold(made), world.act("manager")))
    made.append(reviewing.register(fold(made), world.act("registrar"), "Z123456"))
    made.append(reviewing.open_review(fold(made), world.act("officer")))
    return made


def test_percentiles_are_days_that_occurred() -> None:
    assert Days.of([]) is None
    assert Days.of([3]) == Days(1, 3, 3, 3, 3)
    assert Days.of(range(1, 11)) == Days(10, 5, 8, 9, 10)


def test_since_counts_by_the_day_of_receipt() -> None:
    all_of = statistics(MIXED, date(2020, 1, 1)).total.received
    late = statistics(MIXED, date(2020, 1, 1), since=FIRST + timedelta(days=15)).total.received
    assert 0 < late < all_of


counts = st.dictionaries(st.sampled_from(CaseOutcome), st.integers(0, 12))


@given(given_=st.lists(counts, max_size=6))
def test_what_is_hidden_cannot_be_worked_out_by_subtraction(given_: list[dict[CaseOutcome, int]]) -> None:
    rows = [dict.fromkeys(CaseOutcome, 0) | record for record in given_]
    made = tuple(StatisticsRow(f"k{i}", sum(row.values()), row, None, None, 0) for i, row in enumerate(rows))
    sums = {outcome: sum(row[outcome] for row in rows) for outcome in CaseOutcome}
    total = StatisticsRow("", sum(sums.values()), sums, None, None, 0)
    shown = for_outsiders(Statistics(FIRST, None, By.PARTY, total, made))
    numbers = [[row.counts[outcome] for outcome in CaseOutcome] for row in shown]
    assert all(number is None or number == 0 or number >= MINIMUM for line in numbers for number in line)
    lines = [*numbers, *map(list, zip(*numbers, strict=True))]
    assert all(line.count(None) != 1 for line in lines)
    assert all(row.key in {"", "others"} or (row.received or 0) >= MINIMUM for row in shown)
    for row, public in zip(made, shown, strict=False):
        if public.key == row.key:
            assert all(public.counts[outcome] in {None, row.counts[outcome]} for outcome in CaseOutcome)


@pytest.mark.parametrize("seed", [1, 2])
def test_made_cases_are_the_same_for_the_same_seed(seed: int) -> None:
    first = [event.canonical() for event in made_cases(20, seed, FIRST)]
    assert first == [event.canonical() for event in made_cases(20, seed, FIRST)]
    assert first != [event.canonical() for event in made_cases(20, seed + 1, FIRST)]


def test_rates_of_fiscal_2013() -> None:
    total = statistics(made_cases(1000, 3, FIRST), FIRST + timedelta(days=400)).total
    assert 820 <= total.counts[CaseOutcome.ISSUED] <= 870
    assert 125 <= total.counts[CaseOutcome.RETURNED] <= 172
    assert 0 < total.counts[CaseOutcome.DENIED] < 20
    assert 0 < total.to_operating_committee < 30
