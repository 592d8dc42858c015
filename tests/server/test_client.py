"""The client that ships, against a server of its own on loopback: answers, pages, problems, and safe repeats."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
import uvicorn

from licet.client import ApiError, Client, Determined
from licet.events.roles import UserAction, UserRole
from licet.services.receipts import answer_bytes

SALE: dict[str, Any] = {
    "action": "export",
    "as_of": "2019-10-10",
    "destination": "CN",
    "item": {"description": "5G modem", "kind": "commodity", "eccn": "EAR99", "us_origin": True},
    "parties": [{"role": "ultimate_consignee", "name": "Huawei Device Co., Ltd.", "country": "CN"}],
    "end_use": "none_named_in_part_744",
}


@pytest.fixture
def client(desk: Any) -> Iterator[Client]:
    key = desk.person("mia", UserRole.LICENSE_MANAGER)
    account = desk.services.accounts.find(key)
    scopes = [UserAction.CHECK_SALE, UserAction.SCREEN, UserAction.DRAFT, UserAction.READ_CASES]
    token = desk.services.sessions.make_token(account, "erp", scopes, 30)
    server = uvicorn.Server(uvicorn.Config(desk.app, "127.0.0.1", 0, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    with Client(f"http://127.0.0.1:{port}", token.secret) as made:
        yield made
    server.should_exit = True
    thread.join(10)


def test_an_answer_is_that_of_the_house(desk: Any, client: Client) -> None:
    from licet.model.wire import read_transaction  # noqa: PLC0415

    found = client.determine(SALE, reference="PO-1")
    decider = desk.services.decider()
    here = decider.determine(read_transaction(SALE, decider.rulebook.vocabulary))
    assert (found.answer, found.light, found.holds_until) == (
        here.answer.value,
        here.light.value,
        here.holds_until,
    )
    assert found.receipt in answer_bytes(here).decode()


def test_many_answers_keep_their_order_and_bad_sales_their_place(client: Client) -> None:
    item, bad, two = client.determine_many(
        [SALE, {**SALE, "destinatoin": "CN"}, {**SALE, "destination": "CA"}]
    )
    assert isinstance(item, Determined)
    assert isinstance(two, Determined)
    assert not isinstance(bad, Determined)
    assert "destinatoin" in str(bad)


def test_a_name_is_screened(client: Client) -> None:
    assert "Huawei" in str(client.screen("Huawei Device Co., Ltd.", country="CN"))


def test_a_problem_names_the_field(client: Client) -> None:
    with pytest.raises(ApiError) as caught:
        client.determine({**SALE, "destinatoin": "CN"})
    assert caught.value.status == 422
    assert "destinatoin" in str(caught.value.errors)


def test_a_write_sent_twice_is_done_once_and_lists_come_page_by_page(client: Client) -> None:
    asked = {"sale": SALE, "applicant": {"name": "Acme Inc.", "country": "US"}}
    first = client.act("/cases/from-sale", asked, key="order-1-license")
    assert client.act("/cases/from-sale", asked, key="order-1-license") == first
    assert len(list(client.each("/cases", limit=1))) == 1


def test_a_busy_server_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gateway that answers twice with 503 and once not at all is asked until it answers."""
    waited: list[float] = []
    monkeypatch.setattr("licet.client.sleep", waited.append)
    answers = iter(
        [httpx2.Response(503, headers={"retry-after": "3"}), None, httpx2.Response(503), httpx2.Response(204)]
    )
    seen: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.headers["idempotency-key"])
        found = next(answers)
        if found is None:
            raise httpx2.ConnectError("nobody there")
        return found

    client = Client("http://127.0.0.1:9", "licet_x")
    client._http = httpx2.Client(base_url="http://127.0.0.1:9", transport=httpx2.MockTransport(answer))
    assert client.request("POST", "/cases") is None
    assert waited == [3.0, 1.0, 2.0]
    assert len(seen) == 4
    assert len(set(seen)) == 1
