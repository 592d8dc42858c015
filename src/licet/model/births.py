"""Dates of birth as people and lists give them: a day, a month, a year, or a span of years."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime

__all__ = ["BirthSpan", "listed_birth"]

_YEARS = r"(1[89]\d\d|20\d\d)"
_YEAR = re.compile(rf"^(?:circa |c\.? ?|approx\.? |about |~)?{_YEARS}s?$", re.IGNORECASE)
_MONTH = re.compile(rf"^{_YEARS}-(\d\d)$")
_RANGE = re.compile(
    rf"^(?:between )?(?:circa )?{_YEARS} ?(?:to|and|-|\u2013|/) ?(?:circa )?{_YEARS}$", re.IGNORECASE
)
_ANY_YEAR = re.compile(rf"\b{_YEARS}\b")
_SLASHED = re.compile(rf"^(\d\d?)[/.](\d\d?)[/.]{_YEARS}$")
_DAYS = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%Y/%m/%d")
_MONTHS = ("%b %Y", "%B %Y", "%m/%Y")
_AN_ESTIMATE = 1
"""Years by which a bare year may be off: lists often estimate it."""
_MOST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class BirthSpan:
    """The first and the last day on which somebody may have been born.

    >>> str(BirthSpan.parse("1980-02")), str(BirthSpan.parse("1950 to 1960")), str(BirthSpan.parse("1951"))
    ('1980-02', '1950 to 1960', '1951')
    """

    first: date
    last: date

    def __str__(self) -> str:
        if self.first == self.last:
            return self.first.isoformat()
        if self == _month(self.first.year, self.first.month):
            return f"{self.first:%Y-%m}"
        years = f"{self.first.year}", f"{self.last.year}"
        return years[0] if years[0] == years[1] else " to ".join(years)

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last

    @property
    def is_rough(self) -> bool:
        """Whether it is a year or more, and may be off by one."""
        return (self.last - self.first).days > 31  # noqa: PLR2004  # no month is longer

    @classmethod
    def of(cls, stated: date | BirthSpan) -> BirthSpan:
        """A day as a span of one day."""
        return stated if isinstance(stated, BirthSpan) else cls(stated, stated)

    @classmethod
    def parse(cls, text: str) -> BirthSpan:
        """What a person writes: YYYY-MM-DD, YYYY-MM, YYYY or "YYYY to YYYY". Raises ValueError otherwise."""
        word = " ".join(text.split())
        day = _read(word, "%Y-%m-%d")
        found = _month_or_years(word) if day is None else cls(day, day)
        if found is None:
            raise ValueError(f"{text!r} is no date of birth: write 1980-02-14, 1980-02, 1980 or 1975 to 1980")
        return found

    def meets(self, other: BirthSpan) -> bool:
        """Whether both may be one day; years are taken as estimates."""
        first, last = self.first, self.last
        if self.is_rough or other.is_rough:
            return (
                first.year - _AN_ESTIMATE <= other.last.year and other.first.year - _AN_ESTIMATE <= last.year
            )
        return first <= other.last and other.first <= last


def listed_birth(text: str) -> BirthSpan | None:
    """A date of birth as a list prints it; None where it says no year.

    A date with strokes whose day and month could be either is read as its year: lists print both orders. Of a longer
    text the years count.

    >>> str(listed_birth("circa 1955")), str(listed_birth("10 Dec 1948")), listed_birth("unknown")
    ('1955', '1948-12-10', None)
    >>> str(listed_birth("02/08/1980")), str(listed_birth("25/08/1980"))
    ('1980', '1980-08-25')
    """
    word = " ".join(text.split())
    for form in _DAYS:
        if (day := _read(word, form)) is not None:
            return BirthSpan(day, day)
    for form in _MONTHS:
        if (day := _read(word, form)) is not None:
            return _month(day.year, day.month)
    years = sorted(_ANY_YEAR.findall(word))
    return _month_or_years(word) or _slashed(word) or (_years(years[0], years[-1]) if years else None)


def _month_or_years(word: str) -> BirthSpan | None:
    if (found := _MONTH.match(word)) and 1 <= int(found[2]) <= _MOST_MONTHS:
        return _month(int(found[1]), int(found[2]))
    if found := _YEAR.match(word):
        return _years(found[1], found[1])
    if (found := _RANGE.match(word)) and found[1] <= found[2]:
        return _years(found[1], found[2])
    return None


def _slashed(word: str) -> BirthSpan | None:
    if not (found := _SLASHED.match(word)):
        return None
    days = {_read(f"{found[1]}/{found[2]}/{found[3]}", form) for form in ("%d/%m/%Y", "%m/%d/%Y")} - {None}
    if len(days) == 1 and (day := days.pop()) is not None:
        return BirthSpan(day, day)
    return _years(found[3], found[3]) if days else None


def _read(word: str, form: str) -> date | None:
    try:
        return datetime.strptime(word, form).date()  # noqa: DTZ007  # a day of birth has no zone
    except ValueError:
        return None


def _years(first: str, last: str) -> BirthSpan:
    return BirthSpan(date(int(first), 1, 1), date(int(last), 12, 31))


def _month(year: int, month: int) -> BirthSpan:
    return BirthSpan(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
