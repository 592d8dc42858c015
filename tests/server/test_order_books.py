"""One store of order books behind pages and API: what one takes the other shows, and no stop loses any."""

import json
import time
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from starlette.testclient import TestClient

from licet.events.roles import UserRole
from licet.samples.orders import example_orders
from licet.services.jobs import Job
from licet.web import mount

DAY = date(2019, 10, 10)
CONTENT = example_orders(60, 11, DAY).write_csv().encode()


@pytest.fixture
def desk(desk_at: Any, tmp_path: Path) -> Iterator[Any]:
    opened = desk_at(tmp_path)
    mount(opened.app, opened.services)
    for organization in ("acme", "beta"):
        opened.person(f"cora.{organization}", UserRole.COMPLIANCE_OFFICER, organization=organization)
    yield opened
    opened.services.jobs.stop()
    opened.services.close()


def signed_in(desk: Any, login: str) -> TestClient:
    client: TestClient = desk.browser()
    client.csrf = desk.sign_in(client, login)["csrf"]  # type: ignore[attr-defined]
    return client


def user_of(desk: Any, organization: str) -> Any:
    accounts = desk.services.accounts.accounts()
    return SimpleNamespace(
        account=next(account for account in accounts if account.organization.key == organization)
    )


def ended(desk: Any, key: str) -> Job:
    for _ in range(1200):
        job: Job = desk.services.jobs.find("acme", key)
        if job.state in {"done", "failed"}:
            return job
        time.sleep(0.05)
    raise AssertionError(job)


def upload(client: TestClient, content: bytes) -> str:
    data = {"csrf": client.csrf, "as_of": "2019-10-10", "known_as_of": ""}  # type: ignore[attr-defined]
    answer = client.post("/orders", data=data, files={"file": ("book.csv", content)}, follow_redirects=False)
    return answer.headers["location"].rpartition("/")[2]


def test_a_book_taken_at_one_entrance_is_shown_at_the_other(desk: Any) -> None:
    client = signed_in(desk, "cora.acme")
    by_page = upload(client, CONTENT)
    files = {"orders": ("erp.csv", CONTENT)}
    by_api = client.post("/api/v1/jobs/answers", files=files, data={"as_of": "2019-10-10"}).json()["key"]
    assert {by_page, by_api} == {item["key"] for item in client.get("/api/v1/jobs").json()["items"]}
    page = client.get("/orders").text
    assert "book.csv" in page
    assert "erp.csv" in page

    desk.services.jobs._set(by_api, state="running", doing="lines", done=20, total=60)
    assert client.get(f"/api/v1/jobs/{by_api}").json()["done"] == 20
    assert "Lines: 20 of 60" in client.get(f"/orders/{by_api}").text

    desk.services.jobs.start()  # and begins again what an earlier server had begun
    assert (ended(desk, by_page).state, ended(desk, by_api).state) == ("done", "done")
    roots = {item["key"]: item["root"] for item in client.get("/api/v1/books").json()["items"]}
    assert roots[by_page] == roots[by_api]
    for key in (by_page, by_api):
        assert "60 lines" in client.get(f"/orders/{key}").text
        assert client.get(f"/api/v1/books/{key}/lines").json()["items"][0]["row"] == 1
        assert client.get(f"/api/v1/jobs/{key}/answers").text.count("\n") == 61

    form = {"csrf": client.csrf, "book": by_api, "scenario": "reprieve-ends-2019-11-18"}  # type: ignore[attr-defined]
    report = client.post("/what-if", data=form, follow_redirects=False).headers["location"]
    assert ended(desk, report.rpartition("/")[2]).state == "done"
    assert "What the scenario does" in client.get(report).text


def test_a_book_of_json_lines_has_a_standing_by_line(desk: Any) -> None:
    client = signed_in(desk, "cora.acme")
    lines = [{"id": number, "action": "export", "destination": "DE"} for number in "12"]
    content = "\n".join(json.dumps(line) for line in lines).encode()
    files = {"orders": ("erp.jsonl", content)}
    key = client.post("/api/v1/jobs/answers", files=files, data={"as_of": "2019-10-10"}).json()["key"]
    desk.services.jobs.start()
    assert ended(desk, key).state == "done"
    shown = client.get(f"/api/v1/books/{key}/lines").json()["items"]
    assert [(item["row"], item["state"], item["fell_back"]) for item in shown] == [
        (1, "held", []),
        (2, "held", []),
    ]
    orders = desk.services.order_books.folder("acme", key) / "orders.jsonl"
    orders.write_bytes(content.replace(b"DE", b"CN", 1))
    services = desk.services
    table = services.order_books.standing("acme", key, services.decider(), services.today()).table
    assert table.select(pl.col("then_line") == pl.col("line_now")).to_series().to_list() == [False, True]


def test_a_book_that_cannot_be_read_says_why_without_a_path(desk: Any, tmp_path: Path) -> None:
    books, user = desk.services.order_books, user_of(desk, "acme")
    bad = books.put(user, "../../orders.csv", b"destinatoin\n1\n", (None, None))
    damaged = books.put(user, "orders.parquet", _damaged(), (None, None))
    desk.services.jobs.start()
    failed = ended(desk, bad.key)
    assert (failed.state, failed.asked["name"]) == ("failed", "orders.csv")
    assert "did you mean \u201cdestination\u201d" in (failed.problem or "")
    assert str(tmp_path) not in f"{failed.problem} {ended(desk, damaged.key).problem}"


def _damaged() -> bytes:
    out = BytesIO()
    pl.DataFrame({"id": []}).write_parquet(out)
    return out.getvalue()


def test_another_organization_finds_nothing(desk: Any) -> None:
    client, other = signed_in(desk, "cora.acme"), signed_in(desk, "cora.beta")
    key = upload(client, CONTENT)
    assert client.get(f"/orders/{key}").status_code == 200
    assert other.get(f"/orders/{key}").status_code == 404
    assert other.get(f"/api/v1/jobs/{key}").status_code == 404
    assert other.get("/api/v1/books").json() == {"items": []}
    assert desk.services.order_books.book("acme", "../" + key) is None


def test_a_book_of_an_earlier_version_is_adopted_with_its_key(desk: Any, tmp_path: Path) -> None:
    folder = tmp_path / "books" / b"acme".hex() / "abcdefghijkm"
    folder.mkdir(parents=True)
    (folder / "orders.csv").write_bytes(CONTENT)
    book = {
        "key": "abcdefghijkm", "name": "old.csv", "by": "Ada", "at": "2019-10-10T00:00:00+00:00",
        "as_of": "2019-10-10", "known_as_of": "", "state": "answering", "problem": "", "lines": 0, "bad": 0,
        "root": "",
    }  # fmt: skip
    (folder / "book.json").write_text(json.dumps(book), "utf-8")
    desk.services.jobs.start()
    assert ended(desk, "abcdefghijkm").state == "done"
    desk.services.jobs.stop()
    desk.services.jobs.start()  # adopts it once
    (shown,) = desk.services.order_books.books("acme")
    assert (shown.name, shown.by, shown.lines, shown.state) == ("old.csv", "Ada", 60, "answered")


def test_a_book_whose_table_is_nowhere_says_so_at_every_door(desk: Any) -> None:
    client = signed_in(desk, "cora.acme")
    key = upload(client, CONTENT)
    desk.services.jobs._set(key, state="done", result='{"lines": 60, "bad": 0, "root": "x"}')
    desk.services.jobs.start()
    job = client.get(f"/api/v1/jobs/{key}").json()
    assert (job["state"], job["problem"]) == (
        "failed",
        "an earlier version answered this order book; upload it again",
    )
    assert client.get(f"/api/v1/jobs/{key}/answers").status_code == 409
    page = client.get(f"/orders/{key}")
    assert page.status_code == 200
    assert job["problem"] in page.text
