"""What an organization keeps is bounded: it is told in words, others go on, and what was deleted counts at once."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from licet.events.roles import UserRole
from licet.server.health import HealthStatus, check_health
from licet.services import storage_quota
from licet.services.storage_quota import size_text, storage_use
from licet.web.mounting import mount

DOCUMENTS, BOOKS, SALES = "/api/v1/documents", "/api/v1/jobs/answers", "/api/v1/determinations"
MOST = 40_000
SALE = {
    "action": "export",
    "destination": "DE",
    "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
}


@pytest.fixture
def desk(tmp_path: Path, desk_at: Any) -> Any:
    opened = desk_at(tmp_path, storage_bytes=MOST)
    yield opened
    opened.services.close()


def signed(desk: Any, login: str, organization: str = "acme") -> TestClient:
    desk.person(login, UserRole.COMPLIANCE_OFFICER, organization=organization)
    client: TestClient = desk.browser()
    desk.sign_in(client, login)
    return client


def keep(client: TestClient, size: int, mark: str) -> Any:
    return client.post(DOCUMENTS, files={"file": ("letter.txt", mark.encode() * size)})


def put(client: TestClient, size: int) -> Any:
    book = b"id,destination\n1," + b"C" * size + b"\n"
    return client.post(BOOKS, files={"orders": ("orders.csv", book)})


def test_an_organization_keeps_as_much_as_it_may(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    acme, beta = signed(desk, "cora"), signed(desk, "bert", "beta")
    assert keep(acme, 20_000, "a").status_code == 201
    assert keep(acme, 20_000, "a").status_code == 201  # the same bytes are kept once
    made = put(acme, 15_000)
    assert made.status_code == 202, made.text
    refused = keep(acme, 20_000, "b")
    assert refused.status_code == 507
    assert refused.json()["type"] == "urn:licet:problem:storage-full"
    assert "your organization keeps" in refused.json()["detail"]
    assert put(acme, 30_000).status_code == 507
    page = acme.post(
        "/orders", data={"csrf": acme.headers["X-CSRF-Token"]}, files={"file": ("o.csv", b"x" * 30_000)}
    )
    assert page.status_code != 500
    assert keep(beta, 20_000, "b").status_code == 201
    with desk.services.database.unit_of_work() as connection:
        connection.exec_driver_sql("UPDATE job SET state = 'failed'")
    assert acme.delete(f"{BOOKS.rpartition('/')[0]}/{made.json()['key']}").status_code == 204
    assert put(acme, 15_000).status_code == 202

    monkeypatch.setenv("LICET_STORAGE_BYTES", str(MOST))
    found = [item for item in check_health(desk.services.settings.home) if item.what == "storage"]
    assert [item.verdict for item in found] == [HealthStatus.LOOK]
    assert "Acme keeps" in found[0].words


def test_kept_answers_count(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage_quota, "_BELIEVED_SECONDS", 0.0)
    client = signed(desk, "cora")
    statuses = [
        client.post(
            f"{SALES}?reference=r{number}", json=SALE, headers={"Idempotency-Key": str(number)}
        ).status_code
        for number in range(8)
    ]
    assert (statuses[0], statuses[-1]) == (200, 507)
    with desk.services.database.reading() as connection:
        use = storage_use(connection, desk.services.settings.home, "acme")
    assert use.answers > MOST / 2
    assert client.post(SALES, json=SALE).status_code == 200  # what is not kept is answered


def test_sizes_are_read_as_people_do() -> None:
    assert [size_text(size) for size in (12, 2_500_000, 10 * 1024**3)] == ["12 bytes", "2.5 MB", "10.7 GB"]


def test_administrators_see_what_is_kept(desk: Any) -> None:
    desk.person("ada", UserRole.ADMINISTRATOR)
    mount(desk.app, desk.services)
    client = desk.browser()
    desk.sign_in(client, "ada")
    assert "keeps 0 bytes of 40,000 bytes" in client.get("/people").text
