"""One application through the browser, each step by whoever may take it: from a sale to a license and a shipment."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from licet.accounts.service import NewAccount
from licet.events.roles import Side, UserRole

from .conftest import PASSWORD, Opener, Site
from .test_every_page import checked

R = UserRole
OFFICES = {
    "lena": ("acme", Side.EXPORTER, R.LICENSE_MANAGER),
    "sven": ("acme", Side.EXPORTER, R.SHIPPER),
    "rosa": ("BIS", Side.AUTHORITY, R.REGISTRAR),
    "olga": ("BIS", Side.AUTHORITY, R.LICENSING_OFFICER),
    "carl": ("BIS", Side.AUTHORITY, R.COUNTERSIGNER),
    "irma": ("BIS", Side.AUTHORITY, R.ISSUING_OFFICER),
    "dirk": ("DOD", Side.AUTHORITY, R.AGENCY_REVIEWER),
}
BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@pytest.fixture(scope="module")
def offices(site: Site) -> None:
    """The people of both sides, where they are not there yet."""
    accounts = site.services.accounts
    for login, (key, side, role) in OFFICES.items():
        if key not in {organization.key for organization in accounts.organizations()}:
            accounts.add_organization(key, key, side)
        made = accounts.add(NewAccount(login, login.title(), key, {role}, "given by another"))
        accounts.set_password(made.key, "given by another", PASSWORD)


class Walk:
    """A case or license that is led along, by whoever may take the next step."""

    def __init__(self, signed_in: Opener, script: bool) -> None:
        self._open, self._script = signed_in, script
        self._pages: dict[str, Page] = {}

    def page(self, login: str) -> Page:
        if login not in self._pages:
            self._pages[login] = self._open(login, script=self._script)
        return self._pages[login]

    def act(self, login: str, where: str, name: str, fill: Callable[[Page], None] = lambda _: None) -> Page:
        """Press an act that is offered, fill its form in, send it, and see that it was done."""
        page = self.page(login)
        page.goto(where)
        page.get_by_role("region", name="What you may do now").get_by_role(
            "link", name=name, exact=True
        ).click()
        fill(page)
        assert not self._script or checked(page, contrast=False) == []
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
        said = page.get_by_role("status").or_(page.get_by_role("alert"))
        expect(said).to_have_text(f"Done: {name[0].lower()}{name[1:]}.")
        return page


def whole_application(page: Page) -> None:
    """Everything that the sale did not say, and the form of an application asks for."""
    for label, text in {
        "Address": "1 Main St, Austin TX",
        "Country": "United States",
        "Contact telephone": "512 555 0100",
    }.items():
        page.get_by_role("group", name="Applicant").get_by_label(label, exact=True).fill(text)
    page.get_by_role("group", name="Party 1", exact=True).get_by_label("Address", exact=True).fill(
        "Bantian, Shenzhen"
    )
    page.get_by_label("End use").fill("consumer broadband")
    line = page.get_by_role("group", name="Line 1", exact=True)
    for label, text in {"Model": "M-1", "Manufacturer": "Acme", "Quantity": "100", "Unit": "pcs"}.items():
        line.get_by_label(label, exact=True).fill(text)
    line.get_by_label("Price of a unit in US dollars").fill("120")
    line.get_by_label("Value in US dollars").fill("12,000")
    page.get_by_label("Nothing is laden yet").select_option("yes")


def approve_every_line(page: Page) -> None:
    page.get_by_label("View", exact=True).first.select_option("approve")


def a_proposal(page: Page) -> None:
    expect(page.get_by_label("Approved", exact=True)).to_have_value("yes")  # as the agencies agreed
    expect(page.get_by_label("Review policy")).to_have_value("presumption of denial")
    page.get_by_label("Where that is written").fill("84 FR 22961")
    condition = page.get_by_role("group", name="Condition 1")
    condition.get_by_label("Text").fill("report deliveries every quarter")
    condition.get_by_label("Applies to").fill("Huawei Technologies Co., Ltd.")
    condition.get_by_label("Acknowledge").select_option("yes")


def a_draw(quantity: int, value: int) -> Callable[[Page], None]:
    def fill(page: Page) -> None:
        expect(page.get_by_label("Huawei Technologies Co., Ltd. (ultimate consignee)")).to_be_checked()
        page.get_by_label("Quantity", exact=True).fill(str(quantity))
        page.get_by_label("Value in US dollars (needed)").fill(str(value))

    return fill


def number(acn: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_label("Application control number").fill(acn)


def why(text: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_label("Reason, for the record").fill(text)


@BOTH
@pytest.mark.usefixtures("offices")
def test_a_sale_that_needs_a_license_is_led_to_its_first_shipment(signed_in: Opener, script: bool) -> None:
    walk, mark = Walk(signed_in, script), "1" if script else "2"
    page = walk.page("lena")
    page.goto("/ask?example=october-2019")
    page.get_by_role("button", name="Apply for a license").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Case C-")
    expect(page.locator("main")).to_contain_text("line 1: quantity is missing")
    case = re.sub(r"\?.*", "", page.url)
    page.goto(f"{case}/acts/submit")
    page.get_by_role("main").get_by_role("button", name="Submit the application").click()
    expect(page.get_by_role("alert")).to_contain_text("the telephone number of that person is missing")
    walk.act("lena", case, "Change the application", whole_application)
    page = walk.act("lena", case, "Submit the application")
    expect(page.get_by_role("link", name="Register", exact=True)).to_have_count(0)
    walk.act("rosa", case, "Register", number(f"Z70000{mark}"))
    walk.act("olga", case, "Take it up for review")
    walk.act("olga", case, "Refer to agencies", lambda page: page.get_by_label("DOD: DOD").check())
    walk.act("olga", case, "Stop the clock", a_question)
    walk.act("lena", case, "Answer the authority", an_answer)
    walk.act("olga", case, "Take the next step of a pause", next_step)
    walk.act("dirk", case, "Recommend", approve_every_line)
    walk.act("olga", case, "Close the review by agencies", approve_every_line)
    walk.act("olga", case, "Record a judgment", judgment)
    page = walk.act("olga", case, "Propose a decision", a_proposal)
    expect(page.get_by_role("link", name="Countersign")).to_have_count(0)
    walk.act("carl", case, "Countersign")
    walk.act("irma", case, "Announce the decision")
    page = walk.act(
        "irma",
        case,
        "Issue the license",
        lambda page: page.get_by_label("License number (needed)").fill(f"D70000{mark}"),
    )
    license_ = re.sub(r"\?.*", "", page.url)
    assert license_.endswith(f"/licenses/D70000{mark}")
    walk.act("lena", license_, "Convey conditions", conveyed)
    page = walk.act("lena", license_, "Record an acknowledgement", acknowledged)
    expect(page.locator("main li", has_text="report deliveries")).to_contain_text("done")
    walk.act("lena", license_, "Reserve", a_draw(10, 1200))
    page = walk.act("sven", license_, "Post a shipment", shipment(4))
    expect(page.locator("tbody tr").first).to_contain_text("$480")
    page = walk.act("sven", license_, "Reverse a shipment", reversal)
    expect(page.locator("tbody tr").first).to_contain_text("$0")
    walk.page("zoe").goto(case)
    expect(walk.page("zoe").get_by_role("heading", level=1)).not_to_contain_text("Case")


def letter(text: str) -> FilePayload:
    return {"name": "letter.txt", "mimeType": "text/plain", "buffer": text.encode()}


def a_question(page: Page) -> None:
    page.get_by_label("Ground").select_option("applicant_information")


def an_answer(page: Page) -> None:
    page.get_by_label("Text").fill("the chips are for handsets")
    page.get_by_label("Documents").set_input_files(letter("the answer in full"))
    page.get_by_label("Reason, for the record").fill("as asked")


def next_step(page: Page) -> None:
    page.get_by_label("Pause", exact=True).select_option("P-1")
    page.get_by_label("Name").select_option("received")


def conveyed(page: Page) -> None:
    page.get_by_label("C1: report deliveries").check()
    page.get_by_label("Document").set_input_files(letter("the conditions"))


def acknowledged(page: Page) -> None:
    page.get_by_label("Condition", exact=True).select_option("C1")
    page.get_by_label("Document").set_input_files(letter("we shall"))
    page.get_by_label("Signed by").fill("Li Wei")


def judgment(page: Page) -> None:
    page.get_by_label("Yes or no", exact=True).select_option("yes")
    page.get_by_label("Reason, for the record").fill("sold everywhere")


def shipment(quantity: int) -> Callable[[Page], None]:
    def fill(page: Page) -> None:
        a_draw(quantity, quantity * 120)(page)
        page.get_by_label("Reservation", exact=True).select_option("R-1")
        page.get_by_label("ITN of the export filing").fill("X20191010123456")

    return fill


def reversal(page: Page) -> None:
    page.get_by_label("Shipment", exact=True).select_option(index=1)
    page.get_by_label("Ground", exact=True).select_option("not_exported")
    page.get_by_label("Reason, for the record").fill("posted in error")


@pytest.mark.usefixtures("offices")
def test_an_application_is_withdrawn_with_a_reason_and_what_was_typed_is_not_lost(signed_in: Opener) -> None:
    walk = Walk(signed_in, script=False)
    page = walk.page("lena")
    page.goto("/ask?example=october-2019")
    page.get_by_role("button", name="Apply for a license").click()
    case = re.sub(r"\?.*", "", page.url)
    page.goto(f"{case}/acts/amend")
    page.get_by_role("group", name="Line 1", exact=True).get_by_label("Quantity").fill("a few")
    page.get_by_label("End use").fill("handsets")
    page.get_by_role("main").get_by_role("button", name="Change the application").click()
    expect(page.get_by_role("alert")).to_contain_text("no Decimal: 'a few'")
    expect(page.get_by_label("End use")).to_have_value("handsets")
    page.goto(f"{case}/acts/withdraw")
    page.get_by_role("main").get_by_role("button", name="Withdraw the application").click()
    expect(page.get_by_role("alert")).to_have_text("Refused: say why.")
    page = walk.act("lena", case, "Withdraw the application", why("the order was canceled"))
    expect(page.get_by_role("region", name="What you may do now")).to_have_count(0)
    answer = walk.page("sven").goto(f"{case}/acts/withdraw")
    assert answer is not None
    assert answer.status == 403
