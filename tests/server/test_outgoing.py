"""Requests that the server makes: one deadline for all of it, no endless body, and only where they may go."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from licet.accounts.model import AccountError
from licet.events.roles import UserRole
from licet.server import provider as provider_module
from licet.server import receivers as receivers_module
from licet.server import webhooks as webhooks_module
from licet.server.addresses import is_public, public_address, split_url
from licet.server.outgoing import OutgoingError, OutgoingResponse, exchange
from licet.server.provider import Provider, ProviderError
from licet.server.receivers import Receivers
from licet.storage.basis import unlike_the_log
from licet.storage.schema_api import delivery, webhook
from licet.storage.schema_events import event

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@contextmanager
def serving(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server on loopback that does with a connection what it likes; gives its address."""
    listening = socket.create_server(("127.0.0.1", 0))

    def work() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.recv(65536)
                answer(connection)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(10)


def drips(connection: socket.socket) -> None:
    """A byte now and then, never late and never done."""
    for byte in OK * 1000:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def test_the_deadline_is_for_the_whole_exchange() -> None:
    with serving(drips) as url, pytest.raises(OutgoingError, match="TimeoutError"):
        exchange("POST", url, seconds=0.3, most=0)


def test_an_endless_body_is_not_read() -> None:
    with serving(endless) as url:
        assert exchange("POST", url, seconds=30, most=0) == OutgoingResponse(200, b"")
        with pytest.raises(OutgoingError, match="TooMuchError"):
            exchange("GET", url, seconds=30, most=4096)


def test_what_is_wanted_is_read() -> None:
    with serving(lambda connection: connection.sendall(OK)) as url:
        assert exchange("GET", url, seconds=30, most=2) == OutgoingResponse(200, b"ok")


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.31.0.1", "192.168.0.1", "0.1.2.3",
        "224.0.0.1", "239.255.255.250", "255.255.255.255", "198.18.0.1", "192.88.99.1",
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:0:7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "fc00::1", "fd12::1", "fe80::1", "fec0::1",
        "ff02::1", "ff0e::1",
    ],
)  # fmt: skip
def test_an_address_within_a_network_or_with_another_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com:0/", "https://example.com:22/", "https://example.com:99999/", "https://example.com:abc/",
        "https://[::1", f"https://{'a' * 70}.example/", "http://example.com/", "https:///nothing", "https://",
    ],
)  # fmt: skip
def test_an_address_that_no_webhook_has_is_refused(url: str) -> None:
    with pytest.raises(AccountError):
        split_url(url, private=False)


def test_one_private_address_among_many_is_enough() -> None:
    parts = split_url("https://hooks.example/", private=False)
    assert public_address(parts, lambda *_: ["93.184.216.34"]) == "93.184.216.34"
    with pytest.raises(AccountError):
        public_address(parts, lambda *_: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(AccountError):
        public_address(parts, lambda *_: [])


def test_a_receiver_that_hangs_keeps_nobody_else_waiting() -> None:
    go, posted = threading.Event(), list[str]()

    def post(row: Any) -> bool:
        if row.webhook == "hangs":
            go.wait(30)
            return False
        posted.append(row.webhook)
        return True

    def row(organization: str, webhook: str) -> Any:
        return SimpleNamespace(organization=organization, webhook=webhook)

    receivers = Receivers(post)
    rows = [row("acme", "hangs"), row("acme", "hangs"), row("beta", "b"), row("acme", "a"), row("beta", "b")]
    hangs, beta, acme = receivers.begin(rows)
    assert (beta.result(10), acme.result(10)) == (2, 1)
    again = receivers.begin([row("acme", "hangs"), row("beta", "b")])
    assert [future.result(10) for future in again] == [1]  # the one that hangs is not begun twice
    go.set()
    assert hangs.result(10) == 0  # and after a failure the rest of its line waits for another time
    receivers.close()
    assert receivers.begin(rows) == []


def test_a_turn_ends_and_the_rest_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receivers_module, "_TURN_SECONDS", -1.0)
    receivers = Receivers(lambda _: True)
    line = [SimpleNamespace(organization="acme", webhook="slow") for _ in range(3)]
    assert [future.result(10) for future in receivers.begin(line)] == [1]
    receivers.close()


def administrators(desk: Any, *organizations: str) -> list[Any]:
    """The account of an administrator of each."""
    keys = [desk.person(f"ada.{name}", UserRole.ADMINISTRATOR, organization=name) for name in organizations]
    return [desk.services.accounts.find(key) for key in keys]


def test_a_receiver_with_much_to_come_hides_nobody(
    desk_at: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_at(tmp_path / "many", webhooks_private=True)
    acme, beta = administrators(desk, "acme", "beta")
    hooks, posted = desk.services.webhooks, list[str]()

    def fake(_method: str, url: str, **_more: Any) -> OutgoingResponse:
        posted.append(url)
        return OutgoingResponse(200 if "fine" in url else 500, b"")

    monkeypatch.setattr(webhooks_module, "exchange", fake)
    dead = hooks.add(acme, "https://dead.example/", ["case"])
    fine = hooks.add(beta, "https://fine.example/", ["case"])
    waits = {"kind": "case", "body": "{}", "attempts": 0, "next_at": "2000-01-01T00:00:00+00:00"}
    rows = [{**waits, "webhook": dead.key, "event": str(number)} for number in range(600)]
    with desk.services.database.unit_of_work() as connection:
        connection.execute(insert(delivery), [*rows, {**waits, "webhook": fine.key, "event": "last"}])
    assert sum(future.result(30) for future in hooks.begin()) == 1
    assert sorted(posted) == ["https://dead.example/", "https://fine.example/"]
    desk.services.close()


def test_an_organization_has_only_so_many_webhooks(desk_at: Any, tmp_path: Path) -> None:
    desk = desk_at(tmp_path / "full", webhooks_private=True)
    acme, beta = administrators(desk, "acme", "beta")
    hooks = desk.services.webhooks
    made = [hooks.add(acme, f"https://hooks.example/{number}", ["case"]) for number in range(50)]
    with pytest.raises(AccountError):
        hooks.add(acme, "https://hooks.example/", ["case"])
    hooks.add(beta, "https://hooks.example/", ["case"])
    assert hooks.end(acme, made[0].key)
    hooks.add(acme, "https://hooks.example/", ["case"])
    desk.services.close()


def test_an_address_that_nobody_named_in_the_log_is_found(desk_at: Any, tmp_path: Path) -> None:
    desk = desk_at(tmp_path / "log", webhooks_private=True)
    (acme,) = administrators(desk, "acme")
    hooks, database = desk.services.webhooks, desk.services.database
    made = hooks.add(acme, "https://hooks.example/secret-path", ["case"])
    ended = hooks.add(acme, "https://old.example/", ["case"])
    assert hooks.end(acme, ended.key)

    def changed(statement: Any) -> list[str]:
        """Which tables are unlike the log under a change behind it, which is taken back."""
        with database.reading() as reading:
            assert not unlike_the_log(reading)
        with database.unit_of_work() as connection:
            change = connection.begin_nested()
            connection.execute(statement)
            found = [difference.table for difference in unlike_the_log(connection)]
            change.rollback()
        return found

    mine, gone = webhook.c.key == made.key, webhook.c.key == ended.key
    stranger = {
        "key": "k", "organization": "acme", "url": "https://x.example/", "events": ["case"], "made_at": "2019",
        "ended": False,
    }  # fmt: skip
    for statement in (
        update(webhook).where(mine).values(url="https://x.example/"),
        update(webhook).where(mine).values(events=["case", "license"]),
        update(webhook).where(mine).values(ended=True),
        update(webhook).where(gone).values(ended=False),
        delete(webhook).where(mine),
        insert(webhook).values(stranger),
    ):
        assert changed(statement) == ["webhook"]
    with database.reading() as connection:
        rows = connection.execute(select(event.c.kind, event.c.payload).where(event.c.kind.like("webhook.%")))
        told = list(rows)
    assert [row.kind for row in told] == ["webhook.made", "webhook.made", "webhook.ended"]
    assert "secret-path" not in str(told)
    desk.services.close()


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def test_a_provider_is_asked_once_an_hour_and_not_while_it_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answers, clock = list[str](), dict[str, Any](), Clock()

    def fake(_method: str, url: str, **_more: Any) -> OutgoingResponse:
        asked.append(url)
        if "document" not in answers:
            raise OutgoingError("TimeoutError")
        return OutgoingResponse(200, answers["document"])

    monkeypatch.setattr(provider_module, "exchange", fake)
    provider = Provider("https://idp.example", clock)
    for _ in range(50):
        with pytest.raises(ProviderError):
            provider.document()
    assert len(asked) == 1
    clock.at += 11
    answers["document"] = (
        b'{"issuer": "https://idp.example", "authorization_endpoint": "a", "token_endpoint": "t", "jwks_uri": "j"}'
    )
    for _ in range(50):
        assert provider.document()["jwks_uri"] == "j"
    assert len(asked) == 2
    answers.clear()
    clock.at += 4000  # it hangs again: what was kept is used on
    assert provider.document()["jwks_uri"] == "j"
    assert len(asked) == 3
