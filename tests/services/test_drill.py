"""A short drill of the ledger on both stores; ``benchmarks/ledger.py`` has the long one."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools.ledger_drill import Place, check, kill_round, prepare, start


@pytest.fixture
def place(database_at: str | None, tmp_path: Path) -> Place:
    found = Place(tmp_path / "home", database_at, tmp_path / "acknowledged")
    prepare(found)
    return found


def test_many_writers_overdraw_nothing_and_lose_nothing(place: Place) -> None:
    running = [start(place, f"w{index}", 600, index, acts=8) for index in range(6)]
    for process in running:
        process.join()
    report = check(place)
    assert report.good, report
    assert report.acknowledged == report.postings > 0
    assert sum(process.exitcode or 0 for process in running) == 0


def test_a_kill_in_the_middle_loses_nothing_that_was_acknowledged(place: Place) -> None:
    for index in range(3):
        kill_round(place, 2, index)
        report = check(place)
        assert report.good, report
        assert report.postings >= report.acknowledged > 0
