"""Order files whose lines name their order, and orders with items, get the answers of one order checked alone."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from licet.orders.fingerprints import text_prints
from licet.services.current_answers import keep_prints
from licet.services.determination import today
from licet.services.order_runs import OrderRun, explained, run
from licet.workspace import Workspace, open_workspace

SHARED: dict[str, Any] = {
    "action": "export",
    "as_of": "2026-09-20",
    "destination": "CO",
    "end_use": "none_named_in_part_744",
    "parties": [{"role": "ultimate_consignee", "name": "Norte Imaging SAS", "country": "CO", "owners": []}],
    "facts": {
        "license_exception_claimed": "LVS",
        "lvs_whole_order_counted": True,
        "lvs_annual_total_within_limit": True,
    },
}
LINES: tuple[tuple[str, str, str | None, str], ...] = (
    ("A", "8A002.a", "2000", "9013.10.5000"),
    ("A", "8A002.a", "3001", "9013105000"),
    ("B", "8A002.a", "2000", "9013105000"),
    ("B", "EAR99", "900", "8544422000"),
    ("C", "8A002.a", "100", "9013105000"),
    ("C", "8A002.a", None, "9013105000"),
    ("D", "EAR99", "1500", "8471500150"),
    ("D", "EAR99", "1500", "8471500150"),
    ("", "8A002.a", "4000", ""),
)
"""Order, ECCN, value and Schedule B number: A passes the limit of LVS, C lacks a value, D is filed."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def workspace(home: Path) -> Workspace:
    return open_workspace(home)


def _item(eccn: str, value: str | None, code: str) -> dict[str, Any]:
    item = {"kind": "commodity", "eccn": eccn, "us_origin": True, "value_usd": value}
    return {**item, "facts": {"hts_code": code}} if code else item


def _row(line: tuple[str, str, str | None, str]) -> dict[str, str | None]:
    order, eccn, value, code = line
    return {
        "order": order, "action": "export", "destination": "CO", "end_use": "none_named_in_part_744",
        "item.kind": "commodity", "item.eccn": eccn, "item.us_origin": "yes", "item.value_usd": value,
        "facts.hts_code": code, "facts.license_exception_claimed": "LVS", "facts.lvs_whole_order_counted": "yes",
        "facts.lvs_annual_total_within_limit": "yes", "ultimate_consignee.name": "Norte Imaging SAS",
        "ultimate_consignee.country": "CO", "as_of": "2026-09-20",
    }  # fmt: skip


def _write(path: Path, lines: Sequence[Mapping[str, str | None]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return path


def _answered(orders: Path, home: Path) -> pl.DataFrame:
    out = orders.with_suffix(".answers.parquet")
    run(OrderRun(orders, out), home)
    return pl.read_parquet(out)


def test_a_column_of_orders_answers_as_each_order_alone(
    tmp_path: Path, home: Path, workspace: Workspace
) -> None:
    orders = _write(tmp_path / "orders.csv", [_row(line) for line in LINES])
    found = _answered(orders, home)
    assert found["order"].to_list() == [*"AABBCCDD", None]
    for order in "ABCD":
        items = [_item(*line[1:]) for line in LINES if line[0] == order]
        parties = [{key: SHARED["parties"][0][key] for key in ("role", "name", "country")}]
        alone = workspace.check_order({**SHARED, "parties": parties, "items": items})
        mine = found.filter(pl.col("order") == order)
        assert mine["answer"].to_list() == [answer.answer.value for answer in alone.found]
        assert mine["light"].to_list() == [answer.light.value for answer in alone.found]
        assert set(mine["order_answer"]) == {alone.answer.value}
        assert set(mine["order_light"]) == {alone.light.value}
        for text, answer in zip(mine["conditions"], alone.found, strict=True):
            assert ("file_eei" in text) == any(each.code == "file_eei" for each in answer.conditions)
    assert found["order_answer"].to_list()[-1] is None
    by_order = dict(zip(found["order"], found["answer"], strict=True))
    assert (by_order["A"], by_order["B"], by_order["C"]) == (
        "license_required",
        "no_license_required",
        "undetermined",
    )


def test_a_line_is_explained_with_what_its_order_comes_to(tmp_path: Path, home: Path) -> None:
    orders = _write(tmp_path / "orders.csv", [_row(line) for line in LINES])
    found = _answered(orders, home)
    receipt = tmp_path / "orders.answers.parquet.receipt.json"
    for row, answer in zip(found["row"], found["answer"], strict=True):
        assert explained(receipt, row, home).answer.value == answer


def test_a_line_that_cannot_be_read_leaves_its_order_open(tmp_path: Path, home: Path) -> None:
    rows = [_row(line) for line in LINES[2:4]]
    bad = [{**rows[0], "item.value_usd": "twelve"}, {**rows[0], "destination": "Atlantis"}]
    for other in bad:
        found = _answered(_write(tmp_path / "orders.csv", [*rows, other]), home)
        assert set(found["order_answer"]) == {"undetermined"}
        assert set(found["order_light"]) == {"amber"}
    text = _write(tmp_path / "orders.csv", rows).read_text("utf-8")
    (tmp_path / "orders.csv").write_text(text + "B,export,one value too few\n", "utf-8")
    found = _answered(tmp_path / "orders.csv", home)
    assert found["answer"].to_list()[0] == "undetermined"  # the limit of LVS: the lost line may be over it
    assert set(found["order_answer"]) == {"undetermined"}
    assert explained(tmp_path / "orders.answers.parquet.receipt.json", 1, home).answer.value == "undetermined"


def test_an_order_with_items_in_json_lines(tmp_path: Path, home: Path, workspace: Workspace) -> None:
    documents = [
        {**SHARED, "id": "A", "items": [_item(*line[1:]) for line in LINES[:2]]},
        {**SHARED, "id": "one", "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True}},
        {**SHARED, "order": "B", "id": "B1", "item": _item(*LINES[2][1:3], "")},
        {**SHARED, "order": "B", "id": "B2", "item": _item(*LINES[3][1:3], "")},
        {**SHARED, "id": "E", "items": [_item("8A002.a", "10", ""), {"ecn": "EAR99"}]},
    ]
    path = tmp_path / "orders.jsonl"
    path.write_text("".join(json.dumps({**each, **_own(each)}) + "\n" for each in documents), "utf-8")
    found = _answered(path, home)
    assert found["row"].to_list() == [1, 2, 3, 4, 5, 6]
    assert found["id"].to_list() == ["A/1", "A/2", "one", "B1", "B2", "E/1"]
    assert found["order"].to_list() == ["A", "A", None, "B", "B", "E"]
    assert found["answer"].to_list()[:2] == ["license_required"] * 2
    assert found["answer"].to_list()[5] == "undetermined"
    alone = workspace.check_order({key: value for key, value in documents[0].items() if key != "id"})
    assert found["order_answer"].to_list()[0] == alone.answer.value
    receipt = tmp_path / "orders.answers.parquet.receipt.json"
    for row, answer in zip(found["row"], found["answer"], strict=True):
        assert explained(receipt, row, home).answer.value == answer


def _own(document: dict[str, Any]) -> dict[str, Any]:
    """The facts of lines are in the items; of one item they are those of the sale."""
    item = document.get("item")
    if item is None:
        return {}
    facts = {**document["facts"], **item.get("facts", {})}
    return {"item": {key: value for key, value in item.items() if key != "facts"}, "facts": facts}


def test_a_change_in_an_order_lapses_all_its_lines(tmp_path: Path, home: Path) -> None:
    def prints(value: str) -> list[str]:
        rows = [_row(line) for line in LINES[2:5]]
        orders = _write(tmp_path / "orders.csv", [rows[0], {**rows[1], "item.value_usd": value}, rows[2]])
        keep_prints(orders, tmp_path, home, None, today())
        return pl.read_parquet(tmp_path / "prints.parquet")["line"].to_list()

    before, after = prints("900"), prints("901")
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, False, True]

    def texts(value: str) -> list[str]:
        path = tmp_path / "orders.jsonl"
        lines = [{"order": "B", "value": value}, {"order": "B"}, {"value": 1}]
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        return text_prints(path)["line"].to_list()

    before, after = texts("900"), texts("901")
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, False, True]
