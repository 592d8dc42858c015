"""What the dataclasses of an act's body look like to a form: every field with its path and kind of value."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from typing import Any

__all__ = ["Shape", "Sort", "shapes"]


class Sort(StrEnum):
    """How a value is filled in."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes_no"
    CHOICE = "choice"
    LINES = "lines"
    NUMBERS = "numbers"
    PAIRS = "pairs"
    PICKS = "picks"
    GROUP = "group"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Shape:
    """One field. ``kind``: the class of one value, of a group or of a row; ``needed``: it cannot be left out."""

    name: str
    sort: Sort
    kind: Any
    needed: bool
    default: Any = None


@cache
def shapes(kind: type) -> tuple[Shape, ...]:
    """The fields of a dataclass, in order."""
    return tuple(_shapes(kind))


def _shapes(kind: type) -> Iterator[Shape]:
    hints = typing.get_type_hints(kind)
    for field in fields(kind):
        free = field.default is not MISSING or field.default_factory is not MISSING
        inner, optional = _bare(hints[field.name])
        sort, of = _sort(inner)
        default = None if field.default is MISSING else field.default
        yield Shape(field.name, sort, of, not free and not optional, default)


def _bare(hint: Any) -> tuple[Any, bool]:
    """The hint without ``None``, and whether None was allowed."""
    if typing.get_origin(hint) in {types.UnionType, typing.Union}:
        return next(get_arg for get_arg in typing.get_args(hint) if get_arg is not type(None)), True
    return hint, False


_PLAIN: Mapping[Any, Sort] = {
    bool: Sort.YES_NO,
    int: Sort.NUMBER,
    Decimal: Sort.NUMBER,
    date: Sort.DAY,
    str: Sort.TEXT,
}


def _sort(hint: Any) -> tuple[Sort, Any]:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return _many(inner[0])
    if origin is not None and issubclass(origin, Mapping):
        return Sort.PAIRS, inner[1]
    if is_dataclass(hint):
        return Sort.GROUP, hint
    if issubclass(hint, Enum):
        return Sort.CHOICE, hint
    return _PLAIN[hint], hint


def _many(value: Any) -> tuple[Sort, Any]:
    if is_dataclass(value):
        return Sort.ROWS, value
    if typing.get_origin(value) is tuple:
        return Sort.PICKS, value
    return (Sort.NUMBERS, int) if value is int else (Sort.LINES, value)
