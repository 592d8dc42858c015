"""The policy watch: documents become events with a status, matched to the lines that they could concern."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from licet.cli.main import app
from licet.cli.watch_run import look
from licet.regimes.us_ear import ear
from licet.samples.orders import example_orders
from licet.scenarios.feed import FeedError, FeedEvent, read_feed
from licet.scenarios.scenario import ScenarioStatus

REAL = (
    Path(__file__).resolve().parents[3]
    / "shared/data/federal_register/fr_abstracts_export_control_2020-2026.json"
)
DAY = date(2019, 10, 10)

PLACED = {
    "document_number": "2019-17921",
    "title": "Addition of Certain Entities to the Entity List",
    "abstract": "Huawei and others are added under § 744.11. It concerns 5A991 too, and Country Group D:5.",
    "publication_date": "2019-08-21",
    "effective_on": "2019-08-19",
    "citation": "84 FR 43493",
    "type": "Rule",
    "cfr_references": [{"title": 15, "part": 744}],
}
ASKED = {
    "document_number": "2019-99999",
    "title": "Request for Comments on Cabbage",
    "abstract": "Nothing else.",
    "publication_date": "2019-09-01",
}


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "feed.json"
    path.write_text(json.dumps({"results": [ASKED, PLACED]}), "utf-8")
    return path


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("orders") / "orders.parquet"
    example_orders(800, 7, DAY).write_parquet(path)
    return path


def only(path: Path, number: str) -> FeedEvent:
    return next(event for event in read_feed(path).events if event.number == number)


def test_what_a_document_touches_is_read_from_its_words(feed: Path) -> None:
    event = only(feed, "2019-17921")
    assert event.eccns == {"5A991"}
    assert event.groups == {"D:5"}
    assert event.matters == {"huawei"}
    assert {"744.11", "744"} <= event.sections


def test_an_event_has_a_status_on_every_day(feed: Path) -> None:
    event, asked = only(feed, "2019-17921"), only(feed, "2019-99999")
    assert event.status(date(2019, 8, 20)) is None
    assert event.status(date(2019, 8, 21)) is ScenarioStatus.EFFECTIVE
    assert asked.status(DAY) is ScenarioStatus.ANNOUNCED


def test_lines_are_matched_with_the_reason(feed: Path, orders: Path, tmp_path: Path) -> None:
    placed, asked = look(read_feed(feed), orders, tmp_path, since=None, as_of=DAY, progress=None)
    assert placed.event.citation == "84 FR 43493"
    assert placed.lines.height
    assert placed.why["an entry that it placed or changed"] > 0
    assert placed.why["a party of the matter huawei"] >= placed.why["an entry that it placed or changed"]
    members = {key[0] for key in ear().tables["country_groups"].raw if key[1] == "D:5"}
    for row in placed.lines.iter_rows(named=True):
        grounds = (
            row["eccn"] == "5A991", "huawei" in row["matters"], "84 FR 43493" in row["citations"],
            row["destination"] in members, {"744.11", "744.16"} & set(row["sections"]),
        )  # fmt: skip
        assert any(grounds), row
    assert asked.lines.height == 0


def test_parties_delays_corrections_and_written_days_are_read(tmp_path: Path) -> None:
    documents = [
        {"document_number": "2026-90001", "title": "Additions to the Entity List", "publication_date": "2026-11-20",
         "effective_on": None, "dates": "This rule is effective November 18, 2026."},
        {"document_number": "2026-90002", "title": "Revision of ECCN 5A992", "publication_date": "2026-11-21"},
        {"document_number": "2026-90003", "title": "Order denying export privileges: Sunfield Instruments, Ltd.",
         "publication_date": "2026-11-22"},
        {"document_number": "2026-90004", "title": "Delay of effective date of Rule 2026-90002",
         "publication_date": "2026-11-25"},
        {"document_number": "C1-2026-90002", "title": "Correction", "publication_date": "2026-11-26",
         "correction_of": "https://www.federalregister.gov/api/v1/documents/2026-90002"},
    ]  # fmt: skip
    feed, book = tmp_path / "feed.json", tmp_path / "orders.csv"
    feed.write_text(json.dumps(documents), "utf-8")
    book.write_text(
        "id,destination,item.eccn,ultimate_consignee.name,ultimate_consignee.country\n"
        "A1,DE,EAR99,SUNFIELD Instruments GmbH,DE\nA2,DE,5A992.c,Muster GmbH,DE\nA3,DE,EAR99,Order Works,DE\n",
        "utf-8",
    )
    found = look(
        read_feed(feed), book, tmp_path / "home", since=None, as_of=date(2026, 11, 29), progress=None
    )
    assert found[0].event.effective == date(2026, 11, 18)
    assert {concern.event.number: concern.lines["id"].to_list() for concern in found} == {
        "2026-90001": [], "2026-90002": ["A2"], "2026-90003": ["A1"], "2026-90004": ["A2"], "C1-2026-90002": ["A2"],
    }  # fmt: skip
    assert found[2].why == {"it names SUNFIELD Instruments GmbH": 1}
    assert found[4].event.about == {"2026-90002"}


def test_a_look_is_remembered(feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "home"))
    asked = ["watch", str(feed), "--as-of", "2019-10-10", "--json"]
    first, second = (json.loads(CliRunner().invoke(app, asked).stdout) for _ in range(2))
    assert [len(item["events"]) for item in (first, second)] == [2, 0]
    assert second["since"] == "2019-09-01"
    again = CliRunner().invoke(app, [*asked, "--since", "2019-08-31"])
    assert len(json.loads(again.stdout)["events"]) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not JSON"),
        ("{}", "key results"),
    ],
)
def test_a_bad_feed_is_refused_by_file_and_key(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "feed.json"
    path.write_text(content, "utf-8")
    with pytest.raises(FeedError) as refused:
        read_feed(path)
    assert words in str(refused.value)


def test_a_document_that_cannot_be_read_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    bad = [
        ({"title": "x", "publication_date": "2020-01-01"}, "results[0]: key document_number"),
        (
            {"title": 3, "document_number": "b", "publication_date": "2020-01-01"},
            "results[1]: key title: must be text",
        ),
        (
            {"document_number": "c", "publication_date": "soon"},
            "results[2]: key publication_date: must be a date",
        ),
        (1, "results[3]: must be a document"),
    ]
    path = tmp_path / "feed.json"
    path.write_text(json.dumps([*(document for document, _ in bad), PLACED]), "utf-8")
    found = read_feed(path)
    assert [event.number for event in found.events] == ["2019-17921"]
    assert len(found.unread) == len(bad)
    for (_, words), unread in zip(bad, found.unread, strict=True):
        assert words in unread.problem
    assert [unread.key for unread in found.unread[1:3]] == ["b", "c"]
    assert len({unread.key for unread in found.unread}) == len(bad)


def test_dates_in_words_and_quoted_titles_are_read(tmp_path: Path) -> None:
    title = "Expansion of Controls To Cover Some Affiliates"
    documents = [
        {"document_number": "2025-1", "title": title, "publication_date": "2025-09-30", "citation": "90 FR 47201",
         "dates": "This rule is effective September 29, 2025. Comments must be received by October 29, 2025."},
        {"document_number": "2025-2", "title": "One Year Suspension", "publication_date": "2025-11-12",
         "abstract": f"BIS suspends the rule, “{title},” now. It is set to end November 9, 2026."},
        {"document_number": "2025-3", "title": f"{title}; Correction", "publication_date": "2025-11-13"},
        {"document_number": "2025-4", "title": "Delay", "abstract": "It concerns 90 FR 47201.",
         "publication_date": "2025-11-14"},
        {"document_number": "2025-5", "title": "Membership of Review Boards", "publication_date": "2025-11-15"},
    ]  # fmt: skip
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(documents), "utf-8")
    rule, stay, correction, delay, other = read_feed(path).events
    assert (rule.effective, rule.comments_by) == (date(2025, 9, 29), date(2025, 10, 29))
    assert stay.about == {"2025-1"}
    assert stay.until == date(2026, 11, 9)
    assert not correction.about
    assert correction.perhaps_about == {"2025-1"}
    assert delay.about == {"2025-1"}
    assert not other.about | other.perhaps_about
    assert read_feed(path).is_old(date(2026, 11, 30))
    assert not read_feed(path).is_old(date(2025, 12, 1))


@pytest.mark.real_data
@pytest.mark.skipif(
    not REAL.exists(), reason="the Federal Register's abstracts are not here (../shared/data)"
)
def test_the_real_abstracts() -> None:
    feed = read_feed(REAL)
    events = feed.events
    assert (len(events), feed.unread) == (204, ())
    assert feed.is_old(date(2026, 11, 30))
    suspended = next(event for event in events if event.number == "2025-19846")
    assert suspended.about == {"2025-19001"}
    assert suspended.until == date(2026, 11, 9)
    extended = [event for event in events if event.until is not None and "huawei" in event.matters]
    assert {event.until for event in extended} >= {date(2020, 4, 1), date(2020, 5, 15)}
    cambodia = next(event for event in events if event.number == "2026-02262")
    assert cambodia.countries == {"KH"}
    assert cambodia.groups == {"D:5"}
