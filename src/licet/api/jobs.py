"""Work that takes longer than a request: kept in the database, done one after another by a thread of the server.

A job that was waiting or under way when the server stopped is done by the next server that starts on the same home.
Uploads and results lie in ``jobs/KEY`` of the home folder.
"""

from __future__ import annotations

import json
import logging
import secrets
import shutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Connection, func, insert, select, update

from licet.access.accounts.model import User
from licet.access.accounts.rows import at_text
from licet.access.accounts.sessions import Clock
from licet.api.turns import TooManyWaitingError
from licet.errors import LicetError
from licet.foresight.scenario import ScenarioError
from licet.house.book import Asked, run
from licet.house.whatif import Question, look_ahead
from licet.orders.book import UnreadableOrdersError
from licet.orders.bounds import check_bounds
from licet.screening.decided import DecisionScope
from licet.store.database import Database
from licet.store.schema_api import job as table
from licet.tabular.sheets import harmless

__all__ = ["Job", "JobStoppedError", "Jobs", "suffix_of"]

_log = logging.getLogger("licet.jobs")
WAITING_AT_MOST = 20
"""Jobs of one organization that may wait at once."""
_BAD = (UnreadableOrdersError, ScenarioError)
Progress = Callable[[str, int, int], None]


class JobStoppedError(LicetError):
    """The server stops; the job is done again by the next one."""


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work. ``doing``: what is being done, ``done`` of ``total``; ``result``: its document."""

    key: str
    organisation: str
    account: str
    kind: str
    asked: Mapping[str, Any]
    state: str
    doing: str
    done: int
    total: int
    made_at: str
    ended_at: str | None
    problem: str | None
    result: str | None

    def wire(self) -> dict[str, Any]:
        """The job as a document, its result among it."""
        names = ("key", "kind", "asked", "state", "doing", "done", "total", "made_at", "ended_at", "problem")
        result = None if self.result is None else json.loads(self.result)
        return {**{name: getattr(self, name) for name in names}, "result": result}


def suffix_of(content: bytes) -> str | None:
    """What an order book is by its content: its ending; None for what is none."""
    if content[:4] == b"PAR1":
        return ".parquet"
    if content[:6] == b"ARROW1":
        return ".arrow"
    if not content.strip() or b"\0" in content[:4096]:
        return None
    try:
        content[:4096].decode("utf-8-sig", "strict" if len(content) <= 4096 else "ignore")  # noqa: PLR2004
    except UnicodeDecodeError:
        return None
    return ".jsonl" if content.lstrip()[:1] == b"{" else ".csv"


class Jobs:
    """The jobs of a server."""

    def __init__(self, database: Database, home: Path, clock: Clock) -> None:
        self._database, self._home, self._clock = database, home, clock
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._turn, self._served = 0, dict[str, int]()

    def start(self) -> None:
        """Begin to work, with what an earlier server left undone."""
        with self._database.unit_of_work() as connection:
            connection.execute(update(table).where(table.c.state == "running").values(state="waiting"))
        self._stop.clear()
        self._thread = threading.Thread(target=self._work, name="licet-jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop at the next sign of progress; what is under way is left for the next server."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def add(self, user: User, kind: str, asked: Mapping[str, Any], orders: bytes, suffix: str) -> Job:
        """Take a job on. ``orders``: the order book that it is about.

        Raises UnreadableOrdersError where it is too large, TooManyWaitingError where too many jobs wait.
        """
        check_bounds(orders, suffix)
        key = secrets.token_hex(16)
        folder = self.folder(key)
        folder.mkdir(parents=True)
        (folder / f"orders{suffix}").write_bytes(orders)
        values = {
            "key": key, "organisation": user.account.organisation.key, "account": user.account.key, "kind": kind,
            "asked": {**asked, "orders": f"orders{suffix}"}, "state": "waiting", "doing": "", "done": 0,
            "total": 0, "made_at": at_text(self._clock()),
        }  # fmt: skip
        with self._database.unit_of_work() as connection:
            self._check_waiting(connection, user.account.organisation.key)
            connection.execute(insert(table).values(values))
        self._wake.set()
        found = self.find(user.account.organisation.key, key)
        assert found is not None
        return found

    def find(self, organisation: str, key: str) -> Job | None:
        """A job of an organisation."""
        query = select(table).where(table.c.key == key, table.c.organisation == organisation)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else Job(**row)

    def listed(self, organisation: str, after: str, limit: int) -> list[Job]:
        """The jobs of an organisation, the latest first; ``after``: when the last of the page before was made."""
        query = select(table).where(table.c.organisation == organisation)
        if after:
            query = query.where(table.c.made_at < after)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(table.c.made_at.desc()).limit(limit)).mappings()
            return [Job(**row) for row in rows]

    def folder(self, key: str) -> Path:
        return self._home / "jobs" / key

    def remove(self, organisation: str, key: str) -> bool:
        """Take a job that has ended away, with its files. False where there is none such."""
        job = self.find(organisation, key)
        if job is None or job.state in {"waiting", "running"}:
            return False
        with self._database.unit_of_work() as connection:
            connection.execute(table.delete().where(table.c.key == key))
        shutil.rmtree(self.folder(key), ignore_errors=True)
        return True

    def _work(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            job = self._next()
            if job is None:
                self._wake.wait(timeout=1)
            else:
                self._do(job)

    @staticmethod
    def _check_waiting(connection: Connection, organization: str) -> None:
        waiting = select(func.count()).where(
            table.c.organisation == organization, table.c.state.in_(("waiting", "running"))
        )
        if connection.execute(waiting).scalar_one() >= WAITING_AT_MOST:
            raise TooManyWaitingError(
                f"{WAITING_AT_MOST} jobs of your organization wait already; try again later"
            )

    def _next(self) -> Job | None:
        """The oldest job of the organization whose last job began longest ago: organizations take turns."""
        waiting = select(table).where(table.c.state == "waiting").order_by(table.c.made_at, table.c.key)
        with self._database.unit_of_work() as connection:
            rows = connection.execute(waiting).mappings().all()
            row = min(rows, key=lambda row: self._served.get(row["organisation"], 0), default=None)
            if row is not None:
                self._turn += 1
                self._served[row["organisation"]] = self._turn
                connection.execute(update(table).where(table.c.key == row["key"]).values(state="running"))
        return None if row is None else Job(**row)

    def _do(self, job: Job) -> None:
        try:
            scope = DecisionScope(job.organisation)
            work = _Work(self._home, self.folder(job.key), job.asked, scope, self._telling(job.key))
            result = _KINDS[job.kind](work)
        except JobStoppedError:
            self._set(job.key, state="waiting")
        except _BAD as error:
            self._end(job.key, "failed", problem=str(error).replace(str(self.folder(job.key)) + "/", ""))
        except Exception:  # noqa: BLE001  # whatever goes wrong, the next job is done
            _log.exception("job %s failed", job.key)
            self._end(job.key, "failed", problem="something went wrong here; the log of the server has it")
        else:
            self._end(job.key, "done", result=json.dumps(result, ensure_ascii=False))

    def _telling(self, key: str) -> Progress:
        """Progress, written at most twice a second."""
        last = [0.0]

        def tell(what: str, done: int, total: int) -> None:
            if self._stop.is_set():
                raise JobStoppedError
            now = datetime.now().timestamp()  # noqa: DTZ005  # a distance in time
            if now - last[0] >= 0.5 or done == total:  # noqa: PLR2004
                last[0] = now
                self._set(key, doing=what, done=done, total=total)

        return tell

    def _end(self, key: str, state: str, *, problem: str | None = None, result: str | None = None) -> None:
        self._set(key, state=state, ended_at=at_text(self._clock()), problem=problem, result=result)

    def _set(self, key: str, **values: Any) -> None:
        with self._database.unit_of_work() as connection:
            connection.execute(update(table).where(table.c.key == key).values(**values))


@dataclass(frozen=True)
class _Work:
    """What a job does its work with. ``scope``: whose decisions about hits count."""

    home: Path
    folder: Path
    asked: Mapping[str, Any]
    scope: DecisionScope
    progress: Progress


def _impact(work: _Work) -> dict[str, Any]:
    """What scenarios would do to an order book, as ``licet whatif`` tells it."""
    folder, asked = work.folder, work.asked
    own = [str(folder / name) for name in asked.get("own_scenarios", ())]
    as_of, then, known = (_day(asked[name]) for name in ("as_of", "then", "known_as_of"))
    question = Question(
        folder / asked["orders"], (*asked["scenarios"], *own), as_of, then, known, scope=work.scope
    )
    seen = look_ahead(question, work.home, work.progress)
    (folder / "page.html").write_text(seen.page(), "utf-8")
    return {"headline": seen.headline, "unread": seen.unread, **seen.impact.document()}


def _answers(work: _Work) -> dict[str, Any]:
    """Every line of an order book answered, as ``licet check-file`` does it."""
    as_of, known = (_day(work.asked[name]) for name in ("as_of", "known_as_of"))
    out = work.folder / "answers.csv"
    asked = Asked(work.folder / work.asked["orders"], out, as_of, known, scope=work.scope)
    summary = run(asked, work.home, work.progress)
    _disarm(out)
    return {name: summary[name] for name in ("lines", "bad", "answers", "changing", "root")}


def _disarm(path: Path) -> None:
    """Write again what a spreadsheet would run: the caller's own ids may be anything."""
    table = pl.read_csv(path, infer_schema=False)
    table.with_columns(pl.col("id").map_elements(harmless, pl.String)).write_csv(path)


_KINDS: Mapping[str, Callable[[_Work], dict[str, Any]]] = {
    "impact": _impact,
    "answers": _answers,
}


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
