"""What passes on from one upload of an order book to the next: holds always, a clearance only to the same line."""

import random
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from licet.events.event import Act, Actor, Event
from licet.events.kinds import Kind
from licet.events.roles import UserRole
from licet.orders.continuation import Continuation, LineHistory, compare_uploads

ACT = Act(Actor("ada", UserRole.COMPLIANCE_OFFICER, "acme"), datetime(2026, 11, 30, tzinfo=UTC), "seen")
Line = tuple[str | None, str]
"""A reference and what the line says."""


def upload(lines: list[Line]) -> pl.DataFrame:
    rows = [{"row": row, "id": name, "line": text} for row, (name, text) in enumerate(lines, 1)]
    return pl.DataFrame(rows, schema={"row": pl.Int64, "id": pl.String, "line": pl.String})


def continuation(before: list[Line], after: list[Line]) -> Continuation:
    return Continuation("earlier", compare_uploads(upload(before), upload(after)))


def history(*kinds: Kind) -> LineHistory:
    return [(number, Event.of(ACT, kind, "earlier:1", "acme")) for number, kind in enumerate(kinds, 1)]


HELD, ASKED, RELEASED = Kind.LINE_HELD, Kind.LINE_RELEASE_ASKED, Kind.LINE_RELEASED


def kinds(histories: dict[int, LineHistory]) -> dict[int, list[Kind]]:
    return {row: [event.kind for _, event in history] for row, history in histories.items()}


@pytest.mark.parametrize(
    ("after", "changes", "passed"),
    [
        pytest.param([("1", "x")], ["same"], {1: [HELD, ASKED, RELEASED]}, id="same"),
        pytest.param([("1", "y")], ["changed"], {1: [HELD, ASKED, RELEASED]}, id="changed, lapses by its content"),
        pytest.param([("2", "x")], ["new"], {}, id="a copy under another reference"),
        pytest.param([("1", "x"), ("1", "x")], ["not told apart"] * 2, {1: [HELD], 2: [HELD]}, id="twice"),
        pytest.param(
            [("1", "x"), ("1", "y")], ["same", "not told apart"], {1: [HELD, ASKED, RELEASED], 2: [HELD]},
            id="a copy that says something else",
        ),
        pytest.param([(" 1 ", "x")], ["same"], {1: [HELD, ASKED, RELEASED]}, id="blanks around the reference"),
        pytest.param([(None, "x"), ("", "x")], ["new"] * 2, {}, id="no reference any more"),
    ],
)  # fmt: skip
def test_what_passes_on_of_a_line_that_was_held_and_released(
    after: list[Line], changes: list[str], passed: Any
) -> None:
    found = continuation([("1", "x")], after)
    assert found.changes["change"].to_list() == changes
    assert kinds(found.passed_on({1: history(HELD, ASKED, RELEASED)})) == passed


def test_lines_without_a_reference_keep_holds_and_no_clearance() -> None:
    found = continuation([(None, "x"), (None, "y")], [(None, "x"), (None, "z")])
    assert found.changes["change"].to_list() == ["not told apart", "new"]
    assert kinds(found.passed_on({1: history(HELD, RELEASED), 2: history(HELD)})) == {1: [HELD]}
    assert found.counts["gone"] == 1


def drawn(random_: random.Random) -> list[Line]:
    names = [None, "", "1", "2", "3", "4"]
    return [(random_.choice(names), random_.choice("xyz")) for _ in range(random_.randint(1, 7))]


@pytest.mark.parametrize("seed", range(200))
def test_no_hold_is_lost_and_no_clearance_is_inherited(seed: int) -> None:
    random_ = random.Random(seed)
    before, after = drawn(random_), drawn(random_)
    done = {
        row: history(*random_.choice([(HELD,), (HELD, ASKED), (HELD, ASKED, RELEASED), (ASKED, RELEASED)]))
        for row in range(1, len(before) + 1)
        if random_.random() < 0.7
    }
    found = continuation(before, after)
    passed = kinds(found.passed_on(done))
    often = Counter(before), Counter(after)
    names = Counter(name for name, _ in before), Counter(name for name, _ in after)
    for row, (name, text) in enumerate(after, 1):
        mine = passed.get(row, [])
        held = [
            place
            for place, (other, said) in enumerate(before, 1)
            if ((other or "") == (name or "") if name else not other and said == text)
            and any(event.kind is HELD for _, event in done.get(place, ()))
        ]
        one_for_one = bool(name) and (
            (names[0][name], names[1][name]) == (1, 1)
            or (often[0][name, text], often[1][name, text]) == (1, 1)
        )
        if not one_for_one:
            assert set(mine) <= {HELD}, "what cannot be told apart inherits no clearance"
            assert not held or HELD in mine, "and no hold is lost"
        elif (names[0][name], names[1][name]) == (1, 1) and held:
            assert HELD in mine
    changes = found.lines.filter("later")
    assert changes.height == len(after)
    assert changes["change"].null_count() == 0
