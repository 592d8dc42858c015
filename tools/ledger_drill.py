"""Drill the ledger: many programs draw on one license at once, and are killed in the middle.

Used by ``benchmarks/ledger.py`` (long) and by the tests (short). Every writer is a process of its own with its own
office. It ships, and where nothing is left it reverses a shipment of its own, so that the license is at its limit
nearly all the time. What the store acknowledged the writer writes down, posting by posting; afterwards the log must
hold all of it.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from multiprocessing.process import BaseProcess
from pathlib import Path

import psycopg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from licet.events.event import Actor, Event, Refusal
from licet.events.roles import UserRole
from licet.licensing.correcting import ReversalGround, reverse
from licet.licensing.drawing import ship
from licet.licensing.issuing import issue
from licet.licensing.ledger import Draw, LedgerAccount
from licet.licensing.license import License, apply_license
from licet.licensing.scope import LicensedParty
from licet.licensing.tolerance import overdrawn
from licet.model.transaction import Role
from licet.samples.cases import CaseShares, made_cases
from licet.services.cases import CaseService
from licet.storage.audit import verify
from licet.storage.database import Database, open_database
from licet.storage.events import events_of
from licet.storage.replay import differences
from licet.storage.work import Work

__all__ = ["Place", "Report", "bare_inserts", "check", "kill_round", "prepare", "start"]

NUMBER = "D0000001"
_APPROVED, _AGO = CaseShares(1000, 0, 0, 0), timedelta(days=300)
_LEAST, _MOST = 100, 400
_FOREVER = 600.0
_PROCESSES = multiprocessing.get_context("forkserver")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the database is (``url`` None: SQLite in ``home``), and the folder of what was acknowledged."""

    home: Path
    url: str | None
    acknowledged: Path

    def open(self) -> Database:
        return open_database(self.home, self.url)


@dataclass(frozen=True, slots=True)
class Report:
    """What the log holds. ``missing``: acknowledged and not there; ``faults``: everything else that is wrong."""

    rows: int
    postings: int
    refusals: int
    acknowledged: int
    missing: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def good(self) -> bool:
        return not (self.missing or self.faults)


def clock() -> datetime:
    """The true time of day; the license was issued some months ago."""
    return datetime.now(UTC)


def prepare(place: Place) -> None:
    """A made case that was approved, and its license, with a few hundred units on its one line."""
    place.acknowledged.mkdir(parents=True, exist_ok=True)
    with closing(place.open()) as database:
        case_id, events = next(_fitting())
        with database.unit_of_work() as connection:
            Work(connection).record(events)
        issuer = Actor("ivo", UserRole.ISSUING_OFFICER, "BIS")
        issued = max(event.at for event in events)
        CaseService(database, clock=lambda: issued).act(issuer, case_id, issue, number=NUMBER)


def _fitting() -> Iterator[tuple[str, list[Event]]]:
    for seed in range(1000):
        events = list(made_cases(1, seed, clock().date() - _AGO, _APPROVED))
        asked = events[0].payload["application"]
        assert isinstance(asked, dict)
        lines = asked["lines"]
        assert isinstance(lines, list)
        line = lines[0]
        assert isinstance(line, dict)
        if _LEAST <= Decimal(str(line["quantity"])) <= _MOST:
            yield events[0].subject, events


def start(place: Place, name: str, seconds: float, seed: int, acts: float = math.inf) -> BaseProcess:
    """Start a writer; it ends by itself after ``seconds``, or so many acts."""
    os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parents[1])  # for the process that forks them
    _PROCESSES.set_forkserver_preload(["tools.ledger_drill"])
    writer = _PROCESSES.Process(target=_write, args=(place, name, seconds, seed, acts), daemon=True)
    writer.start()
    return writer


def _write(place: Place, name: str, seconds: float, seed: int, acts: float) -> None:
    """Ship and reverse until time is up, and write down what was acknowledged."""
    book = os.open(place.acknowledged / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        with closing(place.open()) as database:
            writer = _Writer(CaseService(database, clock=clock), name, seed)
            _write_on(writer, book, seconds, acts)
    except DBAPIError:  # the server was killed: what was not acknowledged does not count
        return
    finally:
        os.close(book)


def _write_on(writer: _Writer, book: int, seconds: float, acts: float) -> None:
    rng, end = random.Random(writer.prefix), time.monotonic() + seconds  # noqa: S311 - a drill, no secret
    while time.monotonic() < end and writer.count < acts:
        done = writer.act(rng)
        if done is not None:
            os.write(book, f"{done}\n".encode())


class _Writer:
    """One program that draws on the license."""

    def __init__(self, case_service: CaseService, name: str, seed: int) -> None:
        self.case_service, self.prefix = case_service, f"{name}-{seed}"
        self.shipper: Actor | None = None
        self.mine: list[str] = []
        self.count = 0

    def act(self, rng: random.Random) -> str | None:
        """One posting, by its id; None when it was refused."""
        self.count += 1
        posting = f"{self.prefix}-{self.count}"
        actor = self.shipper or self._shipper()
        if self.mine and rng.random() < 0.3:  # noqa: PLR2004 - so that the license is full most of the time
            return self._reverse(actor, posting, self.mine.pop(rng.randrange(len(self.mine))))
        draw = self._draw(actor, rng)
        try:
            self.case_service.act(actor, NUMBER, ship, shipment_id=posting, draw=draw, itn=f"X{posting}")
        except Refusal:
            return self._reverse(actor, posting, self.mine.pop()) if self.mine else None
        self.mine.append(posting)
        return posting

    def _reverse(self, actor: Actor, posting: str, shipment: str) -> str:
        self.case_service.act(
            actor,
            NUMBER,
            reverse,
            reason="stopped before it left",
            reversal_id=posting,
            shipment_id=shipment,
            ground=ReversalGround.NOT_EXPORTED,
        )
        return posting

    def _shipper(self) -> Actor:
        with self.case_service.database.reading() as connection:
            first = events_of(connection, "license", NUMBER)[0]
        self.shipper = Actor(self.prefix, UserRole.SHIPPER, first.event.organization)
        self.mine = self._left_over(self.shipper)
        return self.shipper

    def _left_over(self, actor: Actor) -> list[str]:
        """What writers of this name that were killed had shipped, so that the license does not stay full."""
        kept, name = self.case_service.license(actor, NUMBER).ledger.shipments, self.prefix.partition("-")[0]
        return [
            key for key, drawn in kept.items() if key.startswith(f"{name}-") and not drawn.left.is_nothing
        ]

    def _draw(self, actor: Actor, rng: random.Random) -> Draw:
        scope = self.case_service.license(actor, NUMBER).scope
        line = scope.lines[0]
        quantity, price = Decimal(rng.randrange(1, 12)), line.unit_price or Decimal(1)
        consignee = next(party for party in scope.parties if party.role is Role.ULTIMATE_CONSIGNEE)
        parties = (LicensedParty(consignee.role, consignee.name, consignee.country),)
        return Draw(line.number, quantity, quantity * price, scope.destination, parties, scope.end_use)


def bare_inserts(place: Place, writers: int, seconds: float) -> int:
    """The least that one posting can cost: one row and one commit under the same lock, by as many writers."""
    with closing(place.open()) as database, database.unit_of_work() as connection:
        connection.execute(text("CREATE TABLE bare (name TEXT PRIMARY KEY, body TEXT NOT NULL)"))
    started = [
        _PROCESSES.Process(target=_insert, args=(place, f"w{index}", seconds)) for index in range(writers)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join()
    with closing(place.open()) as database, database.reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM bare")).scalar_one())


def _insert(place: Place, name: str, seconds: float) -> None:
    with closing(place.open()) as database:
        end, count, body = time.monotonic() + seconds, 0, "x" * 500
        while time.monotonic() < end:
            count += 1
            with database.unit_of_work() as connection:
                row = {"name": f"{name}-{count}", "body": body}
                connection.execute(text("INSERT INTO bare VALUES (:name, :body)"), row)


def check(place: Place) -> Report:
    """Verify the chain, make every projection again, and fold the license posting by posting."""
    with closing(place.open()) as database, database.reading() as connection:
        verdict = verify(connection)
        events = [stored.event for stored in events_of(connection, "license", NUMBER)]
        faults = [] if verdict.good else [str(verdict.fault)]
        faults += [f"projection {difference.table} differs" for difference in differences(connection)]
    faults += _overdrawn(events)
    kept = {str(event.payload["posting_id"]) for event in events if "posting_id" in event.payload}
    noted = [line for book in place.acknowledged.iterdir() for line in book.read_text("utf-8").splitlines()]
    if len(noted) != len(set(noted)):
        faults.append("a posting was acknowledged twice")
    refused = verdict.head.seq - len(events)
    missing = tuple(sorted(set(noted) - kept))
    return Report(verdict.head.seq, len(kept), refused, len(noted), missing, tuple(faults))


def _overdrawn(events: list[Event]) -> list[str]:
    """At every instant nothing is overdrawn, and the accounts of the line add up to zero."""
    made: License | None = None
    for event in events:
        made = apply_license(made, event)
        if overdrawn(made.scope, made.ledger) is not None:
            return [f"overdrawn at version {made.version}"]
        total = [made.ledger.balance(1, account) for account in LedgerAccount]
        if sum(amount.quantity for amount in total) or sum(amount.value for amount in total):
            return [f"the accounts do not add up at version {made.version}"]
    return []


def kill_round(place: Place, writers: int, seed: int, *, server: bool = False) -> None:
    """Start writers, wait a random moment, and kill them all; or, on PostgreSQL, the server's processes for them."""
    rng = random.Random(seed)  # noqa: S311 - a drill, no secret
    begun = _noted(place)
    started = [start(place, f"w{index}", _FOREVER, seed * 100 + index) for index in range(writers)]
    while _noted(place) == begun and any(process.is_alive() for process in started):
        time.sleep(0.002)
    time.sleep(rng.uniform(0, 0.25))
    if server:
        _kill_backend(place)
    for process in started:
        if not server:
            process.kill()
        process.join()  # a writer ends when the server throws it out
    if server:
        wait_for(place)


def _noted(place: Place) -> int:
    return sum(book.stat().st_size for book in place.acknowledged.iterdir())


def _kill_backend(place: Place) -> None:
    """Kill -9 a process of our own server that serves a writer; it throws all out and recovers as after a crash."""
    assert place.url is not None
    with psycopg.connect(place.url, autocommit=True) as connection:
        query = (
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend' LIMIT 1"
        )
        row = connection.execute(query).fetchone()
    if row is not None:
        with suppress(ProcessLookupError):
            os.kill(row[0], signal.SIGKILL)


def wait_for(place: Place) -> None:
    """Wait until the server takes connections again."""
    for _ in range(600):
        try:
            psycopg.connect(place.url or "").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the server did not come back")
