"""The story of the first issue through the pages, with JavaScript and without."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from .conftest import Opener

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@BOTH
def test_october_2019_is_answered_from_one_press(signed_in: Opener, script: bool) -> None:
    page = signed_in(script=script)
    page.goto("/ask")
    page.get_by_role("link", name="October 2019: chips for Huawei").click()
    answer = page.locator("#answer")
    expect(answer.get_by_role("heading", level=2)).to_have_text("License required")
    expect(answer).to_contain_text("Red: it may not go as it stands")
    expect(answer).to_contain_text("Presumption of denial")
    expect(answer).to_contain_text("84 FR 22961")


@BOTH
def test_a_sale_is_asked_by_hand_and_answered(signed_in: Opener, script: bool) -> None:
    page = signed_in(script=script)
    page.goto("/ask")
    page.get_by_label("What happens", exact=True).select_option("export")
    page.get_by_label("Destination").fill("China")
    page.get_by_label("Transaction date").fill("2019-10-10")
    page.get_by_label("ECCN").fill("ear99")
    page.get_by_label("Kind").select_option("commodity")
    page.get_by_label("Of US origin").select_option("yes")
    page.get_by_label("Full legal name").fill("HUAWEI TECHNOLOGIES CO LTD")
    if not script:
        page.get_by_role("button", name="Look up the names").click()
    else:
        page.get_by_label("Full legal name").press("End")
    expect(page.locator("#matches-0")).to_contain_text("Huawei Technologies Co., Ltd.")
    page.get_by_label("Country", exact=True).fill("CN")
    page.get_by_label("Full legal name").press("Enter")
    expect(page.locator("#verdict")).to_have_text("License required")
    expect(page.get_by_label("Destination")).to_have_value("CN")


@BOTH
def test_the_day_is_moved_along_the_changes_of_the_answer(signed_in: Opener, script: bool) -> None:
    page = signed_in(script=script)
    page.goto("/ask?example=network")
    expect(page.locator("#verdict")).to_have_text("Authorized")
    expect(page.locator("#answer")).to_contain_text("This holds through November 18, 2019")
    page.get_by_role("link", name="Through time").click()
    page.get_by_role("button", name="Later answer").click()
    expect(page.locator("#verdict")).to_have_text("License required")
    expect(page.get_by_label("Transaction date")).to_have_value("2019-11-19")
    page.get_by_role("link", name="Through time").click()
    page.get_by_role("button", name=re.compile("October 10, 2017 to May 15, 2019")).click()
    expect(page.locator("#verdict")).to_have_text("No license required")
    page.get_by_role("link", name="Through time").click()
    page.get_by_label("Day of change").focus()
    page.keyboard.press("ArrowRight")
    if not script:
        page.get_by_role("button", name="Go there").click()
    expect(page.locator("#verdict")).to_have_text("License required")
    expect(page.get_by_label("Transaction date")).to_have_value("2019-05-16")


@BOTH
def test_a_missing_fact_is_asked_for_in_place(signed_in: Opener, script: bool) -> None:
    page = signed_in(script=script)
    page.goto("/ask?example=one-fact")
    expect(page.locator("#verdict")).to_have_text("Cannot be said yet")
    expect(page.locator(".question")).to_contain_text("On which day was the contract made?")
    page.get_by_label("A day as YYYY-MM-DD", exact=False).fill("yesterday")
    page.get_by_role("button", name="Answer this").click()
    expect(page.locator(".question [role=alert]")).to_be_visible()
    page.locator("#typed").fill("2019-06-01")
    page.get_by_role("button", name="Answer this").click()
    expect(page.locator("#verdict")).to_have_text("License required")
    expect(page.get_by_label("Contract made on")).to_have_value("2019-06-01")


@BOTH
def test_rows_of_parties_and_owners_come_and_go_and_nothing_else_is_lost(
    signed_in: Opener, script: bool
) -> None:
    page = signed_in(script=script)
    page.goto("/ask?example=october-2019")
    page.get_by_role("button", name="Add a party").click()
    second = page.get_by_role("group", name="Party 2")
    second.get_by_label("Full legal name").fill("Example Telecom Works")
    second.get_by_text("Owners, possession").click()
    second.get_by_role("button", name="Add an owner").click()
    second = page.get_by_role("group", name="Party 2")
    expect(second.get_by_label("Full legal name")).to_have_value("Example Telecom Works")
    second.get_by_label("Owner", exact=True).fill("Huawei Technologies Co., Ltd.")
    second.get_by_label("Percent").fill("60")
    with page.expect_response("**/ask"):
        page.get_by_role("button", name="Answer", exact=True).last.click()
    expect(second.get_by_label("Percent")).to_have_value("60")
    expect(page.locator("#verdict")).to_be_visible()
    page.get_by_role("button", name="Remove party 1").click()
    expect(page.get_by_role("group", name="Party 2")).to_have_count(0)
    first = page.get_by_role("group", name="Party 1")
    expect(first.get_by_label("Full legal name")).to_have_value("Example Telecom Works")
    expect(page.get_by_label("Description")).to_have_value("consumer-grade memory chip")


@BOTH
def test_an_exact_match_that_one_person_clears_waits_for_another_and_turns_nothing(
    signed_in: Opener, script: bool
) -> None:
    page = signed_in(script=script)
    page.goto("/ask?example=october-2019")
    page.get_by_label("Known as of").fill("")  # a judgment of today was not known in 2019
    first = page.locator("#matches-0 li").first
    expect(first).to_contain_text("Huawei Technologies Co., Ltd.")
    first.get_by_text("Judge whether").click()
    first.get_by_label("Why").fill("another address and other owners")
    first.get_by_label("What shows it").fill("register of companies, number 12345")
    first.get_by_role("button", name="It is another").click()
    expect(page.locator("#matches-0 li").first).to_contain_text("Waits for review")
    expect(page.locator("#verdict")).to_have_text("License required")


@BOTH
def test_a_bad_value_is_named_and_the_form_keeps_what_was_typed(signed_in: Opener, script: bool) -> None:
    page = signed_in(script=script)
    page.goto("/ask?example=october-2019")
    page.get_by_label("ECCN").fill("5Z9")
    page.get_by_role("button", name="Answer", exact=True).last.click()
    expect(page.get_by_role("alert").first).to_contain_text("ECCN")
    expect(page.get_by_label("ECCN")).to_have_value("5Z9")
    expect(page.get_by_label("Full legal name")).to_have_value("Huawei Technologies Co., Ltd.")


def test_the_answer_is_taken_as_a_document(signed_in: Opener, tmp_path: Path) -> None:
    page = signed_in(script=False)
    page.goto("/ask?example=network")
    page.get_by_role("button", name="Put it on record").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download as PDF").click()
    path = tmp_path / "answer.pdf"
    taken.value.save_as(path)
    assert path.read_bytes().startswith(b"%PDF-")
    assert taken.value.suggested_filename.startswith("answer-")


@BOTH
def test_enter_in_a_field_answers_and_presses_no_button_of_the_answer(
    signed_in: Opener, script: bool
) -> None:
    page = signed_in(script=script)
    page.goto("/ask?example=one-fact")
    page.get_by_label("Value in US dollars").fill("1000")
    page.get_by_label("Value in US dollars").press("Enter")
    page.wait_for_url("**/answers/*")
    expect(page.locator("#verdict")).to_have_text("Cannot be said yet")
    expect(page.get_by_label("Value in US dollars")).to_have_value("1000")


def test_an_answer_has_an_address_a_history_and_is_superseded_by_the_next(signed_in: Opener) -> None:
    page = signed_in(script=False)
    page.goto("/ask?example=october-2019")
    page.get_by_label("Your reference").fill("SO-4711")
    page.get_by_role("button", name="Put it on record").click()
    first = urlsplit(page.url)
    assert first.path.startswith("/answers/")
    expect(page.get_by_role("heading", level=1)).to_have_text("SO-4711")
    page.get_by_role("button", name="Answer again").click()
    assert urlsplit(page.url).path == first.path, "the same facts, lists and law: the same answer"
    page.get_by_label("Value in US dollars").fill("2000")
    page.get_by_role("button", name="Answer", exact=True).last.click()
    assert urlsplit(page.url).path != first.path
    expect(page.locator("#answer")).to_contain_text("2 answers for this reference")
    page.goto(first.path)
    expect(page.locator("#answer")).to_contain_text("Superseded")
    expect(page.locator("#answer > .light")).to_have_text("Out of date")
    page.goto("/answers?words=SO-4711")
    expect(page.get_by_role("row")).to_have_count(3)


def test_what_is_told_aloud_goes_when_the_facts_change(signed_in: Opener) -> None:
    page = signed_in()
    page.goto("/ask?example=network")
    page.get_by_role("button", name="Put it on record").click()
    expect(page.locator("#said")).to_contain_text("may go")
    page.get_by_label("Destination").fill("Iran")
    expect(page.locator("#said")).to_have_text("")


@BOTH
def test_an_order_of_several_items_is_answered_as_one(signed_in: Opener, script: bool) -> None:
    """Two items of one Schedule B number pass the $2,500 of 15 CFR 758.1(b)(5) together; one alone does not."""
    page = signed_in(script=script)
    page.goto("/ask")
    page.get_by_label("What happens", exact=True).select_option("export")
    page.get_by_label("Destination").fill("CO")
    page.get_by_label("Transaction date").fill("2026-09-20")
    page.get_by_label("Full legal name").fill("Norte Imaging SAS")
    page.get_by_label("Country", exact=True).fill("CO")
    page.get_by_label("Your reference").fill("Order 4711")
    page.get_by_role("button", name="Add another item").click()
    first, second = (page.get_by_role("group", name=f"Item {number}") for number in (1, 2))
    expect(second).to_be_visible()
    for item, value in ((first, "1500"), (second, "1600")):
        item.get_by_label("ECCN").fill("EAR99")
        item.get_by_label("Kind").select_option("commodity")
        item.get_by_label("Of US origin").select_option("yes")
        item.get_by_label("Value in US dollars").fill(value)
        item.get_by_label("Schedule B number", exact=True).fill("8471.50.0150")
    with page.expect_response("**/ask"):
        page.get_by_role("button", name="Answer", exact=True).last.click()
    answer = page.locator("#answer")
    expect(answer.locator(".items li")).to_have_count(2)
    expect(answer.locator(".sentence")).to_contain_text("Line 1")
    expect(second.get_by_label("Value in US dollars")).to_have_value("1600")
    link = answer.get_by_role("link").last
    address = link.get_attribute("href")
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Order 4711 item 2")
    expect(page.locator("#answer")).to_contain_text("Electronic Export Information")
    assert address is not None
    page.goto("/ask")
    page.get_by_role("button", name="Add another item").click()
    expect(page.get_by_role("group", name="Item 2")).to_be_visible()
    page.get_by_role("button", name="Remove item 2").click()
    expect(page.get_by_role("group", name="Item 1")).to_have_count(0)


@BOTH
def test_a_bad_value_of_a_further_item_is_named(signed_in: Opener, script: bool) -> None:
    page = signed_in(script=script)
    page.goto("/ask?example=october-2019")
    page.get_by_role("button", name="Add another item").click()
    second = page.get_by_role("group", name="Item 2")
    second.get_by_label("ECCN").fill("5Z9")
    page.get_by_role("button", name="Answer", exact=True).last.click()
    expect(page.get_by_role("alert").first).to_contain_text("Item 2: ECCN")
    expect(second.get_by_label("ECCN")).to_have_value("5Z9")
    second.get_by_label("ECCN").fill("EAR99")
    page.get_by_role("button", name="Answer", exact=True).last.click()
    expect(page.locator("#answer .items li")).to_have_count(2)
    expect(page.locator("#verdict")).to_have_text("License required")
