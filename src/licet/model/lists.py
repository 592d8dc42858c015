"""Which lists a sale was screened against: part of every answer and of its receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from licet.model.listing import ListCode

__all__ = ["ListsUsed"]


@dataclass(frozen=True, slots=True)
class ListsUsed:
    """One list state that was consulted.

    ``whole``: it holds every list of the Consolidated Screening List, and every row was read. ``data_date``: the day
    of the oldest data of the lists on which an answer rests. ``fingerprint``: hash of its content. ``unread``: rows
    that could not be read. ``since``: the day of the oldest adopted data, before which removed parties are not in it;
    None: ``data_date``. ``days``: the day of the data of every adopted list in it, those of other keepers too.
    """

    name: str
    data_date: date
    whole: bool
    entries: int
    fingerprint: str
    unread: int = 0
    since: date | None = None
    days: tuple[tuple[ListCode, date], ...] = ()

    @property
    def covers_from(self) -> date:
        """The first day for which the list holds the parties of the day."""
        return self.data_date if self.since is None else self.since
