"""What holds of every page: no barrier, no weight, no overflow, the same without JavaScript."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, FilePayload, Page

from licet.web.pages import ROUTERS

from .conftest import Opener, Site, sign_in
from .pages import DOWNLOADS, OF_ADMINISTRATORS, PAGES

LIGHTEST = 100_000
NO_PAGES = frozenset({"/", "/theme"})
CODE = re.compile(
    r"\b[a-z]+(?:_[a-z0-9]+)+\b|\b(?:item|facts|part(?:y|ies))\.[a-z]\w*|\bus\.[a-z]+\.[\w.]+|\[\d\]"
)
"""How names of keys, facts and rules look."""


def checked(page: Page, *, contrast: bool = True) -> list[str]:
    """What axe-core finds, of any level, best practices and level AAA of contrast included.

    ``contrast``: whether colors are looked at too, which is most of the work.
    """
    rules = {"color-contrast": {"enabled": contrast}, "color-contrast-enhanced": {"enabled": contrast}}
    options = {"rules": rules, "resultTypes": ["violations"], "selectors": False}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{item['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for item in found
        for node in item["nodes"]
    ]


def visit(page: Page, path: str) -> None:
    """Go to a page, which must be there."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, path


def paths() -> set[str]:
    """The paths of all pages that are read."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    found = {route.path for route in routes if "GET" in (route.methods or ())} - NO_PAGES
    return {re.sub("/acts/.*", "/acts/{name}", path) for path in found}  # one template draws them all


@pytest.fixture(scope="module")
def pages(browser: Browser, site: Site) -> list[str]:
    """Every page by its address, after an example book was answered and looked ahead with."""
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    sign_in(page, "ada")
    page.goto("/orders")
    page.get_by_role("button", name="Answer the example").click()
    page.wait_for_selector("table", timeout=60_000)
    book = urlsplit(page.url).path
    page.goto(f"/what-if?book={book.rpartition('/')[2]}")
    page.locator("input[value='reprieve-ends-2019-11-18']").check()
    page.get_by_role("button", name="Look ahead").click()
    page.wait_for_selector(".tiles", timeout=60_000)
    board = urlsplit(page.url).path
    page.goto("/ask?example=october-2019")
    page.get_by_role("button", name="Answer", exact=True).last.click()
    page.wait_for_url("**/answers/*")
    answer = urlsplit(page.url).path.rpartition("/")[2]
    page.goto("/orders")
    rows = "\n".join(f"{number};Muster GmbH;Schweiz;P-{number};1.234,5{number}" for number in range(9))
    text = f"Auftrag;Kunde;Land;Artikelnummer;Nettowert\n{rows}\n9;Nirgends GmbH;Atlantis;P-9;x\n"
    listed: FilePayload = {"name": "VA05.txt", "mimeType": "text/plain", "buffer": text.encode()}
    page.get_by_label("File").set_input_files(listed)
    page.get_by_role("button", name="Upload and answer").click()
    page.wait_for_url("**/orders/*")
    unconfirmed = urlsplit(page.url).path
    continued = uploaded_again(page)
    context.close()
    key = book.rpartition("/")[2]
    return [
        path.format(
            book=book, board=board, key=key, answer=answer, unconfirmed=unconfirmed, continued=continued
        )
        for path in PAGES
    ]


def uploaded_again(page: Page) -> str:
    """The path of a book that was uploaded twice, with a line that is gone and one that is another."""
    for lines in ("1,CN,100\n2,DE,100\n3,FR,100\n", "1,CN,100\n2,DE,250\n4,FR,100\n"):
        page.goto("/orders")
        text = f"id,destination,item.value_usd\n{lines}"
        again: FilePayload = {"name": "again.csv", "mimeType": "text/csv", "buffer": text.encode()}
        page.get_by_label("File").set_input_files(again)
        page.get_by_role("button", name="Upload and answer").click()
        page.wait_for_selector("table.data", timeout=60_000)
    return urlsplit(page.url).path


def test_no_page_is_missing_from_these_checks() -> None:
    patterns = {pattern(path) for path in (*PAGES, *OF_ADMINISTRATORS)}
    missing = [
        path
        for path in paths() - DOWNLOADS - {"/sign-in"}
        if not any(item.fullmatch(path) for item in patterns)
    ]
    assert missing == []


def pattern(path: str) -> re.Pattern[str]:
    """What the route of a page looks like: names in braces stand for what an address has there."""
    shown = path.partition("?")[0].format(
        book="/orders/x",
        board="/what-if/x/x",
        key="x",
        answer="1",
        unconfirmed="/orders/x",
        continued="/orders/x",
    )
    parts = [rf"(?:{re.escape(part)}|\{{[a-z_]+(?::path)?\}})" for part in shown.strip("/").split("/")]
    return re.compile("/" + "/".join(parts))


def code_words(page: Page) -> list[str]:
    """Names of keys, facts and rules in what a page says, outside what it shows as code."""
    said = page.evaluate(
        """() => {
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
            while (walker.nextNode()) {
                const text = walker.currentNode;
                if (!text.parentElement.closest('script, style, template, pre, code')) texts.push(text.data);
            }
            return texts.join(' ');
        }"""
    )
    return sorted(set(CODE.findall(said)))


def test_axe_finds_no_violation_on_any_page_and_none_speaks_in_code(
    signed_in: Opener, pages: list[str]
) -> None:
    page = signed_in()
    found = {}
    for path in pages:
        visit(page, path)
        found[path] = [*checked(page), *code_words(page)]
    assert not {path: violations for path, violations in found.items() if violations}


def test_on_a_dark_phone_nothing_is_wider_than_the_screen_and_axe_finds_nothing(
    signed_in: Opener, pages: list[str]
) -> None:
    page = signed_in(width=390, dark=True)
    for path in pages:
        visit(page, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert checked(page) == [], path
        page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 pixels at 400 percent
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        page.set_viewport_size({"width": 390, "height": 900})


def test_axe_finds_nothing_on_the_pages_of_administrators(signed_in: Opener) -> None:
    page = signed_in("root", width=390)
    for path in OF_ADMINISTRATORS:
        visit(page, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert checked(page) == [], path


COLORS_BEFORE = """(selector) => [...document.querySelectorAll(selector)].map(
    (one) => getComputedStyle(one, "::before").backgroundColor)"""


def test_shapes_and_legends_stay_in_forced_colors(signed_in: Opener, pages: list[str]) -> None:
    page = signed_in()
    page.emulate_media(forced_colors="active")
    page.goto("/parties?name=Huawei+Technologies&country=CN")
    assert len(set(page.evaluate(COLORS_BEFORE, "span.key"))) == 3
    visit(page, next(path for path in pages if path.startswith("/orders/")))
    canvas = page.evaluate("getComputedStyle(document.body).backgroundColor")
    shapes = page.evaluate(COLORS_BEFORE, ".light")
    assert shapes
    assert canvas not in shapes


def weight(page: Page, path: str) -> tuple[int, set[str | None]]:
    """Bytes over the wire for a first view without its pictures of data, and where they came from."""
    names: dict[str, str] = {}
    sizes: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on(
        "Network.requestWillBeSent", lambda said: names.update({said["requestId"]: said["request"]["url"]})
    )
    session.on("Network.loadingFinished", lambda said: sizes.append(int(said["encodedDataLength"])))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    charts = page.evaluate(
        "[...document.querySelectorAll('main svg')].reduce((sum, one) => sum + one.outerHTML.length, 0)"
    )
    session.detach()
    return sum(sizes) - int(charts), {
        urlsplit(url).hostname for url in names.values() if not url.startswith("data:")
    }


def test_the_first_view_of_each_page_is_light_and_comes_from_here_alone(
    signed_in: Opener, pages: list[str]
) -> None:
    page = signed_in()
    found = {path: weight(page, path) for path in pages}
    assert {path: size for path, (size, _) in found.items() if not 20_000 < size < LIGHTEST} == {}
    assert set().union(*(hosts for _, hosts in found.values())) == {"127.0.0.1"}


def test_sign_in_is_free_of_barriers_and_says_when_it_refuses(signed_in: Opener) -> None:
    page = signed_in()
    page.get_by_role("button", name="Sign out").first.click()
    page.goto("/ask?example=network")
    assert "/sign-in?next=" in page.url
    assert checked(page) == []


def test_colors_are_chosen_without_javascript_and_kept(signed_in: Opener) -> None:
    page = signed_in(script=False)
    page.goto("/ask")
    page.get_by_role("group", name="Colors, side").get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.goto("/account")
    assert page.locator("html").get_attribute("data-theme") == "dark"
