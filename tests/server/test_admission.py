"""Who runs next: organizations in turn, a bound on how many wait, and slots that come back however a request ends."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest

from licet.server.admission import Admission, Asker, Slot
from licet.server.problems import Problem

ACME, BETA = Asker("acme", "a"), Asker("beta", "b")


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(work())


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def entering(admission: Admission, *askers: Asker) -> list[asyncio.Task[Slot]]:
    async def enter(asker: Asker) -> Slot:
        return await admission.enter(asker)

    return [asyncio.create_task(enter(asker)) for asker in askers]


def test_organizations_take_turns() -> None:
    async def work() -> None:
        admission = Admission(slots=2, patience=60)
        running = [await task for task in entering(admission, ACME)]
        tasks = entering(admission, ACME, ACME, ACME, BETA)
        await settle()
        assert [task.done() for task in tasks] == [False, False, False, True]  # beta has the second slot
        admission.exit(running[0])
        await settle()
        assert [task.done() for task in tasks] == [True, False, False, True]
        for task in tasks[1:3]:
            task.cancel()

    run(work)


def test_accounts_of_one_organization_take_turns() -> None:
    async def work() -> None:
        admission = Admission(slots=2, patience=60)
        busy, other = Asker("acme", "busy"), Asker("acme", "other")
        running = await admission.enter(busy)
        tasks = entering(admission, busy, busy, other)
        await settle()
        admission.exit(running)
        await settle()
        admission.exit(tasks[0].result())
        await settle()
        assert [task.done() for task in tasks] == [True, False, True]
        tasks[1].cancel()

    run(work)


def test_who_waits_too_long_is_refused_and_leaves_no_trace() -> None:
    async def work() -> None:
        admission = Admission(slots=1, patience=0.01)
        slot = await admission.enter(ACME)
        with pytest.raises(Problem) as refused:
            await admission.enter(BETA)
        assert (refused.value.status, refused.value.headers["Retry-After"]) == (503, "1")
        assert (admission.running, admission.waiting) == (1, 0)
        admission.exit(slot)
        admission.exit(slot)  # told twice, given back once
        assert admission.running == 0
        admission.exit(await admission.enter(BETA))

    run(work)


def test_no_more_wait_than_the_bound() -> None:
    async def work() -> None:
        admission = Admission(slots=1, patience=60, longest=8)
        await admission.enter(ACME)
        tasks = entering(admission, ACME, ACME, ACME, BETA, BETA, BETA)
        await settle()
        refused = [task.done() and isinstance(task.exception(), Problem) for task in tasks]
        assert refused == [
            False,
            False,
            True,
            False,
            False,
            True,
        ]  # a quarter of the places for one organization
        assert admission.refuses("acme")
        assert not admission.refuses("gamma")
        tasks += entering(admission, *(Asker(name, "c") for name in ("gamma", "delta") for _ in range(2)))
        await settle()
        assert admission.refuses("epsilon")
        assert admission.refuses(None)
        for task in tasks:
            task.cancel()

    run(work)


def test_a_slow_organization_makes_no_other_wait_longer_than_its_turn() -> None:
    async def work() -> None:
        admission = Admission(slots=1, patience=60, longest=400)
        admission._average = 0.1
        running = await admission.enter(ACME)
        tasks = entering(admission, ACME, ACME, ACME, ACME)
        await settle()
        assert admission.refuses("acme")  # three in front of a fourth take more than a quarter of a second
        assert not admission.refuses("beta")
        (beta,) = entering(admission, BETA)
        await settle()
        admission.exit(running)
        await settle()
        admission.exit(tasks[0].result())
        await settle()
        assert beta.done()
        for task in tasks[1:3]:
            task.cancel()

    run(work)


def test_slots_come_back_when_requests_are_cancelled() -> None:
    async def work() -> None:
        admission = Admission(slots=1, patience=60)
        slot = await admission.enter(ACME)
        waits, granted = entering(admission, ACME, BETA)
        await settle()
        waits.cancel()
        admission.exit(slot)  # beta is given the slot, and is cancelled before it knows
        granted.cancel()
        await settle()
        assert (admission.running, admission.waiting) == (0, 0)
        result: Awaitable[Slot] = admission.enter(ACME)
        admission.exit(await result)

    run(work)


def test_requests_on_their_way_in_count_among_those_that_wait() -> None:
    admission = Admission(longest=8)
    with admission.arriving("acme"), admission.arriving("acme"):
        assert admission.refuses("acme")
        assert not admission.refuses("beta")
        with pytest.raises(Problem), admission.arriving("acme"):
            pass
    assert not admission.refuses("acme")


def test_whose_a_credential_is_decides_before_anybody_is_looked_up() -> None:
    admission = Admission(longest=4)
    admission.known.note(b"token of acme", "acme")
    admission.known.note(b"token of beta", "beta")
    with admission.arriving("acme"):
        assert admission.refuses_credential(b"token of acme")
        assert not admission.refuses_credential(b"token of beta")
        assert not admission.refuses_credential(b"never seen")
        assert not admission.refuses_credential(None)
    for number in range(5000):
        admission.known.note(str(number).encode(), "many")
    assert admission.known.organization_of(b"token of acme") is None
