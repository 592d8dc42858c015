"""The queue of jobs: organizations in turn, and a bound for each."""

import time
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from licet.events.roles import UserRole
from licet.services import jobs as module
from licet.services.jobs import WAITING_AT_MOST, TooManyWaitingError


def test_a_database_that_is_gone_for_a_while_ends_no_jobs(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AGAIN_SECONDS", 0.01)
    jobs = desk.services.jobs
    key = desk.person("officer", UserRole.COMPLIANCE_OFFICER)
    user = type("User", (), {"account": desk.services.accounts.find(key)})()
    failures = iter([True] * 3)

    def failing(work: Any) -> Any:
        def done(*given: Any, **more: Any) -> Any:
            if next(failures, False):
                raise OperationalError("", {}, Exception("the connection is lost"))
            return work(*given, **more)

        return done

    job = jobs.add(user, "answers", {"as_of": None, "known_as_of": None}, {"orders.csv": b"\0"})
    monkeypatch.setattr(jobs, "_end", failing(jobs._end))  # done, and the end of it cannot be kept
    jobs.start()
    for _ in range(3000):
        if jobs.find("acme", job.key).state in module.ENDED:
            break
        time.sleep(0.01)
    jobs.stop()
    assert jobs.find("acme", job.key).state == "failed"
    assert next(failures, None) is None


def test_jobs_of_organizations_take_turns(desk: Any) -> None:
    jobs, accounts = desk.services.jobs, desk.services.accounts
    users = {}
    for organization in ("acme", "beta"):
        key = desk.person(f"{organization}-officer", UserRole.COMPLIANCE_OFFICER, organization=organization)
        users[organization] = type("User", (), {"account": accounts.find(key)})()
    for organization in ("acme", "acme", "acme", "beta", "beta"):
        jobs.add(
            users[organization], "answers", {"as_of": None, "known_as_of": None}, {"orders.csv": b"id\n1\n"}
        )
        desk.now.later(seconds=1)
    order = []
    while (job := jobs._next()) is not None:
        order.append(job.organization)
    assert order == ["acme", "beta", "acme", "beta", "acme"]
    for _ in range(WAITING_AT_MOST - 2):
        jobs.add(users["beta"], "answers", {}, {"orders.csv": b"id\n1\n"})
    with pytest.raises(TooManyWaitingError):
        jobs.add(users["beta"], "answers", {}, {"orders.csv": b"id\n1\n"})
    jobs.add(users["acme"], "answers", {}, {"orders.csv": b"id\n1\n"})
