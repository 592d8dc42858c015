"""What programs rely on: exact errors, writes done once, versions, pages, jobs, webhooks."""

import csv
import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from starlette.testclient import TestClient

from licet.events.roles import UserRole
from licet.services.receipts import answer_bytes
from licet.webhook_signature import verify_webhook

SALE: dict[str, Any] = {
    "action": "export",
    "as_of": "2019-10-10",
    "destination": "CN",
    "item": {
        "description": "5G modem",
        "kind": "commodity",
        "eccn": "EAR99",
        "us_origin": True,
        "value_usd": "0.10",
    },
    "parties": [{"role": "ultimate_consignee", "name": "Huawei Device Co., Ltd.", "country": "CN"}],
    "end_use": "none_named_in_part_744",
    "dates": {"contract": "2019-04-01"},
}
APPLICANT = {"name": "Acme Inc.", "country": "US"}


@pytest.fixture
def client(desk: Any) -> Iterator[TestClient]:
    desk.person("mia", UserRole.LICENSE_MANAGER)
    with desk.browser() as browser:
        desk.sign_in(browser, "mia")
        yield browser


def begin(client: TestClient, key: str | None = None) -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(
        "/api/v1/cases/from-sale", json={"sale": SALE, "applicant": APPLICANT}, headers=headers
    )


def test_an_answer_under_announced_positions_is_had_and_not_kept(client: TestClient) -> None:
    chip = {
        "action": "export", "as_of": "2026-11-29", "destination": "DE", "end_use": "civil",
        "item": {"kind": "commodity", "eccn": "3A090.a", "us_origin": True},
        "parties": [{"role": "ultimate_consignee", "name": "Beispiel GmbH", "country": "DE", "owners": []}],
    }  # fmt: skip
    url = "/api/v1/determinations"
    text = client.post(url, json=chip).json()
    announced = client.post(f"{url}?position=announced", json=chip).json()
    assert (text["answer"], announced["answer"]) == ("license_required", "no_license_required")
    assert "position" not in text
    assert announced["position"] == "announced"
    assert announced["light"] == "amber"
    assert text["other_reading"]["answer"] == announced["answer"]
    assert text["other_reading"]["parts_on"] == "2025-05-13"
    many = client.post(f"{url}/many?position=announced", json={"sales": [{"sale": chip}]}).json()
    assert many["answers"][0]["answer"] == announced
    refused = client.post(f"{url}?position=announced&reference=x", json=chip)
    assert refused.status_code == 422
    assert "not kept" in refused.text
    refused = client.post(
        f"{url}/many?position=announced", json={"sales": [{"sale": chip, "reference": "x"}]}
    )
    assert refused.status_code == 422
    assert client.get(f"{url}?reference=x").json()["items"] == []


def test_an_answer_is_the_one_of_the_command_line(desk: Any, client: TestClient) -> None:
    from licet.model.wire import read_transaction  # noqa: PLC0415

    said = client.post("/api/v1/determinations", json=SALE)
    assert said.status_code == 200
    decider = desk.services.decider()
    found = decider.determine(read_transaction(SALE, decider.rulebook.vocabulary))
    assert said.json() == json.loads(answer_bytes(found))


def test_every_exception_of_part_740_is_listed_when_asked(client: TestClient) -> None:
    sale = {**SALE, "as_of": "2026-09-24", "item": {**SALE["item"], "eccn": "5A001.a"}}
    plain = client.post("/api/v1/determinations", json=sale).json()
    said = client.post("/api/v1/determinations?exceptions=true", json=sale).json()
    listed = said.pop("exceptions")
    assert said == plain
    assert {"LVS", "GBS", "TMP", "RPL", "GOV", "GFT", "TSU", "BAG", "AVS", "APR", "ENC", "STA", "NAC"} <= {
        line["symbol"] for line in listed
    }
    assert all(line["obstacles"] for line in listed if line["status"] == "foreclosed")
    order = {key: value for key, value in sale.items() if key != "item"} | {"items": [sale["item"]]}
    refused = client.post("/api/v1/determinations?exceptions=true", json=order)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "exceptions"


def test_an_order_has_an_answer_for_each_line(client: TestClient) -> None:
    order = {key: value for key, value in SALE.items() if key != "item"} | {
        "items": [{**SALE["item"], "id": "10"}, {**SALE["item"], "eccn": "5A001"}]
    }
    said = client.post("/api/v1/determinations?reference=po-7", json=order).json()
    single = client.post("/api/v1/determinations", json={**SALE, "item": SALE["item"]}).json()
    assert said["answer"] == single["answer"] == "license_required"
    assert [(line["line"], line["id"]) for line in said["lines"]] == [(1, "10"), (2, None)]
    assert len(client.get("/api/v1/determinations?reference=po-7").json()["items"]) == 2
    bad = client.post("/api/v1/determinations", json=order | {"items": [{"eccn": "modem"}, {"x": 1}]})
    assert [problem["field"] for problem in bad.json()["errors"]] == ["items[0].eccn", "items[1].x"]
    many = [{**SALE["parties"][0]}] * 60
    asked = order | {"parties": many, "items": [SALE["item"]] * 40}
    assert client.post("/api/v1/determinations", json=asked).json()["errors"][0]["field"] == "items"


@pytest.mark.parametrize(
    ("body", "field", "line"),
    [
        ('{"action": "export",\n "action": "export"}', "action", None),
        ('{"action": "export",\n oops}', "", 2),
        ('{"item": {"eccn": "modem"}}', "item.eccn", None),
        ('{"parties": [{"role": "end_user", "colour": "red"}]}', "parties[0].colour", None),
        ('{"end_use": "\\ud800"}', "end_use", None),
    ],
)
def test_a_bad_sale_is_told_by_field_and_line(
    client: TestClient, body: str, field: str, line: int | None
) -> None:
    said = client.post("/api/v1/determinations", content=body)
    assert said.headers["content-type"] == "application/problem+json"
    problem = said.json()
    assert (problem["status"], problem["type"]) == (422, "urn:licet:problem:bad-input")
    assert problem["errors"][0]["field"] == field
    assert problem["errors"][0].get("line") == line


def test_many_sales_are_answered_in_their_order_and_a_bad_one_does_not_stop_them(client: TestClient) -> None:
    sales = [{"reference": "a", "sale": SALE}, {"reference": "b", "sale": {"action": "fly"}}, {"sale": SALE}]
    found = client.post("/api/v1/determinations/many", json={"sales": sales}).json()["answers"]
    assert [item["reference"] for item in found] == ["a", "b", None]
    assert [item["answer"] is None for item in found] == [False, True, False]
    assert found[1]["problem"]["field"] == "action"
    kept = client.get("/api/v1/determinations").json()["items"]
    assert [item["reference"] for item in kept] == ["a"]
    assert client.get(f"/api/v1/determinations/{kept[0]['number']}").json() == found[0]["answer"]


def test_pages_go_on_where_they_ended(client: TestClient) -> None:
    for number in range(5):
        client.post(f"/api/v1/determinations?reference=r{number}", json=SALE)
    found, after = [], ""
    while True:
        page = client.get(f"/api/v1/determinations?limit=2{after}").json()
        found += [item["reference"] for item in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert found == [f"r{number}" for number in range(5)]


def test_a_write_under_one_key_is_done_once(client: TestClient) -> None:
    first, again = begin(client, "k-1"), begin(client, "k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["Idempotent-Replayed"] == "true"
    other = client.post("/api/v1/cases/from-sale", json={}, headers={"Idempotency-Key": "k-1"})
    assert other.json()["type"] == "urn:licet:problem:key-reused"
    assert len(client.get("/api/v1/cases").json()["items"]) == 1


def test_a_write_whose_answer_was_lost_is_found_in_the_log(desk: Any, client: TestClient) -> None:
    """The server died after the act and before its answer was kept: the key stands in the event log."""
    from sqlalchemy import text  # noqa: PLC0415

    first = begin(client, "k-2").json()
    with desk.services.database.unit_of_work() as connection:
        connection.execute(text("DELETE FROM idempotent_request"))
    again = begin(client, "k-2").json()
    assert (again["subject"], again["repeated"]) == (first["subject"], True)
    assert len(client.get("/api/v1/cases").json()["items"]) == 1


def test_an_older_version_is_refused(client: TestClient) -> None:
    path = begin(client).headers["location"]
    seen = client.get(path)
    assert seen.headers["etag"] == '"1"'
    application = {**seen.json()["applications"][0], "version": 2, "letter": "please"}
    changed = client.post(f"{path}/amend", json={"application": application}, headers={"If-Match": '"1"'})
    assert changed.headers["etag"] == '"2"'
    stale = client.post(f"{path}/amend", json={"application": application}, headers={"If-Match": '"1"'})
    assert stale.json()["type"] == "urn:licet:problem:changed"


def test_what_the_domain_refuses_is_told_with_its_code(client: TestClient) -> None:
    path = begin(client).headers["location"]
    refused = client.post(f"{path}/submit", json={})
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:licet:problem:refused:incomplete"
    unread = client.post(f"{path}/amend", json={"application": {"version": "two"}})
    assert unread.json()["errors"][0]["field"] == "application"


def test_an_order_book_is_answered_as_a_job(client: TestClient) -> None:
    book = (
        "id,action,destination,item.eccn,end_user.name\n=1+1,export,CN,EAR99,Acme\n2,export,Mu,EAR99,Acme\n"
    )
    taken = client.post(
        "/api/v1/jobs/answers", files={"orders": ("o.csv", book)}, data={"as_of": "2019-10-10"}
    )
    assert taken.status_code == 202
    path = taken.headers["location"]
    deadline = time.monotonic() + 60
    while client.get(path).json()["state"] in {"waiting", "running"} and time.monotonic() < deadline:
        time.sleep(0.1)
    job = client.get(path).json()
    assert job["state"] == "done", job
    answers = client.get(f"{path}/answers")
    assert answers.headers["content-type"].startswith("text/csv")
    (row,) = csv.DictReader(answers.text.splitlines())
    assert (row["id"], row["answer"]) == ("'=1+1", "undetermined")
    picture = client.post("/api/v1/jobs/answers", files={"orders": ("o.csv", b"\x89PNG\r\n\x1a\n\0\0")})
    assert picture.json()["errors"][0]["field"] == "orders"
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404


def test_more_than_one_may_ask_is_refused_for_a_while(desk_at: Any, tmp_path: Any) -> None:
    desk = desk_at(tmp_path / "few", requests_per_minute=5)
    desk.person("mia", UserRole.LICENSE_MANAGER)
    client = desk.browser()
    desk.sign_in(client, "mia")
    answers = [client.get("/api/v1/scenarios").status_code for _ in range(7)]
    desk.services.close()
    assert answers == [200] * 5 + [429] * 2


class Receiver:
    """Takes what is posted to it, and refuses the first ``refusals`` posts."""

    def __init__(self, refusals: int) -> None:
        self.posts: list[tuple[dict[str, str], bytes]] = []
        left = [refusals]
        posts = self.posts

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                posts.append((dict(self.headers), body))
                left[0] -= 1
                self.send_response(503 if left[0] >= 0 else 204)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hook"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def test_what_happens_is_posted_signed_until_it_is_taken(desk_at: Any, tmp_path: Any) -> None:
    desk = desk_at(tmp_path / "hooks", webhooks_private=True)
    mia = desk.services.accounts.find(desk.person("mia", UserRole.LICENSE_MANAGER))
    client, receiver = desk.browser(), Receiver(refusals=1)
    desk.sign_in(client, "mia")
    hooks = desk.services.webhooks
    made = hooks.add(mia, receiver.url, ["case", "answer.expires"])
    begin(client)
    assert hooks.run() == 0  # the first post is refused
    assert hooks.run() == 0  # and not yet tried again
    desk.now.later(seconds=11)
    assert hooks.run() == 1
    desk.now.at += timedelta(days=34)  # less than a week before the general license ends
    licensed = {
        **SALE,
        "known_as_of": "2019-10-10",
        "facts": {"purpose": "network_maintenance", "certification_obtained": True},
    }
    desk.sign_in(client, "mia")
    assert client.post("/api/v1/determinations?reference=po-1", json=licensed).json()["holds_until"]
    assert hooks.run() == 1
    assert hooks.run() == 0  # told once
    (refused, first), (headers, second), (later, third) = receiver.posts
    assert first == second
    assert refused["webhook-id"] == headers["webhook-id"] != later["webhook-id"]
    assert json.loads(third)["reference"] == "po-1"
    at = int(headers["webhook-timestamp"])
    assert verify_webhook(made.secret, headers, second, now=at)["kind"] == "case.drafted"
    receiver.close()
    desk.services.close()


def test_a_field_of_a_form_that_is_misspelled_is_refused(client: TestClient) -> None:
    sent = client.post(
        "/api/v1/jobs/answers",
        files={"orders": ("o.csv", b"id\n1\n")},
        data={"asof": "2019-10-10", "x" * 99: "1"},
    )
    assert sent.status_code == 422
    assert [error["field"] for error in sent.json()["errors"]] == ["asof", "x" * 60]
    assert "as_of" in sent.json()["detail"]


def test_webhooks_do_not_reach_into_ones_own_network(desk: Any) -> None:
    from licet.accounts.model import AccountError  # noqa: PLC0415

    key = desk.person("ada", UserRole.ADMINISTRATOR)
    administrator = desk.services.accounts.find(key)
    for url in (
        "http://example.com/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest",
    ):
        with pytest.raises(AccountError):
            desk.services.webhooks.add(administrator, url, ["case"])


@pytest.mark.parametrize("path", ["determinations/many", "jobs/answers", "jobs/impact"])
def test_a_path_that_could_be_a_key_is_itself_by_every_method(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
