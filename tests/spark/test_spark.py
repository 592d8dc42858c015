"""On Spark the answers are those of one machine, however the lines are parted and whoever is lost on the way."""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
from collections import Counter
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl
import psutil
import pytest

pytest.importorskip("pyspark", reason="PySpark is not here (pip install 'licet[spark]')")

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import BinaryType, StructField, StructType

from licet.orders.book import UnreadableOrdersError
from licet.orders.receipt import merkle_root
from licet.scenarios.scenario_file import load_scenario
from licet.screening.bulk import BulkJob, screen_file
from licet.screening.part import COLUMNS, ScreeningOptions
from licet.services.order_runs import OrderRun, run
from licet.services.scenarios import ScenarioQuestion, look_ahead
from licet.services.screening import open_screener, screener_of
from licet.spark import Packed, determine, pack, rescreen_delta, screen, whatif
from licet.spark.job import main
from licet.spark.root import merkle_root_of
from licet.tabular.party_columns import Columns
from licet.watchlists.countries import iso2

DAY = date(2026, 8, 1)
SCENARIO = "reprieve-ends-2019-11-18"


@pytest.fixture(scope="module")
def packed(spark: SparkSession, home: Path) -> Packed:
    return pack(spark, home)


@pytest.fixture(scope="module")
def local(orders: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """The run on one machine."""
    out = tmp_path_factory.mktemp("local") / "answers.parquet"
    return run(OrderRun(orders, out), home) | {"table": pl.read_parquet(out)}


def test_answers_are_those_of_one_machine(
    spark: SparkSession, packed: Packed, orders: Path, local: dict[str, object]
) -> None:
    answers = determine(spark.read.parquet(str(orders)).repartition(7), packed)
    answers.every.persist()
    assert answers.root() == local["root"]
    assert answers.counts() == {**local["answers"], "bad": 2}  # type: ignore[dict-item]
    bad = {
        (row["key"], "Atlantis" in row["problem"] or "Mu" in row["problem"]) for row in answers.bad.collect()
    }
    assert bad == {("destination", True)}
    table = local["table"]
    assert isinstance(table, pl.DataFrame)
    rows = {row["id"]: tuple(row) for row in answers.good.collect()}
    assert rows == {row[0]: row for row in table.drop("row").iter_rows()}
    answers.every.unpersist()


SEVERAL = """id,action,as_of,destination,item.kind,item.eccn,item.us_origin,end_use,ultimate_consignee.name,\
ultimate_consignee.country,manufacturer.name,manufacturer.country,facts.us_person,facts.country_of_origin,facts.hts_code
go,export,2025-03-01,DE,commodity,EAR99,true,none_named_in_part_744,Muster Werke,DE,,,true,,
iran,payment,2025-03-01,IR,,,,,Shiraz Foods,IR,,,true,,
listed,import,2026-09-01,US,commodity,,false,,,,Ninestar Corporation,CN,true,CN,8443.99
other,import,2026-09-01,US,commodity,,false,,,,Beispiel Maschinen GmbH,DE,true,DE,8443.99
"""


def test_several_regimes_answer_as_on_one_machine(
    spark: SparkSession, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The joint answers, what each regime says, and the parties that come with one."""
    monkeypatch.setenv("LICET_REGIMES", "us_ear,us_ofac,us_import")
    orders, out = tmp_path / "orders.csv", tmp_path / "out.parquet"
    orders.write_text(SEVERAL, "utf-8")
    root = run(OrderRun(orders, out), home)["root"]
    alone = pl.read_parquet(out).drop("row")
    several = pack(spark, home)
    frame = spark.read.csv(str(orders), header=True).repartition(2)
    answers = determine(frame, several)
    rows = {row["id"]: row.asDict() for row in answers.good.collect()}
    assert rows == {row["id"]: row for row in alone.iter_rows(named=True)}
    assert answers.root() == root
    assert rows["listed"]["us_import.answer"] == rows["listed"]["answer"] == "prohibited"
    assert rows["iran"]["us_ofac.answer"] == "prohibited"
    day = date(2026, 9, 1)
    found = whatif(frame, several, [load_scenario(SCENARIO)], as_of=day, then=day, known_as_of=day)
    said = {row["id"]: row["answer"] for row in found.every.collect()}
    assert said["listed"] == said["iran"] == "prohibited"


def test_a_lost_executor_changes_nothing(
    spark: SparkSession, packed: Packed, orders: Path, local: dict[str, object]
) -> None:
    """One executor's process is killed while tasks run; Spark does them again elsewhere."""
    answers = determine(spark.read.parquet(str(orders)).repartition(8), packed)
    answers.every.persist(StorageLevel.DISK_ONLY)
    done = threading.Event()
    killed: list[int] = []

    def kill() -> None:
        tracker = spark.sparkContext.statusTracker()
        while not done.is_set() and not killed:
            infos = [
                tracker.getStageInfo(getActiveStageId) for getActiveStageId in tracker.getActiveStageIds()
            ]
            if any(info is not None and info.numTasks == 8 and info.numCompletedTasks >= 2 for info in infos):
                victim = executors()[0]
                os.kill(victim, signal.SIGKILL)
                killed.append(victim)
            time.sleep(0.02)

    watcher = threading.Thread(target=kill)
    watcher.start()
    try:
        root = answers.root()
    finally:
        done.set()
        watcher.join()
    assert killed
    assert not psutil.pid_exists(killed[0]) or psutil.Process(killed[0]).status() == psutil.STATUS_ZOMBIE
    assert root == local["root"]


def executors() -> list[int]:
    """The processes of the executors' JVMs."""
    found = []
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):  # Python workers come and go
            if any("CoarseGrainedExecutorBackend" in word for word in child.cmdline()):
                found.append(child.pid)
    return found


def test_lines_of_an_order_lie_together(
    spark: SparkSession,
    packed: Packed,
    orders: Path,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A few lines at once, so that orders would be torn; the root is that of one machine, and no total is less."""
    table = pl.read_parquet(orders).with_columns(
        pl.Series("order", [None if row % 5 == 0 else f"N{row % 83}" for row in range(1000)], pl.String)
    )
    table.write_parquet(tmp_path / "orders.parquet")
    local = run(OrderRun(tmp_path / "orders.parquet", tmp_path / "answers.parquet"), home)
    monkeypatch.setattr("licet.spark.lines.CHUNK", 16)
    answers = determine(spark.read.parquet(str(tmp_path / "orders.parquet")).repartition(5), packed)
    answers.every.persist()
    assert answers.root() == local["root"]
    found = {row["id"]: tuple(row) for row in answers.good.collect()}
    alone = pl.read_parquet(tmp_path / "answers.parquet").drop("row")
    assert answers.good.columns == alone.columns
    assert found == {row[0]: row for row in alone.iter_rows()}
    answers.every.unpersist()


def test_lines_without_a_reference_are_bad(spark: SparkSession, packed: Packed, orders: Path) -> None:
    some = spark.read.parquet(str(orders)).limit(5)
    answers = determine(
        some.selectExpr("case when id is null then id end as id", "destination", "ship_date"), packed
    )
    assert [(row["id"], row["key"]) for row in answers.bad.collect()] == [(None, "id")] * 5
    assert answers.good.count() == 0


@pytest.mark.parametrize(
    ("columns", "key"),
    [(["destination"], "id"), (["id", "destinatoin"], "destinatoin"), (["id", "bank.name"], "bank.name")],
)
def test_wrong_columns_are_refused(spark: SparkSession, packed: Packed, columns: list[str], key: str) -> None:
    orders = spark.range(1).selectExpr(*(f"id as `{name}`" for name in columns))
    with pytest.raises(UnreadableOrdersError, match=f"key {key}:"):
        determine(orders, packed)


def test_a_what_if_is_that_of_one_machine(
    spark: SparkSession, packed: Packed, orders: Path, home: Path
) -> None:
    seen = look_ahead(ScenarioQuestion(orders, (SCENARIO,)), home)
    found = whatif(spark.read.parquet(str(orders)).repartition(3), packed, [load_scenario(SCENARIO)])
    assert (found.as_of, found.effective) == (seen.impact.as_of, seen.impact.effective)
    here = seen.impact.lines.drop("row")
    there = found.every.where("bad_key is null").drop("bad_key", "bad_problem").select(*here.columns)
    mine = {row["id"]: tuple(row) for row in there.collect()}
    assert mine == {row[0]: row for row in here.iter_rows()}
    totals = {
        row["change"]: (row["lines"], f"{row['value_usd']:.2f}") for row in seen.impact.totals().to_dicts()
    }
    assert found.totals() == {name: total for name, total in totals.items() if total[0]} | {
        "bad": (2, "0.00")
    }


@pytest.fixture(scope="module")
def names(home: Path) -> pl.DataFrame:
    """Names of listed parties with letters lost, plain names, and rows that cannot be screened."""
    dice = random.Random(3)
    screener, _ = open_screener(home)
    listed = dice.sample([name.text for name in screener.entries.names()], 300)
    typed = [name[:place] + name[place + 1 :] for name in listed for place in [dice.randrange(len(name))]]
    asked = [*listed, *typed, *(f"Garden Tools {word} GmbH" for word in ("Ada", "Berta")), "", "??"]
    countries = [dice.choice(["CN", "RU", None, "Nowhere"]) for _ in asked]
    return pl.DataFrame(
        {"id": [f"c{place}" for place in range(len(asked))], "name": asked, "country": countries}
    )


def frame(spark: SparkSession, table: pl.DataFrame, partitions: int) -> DataFrame:
    return spark.createDataFrame(table.to_arrow()).repartition(partitions)


@pytest.mark.parametrize("partitions", [1, 4])
def test_hits_are_those_of_one_machine(
    spark: SparkSession, packed: Packed, home: Path, names: pl.DataFrame, tmp_path: Path, partitions: int
) -> None:
    source, out = tmp_path / "names.parquet", tmp_path / "hits.parquet"
    names.write_parquet(source)
    _, adoption = open_screener(home)
    opened = partial(screener_of, home, None, adoption)
    report = screen_file(BulkJob(source, out, Columns(), ScreeningOptions(iso2, DAY), 1), opened)
    found = screen(frame(spark, names, partitions), packed).collect()
    said = [
        name for name in COLUMNS if name not in {"row", "stands"}
    ]  # the packed lists are asked about today
    here = Counter(tuple(row[name] or "" for name in said) for row in pl.read_parquet(out).to_dicts())
    there = Counter(tuple(row[name] or "" for name in said) for row in found if row["problem"] is None)
    assert there == here
    assert sum(row["problem"] is not None for row in found) == report.bad + report.remarked


def test_rescreening_gives_what_screening_gives_of_the_changed_entries(
    spark: SparkSession, packed: Packed, names: pl.DataFrame
) -> None:
    hits = screen(frame(spark, names, 2), packed, limit=20).where("problem is null").collect()
    wanted = sorted({row["entry_id"] for row in hits})[::6]
    few = {(row["id"], row["entry_id"]): row["score"] for row in hits if row["entry_id"] in wanted}
    said = ("id", "entry_id", "score")
    parted = [
        {tuple(row[name] for name in said) for row in found.where("problem is null").collect()}
        for found in (rescreen_delta(frame(spark, names, count), packed, wanted) for count in (1, 4))
    ]
    assert parted[0] == parted[1]
    again = {(ident, entry): score for ident, entry, score in parted[0]}
    assert few
    assert {pair: again.get(pair) for pair in few} == few
    with pytest.raises(ValueError, match="no-such-entry"):
        rescreen_delta(frame(spark, names, 1), packed, ["no-such-entry"])


@pytest.mark.parametrize("size", [0, 1, 1024, 5001])
def test_the_root_is_that_of_one_machine(spark: SparkSession, size: int) -> None:
    dice = random.Random(size)
    leaves = [dice.randbytes(32) for _ in range(size)]
    schema = StructType([StructField("leaf", BinaryType())])
    rows = spark.createDataFrame([(bytearray(leaf),) for leaf in leaves], schema).repartition(3)
    assert merkle_root_of(rows) == merkle_root(leaves)


@pytest.mark.usefixtures("spark")
def test_a_job_writes_answers_bad_lines_and_receipt(
    orders: Path, home: Path, local: dict[str, object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    main(["determine", str(orders), str(out), "--home", str(home), "--partitions", "2"])
    receipt = json.loads((out / "receipt.json").read_text("utf-8"))
    assert json.loads(capsys.readouterr().out) == receipt
    assert receipt["root"] == local["root"]
    assert pl.read_parquet(out / "answers" / "*.parquet").height == 998
    bad = [
        json.loads(line)
        for file in (out / "bad").glob("*.json")
        for line in file.read_text("utf-8").splitlines()
    ]
    assert sorted(row["key"] for row in bad) == ["destination", "destination"]


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("work", ["rescreen", "whatif"])
def test_a_job_says_what_it_lacks(orders: Path, home: Path, tmp_path: Path, work: str) -> None:
    with pytest.raises(SystemExit, match="needs --"):
        main([work, str(orders), str(tmp_path / "out"), "--home", str(home)])
