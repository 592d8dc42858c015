"""Order books that were uploaded, on a page or through the API: one store, answered by the queue of jobs."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import polars as pl

from licet.accounts.model import User
from licet.errors import LicetError
from licet.orders.book import OrderBook, PartyKey
from licet.orders.bounds import check_bounds
from licet.orders.stated import StatedFact
from licet.screening.decided import NONE_MADE, Decisions, DecisionScope
from licet.services.business_books import ConfirmedColumns, columns_of, guess_columns, guess_in, upload_name
from licet.services.current_answers import AnsweredBook, answered_book, orders_in
from licet.services.determination import Decider
from licet.services.file_kinds import is_order_book
from licet.services.job_kinds import ANSWERS, day_of, unpack_workbook
from licet.services.jobs import Job, Jobs
from licet.services.order_runs import day_asked, read_orders
from licet.services.stated_facts import answers_if, answers_with
from licet.tabular.grid import TooManyCellsError
from licet.tabular.load import NotABusinessFileError

__all__ = ["OrderBooks", "PartyUse", "UploadError", "UploadedBook", "checked_suffix", "suffix_of"]

_SUFFIXES = (".csv", ".xlsx", ".parquet")
_WORKBOOK_LINES_AT_ONCE = 2_000
"""A workbook of more lines is read in the background: its cells are slow to read."""
_MOST_GUESSED = (100_000, 20_000)
"""Lines of a file, and of a workbook, whose columns are guessed while somebody waits."""
_BOOKS = 4
"""Books whose parties are remembered, and that a decision about a party answers again."""
_STATES = {
    "unconfirmed": "to confirm",
    "waiting": "answering",
    "running": "answering",
    "done": "answered",
    "failed": "failed",
}


class UploadError(LicetError, ValueError):
    """A file that is not taken; the text says why."""


@dataclass(frozen=True, slots=True)
class UploadedBook:
    """An uploaded order book.

    ``state``: ``to confirm`` (nobody said yet which column holds what), ``answering``, ``answered`` or ``failed``,
    and then ``problem`` says why. ``progress``: what is being done, how much of it, and how much there is; None where
    that is not known. ``continues``: the key of the upload that it replaces; empty: none.
    ``replaced_by``: the key of the answered upload that replaces it; empty: none.
    """

    key: str
    name: str
    by: str
    at: str
    as_of: str
    known_as_of: str
    state: str
    problem: str
    lines: int
    bad: int
    root: str
    progress: tuple[str, int, int] | None
    continues: str = ""
    replaced_by: str = ""

    @classmethod
    def of(cls, job: Job) -> UploadedBook:
        result = {} if job.result is None else json.loads(job.result)
        return cls(
            job.key,
            job.asked.get("name") or "order book",
            job.asked.get("by") or "",
            job.made_at,
            job.asked.get("as_of") or "",
            job.asked.get("known_as_of") or "",
            _STATES[job.state],
            job.problem or "",
            result.get("lines", 0),
            result.get("bad", 0),
            result.get("root", ""),
            (job.doing, job.done, job.total) if job.doing and job.state == "running" else None,
            job.asked.get("continues") or "",
        )


@dataclass(frozen=True, slots=True)
class PartyUse:
    """Which lines of a book name a party (their rows), and what they are worth together in US dollars."""

    rows: tuple[int, ...]
    value_usd: float

    @property
    def lines(self) -> int:
        """How many lines name it."""
        return len(self.rows)


class OrderBooks:
    """The order books of a server, by organization."""

    def __init__(self, jobs: Jobs, home: Path) -> None:
        self._jobs, self._home = jobs, home

    def put(
        self,
        user: User,
        name: str,
        content: bytes,
        days: tuple[date | None, date | None],
        continues: str | None = "",
    ) -> UploadedBook:
        """Check a file by its name and content, and take it; an order list of a business system to be confirmed.

        ``continues``: the key of the book that it replaces; None: the latest of the same file name, if there is one.
        Raises UploadError, UnreadableOrdersError, TooManyWaitingError, StorageFullError.
        """
        continues = self._latest_named(user, name) if continues is None else continues
        guess = self.business_guess(name, content)
        if guess is None:
            suffix = checked_suffix(name, content)
            return UploadedBook.of(self.put_as(user, name, content, suffix, days, continues))
        files = {upload_name(name): content, "columns.json": json.dumps(guess, ensure_ascii=False).encode()}
        asked = self._asked(user, name, days, continues)
        return UploadedBook.of(self._jobs.add(user, ANSWERS, asked, files, state="unconfirmed"))

    def _latest_named(self, user: User, name: str) -> str:
        """The key of the latest answered book of a file name; empty where there is none."""
        books = self.books(user.account.organization.key)
        named = (book.key for book in books if book.state == "answered" and book.name == _shown_name(name))
        return next(named, "")

    def _asked(
        self, user: User, name: str, days: tuple[date | None, date | None], continues: str
    ) -> dict[str, Any]:
        if continues:
            earlier = self.book(user.account.organization.key, continues)
            if earlier is None or earlier.state != "answered":
                raise UploadError("there is no answered order book that it could replace")
        return {
            "name": _shown_name(name),
            "by": user.account.name,
            "as_of": _text(days[0]),
            "known_as_of": _text(days[1]),
            **({"continues": continues} if continues else {}),
        }

    def put_business(
        self,
        user: User,
        name: str,
        content: bytes,
        days: tuple[date | None, date | None],
        columns: Mapping[str, Any],
        continues: str = "",
    ) -> Job:
        """Take an order list of a business system with its columns, as :func:`check_columns` gives them.

        Raises UploadError, TooManyWaitingError, StorageFullError.
        """
        asked = {**self._asked(user, name, days, continues), "columns": dict(columns)}
        return self._jobs.add(user, ANSWERS, asked, {upload_name(name): content})

    @staticmethod
    def business_guess(name: str, content: bytes) -> dict[str, Any] | None:
        """What an order list of a business system is taken for; None for an order book, and for what is neither.

        Raises UploadError, UnreadableOrdersError.
        """
        suffix = suffix_of(content)
        if suffix in {".parquet", ".arrow"} or not content:
            return None
        lines, most = check_bounds(content, suffix or ".csv"), _MOST_GUESSED[suffix == ".xlsx"]
        kept_as = upload_name(name)
        with TemporaryDirectory() as folder:
            path = Path(folder) / kept_as
            path.write_bytes(content)
            try:
                if is_order_book(path):
                    return None
                if lines > most:
                    raise UploadError(
                        f"it has more than {most:,} lines, and not Licet's own column names; split it, or use "
                        "licet check-file"
                    )
                return guess_columns(path)
            except TooManyCellsError as error:
                raise UploadError(str(error)) from error
            except NotABusinessFileError as error:
                if Path(kept_as).suffix in _SUFFIXES:
                    return None  # what is wrong with it is said of an order book
                raise UploadError(str(error).removeprefix(f"{path}: ")) from error

    def guess(self, organization: str, key: str) -> dict[str, Any]:
        """What was guessed of the columns of a book that is to be confirmed."""
        return guess_in(self.folder(organization, key))

    def confirm(self, organization: str, key: str, confirmed: ConfirmedColumns) -> bool:
        """Answer a book by the columns that a person confirmed. False: it waits for no such thing.

        Raises ColumnsError, TooManyWaitingError.
        """
        job = self._jobs.find(organization, key)
        columns = columns_of(confirmed)
        return job is not None and self._jobs.confirm(organization, key, {**job.asked, "columns": columns})

    def put_as(
        self,
        user: User,
        name: str,
        content: bytes,
        suffix: str,
        days: tuple[date | None, date | None],
        continues: str = "",
    ) -> Job:
        """Take a file of a known kind. Raises UploadError, UnreadableOrdersError, TooManyWaitingError."""
        lines = check_bounds(content, suffix)
        asked = self._asked(user, name, days, continues)
        job = self._jobs.add(user, ANSWERS, asked, {f"orders{suffix}": content})
        if suffix == ".xlsx" and lines <= _WORKBOOK_LINES_AT_ONCE:
            unpack_workbook(self._jobs.folder(job))
        return job

    def books(self, organization: str) -> list[UploadedBook]:
        """The books of an organization, the newest first."""
        jobs = self._jobs.of_kind(organization, ANSWERS)
        found = [UploadedBook.of(job) for job in jobs if self._jobs.folder(job).is_dir()]
        later = {
            book.continues: book.key
            for book in reversed(found)
            if book.continues and book.state == "answered"
        }
        return [replace(book, replaced_by=later.get(book.key, "")) for book in found]

    def is_continued(self, organization: str, key: str) -> bool:
        """Whether an upload replaces a book, so that what was done to its lines passes on through it."""
        return any(job.asked.get("continues") == key for job in self._jobs.of_kind(organization, ANSWERS))

    def book(self, organization: str, key: str) -> UploadedBook | None:
        """A book; None where the organization has none under that key."""
        job = self._jobs.find(organization, key)
        if job is None or job.kind != ANSWERS or not self._jobs.folder(job).is_dir():
            return None
        return UploadedBook.of(job)

    def folder(self, organization: str, key: str) -> Path:
        return self._jobs.folder_of(organization, key, ANSWERS)

    def table(self, organization: str, key: str) -> pl.DataFrame:
        """By line, its labels and what was answered."""
        folder = self.folder(organization, key)
        labels = pl.read_parquet(folder / "labels.parquet").drop("id")
        answers = pl.read_parquet(folder / "answers.parquet")
        return answers.join(labels, on="row", how="left", maintain_order="left")

    def standing(self, organization: str, key: str, decider: Decider, day: date) -> AnsweredBook:
        """The lines of an answered book, with what their answers rest on and how that is on a day."""
        found = answered_book(self._home, organization, key, decider, day)
        assert found is not None  # it is answered
        return found

    def answer_again(self, organization: str, key: str) -> None:
        """Answer a book by the lists, law and decisions of now; what was done to its lines stays on record.

        Raises TooManyWaitingError.
        """
        self._jobs.again(organization, key)

    @property
    def jobs(self) -> Jobs:
        """The queue in which books are answered."""
        return self._jobs

    def orders(self, organization: str, key: str) -> Path:
        """The table of a book as it was answered, with what masters and people filled in."""
        return orders_in(self.folder(organization, key))

    def answers_if(self, book: UploadedBook, fact: StatedFact, scope: DecisionScope) -> pl.DataFrame:
        """The answers of the lines of a fact, as they would be with it. Raises UnreadableOrdersError."""
        orders = self.orders(scope.organization or "", book.key)
        days = (day_of(book.as_of), day_of(book.known_as_of))
        return answers_if(orders, self._home, scope, days, fact)

    def answers_with(
        self,
        organization: str,
        book: UploadedBook,
        names: Collection[str],
        supposed: Decisions,
        decider: Decider,
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The lines of a book that name some parties, as answered and as with other decisions about hits."""
        uses = self.parties(organization, book, decider)
        rows = sorted({row for key, use in uses.items() if key.name in names for row in use.rows})
        orders, days = self.orders(organization, book.key), (day_of(book.as_of), day_of(book.known_as_of))
        lines = self.table(organization, book.key).filter(pl.col("row").is_in(rows))
        return lines, answers_with(supposed, rows, orders, self._home, DecisionScope(organization), days)

    def answer_again_naming(
        self, organization: str, names: Collection[str], decider: Decider
    ) -> list[UploadedBook]:
        """Answer the latest books that name some parties again; gives them.

        Raises TooManyWaitingError.
        """
        books = [
            book for book in self.books(organization) if book.state == "answered" and not book.replaced_by
        ]
        found = [
            book
            for book in books[:_BOOKS]
            if any(key.name in names for key in self.parties(organization, book, decider))
        ]
        for book in found:
            self.answer_again(organization, book.key)
        return found

    def parties(self, organization: str, book: UploadedBook, decider: Decider) -> dict[PartyKey, PartyUse]:
        """The distinct parties that a book names, each with the lines that name it."""
        orders = orders_in(self.folder(organization, book.key))
        key = (orders, orders.stat().st_mtime_ns, book.as_of, book.known_as_of, decider.rulebook.content_hash)
        with _lock:
            known = _uses.get(key)
        if known is None:
            on = day_asked(orders, day_of(book.as_of))
            found = read_orders(orders, decider, on, day_of(book.known_as_of), NONE_MADE)
            known = _uses_in(found)
            with _lock:
                _uses[key] = known
                while len(_uses) > _BOOKS:
                    _uses.popitem(last=False)
        return known

    def lists_of(self, organization: str, key: str) -> list[dict[str, Any]]:
        """The lists that the parties of a book were screened against, as its receipt names them."""
        path = self.folder(organization, key) / "answers.parquet.receipt.json"
        found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["lists"]
        return found

    def bad_lines(self, organization: str, key: str) -> list[dict[str, Any]]:
        """What could not be read, by row and key; the first hundred."""
        path = self.folder(organization, key) / "answers.parquet.bad.jsonl"
        if not path.is_file():
            return []
        with path.open(encoding="utf-8") as lines:
            found = (item for line in lines if "problem" in (item := json.loads(line)))
            return list(islice(found, 100))


_uses: OrderedDict[object, dict[PartyKey, PartyUse]] = OrderedDict()
_lock = threading.Lock()


def _uses_in(book: OrderBook) -> dict[PartyKey, PartyUse]:
    line_of = book.lines.line_of("party")
    named = np.unique(np.stack([book.party_of, line_of]), axis=1)
    worth = book.labels["value_usd"].cast(pl.Float64).fill_null(0.0).to_numpy()
    rows = book.labels["row"].to_numpy()[named[1]]
    ends = np.cumsum(np.bincount(named[0], minlength=len(book.parties)))[:-1]
    lines = (tuple(part.tolist()) for part in np.split(rows, ends))
    values = np.bincount(named[0], weights=worth[named[1]], minlength=len(book.parties))
    return dict(zip(book.parties, map(PartyUse, lines, values.tolist()), strict=True))


def _shown_name(name: str) -> str:
    """The name of a file as a book bears it."""
    return Path(name.replace("\\", "/")).name[:120] or "order book"


def suffix_of(content: bytes) -> str | None:
    """What an order book is by its content: its ending; None for what is none."""
    for magic, suffix in ((b"PAR1", ".parquet"), (b"ARROW1", ".arrow"), (b"PK\x03\x04", ".xlsx")):
        if content.startswith(magic):
            return suffix
    if not content.strip() or b"\0" in content[:4096]:
        return None
    try:
        content[:4096].decode("utf-8-sig", "strict" if len(content) <= 4096 else "ignore")  # noqa: PLR2004
    except UnicodeDecodeError:
        return None
    return ".jsonl" if content.lstrip()[:1] == b"{" else ".csv"


def checked_suffix(name: str, content: bytes) -> str:
    """The ending by which a file is read, once its content is of that kind. Raises UploadError."""
    suffix = Path(name.lower()).suffix
    if suffix not in _SUFFIXES:
        raise UploadError(f"{suffix or 'a file without an ending'} is not taken; CSV, XLSX and Parquet are")
    if not content:
        raise UploadError("the file is empty")
    magic = {".parquet": b"PAR1", ".xlsx": b"PK\x03\x04"}.get(suffix)
    if magic is not None and not content.startswith(magic):
        raise UploadError(f"the content is not that of a {suffix} file")
    if suffix == ".csv":
        _check_text(content)
    return suffix


def _check_text(content: bytes) -> None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UploadError(f"line {line} is not UTF-8; save the file as CSV UTF-8") from error
    if "\0" in text:
        raise UploadError("the content is not text, so it is no CSV file")


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
