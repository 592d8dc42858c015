"""The product master behind transactions and order books; what opens its records; the papers made from it."""

import csv
import json
from datetime import date
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from licet.classification.control_list import ControlList, control_list
from licet.classification.list_changes import list_changes
from licet.model.transaction import Transaction
from licet.model.wire import read_transaction, write_transaction
from licet.orders.holding import Lapse, LineState, standing_of
from licet.regimes.us_ear import ear
from licet.rules.table import read_rows
from licet.screening.decided import DecisionScope
from licet.services import products as products_module
from licet.services.company import CompanyError, load_company
from licet.services.current_answers import answered_book
from licet.services.determination import Decider, open_decider, today
from licet.services.job_kinds import JOB_KINDS, JobWork
from licet.services.list_records import classification_records
from licet.services.open_classifications import open_classifications, order_lines_of
from licet.services.order_books import OrderBooks, UploadedBook
from licet.services.product_facts import with_product
from licet.services.product_orders import fill_order_table
from licet.services.product_papers import (
    PaperError,
    answer_form,
    classification_request,
    encryption_lines,
    product_statement,
    sales_period,
    sales_rows,
    supplier_letter,
)
from licet.services.products import ProductMaster, ProductRowError, product_master
from licet.storage.home import books_root
from licet.tabular.sheets import write_rows
from licet.web.pages.files import rows_of_upload

DAY = date(2026, 11, 30)
ROWS = [
    {"part": "VALVE-2", "description": "Ball valve", "eccn": "2B999.g", "source": "supplier's letter", "origin": "US",
     "supplier": "Brastwick", "hts": "8481.80"},
    {"part": "TIE-1", "description": "Cable tie", "eccn": "EAR99", "source": "CCATS G123456", "origin": "US",
     "supplier": "Brastwick", "supplier_eccn": "EAR99"},
    {"part": "NEW-1", "description": "Not yet classified", "supplier": "Tessarine"},
    {"part": "GATE", "description": "Gateway module", "eccn": "5A992.c", "encryption": "(b)(1)", "component": "yes",
     "item_type": "Gateway", "origin": "US"},
    {"part": "PHONE", "description": "Phone", "eccn": "5A992.c", "encryption": "(b)(1)", "component": "no"},
    {"part": "ROUTER", "description": "Core router", "eccn": "5A002.a.2", "encryption": "(b)(2)",
     "ccats": "G999001"},
]  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for organization in ("acme", None):
        master = product_master(tmp_path, organization, to_change=True)
        master.import_rows(ROWS, "M. Ruiz", DAY)
        master.approve(["VALVE-2", "TIE-1", "GATE", "PHONE", "ROUTER"], "K. Osei", DAY)
    return tmp_path


def master_of(home: Path) -> ProductMaster:
    return product_master(home, "acme", to_change=True)


def sale(**item: object) -> Transaction:
    document = {"action": "export", "as_of": "2026-11-30", "destination": "DE", "item": item}
    return read_transaction(document, ear().vocabulary)


def test_a_part_number_and_a_quantity_are_enough(home: Path) -> None:
    filled = with_product(sale(part="VALVE-2", quantity="5"), master_of(home))
    assert (filled.item.eccn, filled.item.description, filled.item.us_origin) == (
        "2B999.g",
        "Ball valve",
        True,
    )
    assert "2B999.g (classified by M. Ruiz on November 30, 2026)" in filled.notes[-1]
    stated = with_product(sale(part="VALVE-2", eccn="2B350.g", us_origin=False), master_of(home))
    assert (stated.item.eccn, stated.item.us_origin) == ("2B350.g", False)
    open_ = with_product(sale(part="NEW-1"), master_of(home))
    assert open_.item.eccn is None
    assert "the ECCN of NEW-1 is not used: not classified" in open_.notes[-1]
    assert "part X is not in it" in with_product(sale(part="X"), master_of(home)).notes[-1]
    assert with_product(filled, master_of(home)) == filled, "filled twice, it is noted once"
    assert with_product(sale(eccn="EAR99"), master_of(home)) == sale(eccn="EAR99")
    again = read_transaction(json.loads(json.dumps(write_transaction(filled))), ear().vocabulary)
    assert again.item.part == "VALVE-2"


def test_the_decider_takes_the_item_from_the_master(home: Path) -> None:
    found = open_decider(home).determine(sale(part="TIE-1", quantity="100"), scope=DecisionScope("acme"))
    assert found.sale.item.eccn == "EAR99"


# Order books


ORDERS = (
    "id,product,item.quantity,item.eccn,destination,action,ultimate_consignee.name,ultimate_consignee.country\n"
    "1,VALVE-2,2,,DE,export,Muster GmbH,DE\n"
    "2,TIE-1,100,,DE,export,Muster GmbH,DE\n"
    "3,GONE,1,EAR99,DE,export,Muster GmbH,DE\n"
    "4,VALVE-2,2,EAR99,DE,export,Muster GmbH,DE\n"
)


def answered(home: Path) -> tuple[Path, Decider]:
    folder = books_root(home, "acme") / "book1"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "orders.csv").write_text(ORDERS, "utf-8")
    work = JobWork(
        home, folder, folder, {"as_of": today().isoformat()}, DecisionScope("acme"), lambda *_: None
    )
    JOB_KINDS["answers"](work)
    return folder, open_decider(home, long_running=True).of(DecisionScope("acme"))


def test_lines_without_a_day_keep_their_names(home: Path) -> None:
    folder = books_root(home, "acme") / "book2"
    folder.mkdir(parents=True)
    (folder / "orders.csv").write_text(ORDERS, "utf-8")
    JOB_KINDS["answers"](JobWork(home, folder, folder, {}, DecisionScope("acme"), lambda *_: None))
    labels = pl.read_parquet(folder / "labels.parquet")
    assert labels["product"].to_list() == ["VALVE-2", "TIE-1", "GONE", "VALVE-2"]
    decider = open_decider(home).of(DecisionScope("acme"))
    book = UploadedBook("book2", "orders.csv", "Ada", "", "", "", "answered", "", 4, 0, "", None)
    jobs: Any = SimpleNamespace(folder_of=lambda *_: folder)
    parties = OrderBooks(jobs, home).parties("acme", book, decider)
    assert sum(use.lines for use in parties.values()) == 4


def changed(eccn: str, paragraph: str) -> ControlList:
    """The list with other words in one paragraph."""
    rows, _ = read_rows(files("licet.classification") / "tables" / "control_list.csv")
    for row in rows:
        if (row["eccn"], row["paragraph"], row["kind"]) == (eccn, paragraph, "item"):
            row["text"] += " As amended."
    return ControlList(rows, "changed")


def test_one_changed_paragraph_opens_its_records_and_their_order_lines(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, decider = answered(home)
    lines = pl.read_parquet(folder / "orders.filled.parquet")
    assert lines["item.eccn"].to_list() == ["2B999.g", "EAR99", "EAR99", "EAR99"]
    assert lines["defaults"].to_list()[2] is None
    book = answered_book(home, "acme", "book1", decider, today())
    assert book is not None
    assert not book.table.filter(book.lapsed).height

    listed = changed("2B999", "g")
    assert [change.name for change in list_changes(control_list(), listed)] == ["2B999.g"]
    found = classification_records(home, listed, today())
    assert {(row["organization"], row["part"]) for row in found["classification_records"]} == {
        ("acme", "VALVE-2"), (None, "VALVE-2"),
    }  # fmt: skip
    behind = found["order_lines_of_classifications"]
    assert [(row["book"], row["row"], row["part"]) for row in behind] == [
        ("book1", 1, "VALVE-2"), ("book1", 4, "VALVE-2"),
    ]  # fmt: skip
    assert classification_records(home, changed("2B999", "d"), today())["classification_records"] == []
    assert classification_records(home, None, today())["classification_records"] == []

    monkeypatch.setattr(products_module, "control_list", lambda: listed)  # the new text is in force here
    then = answered_book(home, "acme", "book1", decider, today())
    assert then is not None
    assert then.table.filter(then.lapsed)["row"].to_list() == [1, 4]
    held = {line.row: standing_of(line, []) for line in then.lines()}
    assert held[1].fell_back == (Lapse.CLASSIFICATION,) or held[1].state is LineState.HELD
    assert Lapse.CLASSIFICATION in next(line for line in then.lines() if line.row == 1).lapses
    waits = open_classifications(home, "acme", today())  # the work list
    assert waits.reopened == {"VALVE-2": ("the text of 2B999.g changed",)}
    assert [line["row"] for line in order_lines_of(home, "acme", {"VALVE-2"})] == [1, 4]
    assert waits.to_approve == {}


def test_a_table_without_parts_stays_as_it_is(home: Path) -> None:
    master = master_of(home)
    assert fill_order_table(pl.DataFrame({"id": ["1"]}), master, DAY) is None
    assert fill_order_table(pl.DataFrame({"product": ["GONE"]}), master, DAY) is None
    filled = fill_order_table(
        pl.DataFrame({"item.part": ["TIE-1", None], "defaults": ["own", ""]}), master, DAY
    )
    assert filled is not None
    assert filled["item.eccn"].to_list() == ["EAR99", None]
    assert filled["defaults"][0].startswith("own\nFrom your product master")


# Tables in and out


def test_an_empty_cell_keeps_and_a_dash_empties(home: Path) -> None:
    master = master_of(home)
    master.import_rows([{"part": "VALVE-2", "hts": "-", "origin": "", "counts": "yes"}], "M. Ruiz", DAY)
    held = master.products["VALVE-2"]
    assert (held.description, held.hts, held.origin) == ("Ball valve", "", "US")
    assert master.standing("VALVE-2", DAY).counts
    with pytest.raises(ProductRowError) as caught:
        master.import_rows([{"part": "P", "component": "maybe", "item_type": "Toaster"}], "M. Ruiz", DAY)
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "row 2, component",
        "row 2, item_type",
    ]


def test_a_suppliers_form_comes_back(home: Path) -> None:
    master = master_of(home)
    asked = [product for product in master.products.values() if product.supplier == "Tessarine"]
    letter = supplier_letter("Tessarine", asked, DAY, date(2026, 12, 30))
    assert "by December 30, 2026" in letter.text({})
    head, row = answer_form(asked)
    answer = dict(zip(head, row, strict=True)) | {
        "supplier_eccn": "3A991.a.2", "origin": "MY", "answered_by": "J. Tan", "answered_on": "2026-12-02",
    }  # fmt: skip
    master.import_rows([answer], "M. Ruiz", DAY)
    held = master.products["NEW-1"]
    assert (held.supplier_eccn, held.origin) == ("3A991.a.2", "MY")
    assert held.supplier_source == "answered by J. Tan on 2026-12-02"
    assert master.standing("NEW-1", DAY).reasons == ("not classified",)


def test_an_answer_says_what_technology_is_for(home: Path) -> None:
    master = master_of(home)
    drawings = {"part": "VALVE-DWG", "description": "Drawings", "kind": "technology", "for_item": "VALVE-2"}
    master.import_rows([drawings], "M. Ruiz", DAY)
    noted = with_product(sale(part="VALVE-DWG"), master).notes[-1]
    assert noted.endswith("is not used: not classified. It is technology for VALVE-2 (2B999.g).")
    master.import_rows([{"part": "VALVE-2", "description": "Another valve"}], "M. Ruiz", DAY)
    assert with_product(sale(part="VALVE-DWG"), master).notes[-1].endswith("technology for VALVE-2.")


# Papers


def test_the_annual_report_has_each_product_once(home: Path) -> None:
    master = master_of(home)
    lines, left_out = encryption_lines(master, "Gateway", 2026, DAY)
    assert list(lines) == ["GATE"]
    assert lines["GATE"].authorization == "MMKT"
    assert "end item" in left_out["PHONE"]
    master.report(["GATE"], 2026, "M. Ruiz")
    assert list(encryption_lines(master_of(home), "Gateway", 2026, DAY)[0]) == ["GATE"]
    later = encryption_lines(master_of(home), "Gateway", 2027, date(2027, 6, 1))
    assert "was reported for 2026" in later[1]["GATE"]
    master.import_rows([{"part": "GATE", "component": "-"}], "M. Ruiz", DAY)
    assert "say whether" in encryption_lines(master, "Gateway", 2026, DAY)[1]["GATE"]


def test_the_semiannual_report_has_the_sales_of_its_half_year(home: Path) -> None:
    sold = {"part": "ROUTER", "quantity": "2", "recipient": "Muster GmbH", "address": "Hof 1", "country": "de",
            "recipient_kind": "direct"}  # fmt: skip
    sales = [
        sold | {"date": "2026-09-01"}, sold | {"date": "2026-03-01"}, sold | {"date": "2026-09-02", "country": "CA"},
        {"part": "TIE-1", "date": "never"},
    ]  # fmt: skip
    first, last, due = sales_period(DAY)
    assert (first, last, due) == (date(2026, 7, 1), date(2026, 12, 31), date(2027, 2, 1))
    rows = sales_rows(master_of(home), sales, first, last)
    assert rows[1:] == [("G999001", "Core router", "2", "direct", "Muster GmbH", "Hof 1", "DE", "", "")]
    with pytest.raises(PaperError) as caught:
        sales_rows(
            master_of(home), [sold | {"date": "soon", "recipient_kind": "friend", "address": ""}], first, last
        )
    assert len(caught.value.problems) == 3


def test_statements_and_requests_say_what_is_on_record(home: Path) -> None:
    master = master_of(home)
    text = product_statement(master, ["VALVE-2", "TIE-1"], DAY, "Muster GmbH").text({"name": "Acme Inc."})
    assert text.startswith("Acme Inc.\n")
    assert "VALVE-2\tBall valve\t2B999.g\t-\t8481.80" in text
    with pytest.raises(PaperError, match="NEW-1: not classified"):
        product_statement(master, ["NEW-1", "VALVE-2"], DAY)
    request = classification_request(master, "ROUTER", DAY).text({})
    assert "22(a)\tECCN that you recommend\t5A002.a.2" in request
    assert "Supplement No. 6 to part 742" in request


def test_the_company_is_read_from_its_file(tmp_path: Path) -> None:
    assert load_company(tmp_path) == {}
    (tmp_path / "company.toml").write_text('name = "Acme"\nlogo = "x"\n', "utf-8")
    with pytest.raises(CompanyError, match="logo"):
        load_company(tmp_path)


# Exports


def test_exported_tables_are_read_again(home: Path, tmp_path: Path) -> None:
    master = master_of(home)
    rows = list(master.export_rows(DAY))
    out = tmp_path / "products.csv"
    write_rows(out, list(rows[0]), [list(row.values()) for row in rows], {})
    with out.open(encoding="utf-8-sig", newline="") as stream:
        again = list(csv.DictReader(stream))
    other = ProductMaster.open(tmp_path / "other.jsonl")
    assert other.import_rows(again, "M. Ruiz", DAY) == len(ROWS)
    assert other.products == master.products
    book = tmp_path / "products.xlsx"
    write_rows(book, list(rows[0]), [list(row.values()) for row in rows], {})
    third = ProductMaster.open(tmp_path / "third.jsonl")
    assert third.import_rows(rows_of_upload("products.xlsx", book.read_bytes()), "M. Ruiz", DAY) == len(ROWS)
    assert third.products == master.products
