"""Open questions of an answered order book, grouped; what an answer to one would change; and the answer on record."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from sqlalchemy import Connection, select

from licet.model.fields import FIELDS
from licet.model.transaction import Role
from licet.orders.book import UnreadableOrdersError
from licet.orders.cells import PARTY_COLUMNS, known_column
from licet.orders.flat import table_of, unchanged_table
from licet.orders.stated import StatedFact, stated_facts, with_stated_facts
from licet.orders.totals import counted_together
from licet.presentation.words import counted
from licet.rules.answer import Light
from licet.rules.vocabulary import FactSpec
from licet.screening.decided import Decisions, DecisionScope
from licet.services.order_runs import OrderRun, run
from licet.storage.events import read
from licet.storage.schema_events import event as event_table

__all__ = [
    "BookQuestion",
    "LineAnswerChange",
    "answer_changes",
    "answers_if",
    "answers_with",
    "facts_of_book",
    "line_questions",
    "open_questions",
    "preview_code",
]

_PARTY = re.compile(r"parties\[(\d+)\]\.([a-z_]+)")
_VALUE = "item.value_usd"


@dataclass(frozen=True, slots=True)
class BookQuestion:
    """A question that lines of a book ask. ``column``: of an order file, which an answer fills; empty: none can.

    ``path``: of the wire format, as the first of the lines names it. ``about``: the party or the product asked about.
    ``rows``: the lines; ``value_usd``: what they are worth together.
    """

    path: str
    column: str
    about: str
    rows: tuple[int, ...]
    value_usd: float


@dataclass(frozen=True, slots=True)
class LineAnswerChange:
    """Lines that get one answer instead of another; ``answer`` and ``light`` are None where it cannot be read."""

    before: str
    light_before: str
    answer: str | None
    light: str | None
    lines: int
    value_usd: float


def answer_changes(lines: pl.DataFrame, after: pl.DataFrame) -> list[LineAnswerChange]:
    """Lines of an answered table by their answer now and the one that they would get, what goes first."""
    worth = pl.col(_VALUE) if _VALUE in lines.columns else pl.lit(0.0)
    now = lines.select("row", before="answer", light_before="light", value=worth.fill_null(0.0))
    joined = now.join(after.select("row", "answer", "light"), on="row", how="left", maintain_order="left")
    groups = joined.group_by("before", "light_before", "answer", "light").agg(pl.len(), pl.col("value").sum())
    found = (LineAnswerChange(*row) for row in groups.iter_rows())
    return sorted(found, key=lambda change: (_FIRST.get(change.light, 3), -change.value_usd, change.before))


_FIRST: Mapping[str | None, int] = {Light.GREEN.value: 0, Light.RED.value: 1, Light.AMBER.value: 2}


def preview_code(root: str, fact: StatedFact, after: pl.DataFrame) -> str:
    """The code of what was shown of a fact: of its lines, its value, and the answers that they would get."""
    shown = (root, fact.column, fact.value, sorted(fact.rows), after.select("answer").rows())
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def facts_of_book(connection: Connection, organization: str, book: str) -> list[StatedFact]:
    """The facts that were stated of the lines of a book, in order."""
    query = select(event_table).where(
        event_table.c.stream == "order",
        event_table.c.organization == organization,
        event_table.c.subject == book,
    )
    return stated_facts(stored.event for stored in read(connection, query))


def line_questions(
    lines: pl.DataFrame, orders: Path, vocabulary: Mapping[str, FactSpec]
) -> list[tuple[int, str, str, str]]:
    """By line of an answered table and fact that it needs: row, path, column and party; no column: none to fill."""
    asked = lines.select("row", pl.col("needs").fill_null("").str.split("; ")).explode("needs")
    asked = asked.filter(pl.col("needs") != "")
    flat = orders.suffix != ".jsonl"
    needed = asked.filter(pl.col("needs").str.starts_with("parties["))["row"].unique()
    if not flat:
        return [(row, path, "", "") for row, path in asked.iter_rows()]
    table = unchanged_table(orders)
    roles = _roles(table, needed.to_list())
    columns, known = set(table.columns), dict[tuple[str, str], str]()
    found, blank = [], dict[str, list[bool]]()
    for row, path in asked.iter_rows():
        role, party = _party(path, roles.get(row, ()))
        if (path, role) not in known:
            known[path, role] = _column(path, role, vocabulary)
        column = known[path, role]
        if column in columns:
            if column not in blank:
                cells = table[column].cast(pl.String)
                blank[column] = (cells.fill_null("").str.strip_chars() == "").to_list()
            column = column if blank[column][row - 1] else ""  # what the file says is not replaced
        found.append((row, path, column, party))
    return found


def open_questions(
    lines: pl.DataFrame, orders: Path, vocabulary: Mapping[str, FactSpec]
) -> list[BookQuestion]:
    """What lines of an answered table ask, the same question for many lines once; the most dollars first.

    What is asked of an item is asked once for each product, and what is asked of a party for each party.
    """
    products = dict(lines.select("row", "product").iter_rows())
    worth = dict(lines.select("row", _VALUE).iter_rows()) if _VALUE in lines.columns else {}
    groups: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for row, path, column, party in line_questions(lines, orders, vocabulary):
        group = "" if column else _group(path)
        about = (products[row] or "") if column.startswith("item.") else party
        groups[column, about if column else group].append((row, path))
    found = []
    for (column, group), asked in groups.items():
        rows = tuple(sorted({row for row, _ in asked}))
        value = sum(worth.get(row) or 0.0 for row in rows)
        found.append(BookQuestion(asked[0][1], column, group if column else "", rows, value))
    return sorted(found, key=lambda question: (-question.value_usd, -len(question.rows), question.path))


def _group(path: str) -> str:
    """What stands for a need that no column fills: the same for every party and match."""
    return ".dispositions" if ".dispositions" in path else re.sub(r"\[[^]]*\]", "[]", path)


def _party(path: str, roles: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The role and the name of the party that a need is about; empty where it is about none."""
    match = _PARTY.fullmatch(path)
    return roles[int(match[1])] if match is not None and int(match[1]) < len(roles) else ("", "")


def _column(path: str, role: str, vocabulary: Mapping[str, FactSpec]) -> str:
    """The column of an order file that a need asks for; empty: a file has none. ``role``: of its party."""
    match = _PARTY.fullmatch(path)
    if match is not None:
        column = f"{role}.{match[2]}"
        return column if role and known_column(column, vocabulary) else ""
    field = FIELDS.at(path)
    plain = path.startswith("facts.") or (field is not None and field.column)
    return path if plain and known_column(path, vocabulary) else ""


def _roles(table: pl.DataFrame, rows: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """By row, the roles of the parties that a line names, in the order of its parties, each with the name."""
    lines = table[[row - 1 for row in rows]]
    found: dict[int, list[tuple[str, str]]] = {row: [] for row in rows}
    for role in Role:
        named = [f"{role.value}.{column.name}" for column in PARTY_COLUMNS]
        cells = lines.select(
            pl.col(name).cast(pl.String).str.strip_chars() for name in named if name in lines.columns
        )
        if not cells.width:
            continue
        filled = cells.select(pl.any_horizontal(pl.all().fill_null("") != "")).to_series()
        name = f"{role.value}.name"
        names = cells[name].fill_null("").to_list() if name in cells.columns else [""] * lines.height
        for row, has, text in zip(rows, filled.to_list(), names, strict=True):
            if has:
                found[row].append((role.value, text))
    return found


def answers_if(
    orders: Path, home: Path, scope: DecisionScope, days: tuple[date | None, date | None], fact: StatedFact
) -> pl.DataFrame:
    """The answers of the lines of a fact, as they would be with it, by ``row``; ``orders``: a flat file.

    Raises UnreadableOrdersError where one of them could no longer be read: such a fact is not stated.
    """
    answers = _answers_of(fact.rows, orders, home, OrderRun(orders, orders, *days, scope=scope), [fact])
    if answers.height < len(fact.rows):
        lost = counted(len(fact.rows) - answers.height, "line")
        raise UnreadableOrdersError(f"With this value {lost} cannot be read: {fact.value!r}")
    return answers


def answers_with(
    decisions: Decisions,
    rows: Collection[int],
    orders: Path,
    home: Path,
    scope: DecisionScope,
    days: tuple[date | None, date | None],
) -> pl.DataFrame:
    """The answers of some lines, by ``row``, as they would be with other decisions about hits."""
    return _answers_of(rows, orders, home, OrderRun(orders, orders, *days, scope=scope), supposed=decisions)


def _answers_of(
    rows: Collection[int],
    orders: Path,
    home: Path,
    asked: OrderRun,
    facts: Sequence[StatedFact] = (),
    supposed: Decisions | None = None,
) -> pl.DataFrame:
    """Some lines of a flat file answered, each with what its order comes to. ``facts``: stated of the lines."""
    wanted = sorted(rows)
    table = counted_together(with_stated_facts(table_of(orders), facts))[[row - 1 for row in wanted]]
    with TemporaryDirectory(prefix="licet-preview-") as folder:
        path, out = Path(folder, "orders.parquet"), Path(folder, "answers.parquet")
        table.write_parquet(path)
        run(replace(asked, orders=path, out=out), home, supposed=supposed)
        answers = pl.read_parquet(out)
    places = dict(enumerate(wanted, 1))
    return answers.with_columns(pl.col("row").replace_strict(places, return_dtype=pl.Int64))
