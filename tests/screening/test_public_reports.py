"""What people reported in public of other screening tools: each is good here, or the table says why not."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from licet.screening.screener import ListScreener
from licet.services.screening import ScreeningRequest, screening_document

TABLE = Path(__file__).with_name("public_reports.toml")
ROOT = Path(__file__).parents[2]
DAY = date(2026, 7, 31)
_NAMES = ("listed_name", "matched_name")


def reports() -> list[dict[str, Any]]:
    return list(tomllib.loads(TABLE.read_text("utf-8"))["report"])


def asked() -> Iterator[tuple[str, ...]]:
    for report in reports():
        for line in report.get("asks", ()):
            yield (report["report"], *(part.strip() for part in line.split("|")))


def test_every_report_is_asked_or_proved_elsewhere() -> None:
    assert len(reports()) >= 28
    for report in reports():
        assert report.get("asks") or report.get("proved_by"), report["report"]
        proof = report.get("proved_by", "").partition("::")[0]
        assert not proof or (ROOT / proof).is_file(), proof
        assert report.get("reason", "").count("\n") < 5


@pytest.mark.real_data
def test_every_name_of_a_report_comes_out_as_the_table_says(listed_screener: ListScreener) -> None:
    wrong = []
    for report, name, country, expected, listed in asked():
        found = screening_document(ScreeningRequest(name, country or None, DAY), listed_screener)
        verdict, names = found["verdict"], {hit[key] for hit in found["hits"] for key in _NAMES}
        same = verdict in {"match", "review"} if expected == "review+" else verdict == expected
        if not same or (listed and listed not in names):
            wrong.append((report, name, verdict, sorted(names)[:5]))
    assert wrong == []


@pytest.mark.real_data
def test_a_hit_names_the_alias_that_met(listed_screener: ListScreener) -> None:
    (hit, *_) = listed_screener.search("Hikvision", "CN")
    assert listed_screener.matched(hit) == "Hikvision"
    assert listed_screener.entries[hit.entry].name != "Hikvision"
