"""The queue of jobs: organizations in turn, and a bound for each."""

from typing import Any

import pytest

from licet.events.roles import UserRole
from licet.services.jobs import WAITING_AT_MOST, TooManyWaitingError


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
