"""The story of the fifth issue through the pages: a book uploaded, held and released, and what if."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from licet.samples.orders import example_orders

from .conftest import Opener

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@pytest.fixture(scope="module")
def book_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "open orders.csv"
    table = example_orders(300, 11, date(2019, 10, 10))
    table.with_columns(customer=pl.lit("=cmd|' /C calc'!A0")).write_csv(path)
    return path


def uploaded(page: Page, path: Path) -> None:
    page.goto("/orders")
    page.get_by_label("File").set_input_files(path)
    page.get_by_label("All lines as of").fill("2019-10-10")
    page.get_by_label("Known as of").fill("2019-10-10")
    page.get_by_label("It replaces").select_option("No earlier upload")
    page.get_by_role("button", name="Upload and answer").click()
    for _ in range(60):
        if page.get_by_role("region", name="Lines").count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(page.content())


@BOTH
def test_an_order_list_of_a_business_system_is_confirmed_and_answered(
    signed_in: Opener, tmp_path: Path, script: bool
) -> None:
    path = tmp_path / "VA05.txt"
    path.write_bytes(
        "Auftrag;Kunde;Land;Artikelnummer;Nettowert;AL-Nummer\r\n1;Müller GmbH;Österreich;0815;1.234,50;EAR99\r\n"
        "2;Huawei Technologies Co., Ltd.;China;4711;99,00;5A992.c\r\n".encode("cp1252")
    )
    page = signed_in(script=script)
    page.goto("/orders")
    page.get_by_label("File").set_input_files(path)
    page.get_by_role("button", name="Upload and answer").click()
    expect(page.get_by_label("Kunde")).to_have_value("customer name")
    page.get_by_label("Artikelnummer").fill("part")
    page.get_by_role("button", name="These columns are right").click()
    expect(page.get_by_role("alert")).to_contain_text("did you mean")
    page.get_by_label("Artikelnummer").fill("item")
    page.get_by_role("button", name="These columns are right").click()
    for _ in range(60):
        if page.get_by_role("region", name="Lines").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_role("region", name="Lines")).to_contain_text("Huawei Technologies")


@BOTH
def test_a_book_is_uploaded_answered_filtered_and_looked_ahead(
    signed_in: Opener, book_file: Path, script: bool
) -> None:
    page = signed_in(script=script)
    uploaded(page, book_file)
    expect(page.get_by_role("heading", level=1)).to_have_text("open orders.csv")
    page.get_by_role("link", name=re.compile("Red: may not go")).click()
    expect(page.locator("tbody .light").first).to_have_text("License required")
    page.get_by_role("link", name=re.compile("Line .* in full")).first.click()
    expect(page.locator(".verdict")).to_have_text("License required")
    expect(page.locator(".tree").first).to_contain_text("15 CFR 7")
    page.go_back()
    page.get_by_role("link", name="What if?", exact=True).click()
    page.get_by_label("The general license for Huawei ends with November 18, 2019").check()
    page.get_by_role("button", name="Look ahead").click()
    for _ in range(60):
        if page.locator(".tiles").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("If the general license for Huawei ends")
    expect(page.locator("main")).to_contain_text("The change came on November 19, 2019")
    blocked = page.get_by_role("link", name=re.compile("Newly blocked"))
    said = blocked.inner_text()
    blocked.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The lines behind it")
    count = int(re.search(r"([\d,]+) line", said).group(1))  # type: ignore[union-attr]
    expect(page.locator("tbody tr")).to_have_count(min(count, 100))


@BOTH
def test_a_line_is_released_by_two_persons_and_a_red_one_by_nobody(
    signed_in: Opener, book_file: Path, script: bool
) -> None:
    page = signed_in(script=script)
    uploaded(page, book_file)
    where = page.url
    page.goto(f"{where}?answer=no_license_required&light=amber")
    page.locator("tbody input").first.check()
    page.get_by_label("Reason, for the record").fill("all lists were screened by hand")
    page.get_by_role("button", name="Ask for release").click()
    expect(page.locator(".note.green")).to_have_text("1 line was asked to be released.")
    expect(page.locator("tbody tr").first).to_contain_text("Release asked")
    other = signed_in("ben", script=script)
    other.goto(f"{where}?standing=release_asked")
    other.locator("tbody input").first.check()
    other.get_by_label("Reason, for the record").fill("seen")
    other.get_by_role("button", name="Release", exact=True).click()
    expect(other.locator(".note.green")).to_have_text("1 line was released.")
    page.goto(f"{where}?light=red")
    page.locator("tbody input").first.check()
    page.get_by_label("Reason, for the record").fill("the customer is waiting")
    page.get_by_role("button", name="Ask for release").click()
    expect(page.get_by_role("alert")).to_contain_text("a red line is not released")


def test_answers_are_taken_along_and_nothing_in_them_runs(signed_in: Opener, book_file: Path) -> None:
    page = signed_in()
    uploaded(page, book_file)
    answers = {
        kind: page.request.get(f"{page.url}/answers.{kind}").body() for kind in ("csv", "xlsx", "parquet")
    }
    assert b",=cmd" not in answers["csv"]
    sheet = load_workbook(BytesIO(answers["xlsx"])).active
    assert sheet.max_row == 301
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert pl.read_parquet(answers["parquet"]).height == 300


def test_a_file_of_another_kind_is_refused_in_words(signed_in: Opener, tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    path.write_bytes(b"MZ this is a program")
    page = signed_in()
    page.goto("/orders")
    page.get_by_label("File").set_input_files(path)
    page.get_by_role("button", name="Upload and answer").click()
    expect(page.get_by_role("alert")).to_contain_text("not that of a .xlsx file")


def test_another_organization_sees_no_book(signed_in: Opener, book_file: Path) -> None:
    page = signed_in()
    uploaded(page, book_file)
    stranger = signed_in("zoe")
    answer = stranger.goto(page.url)
    assert answer is not None
    assert answer.status == 404
    stranger.goto("/orders")
    expect(stranger.get_by_text("No book was uploaded yet.")).to_be_visible()
