"""Sign-in by a provider: a small real one on loopback, which checks what it is sent."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from licet.accounts.service import NewAccount
from licet.events.roles import Side, UserRole
from licet.server.settings import Oidc


class Provider:
    """An OpenID provider with one person, who always agrees. ``change`` spoils the claims."""

    def __init__(self) -> None:
        self.key, self.change = RSAKey.generate_key(2048, {"kid": "one"}), dict[str, Any]()
        self.begun: dict[str, dict[str, str]] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                if parts.path == "/authorize":
                    self.redirect(provider.authorize({k: v[0] for k, v in parse_qs(parts.query).items()}))
                elif parts.path == "/jwks":
                    self.say({"keys": [provider.key.as_dict(private=False)]})
                else:
                    self.say(
                        {"issuer": provider.issuer}
                        | {f"{name}_endpoint": f"{provider.issuer}/{path}" for name, path in _PATHS.items()}
                        | {"jwks_uri": f"{provider.issuer}/jwks"}
                    )

            def do_POST(self) -> None:
                sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                basic = base64.b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode()
                self.say(provider.token({key: value[0] for key, value in sent.items()}, basic))

            def redirect(self, to: str) -> None:
                self.send_response(302)
                self.send_header("Location", to)
                self.end_headers()

            def say(self, what: dict[str, Any]) -> None:
                body = json.dumps(what).encode()
                self.send_response(200 if "error" not in what else 400)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def authorize(self, asked: dict[str, str]) -> str:
        assert asked["code_challenge_method"] == "S256"
        assert asked["response_type"] == "code"
        self.begun["a-code"] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': 'a-code', 'state': asked['state']})}"

    def token(self, sent: dict[str, str], basic: str) -> dict[str, Any]:
        asked = self.begun.pop(sent["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).decode()
        if asked is None or challenge.rstrip("=") != asked["code_challenge"] or basic != "licet:secret":
            return {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": "licet", "sub": "person-1", "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], **self.change,
        }  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}


_PATHS = {"authorization": "authorize", "token": "token"}


@pytest.fixture
def provider() -> Iterator[Provider]:
    item = Provider()
    yield item
    item.server.shutdown()
    item.server.server_close()


@pytest.fixture
def client(provider: Provider, desk_at: Any, tmp_path: Any) -> Iterator[TestClient]:
    desk = desk_at(tmp_path / "oidc", oidc=Oidc(provider.issuer, "licet", "secret"))
    accounts = desk.services.accounts
    accounts.add_organization("acme", "Acme", Side.EXPORTER)
    accounts.add(NewAccount("cora", "Cora", "acme", {UserRole.SHIPPER}, None, provider.issuer, "person-1"))
    yield desk.browser()
    desk.services.close()


def come_back(client: TestClient) -> Any:
    """Go to the provider and back, as a browser does."""
    import httpx2  # noqa: PLC0415

    away = client.get("/sign-in/oidc", follow_redirects=False)
    assert away.status_code == 303
    back = httpx2.get(away.headers["location"], follow_redirects=False).headers["location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}", follow_redirects=False)


def test_a_person_whom_the_provider_vouches_for_is_let_in(client: TestClient) -> None:
    came = come_back(client)
    assert (came.status_code, came.headers["location"]) == (303, "/")
    said = client.get("/api/v1/session").json()
    assert (said["login"], said["method"]) == ("cora", "oidc")


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "another"}, {"iss": "https://evil.example"}, {"nonce": "another"}, {"exp": 1}, {"sub": "person-2"},
        {"azp": "another"},
    ],
)  # fmt: skip
def test_what_the_provider_says_has_to_hold(
    client: TestClient, provider: Provider, change: dict[str, Any]
) -> None:
    provider.change = change
    assert come_back(client).status_code == 403
    assert client.get("/api/v1/session").status_code == 401


def test_a_token_of_another_key_is_refused(client: TestClient, provider: Provider) -> None:
    right, wrong = provider.key, RSAKey.generate_key(2048, {"kid": "one"})
    published = right.as_dict(private=False)
    provider.key = wrong
    wrong.as_dict = lambda **_: published  # type: ignore[method-assign]
    assert come_back(client).status_code == 403


def test_a_sign_in_that_was_begun_elsewhere_is_refused(client: TestClient) -> None:
    assert client.get("/sign-in/oidc/callback?code=a-code&state=made-up").status_code == 403
    client.get("/sign-in/oidc", follow_redirects=False)
    assert client.get("/sign-in/oidc/callback?code=a-code&state=made-up").status_code == 403
