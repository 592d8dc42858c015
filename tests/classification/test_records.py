"""Classification records: what opens them again; the product master; bills of materials; the encryption report."""

import csv
import io
import itertools
import json
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from licet.classification.bill_files import read_bill
from licet.classification.bill_of_materials import Bill, BillError, BomLine
from licet.classification.control_list import ControlList, control_list
from licet.classification.order_of_review import ReviewedItem, ReviewInterview
from licet.classification.records import Product, RecordError, record_of
from licet.classification.self_classification import HEADER, ReportError, ReportLine, Submitter, report
from licet.cli.main import app
from licet.event_file import EventFileError
from licet.rules.table import read_rows
from licet.services.products import ProductMaster, ProductRowError, item_of

DAY = date(2026, 11, 30)
CAMERA = Product(
    "TC-30", "Thermal imager with an uncooled microbolometer array", supplier="Lumen", supplier_eccn="6A993.a"
)
SAID = ["no", "no", "no", "6A003", "uncooled", "30 Hz", "no", "1000"]


def changed(eccn: str, paragraph: str) -> ControlList:
    """The list with other words in one paragraph."""
    rows, _ = read_rows(files("licet.classification") / "tables" / "control_list.csv")
    for row in rows:
        if (row["eccn"], row["paragraph"], row["kind"]) == (eccn, paragraph, "item"):
            row["text"] += " As amended."
    return ControlList(rows, "changed")


@pytest.fixture
def master(tmp_path: Path) -> ProductMaster:
    talk = ReviewInterview(ReviewedItem(CAMERA.description))
    for typed in SAID:
        talk = talk.answer(typed, who="M. Ruiz", on=DAY, why="data sheet 7")
    found = ProductMaster.open(tmp_path / "masters" / "home" / "products.jsonl")
    found.put(CAMERA)
    found.keep(
        record_of(
            CAMERA, talk.result, "M. Ruiz", DAY, sources=("data sheet 7",), valid_until=date(2027, 12, 31)
        )
    )
    rows = [
        {
            "part": "VALVE-2",
            "description": "Ball valve",
            "eccn": "2b999.g",
            "source": "supplier's letter",
            "origin": "us",
        },
        {"part": "TIE-1", "description": "Cable tie", "eccn": "EAR99", "source": "CCATS G123456"},
        {"part": "NEW-1", "description": "Not yet classified"},
    ]
    found.import_rows(rows, "M. Ruiz", DAY)
    return found


def test_a_record_counts_when_a_second_person_approved_it(master: ProductMaster) -> None:
    assert master.standing("TC-30", DAY).reasons == ("no second person approved it",)
    with pytest.raises(RecordError, match="someone else"):
        master.approve(["VALVE-2", "TC-30"], " m. ruiz ", DAY)
    assert "eccn" not in item_of(master, "TC-30", DAY)
    master.approve(["TC-30", "VALVE-2", "TIE-1"], "K. Osei", DAY)
    assert master.standing("TC-30", DAY).counts
    assert master.standing("TC-30", DAY).warnings == ("Lumen says 6A993.a",)
    assert item_of(master, "VALVE-2", DAY) == {
        "description": "Ball valve", "kind": "commodity", "us_origin": True, "eccn": "2B999.g",
    }  # fmt: skip
    assert master.standing("TC-30", date(2028, 1, 1)).reasons == ("valid until 2027-12-31",)
    assert master.standing("NEW-1", DAY).reasons == ("not classified",)


def test_one_changed_paragraph_opens_exactly_the_records_that_rest_on_it(master: ProductMaster) -> None:
    master.approve(["TC-30", "VALVE-2", "TIE-1"], "K. Osei", DAY)
    opened = master.opened_by(changed("2B999", "g"), DAY)
    assert {part: found.reasons for part, found in opened.items()} == {
        "VALVE-2": ("the text of 2B999.g changed",)
    }
    assert master.opened_by(changed("2B999", "d"), DAY) == {}
    assert list(master.opened_by(changed("6A003", "b.4"), DAY)) == ["TC-30"]
    assert master.opened_by(control_list(), DAY) == {}


def test_changed_product_data_opens_the_record(master: ProductMaster) -> None:
    master.approve(["TC-30"], "K. Osei", DAY)
    master.import_rows([{"part": "TC-30", "description": "Thermal imager, now 60 Hz"}], "M. Ruiz", DAY)
    assert master.standing("TC-30", DAY).reasons == ("the product's data changed",)


def test_the_file_is_read_again_as_it_was_and_shows_a_changed_line(master: ProductMaster) -> None:
    master.approve(["TC-30"], "K. Osei", DAY)
    again = ProductMaster.open(master.file.path)
    assert (again.products, again.records) == (master.products, master.records)
    assert len(again.records["TC-30"][0].path) == len(SAID)
    lines = master.file.path.read_text("utf-8").splitlines()
    master.file.path.write_text("\n".join([lines[0].replace("30", "31"), *lines[1:]]) + "\n", "utf-8")
    with pytest.raises(EventFileError, match="line 2 does not follow"):
        ProductMaster.open(master.file.path)


def test_every_fault_of_an_import_is_named_and_nothing_is_kept(master: ProductMaster) -> None:
    before = master.file.path.read_bytes()
    rows = [
        {"part": "", "kind": "thing", "origin": "USA", "us_content_pct": "most"},
        {"part": "P", "eccn": "3A001.zz", "valid_until": "soon", "colour": "red"},
    ]
    with pytest.raises(ProductRowError) as caught:
        master.import_rows(rows, "M. Ruiz", DAY)
    said = caught.value.problems
    assert [problem.split(":")[0] for problem in said] == [
        "row 2, part", "row 2, kind", "row 2, us_content_pct", "row 2, origin",
        "row 3, colour", "row 3, valid_until", "row 3, eccn",
    ]  # fmt: skip
    assert master.file.path.read_bytes() == before


def test_an_open_review_makes_no_record() -> None:
    with pytest.raises(RecordError, match="undetermined"):
        record_of(CAMERA, ReviewInterview(ReviewedItem("camera")).result, "M. Ruiz", DAY)


# Bills of materials


def listed(eccn: str) -> bool | None:
    return None if eccn == "?" else eccn != "EAR99"


def test_the_interval_is_right_by_brute_force() -> None:
    """On small bills: the bounds are the least and the greatest over every way in which the unknown can come out."""
    chance = random.Random(7)
    for _ in range(12):
        parts = []
        for number in range(4):
            eccn, origin = chance.choice(["EAR99", "3A001", ""]), chance.choice(["US", "DE", ""])
            place, value = chance.choice(["top", "sub"]), chance.randint(1, 9)
            parts.append(BomLine(place, f"p{number}", chance.randint(1, 3), value, eccn, origin))
        sub = BomLine("top", "sub", 2, 0.0, "EAR99", "DE")
        shares = []
        for filled in itertools.product(itertools.product(("EAR99", "3A001"), ("US", "DE")), repeat=4):
            whole = [
                replace(part, eccn=part.eccn or eccn, origin=part.origin or origin)
                for part, (eccn, origin) in zip(parts, filled, strict=True)
            ]
            shares.append(Bill([sub, *whole]).content(listed).lower)
        found = Bill([sub, *parts]).content(listed)
        assert found.lower == pytest.approx(min(shares))
        assert found.upper == pytest.approx(max(shares))


def test_the_supplier_whose_answer_decides_is_named() -> None:
    lines = [
        BomLine("top", "frame", 1, 70, "EAR99", "US"), BomLine("top", "chip", 1, 20, "", "US", "Tessarine"),
        BomLine("top", "fan", 1, 6, "", "US", "Brastwick"), BomLine("top", "clock", 1, 4, "3A001", "US"),
    ]  # fmt: skip
    found = Bill(lines).content(listed)
    assert (found.lower, found.upper, found.unknown) == (4.0, 30.0, ("chip", "fan"))
    assert found.deciding[25] == (("chip", "Tessarine"), ("fan", "Brastwick"))
    assert found.deciding[10] == (("chip", "Tessarine"),)


def test_a_value_that_is_not_known_leaves_no_bound() -> None:
    found = Bill([BomLine("top", "a", 1, None), BomLine("top", "b", 1, 5, "EAR99", "US")]).content(listed)
    assert (found.lower, found.upper, found.no_value) == (0.0, 100.0, ("a",))


def test_a_part_within_itself_is_refused() -> None:
    with pytest.raises(BillError, match="lies within itself"):
        Bill([BomLine("top", "a", 1, 1), BomLine("a", "b", 1, 1), BomLine("b", "a", 1, 1)]).content(listed)


def large(chance: random.Random) -> Iterator[BomLine]:
    for number in range(10_000):
        assembly = (
            "top" if number < 10 else f"p{chance.randrange(max(0, number // 10 - 1), number // 10 + 1)}"
        )
        known = chance.random() > 0.2
        yield BomLine(assembly, f"p{number}", 1, 1.0, "3A001" if known else "", "US")


def test_ten_thousand_parts_are_added_up_at_once() -> None:
    bill = Bill(list(large(random.Random(3))))
    began = time.process_time()
    found = bill.content(listed)
    assert 0 < found.lower < found.upper <= 100
    assert time.process_time() - began < 20


def test_a_bill_is_read_from_csv_and_cyclonedx(tmp_path: Path) -> None:
    file = tmp_path / "bill.csv"
    file.write_text(
        "assembly,part,quantity,value,eccn,origin\ntop,a,2,5,3A001.a.7,US\ntop,b,1,10,EAR99,DE\n", "utf-8"
    )
    assert read_bill(file).content(listed).lower == 50
    file.write_text("assembly,part,quantity,value\ntop,a,two,5\ntop,b,1,-3\n", "utf-8")
    with pytest.raises(BillError) as caught:
        read_bill(file)
    assert caught.value.problems == ("row 2, quantity: 'two' is no number", "row 3, value: -3 is less than 0")
    cyclone = tmp_path / "bill.json"
    part = {"bom-ref": "x", "name": "X", "supplier": {"name": "S", "address": {"country": "US"}}, "properties": [
        {"name": "own:eccn", "value": "3A001"}, {"name": "own:quantity", "value": "4"},
        {"name": "own:unitPrice", "value": "2.5 USD"}]}  # fmt: skip
    cyclone.write_text(
        json.dumps({"metadata": {"component": {"name": "top"}}, "components": [part, part]}), "utf-8"
    )
    bill = read_bill(cyclone)
    assert bill.lines == [BomLine("top", "x", 4.0, 2.5, "3A001", "US", "S")]
    assert bill.content(listed).lower == 100


# The report and the commands

COMPANY = Submitter("Acme Inc.", "+1 555 0100", "trade@acme.example", "1 Main St, Dayton, OH", "NO")


def test_the_report_is_as_the_supplement_demands() -> None:
    text = report([ReportLine("Gate 9, rev. B", "5A992.c", "MMKT", "Firewall", "G-9")], COMPANY)
    rows = list(csv.reader(io.StringIO(text)))
    assert tuple(rows[0]) == HEADER
    assert rows[1][:7] == ["Gate 9 rev. B", "G-9", "SELF", "5A992", "MMKT", "Firewall", "Acme Inc."]
    assert all(len(row) == 12 for row in rows)
    with pytest.raises(ReportError) as caught:
        report([ReportLine("", "3A001", "XX", "Toaster", "m" * 51)], COMPANY)
    assert len(caught.value.problems) == 5


def test_the_commands_lead_from_a_part_to_an_order_line(
    tmp_path: Path, master: ProductMaster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LICET_HOME", str(master.file.path.parents[2]))
    run = CliRunner()

    def output(*arguments: str, status: int = 0, typed: str | None = None) -> str:
        found = run.invoke(app, list(arguments), input=typed)
        assert found.exit_code == status, found.output
        return found.output

    assert "TC-30  6A003.b.4.b  open: no second person approved it" in output("products", "list", "--open")
    output("products", "approve", "TC-30", "--who", "M. Ruiz", status=3)
    output("products", "approve", "TC-30", "VALVE-2", "--who", "K. Osei")
    orders, filled = tmp_path / "orders.csv", tmp_path / "filled.csv"
    orders.write_text(
        "id,product,item.quantity,item.eccn\n1,TC-30,2,\n2,TIE-1,100,\n3,GONE,1,1A999\n", "utf-8"
    )
    said = output("products", "fill", str(orders), str(filled))
    assert "no ECCN for TIE-1: no second person approved it" in said
    assert "no ECCN for GONE: not in the product master" in said
    rows = list(csv.DictReader(io.StringIO(filled.read_text("utf-8"))))
    assert [row["item.eccn"] for row in rows] == ["6A003.b.4.b", "", "1A999"]
    assert json.loads(output("products", "show", "TC-30"))["standing"]["counts"]
    output("products", "export", str(tmp_path / "out.csv"))
    assert "VALVE-2" in (tmp_path / "out.csv").read_text("utf-8")
    soft = "part,description,encryption,component,eccn\nGATE,Gateway,(b)(1),yes,5A992.c\n"
    (tmp_path / "in.csv").write_text(soft, "utf-8")
    output("products", "import", str(tmp_path / "in.csv"), "--who", "M. Ruiz")
    common = [
        "--submitter",
        "Acme",
        "--telephone",
        "1",
        "--email",
        "e",
        "--address",
        "a",
        "--item-type",
        "Gateway",
    ]
    assert "left out: GATE" in output("products", "encryption-report", str(tmp_path / "r.csv"), *common)
    output("products", "approve", "GATE", "--who", "K. Osei")
    output("products", "encryption-report", str(tmp_path / "r.csv"), *common)
    assert "Gateway,GATE,SELF,5A992,MMKT,Gateway" in (tmp_path / "r.csv").read_text("utf-8")
    sale = {"action": "export", "as_of": "2026-11-30", "destination": "CN", "item": {"quantity": 2}}
    (tmp_path / "sale.json").write_text(json.dumps(sale), "utf-8")
    answer = json.loads(output("check", str(tmp_path / "sale.json"), "--part", "TC-30", "--json"))
    assert "6A003.b.4.b" in json.dumps(answer)
    output("check", str(tmp_path / "sale.json"), "--part", "GONE", status=2)
    typed = "\n".join(SAID) + "\n"
    kept = output("classify", CAMERA.description, "--part", "TC-31", "--who", "M. Ruiz", typed=typed)
    assert "Kept for TC-31" in kept
    bill = tmp_path / "bill.csv"
    bill.write_text("assembly,part,quantity,value,eccn,origin\ntop,a,1,3,3A001,US\ntop,b,1,7,,US\n", "utf-8")
    assert "30.0 to 100.0 percent" in output("products", "bom", str(bill))
