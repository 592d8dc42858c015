"""What the program interface takes besides JSON: documents, customs files, lists put up for adoption."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.licensing.world import World
from tests.services.bench import Bench

from licet.events.roles import UserRole
from licet.storage.state import open_state

CUSTOMS = (
    "license_number,license_line,itn,value_usd,quantity,unit\nL-1,1,X1,1200,10,pcs\nL-1,1,X2,120,1,pcs\n"
)


def shipped(desk: Any) -> None:
    """License L-1 of acme, under which one shipment went, filed as X1."""
    bench = Bench(desk.services.database, World())
    bench.licensed("A-1", "L-1")
    bench.ship("L-1", "S-1", itn="X1")


def inside(desk: Any, login: str, *roles: UserRole, organization: str = "acme") -> Any:
    desk.person(login, *roles, organization=organization)
    client = desk.browser()
    desk.sign_in(client, login)
    return client


def sent(client: Any, path: str, content: bytes | str, **fields: Any) -> Any:
    return client.post(path, files={"file": ("a file.csv", content)}, data=fields)


def test_a_document_is_kept_and_had_back_by_whoever_added_it(desk: Any) -> None:
    client = inside(desk, "mia", UserRole.LICENSE_MANAGER)
    made = sent(client, "/api/v1/documents", b"a letter")
    assert made.status_code == 201, made.text
    assert made.json() == {"sha256": sha256(b"a letter").hexdigest(), "title": "a file.csv", "bytes": 8}
    assert client.get(made.headers["location"]).content == b"a letter"
    other = inside(desk, "zoe", UserRole.LICENSE_MANAGER, organization="zeta")
    assert other.get(made.headers["location"]).status_code == 404
    assert sent(client, "/api/v1/documents", b"").status_code == 422


def test_a_customs_file_is_compared_and_put_on_record_when_asked(desk: Any) -> None:
    shipped(desk)
    client = inside(desk, "mia", UserRole.LICENSE_MANAGER)
    found = sent(client, "/api/v1/reconciliations", CUSTOMS)
    assert found.status_code == 200, found.text
    told = found.json()
    assert (told["rows"], told["matched"], told["recorded"]) == (2, 1, None)
    assert [(item["kind"], item["itn"]) for item in told["differences"]] == [("in theirs, not in ours", "X2")]
    before = client.get("/api/v1/licenses/L-1/history").json()["events"]
    kept = sent(client, "/api/v1/reconciliations", CUSTOMS, license="L-1", record="true").json()["recorded"]
    after = client.get("/api/v1/licenses/L-1/history").json()["events"]
    assert len(after) == len(before) + 1
    assert client.get(f"/api/v1/documents/{kept}").text == CUSTOMS
    assert sent(client, "/api/v1/reconciliations", b"\xff").status_code == 422
    assert sent(client, "/api/v1/reconciliations", CUSTOMS, license="L-9").status_code == 404


@pytest.fixture(scope="session")
def denied(real_lists: Path) -> bytes:
    return next((real_lists / "other_lists").glob("dpl_2022*")).read_bytes()


def test_a_list_is_adopted_by_another_person_than_the_one_who_proposed_it(
    desk: Any, denied: bytes, tmp_path: Path
) -> None:
    desk.now.at = datetime(2026, 11, 24, tzinfo=UTC)
    item = inside(desk, "ada", UserRole.STEWARD)
    made = sent(item, "/api/v1/lists/proposals", denied, data_date="2022-01-01")
    assert made.status_code == 201, made.text
    adoption = f"/api/v1/lists/proposals/{made.json()['key']}/adoption"
    assert item.post(adoption).status_code == 403, "no exporter's steward adopts for all"
    two = inside(desk, "ben", UserRole.OPERATOR)
    own = sent(two, "/api/v1/lists/proposals", denied, data_date="2022-01-02").json()["key"]
    refused = two.post(f"/api/v1/lists/proposals/{own}/adoption")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:licet:problem:not-adopted")
    assert {each["adopted_by"] for each in two.get("/api/v1/lists/proposals").json()["items"]} == {""}
    done = two.post(adoption).json()
    assert (done["proposal"]["adopted_by"], done["added"] > 0) == ("ben", True)
    assert open_state(tmp_path) is not None
    cy = inside(desk, "cy", UserRole.AUDITOR)
    (event,) = cy.get("/api/v1/audit", params={"kind": "lists.adopted"}).json()["items"]
    assert (event["actor"]["name"], event["actor"]["role"]) == ("ben", "operator")
    assert sent(item, "/api/v1/lists/proposals", b"no list").status_code == 422
