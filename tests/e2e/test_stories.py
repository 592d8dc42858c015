"""Days of an officer, an approver, an administrator on the first run, and a director."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from .conftest import PASSWORD, Opener, Site, served

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
HITS, AMBER = 40, 20


def book(mark: str) -> FilePayload:
    """Forty parties that may be a listed one, and twenty lines that do not say their end use."""
    rows = [
        {
            "id": f"{mark}-{number}",
            "action": "export",
            "customer": f"Customer {number}",
            "destination": "DE",
            "item.kind": "commodity",
            "item.eccn": "EAR99",
            "item.us_origin": "yes",
            "item.value_usd": "1000",
            "end_use": "civil" if number <= HITS else "",
            "ultimate_consignee.name": f"Huawei Technologies Handel {number} {mark} GmbH"
            if number <= HITS
            else f"Muster Bäckerei {number} GmbH",
            "ultimate_consignee.country": "DE",
            "as_of": "2019-10-10",
        }
        for number in range(1, HITS + AMBER + 1)
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return {"name": f"{mark}.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}


def answered(page: Page, file: FilePayload) -> str:
    """Upload a book and wait for its answers. Gives its path."""
    page.goto("/orders")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Upload and answer").click()
    return waits(page)


def waits(page: Page) -> str:
    where = page.url
    for _ in range(200):
        if page.get_by_role("region", name="Lines", exact=True).count():
            return where
        page.wait_for_timeout(300)
        page.goto(where)
    raise AssertionError(page.content())


@BOTH
def test_an_officers_morning_and_what_the_approver_makes_of_it(signed_in: Opener, script: bool) -> None:
    page, mark = signed_in(script=script), "morning" if script else "early"
    where = answered(page, book(mark))
    page.get_by_role("link", name=re.compile("Open questions of")).click()
    page.get_by_role("link", name=re.compile("Answer: End use")).first.click()
    expect(page.locator("main")).to_contain_text(f"For {AMBER} lines, $20,000")
    page.get_by_label("End use", exact=False).first.select_option("civil")
    page.get_by_label("How you know it, for the record").fill("statements of the customers of this week")
    page.get_by_role("button", name="See what it changes").click()
    expect(page.locator("#preview")).to_contain_text(f"{AMBER} of {AMBER} lines ($20,000) get another answer")
    page.get_by_role("button", name="Record and answer again").click()
    waits(page)

    page.goto(f"/review?book={where.rpartition('/')[2]}")
    pairs = page.get_by_role("checkbox", name=re.compile("Mark pair"))
    first = pairs.count()
    assert first == HITS, "as many as one page shows"
    for box in pairs.all():
        box.check()
    page.get_by_label("Reason, for the record").fill(
        "German firms with owners of their own: register checked"
    )
    page.get_by_role("button", name="They are others").click()
    preview = page.get_by_role("region", name="What it changes")
    expect(preview).to_contain_text(f"{HITS} decisions wait for a second person")
    expect(preview).to_contain_text(re.compile(r"of \d+ lines? \(\$[\d,]+\)"))
    page.get_by_role("button", name="Record").click()
    expect(page.locator(".note.green")).to_contain_text(f"{HITS} decided: another party. {HITS} wait")

    other = signed_in("ben", script=script)
    other.goto("/today")
    waiting = other.get_by_role("region", name=re.compile("Waits for you"))
    waiting.get_by_role("link", name=re.compile("cleared match")).click()
    own = other.locator("form.end", has_text=mark).first
    own.get_by_label("Reason").fill("register seen")
    own.get_by_role("button", name="Approve").click()
    done = other.locator(".note.green").or_(other.get_by_role("button", name="Record"))
    expect(done.first).to_be_visible()
    if other.get_by_role("button", name="Record").count():
        other.get_by_role("button", name="Record").click()
    expect(other.locator(".note.green")).to_contain_text("Approved: it counts from now on.")

    page.goto(f"{waits_at(page, where)}?standing=held&answer=no_license_required")
    page.locator("tbody input").first.check()
    page.get_by_label("Reason, for the record").fill("the lists were screened by hand")
    page.get_by_role("button", name="Ask for release").click()
    expect(page.locator(".note.green")).to_have_text("1 line was asked to be released.")
    other.goto("/today")
    waiting.get_by_role("link", name=re.compile("to release")).first.click()
    other.locator("tbody input").first.check()
    other.get_by_label("Reason, for the record").fill("seen")
    other.get_by_role("button", name="Release", exact=True).click()
    expect(other.locator(".note.green")).to_have_text("1 line was released.")


def waits_at(page: Page, where: str) -> str:
    page.goto(where)
    return waits(page)


def test_an_administrators_first_run_takes_no_shell(signed_in: Opener, tmp_path: Path) -> None:
    with served(tmp_path) as site:
        root = signed_in("root", script=False, url=site.url)
        root.goto("/people")
        expect(root.locator("main")).to_contain_text("lists")
        new = root.get_by_role("region", name="Add somebody")
        for name, login, roles in (
            ("Nora Berg", "nora", ("Compliance officer", "Requester", "Steward")),
            ("Omar Diaz", "omar", ("Operator",)),
        ):
            new.get_by_label("Name").fill(name)
            new.get_by_label("Login").fill(login)
            for role in roles:
                new.get_by_label(role, exact=True).check()
            new.get_by_role("button", name="Add").click()
            password = root.locator(".note .mono").inner_text()
            fresh = signed_in("root", script=False, url=site.url)
            fresh.context.clear_cookies()
            fresh.goto("/sign-in")
            fresh.get_by_label("Login").fill(login)
            fresh.get_by_label("Password").fill(password)
            fresh.get_by_role("main").get_by_role("button", name="Sign in").click()
            fresh.get_by_label("Present password").fill(password)
            fresh.get_by_label("New password", exact=True).fill(PASSWORD)
            fresh.get_by_role("button", name="Change it").click()
            if login == "nora":
                answered(fresh, book("first"))
                expect(fresh.locator(".strip")).to_contain_text("Lists:")


def test_a_director_sees_what_ends_this_quarter(signed_in: Opener, site: Site) -> None:
    page = signed_in("ada", script=False)
    page.goto("/today")
    ends = page.get_by_role("region", name="Ends or changes within 90 days")
    expect(ends).to_contain_text("711-9")
    link = ends.get_by_role("link").first
    link.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url != f"{site.url}/today"
