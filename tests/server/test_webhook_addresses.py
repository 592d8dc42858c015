"""A webhook goes to the address that was looked at, with the certificate of its name."""

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from licet.accounts.model import AccountError
from licet.events.roles import UserRole
from licet.server import addresses as module

HOST = "hooks.example"


def certificate(folder: Path) -> Path:
    """A key and a certificate for the host alone, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "both.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, list[str]]]:
    """A TLS server on loopback by that name: its port, and the hosts it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(self.headers["Host"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    both = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(both))
    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, asked
    server.shutdown()
    server.server_close()


def test_a_name_that_means_another_address_a_moment_later_is_not_followed(
    desk: Any, receiver: tuple[int, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, asked = receiver
    looked: list[str] = []
    real = socket.getaddrinfo

    def changing(host: Any, *rest: Any, **more: Any) -> Any:
        """The name means loopback while it is looked at, and what answers nobody from then on."""
        if host != HOST:
            return real(host, *rest, **more)
        looked.append(host)
        return real("127.0.0.1" if len(looked) < 3 else "192.0.2.1", *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    monkeypatch.setattr(module, "is_public", lambda address: address == "127.0.0.1")
    hooks = desk.services.webhooks
    mia = desk.services.accounts.find(desk.person("mia", UserRole.LICENSE_MANAGER))
    hooks.add(mia, f"https://{HOST}:{port}/hook", ["case"])
    begin(desk)
    assert hooks.run() == 1
    assert asked == [f"{HOST}:{port}"]
    assert len(looked) == 2  # when it was named, and before the post; nobody looked again


def begin(desk: Any) -> None:
    """A case of acme, so that there is news."""
    client = desk.browser()
    desk.sign_in(client, "mia")
    sale = {
        "action": "export", "as_of": "2019-10-10", "destination": "CN",
        "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
        "parties": [{"role": "ultimate_consignee", "name": "Huawei Technologies Co., Ltd.", "country": "CN"}],
        "end_use": "none_named_in_part_744",
    }  # fmt: skip
    made = client.post("/api/v1/cases/from-sale", json={"sale": sale, "applicant": {"name": "Acme"}})
    assert made.status_code == 201, made.text


def test_a_name_server_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    answering = threading.Event()

    def slow(host: str, *_: Any, **__: Any) -> list[Any]:
        if host == "slow.example":
            answering.wait(60)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))]

    monkeypatch.setattr(module, "_LOOK_UP_SECONDS", 0.05)
    monkeypatch.setattr(socket, "getaddrinfo", slow)
    parts = module.split_url("https://slow.example/hook", private=False)
    try:
        for _ in range(3):
            with pytest.raises(AccountError, match="not found in time"):
                module.public_address(parts)
        other = module.split_url("https://quick.example/hook", private=False)
        monkeypatch.setattr(module, "_LOOK_UP_SECONDS", 60)
        assert module.public_address(other) == "93.184.216.34"
    finally:
        answering.set()
