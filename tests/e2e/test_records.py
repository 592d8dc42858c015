"""Pages on parties, lists, cases and the log: what is done on them, and what they refuse."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from .conftest import Opener, Site, served

NAMED = {"id": ["1", "2"], "destination": ["CN", "DE"], "item.eccn": ["EAR99", "EAR99"]}


@pytest.fixture(scope="module")
def near_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("near") / "near.parquet"
    names = ["Huawei Technologies Dusseldorf Handels", "Muster Bäckerei GmbH"]
    pl.DataFrame({**NAMED, "ultimate_consignee.name": names, "as_of": ["2019-10-10"] * 2}).write_parquet(path)
    return path


def waits(page: Page) -> None:
    for _ in range(60):
        if page.get_by_role("region", name="Lines").count():
            return
        page.wait_for_timeout(300)
        page.reload()
    raise AssertionError(page.content())


def test_a_pair_is_decided_by_keyboard_and_waits_no_more(signed_in: Opener, near_book: Path) -> None:
    page = signed_in()
    page.goto("/orders")
    page.get_by_label("File").set_input_files(near_book)
    page.get_by_role("button", name="Upload and answer").click()
    waits(page)
    key = page.url.rpartition("/")[2]
    page.goto(f"/review?book={key}")
    expect(page.locator(".pair mark").first).to_have_text(re.compile("Huawei"))
    count = page.locator(".pair").count()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_label("Reason, for the record").fill("another firm with owners of its own")
    page.get_by_role("button", name="They are others").click()
    expect(page.get_by_role("region", name="What it changes")).to_contain_text("1 line")
    expect(page.get_by_role("button", name="Record")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".note.green")).to_have_text("1 decided: another party. 1 waits for a second person.")
    expect(page.locator(".pair")).to_have_count(count - 1)
    own = page.locator("section", has_text="Waits for a second person").first
    expect(own.get_by_role("button", name="Approve")).to_have_count(0)  # nobody approves what is their own
    other = signed_in("ben")
    other.goto(f"/review?book={key}")
    other.get_by_label("Reason", exact=True).first.fill("seen")
    other.get_by_role("button", name="Approve").first.click()
    expect(other.get_by_role("region", name="What it changes")).to_be_visible()
    other.get_by_role("button", name="Record").click()
    expect(other.locator(".note.green")).to_contain_text("Approved: it counts from now on.")
    page.goto("/parties?name=Huawei+Technologies+Dusseldorf+Handels")
    expect(page.locator("main")).to_contain_text("another firm with owners of its own")


def test_owners_are_drawn_with_listed_ones_marked_in_words(signed_in: Opener) -> None:
    page = signed_in(script=False)
    page.goto("/parties?name=Example+Photonics&country=CN")
    page.get_by_label("Owners as far as known").fill("Huawei Technologies Co., Ltd.; 60; CN\nA Bank; 40; DE")
    page.get_by_role("button", name="Draw the owners").click()
    expect(page.locator("main")).to_contain_text("Huawei Technologies Co., Ltd.: 60 percent, a listed party")
    expect(page.locator("main")).to_contain_text("Listed parties hold 60 percent directly.")
    expect(page.locator("svg.branches .box.red")).to_have_count(1)


def test_a_file_that_is_no_list_is_not_proposed(signed_in: Opener, tmp_path: Path) -> None:
    page = signed_in()
    page.goto("/lists")
    bad = tmp_path / "list.csv"
    bad.write_text("no,list\n1,2\n")
    page.get_by_label("Propose a file").set_input_files(bad)
    page.get_by_role("button", name="Propose", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Adopt"))).to_have_count(0)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_list_is_adopted_by_another_person_than_the_one_who_proposed_it(
    signed_in: Opener, real_lists: Path, tmp_path: Path, script: bool
) -> None:
    """On a server of its own: what is adopted changes every answer."""
    denied = next((real_lists / "other_lists").glob("dpl_2022*"))
    with served(tmp_path) as site:
        page = signed_in(script=script, url=site.url)
        page.goto("/lists")
        expect(page.locator("main")).to_contain_text("No list was adopted")
        page.get_by_label("Propose a file").set_input_files(denied)
        page.get_by_label("Of which day, where the file does not say").fill("2022-01-01")
        page.get_by_role("button", name="Propose", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("waits for another person")
        expect(page.get_by_role("button", name=re.compile("Adopt"))).to_have_count(0)
        other = signed_in("oda", script=script, url=site.url)
        other.goto("/lists")
        expect(other.locator("main")).to_contain_text("Proposed by ada")
        other.get_by_role("button", name=re.compile("Adopt")).click()
        expect(other.get_by_role("status")).to_contain_text("was adopted")
        expect(other.get_by_role("region", name="Lists in use")).to_contain_text("DPL")
        expect(other.locator("main")).to_contain_text("adopted by oda")


def test_a_case_and_a_license_are_shown_and_printed(signed_in: Opener) -> None:
    page = signed_in(script=False)
    page.goto("/cases")
    page.get_by_role("link", name="A-2", exact=True).click()
    expect(page.locator("main")).to_contain_text(
        re.compile("DOD: (asked, nothing said yet|silent, no objection by law)")
    )
    assert page.request.get("/cases/A-2/application.pdf").body().startswith(b"%PDF-")
    page.goto("/licenses")
    page.get_by_role("link", name="L-1", exact=True).click()
    expect(page.locator("tbody tr").first).to_contain_text("$10,800")
    assert page.request.get("/licenses/L-1/license.pdf").body().startswith(b"%PDF-")


def test_another_organization_sees_neither_case_nor_license(signed_in: Opener) -> None:
    page = signed_in("zoe")
    for path in ("/cases/A-2", "/licenses/L-1", "/cases/A-2/application.pdf"):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 404, path


def test_an_auditor_verifies_the_log_and_takes_the_records(signed_in: Opener, site: Site) -> None:
    page = signed_in("eve", script=False)
    page.goto("/audit?subject=A-2")
    expect(page.locator("tbody tr").first).to_contain_text("case: drafted")
    page.get_by_role("button", name="Verify the log").click()
    expect(page.get_by_role("status")).to_contain_text("The log is whole")
    csrf = page.locator("input[name=csrf]").first.get_attribute("value")
    answer = page.request.post(
        "/audit/records.zip", form={"csrf": csrf or "", "reference": "A-1"}, headers={"Origin": site.url}
    )
    assert "manifest.json" in ZipFile(BytesIO(answer.body())).namelist()


def test_what_is_not_ones_own_to_do_is_refused_on_a_page(signed_in: Opener) -> None:
    page = signed_in("ben")
    answer = page.goto("/audit")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text("This is not yours to do")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_law_is_read_as_of_a_day(signed_in: Opener, script: bool) -> None:
    page = signed_in(script=script)
    page.goto("/law")
    page.get_by_label("Citation").fill("15 CFR 744.11")
    page.get_by_label("As in force on").fill("2019-10-10")
    page.get_by_role("button", name="Read").click()
    expect(page.locator("main")).to_contain_text("on the Entity List")
    page.get_by_role("link", name="How it reads:").first.click()
    expect(page.get_by_role("heading", name="Its periods")).to_be_visible()
    page.goto("/timeline?entity=Huawei&known_as_of=2019-10-10")
    expect(page.locator("main")).to_contain_text("5 days after it took effect")
    expect(page.locator("main")).not_to_contain_text("85 FR")
