"""How a server fares: one worker, the whole Consolidated Screening List, load from another process on loopback.

    python -m benchmarks.serve CSL_FILE [--seconds 60] [--rate 100] [--requests 100000]

Says determinations and screenings per second as fast as they go, and p50, p95 and p99 at a steady rate (open loop:
a late answer does not delay the next request); the peer is ``/healthz`` of the same server, what HTTP itself costs.
Then memory over many requests; then a slow client, a killed client, and a server killed in mid-request, after which
everything that was acknowledged has to be there, once.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx2

from licet.accounts.service import NewAccount
from licet.events.roles import UserAction, UserRole, may
from licet.server.services import open_services
from licet.server.settings import Settings
from licet.storage.adopt import AdoptionRequest, adopt
from licet.watchlists.reading import read

SALE = {
    "action": "export", "as_of": "2019-10-10", "destination": "CN",
    "item": {"description": "5G modem", "kind": "commodity", "eccn": "EAR99", "us_origin": True},
    "end_use": "none_named_in_part_744", "dates": {"contract": "2019-04-01"},
}  # fmt: skip
NAMES = (
    "Huawei Device Co., Ltd.",
    "Siemens AG",
    "Kaspersky Lab",
    "Acme Trading",
    "Sinopec",
    "Aeroflot",
    "Dahua",
    "Bosch",
)


class Server:
    """``licet serve`` in a process of its own."""

    def __init__(self, home: Path, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        environment = {**os.environ, "LICET_HOME": str(home), "LICET_REQUESTS_PER_MINUTE": "100000000"}
        command = [sys.executable, "-m", "licet.cli.main", "serve", "--port", str(port)]
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 600
        while time.monotonic() < deadline:
            try:
                if httpx2.get(f"{self.url}/readyz", timeout=5).status_code == 200:  # noqa: PLR2004
                    return
            except httpx2.TransportError:
                time.sleep(0.2)
        raise RuntimeError("the server did not become ready")

    def memory(self) -> float:
        """Resident megabytes."""
        text = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        return int(next(line for line in text.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024

    def processor(self) -> float:
        """Seconds of processor time that the server has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self, how: int = signal.SIGTERM) -> None:
        self.process.send_signal(how)
        self.process.wait(timeout=60)


def body(kind: str, number: int) -> dict[str, Any]:
    name = f"{NAMES[number % len(NAMES)]}{'' if number % 3 else f' {number}'}"
    if kind == "screenings":
        return {"name": name}
    return {**SALE, "parties": [{"role": "ultimate_consignee", "name": name, "country": "CN"}]}


async def flat_out(client: httpx2.AsyncClient, kind: str, seconds: float, hands: int = 4) -> float:
    """Requests per second as fast as a few clients get answers."""
    done, end = [0], time.monotonic() + seconds

    async def work(hand: int) -> None:
        number = hand
        while time.monotonic() < end:
            await ask(client, kind, number)
            number += hands
            done[0] += 1

    began = time.monotonic()
    await asyncio.gather(*(work(hand) for hand in range(hands)))
    return done[0] / (time.monotonic() - began)


async def ask(client: httpx2.AsyncClient, kind: str, number: int) -> None:
    if kind == "healthz":
        answer = await client.get("/healthz")
    else:
        answer = await client.post(f"/api/v1/{kind}", json=body(kind, number))
    answer.raise_for_status()


async def steady(client: httpx2.AsyncClient, kind: str, rate: float, seconds: float) -> list[float]:
    """Milliseconds of each request, begun at a steady rate whatever the earlier ones do, from when it was due."""
    taken: list[float] = []

    async def send(number: int, due: float) -> None:
        await ask(client, kind, number)
        taken.append((time.perf_counter() - due) * 1000)

    began, tasks = time.perf_counter(), []
    for number in range(int(rate * seconds)):
        due = began + number / rate
        await asyncio.sleep(max(0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(send(number, due)))
    await asyncio.gather(*tasks)
    return sorted(taken)


def rank(ordered: Sequence[float], per_cent: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * per_cent / 100))]


async def load(server: Server, token: str, rate: float, seconds: float) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    limits = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)
    async with httpx2.AsyncClient(
        base_url=server.url, headers=headers, limits=limits, timeout=None
    ) as client:
        speeds = {}
        for kind in ("healthz", "determinations", "screenings"):
            await flat_out(client, kind, 2)
            before = server.processor()
            speeds[kind] = await flat_out(client, kind, 8)
            each = (server.processor() - before) / (speeds[kind] * 8) * 1000
            ratio = f" ({speeds['healthz'] / speeds[kind]:.1f} times /healthz)" if kind != "healthz" else ""
            print(
                f"{kind}: {speeds[kind]:,.0f} a second, flat out{ratio}, {each:.1f} ms of processor each",
                flush=True,
            )
        for kind in ("determinations", "screenings"):
            found = await steady(client, kind, rate, seconds)
            shown = ", ".join(f"p{p} {rank(found, p):.1f}" for p in (50, 95, 99, 99.9))
            print(
                f"{kind}: {len(found):,} at {rate:g} a second: {shown} ms, worst {found[-1]:.1f} ms",
                flush=True,
            )


async def memory(server: Server, token: str, requests: int) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx2.AsyncClient(base_url=server.url, headers=headers, timeout=60) as client:
        for part in range(10):
            for start in range(0, requests // 10, 8):
                kind = "determinations" if start % 16 else "screenings"
                first = part * requests // 10 + start
                await asyncio.gather(*(ask(client, kind, first + number) for number in range(8)))
            print(
                f"memory after {(part + 1) * requests // 10:,} requests: {server.memory():.0f} MB", flush=True
            )


def rough(server: Server, token: str) -> None:
    """A client that sends a byte a second, and clients that go away in the middle."""
    host, port = server.url.removeprefix("http://").split(":")
    head = f"POST /api/v1/determinations HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {token}\r\n"
    slow = socket.create_connection((host, int(port)))
    slow.sendall(f"{head}Content-Length: 1000\r\n\r\n".encode())
    gone = []
    for _ in range(50):
        item = socket.create_connection((host, int(port)))
        item.sendall(f"{head}Content-Length: {len(json.dumps(SALE))}\r\n\r\n{json.dumps(SALE)}".encode())
        item.close()
        slow.sendall(b" ")
        gone.append(item)
    began = time.perf_counter()
    httpx2.get(f"{server.url}/healthz").raise_for_status()
    took = (time.perf_counter() - began) * 1000
    slow.close()
    print(f"50 clients that went away and one that is slow: /healthz answers in {took:.0f} ms", flush=True)


def killed(start: Callable[[], Server], token: str, rounds: int) -> None:
    """Kill the server while it writes; everything acknowledged is there, and what is sent again is done once."""
    headers = {"Authorization": f"Bearer {token}"}
    sale = {
        **SALE,
        "parties": [{"role": "ultimate_consignee", "name": "Huawei Device Co., Ltd.", "country": "CN"}],
    }
    asked = {"sale": sale, "applicant": {"name": "Acme"}}
    acknowledged: dict[str, str] = {}
    unsure: list[str] = []
    for turn in range(rounds):
        server = start()
        killer = subprocess.Popen(["sh", "-c", f"sleep 1.{turn}; kill -9 {server.process.pid}"])  # noqa: S603, S607
        number = 0
        while True:
            key = f"kill-{turn}-{number}"
            try:
                answer = httpx2.post(
                    f"{server.url}/api/v1/cases/from-sale", json=asked, timeout=10,
                    headers={**headers, "Idempotency-Key": key},
                )  # fmt: skip
            except httpx2.TransportError:
                unsure.append(key)
                break
            acknowledged[key] = answer.json()["subject"]
            number += 1
        server.process.wait(timeout=10)
        killer.wait(timeout=10)
    server = start()
    with httpx2.Client(base_url=server.url, headers=headers, timeout=30) as client:
        for key in [*acknowledged, *unsure]:
            answer = client.post("/api/v1/cases/from-sale", json=asked, headers={"Idempotency-Key": key})
            if answer.status_code == 409:  # noqa: PLR2004  # begun by the server that died; free after a minute
                time.sleep(61)
                answer = client.post("/api/v1/cases/from-sale", json=asked, headers={"Idempotency-Key": key})
            found = answer.json()["subject"]
            if acknowledged.get(key, found) != found:
                raise AssertionError(f"{key}: was {acknowledged[key]}, is {found}")
            acknowledged[key] = found
        cases, after = set(), ""
        while True:
            page = client.get(f"/api/v1/cases?limit=200{after}").json()
            cases |= {item["case_id"] for item in page["items"]}
            if page["next"] is None:
                break
            after = f"&after={page['next']}"
    server.end()
    if cases != set(acknowledged.values()):
        raise AssertionError(f"{len(cases)} cases, {len(acknowledged)} asked for")
    print(
        f"{rounds} servers killed in mid-request: {len(cases)} cases asked for, {len(cases)} there, none twice "
        f"({len(unsure)} of them were not acknowledged before)",
        flush=True,
    )


def prepare(home: Path, csl: Path) -> str:
    """Adopt the list and make a token."""
    snapshot = read(csl)
    adopt(
        home,
        snapshot,
        AdoptionRequest(csl.name, snapshot.data_date or time_today(), None, "benchmark", as_whole=True),
    )
    services = open_services(Settings(home))
    services.accounts.add_organization("acme", "Acme", role_side())
    made = services.accounts.add(NewAccount("erp", "ERP", "acme", {UserRole.LICENSE_MANAGER}))
    scopes = [action for action in UserAction if may(UserRole.LICENSE_MANAGER, action)]
    token = services.sessions.make_token(made, "load", scopes, 30).secret
    services.close()
    assert token is not None
    return token


def time_today() -> Any:
    from licet.services.determination import today  # noqa: PLC0415

    return today()


def role_side() -> Any:
    from licet.events.roles import Side  # noqa: PLC0415

    return Side.EXPORTER


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("csl", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=100)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--parts", default="load,memory,rough,killed")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="licet-serve-") as folder:
        home = Path(folder)
        token = prepare(home, asked.csl)
        port = free_port()
        server = Server(home, port)
        try:
            print(f"ready: {server.memory():.0f} MB", flush=True)
            if "load" in asked.parts:
                asyncio.run(load(server, token, asked.rate, asked.seconds))
            if "memory" in asked.parts:
                asyncio.run(memory(server, token, asked.requests))
            if "rough" in asked.parts:
                rough(server, token)
        finally:
            server.end()
        if "killed" in asked.parts:
            killed(lambda: Server(home, port), token, 3)


def free_port() -> int:
    with socket.socket() as item:
        item.bind(("127.0.0.1", 0))
        return int(item.getsockname()[1])


if __name__ == "__main__":
    main()
