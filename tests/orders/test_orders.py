"""Order books: every line answered as a sale of its own, bad lines told by row and key, nothing lost."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from pathlib import Path
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.command import run_command

from licet.engine.determine import determine
from licet.model.transaction import Transaction
from licet.model.wire import write_transaction
from licet.orders.book import OrderBook, UnreadableOrdersError
from licet.orders.cells import own_day, sale_of
from licet.orders.flat import table_of
from licet.orders.reasons import CONTROLS, REASONS, reasons_for_control
from licet.orders.receipt import merkle_root
from licet.orders.run import RunOptions, answer_book
from licet.orders.table import table_of_answers
from licet.regimes.us_ear import ear
from licet.samples.orders import example_orders
from licet.screening.attach import attach
from licet.services.determination import open_decider, today
from licet.services.order_runs import ChangedError, OrderRun, explained, open_laws, read_orders, run

DAY = date(2019, 10, 10)


@pytest.fixture(scope="module")
def book_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("orders") / "orders.csv"
    example_orders(600, 3, DAY).write_csv(path)
    return path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def answered(
    path: Path, home: Path, as_of: date | None = None, workers: int = 1
) -> tuple[OrderBook, pl.DataFrame]:
    decider = open_decider(home)
    book = read_orders(path, decider, as_of, None, decider.decisions())
    ((whole, found),) = answer_book(book, partial(open_laws, home, None), RunOptions(workers=workers))
    return whole, table_of_answers(whole, found)


@pytest.fixture(scope="module")
def on_one_day(book_file: Path, home: Path) -> pl.DataFrame:
    return answered(book_file, home, DAY)[1]


def sales_of(path: Path) -> list[Transaction]:
    book = ear()
    cells = table_of(path).iter_rows(named=True)
    return [sale_of(row, own_day(row, book.vocabulary), book.vocabulary) for row in cells]


def test_every_line_is_answered_as_a_sale_of_its_own(book_file: Path, home: Path) -> None:
    _, table = answered(book_file, home)
    finder = open_decider(home, long_running=True).screener
    for sale, row in zip(sales_of(book_file), table.iter_rows(named=True), strict=True):
        determination = determine(attach(sale, finder), ear(), finder.lists)
        needs = "; ".join(sorted({need.path for need in determination.needs}))
        then = None if determination.then is None else determination.then.value
        said = (
            determination.answer.value,
            determination.light.value,
            "; ".join(determination.authority),
            needs,
            determination.holds_until,
            then,
        )
        names = ("answer", "light", "authority", "needs", "holds_until", "then")
        assert tuple(row[name] for name in names) == said, row


def test_the_columns_of_the_chart_stand_beside_an_answer_with_their_words(tmp_path: Path, home: Path) -> None:
    orders = tmp_path / "orders.csv"
    rows = (
        "id,as_of,action,destination,item.eccn",
        "1,2026-09-24,export,CN,3A001.a.7",
        "2,2026-09-24,export,DE,EAR99",
    )
    orders.write_text("\n".join(rows) + "\n")
    whole, _ = answered(orders, home)
    short, full = reasons_for_control(whole, ear())
    assert (short.name, short.to_list()) == (REASONS, ["NS 2", None])
    assert (full.name, full.to_list()) == (
        CONTROLS,
        ['NS 2, X for China, "NS applies to entire entry"', None],
    )


def test_json_lines_and_parquet_give_the_same(
    book_file: Path, home: Path, tmp_path: Path, on_one_day: pl.DataFrame
) -> None:
    labels = pl.read_csv(book_file, columns=["id", "customer"], infer_schema=False).rows(named=True)
    nested, parquet = tmp_path / "orders.jsonl", tmp_path / "orders.parquet"
    lines = [
        {**record, **write_transaction(sale)}
        for record, sale in zip(labels, sales_of(book_file), strict=True)
    ]
    nested.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    example_orders(600, 3, DAY).write_parquet(parquet)
    for other in (nested, parquet):
        assert answered(other, home, DAY)[1].equals(on_one_day)


def test_other_processes_say_the_same(
    book_file: Path, home: Path, monkeypatch: pytest.MonkeyPatch, on_one_day: pl.DataFrame
) -> None:
    monkeypatch.setattr("licet.orders.run._WORTH", 1)
    monkeypatch.setattr("licet.orders.worker._AT_ONCE", 200)
    assert answered(book_file, home, DAY, workers=2)[1].equals(on_one_day)


BAD = """id,action,destination,item.eccn,item.us_origin,item.value_usd,ultimate_consignee.country,ship_date
a,export,DE,EAR99,true,100,DE,2019-10-10
b,exprot,DE,EAR99,true,100,DE,2019-10-10
c,export,Atlantis,EAR99,true,100,DE,2019-10-10
d,export,DE,3A1,true,100,DE,2019-10-10
e,export,DE,EAR99,perhaps,100,DE,2019-10-10
f,export,DE,EAR99,true,-5,DE,2019-10-10
g,export,DE,EAR99,true,nan,DE,2019-10-10
h,export,DE,EAR99,true,100,Atlantis,2019-10-10
i,export,DE,EAR99,true,100,DE,tomorrow
j,export,DE,EAR99,true,100,DE,
k,export,DE,,,,,2019-10-10
l,give,XYZ,EAR99,true,100,DE,
"""


def test_bad_lines_are_told_and_the_rest_goes_on(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(BAD, "utf-8")
    book, table = answered(path, home)
    assert table["id"].to_list() == ["a", "k"]
    told = [(bad.row, bad.key) for bad in book.bad]
    assert told == [
        (2, "action"), (3, "destination"), (4, "item.eccn"), (5, "item.us_origin"), (6, "item.value_usd"),
        (7, "item.value_usd"), (8, "ultimate_consignee.country"), (9, "ship_date"), (10, "as_of"),
        (12, "action"),
    ]  # fmt: skip
    assert [
        word in book.bad[-1].problem for word in ("must be one of", "key destination", "key as_of: no day")
    ] == [True] * 3


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "action,colour\nexport,red\n", "line 1, key colour: no column of an order file"),
        ("a.csv", "action,facts.no_such\nexport,yes\n", "key facts.no_such"),
        ("a.csv", "action,destination\n", "no line in it"),
        ("a.txt", "action\nexport\n", ".txt: not one of"),
        ("a.parquet", "no parquet", "a.parquet"),
    ],
)
def test_files_that_are_no_order_book(
    tmp_path: Path, home: Path, name: str, content: str, words: str
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(UnreadableOrdersError, match=words):
        answered(path, home)


def test_a_run_is_receipted_and_every_line_explained(book_file: Path, home: Path, tmp_path: Path) -> None:
    out = tmp_path / "answers.csv"
    summary = run(OrderRun(book_file, out, DAY), home)
    table = pl.read_csv(out, infer_schema=False)
    assert sum(summary["answers"].values()) == summary["lines"] == table.height == 600
    for row in (1, 250, 600):
        assert explained(Path(summary["receipt"]), row, home).answer.value == table["answer"][row - 1]
    again = run(OrderRun(book_file, tmp_path / "again.parquet", DAY), home)
    assert again["root"] == summary["root"]


def test_a_receipt_of_another_file_is_refused(book_file: Path, home: Path, tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_bytes(book_file.read_bytes())
    summary = run(OrderRun(orders, tmp_path / "answers.csv", DAY), home)
    orders.write_bytes(book_file.read_bytes().replace(b"EAR99", b"3A001", 1))
    with pytest.raises(ChangedError, match="its hash differs"):
        explained(Path(summary["receipt"]), 1, home)


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=40), st.randoms())
def test_the_root_does_not_hang_on_the_order(hashes: list[bytes], draw: Random) -> None:
    mixed = list(hashes)
    draw.shuffle(mixed)
    assert merkle_root(mixed) == merkle_root(hashes)
    if hashes:
        changed = [bytes([hashes[0][0] ^ 1]) + hashes[0][1:], *hashes[1:]]
        assert merkle_root(changed) != merkle_root(hashes)


def test_an_answer_has_a_day_only_with_what_follows(on_one_day: pl.DataFrame) -> None:
    assert (on_one_day["holds_until"].is_null() == on_one_day["then"].is_null()).all()
    assert on_one_day["holds_until"].drop_nulls().min() > DAY  # type: ignore[operator]


def gate(orders: Path, home: Path, *more: str) -> tuple[int, str]:
    """The exit status of ``licet check-file --gate`` and what it says."""
    words = ("check-file", str(orders), str(orders.with_name("answers.csv")), "--gate", "--overwrite", *more)
    done = run_command(*words, env={"LICET_HOME": str(home), "COLUMNS": "160"})
    return done.returncode, done.stdout + done.stderr


def test_the_gate_of_a_file_is_open_only_where_every_line_was_read_and_is_green(
    home: Path, tmp_path: Path
) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text("destination,item.eccn\nDE,EAR99\n", "utf-8")
    assert gate(orders, home)[0] == 1  # amber: no consignee is named
    orders.write_text("destination,ship_date\nDE,someday\nDE,never\n", "utf-8")
    status, said = gate(orders, home)
    assert (status, "no line could be read" in said) == (2, True)


def test_a_file_without_days_is_asked_about_today(home: Path, tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text("destination,item.eccn\nDE,EAR99\n", "utf-8")
    summary = run(OrderRun(orders, tmp_path / "out.csv", workers=1), home)
    kept = json.loads(Path(summary["receipt"]).read_text("utf-8"))
    assert (summary["lines"], kept["as_of"]) == (1, today().isoformat())
    nested = tmp_path / "orders.jsonl"
    nested.write_text('{"destination": "DE"}\n', "utf-8")
    assert run(OrderRun(nested, tmp_path / "out.csv", workers=1), home)["lines"] == 1
