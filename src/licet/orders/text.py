"""The cells of an order file in CSV: read at once where every line fits the heading, else line by line.

A line with a value too many, a value too few, an open quote or letters that are not UTF-8 is no reason to refuse the
lines beside it, and none to read it as something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from licet.orders.book import BadLine, UnreadableOrdersError
from licet.tabular.rows import BadRow, Record, UnreadableFileError, csv_table

__all__ = ["read_csv"]

_BLOCK = 1 << 22
_HEAD = 65_536
_NEWLINE, _RETURN, _QUOTE = (ord(letter) for letter in '\n\r"')
_ACCEPTED = "put a value that holds a separator, a quote or a line break in double quotes"
_SHOWN = 120


def read_csv(path: Path, rows: int | None = None) -> tuple[pl.DataFrame, dict[int, BadLine]]:
    """The cells of a file, at most so many ``rows``, and what is wrong with lines that could not be read, by place.

    Such a line keeps its place, without any value. Raises UnreadableOrdersError, or OSError.
    """
    separator = _separator(path)
    try:
        if rows == 0 or _is_regular(path, ord(separator)):
            found = pl.read_csv(path, separator=separator, infer_schema=False, encoding="utf8", n_rows=rows)
            return found, {}
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        pass  # line by line says more
    return _line_by_line(path, separator, rows)


def _separator(path: Path) -> str:
    """What parts the columns of the first line: tabs, or semicolons as a European Excel writes them."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    with path.open("rb") as file:
        head = file.readline(_HEAD)
    return ";" if head.count(b";") > head.count(b",") else ","


def _is_regular(path: Path, separator: int) -> bool:
    """Whether every line has as many values as the first, and every quote stands where a value begins or ends."""
    return all(_block_is_regular(block, width, separator) for block, width in _blocks(path, separator))


def _blocks(path: Path, separator: int) -> Iterator[tuple[NDArray[np.uint8], int]]:
    """Pieces of a file that end where a line ends, each with the separators of the heading."""
    width, rest = -1, b""
    with path.open("rb") as file:
        while piece := file.read(_BLOCK):
            content = rest + piece
            cut = content.rfind(b"\n") + 1
            while cut and content.count(b'"', 0, cut) % 2:
                cut = content.rfind(b"\n", 0, cut - 1) + 1
            rest = content[cut:]
            if cut:
                block = np.frombuffer(content[:cut], np.uint8)
                width = _separators(block, separator) if width < 0 else width
                yield block, width
    if rest:
        block = np.frombuffer(rest + b"\n", np.uint8)
        yield block, _separators(block, separator) if width < 0 else width


def _separators(block: NDArray[np.uint8], separator: int) -> int:
    outside = ~_inside(block)
    ends = np.flatnonzero((block == _NEWLINE) & outside)
    first = block[: ends[0]] if len(ends) else block
    return int(((first == separator) & outside[: len(first)]).sum())


def _inside(block: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """By byte whether it stands between quotes; a quote that opens does, one that closes does not."""
    quotes = (block == _QUOTE).view(np.uint8)
    return np.bitwise_xor.accumulate(quotes).astype(np.bool_)


def _block_is_regular(block: NDArray[np.uint8], width: int, separator: int) -> bool:
    inside = _inside(block)
    if inside[-1]:
        return False
    outside = ~inside
    ends = np.flatnonzero((block == _NEWLINE) & outside)
    counts = np.diff(np.cumsum((block == separator) & outside)[ends], prepend=0)
    starts = np.concatenate([[0], ends[:-1] + 1])
    empty = ends - starts <= (block[np.maximum(ends - 1, 0)] == _RETURN)
    return bool((empty | (counts == width)).all()) and _quotes_fit(block, inside, separator)


def _quotes_fit(block: NDArray[np.uint8], inside: NDArray[np.bool_], separator: int) -> bool:
    """Whether each quote opens a value after a separator or closes one before it; two together are text."""
    places = np.flatnonzero(block == _QUOTE)
    opening = places[inside[places]]
    closing = places[~inside[places]]
    before = block[opening[opening > 0] - 1]
    after = block[closing[closing < len(block) - 1] + 1]
    fits = np.isin(before, [separator, _NEWLINE, _QUOTE, 0xBF])  # the last byte of a mark of UTF-8
    return bool(fits.all() and np.isin(after, [separator, _NEWLINE, _RETURN, _QUOTE]).all())


def _line_by_line(path: Path, separator: str, rows: int | None) -> tuple[pl.DataFrame, dict[int, BadLine]]:
    try:
        table = csv_table(path, separator)
    except UnreadableFileError as error:
        raise UnreadableOrdersError(str(error)) from error
    header = [str(name) for name in table.header]
    if len(set(header)) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise UnreadableOrdersError(f"{path}, line 1: two columns have the name {twice!r}")
    cells: list[list[str | None]] = []
    bad: dict[int, BadLine] = {}
    for place, record in enumerate(table.records):
        if place == rows:
            break
        problem = _problem(record)
        if problem is not None:
            bad[place] = BadLine(place + 1, f"line {record[0]}", problem)
        cells.append([None] * len(header) if problem is not None else [text or None for text in record[1]])
    return pl.DataFrame(cells, dict.fromkeys(header, pl.String), orient="row"), bad


def _problem(record: Record | BadRow) -> str | None:
    """What is wrong with a line, with what it says and what would be accepted."""
    if isinstance(record, BadRow):
        shown = record.text if len(record.text) <= _SHOWN else f"{record.text[:_SHOWN]}…"
        return f"{record.problem}: {shown}; {_ACCEPTED}"
    try:
        "".join(record[1]).encode()
    except UnicodeEncodeError:
        shown = record[2].encode(errors="surrogateescape").decode(errors="replace")[:_SHOWN]
        return f"letters that are not UTF-8: {shown}; save the file as CSV UTF-8"
    return None
