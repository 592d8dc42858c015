"""The whole house on PostgreSQL: accounts, decisions, answers, cases, and lists that another process adopts."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from licet.events.roles import UserRole
from licet.model.listing import ListCode
from licet.storage.adopt import AdoptionRequest, adopt
from licet.watchlists.row import RawRow
from licet.watchlists.snapshot import Format, Snapshot

PARTY = {"name": "Nonesuch Trading", "country": "CN"}
SALE = {
    "action": "export",
    "as_of": "2026-08-01",
    "destination": "CN",
    "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
    "parties": [{"role": "end_user", **PARTY}],
    "end_use": "none_named_in_part_744",
}


@pytest.fixture
def desk(postgres_server: str, desk_at: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    address = postgres_server.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE whole_house"))
    engine.dispose()
    head, _, query = postgres_server.partition("?")
    url = f"{head.rpartition('/')[0]}/whole_house" + (f"?{query}" if query else "")
    monkeypatch.setenv("LICET_DATABASE_URL", url)
    opened = desk_at(tmp_path)
    yield opened
    opened.services.close()


def test_the_house_stands_on_postgresql_alone(desk: Any, tmp_path: Path) -> None:
    desk.person("cora", UserRole.COMPLIANCE_OFFICER)
    client = desk.browser()
    desk.sign_in(client, "cora")
    row = RawRow(list_code=ListCode.EL, name="Nonesuch Trading", line=1, countries=("CN",))
    snapshot = Snapshot(Format.CSL_CSV, "ab" * 32, None, "of the test", (row,))
    day = desk.services.today()
    adopt(tmp_path, snapshot, AdoptionRequest("made.csv", day, day, "a test", as_whole=True))
    desk.services.decider.refresh()
    assert client.get("/api/v1/lists").json()["entries"] == 1
    (hit,) = client.post("/api/v1/screenings", json=PARTY).json()["hits"]
    before = client.post("/api/v1/determinations?reference=a", json=SALE).json()
    decided = {**PARTY, "entry": hit["entry_id"], "finding": "false_positive", "reason": "another company"}
    made = client.post("/api/v1/dispositions", json=decided, headers={"Idempotency-Key": "d"})
    assert made.status_code == 201, made.text
    assert (
        client.post("/api/v1/dispositions", json=decided, headers={"Idempotency-Key": "d"}).content
        == made.content
    )
    assert len(client.get("/api/v1/dispositions").json()["items"]) == 1
    after = client.post("/api/v1/determinations", json=SALE).json()
    assert before["sale"]["parties"][0].get("dispositions") is None
    (judged,) = after["sale"]["parties"][0]["dispositions"]
    assert (judged["by"], judged["status"], made.json()["status"]) == ("cora", "proposed", "waits")
    assert not (tmp_path / "licet.sqlite3").exists()
