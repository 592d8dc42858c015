"""Read a flat order file (CSV, Parquet or Arrow) into columns; what cannot be read is reported by its row."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from licet.engine.batch.columns import Column, Frame, Lines
from licet.model.field import Scope
from licet.model.fields import FIELDS
from licet.model.transaction import Role
from licet.orders.book import BadLine, OrderBook, PartyKey, UnknownColumnsError, UnreadableOrdersError
from licet.orders.cells import LABELS, PARTY_COLUMNS, Cell, known_column, read_cell
from licet.orders.numbers import holds_numbers, limits, numbered
from licet.orders.text import read_csv
from licet.orders.totals import counted_together, incomplete_orders, order_numbers, with_lost_lines
from licet.rules.rulebook import Rulebook
from licet.screening.legible import legible

__all__ = [
    "cells_of",
    "read_flat",
    "read_table",
    "refuse_unknown_columns",
    "table_of",
    "unchanged_table",
    "write_cells",
]

_READERS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".arrow": "ipc",
    ".feather": "ipc",
    ".ipc": "ipc",
}
_BAD = "licet.bad_lines"
"""Under which metadata of a Parquet file what is wrong with its lines is kept."""
_NOTHING = Column(np.zeros(0, np.uint8), (None,))


def table_of(path: Path, rows: int | None = None) -> pl.DataFrame:
    """The cells of a file as they stand in it, at most so many ``rows``. Raises UnreadableOrdersError, or OSError."""
    return cells_of(path, rows)[0]


def unchanged_table(path: Path) -> pl.DataFrame:
    """The cells of a file, read once as long as nobody writes it; the last two files are remembered."""
    stat = path.stat()
    return _unchanged(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=2)
def _unchanged(path: Path, _written: int, _size: int) -> pl.DataFrame:
    return table_of(path)


def cells_of(path: Path, rows: int | None = None) -> tuple[pl.DataFrame, dict[int, BadLine]]:
    """The cells of a file, and what is wrong with lines that stand in it without any."""
    kind = _READERS.get(path.suffix.lower())
    if kind is None:
        raise UnreadableOrdersError(f"{path}: {path.suffix or 'no ending'}: not one of {', '.join(_READERS)}")
    if kind == "csv":
        table, bad = read_csv(path, rows)
        return with_lost_lines(table, bad) if rows is None else table, bad
    try:
        read = pl.read_parquet if kind == "parquet" else pl.read_ipc
        return read(path, n_rows=rows), _bad_lines(path) if kind == "parquet" else {}
    except pl.exceptions.PolarsError as error:
        raise UnreadableOrdersError(f"{path}: {' '.join(str(error).split())[:300]}") from error


def write_cells(table: pl.DataFrame, bad: Mapping[int, BadLine], path: Path) -> None:
    """Write the cells of a filled order file, with what was wrong with its lines; cells_of reads both."""
    lines = json.dumps({row: astuple(line) for row, line in bad.items()})
    table.write_parquet(path, metadata={_BAD: lines} if bad else None)


def _bad_lines(path: Path) -> dict[int, BadLine]:
    lines = pl.read_parquet_metadata(path).get(_BAD, "{}")
    try:
        return {
            int(row): BadLine(int(line[0]), str(line[1]), str(line[2]))
            for row, line in json.loads(lines).items()
        }
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return {}  # somebody else's words under our name


def read_flat(path: Path, book: Rulebook, as_of: date | None = None) -> OrderBook:
    """Read a flat order file; ``as_of`` asks about all lines on one day, in place of their own."""
    table, bad = cells_of(path)
    refuse_unknown_columns(f"{path}, line 1", table.columns, book)
    return _FlatReader(counted_together(table), table, book, as_of, bad).read()


def refuse_unknown_columns(where: str, columns: Sequence[str], book: Rulebook) -> None:
    """Raise UnreadableOrdersError where a column is none of an order file."""
    unknown = [name for name in columns if not known_column(name, book.vocabulary)]
    if unknown:
        raise UnknownColumnsError(
            f"{where}, key {unknown[0]}: no column of an order file ({len(unknown)} such: "
            f"{', '.join(unknown[:5])}); see licet help orders, and `licet law facts` for facts.NAME",
            tuple(unknown),
        )


def read_table(
    table: pl.DataFrame, book: Rulebook, as_of: date | None = None, stated: pl.DataFrame | None = None
) -> OrderBook:
    """Read the cells of a flat order file, whose columns are known; rows are numbered from 1.

    The table has what the lines of each order come to, as :func:`~licet.orders.totals.counted_together` adds it;
    ``stated``: the cells as they were stated, by which reports name the lines.
    """
    return _FlatReader(table, table if stated is None else stated, book, as_of).read()


@dataclass
class _FlatReader:
    table: pl.DataFrame
    stated: pl.DataFrame
    book: Rulebook
    as_of: date | None
    bad: dict[int, BadLine] = field(default_factory=dict)

    @cached_property
    def limits(self) -> dict[str, tuple[Decimal, ...]]:
        return limits(self.book)

    @cached_property
    def encoded(self) -> dict[str, tuple[NDArray[np.integer], pa.Array]]:
        """By column, codes and distinct texts."""
        names = [name for name in self.table.columns if name not in LABELS or name in {"ship_date", "as_of"}]
        with ThreadPoolExecutor() as pool:
            found = pool.map(_encoded, (self.table[name] for name in names))
            return dict(zip(names, found, strict=True))

    def read(self) -> OrderBook:
        columns = {name: self._column(name) for name in self.table.columns if name not in LABELS}
        days = self._days()
        parties = self._parties(columns)
        lines = Lines({"line": Frame(self.table.height, self._facts(columns)), "party": parties.frame})
        good = np.setdiff1d(np.arange(self.table.height), np.fromiter(self.bad, np.intp, len(self.bad)))
        whole = OrderBook(
            self._labels(),
            lines,
            days,
            parties.distinct,
            parties.place,
            tuple(self.bad[row] for row in sorted(self.bad)),
            order_numbers(self.stated),
            incomplete_orders(self.stated),
        )
        return whole if len(good) == self.table.height else _only(whole, good)

    def _column(self, name: str) -> Column:
        codes, texts = self.encoded[name]
        if holds_numbers(name, self.book.vocabulary):
            return self._number(name, codes, texts)
        cells = [read_cell(name, text, self.book.vocabulary) for text in texts.to_pylist()]
        self._report(name, codes, cells)
        return Column(codes, tuple(cell.value for cell in cells))

    def _number(self, name: str, codes: NDArray[np.integer], texts: pa.Array) -> Column:
        """Numbers are told apart only as far as some rule does."""
        cells, places, values = numbered(name, texts, self.limits.get(name, ()), self.book.vocabulary)
        self._report(name, codes, cells)
        return Column(_small(places[codes]), values)

    def _report(self, name: str, codes: NDArray[np.integer], cells: Mapping[int, Cell] | list[Cell]) -> None:
        wrong = {
            code: cell.problem
            for code, cell in (cells.items() if isinstance(cells, Mapping) else enumerate(cells))
            if cell.problem is not None
        }
        if wrong:
            for row in np.flatnonzero(np.isin(codes, list(wrong))).tolist():
                self._add_fault(row, name, wrong[int(codes[row])])

    def _add_fault(self, row: int, name: str, problem: str) -> None:
        """Put a fault of a row on record, after those that it has."""
        found = self.bad.get(row)
        self.bad[row] = (
            BadLine(row + 1, name, problem)
            if found is None
            else replace(found, problem=f"{found.problem}; key {name}: {problem}")
        )

    def _days(self) -> NDArray[np.int64]:
        if self.as_of is not None:
            return np.full(self.table.height, self.as_of.toordinal(), np.int64)
        days = np.zeros(self.table.height, np.int64)
        unread = np.zeros(self.table.height, np.bool_)
        for name in ("ship_date", "as_of"):
            if name in self.table.columns:
                codes, texts = self.encoded[name]
                cells = [
                    read_cell("dates.contract", text, self.book.vocabulary) for text in texts.to_pylist()
                ]
                self._report(name, codes, cells)
                found = np.array([_ordinal(cell.value) for cell in cells], np.int64)[codes]
                unread |= np.array([cell.problem is not None for cell in cells], np.bool_)[codes]
                days = np.where(found > 0, found, days)
        for row in np.flatnonzero((days == 0) & ~unread).tolist():
            self._add_fault(row, "as_of", "no day to answer for (as_of, ship_date or --as-of)")
        return days

    def _facts(self, columns: Mapping[str, Column]) -> dict[str, Column]:
        roles = tuple(f"{role.value}." for role in Role)
        return {name: column for name, column in columns.items() if not name.startswith(roles)}

    def _parties(self, columns: Mapping[str, Column]) -> _Parties:
        return _Parties.of(
            [
                (role, {name: columns.get(f"{role.value}.{name}", _NOTHING) for name in _PARTY})
                for role in Role
            ]
        )

    def _labels(self) -> pl.DataFrame:
        def text(name: str) -> pl.Expr:
            there = name in self.stated.columns
            return (pl.col(name).cast(pl.String) if there else pl.lit(None, pl.String)).alias(
                name.rpartition(".")[2]
            )

        worth = "item.value_usd" in self.stated.columns
        value = pl.col("item.value_usd").cast(pl.Float64, strict=False) if worth else pl.lit(None, pl.Float64)
        named = [
            text(name) for name in ("id", "customer", "product", "ship_date", "destination", "item.eccn")
        ]
        return self.stated.select(
            pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("row"),
            *named,
            value.alias("value_usd"),
            pl.lit(None, pl.String).alias("decided"),
        )


_PARTY = tuple(row.name for row in PARTY_COLUMNS)
_CARRIED = tuple(row for row in PARTY_COLUMNS if row in FIELDS.in_batch(Scope.PARTY))
"""What goes into the frame of parties."""


@dataclass(frozen=True)
class _Parties:
    """The frame of the parties, and the distinct ones to screen."""

    frame: Frame
    distinct: tuple[PartyKey, ...]
    place: NDArray[np.intp]

    @classmethod
    def of(cls, given: list[tuple[Role, dict[str, Column]]]) -> _Parties:
        """Put the parties of all roles under their lines, in the order of the roles."""
        rows, roles, cells = [], [], {name: list[NDArray[np.intp]]() for name in _PARTY}
        values = {name: _Joined() for name in _PARTY}
        for number, (_, columns) in enumerate(given):
            codes = {name: values[name].add(column) for name, column in columns.items() if len(column.codes)}
            if not codes:
                continue
            there = np.flatnonzero(np.any([code > 0 for code in codes.values()], axis=0))
            rows.append(there)
            roles.append(np.full(len(there), number, np.intp))
            for name in _PARTY:
                cells[name].append(codes[name][there] if name in codes else np.zeros(len(there), np.intp))
        if not rows:
            return cls(Frame(0, {}, np.zeros(0, np.intp)), (), np.zeros(0, np.intp))
        line, role = np.concatenate(rows), np.concatenate(roles)
        order = np.lexsort((role, line))
        columns = {
            name: Column(_small(np.concatenate(cells[name])[order]), values[name].values) for name in _PARTY
        }
        distinct, place = _distinct_parties(columns)
        frame = {row.rule_path: columns[row.name] for row in _CARRIED}
        frame["party.role"] = Column(_small(role[order]), tuple(given_role for given_role, _ in given))
        read = np.array([isinstance(name, str) and legible(name) for name in columns["name"].values])
        frame["party.known"] = Column(read[columns["name"].codes].astype(np.uint8), (None, True))
        return cls(Frame(len(order), frame, line[order]), distinct, place)


@dataclass
class _Joined:
    """One dictionary for the columns of all roles; the value at place 0 is unknown."""

    places: dict[object, int] = field(default_factory=lambda: {None: 0})

    @property
    def values(self) -> tuple[object, ...]:
        return tuple(self.places)

    def add(self, column: Column) -> NDArray[np.intp]:
        place = [self.places.setdefault(value, len(self.places)) for value in column.values]
        joined: NDArray[np.intp] = np.array(place, np.intp)[column.codes]
        return joined


def _distinct_parties(columns: Mapping[str, Column]) -> tuple[tuple[PartyKey, ...], NDArray[np.intp]]:
    three = [columns[name] for name in ("name", "country", "address")]
    key = np.zeros(len(three[0].codes), np.int64)
    for column in three:
        key = key * len(column.values) + column.codes
    keys, first, place = np.unique(key, return_index=True, return_inverse=True)
    del keys
    named = [PartyKey(*(column.values[int(column.codes[row])] for column in three)) for row in first]  # type: ignore[arg-type]
    return tuple(named), place.astype(np.intp)


def _encoded(series: pl.Series) -> tuple[NDArray[np.integer], pa.Array]:
    """A column as codes into its distinct texts; nothing has a code of its own."""
    encoded = pa.chunked_array([series.to_arrow()]).combine_chunks().dictionary_encode(null_encoding="encode")
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    return _small(np.asarray(codes)), encoded.dictionary


def _small(codes: NDArray[np.integer]) -> NDArray[np.integer]:
    small: NDArray[np.integer] = codes.astype(np.min_scalar_type(int(codes.max(initial=0))))
    return small


def _ordinal(day: object) -> int:
    return day.toordinal() if isinstance(day, date) else 0


def _only(book: OrderBook, good: NDArray[np.intp]) -> OrderBook:
    parent = book.lines.frames["party"].parent
    assert parent is not None
    kept = np.isin(parent, good)
    lines = book.lines.take(good)
    return replace(
        book, labels=book.labels[good], lines=lines, days=book.days[good], party_of=book.party_of[kept]
    )
