"""Bodies within bounds: of size by route, of memory for all together, of time, and of who sends them."""

import asyncio
import threading
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from licet.events.roles import UserAction, UserRole
from licet.server import bodies as module
from licet.server import intake
from licet.server.allowances import FILE, PLAIN, Allowance, allowance_of
from licet.server.bodies import Bodies
from licet.server.problems import Problem

SALES, SESSION = "/api/v1/determinations", "/api/v1/session"


def chunks(*parts: bytes) -> Any:
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages.append({"type": "http.request", "body": b"", "more_body": False})
    return iter(messages)


def receiving(messages: Any) -> Any:
    async def receive() -> Any:
        return next(messages)

    return receive


async def never() -> Any:
    await asyncio.sleep(3600)


def test_a_body_is_replayed_as_it_came() -> None:
    async def work() -> None:
        bodies = Bodies(1000)
        body = await bodies.read(receiving(chunks(b"one", b"two")), "a", 100)
        assert bodies.in_flight == 6
        again = body.replay(never)
        parts = [await again() for _ in range(2)]
        assert b"".join(part["body"] for part in parts) == b"onetwo"
        assert [part["more_body"] for part in parts] == [True, False]
        bodies.release(body)
        bodies.release(body)
        assert bodies.in_flight == 0

    asyncio.run(work())


def test_small_parts_are_joined_as_they_come() -> None:
    async def work() -> None:
        body = await Bodies(1 << 20).read(receiving(chunks(*[b"ab"] * 100_000, b"c" * 100_000)), "a", 1 << 20)
        again, parts = body.replay(never), []
        while (message := await again())["more_body"]:
            parts.append(message["body"])
        assert b"".join(parts) == b"ab" * 100_000 + b"c" * 100_000
        assert len(parts) <= 5

    asyncio.run(work())


@pytest.mark.parametrize(
    ("most_bytes", "most", "status"), [(1000, 5, 413), (5, 1000, 503)], ids=["of one", "of all"]
)
def test_bytes_beyond_a_bound_are_refused_and_forgotten(most_bytes: int, most: int, status: int) -> None:
    async def work() -> None:
        bodies = Bodies(most_bytes)
        with pytest.raises(Problem) as refused:
            await bodies.read(receiving(chunks(b"abc", b"def")), "a", most)
        assert (refused.value.status, bodies.in_flight) == (status, 0)

    asyncio.run(work())


def test_one_account_has_few_slow_uploads_and_keeps_nobody_out() -> None:
    async def work() -> None:
        bodies = Bodies(1000, most_each=2)

        def slow() -> Any:
            parts = iter([{"type": "http.request", "body": b"a", "more_body": True}])

            async def receive() -> Any:
                part = next(parts, None)
                return await never() if part is None else part

            return receive

        uploads = [asyncio.create_task(bodies.read(slow(), "a", 900)) for _ in range(2)]
        await asyncio.sleep(0.01)
        with pytest.raises(Problem) as refused:
            await bodies.read(slow(), "a", 900)
        assert (refused.value.status, refused.value.headers["Retry-After"]) == (503, "2")
        bodies.release(await bodies.read(receiving(chunks(b"b")), "b", 900))  # another account is served
        for upload in uploads:
            upload.cancel()
        await asyncio.gather(*uploads, return_exceptions=True)
        bodies.release(await bodies.read(receiving(chunks(b"a")), "a", 900))
        assert bodies.in_flight == 0

    asyncio.run(work())


def test_a_body_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK_SECONDS", 0.01)

    async def work() -> None:
        bodies = Bodies(1000)
        with pytest.raises(Problem) as refused:
            await bodies.read(never, "a", 100)
        assert refused.value.status == 408

    asyncio.run(work())


def test_nobody_sends_a_body_but_to_sign_in(desk: Any) -> None:
    client = desk.browser()
    huge = client.post("/api/v1/accounts", content=b"{" * 1_000_000)
    assert (huge.status_code, huge.json()["type"]) == (401, "urn:licet:problem:not-signed-in")
    assert client.post(SESSION, content=b"x" * (64 * 1024 + 1)).status_code == 413
    assert client.post(SESSION, content=b"x" * (64 * 1024)).status_code == 422


def token(desk: Any) -> dict[str, str]:
    key = desk.person("officer", UserRole.COMPLIANCE_OFFICER)
    scopes = [UserAction.CHECK_SALE, UserAction.SCREEN]
    made = desk.services.sessions.make_token(desk.services.accounts.find(key), "t", scopes, 30)
    return {"Authorization": f"Bearer {made.secret}"}


@pytest.fixture
def signed(desk: Any) -> TestClient:
    client = TestClient(desk.app, base_url="http://localhost")
    client.headers.update(token(desk))
    return client


@pytest.mark.parametrize(
    "value", ["1e999999999", '"1e999999999"', "1e-999999999", "9" * 5000, '"' + "9" * 5000 + '"', "1e19"]
)
@pytest.mark.parametrize("name", ["quantity", "value_usd"])
def test_a_number_is_bounded_before_anything_computes_with_it(
    signed: TestClient, name: str, value: str
) -> None:
    answer = signed.post(SALES, content=f'{{"item": {{"{name}": {value}}}}}')
    assert answer.status_code == 422, answer.text


def test_a_transaction_has_as_many_parties_as_the_schema_says(
    signed: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        intake, "allowance_of", lambda *_: Allowance(seconds=600.0)
    )  # however busy the machine is
    party = {"role": "end_user", "name": "Acme"}
    assert signed.post(SALES, json={"parties": [{"role": "end_user"}] * 200}).status_code == 200
    refused = signed.post(SALES, json={"parties": [party] * 201})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "parties")
    owned = {**party, "owners": [{"name": "B"}] * 100}
    assert signed.post(SALES, json={"parties": [owned] * 5}).status_code == 422


def test_a_route_without_files_takes_64_kib(signed: TestClient) -> None:
    assert signed.post(SALES, content=b" " * (64 * 1024 + 1)).status_code == 413
    sales = {"sales": [{"sale": {}}] * 200, "x": "y" * 70_000}
    assert signed.post(f"{SALES}/many", json=sales).status_code == 422  # read, and then refused


def test_unknown_tokens_from_many_addresses_keep_nobody_out_who_is_known(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = desk.services.accounts.find(desk.person("officer", UserRole.COMPLIANCE_OFFICER))
    known = desk.services.sessions.make_token(officer, "t", [UserAction.CHECK_SALE], 30).secret
    goes_on, find = threading.Event(), desk.services.sessions.find_token

    def slow(secret: str) -> Any:
        if secret != known:
            assert goes_on.wait(60)
        return find(secret)

    monkeypatch.setattr(desk.services.sessions, "find_token", slow)

    async def status(token: str, address: str) -> int:
        transport = httpx2.ASGITransport(desk.app, client=(address, 1))
        async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as client:
            headers = {"Authorization": f"Bearer {token}"}
            return (await client.get("/api/v1/ccl/3A001", headers=headers)).status_code

    async def work() -> None:
        assert await status(known, "192.0.2.1") == 200
        flood = [asyncio.create_task(status(f"no token {n}", f"2001:db8::{n:x}")) for n in range(400)]
        await asyncio.sleep(0.5)
        assert [await status(known, "192.0.2.1") for _ in range(5)] == [200] * 5
        goes_on.set()
        assert set(await asyncio.gather(*flood)) == {401, 503}

    asyncio.run(work())


def test_a_token_that_has_ended_takes_no_place_of_its_organization(desk: Any) -> None:
    officer = desk.services.accounts.find(desk.person("officer", UserRole.COMPLIANCE_OFFICER))
    made = desk.services.sessions.make_token(officer, "t", [UserAction.CHECK_SALE], 30)
    client = TestClient(desk.app, base_url="http://localhost")
    client.headers["Authorization"] = f"Bearer {made.secret}"
    known = desk.app.state.admission.known
    assert client.get("/api/v1/ccl/3A001").status_code == 200
    assert known.organization_of(str(made.secret).encode()) == "organization acme"
    desk.now.later(days=31)
    assert client.get("/api/v1/ccl/3A001").status_code == 401
    assert known.organization_of(str(made.secret).encode()) is None


def test_every_route_that_takes_files_may(desk: Any) -> None:
    paths = desk.app.openapi()["paths"]
    with_files = {
        path
        for path, methods in paths.items()
        if "multipart/form-data" in methods.get("post", {}).get("requestBody", {}).get("content", {})
    }
    assert len(with_files) >= 5
    assert all(allowance_of("POST", path) is FILE for path in with_files)
    assert allowance_of("POST", SALES) is PLAIN


def test_an_answer_that_takes_too_long_is_503(signed: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "allowance_of", lambda *_: Allowance(seconds=0.0))
    parties = [{"role": "end_user", "name": f"Acme {number}"} for number in range(50)]
    answer = signed.post(SALES, json={"parties": parties})
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:licet:problem:too-long")
