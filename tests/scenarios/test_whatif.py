"""What a change does to an order book, from file to page: the same as two runs compared, and read by a person."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from licet.cli.main import app
from licet.engine.determine import determine
from licet.orders.cells import sale_of
from licet.orders.flat import table_of
from licet.regimes.us_ear import ear
from licet.samples.orders import example_orders
from licet.scenarios.apply import scenarios_off, suppose
from licet.scenarios.impact import AnswerChange
from licet.scenarios.scenario_file import load_scenario
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder
from licet.services.scenarios import ScenarioQuestion, Seen, look_ahead

DAY, THEN, TODAY = date(2019, 10, 10), date(2019, 11, 19), date(2019, 10, 30)
ENDS = "reprieve-ends-2019-11-18"


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("orders") / "orders.parquet"
    example_orders(4000, 7, DAY).write_parquet(path)
    return path


@pytest.fixture(scope="module")
def seen(orders: Path, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    return look_ahead(ScenarioQuestion(orders, (ENDS,), today=TODAY), tmp_path_factory.mktemp("home"))


def test_every_changed_line_is_as_two_single_answers(seen: Seen, orders: Path) -> None:
    finder, book = shipped_finder(compiled=True), ear()
    world = suppose([load_scenario(ENDS)], book, finder)
    off = scenarios_off([load_scenario(ENDS)], book, DAY)
    table = table_of(orders)
    changed = seen.impact.changed
    assert changed.height
    for row in changed.iter_rows(named=True):
        cells = table.row(row["row"] - 1, named=True)
        for day, law, name in ((THEN, off, "answer"), (THEN, world.book, "answer_supposed")):
            sale = replace(sale_of(cells, day, book.vocabulary), known_as_of=DAY)
            lists = world.finder if law is world.book else finder
            found = determine(attach(sale, lists), law, lists.lists)
            assert found.answer.value == row[name], row


def test_nothing_becomes_free_when_a_reprieve_ends(seen: Seen) -> None:
    counts = {row["change"]: row["lines"] for row in seen.impact.totals().iter_rows(named=True)}
    assert counts[AnswerChange.NEWLY_FREE.value] == 0
    assert counts[AnswerChange.NEWLY_BLOCKED.value] > 0
    assert (seen.impact.as_of, seen.impact.effective, seen.impact.days_left) == (DAY, THEN, 20)
    assert "are blocked" in seen.headline


RETURNS = "affiliates-rule-returns-2026-11-10"


def changes(seen: Seen, change: AnswerChange) -> tuple[int, int]:
    """Lines that change by the scenario, and by other law."""
    return seen.impact.of(change).height, seen.other_law.of(change).height


def test_a_stricter_rule_frees_nothing_whatever_other_law_did_meanwhile(orders: Path, tmp_path: Path) -> None:
    question = ScenarioQuestion(orders, (RETURNS,), as_of=DAY, today=date(2026, 11, 29))
    seen = look_ahead(question, tmp_path)
    by_scenario, by_other_law = changes(seen, AnswerChange.NEWLY_FREE)
    assert by_scenario == 0
    assert by_other_law > 0  # seven years of other law
    assert (seen.impact.days_left, seen.impact.days_since) == (0, 19)
    assert any("ship from" in warning for warning in seen.warnings)


def test_a_scenario_of_other_years_than_the_book_warns(tmp_path: Path) -> None:
    path = tmp_path / "later.parquet"
    example_orders(200, 7, date(2026, 8, 3)).write_parquet(path)
    seen = look_ahead(ScenarioQuestion(path, (ENDS,), today=date(2026, 11, 29)), tmp_path)
    assert seen.warnings
    assert "2019" in seen.warnings[0]
    assert seen.warnings[0] in seen.page()


def test_a_scenario_within_the_days_of_the_book_does_not_warn(seen: Seen) -> None:
    assert seen.warnings == ()


class _Outside(HTMLParser):
    """What a page asks of the world outside."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "link", "iframe", "img"} or any(name in {"src", "href"} for name, _ in attrs):
            self.found.append(tag)


def test_the_page_needs_nothing_else_and_says_what_it_is(seen: Seen) -> None:
    page, outside = seen.page(), _Outside()
    outside.feed(page)
    assert outside.found == []
    assert "A scenario, not law" in page
    assert "20 days left to act" in page
    assert "license required" in page


def test_names_in_the_page_are_text(orders: Path, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    table_of(orders).with_columns(customer=pl.lit("<script>alert(1)</script>")).write_csv(path)
    page = look_ahead(ScenarioQuestion(path, (ENDS,)), tmp_path).page()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_command(orders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    page, lines = tmp_path / "page.html", tmp_path / "lines.parquet"
    asked = ["whatif", str(orders), "--scenario", ENDS, "--html", str(page), "--parquet", str(lines)]
    shown = CliRunner().invoke(app, asked)
    assert shown.exit_code == 0, shown.output
    assert "The change came on November 19, 2019" in shown.output
    assert page.stat().st_size > 5000
    document = json.loads(CliRunner().invoke(app, [*asked[:4], "--json"]).stdout)
    assert document["lines"] == 4000
    assert (document["days_left"], document["days_since"] > 2500) == (0, True)
    assert document["other_law"]["lines"] == 4000


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["--scenario", "no-such"], "no-such"),
        (["--scenario", ENDS, "--scenario", ENDS], "given twice"),
        (["--scenario", ENDS, "--as-of", "soon"], "--as-of"),
    ],
)
def test_bad_questions(
    orders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str], words: str
) -> None:
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    refused = CliRunner().invoke(app, ["whatif", str(orders), *asked])
    assert refused.exit_code == 2
    assert words in refused.output
