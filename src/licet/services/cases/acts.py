"""How a call of an act is completed from what the case service knows."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from licet.events.event import Act, Event
from licet.storage.streams import STREAMS

__all__ = ["Signature", "events_in", "signature_of"]

_STATES: Mapping[type, str] = MappingProxyType({stream.state: stream.name for stream in STREAMS.values()})


@dataclass(frozen=True, slots=True)
class Signature:
    """What a domain function takes: the parameter for the act, those for states with the streams they come from.

    ``first``: the parameter that the subject goes to; ``begins``: it is the id of a subject to be begun.
    """

    act: str
    first: str
    begins: bool
    states: Mapping[str, str]
    needed: frozenset[str]
    names: frozenset[str]

    @property
    def stream(self) -> str | None:
        """The stream of the subject; None where one is begun."""
        return None if self.begins else self.states[self.first]


@cache
def signature_of(function: Callable[..., Any]) -> Signature:
    """Read a function's signature. TypeError for what is no act: no ``Act``, no state and no id first."""
    hints, parameters = typing.get_type_hints(function), inspect.signature(function).parameters
    acts = [name for name in parameters if hints.get(name) is Act]
    first = next(iter(parameters), "")
    states = {name: stream for name in parameters if (stream := _stream_of(hints.get(name)))}
    if len(acts) != 1 or not (first in states or hints.get(first) is str):
        raise TypeError(f"{function.__qualname__} is no act: it takes no subject first, or no Act")
    needed = {name for name, parameter in parameters.items() if parameter.default is inspect.Parameter.empty}
    return Signature(
        acts[0],
        first,
        first not in states,
        MappingProxyType(states),
        frozenset(needed),
        frozenset(parameters),
    )


def _stream_of(hint: Any) -> str | None:
    """The stream of ``Case``, ``License | None`` and the like."""
    inner = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    return next((_STATES[item] for item in inner if isinstance(item, type) and item in _STATES), None)


def events_in(result: Any) -> Iterator[Event]:
    """The events among what an act gave back, in order."""
    if isinstance(result, Event):
        yield result
    elif isinstance(result, tuple | list):
        for item in result:
            yield from events_in(item)
