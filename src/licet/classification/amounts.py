"""An amount as a data sheet states it: exactly, within bounds, or from a bound on ("above 9 Hz", "2 to 4 GHz").

What lies between the bounds is not known, so that a comparison is true or false only where it is so for every value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from licet.errors import LicetError

__all__ = ["NUMBER_TEXT", "Amount", "AmountError", "Measure", "read_amount", "read_number"]


class AmountError(LicetError, ValueError):
    """What was typed is no amount; the message says what to type."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number between two bounds. ``low_in``, ``high_in``: whether the bound itself is possible.

    ``span``: it was stated from one bound to the other ("2 to 18 GHz"). Of what an item covers, such as frequencies,
    that is all of it; of anything else it is one number of which no more is known.
    """

    low: float
    high: float
    low_in: bool = True
    high_in: bool = True
    span: bool = False

    @classmethod
    def exactly(cls, value: float) -> Amount:
        """A number that is known."""
        return cls(value, value)

    @property
    def exact(self) -> float | None:
        """The number, where only one is possible."""
        return self.low if self.low == self.high else None

    def times(self, factor: float) -> Amount:
        """The amount in a unit of which one of this has ``factor`` (greater than 0)."""
        return Amount(self.low * factor, self.high * factor, self.low_in, self.high_in, self.span)

    def pieces(self, bounds: Iterable[float]) -> Iterator[Amount]:
        """Its parts below, at and above each of these bounds.

        >>> [str(piece) for piece in Amount(1, 4).pieces([2, 9])]
        ['1', 'above 1, below 2', '2', 'above 2, below 4', '4']
        """
        steps = sorted({self.low, self.high, *(bound for bound in bounds if self.low < bound < self.high)})
        for number, step in enumerate(steps):
            inside = (step != self.low or self.low_in) and (step != self.high or self.high_in)
            if inside and math.isfinite(step):
                yield Amount(step, step)
            if number + 1 < len(steps):
                yield Amount(step, steps[number + 1], low_in=False, high_in=False)

    def per(self, other: Amount) -> Amount:
        """This over another amount that is greater than 0. Raises ValueError where it may be 0 or less."""
        if other.low < 0 or (other.low == 0 and other.low_in):
            raise ValueError("an amount per nothing")
        low = self.low / other.high if math.isfinite(other.high) else 0.0
        high = self.high / other.low if other.low else math.inf
        return Amount(low, high, self.low_in and other.high_in, self.high_in and other.low_in)

    def __str__(self) -> str:
        if self.exact is not None:
            return f"{self.low:.12g}"
        if math.isinf(self.high):
            return f"{'at least' if self.low_in else 'above'} {self.low:.12g}"
        if math.isinf(self.low):
            return f"{'at most' if self.high_in else 'below'} {self.high:.12g}"
        if self.low_in and self.high_in:
            return f"{self.low:.12g} to {self.high:.12g}"
        first = "at least" if self.low_in else "above"
        second = "at most" if self.high_in else "below"
        return f"{first} {self.low:.12g}, {second} {self.high:.12g}"


Measure = float | Amount | None
"""A parameter: a number, an amount between bounds, or None: unknown."""

NUMBER_TEXT = (
    r"[+−-]?(?:10\^[−-]?\d+|"
    r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d+|\s?[×x]\s?10(?:\^[−-]?|[−-])\d+)?)"
)
"""A number as people and the list print it: 1,600; 1.3; −55; 4 x 10^6; 10^−14."""
_NUMBER = re.compile(NUMBER_TEXT)
_PER_CENT_ABOUT = 0.1
_LARGEST = 1e40
"""The largest amount in a kept unit; what is computed from a few of them stays a number."""
_WORDS = (
    (re.compile(r"(?:>=|≥|at least|not less than|min(?:imum)?|from)\s*"), "at least"),
    (re.compile(r"(?:<=|≤|at most|not more than|not over|up to|max(?:imum)?|no more than)\s*"), "at most"),
    (re.compile(r"(?:>|above|over|more than|greater than|exceeding|beyond)\s*"), "above"),
    (re.compile(r"(?:<|(?:well )?below|under|less than|fewer than)\s*"), "below"),
    (re.compile(r"(?:~|about|approx(?:imately)?\.?|around|circa|some|roughly|typ(?:ically|\.)?)\s*"), "about"),
)  # fmt: skip
_RANGE = re.compile(
    rf"(?:between\s+)?(?P<low>{NUMBER_TEXT})\s*(?P<unit>[^\d\s]\S*)?\s*(?:to|-|–|and|\.\.)\s*(?P<rest>.+)"
)
_FROM_DC = re.compile(r"(?:DC|d\.c\.)\s*(?:to|-|–|\.\.)\s*(?P<rest>.+)", re.IGNORECASE)
"""How frequencies from nothing up are stated: DC to 18 GHz."""


def read_number(text: str) -> float:
    """The number of a text such as "1,600", "5e6", "4 x 10^6" or "−55".

    >>> read_number("4 x 10^6"), read_number("−55"), read_number("10^−3")
    (4000000.0, -55.0, 0.001)
    """
    plain = text.replace(",", "").replace("−", "-").replace(" ", "").removeprefix("±")
    head, by, power = re.sub(r"[×x]", "x", plain).partition("x10")
    if by:
        return float(f"{head}e{power.removeprefix('^')}")
    if plain.startswith("10^"):
        return float(f"1e{plain[3:]}")
    return float(plain)


def read_amount(typed: str, factors: dict[str, float], unit: str) -> Amount:
    """The amount in the kept unit, of which ``factors`` has the others; without a unit it is taken to be in that one.

    Raises AmountError.

    >>> str(read_amount(">9 Hz", {"Hz": 1, "kHz": 1000}, "Hz")), str(read_amount("2 to 4 kHz", {"kHz": 1}, "kHz"))
    ('above 9', '2 to 4')
    """
    text = typed.strip()
    lowered = text.lower()
    for words, kind in _WORDS:
        if match := words.match(lowered):
            return _bounded(kind, _one(text[match.end() :], factors, unit, typed))
    if (found := _FROM_DC.fullmatch(text)) is not None:
        return Amount(0.0, _one(found["rest"], factors, unit, typed), span=True)
    if (found := _RANGE.fullmatch(text)) is not None:
        high = _one(found["rest"], factors, unit, typed)
        given = found["unit"] or _unit_of(found["rest"])
        low = _one(f"{found['low']} {given}".strip(), factors, unit, typed)
        if low <= high:
            return Amount(low, high, span=True)
    return Amount.exactly(_one(text, factors, unit, typed))


def _bounded(kind: str, value: float) -> Amount:
    match kind:
        case "at least" | "above":
            return Amount(value, math.inf, kind == "at least", high_in=False)
        case "at most" | "below":
            return Amount(-math.inf, value, low_in=False, high_in=kind == "at most")
        case _:
            around = abs(value) * _PER_CENT_ABOUT
            return Amount(value - around, value + around)


def _unit_of(text: str) -> str:
    match = _NUMBER.match(text.strip())
    return text.strip()[match.end() :].strip() if match else ""


def _one(text: str, factors: dict[str, float], unit: str, typed: str) -> float:
    match = _NUMBER.match(text.strip())
    if match is None:
        raise AmountError(
            f"{typed!r} is no number: write one like 1,600 or 1600 {unit}, above 9 or 2 to 4".rstrip()
        )
    given = text.strip()[match.end() :].strip() or unit
    exact = [factor for name, factor in factors.items() if name == given]
    near = exact or [factor for name, factor in factors.items() if name.lower() == given.lower()]
    if len(near) != 1:
        raise AmountError(f"{given!r} is no unit of this quantity: expected {', '.join(factors)}")
    value = read_number(match[0]) * near[0]
    if not abs(value) <= _LARGEST:
        raise AmountError(f"the number must be at most {_LARGEST:.0e} {unit}".rstrip())
    return value
