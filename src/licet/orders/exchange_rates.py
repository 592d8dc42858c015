"""Reference rates of a central bank that a company adopted: what an amount in another currency is in U.S. dollars.

The file has the form in which the European Central Bank publishes its reference rates (``eurofxref-hist.csv``, or the
``eurofxref.csv`` of one day): a first column ``Date``, then for each currency how much of it one euro is.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from pathlib import Path

from licet.errors import LicetError

__all__ = ["RATES_FILE", "ExchangeRateError", "ExchangeRates", "read_rates"]

RATES_FILE = "exchange_rates.csv"
"""In the home folder."""
_MOST_DAYS_OLD = 7
"""Days by which a rate may be older than the day that it is used for: weekends, and holidays at their longest."""
_MOST_BYTES = 20 << 20
_CENT = Decimal("0.01")
_SHOWN = 5


class ExchangeRateError(LicetError, ValueError):
    """A file of rates that cannot be used; the text names the lines that are wrong."""


@dataclass(frozen=True, slots=True)
class ExchangeRates:
    """``days``: ascending; ``rates``: for each day how much of each currency one euro is."""

    days: tuple[date, ...]
    rates: tuple[Mapping[str, Decimal], ...]

    def in_dollars(self, amount: Decimal, currency: str, day: date) -> tuple[Decimal, date] | None:
        """An amount of ``currency`` in U.S. dollars, rounded up to a cent, and the day of the rate.

        The rate is the last one up to ``day``. None where that is more than a week old, or has no such currency.
        """
        place = bisect_right(self.days, day) - 1
        if place < 0 or (day - self.days[place]).days > _MOST_DAYS_OLD:
            return None
        known = {"EUR": Decimal(1), **self.rates[place]}
        if currency not in known or "USD" not in known:
            return None
        dollars = amount * known["USD"] / known[currency]
        return dollars.quantize(_CENT, ROUND_CEILING), self.days[place]


def read_rates(path: Path) -> ExchangeRates:
    """Read a file of rates. Raises ExchangeRateError with what is wrong, OSError."""
    if path.stat().st_size > _MOST_BYTES:
        raise ExchangeRateError(f"{path}: more than {_MOST_BYTES >> 20} MB are no file of rates")
    try:
        lines = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ExchangeRateError(f"{path}: not CSV in UTF-8: {error}") from error
    header = [cell.strip() for cell in lines[0]] if lines else []
    if not header or header[0] != "Date" or "USD" not in header:
        raise ExchangeRateError(f"{path}: line 1 must be Date and codes of currencies, USD among them")
    found: dict[date, Mapping[str, Decimal]] = {}
    problems: list[str] = []
    for number, line in enumerate(lines[1:], 2):
        cells = [cell.strip() for cell in line]
        if any(cells):
            _read_line(number, header, cells, found, problems)
    if problems:
        more = f", and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        raise ExchangeRateError(f"{path}: {'; '.join(problems[:_SHOWN])}{more}")
    days = sorted(found)
    return ExchangeRates(tuple(days), tuple(found[day] for day in days))


def _read_line(
    number: int, header: list[str], cells: list[str], found: dict[date, Mapping[str, Decimal]], problems: list[str]
) -> None:  # fmt: skip
    day = _day(cells[0])
    if day is None or day in found:
        said = "stands twice" if day is not None else "is no day such as 2026-09-24"
        problems.append(f"line {number}: {cells[0][:40]!r} {said}")
        return
    rates = {}
    for name, cell in zip(header[1:], cells[1:], strict=False):
        rate = _rate(cell)
        if rate is not None:
            rates[name] = rate
        elif name and cell not in {"", "N/A"}:
            problems.append(f"line {number}, {name}: {cell[:40]!r} is no rate above 0")
    found[day] = rates


def _day(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%d %B %Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


def _rate(text: str) -> Decimal | None:
    try:
        rate = Decimal(text) if len(text) <= 20 else Decimal(0)  # noqa: PLR2004  # figures of a rate, and more
    except InvalidOperation:
        return None
    return rate if rate.is_finite() and Decimal("1e-9") < rate < Decimal("1e9") else None
