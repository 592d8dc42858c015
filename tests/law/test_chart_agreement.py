"""Every ECCN of the Commerce Control List times every destination of the Country Chart, as of 2026-07-23.

The chart's requirement is read a second time, from the raw tables and by other means, and held against the
rule us.ear.738.4. Where the two differ, the difference has a name here.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
from collections import Counter
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from licet.engine.view import View
from licet.engine.walk import walk
from licet.model.transaction import Action, Item, Transaction
from licet.regimes.us_ear import ear
from licet.rules.condition import Condition

SHARED = Path(os.environ.get("LICET_SHARED", Path(__file__).resolve().parents[3] / "shared"))
RAW = SHARED / "data" / "ear_structured"
DAY = date(2026, 7, 23)

pytestmark = [pytest.mark.real_data, pytest.mark.usefixtures("real_lists")]

Truth = bool | None

NEIGHBORS = {"0D606": "0D614", "3E001": "3E002"}
"""Entries that carry in the raw copy the table of the entry after them, whose heading stands in theirs."""

UNLISTED = {"0A521", "0B521", "0C521", "0D521", "0E521"}
"""Entries without a table: 742.6(a)(8) puts their items under RS column 1 (in the rulebook: 0A521 to 0E521)."""

EMPTY = {
    "0A002", "0D001", "0E001", "1A102", "1C018", "1C102", "2B018", "2D018", "4A102", "4A611", "5A611", "6A103",
    "6A611", "7A106", "7A115", "7A117", "7B103", "7D103", "7E104", "8A018", "9A005", "9A006", "9A007", "9A008",
    "9A009", "9A010", "9A011", "9A018", "9A103", "9A104", "9A105", "9A107", "9A108", "9A109", "9A111", "9A116",
    "9A117", "9A118", "9A119", "9D005", "9D018", "9D103", "9D105", "9E018",
}  # fmt: skip
"""Entries without a table that name another entry or another agency: no X, and to the rulebook unknown."""


@cache
def chart() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((RAW / "country_chart_2026-07-23.json").read_text("utf-8"))
    return loaded


@cache
def entries() -> dict[str, list[dict[str, str]]]:
    loaded = json.loads(gzip.decompress((RAW / "ccl_2026-07-23.json.gz").read_bytes()))
    return {entry["eccn"]: entry["countryChart"] for entry in loaded["entries"]}


WHOLE = re.compile(
    r"applies to entire entry( CB Column 2\.|,? except (for )?(equipment|“software”|“technology”) .*)?$"
)


def plainly_read(lines: list[dict[str, str]], marks: set[str]) -> Truth:
    """The chart's requirement for an ECCN given without paragraph: 738.4(a)(2) in twenty lines.

    A line for the entire entry decides, and so does one for all of it but items that only words tell apart, while
    nobody says that it is such an item; a line for some of its items leaves it open. ``marks``: the columns that
    have an X for the destination.
    """
    truth: Truth = False
    for line in lines:
        columns = {" ".join(found) for found in re.findall(r"([A-Z]{2}) Column (\d)", line["countryChart"])}
        if not columns & marks:
            continue
        if WHOLE.search(line["control"].strip()):
            return True
        truth = None
    return truth


@cache
def codes() -> dict[str, str]:
    """Names of the chart to codes: the one thing taken from the rulebook's tables."""
    text = (files("licet.regimes.us_ear") / "tables" / "destinations.csv").read_text("utf-8")
    return {
        row["chart_name"]: row["destination"]
        for row in csv.DictReader(text.splitlines())
        if row["chart_name"]
    }


POINTED = ("us.ear.746.2", "us.ear.746.7", "us.ear.746.4", "us.ear.746.9")


def rule_text(rule_id: str) -> Condition:
    row = ear().by_id[rule_id].at(DAY)
    assert row is not None
    assert row.value.condition is not None
    return row.value.condition


def view_of(sale: Transaction) -> View:
    return View(sale, ear(), DAY, None, {}, thorough=False)


def rulebook_says(eccn: str, destination: str) -> Truth:
    sale = Transaction(Action.EXPORT, DAY, destination, Item(eccn=eccn))
    return walk(rule_text("us.ear.738.4"), view_of(sale)).truth


def test_the_chart_is_whole() -> None:
    """196 rows, every one with a code; four more rows only point elsewhere."""
    assert len(chart()["countries"]) == 196
    assert set(chart()["countries"]) <= set(codes())


def test_every_eccn_to_every_destination() -> None:
    """Run with ``pytest -s`` to see how many answers there are, how many agree, and what the others are."""
    differing: dict[str, str] = {}
    answers = 0
    named: Counter[str] = Counter()
    truths: Counter[Truth] = Counter()
    for country, row in chart()["countries"].items():
        marks, code = set(row["marks"]), codes()[country]
        for eccn, lines in entries().items():
            answers += 1
            plain, ours = expected(eccn, lines, marks), rulebook_says(NEIGHBORS.get(eccn, eccn), code)
            own = rulebook_says(eccn, code) if eccn in NEIGHBORS else ours
            named[name_of(eccn, lines, marks, own)] += 1
            truths[ours] += 1
            if plain is not ours:
                differing[f"{eccn} to {code}"] = f"plainly {plain}, by the rulebook {ours}"
    print(f"\n{answers} answers: {dict(named)}; the rulebook says {dict(truths)}")  # noqa: T201
    assert answers == len(chart()["countries"]) * len(entries()) > 120_000
    assert differing == {}
    assert named["agrees"] > 0.9 * answers
    assert min(truths[True], truths[False], truths[None]) > 5_000, (
        "a reading that says one thing shows nothing"
    )


def name_of(eccn: str, lines: list[dict[str, str]], marks: set[str], ours: Truth) -> str:
    """``agrees``, or why the twenty lines alone say something else than the rulebook."""
    if plainly_read(lines, marks) is ours:
        return "agrees"
    if eccn in NEIGHBORS:
        return "the raw copy hangs the next entry's table on it"
    if eccn in UNLISTED:
        return "742.6(a)(8) in words"
    return "names another entry or agency: unknown" if eccn in EMPTY else "without a name"


def expected(eccn: str, lines: list[dict[str, str]], marks: set[str]) -> Truth:
    """The plain reading, but for the entries named above."""
    if eccn in EMPTY:
        return None
    return "RS 1" in marks if eccn in UNLISTED else plainly_read(lines, marks)


def test_the_differences_are_named_rightly() -> None:
    """Nothing is named that is no difference."""
    assert {eccn for eccn, lines in entries().items() if not lines} >= EMPTY | UNLISTED
    marks = set(chart()["countries"]["Afghanistan"]["marks"])
    for eccn in NEIGHBORS:
        assert plainly_read(entries()[eccn], marks) is not rulebook_says(eccn, "AF")


def test_no_x_to_a_pointed_destination_means_nothing() -> None:
    """Cuba, Iran, North Korea and Syria have no marks: other rules answer, and never with nothing."""
    for name in chart()["embargoed"]:
        sale = Transaction(Action.EXPORT, DAY, codes()[name], Item(eccn="3A001.a.1", us_origin=True))
        answers = [walk(rule_text(rule_id), view_of(sale)).truth for rule_id in POINTED]
        assert True in answers, name


def test_territories_are_treated_as_their_country() -> None:
    """738.3(b) by its own examples, and Hong Kong since 85 FR 83788."""
    for eccn in entries():
        for place, country in (("KY", "GB"), ("LI", "CH"), ("HK", "CN")):
            assert rulebook_says(eccn, place) is rulebook_says(eccn, country)
