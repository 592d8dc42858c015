"""No page says "go", or that a name is clear, where it must not: each fault once seen, and its kind."""

import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl
import pytest
from playwright.sync_api import Locator, Page, Route, expect
from tests.licensing.world import World
from tests.services.bench import Bench

from licet.licensing.applying import draft
from licet.samples.orders import example_orders
from licet.services.law_reviews import begin_reviews, mark_read

from .conftest import PASSWORD, Opener, Site, served, sign_in

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
TRUMPF = {
    "What happens": "export",
    "Destination": "DE",
    "Transaction date": "2026-09-02",
    "ECCN": "EAR99",
    "Kind": "commodity",
    "Of US origin": "yes",
    "Full legal name": "Hundertmark Werkzeugbau GmbH",
    "Country": "DE",
    "End use": "civil",
}
CHOSEN = {"What happens", "Kind", "Of US origin", "End use"}


def fill(page: Page, facts: dict[str, str]) -> None:
    for label, value in facts.items():
        field = page.get_by_label(label, exact=True)
        if label in CHOSEN:
            field.select_option(value)
        else:
            field.fill(value)


def press_answer(page: Page) -> None:
    page.get_by_role("button", name="Answer", exact=True).last.click()


def green(page: Page, **changes: str) -> Page:
    """A page with a green answer."""
    page.goto("/ask")
    fill(page, {**TRUMPF, **changes})
    press_answer(page)
    expect(page.locator("#answer")).to_have_class(re.compile("green"))
    return page


def no_green(page: Page) -> None:
    """Nothing on the page is green or says that it may go."""
    expect(page.locator("#answer.green, #answer > .light.green, .note.green")).to_have_count(0)
    expect(page.get_by_text("Green: it may go", exact=True)).to_have_count(0)


def stale(page: Page) -> Locator:
    """The answer, which says that it no longer holds."""
    no_green(page)
    answer = page.locator("#answer")
    expect(answer).to_have_class(re.compile("stale"))
    expect(answer.get_by_text("The facts have changed since this answer")).to_be_visible()
    return answer


def test_law_that_nobody_has_read_yet_turns_green_into_amber_until_somebody_has(
    signed_in: Opener, fresh_site: Site
) -> None:
    page = green(signed_in(url=fresh_site.url))
    home, decider = fresh_site.home, fresh_site.services.decider
    changed = {"us.ear.744.11": ("744.11(a)",)}
    begin_reviews(home, changed, date(2026, 9, 1), reason="91 FR 99999", who="pat")
    decider.refresh()
    press_answer(page)
    expect(page.locator("#answer")).to_have_class(re.compile("amber"))
    no_green(page)
    expect(page.locator("#answer")).to_contain_text("744.11(a)")
    mark_read(home, changed, reason="the words mean the same", who="pat")
    decider.refresh()
    press_answer(page)
    expect(page.locator("#answer")).to_have_class(re.compile("green"))


CHANGES = {
    "Full legal name": "Huawei Device Co., Ltd.",
    "Country": "CN",
    "Address": "Songshan Lake, Dongguan",
    "Destination": "CN",
    "ECCN": "3A001.a.7",
    "Description": "router",
    "Transaction date": "2026-11-29",
    "Known as of": "2026-01-01",
    "Value in US dollars": "1000000",
    "Contract made on": "2019-01-01",
}
CHOICES = {"What happens": "reexport", "Kind": "technology", "Of US origin": "no", "Role": "end_user"}


def test_a_verdict_is_greyed_when_any_fact_changes_and_comes_back_with_it(
    signed_in: Opener, fresh_site: Site
) -> None:
    page = green(signed_in(url=fresh_site.url))
    for label, value in (CHANGES | CHOICES).items():
        field = page.get_by_label(label, exact=True)
        before = field.input_value()
        change = field.select_option if label in CHOICES else field.fill
        change(value)
        stale(page)
        expect(page.get_by_role("button", name="Download as PDF")).to_be_disabled()
        change(before)
        expect(page.locator("#answer")).to_have_class(re.compile("green"))


def test_a_box_greys_the_verdict_and_a_party_added_or_removed_is_answered_anew(
    signed_in: Opener, fresh_site: Site
) -> None:
    page = green(signed_in(url=fresh_site.url))
    page.get_by_text("Owners, possession").click()
    page.get_by_label("Owners were examined, none is known").check()
    stale(page)
    press_answer(page)
    expect(page.locator("#answer")).to_have_class(re.compile("green"))
    page.get_by_role("button", name="Add a party").click()
    second = page.get_by_role("group", name="Party 2")
    expect(second.get_by_label("Full legal name")).to_be_focused()
    second.get_by_label("Full legal name").fill("Huawei Device Co., Ltd.")
    stale(page)
    press_answer(page)
    no_green(page)
    expect(page.locator("#answer")).to_contain_text("Huawei Device Co., Ltd.")
    page.get_by_role("button", name="Remove party 2").click()
    expect(page.locator("#answer")).to_have_class(re.compile("green"))


def failing(page: Page, words: str) -> None:
    """*Answer* fails: the page says so in words with the focus there, and keeps what was typed."""
    press_answer(page)
    box = page.locator("#failure")
    expect(box).to_be_visible()
    expect(box).to_contain_text("Not answered.")
    expect(box).to_contain_text(words)
    expect(box).to_be_focused()
    expect(box).to_be_in_viewport()
    stale(page)
    expect(page.get_by_label("Full legal name")).to_have_value("Huawei Device Co., Ltd.")
    expect(page.get_by_label("Destination")).to_have_value("CN")


def changed_to_huawei(page: Page) -> None:
    fill(page, {"Full legal name": "Huawei Device Co., Ltd.", "Country": "CN", "Destination": "CN"})


def test_a_lost_session_leaves_no_green_and_one_sign_in_goes_on(signed_in: Opener, fresh_site: Site) -> None:
    page = green(signed_in(url=fresh_site.url, failing=True))
    changed_to_huawei(page)
    page.context.clear_cookies()
    failing(page, "Your session has ended.")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in again").click()
    sign_in(opened.value, "ada")
    expect(opened.value.get_by_role("heading", name="Today")).to_be_visible()
    opened.value.close()
    press_answer(page)
    expect(page.locator("#verdict")).to_have_text("License required")
    expect(page.locator("#verdict")).to_be_focused()


@pytest.mark.parametrize(
    ("status", "words"),
    [(500, "error 500"), (503, "error 503"), (429, "too many requests"), (400, "error 400")],
)
def test_an_error_of_the_server_leaves_no_green(
    signed_in: Opener, fresh_site: Site, status: int, words: str
) -> None:
    page = green(signed_in(url=fresh_site.url, failing=True))
    changed_to_huawei(page)

    def broken(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=status, body="{}", content_type="application/problem+json")
        else:
            route.continue_()

    page.route("**/ask", broken)
    failing(page, words)
    page.unroute("**/ask")
    press_answer(page)
    expect(page.locator("#verdict")).to_have_text("License required")


def test_no_network_leaves_no_green_nor_a_name_that_matches_nothing(
    signed_in: Opener, fresh_site: Site
) -> None:
    page = green(signed_in(url=fresh_site.url, failing=True))
    page.context.set_offline(offline=True)
    changed_to_huawei(page)
    expect(page.locator("#matches-0")).to_contain_text("This name was not looked up.")
    failing(page, "There is no connection to Licet.")
    page.context.set_offline(offline=False)
    press_answer(page)
    expect(page.locator("#verdict")).to_have_text("License required")


def test_another_page_in_place_of_an_answer_leaves_no_green(signed_in: Opener, fresh_site: Site) -> None:
    page = green(signed_in(url=fresh_site.url, failing=True))
    changed_to_huawei(page)
    page.route("**/ask", lambda route: route.fulfill(status=200, body="<html><body>Account</body></html>"))
    failing(page, "Licet asks for something else first.")


def test_a_lost_session_leaves_no_green_without_scripts(signed_in: Opener, fresh_site: Site) -> None:
    page = green(signed_in(script=False, url=fresh_site.url))
    changed_to_huawei(page)
    page.context.clear_cookies()
    press_answer(page)
    no_green(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Please sign in")


@BOTH
def test_an_answer_names_the_facts_that_it_is_for(signed_in: Opener, fresh_site: Site, script: bool) -> None:
    page = green(signed_in(script=script, url=fresh_site.url))
    facts = page.locator("#answer .for")
    for words in (
        "This answer is for these facts alone",
        "ECCN EAR99",
        "Hundertmark Werkzeugbau GmbH",
        "September 2, 2026",
    ):
        expect(facts).to_contain_text(words)


@BOTH
def test_a_form_that_cannot_be_read_clears_nobody_and_links_every_fault(
    signed_in: Opener, fresh_site: Site, script: bool
) -> None:
    page = signed_in(script=script, url=fresh_site.url, failing=True)
    page.goto("/ask")
    fill(page, {**TRUMPF, "Full legal name": "Huawei Device Co., Ltd.", "Destination": "Atlantis"})
    page.get_by_label("ECCN", exact=True).fill("5Z9")
    page.get_by_label("Value in US dollars").fill("38,000")
    press_answer(page)
    summary = page.locator("#errors")
    expect(summary).to_be_in_viewport() if script else None
    if script:
        expect(summary).to_be_focused()
    expect(summary).to_contain_text("Not answered: 3 entries cannot be read")
    text = page.locator("main").inner_text()
    assert not re.search(r"\w+\[\d", text)
    assert "item." not in text
    assert not re.search(r"no (listed party|match)|\bclear\b", text, re.IGNORECASE)
    no_green(page)
    for name, value in (("Value in US dollars", "38,000"), ("ECCN", "5Z9"), ("Destination", "Atlantis")):
        field = page.get_by_label(name, exact=True)
        expect(field).to_have_value(value)
        expect(field).to_have_attribute("aria-invalid", "true")
        summary.get_by_role("link", name=name, exact=True).click()
        if script:
            expect(field).to_be_focused()
    expect(page.get_by_label("Full legal name")).to_have_value("Huawei Device Co., Ltd.")


def test_a_fault_in_a_later_row_is_marked_in_that_row(signed_in: Opener, fresh_site: Site) -> None:
    page = green(signed_in(url=fresh_site.url))
    page.get_by_role("button", name="Add a party").click()
    second = page.get_by_role("group", name="Party 2")
    second.get_by_label("Full legal name").fill("Example Works")
    second.get_by_label("Country", exact=True).fill("Atlantis")
    press_answer(page)
    page.locator("#errors").get_by_role("link", name="Party 2: country").click()
    expect(second.get_by_label("Country", exact=True)).to_be_focused()
    expect(second.get_by_label("Country", exact=True)).to_have_attribute("aria-invalid", "true")


NONE = "No lists adopted. Names were not screened (only the entries that come with Licet were)."


@BOTH
def test_no_page_clears_a_name_while_no_lists_are_adopted(signed_in: Opener, script: bool) -> None:
    page = signed_in(script=script)
    page.goto("/parties?name=Bank+Melli&country=IR")
    no_green(page)
    expect(page.locator(".note.amber", has_text=NONE).first).to_be_visible()
    page.goto("/ask")
    fill(page, {**TRUMPF, "Full legal name": "Bank Melli Iran"})
    press_answer(page)
    expect(page.locator("#verdict")).to_be_visible()
    no_green(page)
    expect(page.locator("#matches-0")).to_contain_text(NONE)
    expect(page.locator("#answer")).to_contain_text(NONE)


def test_a_strip_on_every_page_says_that_lists_are_missing_or_old(
    signed_in: Opener, fresh_site: Site, stale_site: Site
) -> None:
    paths = (
        "/ask",
        "/parties",
        "/orders",
        "/what-if",
        "/review",
        "/cases",
        "/licenses",
        "/ccl?description=thermal+camera+30+Hz+uncooled",
        "/law",
        "/timeline",
        "/account",
    )
    page = signed_in()
    for path in paths:
        page.goto(path)
        expect(page.locator(".strip")).to_contain_text(NONE)
    page = signed_in(url=stale_site.url)
    for path in paths:
        page.goto(path)
        expect(page.locator(".strip")).to_contain_text(
            "The lists you adopted are dated July 31, 2026 (121 days old)."
        )
    page = signed_in(url=fresh_site.url)
    for path in paths:
        page.goto(path)
        expect(page.locator(".strip")).to_have_count(0)


OLD = "The lists you adopted are dated July 31, 2026 (121 days old)."
UNREAD = ["Кириешки", "\U00020002 Ltd", "בנק לאומי"]
KNOWN = {
    "Хуавэй": "Huawei Technologies Co., Ltd.",
    "华为终端有限公司": "Huawei Device Co., Ltd.",
    "中芯国际集成电路制造有限公司": "Semiconductor Manufacturing International Corporation",
    "بانک ملی ایران": "BANK MELLI IRAN",
}


@pytest.mark.parametrize("name", UNREAD)
@BOTH
def test_a_name_that_cannot_be_compared_is_never_cleared(
    signed_in: Opener, fresh_site: Site, name: str, script: bool
) -> None:
    page = signed_in(script=script, url=fresh_site.url)
    page.goto(f"/parties?name={name}")
    no_green(page)
    expect(page.locator(".note.amber", has_text="Give the Latin name.")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("No match for")
    page.goto("/ask")
    fill(page, {**TRUMPF, "Full legal name": name})
    page.get_by_role("button", name="Look up the names").click()
    expect(page.locator("#matches-0 .note.amber")).to_contain_text("Give the Latin name.")
    expect(page.locator("#matches-0")).not_to_contain_text("No match for")


@pytest.mark.parametrize("name", KNOWN)
@BOTH
def test_a_name_in_its_own_script_finds_its_party(
    signed_in: Opener, fresh_site: Site, name: str, script: bool
) -> None:
    page = signed_in(script=script, url=fresh_site.url)
    page.goto(f"/parties?name={name}")
    no_green(page)
    expect(page.locator(".matches")).to_contain_text(KNOWN[name])
    expect(page.locator("main")).not_to_contain_text("No match for")
    page.goto("/ask")
    fill(page, {**TRUMPF, "Full legal name": name})
    page.get_by_role("button", name="Look up the names").click()
    expect(page.locator("#matches-0 .matches")).to_contain_text(KNOWN[name])
    expect(page.locator("#matches-0")).to_contain_text("A person must look.")


def test_what_matches_nothing_is_said_with_the_number_of_lists_and_their_day(
    signed_in: Opener, fresh_site: Site
) -> None:
    page = signed_in(url=fresh_site.url)
    page.goto("/parties?name=Hundertmark+Werkzeugbau+GmbH&country=DE")
    said = page.get_by_role("status").filter(has_text="No match for")
    expect(said).to_contain_text(re.compile(r"in \d+ lists dated July 31, 2026 \(33 days old\)\."))
    no_green(page)


def test_a_name_too_long_or_a_country_unknown_is_not_looked_up(signed_in: Opener, fresh_site: Site) -> None:
    page = signed_in(url=fresh_site.url)
    page.goto(f"/parties?name={'x' * 301}")
    expect(page.get_by_role("alert")).to_contain_text("It was not looked up.")
    expect(page.locator("main")).not_to_contain_text("No match for")
    page.goto("/parties?name=Hundertmark&country=Atlantis")
    expect(page.get_by_role("alert")).to_contain_text("The name was not looked up.")
    expect(page.locator("main")).not_to_contain_text("No match for")


@pytest.mark.parametrize("width", [390, 1280, 1440])
@pytest.mark.parametrize("keys", [False, True], ids=["mouse", "keyboard"])
def test_the_verdict_is_in_view_and_focused_after_answer(
    signed_in: Opener, fresh_site: Site, width: int, keys: bool
) -> None:
    page = signed_in(url=fresh_site.url, width=width)
    page.goto("/ask")
    fill(page, {**TRUMPF, "Full legal name": "Huawei Device Co., Ltd.", "Country": "CN", "Destination": "CN"})
    for _ in range(2):  # the first answer, and one in the place of another
        button = page.get_by_role("button", name="Answer", exact=True).last
        button.scroll_into_view_if_needed()
        if keys:
            button.focus()
            page.keyboard.press("Enter")
        else:
            button.click()
        expect(page.locator("#verdict")).to_be_focused()
        expect(page.locator("#verdict")).to_be_in_viewport(ratio=1)
        expect(page.locator("#answer > .sentence")).to_contain_text(
            re.compile("a license is required: Huawei Device .* is on the Entity List", re.IGNORECASE)
        )
        expect(page.locator("#answer > .sentence")).to_be_in_viewport()
        for telling in page.locator("#answer .telling dd").all()[:2]:  # until when, and what next
            expect(telling).to_be_in_viewport(ratio=1)
        page.get_by_label("Description").fill("router")


def test_a_requester_is_offered_no_judgment_of_a_match(signed_in: Opener, fresh_site: Site) -> None:
    page = signed_in("rita", url=fresh_site.url)
    page.goto("/ask")
    fill(page, {**TRUMPF, "Full legal name": "Huawei Device Co., Ltd.", "Country": "CN", "Destination": "CN"})
    press_answer(page)
    expect(page.locator("#verdict")).to_have_text("License required")
    expect(page.locator("#matches-0")).to_contain_text("Waits for review")
    expect(page.get_by_text("Judge whether it is the same")).to_have_count(0)
    expect(page.locator("[name=judge]")).to_have_count(0)
    csrf = page.locator("input[name=csrf]").first.get_attribute("value") or ""
    form: dict[str, str | float | bool] = {
        "csrf": csrf,
        "judge": "parties[0] no x",
        "parties[0].name": "Huawei Device Co., Ltd.",
    }
    answer = page.request.post("/ask", form=form, headers={"Origin": fresh_site.url})
    assert answer.status == 403


def test_the_queue_shows_what_is_due_soonest_whatever_its_number(signed_in: Opener, tmp_path: Path) -> None:
    """Of 212 cases those that are due first have the last numbers: they stand on the first page all the same."""
    with served(tmp_path) as site:
        bench = Bench(site.services.database, World())
        for number in range(210):
            application = bench.world.application(order_reference=f"PO-{number}")
            bench.do("manager", draft, f"A-{number:03}", application=application)
        bench.registered("Z-1", order_reference="first")
        bench.day = 20
        bench.registered("B-2", order_reference="second")
        page = signed_in(url=site.url)
        page.goto("/cases")
        rows = page.locator("tbody tr")
        expect(rows.nth(0)).to_contain_text("Z-1")
        expect(rows.nth(1)).to_contain_text("B-2")
        expect(page.get_by_role("status").filter(has_text="212 cases")).to_contain_text("page 1 of 3")
        seen = set(rows.locator("td:first-child a").all_inner_texts())
        for _ in range(2):
            page.get_by_role("link", name="Next page").click()
            expect(page.get_by_text("Previous page")).to_be_visible()
            seen |= set(rows.locator("td:first-child a").all_inner_texts())
        assert len(seen) == 212
        page.get_by_label("Case, applicant, party or destination").fill("A-17")
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_role("status").filter(has_text="10 cases")).to_be_visible()


def uploaded(page: Page, path: Path, as_of: str = "") -> str:
    page.goto("/orders")
    page.get_by_label("File").set_input_files(path)
    page.get_by_label("All lines as of").fill(as_of)
    page.get_by_role("button", name="Upload and answer").click()
    for _ in range(100):
        if page.get_by_role("region", name="Lines").count():
            return page.url.rpartition("/")[2]
        page.wait_for_timeout(300)
        page.reload()
    raise AssertionError(page.content())


@pytest.fixture(scope="module")
def alias_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("alias") / "alias.csv"
    names = ["Juan Carlos PRADA", "Hundertmark Werkzeugbau GmbH"]
    pl.DataFrame(
        {
            "id": ["1", "2"],
            "destination": ["DE", "DE"],
            "item.eccn": ["EAR99"] * 2,
            "ultimate_consignee.name": names,
            "as_of": ["2026-09-02"] * 2,
        }
    ).write_csv(path)
    return path


def test_match_review_compares_with_the_alias_that_matched_and_every_list_has_its_day(
    signed_in: Opener, fresh_site: Site, alias_book: Path
) -> None:
    page = signed_in(url=fresh_site.url)
    key = uploaded(page, alias_book)
    dated = re.compile(r"dated July 31, 2026 \(33 days old\)")
    for path in (
        f"/orders/{key}",
        f"/orders/{key}/lines/2",
        f"/review?book={key}",
        "/parties?name=Bank+Melli",
    ):
        page.goto(path)
        expect(page.locator("main")).to_contain_text(dated)
    page.goto(f"/review?book={key}")
    pair = page.locator(".pair").first
    theirs = pair.locator(".sides > div").nth(1)
    expect(theirs.locator(".letters")).to_have_text("PRADA, Juan Carlos")
    expect(theirs).to_contain_text("by an alias")
    expect(theirs).to_contain_text(re.compile("Alias of.*BANUELOS RAMIREZ, Juan Carlos"))
    expect(theirs).to_contain_text("ILLICIT-DRUGS-EO14059")
    expect(theirs).to_contain_text("SDN-49720")


def test_a_board_counts_from_today_and_tells_other_law_apart(
    signed_in: Opener, site: Site, tmp_path: Path
) -> None:
    path = tmp_path / "orders of 2019.parquet"
    example_orders(300, 11, date(2019, 10, 10)).write_parquet(path)
    page = signed_in()
    key = uploaded(page, path, "2019-10-10")  # from this day other law changes much
    page.goto(f"/what-if?book={key}")
    page.get_by_label("The ownership rule applies again").check()
    page.get_by_role("button", name="Look ahead").click()
    page.wait_for_selector(".tiles", timeout=90_000)
    days = (date(2026, 11, 10) - site.services.today()).days
    words = f"{days} days left to act" if days > 0 else f"on November 10, 2026, {-days} days ago"
    expect(page.locator(".sentence")).to_contain_text(words)
    first = page.locator(".tiles").first
    expect(first.get_by_role("link", name=re.compile("Newly free"))).to_contain_text("0 lines")
    expect(page.locator(".other")).to_contain_text("Apart from this, other law changes answers")
    expect(page.locator(".note.amber", has_text="Look at the days")).to_contain_text("ship from")


@pytest.mark.parametrize("login", ["ada", "ben", "eve", "rita", "root", "stan"])
def test_everybody_lands_on_today_and_the_menu_offers_no_page_of_others(
    signed_in: Opener, login: str
) -> None:
    page = signed_in(login)
    assert urlsplit(page.url).path == "/today"
    for url in page.locator(".rail nav a").evaluate_all("all => all.map(one => one.getAttribute('href'))"):
        answer = page.goto(url)
        assert answer is not None
        assert answer.status == 200, (login, url)
    answer = page.goto("/cases/no-such")
    assert answer is not None
    assert answer.status in {403, 404}
    expect(page.get_by_role("button", name="Sign out").first).to_be_visible()


def test_the_query_is_kept_by_the_choice_of_colors_and_by_signing_in(signed_in: Opener) -> None:
    page = signed_in(script=False)
    page.goto("/parties?name=Bank+Melli&country=IR")
    page.get_by_role("group", name="Colors, side").get_by_role("button", name="Dark").click()
    assert page.url.endswith("/parties?name=Bank+Melli&country=IR")
    page.context.clear_cookies()
    page.goto("/cases?state=draft&words=Acme")
    page.get_by_label("Login").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    assert page.url.endswith("/cases?state=draft&words=Acme")


def test_the_end_of_a_session_loses_nothing_that_was_typed_in_a_form(signed_in: Opener) -> None:
    page = signed_in(failing=True)
    page.goto("/licenses/L-1/acts/reserve")
    field = page.locator("main form input[type=text]").first
    field.fill("typed with care")
    page.context.clear_cookies()
    page.locator("main form button.primary").click()
    expect(page.locator(".lost")).to_be_focused()
    expect(page.locator(".lost")).to_contain_text(
        "Nothing was sent. Your session has ended. What you typed is kept."
    )
    expect(field).to_have_value("typed with care")
    with page.context.expect_page() as opened:
        page.locator(".lost a").click()
    sign_in(opened.value, "ada")
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
    opened.value.close()
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.locator("main form button.primary").click()
    assert sent.value.status in {200, 303, 409, 422}
