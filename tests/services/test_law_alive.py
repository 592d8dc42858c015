"""From a changed word to amber answers and back: anchors, comparison, review, and the log."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from licet.lawtexts.anchors import TextState
from licet.lawtexts.formats import read_text
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.rules.answer import Light
from licet.services.determination import CurrentDecider, open_decider
from licet.services.law_diff_page import diff_page
from licet.services.law_reviews import LawReviewError, begin_reviews, mark_read, open_reviews
from licet.services.law_texts import anchors, anchors_under, law_diff, touches
from licet.services.order_runs import OrderRun, run
from licet.storage.server import rows_of

DAY = date(2026, 10, 1)
SALE: dict[str, Any] = {
    "action": "export",
    "as_of": "2026-10-01",
    "destination": "DE",
    "end_use": "civil",
    "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
    "parties": [{"role": "ultimate_consignee", "name": "Beispiel GmbH", "country": "DE", "owners": []}],
}
FOREIGN: dict[str, Any] = {
    **SALE,
    "item": {
        "kind": "commodity", "eccn": "EAR99", "us_origin": False, "controlled_us_content_pct": 0,
        "located_in_us": False,
    },
    "action": "reexport",
    "facts": {"made_with_us_technology": False},
}  # fmt: skip


def text(folder: Path, name: str, words: str) -> Path:
    path = folder / name
    section = {
        "id": "744.11",
        "title": "License requirements",
        "cite": "15 CFR 744.11",
        "paragraphs": [{"text": "(a) License requirement. " + words}, {"text": "(b) Criteria."}],
    }
    path.write_text(json.dumps({"source": f"made {name}", "sections": [section]}), "utf-8")
    return path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def conditions(home: Path, sale: dict[str, Any]) -> tuple[Light, set[str]]:
    decider = open_decider(home)
    policy = replace(decider.policy, law_days=100_000, list_days=100_000)
    found = replace(decider, policy=policy).determine(read_transaction(sale, decider.rulebook.vocabulary))
    return found.light, {condition.code for condition in found.conditions if condition.status == "open"}


def test_a_changed_word_makes_amber_what_rests_on_it_and_reading_it_ends_that(home: Path) -> None:
    old, new = (
        text(home, "a_2026-09-01.json", "A license is required."),
        text(home, "b_2026-10-01.json", "A license is needed."),
    )
    diff = law_diff([old], [new])
    assert [change.place for change in diff.changed] == ["744.11(a)"]
    assert "us.ear.744.11" in diff.rules
    assert not any(rule.startswith("us.ear.746") for rule in diff.rules)
    assert diff.cases
    current = CurrentDecider(home)
    assert begin_reviews(home, diff.rules, DAY, reason="91 FR 99999") == len(diff.rules)
    assert begin_reviews(home, diff.rules, DAY, reason="91 FR 99999") == 0
    assert current.refresh().policy.under_review
    assert "law_under_review" in conditions(home, SALE)[1]
    assert "law_under_review" not in conditions(home, {**SALE, "as_of": "2026-09-30"})[1]
    assert "law_under_review" not in conditions(home, FOREIGN)[1]

    orders, out = home / "orders.jsonl", home / "out.parquet"
    lines = [{"id": name, **sale} for name, sale in (("rests", SALE), ("not", FOREIGN))]
    orders.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    run(OrderRun(orders, out, workers=1), home)
    answered = dict(pl.read_parquet(out).select("id", "conditions").iter_rows())
    assert "law_under_review: open" in answered["rests"]
    assert "law_under_review" not in answered["not"]

    assert mark_read(home, diff.rules, reason="the words mean the same", who="pat") == len(diff.rules)
    assert open_reviews(home) == ()
    assert "law_under_review" not in conditions(home, SALE)[1]
    assert begin_reviews(home, diff.rules, DAY, reason="91 FR 99999") == 0  # read already
    assert begin_reviews(home, diff.rules, DAY, reason="91 FR 99998") == len(diff.rules)  # another document
    assert "law_under_review" in conditions(home, SALE)[1]
    assert mark_read(home, diff.rules, reason="the words mean the same", who="pat") == len(diff.rules)
    kept = rows_of(home, "SELECT kind FROM event WHERE stream = 'law'")
    assert sorted({row[0] for row in kept}) == ["law.changed", "law.read"]
    assert len(kept) == 4 * len(diff.rules)


def test_what_is_not_under_review_cannot_be_marked(home: Path) -> None:
    with pytest.raises(LawReviewError, match=r"us\.ear\.nothing is no rule.*us\.ear\.746\.2 is not under"):
        mark_read(home, ["us.ear.nothing", "us.ear.746.2"], reason="read")
    with pytest.raises(LawReviewError, match="reason"):
        mark_read(home, ["us.ear.746.2"], reason=" ")


def test_a_page_shows_words_that_went_and_came(tmp_path: Path) -> None:
    old, new = (
        text(tmp_path, "a.json", "A <b>license</b> is required."),
        text(tmp_path, "b.json", "A permit is required."),
    )
    page = diff_page(law_diff([old], [new]).document())
    assert "<del>" in page
    assert "<ins>permit" in page
    assert "&lt;b&gt;" in page
    assert "us.ear.744.11" in page


def test_every_rule_of_a_text_at_hand_is_anchored() -> None:
    entity_list = ear().by_id["us.ear.744.11"]
    found = anchors_under(entity_list.cites)
    assert found
    assert {anchor.place.partition("(")[0] for anchor in found} >= {"744.11"}
    assert len(anchors().newest) > 1_500
    assert touches("744.11(a)(1)", "744")
    assert not touches("744.1", "744.11")


def test_the_real_texts(real_lists: Path) -> None:
    """Part 746 of January 2025 against 2026-09-24: Syria alone changed, as a reading word by word found."""
    old = real_lists / "ear_text/ecfr_title15_chapterVII_parts745-774_2025-01.md.gz"
    new = real_lists / "law_2026-09-24/ear_part_746_2026-09-24.md"
    diff = law_diff([old], [new])
    assert {change.place.partition("(")[0] for change in diff.changed} == {"746.1", "746.9"}
    assert [change.place for change in diff.changed if change.place.startswith("746.1")] == ["746.1(a)(3)"]
    assert "us.ear.746.9" in diff.rules
    assert "us.ear.746.8" not in diff.rules
    held = anchors().hold(read_text(real_lists / "law_2026-09-24/ear_parts_736_746_2026-09-24.json"))
    assert {item.state for item in held} == {TextState.SAME}
