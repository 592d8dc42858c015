"""Order books that were uploaded, answered in the background, and kept with their answers by organisation.

Each has a folder of its own below ``books`` in the home folder. The file is kept as it came, a workbook also as the
table that was read from it. What was answered has a receipt as every run has.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from licet.api.turns import TooManyWaitingError, Turns
from licet.errors import LicetError
from licet.facts.transaction import Role
from licet.foresight.impact import labels_of
from licet.foresight.scenario import ScenarioError
from licet.house import House, open_house
from licet.house.book import Asked, read_orders, run
from licet.house.standing import AnsweredBook, answered_book, books_root, keep_prints, orders_in
from licet.orders.book import Named, UnknownColumnsError, UnreadableOrdersError
from licet.orders.bounds import Bounds, check_bounds
from licet.orders.cells import LABELS as LABELS_OF_FILES
from licet.screening.decided import DecisionScope
from licet.web.show.field_names import LABELS
from licet.web.workbook import table_of_workbook

__all__ = ["Book", "Shelf", "UploadError", "Work", "checked_kind"]

_KEY = re.compile(r"[a-z0-9]{12}")
_ENDINGS = (".csv", ".xlsx", ".parquet")
_NAMED = 6
LINES_AT_MOST = Bounds().workbook_lines
_WORKBOOK_LINES_AT_ONCE = 2_000
"""A workbook of more lines is read in the background: its cells are slow to read."""


class UploadError(LicetError, ValueError):
    """A file that is not taken; the text says why."""


@dataclass(frozen=True, slots=True)
class Book:
    """An uploaded book. ``state``: ``answering``, ``answered`` or ``failed``, and then ``problem`` says why."""

    key: str
    name: str
    by: str
    at: str
    as_of: str
    known_as_of: str
    state: str = "answering"
    problem: str = ""
    lines: int = 0
    bad: int = 0
    root: str = ""


Work = Callable[[], object]


class Shelf:
    """The books of one server. The process that leads answers them, one at a time, organizations in turn."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._turns = Turns("licet-books")
        self._lock = threading.Lock()
        self._begun: set[str] = set()
        self.leads = False
        self.progress: dict[str, tuple[str, int, int]] = {}

    def lead(self) -> None:
        """Answer, from now on here, what waits, whichever process of the server took it or had not finished it."""
        self.leads = True
        for path in sorted((self._home / "books").glob("*/*/book.json")):
            self._go_on(path.parent)

    def _go_on(self, folder: Path) -> None:
        with self._lock:
            book = _read(folder)
            if book.state == "answering" and book.key not in self._begun:
                self._begin(folder, book, resumed=True)

    def _begin(self, folder: Path, book: Book, *, resumed: bool = False) -> None:
        """Have a book answered, the lock held. Raises TooManyWaitingError."""
        self.submit(_organisation_of(folder), lambda: self._answer(folder, book), resumed=resumed)
        self._begun.add(book.key)

    def _end(self, folder: Path, book: Book) -> None:
        with self._lock:
            _write(folder, book)
            self._begun.discard(book.key)

    def put(
        self,
        organisation: str,
        name: str,
        content: bytes,
        by: str,
        at: datetime,
        days: tuple[date | None, date | None],
    ) -> Book:
        """Check a file and take it. Raises UploadError, UnreadableOrdersError."""
        kind = checked_kind(name, content)
        lines = check_bounds(content, kind)
        book = Book(
            "".join(secrets.choice("abcdefghijkmnpqrstuvwxyz23456789") for _ in range(12)),
            Path(name.replace("\\", "/")).name[:120],
            by,
            at.isoformat(timespec="seconds"),
            as_of=_text(days[0]),
            known_as_of=_text(days[1]),
        )
        folder = self._folder(organisation, book.key)
        folder.mkdir(parents=True)
        (folder / f"orders{kind}").write_bytes(content)
        if kind == ".xlsx" and lines <= _WORKBOOK_LINES_AT_ONCE:
            _unpack_workbook(folder)
        with self._lock:
            _write(folder, book)
            if not self.leads:
                return book  # the process that leads finds it
            try:
                self._begin(folder, book)
            except TooManyWaitingError as error:
                shutil.rmtree(folder)
                raise UploadError(str(error)) from error
        return book

    def submit(self, organization: str, work: Work, *, resumed: bool = False) -> None:
        """Do something in the background, organizations in turn. Raises TooManyWaitingError."""
        self._turns.submit(organization, work, resumed=resumed)

    def _answer(self, folder: Path, book: Book) -> None:
        days = (_day(book.as_of), _day(book.known_as_of))

        def told(what: str, done: int, total: int) -> None:
            self.progress[book.key] = (what, done, total)

        try:
            if (folder / "orders.xlsx").is_file() and not (folder / "orders.parquet").is_file():
                _unpack_workbook(folder)
            orders, scope = self.orders(folder), DecisionScope(_organisation_of(folder))
            summary = run(Asked(orders, folder / "answers.parquet", *days, scope=scope), self._home, told)
            house = open_house(self._home, long_running=True)
            keep_prints(orders, folder)
            labels_of(read_orders(orders, house, *days, house.decisions(scope))).write_parquet(
                folder / "labels.parquet"
            )
            done = replace(
                book, state="answered", lines=summary["lines"], bad=summary["bad"], root=summary["root"]
            )
        except UnknownColumnsError as error:
            done = replace(book, state="failed", problem=_columns_words(error.columns))
        except (UnreadableOrdersError, OSError, ScenarioError) as error:
            done = replace(book, state="failed", problem=str(error).replace(f"{folder}/", ""))
        except Exception as error:
            done = replace(
                book, state="failed", problem=f"something went wrong here ({type(error).__name__})"
            )
            raise
        finally:
            self.progress.pop(book.key, None)
            self._end(folder, done)

    def books(self, organisation: str) -> list[Book]:
        """The books of an organisation, the newest first."""
        found = [
            _read(folder) for folder in self._root(organisation).glob("*/") if _KEY.fullmatch(folder.name)
        ]
        return sorted(found, key=lambda book: (book.at, book.key), reverse=True)

    def book(self, organisation: str, key: str) -> Book | None:
        """A book; None where the organisation has none under that key."""
        folder = self._folder(organisation, key) if _KEY.fullmatch(key) else None
        return _read(folder) if folder is not None and folder.is_dir() else None

    def folder(self, organisation: str, book: Book) -> Path:
        return self._folder(organisation, book.key)

    def table(self, organisation: str, book: Book) -> pl.DataFrame:
        """By line, its labels and what was answered."""
        folder = self._folder(organisation, book.key)
        labels = pl.read_parquet(folder / "labels.parquet").drop("id")
        answers = pl.read_parquet(folder / "answers.parquet")
        return answers.join(labels, on="row", how="left", maintain_order="left")

    def standing(self, organisation: str, book: Book, house: House, day: date) -> AnsweredBook:
        """The lines of an answered book, with what their answers rest on and how that is on a day."""
        found = answered_book(self._home, organisation, book.key, house, day)
        assert found is not None  # it is answered
        return found

    def answer_again(self, organisation: str, book: Book) -> None:
        """Answer a book by the lists, law and decisions of now; what was done to its lines stays on record."""
        folder = self._folder(organisation, book.key)
        again = replace(book, state="answering", problem="")
        with self._lock:
            if book.key in self._begun:
                return
            if self.leads:
                self._begin(folder, again)  # its end waits for the lock, so that it is written last
            _write(folder, again)

    def parties(self, organisation: str, book: Book, house: House) -> dict[Named, int]:
        """The distinct parties that a book names, each with the number of lines that name it."""
        days = (_day(book.as_of), _day(book.known_as_of))
        orders = self.orders(self._folder(organisation, book.key))
        decisions = house.decisions(DecisionScope(organisation))
        found = read_orders(orders, house, days[0], days[1], decisions)
        counts = np.bincount(found.party_of, minlength=len(found.parties))
        return dict(zip(found.parties, counts.tolist(), strict=True))

    def lists_of(self, organisation: str, book: Book) -> list[dict[str, Any]]:
        """The lists that the parties of a book were screened against, as its receipt names them."""
        path = self._folder(organisation, book.key) / "answers.parquet.receipt.json"
        found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["lists"]
        return found

    def bad_lines(self, organisation: str, book: Book) -> list[dict[str, Any]]:
        """What could not be read, by row and key; the first hundred."""
        path = self._folder(organisation, book.key) / "answers.parquet.bad.jsonl"
        if not path.is_file():
            return []
        with path.open(encoding="utf-8") as lines:
            return [json.loads(line) for line, _ in zip(lines, range(100), strict=False)]

    @staticmethod
    def orders(folder: Path) -> Path:
        """The table of a book as the engine reads it."""
        return orders_in(folder)

    def _root(self, organisation: str) -> Path:
        return books_root(self._home, organisation)

    def _folder(self, organisation: str, key: str) -> Path:
        return self._root(organisation) / key

    def close(self) -> None:
        """Let what is being answered end; what waits is answered by the next server."""
        self._turns.close()


def _unpack_workbook(folder: Path) -> None:
    """The table of a workbook, beside it."""
    content = BytesIO((folder / "orders.xlsx").read_bytes())
    part = folder / "orders.parquet.part"
    table_of_workbook(content, LINES_AT_MOST).write_parquet(part)
    part.replace(folder / "orders.parquet")


def _organisation_of(folder: Path) -> str:
    """Whose a book is, by where it lies."""
    return bytes.fromhex(folder.parent.name).decode()


def checked_kind(name: str, content: bytes) -> str:
    """The ending by which a file is read, once its content is of that kind. Raises UploadError."""
    kind = Path(name.lower()).suffix
    if kind not in _ENDINGS:
        raise UploadError(f"{kind or 'a file without an ending'} is not taken; CSV, XLSX and Parquet are")
    if not content:
        raise UploadError("the file is empty")
    magic = {".parquet": b"PAR1", ".xlsx": b"PK\x03\x04"}.get(kind)
    if magic is not None and not content.startswith(magic):
        raise UploadError(f"the content is not that of a {kind} file")
    if kind == ".csv":
        _check_text(content)
    return kind


def _columns_words(columns: Sequence[str]) -> str:
    """Which columns are not known, each with the nearest that is."""
    known = [
        *LABELS_OF_FILES,
        *LABELS,
        *(f"{role.value}.{name}" for role in Role for name in ("name", "country")),
    ]
    told = []
    for name in columns[:_NAMED]:
        near = get_close_matches(name.strip().lower(), known, 1, 0.6)
        told.append(f"“{name}”" + (f" (did you mean “{near[0]}”?)" if near else ""))
    more = f" and {len(columns) - _NAMED} more" if len(columns) > _NAMED else ""
    return (
        f"Licet does not know the column {', '.join(told)}{more}. Rename or remove it, then upload the file again. "
        "The columns of an order file are described in docs/guide/orders.md."
    )


def _check_text(content: bytes) -> None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UploadError(f"line {line} is not UTF-8; save the file as CSV UTF-8") from error
    if "\0" in text:
        raise UploadError("the content is not text, so it is no CSV file")


def _text(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _write(folder: Path, book: Book) -> None:
    beside = folder / "book.json.part"
    beside.write_text(json.dumps(asdict(book), ensure_ascii=False), "utf-8")
    beside.replace(folder / "book.json")


def _read(folder: Path) -> Book:
    return Book(**json.loads((folder / "book.json").read_text("utf-8")))
