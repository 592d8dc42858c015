"""Lists and decisions are adopted, kept and read on SQLite and on PostgreSQL alike, and the log says so."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from licet.events.event import Act, Actor
from licet.events.kinds import Kind
from licet.events.roles import UserRole
from licet.model.listing import ListCode
from licet.screening.dispositions import DispositionFinding, RecordedDisposition
from licet.storage.adopt import AdoptionRequest, adopt
from licet.storage.audit import verify
from licet.storage.database import Database
from licet.storage.dispositions import add_dispositions, load_dispositions
from licet.storage.events import read
from licet.storage.schema_events import event
from licet.storage.state import load_entries, open_state
from licet.watchlists.row import RawRow
from licet.watchlists.snapshot import Format, Snapshot

FIRST, SECOND = date(2022, 1, 10), date(2023, 1, 10)


def take(home: Path, day: date, *names: str) -> None:
    rows = tuple(RawRow(list_code=ListCode.DPL, name=name, line=1) for name in names)
    snapshot = Snapshot(Format.CSL_CSV, f"{day:%Y%m%d}".ljust(64, "0"), day, "test", rows)
    adopt(home, snapshot, AdoptionRequest("list.csv", day, accept_anyway="a test", as_whole=True))


def test_lists_are_adopted_and_read(
    tmp_path: Path, database: Database, database_at: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database_at is not None:
        monkeypatch.setenv("LICET_DATABASE_URL", database_at)
    home = tmp_path / "home"
    assert open_state(home) is None
    take(home, FIRST, "A", "B")
    take(home, SECOND, "B", "C")
    assert {entry.name for entry in load_entries(home, as_of=SECOND)} == {"B", "C"}
    assert {entry.name for entry in load_entries(home, FIRST, as_of=SECOND)} == {"A", "B"}
    with database.reading() as connection:
        kept = read(connection, select(event).where(event.c.kind == Kind.LISTS_ADOPTED.value))
        assert [(stored.event.payload["added"], stored.event.reason) for stored in kept] == [
            (2, "a test"),
            (1, "a test"),
        ]
        assert verify(connection).good


def test_a_decision_is_kept_and_told_in_the_log(database: Database) -> None:
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    disposition = RecordedDisposition(
        "Alpha",
        "1",
        "el-1",
        "2",
        DispositionFinding.FALSE_POSITIVE,
        "another address",
        ("passport",),
        "cora",
        at,
        None,
    )
    with database.unit_of_work() as connection:
        act = Act(Actor("cora", UserRole.COMPLIANCE_OFFICER, "acme"), at, disposition.reason)
        (kept_one,) = add_dispositions(connection, act, [disposition])
    with database.reading() as connection:
        assert load_dispositions(connection, "acme") == [kept_one]
        assert kept_one == replace(disposition, organization="acme", number=1)
        assert load_dispositions(connection, "beta") == []
        (kept,) = read(connection, select(event))
        assert (kept.event.kind, kept.event.actor.name, kept.event.subject, kept.event.organization) == (
            Kind.HIT_DECIDED,
            "cora",
            "el-1",
            "acme",
        )
