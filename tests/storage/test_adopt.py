"""Adoption writes history and nothing else; a refusal changes nothing."""

import sqlite3
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licet.model.listing import ListCode, ListEntry
from licet.storage.adopt import Adoption, AdoptionError, AdoptionRefusedError, AdoptionRequest, adopt
from licet.storage.home import database_path
from licet.storage.state import load_entries, open_state
from licet.watchlists.row import RawRow
from licet.watchlists.snapshot import Format, ProblemKind, Snapshot

TODAY = date(2026, 11, 23)
D1, D2, D3 = date(2022, 1, 10), date(2023, 1, 10), date(2024, 1, 10)


def row(name: str, **more: Any) -> RawRow:
    return RawRow(list_code=more.pop("code", ListCode.DPL), name=name, line=1, **more)


def snapshot(day: date, *rows: RawRow, format_: Format = Format.CSL_CSV, mark: str = "") -> Snapshot:
    digest = f"{day:%Y%m%d}{format_.value[:4]}{mark}".ljust(64, "0")
    return Snapshot(format_, digest, day, "test", rows)


def take(home: Path, found: Snapshot, *, as_whole: bool = True, reason: str | None = "a test") -> Adoption:
    return adopt(home, found, AdoptionRequest("list.csv", TODAY, accept_anyway=reason, as_whole=as_whole))


def on(home: Path, day: date, known: date | None = None) -> set[str]:
    return {entry.name for entry in load_entries(home, known, as_of=day)}


def dump(home: Path) -> list[Any]:
    with closing(sqlite3.connect(database_path(home))) as connection:
        return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]  # noqa: S608 - our names


TABLES = ("list_snapshot", "list_content", "list_assertion")


def test_history_tells_who_came_who_changed_and_who_went(tmp_path: Path) -> None:
    first = take(tmp_path, snapshot(D1, row("A"), row("B", policy="one")))
    second = take(tmp_path, snapshot(D2, row("B", policy="two"), row("C")))
    assert (first.added, first.changed, first.gone) == (2, 0, 0)
    assert (second.added, second.changed, second.gone) == (1, 1, 1)
    assert on(tmp_path, D1) >= {"A", "B"}
    assert on(tmp_path, D2) == {"B", "C"}
    assert on(tmp_path, D2, known=D1) == {"A", "B"}


def test_a_refused_snapshot_changes_nothing_and_the_old_list_answers(tmp_path: Path) -> None:
    take(tmp_path, snapshot(D1, *(row(f"P{i}") for i in range(30))))
    before, state = dump(tmp_path), open_state(tmp_path)
    with pytest.raises(AdoptionRefusedError) as caught:
        take(tmp_path, snapshot(D2, row("P0")), reason=None)
    few, gone = caught.value.problems
    assert (few.kind, gone.kind) == (ProblemKind.TOO_FEW_ROWS, ProblemKind.GONE_UNEXPLAINED)
    assert len(gone.names) == 29
    after = open_state(tmp_path)
    assert state is not None
    assert after is not None
    assert (dump(tmp_path), after.fingerprint) == (before, state.fingerprint)


def test_a_refused_first_snapshot_leaves_no_list(tmp_path: Path) -> None:
    with pytest.raises(AdoptionRefusedError):
        take(tmp_path, snapshot(D1, row("A")), reason=None)
    assert open_state(tmp_path) is None
    assert load_entries(tmp_path) == []


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_without_words_is_bad_input(tmp_path: Path, reason: str) -> None:
    with pytest.raises(AdoptionError, match="a reason in words is needed"):
        take(tmp_path, snapshot(D1, row("A")), reason=reason)
    assert open_state(tmp_path) is None


def test_the_reason_is_kept_with_the_snapshot(tmp_path: Path) -> None:
    adoption = take(tmp_path, snapshot(D1, row("A")), reason="a sample for training")
    assert adoption.snapshot.accepted_reason == "a sample for training"
    assert adoption.snapshot.report["problems"]
    state = open_state(tmp_path)
    assert state is not None
    assert state.sources[ListCode.DPL].accepted_reason == "a sample for training"


def test_a_reason_that_was_not_needed_is_not_kept(tmp_path: Path) -> None:
    take(tmp_path, snapshot(D1, *(row(f"P{i}") for i in range(30))))
    assert take(tmp_path, snapshot(D2, *(row(f"P{i}") for i in range(31)))).snapshot.accepted_reason is None


def test_what_a_partial_file_lacks_is_not_gone(tmp_path: Path) -> None:
    """Accepting a cut file must not take anybody off the list."""
    take(tmp_path, snapshot(D1, *(row(f"P{i}") for i in range(30))))
    adoption = take(tmp_path, snapshot(D2, row("P0", policy="new")), as_whole=False)
    assert (adoption.changed, adoption.gone) == (1, 0)
    assert len(on(tmp_path, D2)) == 30


def test_a_partial_file_is_no_measure_for_the_next(tmp_path: Path) -> None:
    take(tmp_path, snapshot(D1, *(row(f"P{i}") for i in range(30))))
    take(tmp_path, snapshot(D2, row("P0")), as_whole=False)
    with pytest.raises(AdoptionRefusedError) as refused:
        take(tmp_path, snapshot(D3, *(row(f"P{i}") for i in range(29))), reason=None)
    (problem,) = refused.value.problems
    assert (problem.kind, problem.names) == (ProblemKind.GONE_UNEXPLAINED, ("P29",)), (
        "29 of 30 are not too few"
    )


def test_the_same_bytes_for_the_same_day_are_taken_once(tmp_path: Path) -> None:
    take(tmp_path, snapshot(D1, row("A")))
    before = dump(tmp_path)
    assert take(tmp_path, snapshot(D1, row("A"))).already
    assert dump(tmp_path) == before


def test_a_day_to_come_and_a_missing_day_are_bad_input(tmp_path: Path) -> None:
    with pytest.raises(AdoptionError, match="is still to come"):
        take(tmp_path, snapshot(date(2026, 11, 24), row("A")))
    undated = Snapshot(Format.CSL_CSV, "0" * 64, None, "the CSV format carries no date", (row("A"),))
    with pytest.raises(AdoptionError, match=r"carries no date; say of which day it is with --as-of-date"):
        take(tmp_path, undated)


def test_a_given_day_outweighs_that_of_the_file(tmp_path: Path) -> None:
    request = AdoptionRequest("x", TODAY, data_date=D2, accept_anyway="a test")
    adoption = adopt(tmp_path, snapshot(D1, row("A")), request)
    assert (adoption.snapshot.data_date, adoption.snapshot.data_date_basis) == (D2, "--as-of-date")


def test_a_correction_of_the_same_day_takes_the_place_of_the_first(tmp_path: Path) -> None:
    take(tmp_path, snapshot(D1, row("A"), row("WRONG")))
    take(tmp_path, snapshot(D1, row("A"), row("RIGHT"), mark="2"))
    assert {entry.name for entry in load_entries(tmp_path)} == {"A", "RIGHT"}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_nothing_that_was_written_can_be_changed(tmp_path: Path, table: str, statement: str) -> None:
    take(tmp_path, snapshot(D1, row("A")))
    column = "hash" if table == "list_content" else "id"
    with (
        closing(sqlite3.connect(database_path(tmp_path))) as connection,
        pytest.raises(sqlite3.IntegrityError, match=f"{table} is insert-only"),
    ):
        connection.execute(statement.format(table, column, column))


def test_when_the_state_cannot_be_written_nothing_is_adopted(tmp_path: Path) -> None:
    (tmp_path / "states").write_text("in the way")
    with pytest.raises(FileExistsError):
        take(tmp_path, snapshot(D1, row("A")))
    (tmp_path / "states").unlink()
    assert open_state(tmp_path) is None


def test_two_who_adopt_at_once_wait_for_one_another(tmp_path: Path) -> None:
    take(tmp_path, snapshot(D1, row("A")))
    found = [snapshot(day, row("A"), row(f"{day}")) for day in (D2, D3)]
    threads = [threading.Thread(target=take, args=(tmp_path, item)) for item in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    state = open_state(tmp_path)
    assert state is not None
    assert state.adoption == 3
    assert on(tmp_path, D3) == {"A", str(D3)}


def told(entries: Sequence[ListEntry]) -> Mapping[str, Any]:
    """What the entries say, apart from the words that name the order of adoption."""
    return {
        entry.entry_id: [(row.in_force, row.published_on, row.value) for row in entry.terms.rows]
        for entry in entries
    }


STATES = st.lists(
    st.dictionaries(st.sampled_from("ABCD"), st.sampled_from(["one", "two"]), min_size=1),
    min_size=1,
    max_size=4,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=STATES, data=st.data())
def test_the_order_of_adoption_does_not_matter(
    states: list[dict[str, str]], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = [
        snapshot(date(2020 + number, 1, 1), *(row(name, policy=policy) for name, policy in state.items()))
        for number, state in enumerate(states)
    ]
    in_order, shuffled = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")
    for item in found:
        take(in_order, item)
    for item in data.draw(st.permutations(found)):
        take(shuffled, item)
    assert told(load_entries(in_order)) == told(load_entries(shuffled))
    for item, state in zip(found, states, strict=True):
        assert item.data_date is not None
        assert on(shuffled, item.data_date, known=item.data_date) == set(state)


def test_each_feed_closes_only_what_it_had_itself(tmp_path: Path) -> None:
    take(tmp_path, snapshot(D1, row("OWN"), row("BOTH"), format_=Format.DPL_TEXT))
    take(tmp_path, snapshot(D2, row("BOTH")))
    assert on(tmp_path, D2) == {"OWN", "BOTH"}
    take(tmp_path, snapshot(D3, row("OTHER")))
    assert on(tmp_path, D3) == {"OWN", "OTHER"}
