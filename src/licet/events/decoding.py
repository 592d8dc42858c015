"""Dataclasses of the domain read back from plain data, exactly as :func:`~licet.events.encoding.plain` wrote them.

The annotations are the format: a key that is not a field is an error, and so is a field without a default that
is missing, so that no event of an older or newer program is read with something silently lost.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

from licet.rules.citation import Citation

__all__ = ["read"]

T = TypeVar("T")


def read(kind: type[T], data: Any) -> T:
    """An object of a domain class from its plain form. ValueError names what does not fit.

    >>> from licet.licensing.application import ApplicationParty
    >>> read(ApplicationParty, {"role": "end_user", "name": "Alpha", "address": None, "country": "CN"}).name
    'Alpha'
    """
    return cast("T", _value(kind, data, kind.__name__))


def _value(kind: Any, data: Any, at: str) -> Any:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in {types.UnionType, typing.Union}:
        rest = next(item for item in inner if item is not type(None))
        return None if data is None else _value(rest, data, at)
    if origin is tuple:
        return _tuple(inner, data, at)
    if origin is frozenset:
        return frozenset(_tuple((inner[0], ...), data, at))
    if origin is not None and issubclass(origin, Mapping):
        return {
            _value(inner[0], key, at): _value(inner[1], item, f"{at}.{key}") for key, item in data.items()
        }
    return _scalar(kind, data, at)


def _tuple(inner: tuple[Any, ...], data: Any, at: str) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise ValueError(f"{at}: not a list: {data!r}")  # noqa: TRY004  # bad data, not a bad call
    if inner[-1] is Ellipsis:
        return tuple(_value(inner[0], element, f"{at}[{index}]") for index, element in enumerate(data))
    if len(inner) != len(data):
        raise ValueError(f"{at}: {len(inner)} values expected: {data!r}")
    return tuple(_value(element, item, at) for element, item in zip(inner, data, strict=True))


def _scalar(kind: Any, data: Any, at: str) -> Any:
    if is_dataclass(kind):
        return _dataclass(cast("type", kind), data, at)
    if (kind is Decimal and isinstance(data, bool)) or (kind is date and len(str(data)) != len("2019-10-10")):
        raise ValueError(f"{at}: no {kind.__name__}: {data!r}")
    if kind is int and isinstance(data, Decimal) and data == data.to_integral_value():
        return int(data)  # JSON does not tell 1 from 1.0
    try:
        if kind in {date, datetime}:
            return kind.fromisoformat(data)
        if kind is Decimal or issubclass(kind, Enum):
            return kind(data)
    except (ValueError, TypeError, ArithmeticError) as error:
        raise ValueError(f"{at}: no {kind.__name__}: {data!r}") from error
    if not isinstance(data, kind) or (kind is int and isinstance(data, bool)):
        raise ValueError(f"{at}: no {kind.__name__}: {data!r}")
    return data


def _dataclass(kind: type, data: Any, at: str) -> Any:
    if kind is Citation:
        return Citation(**data)
    if not isinstance(data, Mapping):
        raise ValueError(f"{at}: not an object: {data!r}")  # noqa: TRY004  # bad data
    hints, known = _hints(kind), {field.name: field for field in fields(kind)}
    unknown = sorted(set(data) - set(known))
    needed = [
        name
        for name, field in known.items()
        if name not in data and field.default is MISSING and field.default_factory is MISSING
    ]
    if unknown or needed:
        raise ValueError(f"{at}: unknown keys {unknown}, missing keys {needed}")
    return kind(**{name: _value(hints[name], field, f"{at}.{name}") for name, field in data.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
