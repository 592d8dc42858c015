"""Lines of an order list count together where limits of value are held against them."""

from collections.abc import Mapping, Sequence

import polars as pl

from licet.orders.totals import with_order_totals


def _table(columns: Mapping[str, Sequence[str | None]]) -> pl.DataFrame:
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def test_lines_of_an_order_count_together() -> None:
    table = _table(
        {
            "item.value_usd": ["2000", "1500.50", "400", "70"],
            "item.eccn": ["8A002.a", "8A002.b", "EAR99", "EAR99"],
            "facts.hts_code": ["901310", "9013105000", "854442", "854442"],
        }
    )
    found = with_order_totals(table, ["A", "A", "A", "B"])
    assert found["item.eccn_value_usd"].to_list() == ["3500.50", "3500.50", "400", None]
    assert found["item.schedule_b_value_usd"].to_list() == ["3500.50", "3500.50", "400", None]
    assert found["item.order_value_usd"].to_list() == ["3900.50"] * 3 + [None]
    assert found["item.value_usd"].to_list() == table["item.value_usd"].to_list()


def test_a_line_without_a_value_leaves_the_totals_of_its_order_open() -> None:
    table = _table({"item.value_usd": ["2000", None, "400"], "item.eccn": ["8A002.a", "EAR99", "8A002"]})
    found = with_order_totals(table, ["A", "A", "B"])
    assert found["item.value_usd"].to_list() == [None, None, "400"]
    assert found["item.eccn_value_usd"].to_list() == ["2000", None, None]


def test_what_a_line_states_stays_and_single_lines_are_left_alone() -> None:
    table = _table({"item.value_usd": ["1", "2"], "item.order_value_usd": ["9", None]})
    assert with_order_totals(table, ["A", "A"])["item.order_value_usd"].to_list() == ["9", "3"]
    assert with_order_totals(table, ["", ""]) is table
    assert with_order_totals(table, ["A", "B"]) is table
