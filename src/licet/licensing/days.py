"""Days, as the law counts them: calendar days in Washington, with its legal holidays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

__all__ = ["add_years", "day_of", "federal_holidays", "is_holiday", "month_end_after", "next_business_day"]

_WASHINGTON = ZoneInfo("America/New_York")
_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6
_KING_SINCE, _JUNETEENTH_SINCE = 1986, 2021


def day_of(at: datetime) -> date:
    """The calendar day in Washington on which an instant falls.

    >>> from datetime import UTC
    >>> day_of(datetime(2019, 10, 11, 3, 30, tzinfo=UTC))
    datetime.date(2019, 10, 10)
    """
    return at.astimezone(_WASHINGTON).date()


def add_years(day: date, years: int) -> date:
    """The same day ``years`` later; 29 February becomes 28 February, the cautious reading."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def month_end_after(day: date) -> date:
    """The last day of the calendar month following that of ``day`` (15 CFR 750.7(g), emergency licenses).

    >>> month_end_after(date(2024, 1, 31))
    datetime.date(2024, 2, 29)
    """
    second_next = (day.replace(day=1) + timedelta(days=63)).replace(day=1)
    return second_next - timedelta(days=1)


@cache
def federal_holidays(year: int) -> frozenset[date]:
    """The legal public holidays of 5 USC 6103(a), on their own days (not those on which they are observed)."""
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    moving = [
        _nth(year, 2, _MONDAY, 3),
        _last_monday_of_may(year),
        _nth(year, 9, _MONDAY, 1),
        _nth(year, 10, _MONDAY, 2),
        _nth(year, 11, _THURSDAY, 4),
    ]
    if year >= _KING_SINCE:
        moving.append(_nth(year, 1, _MONDAY, 3))
    if year >= _JUNETEENTH_SINCE:
        fixed.append(date(year, 6, 19))
    return frozenset(fixed + moving)


def is_holiday(day: date, state_holidays: Collection[date] = ()) -> bool:
    """Whether a day is a legal holiday, Federal or one of the State holidays given."""
    return day in federal_holidays(day.year) or day in state_holidays


def next_business_day(day: date, state_holidays: Collection[date] = ()) -> date:
    """The first day after ``day`` that is no Saturday, no Sunday and no holiday, nor the day in lieu of one."""
    day += timedelta(days=1)
    while day.weekday() >= _SATURDAY or is_holiday(day, state_holidays) or _in_lieu(day):
        day += timedelta(days=1)
    return day


def _in_lieu(day: date) -> bool:
    """A holiday on a Sunday is observed on the Monday after, one on a Saturday on the Friday before."""
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    return (before.weekday() == _SUNDAY and is_holiday(before)) or (
        after.weekday() == _SATURDAY and is_holiday(after)
    )


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())
