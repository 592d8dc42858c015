"""Connections have deadlines, and idle ones make room: over real sockets, with short times."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn

from licet.server import connections
from licet.server.connections import Connection, most_connections

LINE = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


async def app(scope: Any, _receive: Any, send: Any) -> None:
    """Reads no body. ``/large``: 8 MiB; ``/slow``: after 0.4 s; else a word."""
    if scope["path"] == "/slow":
        await asyncio.sleep(0.4)
    body = b"x" * (8 << 20) if scope["path"] == "/large" else b"here"
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    for name in ("_HEAD_SECONDS", "_REST_SECONDS", "_WRITE_SECONDS"):
        monkeypatch.setattr(connections, name, 0.2)
    monkeypatch.setattr(Connection, "most", 3)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, http=Connection, lifespan="off", log_config=None, timeout_keep_alive=30)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield listening.getsockname()
        server.should_exit = server.force_exit = True
        thread.join()


@contextmanager
def connected(address: tuple[str, int]) -> Iterator[socket.socket]:
    with socket.create_connection(address, timeout=20) as connection:
        yield connection


def answered(connection: socket.socket) -> bool:
    data = b""
    while not data.endswith(b"here"):
        part = connection.recv(4096)
        assert part, data
        data += part
    return True


def ended(connection: socket.socket) -> bool:
    """Whether the other side closes; waits for it."""
    try:
        while connection.recv(1 << 16):
            pass
    except ConnectionResetError:
        pass
    return True


@pytest.mark.parametrize("sent", [b"", b"GET / HT", LINE + b"X-Slow: "], ids=["nothing", "a line", "a head"])
def test_a_head_has_its_time(address: tuple[str, int], sent: bytes) -> None:
    with connected(address) as connection:
        connection.sendall(sent)
        assert ended(connection)


def test_a_second_head_has_its_time_and_the_pause_before_it_another(address: tuple[str, int]) -> None:
    with connected(address) as connection:
        connection.sendall(LINE + b"\r\n")
        assert answered(connection)
        time.sleep(
            0.5
        )  # longer than a head may take: a connection that is kept alive waits for its next request
        connection.sendall(LINE + b"\r\n")
        assert answered(connection)
        connection.sendall(b"GET / HT")
        assert ended(connection)


def test_the_rest_of_a_body_that_nobody_reads_has_its_time(address: tuple[str, int]) -> None:
    with connected(address) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nx")
        assert answered(connection)
        assert ended(connection)


def test_a_body_of_very_many_pieces_is_refused(address: tuple[str, int]) -> None:
    head = b"POST /slow HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    with connected(address) as connection:
        connection.sendall(head + b"100\r\n" + b"x" * 256 + b"\r\n" + b"1\r\nx\r\n" * 1000 + b"0\r\n\r\n")
        assert answered(connection)
        connection.sendall(head + b"1\r\nx\r\n" * 1500)
        assert connection.recv(4096).startswith(b"HTTP/1.1 400 ")
        assert ended(connection)


def test_pieces_after_the_answer_end_the_connection(address: tuple[str, int]) -> None:
    with connected(address) as connection:
        connection.sendall(LINE.replace(b"GET", b"POST") + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")
        assert answered(connection)
        connection.sendall(b"1\r\nx\r\n" * 1500)
        assert ended(connection)


def test_an_answer_that_nobody_takes_is_given_up(address: tuple[str, int]) -> None:
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(address)
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(1)
        connection.settimeout(20)
        taken = 0
        try:
            while part := connection.recv(1 << 16):
                taken += len(part)
        except ConnectionResetError:
            pass
        assert taken < 8 << 20


def test_a_request_that_takes_longer_than_a_head_is_answered(address: tuple[str, int]) -> None:
    with connected(address) as connection:
        connection.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert answered(connection)


def test_the_connection_idle_longest_makes_room(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_HEAD_SECONDS", 30.0)
    opened = []
    for _ in range(6):
        opened.append(socket.create_connection(address, timeout=20))
        opened[-1].sendall(LINE + b"\r\n")  # answered: the server has seen it
        assert answered(opened[-1])
    assert all(ended(item) for item in opened[:3])
    for item in opened[3:]:
        item.sendall(LINE + b"\r\n")
        assert answered(item)
    for item in opened:
        item.close()


@pytest.mark.parametrize(("files", "most"), [(1024, 824), (100, 64), (1 << 20, 10_000)])
def test_as_many_as_the_limit_of_files_leaves(files: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    limits: Callable[[int], tuple[int, int]] = lambda _: (files, files)  # noqa: E731
    monkeypatch.setattr(resource, "getrlimit", limits)
    assert most_connections() == most
