from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.engine.determine import determine
from licet.engine.through import through_time
from licet.model.transaction import Transaction
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

FIRST, END = date(2019, 4, 1), date(2020, 10, 1)


def sale(**changes: object) -> Transaction:
    told = {
        "action": "export",
        "as_of": "2019-10-10",
        "destination": "CN",
        "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
        "parties": [{"role": "ultimate_consignee", "name": "Huawei Technologies Co., Ltd.", "country": "CN"}],
        "end_use": "none_named_in_part_744",
        **changes,
    }
    return attach(read_transaction(told, ear().vocabulary), shipped_finder(compiled=True))


NETWORK = {
    "purpose": "network_maintenance",
    "network_fully_operational_on_2019_05_16": True,
    "third_party_network": True,
    "general_purpose_computing_device": False,
    "expands_capacity": False,
    "certification_obtained": True,
}
SALES = (
    sale(),
    sale(facts=NETWORK, dates={"contract": "2019-03-01"}),
    sale(facts=NETWORK, dates={"contract": "2019-03-01"}, known_as_of="2019-10-10"),
    sale(parties=[{"role": "end_user", "name": "Example Works", "country": "CN"}]),
)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SALES), st.integers(0, (END - FIRST).days - 1))
def test_every_day_in_a_span_has_the_answer_of_that_day(told: Transaction, after: int) -> None:
    day = FIRST + timedelta(days=after)
    spans = through_time(told, ear(), shipped_finder(compiled=True).lists, FIRST, END)
    (span,) = (answer_span for answer_span in spans if answer_span.start <= day < answer_span.end)
    found = determine(replace(told, as_of=day), ear(), shipped_finder(compiled=True).lists)
    assert (span.answer, span.light, span.authority) == (found.answer, found.light, found.authority)


@pytest.mark.parametrize("told", SALES)
def test_spans_join_without_gap_and_differ_from_their_neighbours(told: Transaction) -> None:
    spans = through_time(told, ear(), shipped_finder(compiled=True).lists, FIRST, END)
    assert (spans[0].start, spans[-1].end) == (FIRST, END)
    for span, two in pairwise(spans):
        assert span.end == two.start
        assert (span.answer, span.light, span.authority) != (two.answer, two.light, two.authority)


def test_the_reprieve_of_2019_is_seen_to_end_as_it_was_known_in_october() -> None:
    spans = through_time(SALES[2], ear(), shipped_finder(compiled=True).lists, FIRST, END)
    assert [(span.start.isoformat(), span.answer.value) for span in spans][-1] == (
        "2019-11-19",
        "license_required",
    )


def test_no_days_are_refused() -> None:
    with pytest.raises(ValueError, match="no days"):
        through_time(SALES[0], ear(), shipped_finder(compiled=True).lists, END, FIRST)
