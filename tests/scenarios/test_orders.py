"""Example order books: the flat format, the stated rates, and the same book for the same seed."""

import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.cli.command import Ended, run_command

from licet.model.transaction import Role
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.samples.order_names import SampleName, clean_parties, shipped_names
from licet.samples.orders import ORDER_COLUMNS, Rates, example_orders
from licet.screening.forms import comparable

DAY = date(2019, 10, 10)
ROLES = tuple(role.value for role in Role)


@pytest.fixture(scope="module")
def book() -> pl.DataFrame:
    return example_orders(40_000, 7, DAY)


def test_the_same_seed_gives_the_same_book(book: pl.DataFrame) -> None:
    assert book.equals(example_orders(40_000, 7, DAY))
    assert not book.equals(example_orders(40_000, 8, DAY))


def test_columns_are_those_of_the_flat_format(book: pl.DataFrame) -> None:
    assert tuple(book.columns) == ORDER_COLUMNS
    facts = {f"facts.{name}" for name in ear().vocabulary}
    parties = {f"{role}.{key}" for role in ROLES for key in ("name", "country", "address")}
    parties |= {f"{role}.takes_possession_as_agent" for role in ROLES}
    odd = {
        name
        for name in book.columns
        if name not in facts | parties and not name.startswith(("item.", "dates."))
    }
    assert odd == {"id", "customer", "product", "ship_date", "action", "destination", "end_use"}


def sale_of(line: dict[str, Any]) -> dict[str, Any]:
    """A line as a sale in the wire format."""
    sale: dict[str, Any] = {"as_of": line["ship_date"], "item": {}, "dates": {}, "facts": {}}
    parties: dict[str, dict[str, Any]] = {}
    for path, value in line.items():
        group, _, key = path.partition(".")
        if value is None or path in {"id", "customer", "product", "ship_date"}:
            continue
        if group in ROLES:
            parties.setdefault(group, {"role": group})[key] = value
        elif key:
            sale[group][key] = value
        else:
            sale[group] = value
    return sale | {"parties": list(parties.values())}


def test_every_line_is_a_sale(book: pl.DataFrame) -> None:
    for line in book.head(1000).iter_rows(named=True):
        sale = read_transaction(sale_of(line), ear().vocabulary)
        assert sale.item.value_usd is None or sale.item.value_usd == round(sale.item.value_usd, 2)
        assert sale.destination is None or sale.destination in ear().destinations


def test_eccns_are_on_the_control_list(book: pl.DataFrame) -> None:
    table = Path(sys.modules["licet"].__path__[0]) / "regimes/us_ear/tables/eccn.csv"
    known = set(pl.read_csv(table)["eccn"]) | {"EAR99"}
    bases = book["item.eccn"].drop_nulls().str.split(".").list.first().unique()
    assert set(bases) - known == set()
    assert len(bases) > 30


def test_rates_are_met(book: pl.DataFrame) -> None:
    listed = {comparable(shipped_name.name) for shipped_name in shipped_names()}
    exact = book["ultimate_consignee.name"].map_elements(lambda name: comparable(name) in listed, pl.Boolean)
    rates = Rates()
    assert exact.mean() == pytest.approx(rates.listed, rel=0.15)
    for column, rate in (
        ("item.eccn", rates.no_eccn),
        ("end_use", rates.no_end_use),
        ("dates.contract", rates.no_contract),
        ("end_user.name", rates.no_end_user),
    ):
        assert book[column].null_count() / book.height == pytest.approx(rate, rel=0.1), column
    assert (~book["item.us_origin"]).mean() == pytest.approx(rates.not_us_origin, rel=0.1)


def test_distinct_parties_are_about_a_tenth(book: pl.DataFrame) -> None:
    names = pl.concat([book[column] for column in book.columns if column.endswith(".name")]).drop_nulls()
    assert 0.9 * 4000 < names.n_unique() <= 4000
    few = example_orders(5000, 1, DAY, distinct_parties=40)
    names = pl.concat([few[column] for column in few.columns if column.endswith(".name")]).drop_nulls()
    assert 25 < names.n_unique() <= 45


def test_clean_names_are_not_listed_and_distinct() -> None:
    pool = clean_parties(20_000, np.random.default_rng(3))
    assert pool["name"].n_unique() == 20_000
    listed = {comparable(shipped_name.name) for shipped_name in shipped_names()}
    assert [name for name in pool["name"] if comparable(name) in listed] == []


def test_other_listed_names_can_be_given() -> None:
    book = example_orders(2000, 1, DAY, listed=[SampleName("Odd Example Works", "SY")])
    assert "Odd Example Works" in set(book["ultimate_consignee.name"])
    assert not [name for name in book["ultimate_consignee.name"] if "Huawei" in name]


def test_ship_dates_follow_the_day(book: pl.DataFrame) -> None:
    assert book["ship_date"].min() == DAY
    assert book.filter(pl.col("dates.order") > DAY).height == 0
    assert book.filter(pl.col("dates.order") < pl.col("dates.contract")).height == 0


def test_too_few_lines_or_too_many_names() -> None:
    with pytest.raises(ValueError, match="at least one line"):
        example_orders(0, 1, DAY)
    with pytest.raises(ValueError, match="ask for fewer parties"):
        example_orders(1000, 1, DAY, distinct_parties=2_000_000)


def run(*words: str) -> Ended:
    return run_command("example-orders", *words, env={})


def test_the_command_writes_csv_and_parquet(tmp_path: Path) -> None:
    for name in ("book.csv", "book.parquet"):
        said = run("500", str(tmp_path / name), "--seed", "3", "--as-of", "2019-10-10")
        assert (said.returncode, said.stdout) == (0, "")
    flat = pl.read_csv(tmp_path / "book.csv", infer_schema=False)
    typed = pl.read_parquet(tmp_path / "book.parquet")
    assert typed.equals(example_orders(500, 3, DAY))
    assert flat["item.value_usd"].to_list() == [
        None if value is None else str(value) for value in typed["item.value_usd"]
    ]
    assert isinstance(typed["item.value_usd"].drop_nulls()[0], Decimal)
    assert json.dumps(sorted(path.name for path in tmp_path.iterdir())) == '["book.csv", "book.parquet"]'


def test_the_command_refuses_other_files(tmp_path: Path) -> None:
    said = run("5", str(tmp_path / "book.xlsx"))
    assert said.returncode == 2
    assert ".csv or .parquet" in said.stderr
