"""The workbench: names screened and decided in place, people let in without a shell, pages small on the wire."""

import re

from playwright.sync_api import expect

from .conftest import Opener, Site
from .test_every_page import checked

NAMES = "Huawei Technologies; China\nHundertmark Werkzeugbau GmbH; Germany\nHuawei Device Co., Ltd.; CN"


def test_three_names_are_screened_and_one_is_decided_and_taken_back_in_place(signed_in: Opener) -> None:
    page = signed_in(script=False)
    page.goto("/screening")
    page.get_by_label("Names, one a line").fill(NAMES)  # act 1
    page.get_by_role("button", name="Screen").click()  # act 2
    expect(page.locator(".screened")).to_have_count(3)
    expect(page.locator(".screened h2").first).to_contain_text("Huawei")
    clean = page.locator(".screened", has_text="Hundertmark")
    expect(clean).to_contain_text("is not among the entries that come with Licet")
    expect(clean.locator(".tag.green")).to_have_count(0)
    device = page.locator(".screened", has_text="Huawei Device Co., Ltd.").locator(".sides").first
    device.get_by_label("Reason, for the record").fill("another register number")  # act 3
    device.get_by_label("What shows it").fill("register of companies, 12345")  # act 4
    device.get_by_role("button", name="It is another").click()  # act 5
    expect(page.locator(".note.green")).to_contain_text("waits for a second person and does not count before")
    expect(page.locator(".screened")).to_have_count(3)
    device = page.locator(".screened", has_text="Huawei Device Co., Ltd.").locator(".sides").first
    expect(device).to_contain_text("Waits for a second person")
    approver = signed_in("ben", script=False)
    approver.goto("/today")
    waiting = approver.get_by_role("region", name=re.compile("Waits for you"))
    expect(waiting.get_by_role("link", name=re.compile("cleared match"))).to_be_visible()
    expect(approver.locator(".rail nav .count").first).to_contain_text("waiting")
    approver.goto("/screening?name=Huawei+Device+Co.,+Ltd.&country=CN")
    waits = approver.locator(".sides", has_text="Waits for a second person").first
    expect(waits).to_contain_text("Listed since")
    expect(waits.get_by_role("button", name="It is another")).to_have_count(0)  # an approver decides none
    waits.get_by_label("Reason, for the record").fill("seen the register")
    waits.get_by_role("button", name="Approve").click()
    expect(approver.locator(".note.green")).to_contain_text("counts from now on")
    expect(approver.locator(".screened").first).to_contain_text("Decided: another party")
    page.get_by_role("button", name="Screen", exact=True).click()
    device = page.locator(".screened", has_text="Huawei Device Co., Ltd.").locator(".sides").first
    device.get_by_label("Reason, for the record").fill("wrong register")
    device.get_by_role("button", name="Take back").click()
    expect(page.locator(".note.green")).to_contain_text("Taken back")


def test_who_may_not_decide_is_offered_no_decision_and_too_many_names_are_said(signed_in: Opener) -> None:
    page = signed_in("rita", script=False)
    page.goto("/screening?name=Huawei+Technologies&country=CN")
    expect(page.locator(".screened")).to_contain_text("A compliance officer decides this.")
    expect(page.get_by_role("button", name="It is another")).to_have_count(0)
    page.get_by_label("Names, one a line").fill("\n".join(f"Nobody Known {number}" for number in range(103)))
    page.get_by_role("button", name="Screen").click()
    expect(page.get_by_role("alert")).to_contain_text("3 names were not screened")


def test_an_administrator_lets_somebody_in_without_a_shell(signed_in: Opener, site: Site) -> None:
    page = signed_in("root", script=False)
    page.get_by_role("link", name="People").first.click()
    new = page.get_by_role("region", name="Add somebody")
    new.get_by_label("Name").fill("Pia Novak")
    new.get_by_label("Login").fill("pia")
    new.get_by_label("Compliance officer").check()
    new.get_by_label("Approver").check()
    new.get_by_role("button", name="Add").click()
    password = page.locator(".note .mono").inner_text()
    other = signed_in("root", script=False)
    other.context.clear_cookies()
    other.goto(f"{site.url}/sign-in")
    other.get_by_label("Login").fill("pia")
    other.get_by_label("Password").fill(password)
    other.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(other.locator("main")).to_contain_text("Choose one of your own")
    new.get_by_label("Name").fill("Nobody")
    new.get_by_label("Login").fill("pia")
    new.get_by_label("Requester").check()
    new.get_by_role("button", name="Add").click()
    expect(page.get_by_role("alert")).to_contain_text("there is an account with this login")


def test_single_keys_are_told_and_can_be_switched_off(signed_in: Opener) -> None:
    page = signed_in()
    page.goto("/account")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("Order book")
    sheet.get_by_label("Keys act without Ctrl or Alt").uncheck()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.keyboard.press("?")
    expect(sheet).to_be_hidden()
    assert page.url.endswith("/account")
    page.get_by_role("button", name="Keys").first.click()
    assert checked(page) == []
    sheet.get_by_label("Keys act without Ctrl or Alt").check()
    sheet.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Keys").first).to_be_focused()
    page.keyboard.press("g")
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile("/orders$"))


def test_pages_are_compressed_and_their_form_tokens_masked(signed_in: Opener) -> None:
    page = signed_in(script=False)
    first = page.goto("/ask")
    assert first is not None
    assert first.header_value("content-encoding") == "gzip"
    token = page.locator("input[name=csrf]").first.get_attribute("value")
    page.reload()
    assert page.locator("input[name=csrf]").first.get_attribute("value") != token, "other letters each time"
