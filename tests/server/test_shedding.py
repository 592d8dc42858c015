"""A full server refuses whole requests of the API before it parses them, and nothing else so early."""

import socket
from pathlib import Path
from typing import Any

import pytest
from tests.server.test_connections import address, answered, connected, ended

from licet.server.connections import Connection
from licet.server.settings import Settings
from licet.server.shedding import Shedding
from licet.server.telemetry import Metrics

__all__ = ["address"]

HEAD = b"POST /api/v1/determinations HTTP/1.1\r\nHost: localhost\r\n"


def shedding(*, full: bool = True, **settings: Any) -> Shedding:
    return Shedding(lambda _: full, Settings(Path("-"), **settings), Metrics())


@pytest.mark.parametrize(
    "data",
    [
        b"GET /api/v1/cases HTTP/1.1\r\nHost: localhost\r\n\r\n",
        HEAD + b"Content-Length: 2\r\n\r\n{}",
        HEAD + b"content-length:2 \r\nX: y\r\n\r\n{}",
    ],
)
def test_a_whole_request_is_refused(data: bytes) -> None:
    assert shedding(full=False).refusal(data) is None
    refusal = shedding().refusal(data)
    assert refusal is not None
    assert not refusal.closes
    head, _, body = refusal.answer.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    assert lines[0] == b"http/1.1 503 service unavailable"
    assert f"content-length: {len(body)}".encode() in lines
    for name in (
        b"retry-after: 1",
        b"cache-control: no-store",
        b"x-frame-options: deny",
        b"connection: keep-alive",
    ):
        assert name in lines
    assert b"urn:licet:problem:busy" in body


@pytest.mark.parametrize(
    "data",
    [
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /cases HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"HEAD /api/v1/cases HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /api/v1/cases HTTP/1.0\r\nHost: localhost\r\n\r\n",
        b"GET /api/v1/cases HTTP/1.1\r\nHost: local",
        HEAD + b"Content-Length: 3\r\n\r\n{}",
        HEAD + b"Content-Length: 1\r\n\r\n{}",
        HEAD + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        HEAD + b"Content-Length: +2\r\n\r\n{}",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
        HEAD + b"Expect: 100-continue\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_what_is_not_whole_and_plain_takes_the_usual_way(data: bytes) -> None:
    assert shedding().refusal(data) is None


def test_refusals_are_counted_and_strict_behind_https() -> None:
    full = shedding(public_url="https://licet.example.com")
    refusal = full.refusal(HEAD + b"Connection: close\r\n\r\n")
    assert refusal is not None
    assert refusal.closes
    assert b"strict-transport-security: max-age=31536000" in refusal.answer
    labels = {"method": "POST", "route": "other", "status": "503"}
    assert full._metrics.registry.get_sample_value("licet_requests_total", labels) == 1


def test_a_connection_goes_on_after_a_refusal(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    now_full = True
    monkeypatch.setattr(Connection, "shedding", Shedding(lambda _: now_full, Settings(Path("-")), Metrics()))
    with connected(address) as connection:
        connection.sendall(HEAD + b"\r\n")
        assert _read_refusal(connection)
        now_full = False
        connection.sendall(HEAD + b"\r\n")
        assert answered(connection)
        now_full = True
        connection.sendall(HEAD + b"Connection: close\r\n\r\n")
        assert ended(connection)


def _read_refusal(connection: socket.socket) -> bool:
    data = b""
    while not data.endswith(b"}"):
        part = connection.recv(4096)
        assert part, data
        data += part
    return data.startswith(b"HTTP/1.1 503 ")
