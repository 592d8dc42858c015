"""Products out as tables; encryption reports; what suppliers are asked; a part that opens again is told of."""

import csv
import io
from pathlib import Path

import polars as pl
from openpyxl import load_workbook
from playwright.sync_api import FilePayload, Page, expect

from .conftest import Opener, Site
from .test_records import waits

GATE = {"part": "GATE-5", "description": "Gateway module, with TLS", "eccn": "5A992.c", "source": "interview",
        "encryption": "(b)(1)", "component": "yes", "item_type": "Gateway", "origin": "US",
        "supplier": "Tessarine"}  # fmt: skip
CORE = {"part": "CORE-9", "description": "Core router", "eccn": "5A002.a.2", "encryption": "(b)(2)",
        "ccats": "G999001"}  # fmt: skip
SALE = {"date": "", "part": "CORE-9", "quantity": "2", "recipient": "Muster GmbH", "address": "Hof 1",
        "country": "de", "recipient_kind": "direct"}  # fmt: skip


def table(*rows: dict[str, str]) -> FilePayload:
    """Rows as a file to send."""
    out = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(rows)
    return {"name": "table.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode()}


def import_products(page: Page, *rows: dict[str, str]) -> None:
    page.goto("/products")
    page.locator("#file").set_input_files(table(*rows))
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("status").first).to_contain_text("read.")


def approve(page: Page, part: str) -> None:
    page.goto(f"/products/{part}")
    page.get_by_role("button", name="Approve it").click()
    expect(page.get_by_role("status")).to_contain_text("Approved.")


def test_encryption_reports_are_written_without_scripts(signed_in: Opener, site: Site) -> None:
    page = signed_in("clea", script=False)
    import_products(page, GATE, CORE)
    approve(signed_in("kit"), "GATE-5")
    page.get_by_role("link", name="Encryption reports").click()
    annual = page.get_by_role("form", name="Self-classification report")
    annual.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_contain_text("SUBMITTER NAME: empty")
    annual.get_by_label("Submitter").fill("Acme Chips, Inc.")
    for label, value in (
        ("Telephone", "+1 555 0100"),
        ("E-mail", "trade@acme.example"),
        ("address", "1 Main St"),
    ):
        annual.get_by_label(label).fill(value)
    annual.get_by_label("outside the US", exact=False).first.select_option("NO")
    annual.get_by_label("Keep that").check()
    with page.expect_download() as loading:
        annual.get_by_role("button").click()
    head, row = loading.value.path().read_text("utf-8").splitlines()
    assert head.startswith("PRODUCT NAME,MODEL NUMBER,MANUFACTURER,ECCN")
    assert row.startswith("Gateway module with TLS,GATE-5,SELF,5A992,MMKT,Gateway,Acme Chips Inc.,")
    page.goto("/encryption-reports")
    expect(page.get_by_role("main")).to_contain_text("GATE-5")  # the same year may be written again

    day = site.services.today()
    sales = page.get_by_role("form", name="Semiannual report")
    sales.get_by_label("List of sales").set_input_files(table({**SALE, "date": "soon"}))
    sales.get_by_role("button", name="Write the report").click()
    expect(page.get_by_role("alert")).to_contain_text("Row 2, date: 'soon'; expected YYYY-MM-DD")
    half = day.replace(month=7 if day.month > 7 else 1, day=1).isoformat()
    sales.get_by_label("List of sales").set_input_files(table({**SALE, "date": half}))
    sales.get_by_label("As").select_option("xlsx")
    with page.expect_download() as loading:
        sales.get_by_role("button", name="Write the report").click()
    rows = list(
        load_workbook(io.BytesIO(loading.value.path().read_bytes())).active.iter_rows(values_only=True)
    )
    assert rows[0][:3] == ("CCATS", "ITEM", "QUANTITY")
    assert rows[1][:7] == ("G999001", "Core router", "2", "direct", "Muster GmbH", "Hof 1", "DE")

    with page.expect_download() as loading:
        page.goto("/products")
        page.get_by_role("link", name="XLSX").click()
    columns = next(
        load_workbook(io.BytesIO(loading.value.path().read_bytes())).active.iter_rows(values_only=True)
    )
    assert columns[0] == "part"
    assert "decision" not in columns


def test_keeping_that_products_were_reported_takes_a_classifier(signed_in: Opener) -> None:
    page = signed_in("rita")
    page.goto("/encryption-reports")
    expect(page.get_by_label("Keep that")).to_have_count(0)
    token = page.locator("input[name=csrf]").first.get_attribute("value") or ""
    form: dict[str, str | float | bool] = {
        "csrf": token,
        "keep": "yes",
        "name": "A",
        "telephone": "1",
        "email": "a@b.example",
        "address": "B",
    }
    form |= {"foreign_components": "NO", "locations": "NONE", "item_type": "Gateway"}
    refused = page.request.post("/encryption-reports", form=form)
    assert refused.status == 403


def test_a_supplier_is_asked_and_its_form_is_read_back(signed_in: Opener) -> None:
    page = signed_in("clea", script=False)
    import_products(page, {"part": "CHIP-1", "description": "Timer chip", "supplier": "Tessarine & Sons"})
    page.get_by_role("link", name="Suppliers").click()
    row = page.get_by_role("row", name="Tessarine & Sons")
    with page.expect_download() as loading:
        row.get_by_role("link", name="Letter").click()
    assert loading.value.path().read_bytes().startswith(b"%PDF")
    with page.expect_download() as loading:
        row.get_by_role("link", name="XLSX").click()
    head, *asked = load_workbook(io.BytesIO(loading.value.path().read_bytes())).active.iter_rows(
        values_only=True
    )
    assert [line[0] for line in asked] == ["CHIP-1"]
    said = dict(zip(head, asked[0], strict=True)) | {"supplier_eccn": "3A991.a.2", "answered_by": "J. Tan"}
    back = table({name: value or "" for name, value in said.items()})
    page.get_by_label("Form that came back").set_input_files(back)
    page.get_by_role("button", name="Read it").click()
    page.goto("/products/CHIP-1")
    expect(page.get_by_role("main")).to_contain_text("answered by J. Tan")
    expect(page.get_by_role("main")).to_contain_text("Not classified")
    page.goto("/suppliers")
    expect(page.get_by_role("row", name="Tessarine & Sons")).to_contain_text("for all its parts")


def test_whoever_clears_lines_is_told_of_a_part_that_opened_again(signed_in: Opener, tmp_path: Path) -> None:
    clea = signed_in("clea")
    import_products(
        clea, {"part": "PUMP-3", "description": "Gear pump", "eccn": "EAR99", "source": "CCATS G1"}
    )
    approve(signed_in("kit"), "PUMP-3")
    book = tmp_path / "pumps.parquet"
    lines = {"id": ["1", "2"], "destination": ["DE", "FR"], "item.part": ["PUMP-3"] * 2}
    pl.DataFrame({**lines, "ultimate_consignee.name": ["Muster GmbH"] * 2}).write_parquet(book)
    ada = signed_in("ada")
    ada.goto("/orders")
    ada.get_by_label("File").set_input_files(book)
    ada.get_by_role("button", name="Upload and answer").click()
    waits(ada)
    ada.goto("/today")
    expect(ada.get_by_role("main")).not_to_contain_text("opened again")
    import_products(clea, {"part": "PUMP-3", "description": "Gear pump of titanium"})
    for page in (ada, clea):
        page.goto("/today")
        told = page.get_by_role("link", name="1 classification opened again; 2 order lines held")
        expect(told).to_be_visible()
        expect(page.get_by_role("main")).to_contain_text("PUMP-3: the product's data changed")
    ada.get_by_role("link", name="opened again").click()
    ada.get_by_role("link", name="PUMP-3").click()
    expect(ada.get_by_role("main")).to_contain_text("2 order lines held behind it")
    requester = signed_in("rita")
    requester.goto("/today")
    expect(requester.get_by_role("main")).not_to_contain_text("opened again")
