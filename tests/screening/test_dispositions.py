"""Decisions about hits: what holds, what opens again, what is kept."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from licet.events.event import Act, Actor
from licet.events.roles import UserRole
from licet.model.listing import Alias, EntryTerms, ListCode, ListEntry
from licet.rules.citation import Citation
from licet.rules.dated import Row, Timeline
from licet.rules.interval import since
from licet.screening.dispositions import (
    DispositionFinding,
    DispositionStanding,
    RecordedDisposition,
    ReviewKind,
    Why,
    entry_version,
    party_version,
    standing,
)
from licet.storage.database import Database, open_database
from licet.storage.dispositions import add_dispositions, add_review, load_dispositions
from licet.storage.home import database_path
from licet.storage.replay import differences

MADE = datetime(2026, 3, 1, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
TODAY = date(2026, 6, 1)
ROW = Row(since("2019-05-16"), date(2019, 5, 21), EntryTerms(), Citation.parse("84 FR 22961"), "test")
ENTRY = ListEntry(
    "EL-1", ListCode.EL, "Acme", (Alias("Acme Two"), Alias("A2", weak=True)), ("CN",), ("1 Road",), None,
    Timeline("EL-1", [ROW]), (ROW.cite,), "test",
)  # fmt: skip
PARTY = party_version("Acme Bakery", "US", "2 Street")
ONE = RecordedDisposition(
    "customer 7", PARTY, "EL-1", entry_version(ENTRY), DispositionFinding.FALSE_POSITIVE, "a bakery in Ohio",
    ("register of companies, 2026-02-27",), "Kim", MADE, date(2027, 3, 1), "acme", "Acme Two",
)  # fmt: skip
ACT = Act(Actor("Kim", UserRole.COMPLIANCE_OFFICER, "acme"), MADE, ONE.reason)


def why(
    *made: RecordedDisposition, party: str = PARTY, entry: str | None = ONE.entry_version, on: date = TODAY
) -> list[Why]:
    entries = {} if entry is None else {"EL-1": entry}
    return [
        disposition_standing.why
        for disposition_standing in standing(made, {"customer 7": party}, entries, on)
    ]


def test_a_decision_holds_while_nothing_changes() -> None:
    assert standing([ONE], {"customer 7": PARTY}, {"EL-1": ONE.entry_version}, TODAY) == [
        DispositionStanding(ONE, Why.HOLDS)
    ]
    assert DispositionStanding(ONE, Why.HOLDS).holds


@pytest.mark.parametrize(
    "changed",
    [
        ("Acme Bakery Ltd", "US", "2 Street"),
        ("Acme Bakery", "CN", "2 Street"),
        ("Acme Bakery", "US", "3 Street"),
    ],
)
def test_it_opens_again_when_the_party_changes(changed: tuple[str, str, str]) -> None:
    assert why(ONE, party=party_version(*changed)) == [Why.PARTY_CHANGED]
    assert not DispositionStanding(ONE, Why.PARTY_CHANGED).holds


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Acme Ltd"}, {"aliases": (*ENTRY.aliases, Alias("Acme Bakery"))}, {"countries": ("CN", "US")},
        {"addresses": ()}, {"kind": "individual"}, {"aliases": (Alias("Acme Two"), Alias("A2"))},
    ],
)  # fmt: skip
def test_it_opens_again_when_the_entry_changes(changed: dict[str, object]) -> None:
    assert why(ONE, entry=entry_version(replace(ENTRY, **changed))) == [Why.ENTRY_CHANGED]  # type: ignore[arg-type]


def test_new_terms_and_another_order_are_no_change_of_who_it_is() -> None:
    other = replace(ENTRY, terms=Timeline("EL-1", []), aliases=ENTRY.aliases[::-1], source="another file")
    assert why(ONE, entry=entry_version(other)) == [Why.HOLDS]


def test_it_ends_with_the_entry_and_on_its_day() -> None:
    assert why(ONE, entry=None) == [Why.ENTRY_GONE]
    assert why(ONE, on=date(2027, 2, 28)) == [Why.HOLDS]
    assert why(ONE, on=date(2027, 3, 1)) == [Why.EXPIRED]
    assert why(ONE, on=date(2026, 2, 28)) == [Why.NOT_YET]


def test_a_party_that_is_not_known_any_more_is_open() -> None:
    assert standing([ONE], {}, {"EL-1": ONE.entry_version}, TODAY)[0].why is Why.PARTY_CHANGED


def test_the_latest_decision_counts_and_an_earlier_one_never_comes_back() -> None:
    later = replace(
        ONE, finding=DispositionFinding.TRUE_MATCH, at=MADE + timedelta(days=2), expires=date(2026, 5, 1)
    )
    assert why(later, ONE, on=date(2026, 4, 1)) == [Why.SUPERSEDED, Why.HOLDS]
    assert why(later, ONE) == [Why.SUPERSEDED, Why.EXPIRED]
    assert why(later, ONE, on=date(2026, 3, 2)) == [Why.HOLDS, Why.NOT_YET]


def test_a_cleared_party_is_open_against_a_new_entry() -> None:
    new = replace(ENTRY, entry_id="EL-2")
    found = standing(
        [ONE], {"customer 7": PARTY}, {"EL-1": ONE.entry_version, "EL-2": entry_version(new)}, TODAY
    )
    assert [
        disposition_standing.disposition.entry for disposition_standing in found if disposition_standing.holds
    ] == ["EL-1"]


@pytest.mark.parametrize(
    "change",
    [{"reason": " "}, {"by": ""}, {"party": ""}, {"at": datetime(2026, 3, 1)}, {"expires": date(2026, 3, 1)}],  # noqa: DTZ001
)
def test_a_decision_without_what_an_auditor_asks_for_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="disposition"):
        replace(ONE, **change)  # type: ignore[arg-type]


@given(st.lists(st.text(), min_size=4, max_size=4, unique=True))
def test_versions_do_not_run_their_parts_together(parts: list[str]) -> None:
    a, b, c, d = parts
    assert party_version(a + b, c, d) != party_version(a, b + c, d) or not b
    assert party_version(a, None, b) != party_version(a, b, None)
    assert party_version(a, b, c, [d]) != party_version(a, b, c)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return open_database(tmp_path)


def test_decisions_are_kept_as_they_were_made_and_by_whose_they_are(database: Database) -> None:
    other = replace(ONE, party="customer 8", entry="EL-9", expires=None, evidence=())
    with database.unit_of_work() as connection:
        first, second = add_dispositions(connection, ACT, [ONE, other])
        assert add_dispositions(connection, ACT, []) == []
    assert [first, second] == [replace(ONE, number=1), replace(other, number=2)]
    with database.reading() as connection:
        assert load_dispositions(connection, "acme") == [first, second]
        assert load_dispositions(connection, "acme", party="customer 8") == [second]
        assert load_dispositions(connection, "acme", entry="EL-1") == [first]
        assert load_dispositions(connection, "acme", party="customer 8", entry="EL-1") == []
        assert load_dispositions(connection, "beta") == load_dispositions(connection, None) == []
    database.close()


@pytest.mark.parametrize("act", ["UPDATE disposition SET finding = 'true_match'", "DELETE FROM disposition"])
def test_a_decision_is_never_changed(database: Database, tmp_path: Path, act: str) -> None:
    with database.unit_of_work() as connection:
        add_dispositions(connection, ACT, [ONE])
    database.close()
    with (
        closing(sqlite3.connect(database_path(tmp_path))) as connection,
        pytest.raises(sqlite3.IntegrityError, match="disposition is insert-only"),
    ):
        connection.execute(act)


def test_a_database_of_before_gets_the_table_and_keeps_its_content(tmp_path: Path) -> None:
    config = Config()
    folder = Path(open_database.__code__.co_filename).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    config.attributes["engine"] = engine = create_engine(f"sqlite:///{database_path(tmp_path)}")
    command.upgrade(config, "0001")
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO list_content (hash, body) VALUES ('a', '{}')"))
    engine.dispose()
    database = open_database(tmp_path)
    with database.unit_of_work() as connection:
        add_dispositions(connection, ACT, [ONE])
        assert connection.execute(text("SELECT hash FROM list_content")).scalars().all() == ["a"]
    database.close()


ADDED = (
    "INSERT INTO disposition SELECT 3, party, party_version, 'EL-2', entry_version, finding, reason, evidence, "
    "made_by, made_at, expires, organization, matched_name, second_person FROM disposition WHERE id = 1"
)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE disposition SET finding = 'true_match' WHERE id = 1",
        "UPDATE disposition SET organization = 'beta' WHERE id = 1",
        "UPDATE disposition SET matched_name = 'Acme' WHERE id = 1",
        "DELETE FROM disposition_review",
        "UPDATE disposition_review SET made_by = 'Kim'",
        ADDED,
    ],
)
def test_what_is_changed_behind_the_log_shows(database: Database, tmp_path: Path, change: str) -> None:
    with database.unit_of_work() as connection:
        first, _ = add_dispositions(connection, ACT, [replace(ONE, second_person=True), ONE])
        by = Act(Actor("Lee", UserRole.APPROVER, "acme"), MADE, "seen")
        approved = add_review(connection, by, first, ReviewKind.APPROVED)
    with database.reading() as connection:
        assert load_dispositions(connection, "acme", number=1) == [approved]
        assert differences(connection) == ()
    database.close()
    with closing(sqlite3.connect(database_path(tmp_path))) as raw:
        for (trigger,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {trigger}")
        raw.execute(change)
        raw.commit()
    again = open_database(tmp_path)
    with again.reading() as connection:
        assert {difference.table for difference in differences(connection)} <= {
            "disposition",
            "disposition_review",
        }
        assert len(differences(connection)) == 1
    again.close()
