"""Bills of materials as the trade's tools write them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from licet.classification.bill_files import read_bill
from licet.classification.bill_of_materials import Bill, BillError, BomLine
from licet.cli.main import app as main
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


LINES = [
    BomLine("top", "board", 2, 5.0, "EAR99", "DE"), BomLine("top", "case", 1, 10.0, "EAR99", "CN"),
    BomLine("board", "chip", 3, 10.0, "3A001.a.7", "US"), BomLine("board", "memory", 1, 15.0, "", "KR", "Brastwick"),
    BomLine("board", "logic", 1, 20.0, "", "US", "Tessarine"),
]  # fmt: skip


def test_what_is_known_and_unknown_flows_up_to_every_assembly() -> None:
    bill = Bill(LINES)
    top, board = bill.assemblies(lambda eccn: eccn != "EAR99")
    assert (top.assembly, top.level, board.assembly, board.level) == ("top", 0, "board", 1)
    # one board: 30 of chips count, 20 of logic are open, 15 of memory are Korean, of 65
    assert (round(board.lower, 6), round(board.upper, 6)) == (round(3000 / 65, 6), round(5000 / 65, 6))
    # two boards with 5 of their own, and a case: 60 count, 40 are open, of 150
    assert (round(top.lower, 6), round(top.upper, 6)) == (40.0, round(100 / 1.5, 6))
    whole = bill.content(lambda eccn: eccn != "EAR99")
    assert (round(whole.lower, 6), round(whole.upper, 6)) == (round(top.lower, 6), round(top.upper, 6))
    assert (board.eccns, top.eccns, top.origins) == (
        ("3A001.a.7",),
        ("3A001.a.7", "EAR99"),
        ("CN", "DE", "KR", "US"),
    )
    assert (top.unknown, board.unknown) == (("logic",), ("logic",))
    known = {"logic": ("EAR99", "US", "Tessarine"), "board": ("3A001", "US", "")}
    filled = bill.filled(lambda part: known.get(part, ("", "", "")))
    assert filled.content(lambda eccn: eccn != "EAR99").unknown == ()
    assert filled.lines[0].eccn == "EAR99"  # what the bill says stays
    no_value = Bill([*LINES, BomLine("board", "screw", 4, None, "EAR99", "US")])
    assert [(row.lower, row.upper) for row in no_value.assemblies(lambda _: True)] == [(0.0, 100.0)] * 2


def test_the_command_prints_assemblies(tmp_path: Path) -> None:
    file = tmp_path / "bill.csv"
    rows = [f"{x.assembly},{x.part},{x.quantity},{x.value},{x.eccn},{x.origin}" for x in LINES]
    file.write_text("\n".join(["assembly,part,quantity,value,eccn,origin", *rows]), "utf-8")
    shown = CliRunner().invoke(
        main, ["products", "bom", str(file), "--levels"], env={"LICET_HOME": str(tmp_path)}
    )
    assert "  board: 46.2 to 76.9 percent; 3A001.a.7; KR, US; 1 part open" in shown.output


def test_the_command_says_how_an_assembly_without_a_value_is_meant(tmp_path: Path) -> None:
    file = tmp_path / "bill.csv"
    for value, shown in (("", "Write 0 as the value of an assembly"), ("0", "100.0 percent")):
        file.write_text(
            f"assembly,part,quantity,value,eccn,origin\ntop,board,1,{value},,\nboard,chip,1,5,3A001,US\n",
            "utf-8",
        )
        found = CliRunner().invoke(main, ["products", "bom", str(file)], env={"LICET_HOME": str(tmp_path)})
        assert shown in found.output
