"""A snapshot is judged list by list before anything changes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from licet.model.listing import ListCode
from licet.watchlists.checks import Baseline, LossLimits, check, shortage_of
from licet.watchlists.row import RawRow
from licet.watchlists.snapshot import Format, ProblemKind, RefusedRow, Snapshot, SnapshotProblem

DAY = date(2026, 7, 31)
FULL: Mapping[ListCode, int] = {
    ListCode.EL: 1_000,
    ListCode.SDN: 5_000,
    ListCode.DPL: 400,
    ListCode.DTC: 400,
    ListCode.UVL: 50,
    ListCode.SSI: 150,
    ListCode.ISN: 50,
    ListCode.PLC: 20,
    ListCode.MEU: 40,
    ListCode.CMIC: 30,
    ListCode.NS_MBS: 5,
}


def snapshot(counts: Mapping[ListCode, int], format_: Format = Format.CSL_CSV, **more: Any) -> Snapshot:
    rows = [
        RawRow(list_code=code, name=f"{code} {number}", line=number)
        for code, count in counts.items()
        for number in range(count)
    ]
    return Snapshot(format_, "0" * 64, DAY, "test", tuple(rows), **more)


def without(*codes: ListCode) -> dict[ListCode, int]:
    return {code: count for code, count in FULL.items() if code not in codes}


def kinds(problems: tuple[SnapshotProblem, ...]) -> set[tuple[ProblemKind, ListCode | None]]:
    return {(problem.kind, problem.source) for problem in problems}


def test_a_first_whole_list_passes_its_floors() -> None:
    assert check(snapshot(FULL), DAY, None) == ()


@pytest.mark.parametrize("code", list(FULL))
def test_a_first_list_below_a_floor_is_refused_and_names_the_list(code: ListCode) -> None:
    (problem,) = check(snapshot({**FULL, code: FULL[code] - 1}), DAY, None)
    assert (problem.kind, problem.source) == (ProblemKind.TOO_FEW_ROWS, code)
    assert f"{FULL[code] - 1} rows; a whole list has at least {FULL[code]}" in problem.words


def test_a_first_list_without_a_source_names_each_that_is_missing() -> None:
    assert kinds(check(snapshot(without(ListCode.EL, ListCode.UVL)), DAY, None)) == {
        (ProblemKind.MISSING_SOURCE, ListCode.EL),
        (ProblemKind.MISSING_SOURCE, ListCode.UVL),
    }


def test_a_list_that_did_not_exist_yet_is_not_missed() -> None:
    old = without(ListCode.MEU, ListCode.CMIC, ListCode.NS_MBS)
    assert check(snapshot(old), date(2020, 6, 1), None) == ()


def test_files_of_one_list_have_a_floor_too() -> None:
    assert check(snapshot({ListCode.DPL: 300}, Format.DPL_TEXT), DAY, None) == ()
    assert kinds(check(snapshot({ListCode.DPL: 299}, Format.DPL_TEXT), DAY, None)) == {
        (ProblemKind.TOO_FEW_ROWS, ListCode.DPL)
    }
    assert kinds(check(snapshot({ListCode.EL: 999}, Format.ECFR_EL), DAY, None)) == {
        (ProblemKind.TOO_FEW_ROWS, ListCode.EL)
    }


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        (1_000, 900, None),
        (1_000, 899, ProblemKind.TOO_FEW_ROWS),
        (1_000, 1_250, None),
        (1_000, 1_251, ProblemKind.TOO_MANY_ROWS),
        (12, 2, None),
        (12, 1, ProblemKind.TOO_FEW_ROWS),
        (12, 22, None),
        (12, 23, ProblemKind.TOO_MANY_ROWS),
        (12, 0, ProblemKind.MISSING_SOURCE),
        (1, 0, ProblemKind.MISSING_SOURCE),
        (0, 500, None),
    ],
)
def test_a_count_stays_within_a_band_of_the_last_good_one(
    before: int, now: int, kind: ProblemKind | None
) -> None:
    last = Baseline({ListCode.EL: before, ListCode.SDN: 100}, date(2026, 7, 1))
    found = check(snapshot({ListCode.EL: now, ListCode.SDN: 100}), DAY, last)
    assert kinds(found) == (set() if kind is None else {(kind, ListCode.EL)})
    assert all("2026-07-01" in problem.words for problem in found)


def test_other_limits_can_be_set() -> None:
    last = Baseline({ListCode.EL: 1_000}, DAY)
    assert check(snapshot({ListCode.EL: 500}), DAY, last, LossLimits(lowest=0.5)) == ()


def test_a_number_on_two_rows_is_refused() -> None:
    rows = tuple(RawRow(list_code=ListCode.SDN, name=f"{i}", line=i, official_id="7") for i in range(2))
    other = RawRow(list_code=ListCode.SSI, name="x", line=3, official_id="7")
    last = Baseline({}, DAY)
    found = check(Snapshot(Format.CSL_CSV, "", DAY, "", (*rows, other)), DAY, last)
    assert kinds(found) == {(ProblemKind.DUPLICATE_IDS, ListCode.SDN)}


def test_damaged_characters_in_many_rows_are_refused_and_shown() -> None:
    def damaged(count: int) -> Snapshot:
        rows = (RawRow(list_code=ListCode.EL, name="SociÃ©tÃ©", line=i) for i in range(count))
        return Snapshot(Format.CSL_CSV, "", DAY, "", tuple(rows))

    assert check(damaged(5), DAY, Baseline({}, DAY)) == ()
    (problem,) = check(damaged(6), DAY, Baseline({}, DAY))
    assert problem.kind is ProblemKind.BROKEN_ENCODING
    assert "6 rows with damaged characters such as 'Ã©'" in problem.words


def test_a_single_refused_row_is_a_reason_and_shows_itself() -> None:
    """Who stands in it is unknown."""
    refused = (RefusedRow(7, "name: empty", "{'s': 3}"), RefusedRow(9, "name: empty", "x", ListCode.SDN))
    found = check(snapshot({ListCode.EL: 5}, refused=refused), DAY, Baseline({}, DAY))
    assert kinds(found) == {(ProblemKind.ROWS_REFUSED, None), (ProblemKind.ROWS_REFUSED, ListCode.SDN)}
    assert [problem.names for problem in found] == [("line 7: {'s': 3}",), ("line 9: x",)]
    codes = frozenset({ListCode.EL, ListCode.SDN})
    assert shortage_of(found, codes) == codes
    assert shortage_of(found[1:], codes) == {ListCode.SDN}


def test_what_reading_found_is_a_reason() -> None:
    cut = SnapshotProblem(ProblemKind.TRUNCATED, "the last row is short", line=7)
    assert check(snapshot(FULL, problems=(cut,)), DAY, None) == (cut,)


def test_nothing_follows_from_absence_in_a_list_that_may_lack_rows() -> None:
    codes = frozenset({ListCode.EL, ListCode.SDN})
    few = SnapshotProblem(ProblemKind.TOO_FEW_ROWS, "", ListCode.EL)
    many = SnapshotProblem(ProblemKind.TOO_MANY_ROWS, "", ListCode.SDN)
    cut = SnapshotProblem(ProblemKind.TRUNCATED, "")
    assert shortage_of((few, many), codes) == {ListCode.EL}
    assert shortage_of((many, cut), codes) == codes
    assert shortage_of((), codes) == frozenset()
