"""A real server under attack, measured: python benchmarks/attack.py SCENARIO [--seconds N] [--workers N]

Scenarios, each with a server of its own in a temporary home (``LICET_DATABASE_URL`` puts its records on PostgreSQL):

- ``worst``: one client sends the worst input of every kind of the attack report, over and over; another client asks
  ``/healthz`` and for a determination five times a second, and its waits are told.
- ``overload``: the most that the server answers, and then three times as much for a while: how long accepted and
  refused requests take, and what memory does.
- ``idle``: 5,000 connections that say nothing and 500 uploads of a byte a second: what others wait, and descriptors.
- ``kill``: the server is killed by SIGKILL again and again under writes; what was acknowledged has to be there once.

Not a test: figures depend on the machine. What must hold whatever the machine is asserted, and the exit status tells.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import IO

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook

from licet.access.accounts.service import NewAccount
from licet.access.roles import Side, UserAction, UserRole, may
from licet.api.services import open_services
from licet.api.settings import Settings

API = "/api/v1"
SALE = {
    "action": "export", "as_of": "2019-10-10", "destination": "DE",
    "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
    "parties": [{"role": "ultimate_consignee", "name": "Muster Werke GmbH", "country": "DE"}], "end_use": "civil",
}  # fmt: skip


@dataclass(slots=True)
class Reply:
    """``status`` 0: the connection ended without an answer."""

    status: int
    seconds: float
    body: bytes = b""


@dataclass(slots=True)
class Server:
    """A server that runs, and tokens of two organizations."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]
    tokens: dict[str, str]

    async def ask(
        self, method: str, path: str, token: str = "", body: bytes = b"", kind: str = "application/json",
        headers: dict[str, str] | None = None,
    ) -> Reply:  # fmt: skip
        """One request on a connection of its own."""
        began = time.perf_counter()
        lines = [
            f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Connection: close",
            f"Content-Length: {len(body)}", f"Content-Type: {kind}",
        ]  # fmt: skip
        lines += [f"Authorization: Bearer {token}"] if token else []
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        data = b""
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            with suppress(OSError):
                writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
                await writer.drain()
            with suppress(OSError):
                data = await reader.read()
            writer.close()
        head, _, rest = data.partition(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1]) if head.startswith(b"HTTP/") else 0
        return Reply(status, time.perf_counter() - began, rest)

    def memory(self) -> int:
        """Resident bytes of the server and the processes that it started."""
        family = [
            psutil.Process(self.process.pid),
            *psutil.Process(self.process.pid).children(recursive=True),
        ]
        return sum(one.memory_info().rss for one in family)

    def descriptors(self) -> int:
        family = [
            psutil.Process(self.process.pid),
            *psutil.Process(self.process.pid).children(recursive=True),
        ]
        return max(one.num_fds() for one in family)


@dataclass(slots=True)
class Waits:
    """How long answers took, by what was asked."""

    by_name: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, reply: Reply) -> None:
        self.by_name.setdefault(name, []).append(reply.seconds)
        self.statuses[f"{name} {reply.status}"] += 1

    def print(self, title: str) -> None:
        print(f"== {title}")
        for name, seconds in sorted(self.by_name.items()):
            p50, p99, most = at(seconds, 0.5), at(seconds, 0.99), max(seconds) * 1000
            print(f"  {name:<24} n={len(seconds):<6} p50={p50:7.1f} p99={p99:7.1f} max={most:7.1f} ms")
        print("  statuses:", ", ".join(f"{name}: {count}" for name, count in sorted(self.statuses.items())))


def at(seconds: list[float], share: float) -> float:
    """A quantile in milliseconds."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else float("nan")


def tokens_in(home: Path) -> dict[str, str]:
    """Accounts of two organizations, and a token of each that may do all that its role may."""
    with closing(open_services(Settings(home))) as services:
        made = {}
        for name in ("acme", "beta"):
            services.accounts.add_organisation(name, name.title(), Side.EXPORTER)
            roles = {UserRole.LICENSE_MANAGER}
            account = services.accounts.add(NewAccount(name, name, name, roles, "given by another"))
            scopes = [one for one in UserAction if may(UserRole.LICENSE_MANAGER, one)]
            made[name] = str(services.sessions.make_token(account, "load", scopes, 30).secret)
        return made


def _drain(stream: IO[bytes]) -> None:
    for _ in stream:
        pass


@asynccontextmanager
async def serving(
    workers: int, home: Path | None = None, tokens: dict[str, str] | None = None
) -> AsyncIterator[Server]:
    """A server in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="licet-load-") as folder:
        where = home or Path(folder) / "home"
        known = tokens or tokens_in(where)
        environment = {
            **os.environ, "LICET_HOME": str(where), "LICET_REQUESTS_PER_MINUTE": str(10**9),
            "LICET_HEADS": str(Path(folder) / "heads"),
        }  # fmt: skip
        command = [sys.executable, "-m", "licet.cli.main", "serve", "--port", "0", "--workers", str(workers)]
        process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)  # noqa: ASYNC220, S603
        assert process.stderr is not None
        line = b""
        while b"http://127.0.0.1:" not in line:
            line = await asyncio.to_thread(process.stderr.readline)
            if not line:
                raise SystemExit("the server did not start")
        port = int(line.split(b"http://127.0.0.1:")[1].split()[0])
        errors = process.stderr
        drain = asyncio.create_task(asyncio.to_thread(_drain, errors))
        server = Server(where, port, process, known)
        while (await server.ask("GET", "/readyz")).status != HTTPStatus.OK:  # noqa: ASYNC110
            await asyncio.sleep(0.2)
        try:
            yield server
        finally:
            process.terminate()
            try:
                await asyncio.to_thread(process.wait, 30)
            except subprocess.TimeoutExpired:
                process.kill()
                print("  the server did not stop in 30 s")
            await drain
            errors.close()


def workbook(rows: int) -> bytes:
    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("orders")
    sheet.append(["id", "destination"])
    for _ in range(rows):
        sheet.append(["1", "CN"])
    book.save(out)
    return out.getvalue()


def parquet_bomb() -> bytes:
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 900_000, pa.int32()), pa.array(["x" * 3500]))
    out = pa.BufferOutputStream()
    pq.write_table(pa.table({"id": column}), out, compression="zstd")
    return bytes(out.getvalue())


def upload(content: bytes, field_name: str, file: str) -> tuple[bytes, str]:
    mark = "licet-load"
    head = f'--{mark}\r\nContent-Disposition: form-data; name="{field_name}"; filename="{file}"\r\n\r\n'
    return head.encode() + content + f"\r\n--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


Attack = Callable[[Server], Awaitable[Reply]]


def attacks() -> dict[str, Attack]:
    """The worst input of every kind of the attack report, by name."""
    party = {"role": "end_user", "name": "Rosoboroneksport Muster", "country": "RU"}
    names = [
        {**party, "name": f"{name} {number}"}
        for number, name in enumerate(["Mahan", "Huawei", "Kaspersky"] * 67)
    ]
    owned = {**party, "owners": [{"name": f"Owner {number}"} for number in range(99)]}
    bombs = {
        "exponent": json.dumps(SALE).replace('"item": {', '"item": {"quantity": 1e999999999, ').encode(),
        "5,000 digits": json.dumps(SALE)
        .replace('"item": {', '"item": {"value_usd": ' + "9" * 5000 + ", ")
        .encode(),
        "201 parties": json.dumps({**SALE, "parties": names}).encode(),
        "200 parties": json.dumps({**SALE, "parties": names[:200]}).encode(),
        "500 names": json.dumps({**SALE, "parties": [owned] * 5}).encode(),
        "deep": b'{"parties": ' + b"[" * 30_000 + b"]" * 30_000 + b"}",
        "64 KiB of brackets": b"[" + b"[]," * 21_000 + b"[]]",
    }
    many = json.dumps({"sales": [{"sale": {**SALE, "parties": names[:20]}}] * 200}).encode()
    huge = b"[" + b"[]," * 5_000_000 + b"[]]"
    book, book_kind = upload(workbook(120_000), "file", "orders.xlsx")
    bomb, bomb_kind = upload(parquet_bomb(), "orders", "orders.parquet")

    def posting(path: str, body: bytes, kind: str = "application/json", *, signed: bool = True) -> Attack:
        return lambda server: server.ask(
            "POST", f"{path}", server.tokens["acme"] if signed else "", body, kind
        )

    return {
        **{name: posting(f"{API}/determinations", body) for name, body in bombs.items()},
        "many sales": posting(f"{API}/determinations/many", many),
        "60 MB to sign in": posting(f"{API}/session", huge, signed=False),
        "60 MB to accounts": posting(f"{API}/accounts", huge, signed=False),
        "workbook": posting("/orders", book, book_kind),
        "parquet": posting(f"{API}/jobs/answers", bomb, bomb_kind),
        "sign-in": posting(
            f"{API}/session", json.dumps({"login": "x", "password": "y" * 12}).encode(), signed=False
        ),
    }


async def victim(server: Server, waits: Waits, until: float, every: float = 0.2) -> None:
    """Asks for health and a determination, from another organization, at a steady pace."""
    body = json.dumps(SALE).encode()
    while time.monotonic() < until:
        began = time.monotonic()
        health, answer = await asyncio.gather(
            server.ask("GET", "/healthz"),
            server.ask("POST", f"{API}/determinations", server.tokens["beta"], body),
        )
        waits.add("healthz", health)
        waits.add("determination", answer)
        await asyncio.sleep(max(0.0, every - (time.monotonic() - began)))


async def worst(seconds: float, workers: int) -> bool:
    every, attacking = attacks(), Waits()
    async with serving(workers) as server:
        quiet, under = Waits(), Waits()
        await victim(server, Waits(), time.monotonic() + 2)
        await victim(server, quiet, time.monotonic() + min(10, seconds / 3))
        quiet.print("another client, quiet")
        before, until = server.memory(), time.monotonic() + seconds

        async def attack() -> None:
            while time.monotonic() < until:
                for name, one in every.items():
                    if time.monotonic() > until:
                        return
                    attacking.add(name, await one(server))

        await asyncio.gather(victim(server, under, until), attack(), attack())
        attacking.print("the attacker (two connections)")
        under.print("another client, under attack")
        print(f"  memory {before / 1e6:.0f} MB before, {server.memory() / 1e6:.0f} MB after")
        return under.statuses["determination 200"] == len(under.by_name["determination"])


async def overload(seconds: float, workers: int) -> bool:
    body = json.dumps(SALE).encode()
    async with serving(workers) as server:

        async def one(waits: Waits, name: str) -> None:
            waits.add(name, await server.ask("POST", f"{API}/determinations", server.tokens[name], body))

        async def closed(waits: Waits, until: float) -> None:
            while time.monotonic() < until:
                await one(waits, random.choice(["acme", "beta"]))

        measured, span = Waits(), min(10.0, seconds)
        await asyncio.gather(*(closed(Waits(), time.monotonic() + 3) for _ in range(6)))
        await asyncio.gather(*(closed(measured, time.monotonic() + span) for _ in range(6)))
        most = measured.statuses.total() / span
        measured.print(f"closed loop, 6 clients: {most:.0f} answers a second")
        await asyncio.sleep(3)
        before, taken, refused = server.memory(), Waits(), Waits()

        async def open_one(name: str) -> None:
            reply = await server.ask("POST", f"{API}/determinations", server.tokens[name], body)
            (taken if reply.status == HTTPStatus.OK else refused).add(name, reply)

        began = time.monotonic()
        tasks: list[asyncio.Task[None]] = []
        while (now := time.monotonic() - began) < seconds:
            while len(tasks) < now * 3 * most:
                tasks.append(asyncio.create_task(open_one(random.choice(["acme", "beta"]))))
            await asyncio.sleep(0.005)
        await asyncio.gather(*tasks)
        taken.print(f"three times as much, {len(tasks) / seconds:.0f} a second for {seconds:.0f} s: accepted")
        refused.print("refused")
        peak = server.memory()
        await asyncio.sleep(5)
        after = server.memory()
        print(
            f"  memory {before / 1e6:.0f} MB before, {peak / 1e6:.0f} at the end, {after / 1e6:.0f} 5 s later"
        )
        return all(" 503" in name for name in refused.statuses) and after < before * 1.1


async def idle(seconds: float, workers: int) -> bool:
    async with serving(workers) as server:
        quiet, under = Waits(), Waits()
        await victim(server, Waits(), time.monotonic() + 2)
        await victim(server, quiet, time.monotonic() + 5)
        before = server.descriptors()
        writers: list[asyncio.StreamWriter] = []

        async def connect(first: bytes) -> None:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", server.port)
                writer.write(first)
                writers.append(writer)

        head = (
            f"POST {API}/documents HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 1000000\r\n"
            f"Content-Type: multipart/form-data; boundary=x\r\nAuthorization: Bearer {server.tokens['acme']}\r\n\r\n"
        ).encode()
        for start in range(0, 5000, 250):
            await asyncio.gather(*(connect(b"") for _ in range(start, start + 250)))
        uploads = len(writers)
        await asyncio.gather(*(connect(head) for _ in range(500)))
        opened, until = server.descriptors(), time.monotonic() + seconds

        async def drip() -> None:
            while time.monotonic() < until:
                for writer in writers[uploads:]:
                    with suppress(OSError):
                        writer.write(b"x")
                await asyncio.sleep(1)

        await asyncio.gather(victim(server, under, until), drip())
        quiet.print("another client, quiet")
        under.print("another client, beside 5,000 idle connections and 500 slow uploads")
        after = server.descriptors()
        print(f"  descriptors {before} before, {opened} with all of them, {after} after {seconds:.0f} s")
        for writer in writers:
            writer.close()
        return (
            under.statuses["determination 200"] == len(under.by_name["determination"]) and after < before + 64
        )


async def kill(times: int, workers: int) -> bool:
    """Applications begun under keys of their own while the server is killed: each acknowledged one is there once."""
    party = {"role": "ultimate_consignee", "name": "Huawei Technologies Co., Ltd.", "country": "CN"}
    sale = {**SALE, "destination": "CN", "parties": [party]}
    applicant = json.dumps({"sale": sale, "applicant": {"name": "Acme"}}).encode()
    acknowledged: list[str] = []
    with tempfile.TemporaryDirectory(prefix="licet-kill-") as folder:
        home = Path(folder) / "home"
        tokens, number = tokens_in(home), 0
        for _ in range(times):
            async with serving(workers, home, tokens) as server:
                stop = asyncio.Event()

                async def write(stop: asyncio.Event = stop, server: Server = server) -> None:
                    nonlocal number
                    while not stop.is_set():
                        number += 1
                        key = {"Idempotency-Key": f"k{number}"}
                        reply = await server.ask(
                            "POST", f"{API}/cases/from-sale", server.tokens["acme"], applicant, headers=key
                        )
                        if reply.status == HTTPStatus.CREATED:
                            acknowledged.append(json.loads(reply.body)["subject"])

                writers = [asyncio.create_task(write()) for _ in range(3)]
                await asyncio.sleep(random.uniform(0.3, 1.5))
                for child in psutil.Process(server.process.pid).children(recursive=True):
                    child.kill()
                server.process.kill()
                stop.set()
                await asyncio.gather(*writers)
        environment = {**os.environ, "LICET_HOME": str(home), "LICET_HEADS": str(Path(folder) / "heads")}
        command = [sys.executable, "-m", "licet.cli.main", "audit", "verify", "--replay"]
        verified = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: ASYNC221, S603
        with closing(open_services(Settings(home))) as services, services.database.reading() as connection:
            query = "SELECT subject FROM event WHERE kind = 'case.drafted'"
            kept = Counter(connection.exec_driver_sql(query).scalars())
    lost = [one for one in acknowledged if kept[one] == 0]
    twice = [one for one, count in kept.items() if count > 1]
    print(f"== killed {times} times: {len(acknowledged)} acknowledged, {len(kept)} kept")
    print(f"  {len(lost)} lost, {len(twice)} twice")
    print("  " + verified.stdout.decode().splitlines()[0])
    return bool(acknowledged) and not lost and not twice and verified.returncode == 0


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("scenario", choices=["worst", "overload", "idle", "kill"])
    asked.add_argument("--seconds", type=float, default=30)
    asked.add_argument("--times", type=int, default=50)
    asked.add_argument("--workers", type=int, default=1)
    given = asked.parse_args()
    print(f"load of the machine: {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
    runs: dict[str, Callable[[], Awaitable[bool]]] = {
        "worst": lambda: worst(given.seconds, given.workers),
        "overload": lambda: overload(given.seconds, given.workers),
        "idle": lambda: idle(given.seconds, given.workers),
        "kill": lambda: kill(given.times, given.workers),
    }

    async def run() -> bool:
        return await runs[given.scenario]()

    held = asyncio.run(run())
    print("held" if held else "DID NOT HOLD")
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
