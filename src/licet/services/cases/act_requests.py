"""What the body of a request for an act holds, made from the signature of the act."""

from __future__ import annotations

import dataclasses
import functools
import typing
from collections.abc import Callable, Iterator
from dataclasses import field, is_dataclass, make_dataclass
from decimal import Decimal
from inspect import Parameter, signature
from typing import Any

from licet.events.decoding import read
from licet.licensing.case import Case
from licet.licensing.license import License
from licet.model.wire import WireError
from licet.services.cases.act_table import supplied_to
from licet.services.cases.acts import signature_of

__all__ = ["body_of_act", "read_body"]


_NONE = Parameter.empty
_FINEST, _LARGEST = -12, 18
"""How many digits after and before the point an amount may have; beyond this it is no amount."""


@functools.cache
def body_of_act(function: Callable[..., Any]) -> type:
    """A dataclass with the arguments of an act, and ``reason``; other states are given by their id."""
    mine = signature_of(function)
    case_service = {mine.act, mine.first, *supplied_to(function)}
    hints = typing.get_type_hints(function)
    given = {
        name: parameter
        for name, parameter in signature(function).parameters.items()
        if name not in case_service
    }
    needed = [
        (name, _plain_hint(hints[name])) for name, parameter in given.items() if parameter.default is _NONE
    ]
    free: list[tuple[str, Any, Any]] = [
        (name, _plain_hint(hints[name]), field(default=parameter.default))
        for name, parameter in given.items()
        if parameter.default is not _NONE
    ]
    return make_dataclass("body", [*needed, *free, ("reason", str, field(default=""))], frozen=True)


def _plain_hint(hint: Any) -> Any:
    """Any collection is a list in JSON, and a state is named by its id."""
    inner = typing.get_args(hint)
    if hint in {Case, License}:
        return str
    if {Case, License} & set(inner):
        return str | None
    origin = typing.get_origin(hint)
    if isinstance(origin, type) and origin.__module__ == "collections.abc" and len(inner) == 1:
        return tuple[inner[0], ...]  # type: ignore[valid-type]
    return hint


def read_body(function: Callable[..., Any], data: Any) -> dict[str, Any]:
    """The arguments of an act from its body. Raises WireError, which names the key."""
    try:
        found: Any = read(body_of_act(function), data)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise _located(str(error)) from error
    for at, amount in _amounts(found, ""):
        if not int(amount.as_tuple().exponent) >= _FINEST or amount.adjusted() > _LARGEST:
            raise WireError("has too many digits", key=at)
    return {item.name: getattr(found, item.name) for item in dataclasses.fields(found)}


def _located(words: str) -> WireError:
    """``body.application.lines[0].quantity: no Decimal`` with its key apart."""
    key, colon, rest = words.partition(": ")
    if not colon or " " in key:
        return WireError(words)
    return WireError(rest, key=key.removeprefix("body").removeprefix("."))


def _amounts(value: Any, at: str) -> Iterator[tuple[str, Decimal]]:
    if isinstance(value, Decimal):
        yield at, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _amounts(item, f"{at}[{number}]")
    elif is_dataclass(value) and not isinstance(value, type):
        for item in dataclasses.fields(value):
            yield from _amounts(getattr(value, item.name), f"{at}.{item.name}".removeprefix("."))
