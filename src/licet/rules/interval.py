"""Half-open spans of days.

Law speaks of "effective 20 May through 19 August"; programs that store the 19th as a bound sooner or later
lose or add a day. Here every span is ``[start, end)`` and :func:`through` turns the law's inclusive last day
into the right bound. Days are dates in Washington; hours are not kept (a rule effective at 4:15 pm is in
force on the whole of its day, the cautious reading).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Interval", "since", "span", "through"]


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The days from ``start`` up to, not including, ``end``; no ``end`` means that none is known.

    >>> Interval(date(2019, 5, 20), date(2019, 8, 20)).contains(date(2019, 8, 19))
    True
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"empty interval: starts {self.start}, ends before {self.end}")

    def contains(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Interval) -> bool:
        return (self.end is None or other.start < self.end) and (other.end is None or self.start < other.end)

    @property
    def last_day(self) -> date | None:
        """The last day inside, as the law would print it; None when the end is open."""
        return None if self.end is None else self.end - timedelta(days=1)

    def __str__(self) -> str:
        return f"since {self.start}" if self.end is None else f"{self.start} through {self.last_day}"


def since(day: date | str) -> Interval:
    """From a day on, with no end known."""
    return Interval(_day(day))


def through(start: date | str, last: date | str) -> Interval:
    """From ``start`` through ``last``, both included, as the Federal Register writes it.

    >>> through("2019-05-20", "2019-08-19").end
    datetime.date(2019, 8, 20)
    """
    return Interval(_day(start), _day(last) + timedelta(days=1))


def span(start: date | str, end: date | str | None) -> Interval:
    """From ``start`` up to, not including, ``end``."""
    return Interval(_day(start), None if end is None else _day(end))


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
