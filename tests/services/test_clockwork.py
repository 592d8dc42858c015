"""What falls due by law is put on record when the clock is run, once, and not a day before."""

from typing import Any

import pytest

from licet.events.event import Refusal
from licet.events.kinds import Kind
from licet.licensing import deciding, reviewing
from licet.licensing.opinion import OpinionView
from licet.licensing.states import State
from licet.services.cases.deadlines import run_clock


def kinds(bench: Any) -> list[Kind]:
    return [event.event.kind for done in run_clock(bench.case_service) for event in done.events]


def test_an_agencys_silence_is_recorded_after_its_thirty_days(bench: Any) -> None:
    bench.referred()
    bench.day = 30
    assert kinds(bench) == []
    bench.day = 31
    assert kinds(bench) == [Kind.DEEMED_NO_OBJECTION]
    assert kinds(bench) == []


def test_a_denial_becomes_final_on_day_forty_five(bench: Any) -> None:
    bench.referred()
    bench.do("DOD", reviewing.recommend, recommendation=bench.world.views("DOD", OpinionView.DENY))
    bench.do("officer", reviewing.close_review, position=bench.world.views("BIS", OpinionView.DENY))
    bench.do("officer", deciding.propose, proposal=bench.world.proposal(False))
    bench.do("counter", deciding.countersign)
    bench.do("issuer", deciding.issue_decision)
    bench.day = 44
    assert kinds(bench) == []
    bench.day = 45
    assert kinds(bench) == [Kind.DENIED]
    assert bench.case_service.case(bench.actor("manager"), "A-1").state is State.DENIED


def test_an_expiry_and_an_exhaustion_are_recorded_once(bench: Any) -> None:
    bench.licensed()
    bench.licensed("A-2", "L-2", order_reference="PO-2")
    bench.ship("L-1", "S-1", 100, 12000)
    assert kinds(bench) == [Kind.EXHAUSTED]
    assert kinds(bench) == []
    bench.day = 4 * 366
    assert kinds(bench) == [Kind.EXPIRED]
    assert kinds(bench) == []
    with pytest.raises(Refusal):
        bench.ship("L-2", "S-1")


def test_what_is_not_due_leaves_no_trace(bench: Any) -> None:
    bench.referred()
    before = len(bench.case_service.history(bench.actor("manager"), "case", "A-1"))
    run_clock(bench.case_service)
    assert len(bench.case_service.history(bench.actor("manager"), "case", "A-1")) == before
