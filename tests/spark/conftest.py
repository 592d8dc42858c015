"""A real Spark: two executors, each a JVM of its own with its Python workers, and a home with the real lists."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from licet.samples.orders import example_orders

DAY = date(2019, 10, 10)


@pytest.fixture(scope="session")
def spark(java: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    assert java
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession  # noqa: PLC0415 - where Java is absent, PySpark may be too

    folder = tmp_path_factory.mktemp("spark")
    made = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.local.dir", str(folder))
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    yield made
    made.stop()


@pytest.fixture(scope="session")
def home(adopted_lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(adopted_lists, tmp_path_factory.mktemp("adopted") / "home")


@pytest.fixture(scope="session")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lines of an order book, two of them bad."""
    path = tmp_path_factory.mktemp("orders") / "orders.parquet"
    table = example_orders(1000, 5, DAY)
    table = table.with_columns(table["destination"].scatter([7, 500], ["Atlantis", "Mu"]))
    table.write_parquet(path)
    return path
