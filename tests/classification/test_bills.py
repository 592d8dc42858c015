"""Bills of materials as the trade's tools write them."""

import json
from pathlib import Path

import pytest

from licet.classification.bill_of_materials import BillError, read_bill
from licet.tabular.sheets import write_rows


def test_a_bill_is_read_from_a_workbook_and_from_spdx(tmp_path: Path) -> None:
    book = tmp_path / "bill.xlsx"
    write_rows(book, ["assembly", "part", "quantity", "value", "eccn", "origin"],
               [["top", "a", 2, 5, "3A001.a.7", "US"], ["top", "b", 1, 10, "EAR99", "DE"]], {})  # fmt: skip
    assert read_bill(book).content(lambda eccn: eccn != "EAR99").lower == 50
    names = ("top", "board", "chip")
    packages = [
        {"SPDXID": f"SPDXRef-{name}", "name": name, "supplier": "Organization: Tessarine",
         "annotations": [{"comment": "ECCN: 3A001\nquantity: 2\nunitPrice: 5 USD\norigin: US"}]}
        for name in names
    ]  # fmt: skip
    relations = [("top", "CONTAINS", "board"), ("chip", "CONTAINED_BY", "board")]
    document = {"spdxVersion": "SPDX-2.3", "packages": packages, "relationships": [
        {"spdxElementId": f"SPDXRef-{one}", "relationshipType": kind, "relatedSpdxElement": f"SPDXRef-{other}"}
        for one, kind, other in relations
    ]}  # fmt: skip
    file = tmp_path / "bill.spdx.json"
    file.write_text(json.dumps(document), "utf-8")
    bill = read_bill(file)
    rows = [(row.assembly, row.part, row.quantity, row.value, row.eccn, row.supplier) for row in bill.lines]
    assert rows == [
        ("top", "board", 2.0, 5.0, "3A001", "Tessarine"), ("board", "chip", 2.0, 5.0, "3A001", "Tessarine"),
    ]  # fmt: skip
    file.write_text(json.dumps(document | {"relationships": []}), "utf-8")
    with pytest.raises(BillError, match="no package contains another"):
        read_bill(file)
