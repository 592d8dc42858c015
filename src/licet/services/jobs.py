"""Work that takes longer than a request: kept in the database, done one after another by a thread of the server.

Pages and API put their order books into the same queue. Organizations take turns. A job that was waiting or under way
when the server stopped is done by the next server that starts on the same home. The files of a job lie in the home
folder: those of an order book in ``books/ORGANIZATION/KEY``, those of a report in ``jobs/KEY``.
"""

from __future__ import annotations

import json
import logging
import secrets
import shutil
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, func, insert, select, update

from licet.accounts.model import User
from licet.accounts.rows import at_text
from licet.accounts.sessions import Clock
from licet.errors import LicetError
from licet.orders.book import UnknownColumnsError
from licet.screening.decided import DecisionScope
from licet.services.columns import unknown_columns_text
from licet.services.earlier_books import adopt_earlier_books
from licet.services.job_kinds import ANSWERS, JOB_KINDS, JobWork, Progress
from licet.services.stated_facts import facts_of_book
from licet.services.storage_quota import StorageQuota
from licet.storage.database import Database
from licet.storage.home import books_root
from licet.storage.schema_api import job as table

__all__ = ["ENDED", "Job", "JobStoppedError", "Jobs", "TooManyWaitingError"]

_log = logging.getLogger("licet.jobs")
WAITING_AT_MOST = 20
"""Jobs of one organization that may wait at once."""
ENDED = frozenset({"done", "failed"})
_AGAIN_SECONDS = 1.0
_TAKE_BACK = update(table).where(table.c.state == "running").values(state="waiting")


class TooManyWaitingError(LicetError, ValueError):
    """An organization has as much work waiting as it may."""


class JobStoppedError(LicetError):
    """The server stops; the job is done again by the next one."""


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work. ``doing``: what is being done, ``done`` of ``total``; ``result``: its document."""

    key: str
    organization: str
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


class Jobs:
    """The jobs of a server."""

    def __init__(
        self, database: Database, home: Path, clock: Clock, quota: StorageQuota | None = None
    ) -> None:
        self._database, self._home, self._clock, self._quota = database, home, clock, quota
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._turn, self._served = 0, dict[str, int]()

    def start(self) -> None:
        """Begin to work, with what an earlier server left undone."""
        with self._database.unit_of_work() as connection:
            connection.execute(_TAKE_BACK)
            adopt_earlier_books(connection, self._home)
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="licet-jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop at the next sign of progress; what is under way is left for the next server."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def add(
        self,
        user: User,
        kind: str,
        asked: Mapping[str, Any],
        files: Mapping[str, bytes],
        *,
        state: Literal["waiting", "unconfirmed"] = "waiting",
    ) -> Job:
        """Take a job on. ``files``: by name, what lies in its folder.

        ``unconfirmed``: it is done when somebody confirms what is asked.

        Raises TooManyWaitingError, StorageFullError.
        """
        organization, key = user.account.organization.key, secrets.token_hex(16)
        if self._quota is not None:
            self._quota.check(organization, sum(map(len, files.values())))
        values = {
            "key": key, "organization": organization, "account": user.account.key, "kind": kind, "asked": dict(asked),
            "state": state, "doing": "", "done": 0, "total": 0, "made_at": at_text(self._clock()),
        }  # fmt: skip
        folder = self.folder_of(organization, key, kind)
        folder.mkdir(parents=True)
        try:
            for name, content in files.items():
                (folder / name).write_bytes(content)
            with self._database.unit_of_work() as connection:
                self._check_waiting(connection, organization)
                connection.execute(insert(table).values(values))
        except BaseException:
            shutil.rmtree(folder)
            raise
        self._wake.set()
        found = self.find(organization, key)
        assert found is not None
        return found

    def confirm(self, organization: str, key: str, asked: Mapping[str, Any]) -> bool:
        """Let a job be done, with what is asked as it was confirmed. False: it does not wait for that.

        Raises TooManyWaitingError.
        """
        found = (
            table.c.key == key, table.c.organization == organization, table.c.state == "unconfirmed"
        )  # fmt: skip
        with self._database.unit_of_work() as connection:
            self._check_waiting(connection, organization)
            done = connection.execute(update(table).where(*found).values(asked=dict(asked), state="waiting"))
        self._wake.set()
        return done.rowcount > 0

    def again(self, organization: str, key: str) -> None:
        """Do a job that has ended once more, with the files that it has. Raises TooManyWaitingError."""
        with self._database.unit_of_work() as connection:
            self.again_within(connection, organization, key)
        self.wake()

    def again_within(self, connection: Connection, organization: str, key: str) -> bool:
        """The same in a transaction of the caller, who wakes the queue after it. False: it has not ended.

        Raises TooManyWaitingError.
        """
        ended = (table.c.key == key, table.c.organization == organization, table.c.state.in_(ENDED))
        self._check_waiting(connection, organization)
        again = update(table).where(*ended).values(state="waiting", doing="", done=0, total=0, problem=None)
        return connection.execute(again).rowcount > 0

    def wake(self) -> None:
        """Let the queue look for work at once."""
        self._wake.set()

    def find(self, organization: str, key: str) -> Job | None:
        """A job of an organization."""
        query = select(table).where(table.c.key == key, table.c.organization == organization)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else Job(**row)

    def listed(self, organization: str, after: str, limit: int) -> list[Job]:
        """The jobs of an organization, the latest first; ``after``: when the last of the page before was made."""
        query = select(table).where(table.c.organization == organization)
        if after:
            query = query.where(table.c.made_at < after)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(table.c.made_at.desc()).limit(limit)).mappings()
            return [Job(**row) for row in rows]

    def of_kind(self, organization: str, kind: str) -> list[Job]:
        """All jobs of an organization of one kind, the latest first."""
        query = select(table).where(table.c.organization == organization, table.c.kind == kind)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(table.c.made_at.desc(), table.c.key.desc())).mappings()
            return [Job(**row) for row in rows]

    def folder(self, job: Job) -> Path:
        """Where the files of a job lie."""
        return self.folder_of(job.organization, job.key, job.kind)

    def folder_of(self, organization: str, key: str, kind: str) -> Path:
        root = books_root(self._home, organization) if kind == ANSWERS else self._home / "jobs"
        return root / key

    def remove(self, organization: str, key: str) -> bool:
        """Take a job that has ended away, with its files. False where there is none such."""
        job = self.find(organization, key)
        if job is None or job.state not in {*ENDED, "unconfirmed"}:
            return False
        with self._database.unit_of_work() as connection:
            connection.execute(table.delete().where(table.c.key == key))
        shutil.rmtree(self.folder(job), ignore_errors=True)
        return True

    def _run(self) -> None:
        """Work until stopped. A database that is gone for a while interrupts a job and ends nothing."""
        interrupted = False
        while not self._stop.is_set():
            try:
                if interrupted:
                    self._take_back()
                    interrupted = False
                self._work()
            except Exception:  # noqa: BLE001  # whatever goes wrong, jobs go on
                _log.exception("jobs were interrupted; they go on")
                interrupted = True
                self._stop.wait(_AGAIN_SECONDS)

    def _take_back(self) -> None:
        """What was under way is done again: only this thread does jobs."""
        with self._database.unit_of_work() as connection:
            connection.execute(_TAKE_BACK)

    def _work(self) -> None:
        self._wake.clear()
        job = self._next()
        if job is None:
            self._wake.wait(timeout=1)
        else:
            self._do(job)

    @staticmethod
    def _check_waiting(connection: Connection, organization: str) -> None:
        waiting = select(func.count()).where(
            table.c.organization == organization, table.c.state.in_(("waiting", "running"))
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
            row = min(rows, key=lambda row: self._served.get(row["organization"], 0), default=None)
            if row is not None:
                self._turn += 1
                self._served[row["organization"]] = self._turn
                connection.execute(update(table).where(table.c.key == row["key"]).values(state="running"))
        return None if row is None else Job(**row)

    def _do(self, job: Job) -> None:
        folder = self.folder(job)
        try:
            result = JOB_KINDS[job.kind](self._work_of(job))
        except JobStoppedError:
            self._set(job.key, state="waiting")
        except UnknownColumnsError as error:
            self._end(job.key, "failed", problem=unknown_columns_text(error.columns))
        except (LicetError, OSError) as error:
            said = str(error).replace(f"{folder}/", "").replace(f"{self._home}/", "")
            self._end(job.key, "failed", problem=said)
        except Exception:  # noqa: BLE001  # whatever goes wrong, the next job is done
            _log.exception("job %s failed", job.key)
            self._end(job.key, "failed", problem="something went wrong here; the log of the server has it")
        else:
            self._end(job.key, "done", result=json.dumps(result, ensure_ascii=False))

    def _work_of(self, job: Job) -> JobWork:
        folder, book = self.folder(job), job.asked.get("book")
        orders = folder if book is None else self.folder_of(job.organization, book, ANSWERS)
        scope = DecisionScope(job.organization)
        with self._database.reading() as connection:
            stated = facts_of_book(connection, job.organization, job.key)
        return JobWork(self._home, folder, orders, job.asked, scope, self._telling(job.key), stated)

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
