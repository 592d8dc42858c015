"""How old the adopted lists are, and what may be said of a name that matches nothing in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from licet.model.listing import CONSOLIDATED, ListCode
from licet.presentation.words import counted, day_words
from licet.server.services import Services
from licet.storage.state import open_state

__all__ = ["NOT_SCREENED", "ListDates", "list_dates", "screened_words"]

_WITH_ADOPTED = 2
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
    def rested_on(self) -> tuple[tuple[ListCode, date], ...]:
        """The lists on which an answer rests; where none of them was adopted, all."""
        return tuple(day for day in self.days if day[0] in CONSOLIDATED) or self.days

    @property
    def oldest(self) -> date:
        """The day of the oldest data on which an answer rests: lists of other keepers do not count."""
        return min(day for _, day in self.rested_on)

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
        return tuple(code for code in CONSOLIDATED if code not in dict(self.days))

    @property
    def old_others(self) -> tuple[tuple[ListCode, date], ...]:
        """Lists of other keepers that are older than the limit: no answer under US law rests on them."""
        return tuple(
            (code, day)
            for code, day in self.days
            if code not in CONSOLIDATED and (self.today - day).days > self.limit
        )

    @property
    def words(self) -> str:
        """Against what names are screened, with its date."""
        if not self.adopted:
            return NOT_SCREENED
        newest = max(day for _, day in self.rested_on)
        dated = day_words(self.oldest) + (f" to {day_words(newest)}" if newest != self.oldest else "")
        others = len(self.days) - len(self.rested_on)
        beside = f" and {counted(others, 'list')} of other keepers" if others else ""
        return (
            f"{counted(len(self.rested_on), 'list')} dated {dated} ({counted(self.age, 'day')} old){beside}"
        )

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
        if self.old_others:
            names = ", ".join(f"{code.words} ({day_words(day)})" for code, day in self.old_others)
            said.append(f"Lists of other keepers are old, and parties added since are not found: {names}.")
        if self.missing:
            names = ", ".join(code.words for code in self.missing)
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
    decider = services.decider()
    days, whole = _adopted(decider.home, decider.adoption)
    return ListDates(days, whole, services.today(), decider.policy.list_days)


@lru_cache(maxsize=8)
def _adopted(home: Path, adoption: int) -> tuple[tuple[tuple[ListCode, date], ...], bool]:
    state = open_state(home, upto=adoption) if adoption else None
    if state is None:
        return (), False
    return tuple((source.code, source.data_date) for source in state.sources.values()), state.whole
