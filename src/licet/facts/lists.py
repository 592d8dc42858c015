"""Which lists a sale was screened against: part of every answer and of its receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["ListsUsed"]


@dataclass(frozen=True, slots=True)
class ListsUsed:
    """One list state that was consulted.

    ``whole``: it holds every list of the Consolidated Screening List, and every row was read. ``data_date``: the day
    of the data. ``fingerprint``: hash of its content. ``unread``: rows that could not be read.
    """

    name: str
    data_date: date
    whole: bool
    entries: int
    fingerprint: str
    unread: int = 0
