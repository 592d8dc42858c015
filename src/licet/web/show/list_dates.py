"""How old the adopted lists are, and what may be said of a name that matches nothing in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from licet.api.services import Services
from licet.facts.listing import ListCode
from licet.presentation.words import LISTS, counted, day_words
from licet.store.state import open_state

__all__ = ["NOT_SCREENED", "ListDates", "list_dates", "screened_words"]

_WITH_ADOPTED = 2
_CONSOLIDATED = tuple(ListCode)[: tuple(ListCode).index(ListCode.ISN) + 1]
"""The lists of the Consolidated Screening List; the lists after them are adopted by choice, and none is missed."""
NOT_SCREENED = "No lists adopted. Names were not screened (only the entries that come with Licet were)."


@dataclass(frozen=True, slots=True)
class ListDates:
    """The adopted lists with the day of the data of each, seen on a day.

    ``whole``: together they are the whole Consolidated Screening List, of which a list may be empty.
    ``limit``: days after which the oldest is too old for a green answer.
    """

    days: tuple[tuple[ListCode, date], ...]
    whole: bool
    today: date
    limit: int

    @property
    def adopted(self) -> bool:
        return bool(self.days)

    @property
    def oldest(self) -> date:
        return min(day for _, day in self.days)

    @property
    def age(self) -> int:
        """Whole days since the oldest data."""
        return max(0, (self.today - self.oldest).days)

    @property
    def stale(self) -> bool:
        return self.adopted and self.age > self.limit

    @property
    def missing(self) -> tuple[ListCode, ...]:
        """The lists of the Consolidated Screening List of which none is adopted."""
        if self.whole or not self.adopted:
            return ()
        return tuple(code for code in _CONSOLIDATED if code not in dict(self.days))

    @property
    def words(self) -> str:
        """Against what names are screened, with its date."""
        if not self.adopted:
            return NOT_SCREENED
        newest = max(day for _, day in self.days)
        dated = day_words(self.oldest) + (f" to {day_words(newest)}" if newest != self.oldest else "")
        return f"{counted(len(self.days), 'list')} dated {dated} ({counted(self.age, 'day')} old)"

    def no_match(self, name: str) -> str:
        """What is said where nothing was found: never that a name is clear."""
        if not self.adopted:
            return f"“{name}” is not among the entries that come with Licet. {NOT_SCREENED}"
        return f"No match for “{name}” in {self.words}."

    @property
    def notice(self) -> str:
        """What every page has to say of the lists; empty while all are adopted and young enough."""
        if not self.adopted:
            return NOT_SCREENED
        said = []
        if self.stale:
            said.append(
                f"The lists you adopted are dated {day_words(self.oldest)} ({counted(self.age, 'day')} old). "
                f"The limit is {counted(self.limit, 'day')}: parties listed since are not found."
            )
        if self.missing:
            names = ", ".join(LISTS[code] for code in self.missing)
            said.append(f"Not adopted, so not screened: {names}.")
        return " ".join(said)


def screened_words(lists: Sequence[Mapping[str, Any]], today: date) -> str:
    """Against what names were screened, from the lists of a receipt: adopted ones stand before those that ship."""
    if len(lists) < _WITH_ADOPTED:
        return NOT_SCREENED
    dated = date.fromisoformat(lists[0]["data_date"])
    return (
        f"Screened against the lists dated {day_words(dated)} ({counted((today - dated).days, 'day')} old)."
    )


def list_dates(services: Services) -> ListDates:
    """The lists that names are screened against now."""
    house = services.house()
    days, whole = _adopted(house.home, house.adoption)
    return ListDates(days, whole, services.today(), house.policy.list_days)


@lru_cache(maxsize=8)
def _adopted(home: Path, adoption: int) -> tuple[tuple[tuple[ListCode, date], ...], bool]:
    state = open_state(home, upto=adoption) if adoption else None
    if state is None:
        return (), False
    return tuple((one.code, one.data_date) for one in state.sources.values()), state.whole
