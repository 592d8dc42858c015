"""What holds of every page: no barrier, no weight, no overflow, the same without JavaScript."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.routing import APIRoute
from playwright.sync_api import Page

from licet.web.pages import ROUTERS

from .conftest import Opener
from .pages import PAGES

LIGHTEST = 100_000
NO_PAGES = frozenset({"/", "/theme"})


def checked(page: Page) -> list[str]:
    """What axe-core finds, of any level, best practices and level AAA of contrast included."""
    options = {"rules": {"color-contrast-enhanced": {"enabled": True}}}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for one in found
        for node in one["nodes"]
    ]


def paths() -> set[str]:
    """The paths of all pages that are read."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    return {route.path for route in routes if "GET" in (route.methods or ())} - NO_PAGES


def test_no_page_is_missing_from_these_checks() -> None:
    shown = {path.partition("?")[0] for path in PAGES} | {"/sign-in"}
    patterns = {path for path in paths() if "{" in path}
    assert paths() - patterns == shown & paths()
    for pattern in patterns:
        head = pattern.partition("{")[0]
        assert any(path.startswith(head) and path != head for path in shown), pattern


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_violation_on_any_page(signed_in: Opener, dark: bool) -> None:
    page = signed_in(dark=dark)
    found = {}
    for path in PAGES:
        page.goto(path)
        found[path] = checked(page)
    assert not {path: one for path, one in found.items() if one}


def test_on_a_phone_nothing_is_wider_than_the_screen_and_axe_finds_nothing(signed_in: Opener) -> None:
    page = signed_in(width=390)
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert checked(page) == [], path


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


def test_the_first_view_of_each_page_is_light_and_comes_from_here_alone(signed_in: Opener) -> None:
    page = signed_in()
    found = {path: weight(page, path) for path in PAGES}
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
