"""Every format gives every field it has; bad rows are refused by line and the rest goes on."""

import gzip
import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from licet.model.listing import Alias, ListCode
from licet.watchlists.reading import (
    read,
    read_csl_compact,
    read_csl_csv,
    read_csl_json,
    read_dpl_text,
    read_ecfr_entity_list,
)
from licet.watchlists.rows import names_of
from licet.watchlists.snapshot import Format, ProblemKind, UnreadableSnapshotError

CslCsv = Callable[..., bytes]
EL = "Entity List (EL) - Bureau of Industry and Security"
HUAWEI = {
    "source": EL,
    "_id": "abc123",
    "name": "Huawei Device  Co., Ltd.",
    "addresses": "Songshan Lake, Dongguan, CN; Room 1, Hong Kong, HK",
    "federal_register_notice": "84 FR 22963; 85 FR 29853",
    "start_date": "2019-05-16",
    "license_requirement": "For all items subject to the EAR, see §§ 734.9(e)1 and 744.11 of the EAR2",
    "license_policy": "Presumption of denial.",
    "alt_names": "Huawei Device; and Songshan Lake Southern Factory; Huawei Device",
    "source_list_url": "https://a.example/el",
    "source_information_url": "https://a.example/info",
    "remarks": "a remark",
    "title": "a title",
    "ids": "Registration, 1; Registration, 2",
}


def test_the_official_csv_gives_every_field(csl_csv: CslCsv) -> None:
    (row,) = read_csl_csv(csl_csv(HUAWEI)).rows
    assert (row.list_code, row.name, row.line) == (ListCode.EL, "Huawei Device Co., Ltd.", 2)
    assert row.aliases == (Alias("Huawei Device"), Alias("Songshan Lake Southern Factory"))
    assert row.countries == ("CN", "HK")
    assert row.addresses == ("Songshan Lake, Dongguan, CN", "Room 1, Hong Kong, HK")
    assert [notice.page for notice in row.notices] == [22963, 29853]
    assert (row.start_date, row.end_date, row.standard_order) == (date(2019, 5, 16), None, None)
    assert (row.footnotes, row.policy) == ((1, 2), "Presumption of denial.")
    assert row.ids == ("Registration, 1", "Registration, 2")
    assert row.urls == ("https://a.example/el", "https://a.example/info")
    assert row.extras == (("_id", "abc123"), ("title", "a title"))
    assert row.remarks == "a remark"


def test_the_older_layout_without_ids_is_read(csl_csv: CslCsv) -> None:
    found = read_csl_csv(csl_csv(HUAWEI, drop=("_id",)))
    assert found.rows[0].name == "Huawei Device Co., Ltd."
    assert found.counts == {ListCode.EL: 1}


def test_bad_rows_are_refused_by_line_and_the_rest_goes_on(csl_csv: CslCsv) -> None:
    found = read_csl_csv(
        csl_csv(
            HUAWEI,
            {**HUAWEI, "name": " "},
            {**HUAWEI, "source": "Foo List (FOO) - Bar"},
            {**HUAWEI, "start_date": "16 May"},
            HUAWEI,
        )
    )
    assert len(found.rows) == 2
    assert [(row.line, row.reason) for row in found.refused] == [
        (3, "name: empty"),
        (4, "source: 'Foo List (FOO) - Bar' is no known list"),
        (5, "start_date: '16 May' is not a date like 2019-05-16"),
    ]


def test_a_row_over_several_lines_is_counted_by_its_first(csl_csv: CslCsv) -> None:
    found = read_csl_csv(csl_csv({**HUAWEI, "remarks": "one\ntwo\nthree"}, {**HUAWEI, "name": ""}))
    assert (found.rows[0].line, found.refused[0].line) == (2, 5)


def test_repeated_header_rows_are_dropped_and_counted(csl_csv: CslCsv) -> None:
    whole = csl_csv(HUAWEI)
    header, rest = whole.split(b"\n", 1)
    found = read_csl_csv(b"\n".join([header, header, rest]))
    assert (found.repeated_headers, len(found.rows), found.refused) == (1, 1, ())


def test_a_cut_end_is_a_problem_and_its_row_is_refused(csl_csv: CslCsv) -> None:
    whole = csl_csv(HUAWEI, HUAWEI)
    for cut in (40, 200):
        found = read_csl_csv(whole[:-cut])
        assert len(found.rows) == 1
        assert [problem.kind for problem in found.problems] == [ProblemKind.TRUNCATED]
        assert found.problems[0].line == 3


def test_a_missing_column_is_named(csl_csv: CslCsv) -> None:
    with pytest.raises(UnreadableSnapshotError, match="the header has no start_date, license_policy"):
        read(csl_csv(HUAWEI, drop=("start_date", "license_policy")))


def test_columns_that_nobody_knows_yet_are_kept(csl_csv: CslCsv) -> None:
    text = csl_csv(HUAWEI).decode().splitlines()
    found = read("\n".join([f'{text[0]},"new_column"', f'{text[1]},"its value"']).encode())
    assert ("new_column", "its value") in found.rows[0].extras


RECORD: dict[str, Any] = {
    "source": "Specially Designated Nationals (SDN) - Treasury Department",
    "id": "9640",
    "entity_number": 9640,
    "type": "Entity",
    "programs": ["SDGT", "IRAN"],
    "name": "ACME BANK",
    "title": None,
    "addresses": [
        {"address": "1 Street", "city": "Tehran", "state": None, "postal_code": "11", "country": "IR"},
        {"address": None, "city": None, "state": None, "postal_code": None, "country": "SY"},
    ],
    "federal_register_notice": None,
    "start_date": "2010-01-02",
    "end_date": None,
    "standard_order": None,
    "license_requirement": None,
    "license_policy": None,
    "remarks": "(Linked To: X)",
    "source_list_url": "https://a.example/sdn",
    "alt_names": ["ACME", "BANK ACME"],
    "citizenships": [],
    "dates_of_birth": ["1950"],
    "nationalities": ["IR"],
    "places_of_birth": [],
    "source_information_url": "https://a.example/sdn",
    "ids": [
        {
            "type": "SWIFT/BIC",
            "number": "ACMEIRTH",
            "country": "IR",
            "issue_date": None,
            "expiration_date": None,
        }
    ],
}


def as_json(*records: Any, **more: Any) -> bytes:
    return json.dumps({"results": list(records), **more}).encode()


def test_the_official_json_gives_every_field() -> None:
    found = read_csl_json(as_json(RECORD, search_performed_at="2026-11-20T05:00:00+00:00"))
    (row,) = found.rows
    assert found.data_date == date(2026, 11, 20)
    assert (row.list_code, row.official_id, row.kind) == (ListCode.SDN, "9640", "Entity")
    assert row.aliases == (Alias("ACME"), Alias("BANK ACME"))
    assert (row.countries, row.addresses) == (("IR", "SY"), ("1 Street, Tehran, 11, IR", "SY"))
    assert row.programs == ("SDGT", "IRAN")
    assert row.ids == ("SWIFT/BIC, ACMEIRTH, IR",)
    assert row.urls == ("https://a.example/sdn",)
    assert row.extras == (("dates_of_birth", "1950"), ("nationalities", "IR"))
    assert row.start_date == date(2010, 1, 2)


def test_bad_json_records_are_refused_by_number() -> None:
    bad = [
        {**RECORD, "name": ""},
        {**RECORD, "source": None},
        "text",
        {**RECORD, "alt_names": 7},
        {**RECORD, "name": {}},
    ]
    found = read_csl_json(as_json(RECORD, *bad))
    assert len(found.rows) == 1
    assert [(row.line, row.reason) for row in found.refused] == [
        (2, "name: empty"),
        (3, "source: None is no known list"),
        (4, "not a JSON object"),
        (5, "alt_names: a list is expected"),
        (6, "name: a text is expected"),
    ]


def test_json_that_says_that_it_has_more_is_truncated() -> None:
    assert [problem.kind for problem in read(as_json(RECORD, total=2)).problems] == [ProblemKind.TRUNCATED]
    assert read(as_json(RECORD, total=1)).problems == ()


@pytest.mark.parametrize(
    ("given", "kind", "words"),
    [
        (as_json(RECORD)[:-1], ProblemKind.TRUNCATED, "ends early"),
        (as_json(RECORD, RECORD)[:900], ProblemKind.TRUNCATED, "ends early"),
        (b'{"results": [nonsense]}', ProblemKind.BROKEN_FILE, "not JSON"),
        (b'{"results": []}', ProblemKind.EMPTY_FILE, "no records"),
        (b'{"results": [{"a": 1}]}', ProblemKind.MISSING_COLUMNS, "no record has source, name"),
        (b'{"list_id": "bis-dpl", "entities": []}', ProblemKind.UNKNOWN_FORMAT, "list_id, entities"),
        (b"[1, 2]", ProblemKind.UNKNOWN_FORMAT, "a list"),
        (b"name;country\nx;y\n", ProblemKind.UNKNOWN_FORMAT, "it begins 'name;country'"),
        (b'{"list_id": "bis-entity-list", "entities": []}', ProblemKind.EMPTY_FILE, "no records"),
        (
            b'{"entries": [], "tables": {"sources": []}}',
            ProblemKind.MISSING_COLUMNS,
            "no table licenceRequirements",
        ),
        (b"Name\tEffective_Date\n", ProblemKind.MISSING_COLUMNS, "no Street_Address"),
    ],
)
def test_a_file_of_no_known_shape_says_why(given: bytes, kind: ProblemKind, words: str) -> None:
    with pytest.raises(UnreadableSnapshotError, match=words) as caught:
        read(given)
    assert caught.value.problem.kind is kind


def test_asking_for_another_format_is_an_error(csl_csv: CslCsv) -> None:
    with pytest.raises(UnreadableSnapshotError, match="this is csl-csv, dpl-text was asked for"):
        read_dpl_text(csl_csv(HUAWEI))


def test_a_compact_row_with_an_index_outside_its_table_is_refused() -> None:
    tables = {
        "sources": [EL],
        "licenceRequirements": ["All"],
        "licencePolicies": [],
        "programmes": ["A; B"],
        "urls": [],
    }
    entries = [
        {"n": "X", "s": 0, "lr": 0, "pg": 0, "c": ["CN", "REGION: KASHMIR"]},
        {"n": "Y", "s": 0, "lp": 0},
        7,
    ]
    found = read_csl_compact(json.dumps({"tables": tables, "entries": entries, "entryCount": 4}).encode())
    assert [(row.name, row.programs, row.countries) for row in found.rows] == [("X", ("A", "B"), ("CN",))]
    assert found.rows[0].unread_countries == ("REGION: KASHMIR",)
    assert [row.reason for row in found.refused] == ["lp: 0 is not in its table of 0", "not a JSON object"]
    assert [problem.kind for problem in found.problems] == [ProblemKind.TRUNCATED]


DPL_HEADER = [
    "Name",
    "Street_Address",
    "City",
    "State",
    "Country",
    "Postal_Code",
    "Effective_Date",
    "Expiration_Date",
    "Standard_Order",
    "Last_Update",
    "Action",
    "FR_Citation",
]


def dpl(*rows: list[str]) -> bytes:
    return "\n".join("\t".join(f'"{cell}"' for cell in row) for row in (DPL_HEADER, *rows)).encode()


ASH = [
    " I. ASH",
    "1 A ST.",
    "SEAGOVILLE",
    "TX",
    "",
    "75159",
    "06/19/2003",
    "06/29/2056",
    "y",
    "2007-01-31",
    "NEW",
    "68 F.R. 38290 6/27/03",
]


def test_the_denied_persons_list_gives_every_field() -> None:
    (row,) = read_dpl_text(dpl(ASH)).rows
    assert (row.name, row.countries, row.standard_order) == ("I. ASH", ("US",), True)
    assert row.addresses == ("1 A ST., SEAGOVILLE, TX, 75159",)
    assert (row.start_date, row.end_date) == (date(2003, 6, 19), date(2056, 6, 29))
    assert row.notices[0].day == date(2003, 6, 27)
    assert row.extras == (("Last_Update", "2007-01-31"), ("Action", "NEW"))


def test_bad_rows_of_the_denied_persons_list_are_refused_by_line() -> None:
    found = read_dpl_text(dpl(["", *ASH[1:]], [*ASH[:6], "2003-06-19", *ASH[7:]], DPL_HEADER, ASH, ASH[:4]))
    assert len(found.rows) == 1
    assert found.repeated_headers == 1
    assert [(row.line, row.reason.split(":")[0]) for row in found.refused] == [
        (2, "Name"),
        (3, "Effective_Date"),
        (6, "4 cells, the header has 12"),
    ]
    assert [(problem.kind, problem.line) for problem in found.problems] == [(ProblemKind.TRUNCATED, 6)]


def test_the_date_in_a_name_counts_where_the_content_has_none(tmp_path: Path, csl_csv: CslCsv) -> None:
    named = tmp_path / "consolidated_2026-07-31.csv"
    named.write_bytes(csl_csv(HUAWEI))
    assert (read(named).data_date, read(named).data_date_basis) == (date(2026, 7, 31), "the file's name")
    bare = tmp_path / "consolidated_2026-07.csv"
    bare.write_bytes(csl_csv(HUAWEI))
    assert read(bare).data_date is None


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "format_", "rows", "refused", "headers"),
    [
        ("csl/csl_2019-12-03_sample_watchman.csv", Format.CSL_CSV, 115, 0, 0),
        ("csl/csl_2023-11-30_partial_watchman.csv.gz", Format.CSL_CSV, 4_226, 1, 1),
        ("csl/csl_2025-06_sample_watchman.csv", Format.CSL_CSV, 13, 0, 0),
        ("csl/csl_2026-07-31_compact.json.gz", Format.CSL_COMPACT, 25_921, 0, 0),
        ("entity_list/bis_entity_list_ecfr_2026-07-09.json.gz", Format.ECFR_EL, 3_409, 0, 0),
        ("other_lists/dpl_2019-07_watchman.txt.gz", Format.DPL_TEXT, 546, 0, 0),
        ("other_lists/dpl_2022-09_watchman.txt.gz", Format.DPL_TEXT, 581, 0, 0),
    ],
)
def test_every_real_file_is_read_whole(
    real_lists: Path, name: str, format_: Format, rows: int, refused: int, headers: int
) -> None:
    found = read(real_lists / name)
    assert (found.format, len(found.rows), len(found.refused), found.repeated_headers) == (
        format_,
        rows,
        refused,
        headers,
    )


@pytest.mark.real_data
def test_the_real_list_has_the_counts_that_it_states_itself(real_lists: Path) -> None:
    path = real_lists / "csl/csl_2026-07-31_compact.json.gz"
    stated = json.loads(gzip.decompress(path.read_bytes()))["countsBySource"]
    found = read(path)
    assert sorted(found.counts.values()) == sorted(stated.values())
    assert found.counts[ListCode.EL] == stated["Entity List (EL) - Bureau of Industry and Security"]
    assert found.data_date == date(2026, 7, 31)


@pytest.mark.real_data
def test_the_real_partial_file_ends_in_the_middle_of_a_row(real_lists: Path) -> None:
    found = read(real_lists / "csl/csl_2023-11-30_partial_watchman.csv.gz")
    assert [(problem.kind, problem.line) for problem in found.problems] == [(ProblemKind.TRUNCATED, 4233)]


@pytest.mark.real_data
def test_the_ecfr_file_gives_addresses_and_dated_citations(real_lists: Path) -> None:
    found = read_ecfr_entity_list(real_lists / "entity_list/bis_entity_list_ecfr_2026-07-09.json.gz")
    dated = Counter(bool(row.notices and row.notices[0].day) for row in found.rows)
    assert dated[True] >= 3_390
    assert sum(not row.countries for row in found.rows) == 0
    huawei = next(row for row in found.rows if row.name == "Huawei Device Co., Ltd.")
    assert huawei.notices[0].day == date(2019, 5, 21)
    assert huawei.addresses


@pytest.mark.parametrize(
    ("code", "printed", "name", "further"),
    [
        (ListCode.EL, "Gaz-Oil, OOO (f.k.a., ZAO Gaz Oil)", "Gaz-Oil, OOO", "ZAO Gaz Oil"),
        (ListCode.EL, "Acme Ltd., a.k.a. Acme (Two)", "Acme Ltd.", "Acme (Two)"),
        (ListCode.EL, "Lukoil, OAO (a.k.a. Lukoil", "Lukoil, OAO", "Lukoil"),
    ],
)
def test_names_inside_a_printed_name_become_aliases(
    code: ListCode, printed: str, name: str, further: str
) -> None:
    assert names_of(code, printed, ["B"]) == (name, (Alias("B"), Alias(further), Alias(printed)))


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        (ListCode.DTC, "Cory (a.k.a Jason Cory Wilson) Wilson"),
        (ListCode.SDN, "KLIMOV, Andrey Akardyevich"),
        (ListCode.EL, "Institute Named After Akademika Grushina"),
        (ListCode.EL, "PEARL (A.K.A. NEI-CHIEN CHU) LI"),
    ],
)
def test_a_name_is_not_cut_where_that_would_leave_less_than_a_name(code: ListCode, printed: str) -> None:
    assert names_of(code, printed, []) == (printed, ())
