"""A real server on loopback and a real browser that is signed in to it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright
from tests.licensing.world import World
from tests.services.bench import Bench

from licet.accounts.service import NewAccount
from licet.events.roles import Side, UserRole
from licet.server.app import create_app
from licet.server.services import Services, open_services
from licet.server.settings import Settings
from licet.services.customer_screening import rescreen
from licet.services.customers import Customer, CustomerPaper, customer_master
from licet.services.products import product_master
from licet.web import mount

ARGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PASSWORD = "correct horse battery"  # noqa: S105
R = UserRole
PEOPLE = {
    "ada": (R.COMPLIANCE_OFFICER, R.REQUESTER, R.LICENSE_MANAGER, R.STEWARD),
    "ben": (R.APPROVER, R.STEWARD),
    "clea": (R.CLASSIFIER,),
    "kit": (R.CLASSIFIER,),
    "oda": (R.OPERATOR,),
    "eve": (R.AUDITOR,),
    "rita": (R.REQUESTER,),
    "root": (R.ADMINISTRATOR,),
    "stan": (R.STATISTICIAN,),
    "zoe": (R.COMPLIANCE_OFFICER,),
}
ELSEWHERE = {"zoe": "zeta", "stan": "bureau"}


def licensing_begun(services: Services) -> None:
    """Two cases of Acme: one on its way through the agencies, one approved with a license that was shipped under."""
    bench = Bench(services.database, World())
    bench.licensed("A-1", "L-1")
    bench.ship("L-1", "S-1")
    bench.referred("A-2")


def customers_begun(services: Services) -> None:
    """Two customers of Acme, one of which is listed, with a paper that ends soon."""
    master = customer_master(services.settings.home, "acme", to_change=True)
    now = services.clock()
    rheinwerk = Customer("C-1", "Rheinwerk Optik GmbH", "DE", "Hafenstr. 4")
    master.put([rheinwerk, Customer("C-2", "Huawei Technologies Co., Ltd.", "CN")], "ada", now)
    today = services.today()
    paper = CustomerPaper("bis_711", "711-9", today - timedelta(days=300), today + timedelta(days=20))
    master.put_papers([("C-1", paper)], "ada", now)
    decider = services.decider()
    rescreen(master, decider.screener, decider.adoption, "ada", now)


def products_begun(services: Services) -> None:
    """Two products of Acme, one of which nobody has approved."""
    master = product_master(services.settings.home, "acme", to_change=True)
    valve = {"part": "VALVE-2", "description": "Ball valve", "eccn": "2B999.g", "source": "supplier's letter"}
    tie = {"part": "TIE-1", "description": "Cable tie", "eccn": "EAR99", "supplier": "Brastwick"}
    master.import_rows([valve, tie], "ada", services.today())
    master.approve(["TIE-1"], "zoe", services.today())


@dataclass(frozen=True)
class Site:
    """A running server. ``url``: where it is."""

    url: str
    services: Services
    home: Path


def now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def served(home: Path, clock: Callable[[], datetime] = now) -> Iterator[Site]:
    """A server over a home folder, with people, and nothing else in it."""
    services = open_services(Settings(home), clock)
    services.decider().screener.find(
        "a name", None
    )  # the first search of a process loads the compiled kernel
    services.accounts.add_organization("acme", "Acme Chips", Side.EXPORTER)
    services.accounts.add_organization("zeta", "Zeta Parts", Side.EXPORTER)
    services.accounts.add_organization("bureau", "Bureau", Side.AUTHORITY)
    for login, roles in PEOPLE.items():
        decider = ELSEWHERE.get(login, "acme")
        made = services.accounts.add(NewAccount(login, login.title(), decider, roles, "given by another"))
        services.accounts.set_password(made.key, "given by another", PASSWORD)
    app = create_app(services)
    mount(app, services)
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", 0, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Site(f"http://127.0.0.1:{port}", services, home)
    server.should_exit = True
    thread.join(10)
    services.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("home")) as running:
        licensing_begun(running.services)
        customers_begun(running.services)
        products_begun(running.services)
        yield running


def days_after_the_lists(days: int) -> Callable[[], datetime]:
    """A clock that begins so many days after the lists and runs on."""
    start = now()
    return lambda: datetime(2026, 7, 31, 12, tzinfo=UTC) + timedelta(days=days) + (now() - start)


@pytest.fixture(scope="module")  # the setting counts for the whole process: no other file may meet it
def fresh_site(adopted_lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server whose lists are within its limit, on September 2, 2026: the law on file is verified from the 1st."""
    home = tmp_path_factory.mktemp("fresh") / "home"
    shutil.copytree(adopted_lists, home)
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("LICET_LIST_DAYS", "60")
        with served(home, days_after_the_lists(33)) as running:
            yield running


@pytest.fixture(scope="session")
def stale_site(adopted_lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server whose lists are 121 days old."""
    home = tmp_path_factory.mktemp("stale") / "home"
    shutil.copytree(adopted_lists, home)
    with served(home, days_after_the_lists(121)) as running:
        yield running


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A browser for one file: while it is open its event loop counts as running, and no other can in this thread."""
    expect.set_options(timeout=60_000)  # two busy cores
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        yield found
        found.close()


def sign_in(page: Page, login: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def sessions() -> dict[tuple[str, str], StorageState]:
    """The cookies of whoever signed in so far, by site and login: signing in takes a second of processor time."""
    return {}


@pytest.fixture
def signed_in(
    browser: Browser, site: Site, sessions: dict[tuple[str, str], StorageState]
) -> Iterator[Opener]:
    """Opens the first page of somebody signed in, in the session that another test began.

    ``script``: whether JavaScript runs. Errors in the console fail, unless the test makes requests fail
    (``failing``). A look-up that the next letter replaces is broken off by design (``hx-sync``): htmx prints
    that as ``sendAbort``, and before it, as before every other failure, an ``afterRequest``.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def opened(
        login: str = "ada",
        *,
        script: bool = True,
        width: int = 1300,
        dark: bool = False,
        url: str = site.url,
        failing: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=url,
            java_script_enabled=script,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            storage_state=sessions.get((url, login)),
        )
        context.set_default_timeout(90_000)  # two busy cores
        contexts.append(context)
        page = context.new_page()
        if not failing:
            page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.goto("/")
        if urlsplit(page.url).path == "/sign-in":  # nobody yet, or a test ended the session
            sign_in(page, login)
            sessions[url, login] = context.storage_state()
        return page

    yield opened
    expected = ("the server responded with a status of", "htmx:sendAbort", "htmx:afterRequest")
    said = [error for error in errors if not any(words in error for words in expected)]
    for context in contexts:
        context.close()  # breaks off what is still on its way, which htmx calls an error
    assert said == []
