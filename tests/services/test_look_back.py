"""Shipments of past years by law as known then and as known now."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from licet.model.wire import read_transaction
from licet.services.determination import open_decider
from licet.services.look_back import LookBackQuestion, limitation_date, look_back

PARTY: dict[str, Any] = {"role": "ultimate_consignee", "name": "Beispiel GmbH", "country": "DE", "owners": []}
SHIPMENT: dict[str, Any] = {
    "action": "export",
    "destination": "DE",
    "end_use": "civil",
    "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True, "value_usd": 100},
    "parties": [PARTY],
}
HUAWEI = {**PARTY, "name": "Huawei Technologies Co., Ltd.", "country": "CN"}
RUSSIAN = {**PARTY, "name": "Primer OOO", "country": "RU"}
ITEM = {**SHIPMENT["item"], "eccn": "5A991"}
SHIPMENTS: dict[str, dict[str, Any]] = {
    "right": {**SHIPMENT, "as_of": "2023-05-01"},
    "wrong": {**SHIPMENT, "as_of": "2021-05-01", "destination": "CN", "parties": [HUAWEI]},
    # in force on February 24, 2022, and published on March 3
    "late": {**SHIPMENT, "as_of": "2022-02-26", "destination": "RU", "item": ITEM, "parties": [RUSSIAN]},
    "later": {**SHIPMENT, "as_of": "2022-03-04", "destination": "RU", "item": ITEM, "parties": [RUSSIAN]},
    "open": {**SHIPMENT, "as_of": "2024-05-01", "item": {"kind": "commodity", "us_origin": True}},
}


def test_four_heaps_and_their_proof(tmp_path: Path) -> None:
    path, out = tmp_path / "shipments.jsonl", tmp_path / "out"
    path.write_text(
        "".join(json.dumps({"id": name, **record}) + "\n" for name, record in SHIPMENTS.items()), "utf-8"
    )
    found = look_back(LookBackQuestion(path, out, 1, today=date(2026, 11, 29)), tmp_path / "home")
    heaps = dict(found.table.select("id", "heap").iter_rows())
    assert heaps == {
        "right": "right",
        "wrong": "wrong",
        "late": "worth_knowing",
        "later": "wrong",
        "open": "open",
    }
    barred = dict(found.table.select("id", "barred").iter_rows())
    assert barred["wrong"]
    assert not barred["later"]
    document = found.document()
    assert sum(item["share"] for item in document["heaps"]) == 1
    assert document["wrong_and_not_barred"] == 1
    assert "Primer" not in json.dumps(document)
    page = (out / "report.html").read_text("utf-8")
    assert document["receipt"]["receipt_id"] in page
    assert json.loads((out / "receipt.json").read_text("utf-8"))["root"] == document["receipt"]["root"]
    _same_one_by_one(tmp_path / "home", out)


def _same_one_by_one(home: Path, out: Path) -> None:
    """Both answers of every line are those of the same shipment asked alone, as known then and as known now."""
    decider = open_decider(home)
    asked = [read_transaction(record, decider.vocabulary) for record in SHIPMENTS.values()]
    for name, known in (("then", True), ("now", False)):
        answers = pl.read_parquet(out / f"{name}.parquet")["answer"].to_list()
        alone = [
            decider.determine(replace(transaction, known_as_of=transaction.as_of if known else None))
            for transaction in asked
        ]
        first = [
            (determination.determinations or (determination,))[0] for determination in alone
        ]  # the EAR, which a file is answered under
        assert answers == [determination.answer.value for determination in first]


def test_a_penalty_is_barred_after_five_years() -> None:
    assert limitation_date(date(2021, 11, 30)) == date(2026, 11, 30)
    assert limitation_date(date(2024, 2, 29)) == date(2029, 2, 28)
