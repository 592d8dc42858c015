"""Review tasks: one for each document, none lost, closed when its text arrives, told once."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import run_command

from licet.lawtexts.formats import read_text
from licet.scenarios.feed import read_feed
from licet.services.feed_notices import notices_of_feed, watched_feed
from licet.services.watch_tasks import (
    ReviewTaskError,
    TaskKind,
    close_task,
    close_with_texts,
    open_tasks,
    review_tasks,
)
from licet.storage.server import rows_of

DAY = date(2026, 11, 30)
RULE: dict[str, Any] = {
    "document_number": "2026-70001", "title": "Revision of § 744.11 for ECCN 3A090", "abstract": "Entity List.",
    "publication_date": "2026-11-20", "effective_on": "2026-11-25",
}  # fmt: skip
PROPOSAL: dict[str, Any] = {
    "document_number": "2026-70002", "title": "Request for Comments on § 740.9", "publication_date": "2026-11-21",
}  # fmt: skip
UNCLEAR: dict[str, Any] = {
    "document_number": "2026-70003", "title": "Membership of Boards", "publication_date": "2026-11-22",
}  # fmt: skip
UNREAD: dict[str, Any] = {"document_number": "2026-70004", "title": "A rule", "publication_date": "November"}


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "feed.json"
    path.write_text(json.dumps([RULE, PROPOSAL, UNCLEAR, UNREAD]), "utf-8")
    return path


def text(folder: Path, day: str, *sections: str) -> Path:
    path = folder / f"text_{day}.json"
    found = [
        {
            "id": number,
            "title": "x",
            "cite": f"15 CFR {number}",
            "paragraphs": [{"text": "(a) A license is required."}],
        }
        for number in sections
    ]
    path.write_text(json.dumps({"source": f"made {day}", "sections": found}), "utf-8")
    return path


def opened(feed: Path, home: Path) -> int:
    found = read_feed(feed)
    return open_tasks(home, found.by(DAY), found.unread)


def test_every_document_is_a_task_once(feed: Path, tmp_path: Path) -> None:
    assert (opened(feed, tmp_path), opened(feed, tmp_path)) == (4, 0)
    found = {task.key: task for task in review_tasks(tmp_path)}
    assert {key: task.kind for key, task in found.items()} == {
        "2026-70001": TaskKind.AMENDS, "2026-70002": TaskKind.PROPOSED, "2026-70003": TaskKind.UNCLEAR,
        "2026-70004": TaskKind.UNREAD,
    }  # fmt: skip
    rule = found["2026-70001"].data
    assert (rule["parts"], rule["eccns"], rule["lists"]) == (["744"], ["3A090"], ["EL"])
    assert "744.11" in rule["sections"]


def test_a_task_is_closed_by_the_text_of_its_day_and_by_no_other(feed: Path, tmp_path: Path) -> None:
    opened(feed, tmp_path)
    named = ("744.11", "744.16")
    early = read_text(text(tmp_path, "2026-11-24", *named))
    partly = read_text(text(tmp_path, "2026-11-25", "744.11"))
    whole = read_text(text(tmp_path, "2026-11-26", *named))
    assert close_with_texts(tmp_path, [early]) == ()
    assert close_with_texts(tmp_path, [partly]) == ()
    assert close_with_texts(tmp_path, [whole]) == ("2026-70001",)
    assert [task.key for task in review_tasks(tmp_path)] == ["2026-70002", "2026-70003", "2026-70004"]
    assert opened(feed, tmp_path) == 0  # what was closed is not opened again


def test_a_person_closes_a_task_with_a_reason(feed: Path, tmp_path: Path) -> None:
    opened(feed, tmp_path)
    with pytest.raises(ReviewTaskError, match="reason"):
        close_task(tmp_path, "2026-70003", reason=" ")
    with pytest.raises(ReviewTaskError, match="no open task"):
        close_task(tmp_path, "2026-79999", reason="read")
    close_task(tmp_path, "2026-70003", reason="of no concern", who="pat")
    kept = rows_of(tmp_path, "SELECT kind, reason FROM event WHERE stream = 'law' ORDER BY seq")
    assert [row[0] for row in kept].count("law.task_opened") == 4
    assert tuple(kept[-1]) == ("law.task_closed", "of no concern")


def test_customers_that_a_document_names_are_told(feed: Path, tmp_path: Path) -> None:
    env = {"LICET_HOME": str(tmp_path), "LICET_ORG": ""}
    table = tmp_path / "customers.csv"
    table.write_text("number,name,country\nK1,Membership Boards GmbH,DE\nK2,Muster AG,DE\n", "utf-8")
    documents = json.loads(feed.read_text("utf-8"))
    documents[2]["title"] = "Order Against: Muster AG, and Others"
    feed.write_text(json.dumps(documents), "utf-8")
    ended = run_command("customers", "import", str(table), "--confirm", env=env)
    assert ended.returncode == 0, ended.stderr
    ended = run_command("watch", str(feed), "--json", "--tasks", "--as-of", str(DAY), env=env)
    found = json.loads(ended.stdout)
    assert found["tasks_opened"] == 4
    assert {
        event["document_number"]: event["customers"] for event in found["events"] if event["customers"]
    } == {"2026-70003": ["K2 Muster AG"]}
    assert [item["document_number"] for item in found["unread"]] == ["2026-70004"]


def test_the_schedule_opens_tasks_and_says_when_a_feed_has_ended(feed: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert watched_feed(home, DAY, {}) is None
    watched = watched_feed(home, DAY, {"LICET_WATCH_FEED": str(feed)})
    (notice,) = notices_of_feed(home, "home", watched)
    assert notice.title == "4 documents wait for a review"
    again = watched_feed(home, DAY, {"LICET_WATCH_FEED": str(feed)})
    assert [item.key for item in notices_of_feed(home, "home", again)] == [notice.key]
    late = watched_feed(home, date(2027, 3, 1), {"LICET_WATCH_FEED": str(feed)})
    assert "seems to have ended" in [item.title for item in notices_of_feed(home, "home", late)][-1]
    gone = watched_feed(home, DAY, {"LICET_WATCH_FEED": str(tmp_path / "nothing")})
    assert [item.title for item in notices_of_feed(home, "home", gone)] == [
        "The feed of the Federal Register could not be read"
    ]
