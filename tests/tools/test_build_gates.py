"""The tables of the gates are what their tools make of the real sources."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from tools.common import shared_data

from tools import build_import_orders, build_usml


def assert_as_made(made: Mapping[str, str], folder: Path) -> None:
    assert {name: (folder / name).read_text("utf-8") == text for name, text in made.items()} == dict.fromkeys(
        made, True
    )


@pytest.mark.real_data
def test_tables_are_as_the_sources_say() -> None:
    for need in (*build_usml.NEEDS, *build_import_orders.NEEDS):
        if not (shared_data() / need).exists():
            pytest.skip(f"no {need}")
    assert_as_made(build_usml.build(shared_data()), build_usml.FOLDER)
    assert_as_made(build_import_orders.build(shared_data()), build_import_orders.FOLDER)


def test_a_range_of_paragraphs_becomes_a_row_each() -> None:
    rows = list(build_usml._expanded({"category": "V", "paragraph": "a(1)-(3)"}))
    assert [row["paragraph"] for row in rows] == ["a(1)", "a(2)", "a(3)"]
    with pytest.raises(ValueError, match="no paragraph"):
        list(build_usml._expanded({"category": "V", "paragraph": "a and b"}))


def test_an_order_on_unknown_goods_is_refused() -> None:
    order = {
        "name": "X", "aliases": [], "country": "China", "status": "Active", "effective_date": "2020-01-01",
        "notes": "WRO; Merchandise: Moon Rocks",
    }  # fmt: skip
    with pytest.raises(ValueError, match="Moon Rocks"):
        build_import_orders._orders({"entities": [order]}, [], [])
