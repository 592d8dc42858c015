"""A text file as rows of cells: its encoding, what parts its columns, and rows that cannot be read as such."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from licet.tabular.encodings import guess_encoding
from licet.tabular.grid import GridRow

__all__ = ["TextFormat", "decode", "text_rows"]

_DELIMITERS = ",;\t|"
_HEAD_LINES = 120
_MOST_LINES = 40
"""Lines over which one quoted cell may run."""
_RULE = re.compile(r"[^\S\t]*+[-=_]{2,}+(?: ++[-=_]{2,}+)+[^\S\t]*+")
_HALF = re.compile("[\ud800-\udfff]")
_CUT_MARK = "\ufffd"


@dataclass(frozen=True, slots=True)
class TextFormat:
    """How a text file was read. ``delimiter``: empty where columns stand at fixed places."""

    encoding: str
    delimiter: str


def decode(content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text of a file, and the encoding that it is in. Bytes that are not of it become surrogates.

    A file that is UTF-8 but for a few lines stays UTF-8, and those lines are reported. Raises LookupError for an
    encoding that there is not.
    """
    if encoding is not None:
        return content.decode(encoding, "surrogateescape"), codecs.lookup(encoding).name
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", "replace"), "UTF-16 with a byte order mark"
    if content.startswith(codecs.BOM_UTF8):
        return content[3:].decode("utf-8", "surrogateescape"), "UTF-8 with a byte order mark"
    head = content[:400]
    if head.count(b"\0") > len(head) // 4:
        name = "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
        return content.decode(name, "replace"), name.upper()
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(content):
        return content.decode("utf-8", "surrogateescape"), "UTF-8"
    codec, name = guess_encoding(content)
    return content.decode(codec, "replace"), name


def _mostly_utf8(content: bytes) -> bool:
    """Whether more lines hold letters in UTF-8 than lines that are not UTF-8 at all."""
    good = bad = 0
    for line in content.split(b"\n"):
        if not line.isascii():
            try:
                line.decode("utf-8")
                good += 1
            except UnicodeDecodeError:
                bad += 1
    return good > bad


def text_rows(text: str, delimiter: str | None = None) -> tuple[list[GridRow], str]:
    """The rows of a text with the line on which each begins, and what parts their columns."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    hint = re.fullmatch(r"\ufeff?sep=(.)", lines[0]) if lines else None
    places = None if delimiter or hint else _fixed_places(lines)
    if places is not None:
        return [_fixed(number, line, places) for number, line in enumerate(lines, 1)], ""
    parts = delimiter or (hint[1] if hint else _delimiter(lines))
    rows = list(_records(lines, parts))
    return (rows[1:] if hint else rows), parts


def _delimiter(lines: Sequence[str]) -> str:
    """What parts the columns: with it most lines have as many cells as each other, and more than one."""
    head = [line for line in lines[:_HEAD_LINES] if line.strip()]
    best, most = ",", 0.0
    for mark in _DELIMITERS:
        widths = Counter(_widths(head, mark))
        width, count = max(
            widths.items(), key=lambda pair: (pair[1] * (pair[0] > 1), pair[0]), default=(1, 0)
        )
        score = count * (width - 1) ** 0.5 if width > 1 else 0.0
        if score > most:
            best, most = mark, score
    return best


def _widths(lines: Sequence[str], mark: str) -> Iterator[int]:
    """How many cells rows have; none behind a cell that is longer than any of a table."""
    with suppress(csv.Error):
        yield from map(len, csv.reader(lines, delimiter=mark))


def _fixed_places(lines: Sequence[str]) -> list[tuple[int, int]] | None:
    """Where columns begin and end, if a line of dashes under the headings shows it; None: it does not."""
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if number and _RULE.fullmatch(line):
            above = lines[number - 1]
            spans = [found.span() for found in re.finditer(r"[-=_]+", line)]
            if len(spans) > 1 and not any(above.count(mark) >= len(spans) - 1 for mark in ",;\t|"):
                return spans
    return None


def _fixed(number: int, line: str, places: Sequence[tuple[int, int]]) -> GridRow:
    if not line.strip():
        return GridRow(str(number), ())
    ends = [start for start, _ in places[1:]]
    cells = tuple(
        line[start:end].strip()
        for start, end in zip((start for start, _ in places), [*ends, None], strict=True)
    )
    return GridRow(str(number), cells, _encoding_fault(line))


def _records(lines: Sequence[str], delimiter: str) -> Iterator[GridRow]:
    """Records with the line that each begins on. A quote that is never closed costs its own line only."""
    place = 0
    while place < len(lines):
        line = lines[place]
        number = str(place + 1)
        place += 1
        if not line.strip():
            yield GridRow(number, ())
            continue
        fault = _encoding_fault(line)
        if '"' not in line:
            yield GridRow(number, tuple(line.split(delimiter)), fault)
            continue
        cells, taken = _quoted(line, lines[place : place + _MOST_LINES], delimiter)
        if cells is None:
            plain = tuple(line.split(delimiter))
            yield GridRow(number, plain, fault or "a quote is not closed, or letters follow it", quotes=True)
            continue
        place += taken
        yield GridRow(number, tuple(cells), fault)


def _quoted(line: str, ahead: Sequence[str], delimiter: str) -> tuple[list[str] | None, int]:
    """The cells of a record with quotes, and how many lines ahead it takes; None where its quotes do not fit."""
    quotes = 0
    for taken, last in enumerate([line, *ahead]):
        quotes += last.count('"')
        if quotes % 2:
            continue
        whole = "\n".join([line, *ahead[:taken]])
        try:
            rows = list(csv.reader([whole + "\n"], delimiter=delimiter, strict=True))
        except csv.Error:
            return None, 0
        return (rows[0] if rows else []), taken
    return None, 0


def _encoding_fault(line: str) -> str:
    if _HALF.search(line):
        return "letters that are not of the file's encoding"
    return "letters that are not of the file's encoding" if _CUT_MARK in line else ""
