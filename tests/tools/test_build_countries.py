"""Destinations, chart and groups: rebuilt from the copies, every printed name has a code."""

from pathlib import Path

import pytest
from tools.build_countries import CHART, GROUPS, build, chart_from_json, groups_from_json
from tools.common import TABLES
from tools.destinations import TERRITORIES, iso_code


@pytest.mark.real_data
def test_the_tables_in_the_package_are_what_the_copies_say(real_lists: Path) -> None:
    for name, text in build(real_lists).items():
        assert (TABLES / name).read_text(encoding="utf-8") == text


@pytest.mark.real_data
def test_each_name_has_a_code_of_its_own(real_lists: Path) -> None:
    chart, groups = chart_from_json(real_lists / CHART), groups_from_json(real_lists / GROUPS)
    names = {*chart.marks, *chart.pointers}
    assert len({iso_code(name) for name in names}) == len(names) == 200
    assert {iso_code(n) for members in groups.values() for n in members} - {iso_code(n) for n in names} == {
        "US"
    }


def test_a_name_without_a_code_is_an_error() -> None:
    with pytest.raises(ValueError, match="Ruritania"):
        iso_code("Ruritania")


def test_misprints_of_the_law_are_known() -> None:
    assert iso_code("Seycheles") == "SC"
    assert iso_code("Cote d'lvoire") == "CI"


def test_no_territory_stands_twice() -> None:
    codes = [territory.code for territory in TERRITORIES]
    assert len(codes) == len(set(codes))
    assert "MO" not in codes
