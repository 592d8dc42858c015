"""Of several processes one leads, and another takes over however the first one ends."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from licet.server import leader as module
from licet.server.leader import Leader

HOLDER = """
import sys, time
from pathlib import Path
from licet.server.leader import Leader
leader = Leader(Path(sys.argv[1]))
leader.start()
print("leads" if leader.leads else "waits", flush=True)
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_EVERY", 0.02)


def until(true: Callable[[], bool]) -> None:
    for _ in range(1000):
        if true():
            return
        time.sleep(0.02)
    pytest.fail("it did not come to be")


def noting(home: Path, done: list[str], name: str) -> Leader:
    leader = Leader(home)
    leader.on(lambda: done.append(f"{name} begins"), lambda: done.append(f"{name} ends"))
    return leader


def test_one_leads_and_the_next_takes_over(tmp_path: Path) -> None:
    done: list[str] = []
    first, second, third = (noting(tmp_path, done, name) for name in ("a", "b", "c"))
    for leader in (first, second, third):
        leader.start()
    assert (first.leads, second.leads, third.leads) == (True, False, False)
    first.stop()
    until(lambda: second.leads or third.leads)
    time.sleep(0.2)
    assert second.leads != third.leads, "never two"
    other, name = (second, "b") if second.leads else (third, "c")
    last = third if other is second else second
    last.stop()  # while it waits
    other.stop()
    assert done == ["a begins", "a ends", f"{name} begins", f"{name} ends"]
    first.start()
    assert first.leads, "it may lead again"
    first.stop()


def test_a_leader_that_is_killed_leaves_the_lead(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"leads\n"
        leader = Leader(tmp_path)
        leader.start()
        assert not leader.leads
        holder.kill()
        holder.wait()
        until(lambda: leader.leads)
        leader.stop()


def test_a_process_that_could_not_begin_tries_again(tmp_path: Path) -> None:
    done, failures = list[str](), iter([True] * 3)

    def begin() -> None:
        if next(failures, False):
            raise OSError("the database is gone")
        done.append("begins")

    first, second = noting(tmp_path, done, "a"), Leader(tmp_path)
    second.on(begin)
    first.start()
    second.start()
    first.stop()
    until(lambda: second.leads)
    second.stop()
    assert done == ["a begins", "a ends", "begins"]
