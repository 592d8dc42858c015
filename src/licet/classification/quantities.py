"""A number with its unit as a person writes it, in the unit in which a parameter is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping

from licet.errors import LicetError

__all__ = ["QuantityError", "quantity"]

_UNITS: Mapping[str, Mapping[str, float]] = {
    "Hz": {"Hz": 1, "kHz": 1e3, "MHz": 1e6, "GHz": 1e9},
    "h": {"h": 1, "hour": 1, "hours": 1, "min": 1 / 60, "minutes": 1 / 60},
    "%": {"%": 1, "percent": 1, "ppm": 1e-4},
    "mm2": {"mm2": 1, "mm²": 1, "cm2": 100, "cm²": 100},
    "WT": {"WT": 1, "GFLOPS": 1e-3, "TFLOPS": 1},
    "TPP": {"TPP": 1},
    "TPP/mm2": {"TPP/mm2": 1},
    "Gbyte/s": {"Gbyte/s": 1, "GB/s": 1, "TB/s": 1e3, "Tbyte/s": 1e3},
    "elements": {"elements": 1},
    "km": {"km": 1, "m": 1e-3, "mi": 1.609344},
}
"""The units of each quantity, as factors of the one in which it is kept."""
_NUMBER = re.compile(
    r"(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(?P<unit>\S.*)?"
)


class QuantityError(LicetError, ValueError):
    """What was typed is no number in the unit; the message says what to type."""


def quantity(typed: str, unit: str) -> float:
    """The number in the unit in which it is kept; without a unit it is taken to be in that one.

    Raises QuantityError.

    >>> quantity("30", "Hz"), quantity("90 min", "h"), quantity("4,800 TPP", "TPP"), quantity("0.009 kHz", "Hz")
    (30.0, 1.5, 4800.0, 9.0)
    """
    units = _UNITS[unit]
    match = _NUMBER.fullmatch(typed.strip())
    if match is None:
        raise QuantityError(f"{typed!r} is no number: write one like 1,600 or 1600 {unit}")
    given = match["unit"] or unit
    same = [factor for name, factor in units.items() if name == given]
    near = same or [factor for name, factor in units.items() if name.lower() == given.lower()]
    if len(near) != 1:
        raise QuantityError(f"{given!r} is no unit of this quantity: expected {', '.join(units)}")
    return float(match["number"].replace(",", "")) * near[0]
