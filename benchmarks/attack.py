"""A real server under attack, measured: python -m benchmarks.attack SCENARIO [--postgresql] [--workers N]

Scenarios, each with a server of its own in a temporary home with the whole Consolidated Screening List; with
``--postgresql`` the records are on a real PostgreSQL server of its own:

- ``worst``: one client sends the worst input of every kind of the attack report, over and over; another client asks
  ``/healthz`` and for a determination five times a second. Holds when both have a p99 under 250 ms.
- ``overload``: the most that the server answers, and then three times as much for ``--seconds``. Holds when what is
  accepted has a p99 under 1 s, what is refused is a 503 within 50 ms (p99), and memory returns to within 10 %.
- ``idle``: 5,000 connections that say nothing and 500 uploads of a byte a second. Holds when the other client's p99
  stays under 250 ms and the descriptors are given back.
- ``kill``: the server is killed by SIGKILL ``--times`` times under writes. Holds when everything acknowledged is
  there, nothing is there twice, and the chain verifies with every act replayed.
- ``kill-postgresql``: the same for PostgreSQL, all of its processes, while the server goes on.

Each line of the result says held or not held, and the exit status whether all did. The figures depend on the machine:
say how busy it was.
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
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, asynccontextmanager, closing, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from http import HTTPStatus
from pathlib import Path
from typing import IO, TYPE_CHECKING

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook

from licet.accounts.service import NewAccount
from licet.events.roles import Side, UserAction, UserRole, may
from licet.server.services import open_services
from licet.server.settings import Settings
from licet.storage.adopt import AdoptionRequest, adopt
from licet.watchlists.reading import read

if TYPE_CHECKING:
    from benchmarks.cluster import Cluster

API = "/api/v1"
SALE = {
    "action": "export", "as_of": "2019-10-10", "destination": "DE",
    "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
    "parties": [{"role": "ultimate_consignee", "name": "Muster Werke GmbH", "country": "DE"}], "end_use": "civil",
}  # fmt: skip


MOST_MS, MOST_ACCEPTED_MS, MOST_REFUSED_MS, MOST_MEMORY = 250.0, 1000.0, 50.0, 1.1
LISTS = Path(os.environ.get("LICET_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data/csl"


@dataclass(frozen=True, slots=True)
class Check:
    """Something that has to hold, and what was seen."""

    held: bool
    words: str

    def print(self) -> None:
        print(f"  {'held' if self.held else 'NOT HELD'}: {self.words}")


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
        lines = [f"Content-Length: {len(body)}", f"Content-Type: {kind}"]
        lines += [f"Authorization: Bearer {token}"] if token else []
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        return await self._exchange(f"{method} {path}", lines, body)

    async def send_chunks(self, path: str, chunks: bytes) -> Reply:
        """A request of nobody's with a body in chunks."""
        return await self._exchange(f"POST {path}", ["Transfer-Encoding: chunked"], chunks)

    async def _exchange(self, target: str, lines: list[str], body: bytes) -> Reply:
        began, data = time.perf_counter(), b""
        head = [f"{target} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Connection: close", *lines]
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            with suppress(OSError):
                writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
                await writer.drain()
            with suppress(OSError):
                data = await reader.read()
            writer.close()
        status_line, _, rest = data.partition(b"\r\n\r\n")
        status = int(status_line.split(b" ", 2)[1]) if status_line.startswith(b"HTTP/") else 0
        return Reply(status, time.perf_counter() - began, rest)

    def memory(self) -> int:
        """Resident bytes of the server and the processes that it started."""
        return sum(psutil.Process(pid).memory_info().rss for pid in family_of(self.process.pid))

    def descriptors(self) -> int:
        return max(psutil.Process(pid).num_fds() for pid in family_of(self.process.pid))


@dataclass(slots=True)
class Disturbance:
    """How long this program, and the server, waited for a processor that others had: no doing of the server's."""

    server: Server
    lags: list[float] = field(default_factory=list)
    delayed: dict[int, float] = field(default_factory=dict)

    async def watch(self) -> None:
        """Note how much later than asked for this program's loop goes on, until it is ended."""
        self.delayed = {pid: run_delay(pid) for pid in (os.getpid(), *family_of(self.server.process.pid))}
        while True:
            began = time.perf_counter()
            await asyncio.sleep(_LAG_SECONDS)
            self.lags.append(time.perf_counter() - began - _LAG_SECONDS)

    def print(self, seconds: float) -> None:
        shares = {pid: 100 * (run_delay(pid) - before) / seconds for pid, before in self.delayed.items()}
        mine = shares.pop(os.getpid())
        servers = max(shares.values())
        print(
            f"  this program's own loop late: p50 {at(self.lags, 0.5):.1f} p99 {at(self.lags, 0.99):.1f} "
            f"max {max(self.lags) * 1000:.1f} ms; waited for a processor: it {mine:.1f} %, a loop of the server "
            f"{servers:.1f} % of the time at most; load of the machine {os.getloadavg()[0]:.1f}"
        )


_LAG_SECONDS = 0.005


def run_delay(pid: int) -> float:
    """Seconds that the first thread of a process was ready to run and had no processor."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text("ascii").split()[1]) / 1e9
    except OSError:
        return float("nan")


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

    def under(self, name: str, most: float) -> Check:
        """Whether the p99 of one kind stays under so many milliseconds, and each was answered."""
        p99, good = at(self.by_name[name], 0.99), self.statuses[f"{name} 200"] == len(self.by_name[name])
        return Check(good and p99 < most, f"{name}: p99 {p99:.0f} ms, under {most:.0f}; all answered: {good}")


def at(seconds: list[float], share: float) -> float:
    """A quantile in milliseconds."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else float("nan")


def tokens_in(home: Path, named: str = "") -> dict[str, str]:
    """Lists, accounts of two organizations, and a token of each that may do all that its role may.

    ``named``: only entries whose name has it are adopted, so that a server starts sooner.
    """
    settings = Settings(home)
    with closing(open_services(settings)) as services:
        made = {}
        for name in ("acme", "beta"):
            services.accounts.add_organization(name, name.title(), Side.EXPORTER)
            roles = {UserRole.LICENSE_MANAGER}
            account = services.accounts.add(NewAccount(name, name, name, roles, "given by another"))
            scopes = [action for action in UserAction if may(UserRole.LICENSE_MANAGER, action)]
            made[name] = str(services.sessions.make_token(account, "load", scopes, 30).secret)
    for file in sorted(LISTS.glob("*2026-07-31*"))[:1]:
        today, snapshot = datetime.now(UTC).date(), read(file)
        adopt(
            home,
            replace(snapshot, rows=tuple(row for row in snapshot.rows if named in row.name)),
            AdoptionRequest(file.name, today, date(2026, 7, 31), "a benchmark", as_whole=True),
        )
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
        if FIRST in os.environ:
            run_first(process.pid)
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


FIRST = "LICET_ATTACK_FIRST"
"""Set by ``--first``."""


def family_of(pid: int) -> list[int]:
    """A process and all that it started."""
    return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]


def run_first(pid: int) -> None:
    """Let this program's loop and the loops of the server run before whatever else the machine does."""
    for each in (os.getpid(), *family_of(pid)):
        os.sched_setscheduler(each, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(1))


def raise_cluster(cluster: Cluster) -> None:
    """Keep every process of PostgreSQL at the priority of this program, new ones too."""
    own = Path("/proc/self/autogroup").read_text("ascii").split("nice")[1].strip()
    while True:
        cluster.run_first(own)
        time.sleep(0.3)


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


_LONG = frozenset({"200 parties", "500 names", "2,000 names in 200 sales"})
_CHUNKS, _ASKING = 250_000, 100
_READINESS = """
import socket, sys
port, most = map(int, sys.argv[1:])
asking = [socket.create_connection(("127.0.0.1", port)) for _ in range(most)]
for each in asking:
    each.sendall(b"GET /readyz HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n")
print(max(int((each.makefile("rb").read()[9:12]) or 0) for each in asking))
"""
FORM = "application/x-www-form-urlencoded"
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
    many = json.dumps({"sales": [{"sale": {**SALE, "parties": names[:10]}}] * 200}).encode()
    huge = b"[" + b"[]," * 5_000_000 + b"[]]"
    chunks = b"1\r\nx\r\n" * _CHUNKS + b"0\r\n\r\n"
    book, book_kind = upload(workbook(120_000), "file", "orders.xlsx")
    bomb, bomb_kind = upload(parquet_bomb(), "orders", "orders.parquet")

    def posting(path: str, body: bytes, kind: str = "application/json", *, signed: bool = True) -> Attack:
        return lambda server: server.ask(
            "POST", f"{path}", server.tokens["acme"] if signed else "", body, kind
        )

    return {
        **{name: posting(f"{API}/determinations", body) for name, body in bombs.items()},
        "2,000 names in 200 sales": posting(f"{API}/determinations/many", many),
        "a name of 1,000 letters": posting(
            f"{API}/screenings", json.dumps({"name": "Rosoboron export " * 58}).encode()
        ),
        "10,000 fields": posting("/ask", b"&".join(b"a%d=1" % item for item in range(10_000)), FORM),
        "60 MB to sign in": posting(f"{API}/session", huge, signed=False),
        "60 MB to accounts": posting(f"{API}/accounts", huge, signed=False),
        "workbook": posting("/orders", book, book_kind),
        "parquet": posting(f"{API}/jobs/answers", bomb, bomb_kind),
        "sign-in": posting(
            f"{API}/session", json.dumps({"login": "x", "password": "y" * 12}).encode(), signed=False
        ),
        "chunks of a byte": lambda server: server.send_chunks(f"{API}/session", chunks),
        "100 ask /readyz": ask_readiness,
    }


async def ask_readiness(server: Server) -> Reply:
    """Many ask at once what a full server answers too, by another program: this one shall not wait for itself."""
    began = time.perf_counter()
    command = [sys.executable, "-S", "-c", _READINESS, str(server.port), str(_ASKING)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return Reply(int(out), time.perf_counter() - began)


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


async def worst(seconds: float, workers: int, _times: int, _cluster: Cluster | None) -> list[Check]:
    every, attacking = attacks(), Waits()
    async with serving(workers) as server:
        quiet, under = Waits(), Waits()
        await victim(server, Waits(), time.monotonic() + 2)
        await victim(server, quiet, time.monotonic() + min(10, seconds / 3))
        quiet.print("another client, quiet")
        before, until = server.memory(), time.monotonic() + seconds

        async def attack(names: list[str]) -> None:
            while time.monotonic() < until:
                for name in names:
                    if time.monotonic() > until:
                        return
                    attacking.add(name, await every[name](server))

        names = list(every)
        brief = [name for name in names if name not in _LONG]
        disturbance, began = Disturbance(server), time.monotonic()
        watching = asyncio.create_task(disturbance.watch())
        # so that each kind is sent however long the longest takes, and what is short over and over
        await asyncio.gather(
            victim(server, under, until), *(attack(part) for part in (names, names[::-1], brief))
        )
        watching.cancel()
        attacking.print("the attacker (three connections)")
        under.print("another client, under attack")
        disturbance.print(time.monotonic() - began)
        print(f"  memory {before / 1e6:.0f} MB before, {server.memory() / 1e6:.0f} MB after")
        unsent = sorted(set(every) - set(attacking.by_name))
        return [
            under.under("healthz", MOST_MS),
            under.under("determination", MOST_MS),
            Check(not unsent, f"every kind was sent{': not ' + ', '.join(unsent) if unsent else ''}"),
        ]


async def overload(seconds: float, workers: int, _times: int, _cluster: Cluster | None) -> list[Check]:
    body = json.dumps(SALE).encode()
    async with serving(workers) as server:

        async def send(waits: Waits, name: str) -> None:
            waits.add(name, await server.ask("POST", f"{API}/determinations", server.tokens[name], body))

        async def closed(waits: Waits, until: float) -> None:
            while time.monotonic() < until:
                await send(waits, random.choice(["acme", "beta"]))

        measured, span = Waits(), min(10.0, seconds)
        await asyncio.gather(*(closed(Waits(), time.monotonic() + 3) for _ in range(6)))
        await asyncio.gather(*(closed(measured, time.monotonic() + span) for _ in range(6)))
        most = measured.statuses.total() / span
        measured.print(f"closed loop, 6 clients: {most:.0f} answers a second")
        await asyncio.sleep(3)
        before, taken, refused = server.memory(), Waits(), Waits()

        async def open_one(name: str) -> None:
            reply = await server.ask("POST", f"{API}/determinations", server.tokens[name], body)
            (taken if reply.status == HTTPStatus.OK else refused).add("determination", reply)

        disturbance = Disturbance(server)
        watching = asyncio.create_task(disturbance.watch())
        began = time.monotonic()
        tasks: list[asyncio.Task[None]] = []
        while (now := time.monotonic() - began) < seconds:
            while len(tasks) < now * 3 * most:
                tasks.append(asyncio.create_task(open_one(random.choice(["acme", "beta"]))))
            await asyncio.sleep(0.005)
        await asyncio.gather(*tasks)
        watching.cancel()
        taken.print(f"three times as much, {len(tasks) / seconds:.0f} a second for {seconds:.0f} s: accepted")
        refused.print("refused")
        disturbance.print(time.monotonic() - began)
        peak = server.memory()
        await asyncio.sleep(5)
        after = server.memory()
        slowest = at(refused.by_name.get("determination", []), 0.99)
        others = sum(refused.statuses.values()) - refused.statuses["determination 503"]
        return [
            taken.under("determination", MOST_ACCEPTED_MS),
            Check(not others, f"the rest: 503, but {others} of {sum(refused.statuses.values())}"),
            Check(slowest < MOST_REFUSED_MS, f"refused: p99 {slowest:.0f} ms, under {MOST_REFUSED_MS:.0f}"),
            Check(
                after < before * MOST_MEMORY,
                f"memory {before / 1e6:.0f} MB before, {peak / 1e6:.0f} at the end, {after / 1e6:.0f} 5 s later",
            ),
        ]


async def idle(seconds: float, workers: int, _times: int, _cluster: Cluster | None) -> list[Check]:
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
        slow, opened, until = len(writers) - uploads, server.descriptors(), time.monotonic() + seconds

        async def drip() -> None:
            while time.monotonic() < until:
                for writer in writers[uploads:]:
                    if not writer.is_closing():
                        writer.write(b"x")
                await asyncio.sleep(1)

        await asyncio.gather(victim(server, under, until), drip())
        quiet.print("another client, quiet")
        under.print("another client, beside the connections")
        after = server.descriptors()
        for writer in writers:
            writer.close()
        return [
            under.under("healthz", MOST_MS),
            under.under("determination", MOST_MS),
            Check(uploads == 5000 and slow == 500, f"{uploads} idle connections and {slow} slow uploads"),  # noqa: PLR2004
            Check(
                after < before + 64,
                f"descriptors {before} before, {opened} with all of them, {after} after {seconds:.0f} s",
            ),
        ]


@dataclass(slots=True)
class Writers:
    """Applications begun under keys of their own, and what was acknowledged of them."""

    acknowledged: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    number: int = 0

    async def write(self, server: Server, stop: asyncio.Event) -> None:
        while not stop.is_set():
            self.number += 1
            key = {"Idempotency-Key": f"k{self.number}"}
            reply = await server.ask(
                "POST", f"{API}/cases/from-sale", server.tokens["acme"], APPLICATION, headers=key
            )
            self.statuses[reply.status] += 1
            if reply.status == HTTPStatus.CREATED:
                with suppress(json.JSONDecodeError):  # the server was killed between head and body
                    self.acknowledged.append(json.loads(reply.body)["subject"])
            elif reply.status:
                await asyncio.sleep(0.05)


APPLICATION = json.dumps(
    {
        "sale": {
            **SALE, "destination": "CN",
            "parties": [{"role": "ultimate_consignee", "name": "Huawei Technologies Co., Ltd.", "country": "CN"}],
        },
        "applicant": {"name": "Acme"},
    }
).encode()  # fmt: skip


def kept_after(home: Path, written: Writers, words: str) -> list[Check]:
    """Whether everything acknowledged is on record, once, and the log verifies with every act replayed."""
    command = [sys.executable, "-m", "licet.cli.main", "audit", "verify", "--replay"]
    environment = {**os.environ, "LICET_HOME": str(home), "LICET_HEADS": str(home.parent / "heads")}
    verified = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603
    with closing(open_services(Settings(home))) as services, services.database.reading() as connection:
        query = "SELECT subject FROM event WHERE kind = 'case.drafted'"
        kept = Counter(connection.exec_driver_sql(query).scalars())
    lost = [text for text in written.acknowledged if not kept[text]]
    twice = [item for item, count in kept.items() if count > 1]
    print(f"== {words}: {len(written.acknowledged)} acknowledged of {written.number}, {len(kept)} kept")
    print(
        "  statuses:", ", ".join(f"{status}: {count}" for status, count in sorted(written.statuses.items()))
    )
    return [
        Check(bool(written.acknowledged) and not lost, f"{len(lost)} acknowledged and lost"),
        Check(not twice, f"{len(twice)} twice"),
        Check(verified.returncode == 0, verified.stdout.decode().splitlines()[0]),
    ]


async def kill(_seconds: float, workers: int, times: int, _cluster: Cluster | None) -> list[Check]:
    with tempfile.TemporaryDirectory(prefix="licet-kill-") as folder:
        home, written = Path(folder) / "home", Writers()
        tokens = tokens_in(home, "Huawei")
        for _ in range(times):
            async with serving(workers, home, tokens) as server:
                stop = asyncio.Event()
                writers = [asyncio.create_task(written.write(server, stop)) for _ in range(3)]
                await asyncio.sleep(random.uniform(0.3, 1.5))
                for child in psutil.Process(server.process.pid).children(recursive=True):
                    child.kill()
                server.process.kill()
                stop.set()
                await asyncio.gather(*writers)
        return await asyncio.to_thread(kept_after, home, written, f"the server killed {times} times")


async def kill_postgresql(_seconds: float, workers: int, times: int, cluster: Cluster | None) -> list[Check]:
    if cluster is None:
        raise SystemExit("kill-postgresql: needs --postgresql")
    with tempfile.TemporaryDirectory(prefix="licet-kill-") as folder:
        home, written, again = Path(folder) / "home", Writers(), []
        async with serving(workers, home, tokens_in(home, "Huawei")) as server:
            stop = asyncio.Event()
            writers = [asyncio.create_task(written.write(server, stop)) for _ in range(3)]
            for _ in range(times):
                await asyncio.sleep(random.uniform(1, 3))
                await asyncio.to_thread(cluster.kill)
                await asyncio.sleep(random.uniform(0.1, 1))
                await asyncio.to_thread(cluster.start)
                began, before = time.monotonic(), len(written.acknowledged)
                while len(written.acknowledged) == before and time.monotonic() - began < 60:  # noqa: ASYNC110, PLR2004
                    await asyncio.sleep(0.02)
                again.append(time.monotonic() - began)
            stop.set()
            await asyncio.gather(*writers)
        checks = await asyncio.to_thread(kept_after, home, written, f"PostgreSQL killed {times} times")
        others = {status: count for status, count in written.statuses.items() if status not in {201, 503}}
        print(f"  acknowledged again after {at(again, 0.5):.0f} ms (median), {max(again) * 1000:.0f} at most")
        return [
            *checks,
            Check(
                not others, f"what was not accepted was refused with 503; other answers: {others or 'none'}"
            ),
        ]


SCENARIOS = {
    "worst": worst, "overload": overload, "idle": idle, "kill": kill, "kill-postgresql": kill_postgresql,
}  # fmt: skip


def started_cluster() -> AbstractContextManager[Cluster]:
    from benchmarks.cluster import throwaway_cluster  # noqa: PLC0415  # its package warns where it need not run

    return throwaway_cluster()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("scenario", choices=list(SCENARIOS))
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--times", type=int, default=None, help="50 kills, of PostgreSQL 10")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument(
        "--first", action="store_true", help="as root: event loops before whatever else the machine does"
    )
    given = parser.parse_args()
    if given.first:
        os.environ[FIRST] = "1"
    times = given.times or (10 if given.scenario == "kill-postgresql" else 50)
    kept = "PostgreSQL" if given.postgresql else "SQLite"
    print(f"{given.scenario}, {kept}, {given.workers} workers; ", end="")
    print(f"load of the machine {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors", flush=True)
    with started_cluster() if given.postgresql else nullcontext() as cluster:
        if cluster is not None:
            os.environ["LICET_DATABASE_URL"] = cluster.url
            if given.first:
                threading.Thread(target=raise_cluster, args=(cluster,), daemon=True).start()
        checks = asyncio.run(SCENARIOS[given.scenario](given.seconds, given.workers, times, cluster))
    for check in checks:
        check.print()
    sys.exit(0 if all(check.held for check in checks) else 1)


if __name__ == "__main__":
    main()
