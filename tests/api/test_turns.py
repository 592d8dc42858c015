"""Work in the background: organizations in turn, a bound for each, and a failure that stops nothing."""

import threading
from typing import Any

import pytest

from licet.access.roles import UserRole
from licet.api.jobs import WAITING_AT_MOST
from licet.api.turns import TooManyWaitingError, Turns


def test_organizations_take_turns_and_a_failure_stops_nothing() -> None:
    turns, begin, end, done = Turns("test"), threading.Event(), threading.Event(), list[str]()

    def fails() -> None:
        done.append("fails")
        raise RuntimeError

    turns.submit("acme", begin.wait)
    for name in ("a1", "a2"):
        turns.submit("acme", lambda name=name: done.append(name))  # type: ignore[misc]
    turns.submit("beta", fails)
    turns.submit("beta", lambda: done.append("b2"))
    turns.submit("zeta", lambda: done.append("z1"))
    turns.submit("zeta", end.set)
    begin.set()
    assert end.wait(10)
    turns.close()
    assert done.index("fails") < done.index("a2")
    assert done.index("z1") < done.index("a2")
    assert set(done) >= {"a1", "fails", "b2", "z1"}


def test_one_organization_has_a_bound_and_what_is_resumed_has_none() -> None:
    turns, go = Turns("test", most=2), threading.Event()
    turns.submit("acme", go.wait)
    turns.submit("beta", lambda: None)
    for _ in range(3):
        turns.submit("zeta", lambda: None, resumed=True)
    with pytest.raises(TooManyWaitingError, match="2 files of your organization"):
        turns.submit("zeta", lambda: None)
    go.set()
    turns.close()


def test_jobs_of_organizations_take_turns(desk: Any) -> None:
    jobs, accounts = desk.services.jobs, desk.services.accounts
    users = {}
    for organization in ("acme", "beta"):
        key = desk.person(f"{organization}-officer", UserRole.COMPLIANCE_OFFICER, organisation=organization)
        users[organization] = type("User", (), {"account": accounts.find(key)})()
    for organization in ("acme", "acme", "acme", "beta", "beta"):
        jobs.add(users[organization], "answers", {"as_of": None, "known_as_of": None}, b"id\n1\n", ".csv")
        desk.now.later(seconds=1)
    order = []
    while (job := jobs._next()) is not None:
        order.append(job.organisation)
    assert order == ["acme", "beta", "acme", "beta", "acme"]
    for _ in range(WAITING_AT_MOST - 2):
        jobs.add(users["beta"], "answers", {}, b"id\n1\n", ".csv")
    with pytest.raises(TooManyWaitingError):
        jobs.add(users["beta"], "answers", {}, b"id\n1\n", ".csv")
    jobs.add(users["acme"], "answers", {}, b"id\n1\n", ".csv")
