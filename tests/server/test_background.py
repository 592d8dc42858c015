"""What is heavy is done by another process: through a socket, with the same answers, and without it 503."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
import psutil
import pytest
import uvicorn
from starlette.testclient import TestClient

from licet.accounts.service import NewAccount
from licet.events.roles import Side, UserAction, UserRole
from licet.server.allowances import allowance_of
from licet.server.app import create_app
from licet.server.background import Background
from licet.server.services import open_services
from licet.server.settings import Settings
from licet.web.background import BackgroundProcess

SALES = "/api/v1/determinations"
SALE = {"action": "export", "as_of": "2019-10-10", "destination": "DE"}
LARGE = {**SALE, "parties": [{"role": "end_user", "name": f"Acme {number} GmbH"} for number in range(60)]}


@pytest.fixture
def behind(desk: Any) -> Iterator[Path]:
    """The socket of an application that stands behind another."""
    with tempfile.TemporaryDirectory(prefix="licet-") as folder, socket.socket(socket.AF_UNIX) as listening:
        path = Path(folder) / "s"
        listening.bind(str(path))
        app = create_app(desk.services, behind=True)
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, forwarded_allow_ips="*"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield path
        server.should_exit = True
        thread.join()


def token(desk: Any) -> dict[str, str]:
    key = desk.person("officer", UserRole.COMPLIANCE_OFFICER)
    scopes = [UserAction.CHECK_SALE, UserAction.SCREEN]
    made = desk.services.sessions.make_token(desk.services.accounts.find(key), "t", scopes, 30)
    return {"Authorization": f"Bearer {made.secret}"}


def asked(client: TestClient) -> list[Any]:
    upload = {"orders": ("orders.csv", b"id,destination\n1,CN\n", "text/csv")}
    return [
        client.post(SALES, json=LARGE),
        client.post(f"{SALES}/many", json={"sales": [{"sale": SALE}] * 3}),
        client.post(f"{SALES}/many?x=%2F%20y", content=b"{" * 3000),
        client.post("/api/v1/jobs/answers", files=upload),
        client.post("/api/v1/jobs/answers", json={}),
        client.post(SALES, content=b" " * 3000),
    ]


def test_the_answers_are_the_same_through_the_other_process(desk: Any, behind: Path) -> None:
    headers = token(desk)
    here = TestClient(desk.app, base_url="http://localhost", headers=headers)
    with TestClient(
        create_app(desk.services, background=Background(behind)), base_url="http://localhost", headers=headers
    ) as front:
        before, after = asked(here), asked(front)
        assert (
            front.post(f"{SALES}/many", json={"sales": []}, headers={"Authorization": ""}).status_code == 401
        )
    assert [item.status_code for item in before] == [200, 200, 422, 202, 422, 422]
    assert [item.status_code for item in after] == [item.status_code for item in before]
    assert all(item.headers.keys() >= {"x-request-id", "cache-control"} for item in after)
    assert not any("x-licet-route" in item.headers for item in after)
    assert all(len(item.headers.get_list("x-request-id")) == 1 for item in after)
    for ours, theirs in zip(before[:3], after[:3], strict=True):
        assert theirs.json() == ours.json()
    metrics = desk.services.metrics.requests.collect()[0].samples
    assert any(metric.labels["route"].endswith("/determinations/many") for metric in metrics)


def test_without_the_other_process_what_is_heavy_is_503_and_the_rest_goes_on(desk: Any) -> None:
    app = create_app(desk.services, background=Background(Path("/nowhere/s")))
    with TestClient(app, base_url="http://localhost", headers=token(desk)) as front:
        refused = front.post(SALES, json=LARGE)
        assert (refused.status_code, refused.json()["type"]) == (503, "urn:licet:problem:busy")
        assert refused.headers["Retry-After"] == "5"
        assert front.post(SALES, json=SALE).status_code == 200


@pytest.mark.parametrize(
    ("route", "heavy"),
    [
        ("POST /api/v1/determinations", False),
        ("POST /api/v1/determinations/many", True),
        ("POST /orders", True),
        ("POST /customers", True),
        ("POST /api/v1/customers/rescreening", True),
        ("POST /ask", False),
        ("GET /api/v1/audit", True),
        ("POST /api/v1/session", False),
    ],
)
def test_the_table_says_what_is_heavy(route: str, heavy: bool) -> None:
    assert allowance_of(*route.split()).heavy is heavy


def _serve(home: Path, workers: int = 1) -> tuple[subprocess.Popen[bytes], int]:
    command = [sys.executable, "-m", "licet.cli.main", "serve", "--port", "0", "--workers", str(workers)]
    said = home.with_suffix(".log")
    with said.open("wb") as errors:
        process = subprocess.Popen(command, env={**os.environ, "LICET_HOME": str(home)}, stderr=errors)
    _until(lambda: b"http://127.0.0.1:" in said.read_bytes())
    return process, int(said.read_bytes().split(b"http://127.0.0.1:")[1].split()[0])


def _until(true: Any, seconds: float = 300) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def _ready(port: int) -> bool:
    try:
        return httpx2.get(f"http://127.0.0.1:{port}/readyz", timeout=10).status_code == 200
    except httpx2.TransportError:
        return False


def test_a_server_starts_its_background_again_and_takes_it_along(tmp_path: Path) -> None:
    process, port = _serve(tmp_path / "home")

    def ready() -> bool:
        return _ready(port)

    def children() -> list[psutil.Process]:
        return psutil.Process(process.pid).children(recursive=True)

    try:
        _until(ready)
        (first,) = children()
        assert first.nice() > psutil.Process(process.pid).nice()
        first.kill()
        _until(lambda: any(child.pid != first.pid and child.is_running() for child in children()))
        assert ready()
        (second,) = (child for child in children() if child.pid != first.pid)
        process.send_signal(signal.SIGKILL)  # nothing that it could do any more
        process.wait(30)
        _until(lambda: not second.is_running())
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_server_takes_every_process_of_an_order_run_with_it(tmp_path: Path, workers: int) -> None:
    home = tmp_path / "home"
    with closing(open_services(Settings(home))) as services:
        services.accounts.add_organization("acme", "Acme", Side.EXPORTER)
        roles = {UserRole.COMPLIANCE_OFFICER}
        account = services.accounts.add(NewAccount("cora", "Cora", "acme", roles, "given by another"))
        secret = services.sessions.make_token(account, "t", [UserAction.CHECK_SALE], 30).secret
    process, port = _serve(home, workers)
    orders = "\n".join(["id,destination", *(f"{number},CN" for number in range(100_000))]).encode()

    def family() -> list[psutil.Process]:
        return psutil.Process(process.pid).children(recursive=True)

    try:
        _until(lambda: _ready(port))
        serving = len(family())
        answer = httpx2.post(
            f"http://127.0.0.1:{port}/api/v1/jobs/answers",
            headers={"Authorization": f"Bearer {secret}"},
            files={"orders": ("orders.csv", orders, "text/csv")},
            timeout=120,
        )
        assert answer.status_code == 202, answer.text
        _until(lambda: len(family()) > serving)  # the processes of the run
        every = [psutil.Process(process.pid), *family()]
    finally:
        process.kill()
        process.wait()
    _, alive = psutil.wait_procs(every, timeout=120)
    assert not alive
    with socket.socket() as free:  # nobody listens any more, so the next server can
        assert free.connect_ex(("127.0.0.1", port)) != 0


def test_folders_of_processes_that_were_killed_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, alive = (tmp_path / f"licet-background-{name}" for name in ("left", "alive"))
    for folder in (left, alive):
        folder.mkdir()
    with socket.socket(socket.AF_UNIX) as dead, socket.socket(socket.AF_UNIX) as listening:
        dead.bind(str(left / "s"))
        listening.bind(str(alive / "s"))
        listening.listen()
        made = BackgroundProcess(log=False).socket
    assert made is not None
    assert set(tmp_path.iterdir()) == {alive, made.parent}
