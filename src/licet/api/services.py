"""What a server holds while it runs: one place for everything that routes and pages need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from licet.access.accounts.keys import ServerKey
from licet.access.accounts.service import Accounts
from licet.access.accounts.sessions import Clock, Sessions
from licet.api.jobs import Jobs
from licet.api.limits import RateLimiter
from licet.api.settings import Settings
from licet.house import CurrentHouse
from licet.house.screening import Searcher
from licet.office import Office
from licet.store.database import Database, open_database

__all__ = ["Services", "open_services"]


@dataclass(frozen=True)
class Services:
    """``house()``: rulebook and lists as they stand now, shared by all requests (indexes are memory-mapped)."""

    settings: Settings
    clock: Clock
    database: Database
    key: ServerKey
    sessions: Sessions
    accounts: Accounts
    house: CurrentHouse
    office: Office
    limiter: RateLimiter
    jobs: Jobs

    def searcher(self, known_as_of: date | None = None) -> Searcher:
        """What names are held against: the lists as they stand, or as published by a day."""
        return _searcher(self.settings.home, self.house().adoption, known_as_of)

    def today(self) -> date:
        """The day on the server's clock, in the server's time zone."""
        return self.clock().astimezone().date()

    def close(self) -> None:
        self.database.close()


@lru_cache(maxsize=4)
def _searcher(home: Path, _adoption: int, known_as_of: date | None) -> Searcher:
    return Searcher(home, known_as_of, compiled=True)


def open_services(settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Services:
    """Open everything in a home folder, made where it is missing."""
    database = open_database(settings.home)
    key = ServerKey.of(settings.home)
    sessions = Sessions(database, key, clock)
    accounts = Accounts(database, key, clock, sessions)
    return Services(
        settings,
        clock,
        database,
        key,
        sessions,
        accounts,
        CurrentHouse(settings.home),
        Office(database, clock=clock),
        RateLimiter(settings.requests_per_minute),
        Jobs(database, settings.home, clock),
    )
