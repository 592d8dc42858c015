"""A limit that a paragraph of the control list prints, and limits together: whether amounts meet them."""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from licet.classification.amounts import Amount, Measure
from licet.classification.truth import Truth, all_of, any_of, at_least, at_most, below, more_than

__all__ = ["Limit", "Limits", "any_met"]

_ANYTHING = Amount(-math.inf, math.inf, low_in=False, high_in=False)
_MOST_PARTS = 4096
_BAND = re.compile(r"\b(?:frequenc(?:y|ies)|wavelengths?)\b")
_ONE_VALUE = re.compile(
    r"\b(?:lowest|highest|maximum|peak|clock|resonant|repetition|toggle|change|stability|measured|nominal)\b"
)
"""Words about a frequency that is one number."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit. ``name``: what it limits; ``unit``: the unit in which ``bound`` is kept (``""``: a count or ratio).

    ``relation``: ``>=``, ``>``, ``<=`` or ``<``. ``text``: the words of the list.
    """

    name: str
    unit: str
    relation: str
    bound: float
    text: str

    @property
    def key(self) -> str:
        """Name and unit: limits with the same key limit the same parameter."""
        return f"{self.name} ({self.unit})" if self.unit else self.name

    @property
    def of_band(self) -> bool:
        """Whether it limits frequencies or wavelengths, of which an item may cover many."""
        return bool(_BAND.search(self.name)) and not _ONE_VALUE.search(self.name)

    def met(self, value: Measure) -> Truth:
        """Whether a value in the kept unit meets it; of what an item covers, whether some of it does."""
        if self.of_band and isinstance(value, Amount) and value.span:
            return _reach((self,), value)
        match self.relation:
            case ">=":
                return at_least(value, self.bound)
            case ">":
                return more_than(value, self.bound)
            case "<=":
                return at_most(value, self.bound)
            case _:
                return below(value, self.bound)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a text: alternatives, of each of which all limits are needed. Empty: the text has none.

    ``whole``: whether every number of the text is one of these; else nothing may rest on them.
    """

    alternatives: tuple[tuple[Limit, ...], ...]
    whole: bool = True

    def __bool__(self) -> bool:
        return bool(self.alternatives)

    @property
    def all(self) -> tuple[Limit, ...]:
        """Every limit."""
        return tuple(limit for group in self.alternatives for limit in group)

    @property
    def keys(self) -> tuple[str, ...]:
        """The parameters that they limit, in the order of the text."""
        return tuple(dict.fromkeys(limit.key for limit in self.all))

    def met(self, values: Mapping[str, Measure]) -> Truth:
        """Whether parameters, by key, meet them; what is absent is unknown."""
        return any_of(
            all_of(_met_together([x for x in group if x.key == key], values.get(key)) for key in _keys(group))
            for group in self.alternatives
        )


def any_met(texts: Sequence[Limits], values: Mapping[str, Measure]) -> Truth:
    """Whether one of several texts is met whatever the values are within their bounds.

    None of them may be met for all values, and one of them for each: below 10 bit, or 10 bit and above.
    """
    truth = any_of(limits.met(values) for limits in texts)
    if truth is not None:
        return truth
    bounds: dict[str, set[float]] = defaultdict(set)
    for limit in (limit for limits in texts for limit in limits.all):
        bounds[limit.key].add(limit.bound)
    parts = [_parts(values.get(key), bounds[key]) for key in bounds]
    if math.prod(map(len, parts)) > _MOST_PARTS:
        return None
    found = {
        any_of(limits.met(dict(zip(bounds, chosen, strict=True))) for limits in texts)
        for chosen in itertools.product(*parts)
    }
    return found.pop() if len(found) == 1 else None


def _parts(value: Measure, bounds: set[float]) -> list[Measure]:
    if isinstance(value, Amount):
        return [value] if value.span else list(value.pieces(bounds))
    return [value] if value is not None else list(_ANYTHING.pieces(bounds))


def _keys(group: Sequence[Limit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(limit.key for limit in group))


def _met_together(limits: Sequence[Limit], value: Measure) -> Truth:
    """Whether a value meets all limits of one parameter; what an item covers has to meet them at one place."""
    if isinstance(value, Amount) and value.span and limits[0].of_band:
        return _reach(limits, value)
    return all_of(limit.met(value) for limit in limits)


def _reach(limits: Sequence[Limit], covered: Amount) -> bool:
    """Whether something of what is covered meets all limits."""
    lows = [
        (covered.low, covered.low_in),
        *((x.bound, x.relation == ">=") for x in limits if ">" in x.relation),
    ]
    highs = [
        (covered.high, covered.high_in),
        *((x.bound, x.relation == "<=") for x in limits if "<" in x.relation),
    ]
    low, low_in = max(lows, key=lambda end: (end[0], not end[1]))
    high, high_in = min(highs, key=lambda end: (end[0], end[1]))
    return low < high or (low == high and low_in and high_in)
