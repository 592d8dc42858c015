"""What the importers share: lists of texts, days, codes, and rows refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from licet.errors import LicetError
from licet.model.listing import Alias, ListCode
from licet.watchlists.countries import iso2
from licet.watchlists.row import RawRow
from licet.watchlists.snapshot import ProblemKind, RefusedRow, SnapshotProblem
from licet.watchlists.text import squeeze

__all__ = [
    "Collected",
    "RowError",
    "aliases_of",
    "codes_of",
    "iso_day",
    "keys_problems",
    "maybe",
    "names_of",
    "parts",
    "text",
    "texts",
    "us_day",
    "yes_no",
]

_ALSO_KNOWN = re.compile(r"^(\S+\s.*?\S),?\s+\(?[af]\.k\.a\.[\s,]*([^()]*(?:\([^()]*\)[^()]*)*\)?)$")
_AND = re.compile(r"^and\s+", re.IGNORECASE)
_SHOWN = 120


class RowError(LicetError, ValueError):
    """A row cannot be used; the message says why."""


def keys_problems(
    found: Iterable[str], known: Collection[str], needed: Collection[str] = ()
) -> tuple[SnapshotProblem, ...]:
    """What a file has under keys that are not known, and which keys it lacks: a renamed key is both."""
    there = frozenset(found)
    unknown, missing = sorted(there - frozenset(known)), sorted(frozenset(needed) - there)
    problems = []
    if unknown:
        problems.append(SnapshotProblem(ProblemKind.UNKNOWN_KEYS, f"nobody reads {', '.join(unknown)}"))
    if missing:
        problems.append(SnapshotProblem(ProblemKind.MISSING_COLUMNS, f"nothing has {', '.join(missing)}"))
    return tuple(problems)


def texts(value: Any, key: str) -> Sequence[str]:
    """A list of texts, empty where there is none; :class:`RowError` when it is anything else."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RowError(f"{key}: a list of texts is expected")
    return value


def text(value: Any, key: str) -> str | None:
    """A text, or None; :class:`RowError` when it is anything else."""
    if value is not None and not isinstance(value, str):
        raise RowError(f"{key}: a text is expected")
    return maybe(value)


class Collected:
    """Rows as they are read: the good ones, and the refused ones with line and reason."""

    def __init__(self) -> None:
        self.rows: list[RawRow] = []
        self.refused: list[RefusedRow] = []

    def refuse(self, line: int, reason: str, text: str, source: ListCode | None = None) -> None:
        self.refused.append(RefusedRow(line, reason, squeeze(text)[:_SHOWN], source))


def maybe(text: str | None) -> str | None:
    """The text with its blanks squeezed, None when nothing is left."""
    if text is None:
        return None
    found = squeeze(text)
    return found or None


def parts(text: str | None, separator: str = ";") -> tuple[str, ...]:
    """The pieces of a list in one cell, each once, in their order."""
    pieces = (squeeze(piece) for piece in (text or "").split(separator))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


def names_of(code: ListCode, printed: str, others: Iterable[str]) -> tuple[str, tuple[Alias, ...]]:
    """A party's name and aliases, where a printed name of the Entity List ends with "(a.k.a., ...".

    The printed text stays among the aliases. Other lists put such words between a person's names, where
    cutting would leave a bare first name, so theirs are left alone.

    >>> names_of(ListCode.EL, "Sabanican Company (a.k.a., Sabanican Pad)", ["SPC"])[0]
    'Sabanican Company'
    """
    match = _ALSO_KNOWN.match(printed) if code is ListCode.EL else None
    if match is None:
        return printed, aliases_of(others, printed)
    return match[1], aliases_of([*others, _closed(match[2].strip(" ,;")), printed], match[1])


def _closed(name: str) -> str:
    """The name without a parenthesis that was opened before it."""
    return name.removesuffix(")") if name.count(")") > name.count("(") else name


def aliases_of(names: Iterable[str], own: str) -> tuple[Alias, ...]:
    """The aliases without the party's own name and without an "and" before the last."""
    found = dict.fromkeys(_AND.sub("", squeeze(name)).strip(" ;") for name in names)
    return tuple(Alias(name) for name in found if name and name != own)


def codes_of(names: Iterable[str | None]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Country codes, and the texts among the names that mean no country."""
    read: dict[str, None] = {}
    unread: dict[str, None] = {}
    for name in filter(None, map(maybe, names)):
        code = iso2(name)
        (unread if code is None else read).setdefault(name if code is None else code)
    return tuple(read), tuple(unread)


def iso_day(text: str | None, column: str) -> date | None:
    """A day written 2019-05-16; :class:`RowError` names the column when it is none."""
    word = maybe(text)
    if word is None:
        return None
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise RowError(f"{column}: {word!r} is not a date like 2019-05-16") from error


def us_day(text: str | None, column: str) -> date | None:
    """A day written 05/16/2019; :class:`RowError` names the column when it is none."""
    word = maybe(text)
    if word is None:
        return None
    try:
        month, day, year = (int(piece) for piece in word.split("/"))
        return date(year, month, day)
    except ValueError as error:
        raise RowError(f"{column}: {word!r} is not a date like 05/16/2019") from error


def yes_no(text: str | None) -> bool | None:
    """Y or N in either case; anything else is not stated."""
    return {"Y": True, "N": False}.get((text or "").strip().upper())
