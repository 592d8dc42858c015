"""Lines of an order list count together where limits of value are held against them."""

from collections.abc import Mapping, Sequence

import polars as pl

from licet.orders.totals import counted_together, order_numbers, with_lost_lines


def _table(columns: Mapping[str, Sequence[str | None]]) -> pl.DataFrame:
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def test_lines_of_an_order_count_together() -> None:
    table = _table(
        {
            "order": ["A", "A", " A ", "B"],
            "item.value_usd": ["2000", "1500.50", "400", "70"],
            "item.eccn": ["8A002.a", "8A002.b", "EAR99", "EAR99"],
            "facts.hts_code": ["901310", "9013105000", "854442", "854442"],
        }
    )
    found = counted_together(table)
    assert found["item.eccn_value_usd"].to_list() == ["3500.50", "3500.50", "400", None]
    assert found["item.schedule_b_value_usd"].to_list() == ["3500.50", "3500.50", "400", None]
    assert found["item.order_value_usd"].to_list() == ["3900.50"] * 3 + [None]
    assert found["item.value_usd"].to_list() == table["item.value_usd"].to_list()
    assert counted_together(found).equals(found)


def test_a_line_without_a_value_leaves_the_totals_of_its_order_open() -> None:
    table = _table(
        {
            "order": ["A", "A", "B"],
            "item.value_usd": ["2000", None, "400"],
            "item.eccn": ["8A002.a", "EAR99", "8A002"],
        }
    )
    found = counted_together(table)
    assert found["item.value_usd"].to_list() == [None, None, "400"]
    assert found["item.eccn_value_usd"].to_list() == ["2000", None, None]


def test_what_a_line_states_stays_and_single_lines_are_left_alone() -> None:
    table = _table({"item.value_usd": ["1", "2"], "item.order_value_usd": ["9", None]})
    assert counted_together(table.with_columns(order=pl.lit("A")))["item.order_value_usd"].to_list() == [
        "9",
        "3",
    ]
    assert counted_together(table) is table
    for orders in (["", ""], ["A", "B"], [None, " "]):
        alone = table.with_columns(order=pl.Series(orders, dtype=pl.String))
        assert counted_together(alone) is alone


def test_a_value_that_is_no_number_stays_to_be_reported() -> None:
    table = _table({"order": ["A"] * 3, "item.value_usd": ["nan", "-1", "50"]})
    assert counted_together(table)["item.value_usd"].to_list() == ["nan", "-1", None]


def test_a_row_without_cells_may_be_a_line_of_the_orders_beside_it() -> None:
    table = _table({"order": ["A", None, "B", "C"], "item.value_usd": ["5", None, "6", "7"]})
    found = with_lost_lines(table, {1})
    assert found["order_lacks"].to_list() == ["row 2", None, "row 2", None]
    assert counted_together(found)["item.value_usd"].to_list() == [None, None, None, "7"]
    assert order_numbers(found) == ("A", "", "B", "C")
