"""The Commerce Control List as tables: every line of the copy is there, its five lost entries come back."""

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tools.build_eccn import CCL, build, series
from tools.ccl_destinations import read_destinations
from tools.ccl_scope import read_scope, reason_of
from tools.common import TABLES, read_json

Record = dict[str, str]
pytestmark = pytest.mark.real_data
LOST = ("0D614", "2B352", "3D006", "3E002", "8D001")


@pytest.fixture(scope="module")
def built(real_lists: Path) -> dict[str, list[Record]]:
    return {name: list(csv.DictReader(io.StringIO(text))) for name, text in build(real_lists).items()}


@pytest.fixture(scope="module")
def raw(real_lists: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = read_json(real_lists / CCL)["entries"]
    return entries


def controls(built: dict[str, list[Record]], eccn: str) -> list[tuple[str, str, str, str]]:
    rows = [r for r in built["eccn_controls.csv"] if r["eccn"] == eccn]
    return [(r["reason"], r["column"] or r["to"], r["scope"], r["modeled"]) for r in rows]


def test_the_tables_in_the_package_are_what_the_copy_says(real_lists: Path) -> None:
    for name, text in build(real_lists).items():
        assert (TABLES / name).read_text(encoding="utf-8") == text


def test_633_entries_of_the_copy_and_five_that_it_lost(
    built: dict[str, list[Record]], raw: list[Any]
) -> None:
    assert len(raw) == 633
    eccns = [row["eccn"] for row in built["eccn.csv"]]
    assert len(eccns) == len(set(eccns)) == 638
    assert set(eccns) - {entry["eccn"] for entry in raw} == set(LOST)


def test_no_line_of_the_copy_is_lost(built: dict[str, list[Record]], raw: list[Any]) -> None:
    mended = {"0D606", "2B351", "3E001", "3D005", "8C609", "1A231", "1C350"}
    printed = Counter((e["eccn"], r["control"].strip()) for e in raw for r in e["countryChart"])
    tabled = Counter((r["eccn"], r["scope_text"]) for r in built["eccn_controls.csv"])
    missing = {key: n for key, n in printed.items() if tabled[key] < n and key[0] not in mended}
    assert missing == {}


@pytest.mark.parametrize(
    ("eccn", "expected"),
    [
        ("0D614", [("NS", "NS:1"), ("RS", "RS:1"), ("AT", "AT:1"), ("UN", "")]),
        ("2B352", [("CB", "CB:2"), ("AT", "AT:1")]),
        ("3D005", [("NS", "NS:1"), ("AT", "AT:1")]),
        ("3D006", [("NS", "NS:2"), ("AT", "AT:1")]),  # the second table under 3D005 in the copy
        ("3E002", [("NS", "NS:1"), ("AT", "AT:1")]),
        ("8C609", [("NS", "NS:1"), ("RS", "RS:1"), ("AT", "AT:1"), ("UN", "")]),
        ("8D001", [("NS", "NS:1"), ("AT", "AT:1")]),
        ("1A231", [("NP", "NP:1"), ("AT", "AT:1")]),  # two rows in one cell
        ("2E003", [("NS", "NS:1"), ("AT", "AT:1")]),  # nothing of its coating table
    ],
)
def test_traps_of_the_copy(
    built: dict[str, list[Record]], eccn: str, expected: list[tuple[str, str]]
) -> None:
    assert [line[:2] for line in controls(built, eccn)] == expected


def test_3e001_has_its_own_table_and_no_line_of_3e002(built: dict[str, list[Record]]) -> None:
    lines = controls(built, "3E001")
    assert [line[0] for line in lines] == ["NS", "MT", "NP", "RS", "RS", "RS", "RS", "AT", "RS", "RS"]
    assert {line[3] for line in lines if line[0] == "RS"} == {"elsewhere", "partly"}


def test_lines_for_named_items_have_a_test(built: dict[str, list[Record]]) -> None:
    tests = {
        (r["eccn"], r["reason"], r["column"]): r["test"] for r in built["eccn_controls.csv"] if r["test"]
    }
    assert tests["9E001", "NS", "NS:1"] == "for:9A004;9A012;9B001-9B010;9D001-9D004@NS"
    assert tests["3E001", "NS", "NS:1"] == "for:3A001;3A002;3A003;3B001;3B002;3C001-3C006;?3B001;!3B002.c"
    assert tests["9A012", "MT", "MT:1"] == "range_km>=300+"
    assert ("2D001", "NP", "NP:1") not in tests  # its words say more than an item


def test_1c350_reads_what_the_copy_lost(built: dict[str, list[Record]]) -> None:
    assert controls(built, "1C350") == [
        ("CB", "CB:2", "entire", "yes"), ("CW", "*", "1C350.b", "prose"), ("CW", "*", "1C350.c", "prose"),
        ("AT", "E:1", "entire", "prose"),
    ]  # fmt: skip


def test_0e982_is_one_cell_and_reads_as_all_but_canada(built: dict[str, list[Record]]) -> None:
    (row,) = [r for r in built["eccn_controls.csv"] if r["eccn"] == "0E982"]
    assert (row["modeled"], row["to"], row["not_to"], row["scope"]) == ("prose", "*", "CA", "entire")


def test_1c351_reads_its_bare_column_and_its_sibling_paragraph(built: dict[str, list[Record]]) -> None:
    assert controls(built, "1C351") == [
        ("CB", "CB:1", "1C351.d.15;1C351.d.16", "yes"),
        ("CB", "CB:2", "entire", "yes"),
        ("AT", "AT:1", "entire", "yes"),
        ("CW", "*", "1C351.d.15;1C351.d.16", "partly"),
    ]


def test_every_reason_an_entry_names_has_a_line(built: dict[str, list[Record]]) -> None:
    have = {(r["eccn"], r["reason"]) for r in built["eccn_controls.csv"]}
    named = {(r["eccn"], reason) for r in built["eccn.csv"] for reason in r["reasons"].split(";") if reason}
    assert named <= have


def test_an_entry_without_a_line_is_under_the_itar_or_says_nothing(built: dict[str, list[Record]]) -> None:
    silent = {r["eccn"] for r in built["eccn.csv"] if r["lines"] == "0" and r["jurisdiction"] == "EAR"}
    assert silent == {
        "0E001", "1C018", "2B018", "2D018", "4A611", "5A611", "6A611", "8A018", "9A010", "9A018", "9D005",
        "9D018", "9E018",
    }  # fmt: skip


def test_what_is_not_modeled_says_why(built: dict[str, list[Record]]) -> None:
    count = Counter(row["modeled"] for row in built["eccn_controls.csv"])
    assert count == {"yes": 1092, "partly": 223, "prose": 164, "elsewhere": 117, "no": 4}
    assert all(row["why"] for row in built["eccn_controls.csv"] if row["modeled"] != "yes")
    for row in built["eccn_controls.csv"]:
        if row["modeled"] == "yes":
            assert row["column"], row
            assert (row["exact"], row["to"], row["unless"]) == ("yes", "", ""), row
        if row["modeled"] in {"partly", "prose"}:
            assert bool(row["column"]) != bool(row["to"]), row


def test_lines_with_z_paragraphs_begin_with_the_rules_that_made_them(built: dict[str, list[Record]]) -> None:
    days = {
        (r["eccn"], r["effective_from"], r["effective_to"], r["cite"])
        for r in built["eccn_controls.csv"]
        if r["effective_from"] != "2026-07-23"
    }
    assert len({eccn for eccn, *_ in days}) == 16
    assert ("9A515", "2014-11-10", "2024-10-23", "79 FR 27417") in days  # 9A515.x, no .z
    assert ("5E992", "2023-11-17", "", "88 FR 73458") in days
    assert (
        "5E992",
        "2022-10-07",
        "2023-11-17",
        "87 FR 62186",
    ) in days  # of the wording before the .z paragraphs
    assert ("3E001", "2022-10-07", "", "87 FR 62186") in days  # names 3A090 beside 3A001.z


def test_lines_that_name_z_beside_older_paragraphs_keep_the_day_of_reading(
    built: dict[str, list[Record]],
) -> None:
    mixed = {
        (r["eccn"], r["reason"], r["effective_from"])
        for r in built["eccn_controls.csv"]
        if ".z" in r["scope"] and r["reason"] != "RS"
    }
    assert mixed == {
        (eccn, why, "2026-07-23") for eccn, why in (("3A001", "MT"), ("3A001", "NP"), ("4A003", "NS"))
    }


@pytest.mark.parametrize(
    ("eccn", "symbol", "available", "limit", "without"),
    [
        ("3D005", "TSR", "no", "", ""),
        ("3D006", "TSR", "no", "", ""),
        ("2B007", "LVS", "yes", "5000", "2B007.b;2B007.c"),
        ("1C608", "LVS", "yes", "1500", ""),
        ("4A003", "LVS", "yes", "5000", "4A003.b;4A003.c;4A003.z"),
        ("6A008", "LVS", "text", "", ""),  # "N/A for MT" asks whether this item is controlled for MT
        ("8D001", "STA", "text", "", ""),
    ],
)
def test_license_exceptions(
    built: dict[str, list[Record]], eccn: str, symbol: str, available: str, limit: str, without: str
) -> None:
    (row,) = [r for r in built["exceptions.csv"] if (r["eccn"], r["exception"]) == (eccn, symbol)]
    assert (row["available"], row["limit_usd"], row["except"]) == (available, limit, without)


@pytest.mark.parametrize(
    ("eccn", "words", "within", "without", "exact"),
    [
        ("3A090", "3A090.a", ("3A090.a",), (), True),
        ("3B001", "3B001.a.4, c, f.5, k to m", ("3B001.a.4", "3B001.c", "3B001.f.5", "3B001.k", "3B001.l",
                                                "3B001.m"), (), True),
        ("9E003", "9E003.a.1 through a.3, .h", ("9E003.a.1", "9E003.a.2", "9E003.a.3", "9E003.h"), (), True),
        ("5A001", "5A001.b (except .b.5), .c", ("5A001.b", "5A001.c"), ("5A001.b.5",), True),
        ("8A620", "entire entry, except 8A620. b and .y", (), ("8A620.b", "8A620.y"), True),
        ("1C007", "items in 1C007.c when the constant is below 6", ("1C007.c",), (), False),
        ("6A002", "6A002.a.1, a.3 (except a.3.e for lead (PbSe) arrays), .c", ("6A002.a.1", "6A002.a.3",
                                                                             "6A002.c"), (), False),
        ("9B001", "equipment for engines controlled under 9A001.a", (), (), False),
        ("0A501", "entire entry except equipment for another", (), (), False),
    ],
)  # fmt: skip
def test_scopes_are_read_exactly_or_bounded_or_not_at_all(
    eccn: str, words: str, within: tuple[str, ...], without: tuple[str, ...], exact: bool
) -> None:
    scope = read_scope(eccn, "NS", words)
    assert (scope.within, scope.without, scope.exact) == (within, without, exact)


@pytest.mark.parametrize(
    ("eccn", "words", "without", "perhaps"),
    [
        ("9A610", "entire entry except: 9A610.b; parts in 9A610.x for use in an aircraft of 9A610.b; and 9A610.y",
         ("9A610.b", "9A610.y"), ("9A610.x",)),
        ("0A509", "entire entry except 0A509.a for items for ECCN 0A502 or ECCN 0A508, and 0A509.d",
         ("0A509.d",), ("0A509.a",)),
        ("0B501", "entire entry except equipment for ECCN 0A501.y", (), ("*",)),
        ("2B004", "entire entry, except 2B004.b.3 and presses with maximum working pressures below 69 MPa",
         ("2B004.b.3",), ("*",)),
        ("1B001", "entire entry, except 1B001.d.4, e and f. Note: MT applies to equipment in 1B001.d that meets",
         (), ()),
    ],
)  # fmt: skip
def test_what_is_left_out_in_words_is_told_from_what_is_left_out_by_paragraph(
    eccn: str, words: str, without: tuple[str, ...], perhaps: tuple[str, ...]
) -> None:
    scope = read_scope(eccn, "NS", words)
    assert (scope.within, scope.without, scope.exact, scope.perhaps) == ((), without, False, perhaps)
    assert scope.text == ("entire" if perhaps else "text")


def test_a_control_without_a_reason_is_an_error() -> None:
    with pytest.raises(ValueError, match="no reason for control"):
        reason_of("applies to something")


def test_prose_destinations() -> None:
    emirates = read_destinations(
        "RS",
        "To or within the United Arab Emirates or destinations specified in Country Groups D:1, D:4, and D:5 "
        "of supplement no. 1 to part 740 of the EAR, excluding any destination also specified in A:5 or A:6",
    )
    assert emirates.to == ("AE", "D:1", "D:4", "D:5")
    assert emirates.not_to == ("A:5", "A:6")
    korea = (
        "A license is required for items controlled by this entry to North Korea for anti-terrorism reasons."
    )
    assert read_destinations("AT", korea).to == ("KP",)
    both = (
        "A license is required for items controlled by this entry for export or reexport to Iraq or Pakistan"
    )
    assert read_destinations("RS", f"{both} or transfer within Iraq or Pakistan").to == ("IQ", "PK")
    assert read_destinations("NS", "some new words").known == "no"
    assert read_destinations("UN", "See § 746.1(b) for UN controls").known == "elsewhere"


@pytest.mark.parametrize(
    ("eccn", "expected"),
    [
        ("9A610", "600"),
        ("0A606", "600"),
        ("9E515", "9x515"),
        ("0C521", "0Y521"),
        ("1C018", "018"),
        ("6A003", ""),
    ],
)
def test_series(eccn: str, expected: str) -> None:
    assert series(eccn) == expected
