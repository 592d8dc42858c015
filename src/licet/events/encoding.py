"""Plain data: what JSON can carry exactly, and one canonical form of it.

Floats are refused: money and quantities are written as decimal text, days and instants in ISO form. The same
data give the same bytes on every machine, so that a hash over them can be checked by anybody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

__all__ = ["Plain", "canonical", "plain"]

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


_SIMPLE = frozenset({str, int, bool, type(None)})


def plain(value: object) -> Plain:
    """A value of the domain as plain data. TypeError for floats and for what has no plain form.

    >>> plain({"value": Decimal("1.50"), "on": date(2019, 10, 10)})
    {'value': '1.50', 'on': '2019-10-10'}
    """
    if type(value) in _SIMPLE:
        return value  # type: ignore[return-value]  # by far the most
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, int | str):
        return value
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, date):  # a datetime is a date too
        return value.isoformat()
    if isinstance(value, Mapping):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, frozenset | set):
        return [plain(item) for item in sorted(value)]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"a {type(value).__name__} has no plain form: {value!r}")


def canonical(value: object) -> bytes:
    """The one form of plain data in bytes: keys sorted, no spaces, UTF-8.

    >>> canonical({"b": 1, "a": "ä"}).decode()
    '{"a":"ä","b":1}'
    """
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _number(value: Decimal) -> str:
    if not value.is_finite():
        raise TypeError(f"{value} is no amount")
    return format(value, "f")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key must be text, not {key!r}")
    return str(key)
