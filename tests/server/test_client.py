"""The client that ships, against a server of its own on loopback: answers, pages, problems, and safe repeats."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
import uvicorn

from licet.client import ApiError, AsyncClient, Client, Determined
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


def test_a_file_sent_twice_under_one_key_is_one_job(client: Client) -> None:
    orders = {"orders": ("a.csv", b"id,action,destination,as_of\n1,export,CA,2019-10-10\n")}
    first = client.request("POST", "/jobs/answers", key="orders-of-today", files=orders)
    assert client.request("POST", "/jobs/answers", key="orders-of-today", files=orders)["key"] == first["key"]
    assert client.request("POST", "/jobs/answers", files=orders)["key"] != first["key"]


def test_the_client_for_asyncio_does_the_same(client: Client) -> None:
    async def ask() -> None:
        token = client._http.headers["authorization"].removeprefix("Bearer ")
        async with AsyncClient(str(client._http.base_url).removesuffix("/api/v1/"), token) as licet:
            found = await asyncio.gather(
                licet.determine(SALE), licet.determine({**SALE, "destination": "CA"})
            )
            assert [answer.light for answer in found] == [
                client.determine(SALE).light, client.determine({**SALE, "destination": "CA"}).light,
            ]  # fmt: skip
            good, bad = await licet.determine_many([SALE, {**SALE, "destinatoin": "CN"}])
            assert isinstance(good, Determined)
            assert "destinatoin" in str(bad)
            assert await licet.screen("Huawei Device", country="CN") == client.screen(
                "Huawei Device", country="CN"
            )
            asked = {"sale": SALE, "applicant": {"name": "Acme Inc.", "country": "US"}}
            first = await licet.act("/cases/from-sale", asked, key="order-2-license")
            assert await licet.act("/cases/from-sale", asked, key="order-2-license") == first
            assert [case async for case in licet.each("/cases", limit=1)] == list(client.each("/cases"))
            with pytest.raises(ApiError, match="destinatoin"):
                await licet.determine({**SALE, "destinatoin": "CN"})

    asyncio.run(ask())
