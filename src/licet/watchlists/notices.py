"""Federal Register notices as the lists print them.

The lists write one citation in many ways: ``84 FR 22961``, ``82 F.R. 48792 10/20/2017``, ``9.F.R. 100``,
``77 FR 58006 (no. 182)``, ``76 FR 71869, 11/21/11``, ``Vol. 83, No. 91, 05/10/2018``. Volume *v* of the
Federal Register is the year 1935 + *v* (volume 1 was 1936), which dates a notice to a year at least and
tells which century a two-digit year means. A printed date outside the volume's year is a slip and not used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from licet.rules.citation import Citation

__all__ = ["ListNotice", "parse_notices"]

_HEAD = re.compile(
    r"(?<!\d)(\d{1,3})\s*\.?\s*F\s*\.?\s*R\s*\.?\s*(\d[\d,]*\d|\d)(?!\d*/)"
    r"|(?:Vol\.\s*)?(?<!\d)(\d{1,3})(?:,|\s+FR)?\s*No\.?\s*\d+",
    re.IGNORECASE,
)
# Between a citation and its date: an issue number, a second page, a word that the eCFR's page left behind.
_DATE = re.compile(
    r"[\s,.;(]*(?:\(?no\.\s*\d+\)?|\d{1,6}(?![\d/])|preview citation details|dated)?[\s,.;(]*"
    r"(\d{1,2})/+(\d{1,2})/+(\d{4}|\d{2})(?!\d)",
    re.IGNORECASE,
)
_FIRST_YEAR = 1935
_DOCUMENT = 60  # pages


@dataclass(frozen=True, slots=True)
class ListNotice:
    """One cited notice: ``volume``, ``page`` (None where the list cites by issue), its day if known."""

    volume: int
    page: int | None
    day: date | None

    @property
    def year(self) -> int:
        return _FIRST_YEAR + self.volume

    @property
    def not_later_than(self) -> date:
        """The printed day, or the last day of the volume's year."""
        return self.day or date(self.year, 12, 31)

    @property
    def citation(self) -> Citation | None:
        return None if self.page is None else Citation.parse(f"{self.volume} FR {self.page}")


@lru_cache(maxsize=65_536)
def parse_notices(text: str | None) -> tuple[ListNotice, ...]:
    """Every notice that a citation text names, oldest volume first, each once.

    >>> parse_notices("76 FR 71869, 11/21/11")[0].day
    datetime.date(2011, 11, 21)
    """
    if not text:
        return ()
    found: dict[tuple[int, int | None], ListNotice] = {}
    for head in _HEAD.finditer(text):
        notice = _notice(head, text)
        key = (notice.volume, notice.page)
        if key not in found or found[key].day is None:
            found[key] = notice
    every = sorted(found.values(), key=lambda notice: (notice.volume, notice.page or 0))
    return tuple(notice if notice.day is not None else _dated(notice, every) for notice in every)


def _dated(notice: ListNotice, every: Sequence[ListNotice]) -> ListNotice:
    """An undated notice with the day of a dated one a few pages on: the same document, or the same issue.

    One list cites a document by its first page, another by the page of the entry. Pages run on through the
    year and an issue has hundreds, so the earlier page was printed no later, and seldom earlier.
    """
    for other in every:
        near = (
            notice.page is not None and other.page is not None and 0 <= other.page - notice.page <= _DOCUMENT
        )
        if near and other.volume == notice.volume and other.day is not None:
            return replace(notice, day=other.day)
    return notice


def _notice(head: re.Match[str], text: str) -> ListNotice:
    volume = int(head[1] or head[3])
    page = int(head[2].replace(",", "")) if head[2] else None
    printed = _DATE.match(text, head.end())
    return ListNotice(volume, page, None if printed is None else _day(volume, printed))


def _day(volume: int, printed: re.Match[str]) -> date | None:
    """The printed day where it lies in the volume's year; None for a slip."""
    month, day, year = int(printed[1]), int(printed[2]), int(printed[3])
    expected = _FIRST_YEAR + volume
    if year not in {expected, expected % 100}:
        return None
    try:
        return date(expected, month, day)
    except ValueError:
        return None
