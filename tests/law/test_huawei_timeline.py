"""The dated history of the Huawei matter: in order, cited, and true to the general license's calendar."""

import tomllib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from licet.rules.citation import Citation

FILE = Path(__file__).resolve().parents[2] / "src/licet/regimes/us_ear/tables/huawei_timeline.toml"
EVENTS: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["event"]
KEYS = {"on", "published_on", "kind", "status", "grade", "text", "source"}
OPTIONAL = {"effective_from", "effective_to", "cite"}
KINDS = {"placement", "general_license", "rule", "savings", "guidance", "applications", "announcement"}


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: f"{e['on']} {e['kind']}")
def test_each_event_is_dated_graded_and_sourced(event: dict[str, Any]) -> None:
    assert set(event) >= KEYS
    assert set(event) <= KEYS | OPTIONAL
    assert event["kind"] in KINDS
    assert event["status"] in {"reported", "announced", "published", "expired", "suspended"}
    assert event["grade"] in {"P", "A", "S", "K"}
    assert all(isinstance(event[k], date) for k in event if k.endswith(("_on", "_from", "_to")) or k == "on")
    if "cite" in event:
        Citation.parse(event["cite"])
    else:
        assert event["kind"] in {"announcement", "guidance", "applications"}


def test_events_stand_in_order_and_spans_are_not_empty() -> None:
    days = [event["on"] for event in EVENTS]
    assert days == sorted(days)
    for event in EVENTS:
        if "effective_to" in event:
            assert event["effective_to"] > event["effective_from"], event


def test_the_general_license_of_2019_runs_without_a_gap_from_20_may_2019_to_13_august_2020() -> None:
    terms = [
        (e["effective_from"], e["effective_to"])
        for e in EVENTS
        if e["kind"] == "general_license" and "effective_to" in e
    ]
    assert len(terms) == 6
    assert (terms[0][0], terms[-1][1] - timedelta(days=1)) == (date(2019, 5, 20), date(2020, 8, 13))
    assert all(later[0] <= earlier[1] for earlier, later in pairwise(terms))


def test_every_extension_was_published_after_it_took_effect() -> None:
    lags = [
        (e["published_on"] - e["effective_from"]).days
        for e in EVENTS
        if e["kind"] == "general_license" and "effective_to" in e
    ]
    assert lags == [2, 2, 2, 5, 2, 3]
