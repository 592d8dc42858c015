"""What somebody with half of a secret, or with a stolen session or token, can do to an account: nothing lasting."""

from types import SimpleNamespace
from typing import Any

import pyotp
import pytest
from starlette.testclient import TestClient

from licet.events.roles import UserAction, UserRole
from licet.server.idempotency import _replay
from licet.server.problems import Problem

API = "/api/v1"
NEW = "another horse battery"


@pytest.fixture
def client(desk: Any) -> TestClient:
    desk.person("cora", UserRole.LICENSE_MANAGER)
    return desk.browser()  # type: ignore[no-any-return]


def bearer(desk: Any, account: str, *scopes: UserAction) -> TestClient:
    found = desk.services.accounts.find(account)
    secret = desk.services.sessions.make_token(found, "t", scopes or (UserAction.SCREEN,), 30).secret
    return TestClient(desk.app, base_url="http://localhost", headers={"Authorization": f"Bearer {secret}"})


def signed_in(client: TestClient) -> bool:
    return client.get(f"{API}/session").status_code == 200


def test_a_reset_ends_every_token_and_session(desk: Any, client: TestClient) -> None:
    key = desk.sign_in(client, "cora")["account"]
    machine, admin = bearer(desk, key), desk.browser()
    desk.person("ada", UserRole.ADMINISTRATOR)
    desk.sign_in(admin, "ada")
    assert signed_in(client)
    assert signed_in(machine)
    assert admin.post(f"{API}/accounts/{key}/reset").status_code == 200
    assert not signed_in(client)
    assert not signed_in(machine)


def test_a_new_password_ends_every_token_and_other_session(desk: Any, client: TestClient) -> None:
    key = desk.sign_in(client, "cora")["account"]
    machine, elsewhere = bearer(desk, key), desk.browser()
    desk.sign_in(elsewhere, "cora")
    asked = {"old_password": desk.password, "password": NEW}
    assert client.post(f"{API}/password", json=asked).status_code == 204
    assert signed_in(client)
    assert not signed_in(elsewhere)
    assert not signed_in(machine)


def test_signing_in_anew_ends_the_session_of_the_browser(desk: Any, client: TestClient) -> None:
    desk.sign_in(client, "cora")
    before = client.cookies["licet"]
    desk.sign_in(client, "cora")
    old = desk.browser()
    old.cookies.set("licet", before)
    assert not signed_in(old)
    assert signed_in(client)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("password", {"old_password": "x" * 12, "password": NEW}),
        ("second-factor", {"password": "x" * 12}),
        ("second-factor/confirmation", {"code": "000000"}),
        ("second-factor/removal", {"password": "x" * 12}),
    ],
)
def test_a_token_reaches_no_secret_and_a_session_has_ten_guesses(
    desk: Any, client: TestClient, path: str, body: dict[str, str]
) -> None:
    key = desk.sign_in(client, "cora")["account"]
    machine = bearer(desk, key, UserAction.SCREEN, UserAction.DRAFT)
    refused = machine.post(f"{API}/{path}", json=body)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:licet:problem:not-allowed")
    tried = [client.post(f"{API}/{path}", json=body).status_code for _ in range(11)]
    assert tried == [422] * 10 + [429]


def test_a_token_reaches_no_secret_by_the_pages_either(desk: Any, client: TestClient) -> None:
    key = desk.sign_in(client, "cora")["account"]
    machine = bearer(desk, key)
    for path in ("/account/password", "/account/second-factor"):
        assert machine.post(path, data={"step": "begin"}).status_code in {403, 404}


def test_a_password_without_its_code_forgives_no_wrong_code(desk: Any, client: TestClient) -> None:
    key = desk.sign_in(client, "cora")["account"]
    accounts = desk.services.accounts
    codes = pyotp.TOTP(accounts.enrol(key, desk.password).secret)
    accounts.confirm(key, codes.at(desk.now.at))
    desk.now.later(seconds=60)
    wrong = []
    for number in range(18):
        asked = {"login": "cora", "password": desk.password}
        code = {} if number % 3 == 0 else {"code": "000000"}
        status = client.post(f"{API}/session", json=asked | code).status_code
        wrong += [status] if code else []
        desk.now.later(seconds=1)
    assert wrong == [401] * 10 + [429] * 2


def test_a_stolen_session_locks_nobody_out(desk: Any, client: TestClient) -> None:
    desk.sign_in(client, "cora")
    assert client.post(f"{API}/second-factor", json={"password": "not the password"}).status_code == 422
    assert client.post(f"{API}/second-factor").status_code == 422
    desk.sign_in(desk.browser(), "cora")


def test_administrators_see_and_end_tokens_and_sessions(desk: Any, client: TestClient) -> None:
    key = desk.sign_in(client, "cora")["account"]
    machine, admin = bearer(desk, key), desk.browser()
    desk.person("ada", UserRole.ADMINISTRATOR)
    desk.sign_in(admin, "ada")
    listed = admin.get(f"{API}/accounts/{key}/tokens").json()
    assert [(item["ended"], item["secret"]) for item in listed] == [(False, None)]
    token = listed[0]["key"]
    assert admin.delete(f"{API}/accounts/{key}/tokens/{token}").status_code == 204
    assert admin.delete(f"{API}/accounts/{key}/tokens/{token}").status_code == 404
    assert not signed_in(machine)
    sessions = admin.get(f"{API}/accounts/{key}/sessions").json()
    assert [session["method"] for session in sessions] == ["password"]
    assert admin.delete(f"{API}/accounts/{key}/sessions").status_code == 204
    assert not signed_in(client)
    assert admin.get(f"{API}/accounts/{key}/sessions").json() == []


def test_a_replay_is_for_who_may_do_it(desk: Any, client: TestClient) -> None:
    key = desk.sign_in(client, "cora")["account"]
    wide, narrow = bearer(desk, key, UserAction.CHECK_SALE), bearer(desk, key, UserAction.SCREEN)
    once = {"Idempotency-Key": "once"}
    path = f"{API}/determinations"
    assert wide.post(path, json={}, headers=once).status_code == 200
    again = wide.post(path, json={}, headers=once)
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (200, "true")
    refused = narrow.post(path, json={}, headers=once)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:licet:problem:not-allowed")


def test_a_replay_is_for_who_could_do_what_was_done() -> None:
    kept: Any = SimpleNamespace(
        headers={":allowed": [UserAction.RELEASE_ORDER], "etag": "1"}, body=b"{}", status=200
    )
    either = [(UserAction.DECIDE_HIT, UserAction.RELEASE_ORDER)]

    def user(*actions: UserAction) -> Any:
        return SimpleNamespace(may=lambda action: action in actions)

    replayed = _replay(kept, user(UserAction.RELEASE_ORDER), either)
    assert replayed.headers["etag"] == "1"
    assert ":allowed" not in replayed.headers
    with pytest.raises(Problem, match="do not allow"):
        _replay(kept, user(UserAction.DECIDE_HIT), either)
