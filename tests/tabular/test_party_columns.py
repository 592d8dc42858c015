"""Which columns of a file hold the party: never order numbers, never half a name, never a guess among several."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.tabular.party_columns import Columns, UnclearColumnsError, choose_columns, has_letters
from licet.tabular.rows import BadRow, TextRow, UnreadableFileError, columns_of, read_rows

SHOP = [
    "Name",
    "Email",
    "Lineitem name",
    "Billing Name",
    "Billing Country",
    "Shipping Name",
    "Shipping Country",
]


def chosen(header: list[str], *samples: Sequence[object], **wanted: str) -> list[str]:
    columns = choose_columns(header, samples, Columns.named([], **wanted))
    return [f"{source} in {source.country}" for source in columns.names]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (["id", "name", "country"], ["7", "Acme", "DE"], ["'name' in country"]),
        (["KUNNR", "NAME1", "NAME2", "LAND1"], ["1", "Acme", "GmbH", "DE"], ["'NAME1' + 'NAME2' in LAND1"]),
        (["CustomerID", "ShipName", "ShipCountry"], ["A", "Acme", "DE"], ["'ShipName' in ShipCountry"]),
        (["CUNO", "CUNM", "CSCD"], ["1", "Acme", "US"], ["'CUNM' in CSCD"]),
        (["last_name", "first_name"], ["BOUT", "Viktor"], ["'first_name' + 'last_name' in None"]),
        (["Nachname", "Vorname", "Land"], ["Bout", "Viktor", "RU"], ["'Vorname' + 'Nachname' in Land"]),
        (["business_name", "dba_name"], ["Acme", "Best"], ["'business_name' in None", "'dba_name' in None"]),
        (["Name", "Customer"], ["S00042", "Acme"], ["'Customer' in None"]),
        (["item name", "company"], ["Valve", "Acme"], ["'company' in None"]),
        (
            ["last_name", "first_name", "middle_name", "alias_last_name", "alias_first_name"],
            ["Doe", "Jane", "K", "Roe", "J"],
            ["'first_name' + 'middle_name' + 'last_name' in None", "'alias_first_name' + 'alias_last_name' in None"],
        ),
    ],
)  # fmt: skip
def test_the_party_is_told_from_headings_and_values(
    header: list[str], row: list[object], expected: list[str]
) -> None:
    assert chosen(header, row) == expected


@pytest.mark.parametrize(
    ("header", "row", "words"),
    [
        (
            SHOP,
            ["#71901", "", "Probe", "Acme", "CL", "Best", "CL"],
            "'Billing Name', 'Shipping Name'.*order or item",
        ),
        (["name", "state"], ["SO-2026-001", "sale"], "looks like order or item numbers"),
        (["name", "contact name"], ["Acme", "Jane Doe"], "several columns could hold the party"),
        (["last_name", "country"], ["BOUT", "RU"], "family name alone is not screened"),
        (["Name", "name"], ["Acme", "Best"], "2 columns are called 'name'"),
        (["code", "amount"], ["1", "2"], "no column is known to hold the party's name"),
    ],
)
def test_where_it_cannot_be_told_the_user_is_asked(header: list[str], row: list[object], words: str) -> None:
    with pytest.raises(UnclearColumnsError, match=words):
        chosen(header, row)


def test_a_user_names_columns_several_times_and_in_parts() -> None:
    named = Columns.named(["shipping name", "Billing Name"])
    columns = choose_columns(SHOP, [], named)
    assert [(source.columns, source.country) for source in columns.names] == [
        (("Shipping Name",), "Shipping Country"),
        (("Billing Name",), "Billing Country"),
    ]
    parts = choose_columns(["a", "b", "Land"], [], Columns.named(["b, a"], country="land"))
    assert [(source.columns, source.country) for source in parts.names] == [(("b", "a"), "Land")]
    with pytest.raises(UnclearColumnsError, match=r"no column 'nome' .*--name-column"):
        choose_columns(SHOP, [], Columns.named(["nome"]))


def write_csv(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def test_every_party_of_a_row_becomes_a_row_of_its_own(tmp_path: Path) -> None:
    rows = [SHOP, ["#1", "", "Probe", "Acme", "CL", "Best", "PE"], ["#1", "", "Valve", "", "", "", ""]]
    path = write_csv(tmp_path / "shop.csv", rows)
    wanted = Columns.named(["Billing Name", "Shipping Name"])
    first, second, third = read_rows(path, wanted)
    assert (first, second) == (TextRow(2, "", "Acme", "CL"), TextRow(2, "", "Best", "PE"))
    assert isinstance(third, BadRow)
    assert columns_of(path, wanted)[1] == ("Acme", "Best")


def test_what_has_no_letters_is_never_screened(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "in.csv", [["firm"], ["#71901"], ["华为"], ["12-7"]])
    found = list(read_rows(path, Columns.named(["firm"])))
    assert [isinstance(row, BadRow) for row in found] == [True, False, True]


def test_json_lines_without_a_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"order": "#1"}) + "\n", "utf-8")
    with pytest.raises(UnreadableFileError, match="no column is known"):
        list(read_rows(path))


@given(st.lists(st.sampled_from(["#12", "SO-7", "S00042", "PO/2026/8", "4711", "INV.12-b"]), min_size=1))
def test_a_column_of_codes_is_never_taken_for_names(codes: list[str]) -> None:
    with pytest.raises(UnclearColumnsError):
        chosen(["name", "total"], *([code, "1"] for code in codes))


@given(st.text())
def test_letters_of_any_script_count(text: str) -> None:
    assert has_letters(text) == any(letter.isalpha() for letter in text)
