"""The tariff codes of part 746: every code has six digits, and the table in the package is what the lists say."""

import csv

import pytest
from tools.build_tariff_codes import NEEDS, build, codes
from tools.common import TABLES, shared_data

LISTS = {"supp2": ["730411"], "supp4": ["250200", "847130"], "supp5": ["220300"], "supp7": ["840710"]}


def test_a_row_for_every_code() -> None:
    rows = list(codes(LISTS))
    assert [(row["list"], row["code"]) for row in rows] == [
        ("746.S2", "730411"), ("746.S4", "250200"), ("746.S4", "847130"), ("746.S5", "220300"), ("746.S7", "840710"),
    ]  # fmt: skip
    assert rows[1]["cite"] == "15 CFR Part 746 Supp. 4"


@pytest.mark.parametrize("code", ["8471", "8471.30", "84713001", ""])
def test_a_code_of_another_length_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="no tariff code of six digits"):
        list(codes(LISTS | {"supp4": [code]}))


@pytest.mark.real_data
def test_the_table_in_the_package_is_what_the_lists_say() -> None:
    if not (shared_data() / NEEDS[0]).exists():
        pytest.skip(f"no {NEEDS[0]}")
    (made,) = build(shared_data()).values()
    assert (TABLES / "tariff_codes.csv").read_text("utf-8") == made
    count = [row["list"] for row in csv.DictReader(made.splitlines())]
    assert [count.count(f"746.S{number}") for number in (2, 4, 5, 7)] == [29, 2405, 363, 53]
