"""What-if boards: an order book answered under the law and under scenarios, kept beside the book."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from licet.api.turns import TooManyWaitingError
from licet.foresight.impact import Impact
from licet.foresight.scenario import Scenario, ScenarioError
from licet.foresight.scenario_file import load_scenario, read_scenario, shipped_scenarios
from licet.house.whatif import Question, look_ahead
from licet.orders.book import UnreadableOrdersError
from licet.screening.decided import DecisionScope
from licet.web.shelf import Book, Shelf

__all__ = ["Board", "Boards"]


@dataclass(frozen=True, slots=True)
class Board:
    """One what-if of one book. ``scenarios``: names that ship with Licet, or files of the board's folder."""

    key: str
    book: str
    scenarios: tuple[str, ...]
    state: str = "looking"
    problem: str = ""
    as_of: str = ""
    effective: str = ""
    headline: str = ""
    lists: tuple[str, ...] = ()
    rulebook: str = ""
    known_as_of: str = ""
    unread: int = 0
    warnings: tuple[str, ...] = ()


class Boards:
    """The boards of one server; they wait behind the books that are being answered."""

    def __init__(self, shelf: Shelf, home: Path) -> None:
        self._shelf, self._home = shelf, home
        self._begun: set[str] = set()

    def lead(self) -> None:
        """Look, from now on here, where somebody waits, whichever process took it or had not finished it."""
        for path in sorted((self._home / "books").glob("*/*/boards/*/board.json")):
            self._go_on(path.parent)

    def _go_on(self, folder: Path) -> None:
        board, shelf = _read(folder), folder.parents[1]
        if board.state == "looking" and board.key not in self._begun:
            self._begun.add(board.key)
            organisation = bytes.fromhex(shelf.parent.name).decode()
            book = self._shelf.book(organisation, shelf.name)
            if book is not None:
                look = partial(self._look, organisation, book, board)
                self._shelf.submit(organisation, look, resumed=True)

    def put(self, organisation: str, book: Book, shipped: Sequence[str], drawn: bytes | None) -> Board:
        """Begin a board under shipped scenarios and one that was drawn. Raises ScenarioError."""
        strange = [name for name in shipped if name not in shipped_scenarios()]
        if strange:
            raise ScenarioError(f"no scenario {strange[0]!r} ships with Licet")
        if drawn is not None:
            read_scenario(drawn, "your scenario")
        if not shipped and drawn is None:
            raise ScenarioError("pick a scenario or draw one")
        key = "".join(secrets.choice("abcdefghijkmnpqrstuvwxyz23456789") for _ in range(12))
        folder = self._folder(organisation, book, key)
        folder.mkdir(parents=True)
        if drawn is not None:
            (folder / "drawn.toml").write_bytes(drawn)
        board = Board(key, book.key, (*shipped, *(() if drawn is None else ("drawn.toml",))))
        _write(folder, board)
        if not self._shelf.leads:
            return board  # the process that leads finds it
        self._begun.add(board.key)
        try:
            self._shelf.submit(organisation, partial(self._look, organisation, book, board))
        except TooManyWaitingError as error:
            shutil.rmtree(folder)
            raise ScenarioError(str(error)) from error
        return board

    def _look(self, organisation: str, book: Book, board: Board) -> None:
        folder = self._folder(organisation, book, board.key)
        orders = self._shelf.orders(self._shelf.folder(organisation, book))
        names = tuple(str(folder / name) if name == "drawn.toml" else name for name in board.scenarios)

        def told(what: str, done: int, total: int) -> None:
            self._shelf.progress[board.key] = (what, done, total)

        days = [None if not day else date.fromisoformat(day) for day in (book.as_of, book.known_as_of)]
        try:
            question = Question(
                orders, names, as_of=days[0], known_as_of=days[1], scope=DecisionScope(organisation)
            )
            seen = look_ahead(question, self._home, told)
            seen.impact.lines.write_parquet(folder / "impact.parquet")
            seen.other_law.lines.write_parquet(folder / "other_law.parquet")
            origin = seen.provenance
            done = Board(
                board.key,
                board.book,
                board.scenarios,
                "seen",
                as_of=seen.impact.as_of.isoformat(),
                effective=seen.impact.effective.isoformat(),
                headline=seen.headline,
                lists=tuple(origin.lists),
                rulebook=origin.rulebook,
                known_as_of="" if origin.known_as_of is None else origin.known_as_of.isoformat(),
                unread=seen.unread,
                warnings=seen.warnings,
            )
        except (ScenarioError, UnreadableOrdersError, OSError) as error:
            problem = str(error).replace(f"{folder}/", "")
            done = Board(board.key, board.book, board.scenarios, "failed", problem)
        except Exception as error:
            problem = f"something went wrong here ({type(error).__name__})"
            _write(folder, Board(board.key, board.book, board.scenarios, "failed", problem))
            raise
        finally:
            self._shelf.progress.pop(board.key, None)
        _write(folder, done)

    def of_book(self, organisation: str, book: Book) -> list[Board]:
        """The boards of a book, the newest first."""
        folders = list((self._shelf.folder(organisation, book) / "boards").glob("*/"))
        folders.sort(key=lambda folder: folder.stat().st_mtime, reverse=True)
        return [_read(folder) for folder in folders]

    def board(self, organisation: str, book: Book, key: str) -> Board | None:
        return next((one for one in self.of_book(organisation, book) if one.key == key), None)

    def impact(self, organisation: str, book: Book, board: Board, today: date) -> Impact:
        """What the scenarios alone do; days are counted from ``today``."""
        return self._impact("impact", organisation, book, board, today)

    def other_law(self, organisation: str, book: Book, board: Board, today: date) -> Impact | None:
        """What all other law does by then; None for a board of a version that did not tell them apart."""
        path = self._folder(organisation, book, board.key) / "other_law.parquet"
        return self._impact("other_law", organisation, book, board, today) if path.is_file() else None

    def _impact(self, name: str, organisation: str, book: Book, board: Board, today: date) -> Impact:
        lines = pl.read_parquet(self._folder(organisation, book, board.key) / f"{name}.parquet")
        return Impact(lines, date.fromisoformat(board.as_of), date.fromisoformat(board.effective), today)

    def scenarios(self, organisation: str, book: Book, board: Board) -> list[Scenario]:
        folder = self._folder(organisation, book, board.key)
        return [
            load_scenario(str(folder / name) if name == "drawn.toml" else name) for name in board.scenarios
        ]

    def _folder(self, organisation: str, book: Book, key: str) -> Path:
        return self._shelf.folder(organisation, book) / "boards" / key


def _write(folder: Path, board: Board) -> None:
    beside = folder / "board.json.part"
    beside.write_text(json.dumps(asdict(board), ensure_ascii=False), "utf-8")
    beside.replace(folder / "board.json")


def _read(folder: Path) -> Board:
    told: dict[str, Any] = json.loads((folder / "board.json").read_text("utf-8"))
    lists = {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
    return Board(**{**told, **lists})
