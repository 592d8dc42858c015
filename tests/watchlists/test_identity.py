"""Entry ids hold from one snapshot to the next."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.model.listing import ListCode
from licet.watchlists.identity import Marks, assign_ids, fold, marks_of
from licet.watchlists.reading import read
from licet.watchlists.row import RawRow


def row(name: str = "Acme Ltd.", code: ListCode = ListCode.DPL, **more: Any) -> RawRow:
    return RawRow(list_code=code, name=name, line=1, **more)


def known_from(rows: Sequence[RawRow], ids: Sequence[str]) -> dict[str, dict[str, Marks]]:
    found: dict[str, dict[str, Marks]] = {}
    for item, entry_id in zip(rows, ids, strict=True):
        marks = marks_of(item)
        found.setdefault(marks.base, {})[entry_id] = marks
    return found


def test_an_official_number_is_the_id() -> None:
    assert assign_ids([row(code=ListCode.SDN, official_id="9640")], {}) == ["SDN-9640"]


def test_an_id_can_be_read_and_leaves_out_what_changes() -> None:
    before = row(
        "Huawei Device Co., Ltd.", ListCode.EL, countries=("CN",), addresses=("A",), requirement="one"
    )
    after = row(
        "HUAWEI DEVICE CO LTD", ListCode.EL, countries=("CN", "HK"), addresses=("B", "C"), requirement="two"
    )
    (first,), (second,) = assign_ids([before], {}), assign_ids([after], {})
    assert first == second
    assert first.startswith("EL-huawei-device-co-ltd-cn-")


def test_hong_kong_stands_under_china() -> None:
    ids = [assign_ids([row(code=ListCode.EL, countries=(code,))], {}) for code in ("CN", "HK", "MO")]
    assert ids[0] == ids[1] == ids[2]


def test_one_name_under_two_country_headings_is_two_entries() -> None:
    ids = assign_ids([row(code=ListCode.EL, countries=("CN",)), row(code=ListCode.EL, countries=("RU",))], {})
    assert len(set(ids)) == 2
    assert all("~" not in entry_id for entry_id in ids)


def test_two_orders_against_one_name_are_told_apart_by_their_first_notice() -> None:
    rows = [row(notices_text="84 FR 100"), row(notices_text="80 FR 200")]
    ids = assign_ids(rows, {})
    assert ids[1] == ids[0].removesuffix("~84fr100")
    assert assign_ids(rows[::-1], {}) == ids[::-1]


def test_when_the_first_of_two_goes_the_other_keeps_its_id() -> None:
    rows = [row(notices_text="80 FR 200"), row(notices_text="84 FR 100")]
    ids = assign_ids(rows, {})
    assert assign_ids(rows[1:], known_from(rows, ids)) == ids[1:]


def test_a_third_of_the_same_name_never_takes_an_id_that_was_given() -> None:
    rows = [row(notices_text="80 FR 200"), row(notices_text="84 FR 100")]
    ids = assign_ids(rows, {})
    (third,) = assign_ids([row(notices_text="87 FR 300")], known_from(rows, ids))
    assert third not in ids


def test_two_of_one_notice_keep_their_ids_by_their_addresses() -> None:
    rows = [row(notices_text="84 FR 1", addresses=("B",)), row(notices_text="84 FR 1", addresses=("A",))]
    ids = assign_ids(rows, {})
    moved = [row(notices_text="84 FR 1", addresses=("AA",)), rows[0]]
    assert assign_ids(moved, known_from(rows, ids)) == [ids[1], ids[0]]


def test_a_lone_entry_keeps_its_id_when_its_notices_are_corrected() -> None:
    before = row(notices_text="84 FR 1")
    ids = assign_ids([before], {})
    assert assign_ids([row(notices_text="83 FR 9")], known_from([before], ids)) == ids


ROWS = st.lists(
    st.builds(
        row,
        name=st.sampled_from(["Acme", "ACME", "Other", "华为"]),
        code=st.sampled_from([ListCode.DPL, ListCode.EL]),
        notices_text=st.sampled_from([None, "80 FR 1", "84 FR 2"]),
        addresses=st.sampled_from([(), ("A",), ("B",)]),
        start_date=st.sampled_from([None, date(2020, 1, 1)]),
    ),
    max_size=12,
)


@given(ROWS, ROWS)
def test_ids_are_never_shared_and_the_same_file_gets_the_same_ids(
    first: list[RawRow], second: list[RawRow]
) -> None:
    ids = assign_ids(first, {})
    assert len(set(ids)) == len(ids)
    assert assign_ids(first, known_from(first, ids)) == ids
    later = assign_ids(second, known_from(first, ids))
    assert len(set(later)) == len(later)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.real_data
def test_the_real_list_gives_every_row_an_id_of_its_own(real_lists: Path) -> None:
    rows = read(real_lists / "csl/csl_2026-07-31_compact.json.gz").rows
    ids = assign_ids(rows, {})
    assert len(set(ids)) == len(rows) == 25_921
    assert max(map(len, ids)) <= 120
