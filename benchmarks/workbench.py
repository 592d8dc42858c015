"""The workbench by the "Done when" list of its review: the verdict in view, rows in view, five tasks, speed, weight.

    python -m benchmarks.workbench CSL_FILE [--lines 50000] [--cases 20000] [--shots FOLDER] [--only tasks,...]

Serves a new home with the whole Consolidated Screening List on loopback, on a day 33 days after it, and drives
Chromium. Acts are fields filled, boxes, choices and presses; typed letters stand beside them. ``--shots``: where
screenshots of every page go, at 390, 1280 and 1440 pixels, light and dark. ``LICET_DATABASE_URL`` may name an empty
PostgreSQL database to use instead of SQLite.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Keyboard, Locator, Page, expect, sync_playwright
from tests.e2e.conftest import ARGS, Site, days_after_the_lists, served, sign_in
from tests.licensing.world import World
from tests.services.bench import Bench

from licet.licensing.applying import draft
from licet.samples.orders import example_orders
from licet.services.determination import open_decider
from licet.storage.adopt import AdoptionRequest, adopt
from licet.watchlists.reading import read

BOOK_DAY = date(2019, 10, 10)
WIDTHS = (390, 1280, 1440)
PAGES = (
    "/today", "/ask", "/ask?example=october-2019", "/answers", "/screening?name=Huawei+Technologies&country=CN",
    "/orders", "{book}", "{book}/lines/3", "{book}/questions", "/review?book={key}", "/what-if",
    "/parties?name=Huawei+Technologies&country=CN", "/customers", "/lists", "/cases", "/licenses", "/products",
    "/law?cite=15+CFR+744.11&as_of=2019-10-10", "/timeline", "/account",
)  # fmt: skip
SALE = {
    "What happens": "export", "Description": "router", "Kind": "commodity", "ECCN": "5A002.a",
    "Full legal name": "Huawei Device Co., Ltd.", "Country": "CN", "Destination": "CN",
    "Value in US dollars": "38000",
}  # fmt: skip
NAMES = "Huawei Device Co., Ltd.; CN\nHundertmark Werkzeugbau GmbH; Germany\nSiemens AG; DE"
BEFORE = {
    "a": "9 fields, 55 keys, 1 press, 7 screens scrolled; about 2 min",
    "b": "3 x (2 fields, 1 click), 20 s; clearing impossible",
    "c": "2 clicks to answers; hold, ask, release 4 + 7 acts",
    "e": "4 clicks, 3.7 s; no list of what ends",
    "person": "a shell and a script",
}


class Acts:
    """How many acts, letters and seconds a task takes, counted where Playwright acts."""

    acts = 0
    letters = 0

    @classmethod
    @contextmanager
    def counted(cls) -> Iterator[None]:
        """Count everything that is done in this block."""
        wrapped = [(Locator, name) for name in ("click", "check", "select_option", "set_input_files", "fill")]
        kept = [(kind, name, getattr(kind, name)) for kind, name in [*wrapped, (Keyboard, "press")]]
        for kind, name, method in kept:
            setattr(kind, name, cls._counting(name, method))
        cls.acts = cls.letters = 0
        try:
            yield
        finally:
            for kind, name, method in kept:
                setattr(kind, name, method)

    @classmethod
    def _counting(cls, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def act(self: Any, *given: Any, **more: Any) -> Any:
            cls.acts += 1
            cls.letters += len(given[0]) if name == "fill" else 0
            return method(self, *given, **more)

        return act


@dataclass(frozen=True)
class Workbench:
    """A served home and a browser."""

    site: Site
    browser: Browser

    def open(self, login: str = "ada", width: int = 1440, height: int = 900, *, dark: bool = False) -> Page:
        context = self.browser.new_context(
            base_url=self.site.url, viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
        )  # fmt: skip
        context.set_default_timeout(120_000)
        page = context.new_page()
        sign_in(page, login)
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    def task(self, letter: str, words: str, done: Callable[[], None]) -> None:
        start = time.perf_counter()
        with Acts.counted():
            done()
        seconds = time.perf_counter() - start
        print(f"{letter:>6}  {words:<46} {Acts.acts:>3} acts {Acts.letters:>4} letters {seconds:6.1f} s"
              f"   (before: {BEFORE.get(letter, '')})", flush=True)  # fmt: skip


def upload(page: Page, path: Path) -> str:
    """Upload a book of 2019 and wait for its answers. Gives its path."""
    page.goto("/orders")
    page.get_by_label("File").set_input_files(path)
    page.get_by_label("All lines as of").fill(BOOK_DAY.isoformat())
    page.get_by_role("button", name="Upload and answer").click()
    page.wait_for_selector("table.data", timeout=300_000)
    return page.url.removeprefix(page.url[: page.url.index("/orders")])


def verdict(workbench: Workbench) -> None:
    """Where the verdict is after Answer, by mouse and by keyboard."""
    for width, height in ((390, 844), (1280, 720), (1440, 900)):
        for keys in (False, True):
            page = workbench.open(width=width, height=height)
            page.goto("/ask")
            fill(page, SALE)
            button = page.get_by_role("button", name="Answer", exact=True).last
            if keys:
                button.focus()
                page.keyboard.press("Enter")
            else:
                button.click()
            expect(page.locator("#verdict")).to_be_focused(timeout=30_000)
            box = page.locator("#verdict").bounding_box()
            assert box is not None
            seen = box["y"] >= 0 and box["y"] + box["height"] <= height
            said = page.locator("#answer > .sentence").inner_text()[:100]
            print(f"verdict at {width}x{height} {'keys ' if keys else 'mouse'}: y={box['y']:.0f}, in view {seen}, "
                  f"focused; {said}", flush=True)  # fmt: skip
            page.context.close()


def fill(page: Page, facts: dict[str, str]) -> None:
    for label, text in facts.items():
        field = page.locator("#sale").get_by_label(label, exact=True).first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)


def rows_in_view(workbench: Workbench, book: str) -> None:
    count = """() => [...document.querySelectorAll('table.data tbody tr')].filter((row) => {
        const box = row.getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight
            && document.elementFromPoint(box.left + 60, box.bottom - 4)?.closest('tr') === row;
    }).length"""
    for width, height in ((1280, 720), (1440, 900), (1920, 1080)):
        page = workbench.open(width=width, height=height)
        page.goto(book)
        print(f"rows in view at {width}x{height}: {page.evaluate(count)}", flush=True)
        page.context.close()


def tasks(workbench: Workbench, folder: Path) -> None:  # noqa: PLR0915  # each task is a few lines
    """The five tasks of the review but the application, each from *Today*; and a person let in."""
    ada, ben, root = workbench.open(), workbench.open("ben"), workbench.open("root")

    def reason_and_pdf() -> None:
        ada.get_by_role("link", name="Ask about a transaction").click()
        fill(ada, SALE)
        ada.get_by_role("button", name="Answer", exact=True).last.click()
        expect(ada.locator("#answer > .sentence")).to_contain_text("Entity List")
        with ada.expect_download():
            ada.get_by_role("button", name="PDF").or_(ada.get_by_role("link", name="PDF")).first.click()

    def screen_three() -> None:
        ada.locator(".rail").get_by_role("link", name="Screening").click()
        ada.get_by_label("Names, one a line").fill(NAMES)
        ada.get_by_role("button", name="Screen", exact=True).click()
        first = ada.locator(".screened").first.locator(".sides").first
        first.get_by_label("Reason, for the record").fill("another register number")
        if first.get_by_label("What shows it").count():
            first.get_by_label("What shows it").fill("register of companies")
        first.get_by_role("button", name="It is another").click()
        expect(ada.locator(".note.green")).to_contain_text("On record")

    path = folder / "today.csv"
    example_orders(400, 12, BOOK_DAY).write_csv(path)

    def upload_book() -> None:
        ada.locator(".rail").get_by_role("link", name="Order book").click()
        ada.get_by_label("File").set_input_files(path)
        ada.get_by_label("All lines as of").fill(BOOK_DAY.isoformat())
        ada.get_by_role("button", name="Upload and answer").click()
        ada.wait_for_selector("table.data", timeout=300_000)

    def ask_release() -> None:
        ada.locator("tbody input").first.check()
        ada.get_by_label("Reason, for the record").fill("lists screened by hand")
        ada.get_by_role("button", name="Ask for release").click()
        expect(ada.locator(".note.green")).to_be_visible()

    def release() -> None:
        ben.get_by_role("link", name=re.compile("to release")).first.click()
        ben.locator("tbody input").first.check()
        ben.get_by_label("Reason, for the record").fill("seen")
        ben.get_by_role("button", name="Release", exact=True).click()
        expect(ben.locator(".note.green")).to_be_visible()

    def what_ends() -> None:
        ada.locator(".rail").get_by_role("link", name="Today").click()
        expect(ada.get_by_role("heading", name="Ends or changes within 90 days")).to_be_visible()

    def what_it_costs() -> None:
        ada.locator(".rail").get_by_role("link", name="What if").click()
        ada.get_by_label("The general license for Huawei ends with November 18, 2019").check()
        ada.get_by_role("button", name="Look ahead").click()
        ada.wait_for_selector(".tiles", timeout=300_000)

    def person() -> None:
        root.get_by_role("link", name="People").first.click()
        new = root.get_by_role("region", name="Add somebody")
        new.get_by_label("Name").fill("Pia Novak")
        new.get_by_label("Login").fill("pia")
        new.get_by_label("Compliance officer").check()
        new.get_by_role("button", name="Add").click()
        expect(root.locator(".note .mono")).to_be_visible()

    workbench.task("a", "router to Huawei Device: verdict, reason, PDF", reason_and_pdf)
    ada.goto("/today")
    workbench.task("b", "screen three names, decide one", screen_three)
    ada.goto("/today")
    workbench.task("c", "upload a book of 400 lines, see its answers", upload_book)
    ada.goto(f"{ada.url}?answer=no_license_required&light=amber")
    workbench.task("c", "ask for the release of a line", ask_release)
    ben.goto("/today")
    workbench.task("c", "another person finds and releases it", release)
    ada.goto("/ask")
    workbench.task("e", "what ends or changes this quarter", what_ends)
    workbench.task("e", "what the end of a license costs", what_it_costs)
    root.goto("/today")
    workbench.task("person", "an administrator lets somebody in", person)


def seconds(page: Page, path: str, times: int = 4) -> list[float]:
    """How long the server takes to answer, in seconds, request by request."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        answer = page.request.get(path, timeout=300_000)
        assert answer.ok, (path, answer.status)
        found.append(round(time.perf_counter() - start, 3))
    return found


def large_book(workbench: Workbench, folder: Path, lines: int) -> str:
    path = folder / "large.csv"
    example_orders(lines, 7, BOOK_DAY).write_csv(path)
    page = workbench.open()
    start = time.perf_counter()
    book = upload(page, path)
    print(f"{lines:,} lines: uploaded and answered in {time.perf_counter() - start:.1f} s", flush=True)
    key = book.rpartition("/")[2]
    for words, where in (
        ("match review", f"/review?book={key}"), ("lines", book), ("page 900", f"{book}?page=900"),
        ("red lines", f"{book}?light=red"), ("a line", f"{book}/lines/3"), ("questions", f"{book}/questions"),
    ):  # fmt: skip
        print(f"{lines:,} lines, {words}: {seconds(page, where)} s", flush=True)
    again = upload(page, path)
    print(
        f"uploaded again: {seconds(page, again)} s, changes {seconds(page, f'{again}/changes')} s", flush=True
    )
    return book


def many_cases(workbench: Workbench, cases: int) -> None:
    bench = Bench(workbench.site.services.database, World())
    start = time.perf_counter()
    for number in range(cases):  # every third a draft, the others wait for the Bureau, 150 more each day
        bench.day = number // 150
        if number % 3:
            bench.registered(f"A-{number:05}", order_reference=f"PO-{number}")
        else:
            application = bench.world.application(order_reference=f"PO-{number}")
            bench.do("manager", draft, f"A-{number:05}", application=application)
    print(f"{cases:,} cases made in {time.perf_counter() - start:.0f} s", flush=True)
    page = workbench.open()
    for words, where in (("today", "/today"), ("queue", "/cases"), ("page 90", "/cases?page=90"),
                         ("search", "/cases?words=A-017"),
                         ("drafts", "/cases?state=draft"), ("one case", "/cases/A-00017")):  # fmt: skip
        print(f"{cases:,} cases, {words}: {seconds(page, where)} s", flush=True)


def shots(workbench: Workbench, folder: Path, book: str) -> None:
    """Screenshots, and what is wider than the screen, names a wire path, or weighs too much."""
    folder.mkdir(parents=True, exist_ok=True)
    key = book.rpartition("/")[2]
    for width in WIDTHS:
        for dark in (False, True):
            page = workbench.open(width=width, dark=dark)
            for path in PAGES:
                page.goto(path.format(book=book, key=key))
                wide = page.evaluate("document.documentElement.scrollWidth")
                wired = re.findall(r"\w+\[\d", page.locator("body").inner_text())
                if wide > width or wired:
                    print(f"FAULT {path} at {width}: {wide} wide, wire paths {wired[:3]}", flush=True)
                name = re.sub(r"\W+", "-", path.partition("?")[0].format(book="book", key="")).strip("-")
                page.screenshot(path=folder / f"{name}-{width}-{'dark' if dark else 'light'}.png")
            page.context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lists", type=Path)
    parser.add_argument("--lines", type=int, default=50_000)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--shots", type=Path)
    parser.add_argument("--only", default="verdict,rows,tasks,book,cases,shots")
    asked = parser.parse_args()
    wanted = set(asked.only.split(","))
    os.environ["LICET_LIST_DAYS"] = "60"
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with tempfile.TemporaryDirectory(prefix="licet-workbench-") as folder:
        home, here = Path(folder, "home"), Path(folder)
        adopt(home, read(asked.lists), AdoptionRequest(asked.lists.name, date(2026, 7, 31)))
        open_decider(home)  # builds the search index
        with served(home, days_after_the_lists(33)) as site, sync_playwright() as playwright:
            expect.set_options(timeout=120_000)
            workbench = Workbench(site, playwright.chromium.launch(executable_path=chromium, args=ARGS))
            if "verdict" in wanted:
                verdict(workbench)
            if "tasks" in wanted:
                tasks(workbench, here)
            if wanted & {"rows", "shots"}:
                path = here / "example.csv"
                example_orders(400, 11, BOOK_DAY).write_csv(path)
                book = upload(workbench.open(), path)
                if "rows" in wanted:
                    rows_in_view(workbench, book)
                if "shots" in wanted and asked.shots:
                    shots(workbench, asked.shots, book)
            if "book" in wanted:
                large_book(workbench, here, asked.lines)
            if "cases" in wanted:
                many_cases(workbench, asked.cases)
            workbench.browser.close()


if __name__ == "__main__":
    main()
