"""Downloads against a real server on this machine: drops, refusals, resumption, and no network."""

import re
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from licet.watchlists.download import DownloadError, Patience, download

BODY = bytes(range(256)) * 4_000  # about a megabyte
MODIFIED = "Fri, 31 Jul 2026 13:15:00 GMT"


class Handler(BaseHTTPRequestHandler):
    """Answers as the script says, one step per request; the last step goes on for ever."""

    script: ClassVar[list[str]]
    seen: ClassVar[list[tuple[str | None, str | None]]]
    etag: ClassVar[str]

    def do_GET(self) -> None:
        self.seen.append((self.headers["Range"], self.headers["If-Range"]))
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if step.isdecimal():
            self.send_error(int(step))
            return
        if step.startswith("to "):
            self.send_response(302)
            self.send_header("Location", step.removeprefix("to "))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self._body(cut=step == "drop", ranges=step != "no ranges", length=step != "no length")

    def _body(self, *, cut: bool, ranges: bool, length: bool) -> None:
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers["Range"] or "")
        start = int(wanted[1]) if wanted and ranges and self.headers["If-Range"] == self.etag else 0
        rest = BODY[start:]
        self.send_response(206 if start else 200)
        self.send_header("ETag", self.etag)
        self.send_header("Last-Modified", MODIFIED)
        if length:
            self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        self.wfile.write(rest[: len(rest) // 2] if cut else rest)

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


class QuietServer(ThreadingHTTPServer):
    """Says nothing when a client hangs up, which is what the client is to do."""

    def handle_error(self, *_: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    Handler.script, Handler.seen, Handler.etag = ["ok"], [], '"one"'
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}/consolidated.csv"
        running.shutdown()
        thread.join()


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def patience(pauses: list[float]) -> Patience:
    return Patience(attempts=4, timeout=5, sleep=pauses.append)


def test_a_file_comes_whole_with_its_date(server: str, tmp_path: Path, patience: Patience) -> None:
    found = download(server, tmp_path / "a" / "list.csv", patience=patience)
    assert found.path.read_bytes() == BODY
    assert (found.last_modified, found.size) == (date(2026, 7, 31), len(BODY))
    assert [path.name for path in found.path.parent.iterdir()] == ["list.csv"]


def test_another_address_is_followed_where_it_is_as_safe(
    server: str, tmp_path: Path, patience: Patience
) -> None:
    Handler.script = ["to /2026/list.csv", "ok"]
    assert download(server, tmp_path / "list.csv", patience=patience).path.read_bytes() == BODY
    for place in ("http://example.com/list.csv", "ftp://127.0.0.1/list.csv", "file:///etc/passwd"):
        Handler.script = [f"to {place}"]
        with pytest.raises(DownloadError, match="only https"):
            download(server, tmp_path / "other.csv", patience=patience)
        assert not (tmp_path / "other.csv").exists()
    Handler.script = ["to /again"]
    with pytest.raises(DownloadError, match="from address to address"):
        download(server, tmp_path / "other.csv", patience=patience)


def test_progress_counts_up_to_the_whole(server: str, tmp_path: Path, patience: Patience) -> None:
    told: list[tuple[int, int | None]] = []
    download(server, tmp_path / "list.csv", lambda here, whole: told.append((here, whole)), patience)
    assert told[-1] == (len(BODY), len(BODY))
    assert [here for here, _ in told] == sorted(here for here, _ in told)


def test_a_dropped_connection_is_resumed_where_it_broke(
    server: str, tmp_path: Path, patience: Patience, pauses: list[float]
) -> None:
    Handler.script = ["drop", "drop", "ok"]
    assert download(server, tmp_path / "list.csv", patience=patience).path.read_bytes() == BODY
    half, three_quarters = len(BODY) // 2, len(BODY) // 4 * 3
    assert Handler.seen == [
        (None, None),
        (f"bytes={half}-", '"one"'),
        (f"bytes={three_quarters}-", '"one"'),
    ]
    assert pauses == [1.0, 2.0]


def test_a_later_run_goes_on_from_the_piece_that_is_here(
    server: str, tmp_path: Path, patience: Patience
) -> None:
    Handler.script = ["drop"]
    with pytest.raises(DownloadError):
        download(server, tmp_path / "list.csv", patience=Patience(attempts=1))
    assert not (tmp_path / "list.csv").exists()
    assert (tmp_path / "list.csv.part").stat().st_size == len(BODY) // 2
    Handler.script = ["ok"]
    assert download(server, tmp_path / "list.csv", patience=patience).path.read_bytes() == BODY
    assert Handler.seen[-1][0] == f"bytes={len(BODY) // 2}-"


def test_a_file_that_changed_meanwhile_is_fetched_anew(
    server: str, tmp_path: Path, patience: Patience
) -> None:
    Handler.script = ["drop"]
    with pytest.raises(DownloadError):
        download(server, tmp_path / "list.csv", patience=Patience(attempts=1))
    Handler.script, Handler.etag = ["ok"], '"two"'
    assert download(server, tmp_path / "list.csv", patience=patience).path.read_bytes() == BODY


@pytest.mark.parametrize("step", ["no ranges", "no length"])
def test_a_server_without_ranges_or_length_gives_the_whole(
    server: str, tmp_path: Path, patience: Patience, step: str
) -> None:
    Handler.script = ["drop", step]
    assert download(server, tmp_path / "list.csv", patience=patience).path.read_bytes() == BODY


def test_a_busy_server_is_asked_again_with_growing_pauses(
    server: str, tmp_path: Path, patience: Patience, pauses: list[float]
) -> None:
    Handler.script = ["503", "429", "500", "ok"]
    assert download(server, tmp_path / "list.csv", patience=patience).path.read_bytes() == BODY
    assert pauses == [1.0, 2.0, 4.0]


def test_when_every_attempt_fails_the_last_reason_is_told(
    server: str, tmp_path: Path, patience: Patience
) -> None:
    Handler.script = ["503"]
    with pytest.raises(DownloadError, match=r"the server answered 503 Service Unavailable \(4 attempts\)"):
        download(server, tmp_path / "list.csv", patience=patience)
    assert list(tmp_path.iterdir()) == []


def test_an_answer_that_no_attempt_betters_is_told_at_once(
    server: str, tmp_path: Path, patience: Patience, pauses: list[float]
) -> None:
    Handler.script = ["404"]
    with pytest.raises(DownloadError, match="the server answered 404 Not Found"):
        download(server, tmp_path / "list.csv", patience=patience)
    assert pauses == []


def test_a_piece_that_does_not_fit_is_thrown_away(server: str, tmp_path: Path, patience: Patience) -> None:
    Handler.script = ["drop"]
    with pytest.raises(DownloadError):
        download(server, tmp_path / "list.csv", patience=Patience(attempts=1))
    Handler.script = ["416", "ok"]
    assert download(server, tmp_path / "list.csv", patience=patience).path.read_bytes() == BODY
    assert [wanted for wanted, _ in Handler.seen[-1:]] == [None]


def test_without_a_network_the_error_says_so(
    tmp_path: Path, patience: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with closing(socket.socket()) as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(DownloadError, match=r"no connection: .*refused.* \(4 attempts\)"):
        download(f"http://127.0.0.1:{port}/list.csv", tmp_path / "list.csv", patience=patience)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url", ["http://data.trade.gov/list.csv", "file:///etc/passwd", "ftp://a.example/x", "list.csv"]
)
def test_only_verified_connections_are_made(url: str, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="only https addresses are fetched"):
        download(url, tmp_path / "list.csv")


@pytest.mark.skipif(
    shutil.which("openssl") is None, reason="makes its certificate with openssl, which is not here"
)
def test_a_certificate_that_nobody_vouches_for_is_refused_at_once(
    tmp_path: Path, patience: Patience, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "localhost")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=localhost",
        "-days",
        "1",
    ]
    subprocess.run([*command, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with QuietServer(("127.0.0.1", 0), Handler) as running:
        running.socket = context.wrap_socket(running.socket, server_side=True)
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            with pytest.raises(DownloadError, match="certificate is not valid"):
                download(
                    f"https://localhost:{running.server_address[1]}/x.csv",
                    tmp_path / "x.csv",
                    patience=patience,
                )
        finally:
            running.shutdown()
            thread.join()
    assert pauses == []
