"""Federal Register citations in every way in which the real lists write them."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from licet.model.listing import ListCode
from licet.watchlists.identity import marks_of
from licet.watchlists.notices import ListNotice, parse_notices
from licet.watchlists.reading import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("84 FR 22961", [(84, 22961, None)]),
        ("84  FR 21233", [(84, 21233, None)]),
        ("82 F.R. 48792 10/20/2017", [(82, 48792, date(2017, 10, 20))]),
        ("9.F.R. 100 1/2/44", [(9, 100, date(1944, 1, 2))]),
        ("76 FR 71869, 11/21/11", [(76, 71869, date(2011, 11, 21))]),
        ("80 F.R.44930 7/28/15", [(80, 44930, date(2015, 7, 28))]),
        ("90 F.R. 41975 8//28/2025", [(90, 41975, date(2025, 8, 28))]),
        ("77 FR 58006 (no. 182)", [(77, 58006, None)]),
        ("85 FR 34497 (6/5/2020), 87 FR 6026", [(85, 34497, date(2020, 6, 5)), (87, 6026, None)]),
        ("80 F.R. 100, 101 7/28/2015", [(80, 100, date(2015, 7, 28))]),
        ("74 F.R. 27773 DATED 06/11/09", [(74, 27773, date(2009, 6, 11))]),
        (
            "79 FR 24566; 5/1/14; 83 FR 3580; 1/26/18",
            [(79, 24566, date(2014, 5, 1)), (83, 3580, date(2018, 1, 26))],
        ),
        ("Vol. 83, No. 91, 05/10/2018", [(83, None, date(2018, 5, 10))]),
        ("76 FR No. 197 (10/12/2011)", [(76, None, date(2011, 10, 12))]),
        ("77 FR 25055 preview citation details, 4/27/12", [(77, 25055, date(2012, 4, 27))]),
        (
            "46 F.R. 46154 9/17/81 and 46 F.R. 19290 3/30/81",
            [(46, 19290, date(1981, 3, 30)), (46, 46154, date(1981, 9, 17))],
        ),
    ],
)
def test_a_citation_is_read_as_it_is_printed(
    text: str, expected: list[tuple[int, int | None, date | None]]
) -> None:
    assert [(notice.volume, notice.page, notice.day) for notice in parse_notices(text)] == expected


def test_a_date_outside_the_year_of_its_volume_is_a_slip_and_not_used() -> None:
    assert parse_notices("61 F.R. 15345 3/31/99") == (ListNotice(61, 15345, None),)
    assert parse_notices("83 FR 61541, 13/13/18") == (ListNotice(83, 61541, None),)


def test_the_oldest_comes_first_and_each_once() -> None:
    found = parse_notices("87 FR 6026; 84 FR 22961; 84 FR 22961 5/21/19")
    assert found == (ListNotice(84, 22961, date(2019, 5, 21)), ListNotice(87, 6026, None))


@pytest.mark.parametrize("text", [None, "", "NEW NOTICE TO BE PUBLISHED SOON", "F.R. 30823 7/3/2017"])
def test_what_is_no_citation_gives_none(text: str | None) -> None:
    assert parse_notices(text) == ()


def test_a_volume_bounds_its_notices_to_a_year() -> None:
    notice = parse_notices("84 FR 22961")[0]
    assert (notice.year, notice.not_later_than) == (2019, date(2019, 12, 31))
    assert str(notice.citation) == "84 FR 22961"
    assert parse_notices("Vol. 83, No. 91")[0].citation is None


def test_an_undated_page_of_a_dated_document_has_its_day() -> None:
    """The CSL cites a rule by its first page, the eCFR by the page of the entry."""
    found = parse_notices("76 FR 71867; 76 FR 71869, 11/21/11; 76 FR 80000; 77 FR 71867; 76 FR 71700")
    assert {(notice.volume, notice.page): notice.day for notice in found} == {
        (76, 71867): date(2011, 11, 21),
        (76, 71869): date(2011, 11, 21),
        (76, 71700): None,
        (76, 80000): None,
        (77, 71867): None,
    }


@pytest.mark.real_data
def test_the_first_dated_citation_is_the_first_day_wherever_both_are_known(real_lists: Path) -> None:
    """What `licet.watchlists.history` builds on: in the real lists no entry starts before its first citation."""
    ecfr = {
        marks_of(row).base: row
        for row in read(real_lists / "entity_list/bis_entity_list_ecfr_2026-07-09.json.gz").rows
    }
    rows = read(real_lists / "csl/csl_2023-11-30_partial_watchman.csv.gz").rows
    later: Counter[bool] = Counter()
    for row in rows:
        other = ecfr.get(marks_of(row).base)
        if row.list_code is ListCode.EL and row.start_date and row.notices and other is not None:
            first = parse_notices(f"{other.notices_text}; {row.notices_text}")[0]
            assert first.day is not None
            assert first.day <= row.start_date
            later[first.day < row.start_date] += 1
    assert (later[False], later[True]) == (670, 49)
