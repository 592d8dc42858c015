"""A queue is sorted before a page of it is taken."""

from datetime import timedelta
from pathlib import Path

from tests.licensing.world import World
from tests.services.bench import Bench

from licet.licensing.applying import draft
from licet.services.cases.deadline_queries import deadlines_of, due_through
from licet.services.cases.queue import PAGE, case_queue, license_queue
from licet.storage.database import Database, open_database


def test_what_is_due_soonest_stands_first_whatever_its_number(tmp_path: Path) -> None:
    bench = Bench(open_database(tmp_path), World())
    for number in range(PAGE + 5):
        application = bench.world.application(order_reference=f"PO-{number}")
        bench.do("manager", draft, f"A-{number:03}", application=application)
    bench.registered("Z-1", order_reference="first")
    bench.day = 20
    bench.registered("B-2", order_reference="second")
    actor, today = bench.actor("manager"), bench.clock().date()
    first = case_queue(bench.case_service, actor, today)
    assert [row.case_id for row in first.rows[:3]] == ["Z-1", "B-2", "A-000"]
    assert (first.total, first.pages, len(first.rows)) == (PAGE + 7, 2, PAGE)
    second = case_queue(bench.case_service, actor, today, page=2)
    ids = [row.case_id for row in (*first.rows, *second.rows)]
    assert len(ids) == len(set(ids)) == PAGE + 7
    beyond = case_queue(bench.case_service, actor, today, page=99)
    assert [row.case_id for row in beyond.rows] == [row.case_id for row in second.rows]
    assert [row.case_id for row in case_queue(bench.case_service, actor, today, words="z-1").rows] == ["Z-1"]
    assert case_queue(bench.case_service, actor, today, words="_-1").total == 0  # no wildcard
    assert case_queue(bench.case_service, actor, today, words="HUAWEI").total == PAGE + 7


def test_what_somebody_must_do_soon_is_found_without_the_rest(database: Database) -> None:
    bench = Bench(database, World())
    bench.referred("A-1", order_reference="first")
    bench.licensed("A-2", "L-1", order_reference="second")
    office, day = bench.case_service, bench.clock().date()
    manager, officer = bench.actor("manager"), bench.actor("officer")
    applicant, authority = frozenset({"applicant", "licensee"}), frozenset({"authority", "agency", "chair"})
    far = day + timedelta(days=9999)
    every = due_through(office, officer, day, far, authority, 99)
    assert [deadline for _, deadline in every] == [
        one for one in office.due(officer, day) if one.term.who in authority
    ]
    assert {stream for stream, _ in every} == {"case"}
    assert due_through(office, officer, day, far, authority, 1) == every[:1]
    assert due_through(office, officer, day, day - timedelta(days=1), authority, 99) == ()
    (expiry,) = due_through(office, manager, day, far, applicant, 99)
    assert (expiry[0], expiry[1].subject) == ("license", "L-1")
    assert deadlines_of(office, manager, "license", "L-1", day) == (expiry[1],)
    assert deadlines_of(office, manager, "case", "A-2", day) == ()  # decided
    mine = [deadline for deadline in office.due(manager, day) if deadline.subject == "A-1"]
    assert list(deadlines_of(office, manager, "case", "A-1", day)) == mine


def test_licenses_stand_by_what_is_due_or_ends(tmp_path: Path) -> None:
    bench = Bench(open_database(tmp_path), World())
    bench.licensed("A-1", "L-9")
    actor, today = bench.actor("manager"), bench.clock().date()
    found = license_queue(bench.case_service, actor, today)
    assert [row.number for row in found.rows] == ["L-9"]
    assert found.nearest["L-9"].due is not None
    assert license_queue(bench.case_service, actor, today, words="nobody").total == 0
