"""Who is let in, for how long, and what a request must carry."""

from pathlib import Path
from typing import Any

import pyotp
import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from licet.accounts.model import AccountError, SignInError
from licet.events.event import Actor
from licet.events.roles import UserAction, UserRole
from licet.storage.audit import verify
from licet.web import mount

SESSION = "/api/v1/session"


@pytest.fixture
def client(desk: Any) -> TestClient:
    desk.person("cora", UserRole.COMPLIANCE_OFFICER)
    browser: TestClient = desk.browser()
    return browser


def attempt(client: TestClient, login: str, password: str) -> Any:
    return client.post(SESSION, json={"login": login, "password": password})


def test_a_person_signs_in_and_out(desk: Any, client: TestClient) -> None:
    assert client.get(SESSION).status_code == 401
    said = desk.sign_in(client, "Cora ")
    assert (said["login"], said["roles"]) == ("cora", ["compliance_officer"])
    assert client.get(SESSION).json() == said
    cookie = client.cookies["licet"]
    assert client.delete(SESSION).status_code == 204
    client.cookies.set("licet", cookie)
    assert client.get(SESSION).status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(desk: Any, client: TestClient) -> None:
    answer = attempt(client, "cora", desk.password)
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=lax" in answer.headers["set-cookie"]


def test_wrong_login_and_wrong_password_are_told_alike(client: TestClient) -> None:
    told = {
        attempt(client, login, "not the password").text
        for login in ("cora", "nobody", "", "no login at all!")
    }
    assert len(told) == 1


def test_a_session_ends_when_it_is_not_used_and_after_half_a_day(desk: Any, client: TestClient) -> None:
    desk.sign_in(client, "cora")
    for _ in range(28):
        desk.now.later(minutes=25)
        assert client.get(SESSION).status_code == 200
    desk.now.later(minutes=25)
    assert client.get(SESSION).status_code == 401
    desk.sign_in(client, "cora")
    desk.now.later(minutes=31)
    assert client.get(SESSION).status_code == 401


def test_an_eleventh_wrong_password_is_refused_before_it_is_looked_at(desk: Any, client: TestClient) -> None:
    for _ in range(10):
        assert attempt(client, "cora", "not the password").status_code == 401
    refused = attempt(client, "cora", desk.password)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 900
    desk.now.later(minutes=15)
    assert attempt(client, "cora", desk.password).status_code == 201


def test_a_change_needs_the_sessions_token_and_the_same_origin(desk: Any, client: TestClient) -> None:
    desk.sign_in(client, "cora")
    bare = {"X-CSRF-Token": ""}
    assert client.delete(SESSION, headers=bare).json()["type"] == "urn:licet:problem:no-form-token"
    other = client.delete(SESSION, headers={"Origin": "http://evil.example"})
    assert other.json()["type"] == "urn:licet:problem:other-origin"
    assert client.get(SESSION).status_code == 200


def test_a_server_does_not_answer_to_names_of_others(client: TestClient) -> None:
    assert client.get("/healthz", headers={"Host": "rebound.example"}).status_code == 421


def test_every_answer_is_strict(client: TestClient) -> None:
    for path in ("/healthz", SESSION, "/nowhere"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in headers


def test_a_given_password_has_to_be_changed_first(desk: Any) -> None:
    login, password = desk.services.accounts.first_administrator("Acme")
    client = desk.browser()
    assert attempt(client, login, password).json()["must_change_password"]
    assert desk.services.accounts.first_administrator("Acme") is None


def test_a_second_factor_is_asked_for_and_a_code_counts_once(desk: Any, client: TestClient) -> None:
    key = desk.sign_in(client, "cora")["account"]
    code_of = pyotp.TOTP(desk.services.accounts.enrol(key, desk.password).secret)
    with pytest.raises(AccountError, match="wrong"):
        desk.services.accounts.confirm(key, "000000")
    desk.services.accounts.confirm(key, code_of.at(desk.now.at))
    asked = attempt(client, "cora", desk.password)
    assert asked.json()["type"] == "urn:licet:problem:second-factor"
    desk.now.later(seconds=60)
    code = code_of.at(desk.now.at)
    desk.sign_in(client, "cora", code)
    with pytest.raises(SignInError):
        desk.services.accounts.sign_in("cora", desk.password, code, "elsewhere")


def test_a_second_factor_is_set_up_and_given_up_in_person(desk: Any, client: TestClient) -> None:
    desk.sign_in(client, "cora")
    begun = client.post("/api/v1/second-factor", json={"password": desk.password}).json()
    assert begun["secret"] in begun["address"]
    wrong = client.post("/api/v1/second-factor/confirmation", json={"code": "000000"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "code")
    code = pyotp.TOTP(begun["secret"]).at(desk.now.at)
    assert client.post("/api/v1/second-factor/confirmation", json={"code": code}).status_code == 204
    assert client.get("/api/v1/session").json()["second_factor"] is True
    gone = client.post("/api/v1/second-factor/removal", json={"password": "not it"})
    assert gone.status_code == 422
    assert client.post("/api/v1/second-factor/removal", json={"password": desk.password}).status_code == 204
    assert client.get("/api/v1/session").json()["second_factor"] is False


def test_administrators_do_nothing_before_they_have_the_second_factor_that_is_demanded(
    desk_at: Any, tmp_path: Path
) -> None:
    desk = desk_at(tmp_path / "demanding", second_factor=True)
    mount(desk.app, desk.services)
    desk.person("adam", UserRole.ADMINISTRATOR)
    desk.person("cora", UserRole.COMPLIANCE_OFFICER)
    client, other = desk.browser(), desk.browser()
    desk.sign_in(client, "adam")
    refused = client.get("/api/v1/accounts")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:licet:problem:second-factor-demanded")
    assert client.get("/ask", follow_redirects=False).headers["location"] == "/account"
    assert "Set one up before you go on" in client.get("/account").text
    begun = client.post("/api/v1/second-factor", json={"password": desk.password}).json()
    code = pyotp.TOTP(begun["secret"]).at(desk.now.at)
    assert client.post("/api/v1/second-factor/confirmation", json={"code": code}).status_code == 204
    assert client.get("/api/v1/accounts").status_code == 200
    desk.sign_in(other, "cora")
    assert other.get("/ask").status_code == 200
    desk.services.close()


@pytest.mark.parametrize(
    "password",
    ["short", "passwordpassword", "123456789012345", "cora-cora-cora", "aaaaaaaaaaaaaaaa", "x" * 129],
)
def test_what_is_guessed_first_is_no_password(desk: Any, client: TestClient, password: str) -> None:
    key = desk.sign_in(client, "cora")["account"]
    with pytest.raises(AccountError):
        desk.services.accounts.set_password(key, desk.password, password)


def test_roles_that_one_person_may_not_hold_are_refused(desk: Any) -> None:
    with pytest.raises(AccountError, match="audit"):
        desk.person("olga", UserRole.AUDITOR, UserRole.SHIPPER)
    with pytest.raises(AccountError, match="exporter's side"):
        desk.person("otto", UserRole.LICENSING_OFFICER)


def test_the_last_administrator_stays(desk: Any) -> None:
    desk.services.accounts.first_administrator("Acme")
    (admin,) = desk.services.accounts.accounts()
    with pytest.raises(AccountError, match="last administrator"):
        desk.services.accounts.change(admin.key, admin.version, disabled=True)


def test_a_change_of_roles_ends_the_sessions(desk: Any, client: TestClient) -> None:
    key = desk.sign_in(client, "cora")["account"]
    version = desk.services.accounts.find(key).version
    desk.services.accounts.change(key, version, roles={UserRole.SHIPPER})
    assert client.get(SESSION).status_code == 401


def test_passwords_are_kept_as_argon2id(desk: Any, client: TestClient) -> None:
    assert attempt(client, "cora", desk.password).status_code == 201
    with desk.services.database.reading() as connection:
        kept = connection.execute(text("SELECT password_hash FROM account")).scalars().all()
    assert all(item.startswith("$argon2id$") for item in kept)


def test_no_secret_stands_in_the_database(desk: Any, client: TestClient) -> None:
    key = desk.sign_in(client, "cora")["account"]
    enrolment = desk.services.accounts.enrol(key, desk.password)
    token = client.post("/api/v1/tokens", json={"name": "t", "scopes": ["screen a name"]}).json()["secret"]
    cookie = client.cookies["licet"]
    home = desk.services.settings.home
    kept = b"".join(path.read_bytes() for path in home.glob("licet.sqlite3*"))
    for secret in (desk.password, enrolment.secret, token, cookie):
        assert secret.encode() not in kept


def test_behind_https_everything_insists_on_it(desk_at: Any, tmp_path: Path) -> None:
    desk = desk_at(tmp_path / "public", public_url="https://licet.example.com")
    desk.person("cora", UserRole.COMPLIANCE_OFFICER)
    own = {"Origin": "https://licet.example.com"}
    client = TestClient(desk.app, base_url="https://licet.example.com", headers=own)
    answer = attempt(client, "cora", desk.password)
    desk.services.close()
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-licet=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "max-age=" in answer.headers["strict-transport-security"]


def test_what_happens_to_accounts_stands_in_the_chain(desk: Any, client: TestClient) -> None:
    key = desk.sign_in(client, "cora")["account"]
    desk.services.sessions.make_token(desk.services.accounts.find(key), "t", [UserAction.SCREEN], 1)
    auditor = Actor("ada", UserRole.AUDITOR, "acme")
    kinds = [item.event.kind.value for item in desk.services.case_service.audit(auditor, subject=key)]
    assert kinds == ["account.made", "account.password_changed", "account.signed_in", "account.token_made"]
    with desk.services.database.reading() as connection:
        assert verify(connection).good


def test_an_error_of_the_program_tells_nothing_of_it(desk: Any) -> None:
    def broken() -> None:
        raise RuntimeError("the inside")

    desk.app.add_api_route("/broken", broken)
    said = TestClient(desk.app, base_url="http://localhost", raise_server_exceptions=False).get("/broken")
    assert said.status_code == 500
    assert said.json()["detail"] == "something went wrong here"
    assert "inside" not in said.text


def test_more_than_may_be_sent_is_cut_off(desk_at: Any, tmp_path: Path) -> None:
    desk = desk_at(tmp_path / "small", max_upload_bytes=1000)
    client = desk.browser()
    declared = client.post(SESSION, content=b"x" * 2000)
    chunked = client.post(SESSION, content=(b"x" * 100 for _ in range(20)))
    desk.services.close()
    assert (declared.status_code, chunked.status_code) == (413, 413)
