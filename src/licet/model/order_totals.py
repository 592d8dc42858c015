"""What the lines of an order come to together: of one Schedule B number, of one ECCN, and in all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["TOTALS", "LineValue", "digits_of", "larger", "line_value", "order_totals"]

TOTALS = ("schedule_b_value_usd", "eccn_value_usd", "order_value_usd")
"""The fields of an item that hold the totals."""
_ENTRY = re.compile(r"[0-9][A-E][0-9]{3}|EAR99")


@dataclass(frozen=True, slots=True)
class LineValue:
    """What of a line counts: the digits of its Schedule B number, its entry (``3A001``), and its value in US dollars.

    An empty number or entry may be any, so that the line counts with every other. None: the value is not known.
    """

    schedule_b: str
    entry: str
    value: Decimal | None


def line_value(code: object, eccn: str | None, value: Decimal | None) -> LineValue:
    """A line by its tariff number and ECCN as they are written."""
    found = _ENTRY.match(eccn or "")
    return LineValue(digits_of(code), found[0] if found else "", value)


def digits_of(code: object) -> str:
    """The digits of a tariff number."""
    return re.sub(r"[^0-9]", "", code) if isinstance(code, str) else ""


def order_totals(lines: Sequence[LineValue]) -> list[dict[str, Decimal | None]]:
    """For each line the totals by field; None where a line that counts has no value.

    Lines count together under numbers that are the same, or of which one begins the other: fewer digits were stated.
    """
    codes = _totals([(line.schedule_b, line.value) for line in lines])
    entries = _totals([(line.entry, line.value) for line in lines])
    whole = _sum([line.value for line in lines])
    return [
        dict(zip(TOTALS, (codes[line.schedule_b], entries[line.entry], whole), strict=True)) for line in lines
    ]


def larger(total: Decimal | None, stated: Decimal | None) -> Decimal | None:
    """A total, or what is stated of it: it may count more than the lines that are known, and never less."""
    known = [value for value in (total, stated) if value is not None]
    return max(known, default=None)


def _totals(values: Sequence[tuple[str, Decimal | None]]) -> Mapping[str, Decimal | None]:
    by_code: dict[str, list[Decimal | None]] = {}
    for code, value in values:
        by_code.setdefault(code, []).append(value)
    sums = {code: _sum(some) for code, some in by_code.items()}
    return {
        code: _sum([sums[other] for other in sums if code.startswith(other) or other.startswith(code)])
        for code in sums
    }


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None
