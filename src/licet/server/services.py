"""What a server holds while it runs: one place for everything that routes and pages need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from licet.accounts.keys import ServerKey
from licet.accounts.service import Accounts
from licet.accounts.sessions import Clock, Sessions
from licet.screening.screener import ListScreener
from licet.server.leader import Leader
from licet.server.limits import RateLimiter
from licet.server.proposals import Proposals
from licet.server.provider import Provider
from licet.server.settings import Settings
from licet.server.telemetry import Metrics
from licet.server.upkeep import Upkeep
from licet.server.webhooks import Webhooks
from licet.services.cases import CaseService
from licet.services.cases.deadlines import run_clock
from licet.services.determination import CurrentDecider
from licet.services.jobs import Jobs
from licet.services.order_books import OrderBooks
from licet.services.saved_mappings import SavedMappings
from licet.services.scenario_reports import ScenarioReports
from licet.services.schedule import tick
from licet.services.screening import open_screener
from licet.services.storage_quota import StorageQuota
from licet.storage.database import Database, open_database
from licet.storage.second_place import sign_and_keep

__all__ = ["Services", "open_services"]

_WEBHOOK_SECONDS, _CLOCK_SECONDS, _HEADS_SECONDS, _SCHEDULE_SECONDS = 2.0, 3600.0, 900.0, 300.0


@dataclass(frozen=True)
class Services:
    """``decider()``: rulebook and lists as they stand now, shared by all requests (indexes are memory-mapped)."""

    settings: Settings
    clock: Clock
    database: Database
    key: ServerKey
    sessions: Sessions
    accounts: Accounts
    decider: CurrentDecider
    case_service: CaseService
    limiter: RateLimiter
    jobs: Jobs
    webhooks: Webhooks
    proposals: Proposals
    quota: StorageQuota
    metrics: Metrics
    upkeep: tuple[Upkeep, ...]
    leader: Leader
    provider: Provider | None = None

    def screener(self, known_as_of: date | None = None) -> ListScreener:
        """What names are held against: the lists as they stand, or as published by a day."""
        decider = self.decider()
        if known_as_of is None:
            return decider.screener
        return _screener(self.settings.home, decider.adoption, known_as_of)

    @property
    def order_books(self) -> OrderBooks:
        return OrderBooks(self.jobs, self.settings.home)

    @property
    def saved_mappings(self) -> SavedMappings:
        return SavedMappings(self.settings.home)

    @property
    def scenario_reports(self) -> ScenarioReports:
        return ScenarioReports(self.jobs)

    def today(self) -> date:
        """The day on the server's clock, in the server's time zone."""
        return self.clock().astimezone().date()

    def start(self) -> None:
        """Begin what a server does of itself, jobs, webhooks and the clock, in the one process that leads."""
        self.leader.start()

    def stop(self) -> None:
        """End it, each after what it is doing."""
        self.leader.stop()

    def begin_leading(self) -> None:
        self.jobs.start()
        for upkeep in self.upkeep:
            upkeep.start()

    def end_leading(self) -> None:
        self.jobs.stop()
        for upkeep in self.upkeep:
            upkeep.stop()
        sign_and_keep(self.database, self.settings.home, self.clock())

    def close(self) -> None:
        self.webhooks.close()
        self.database.close()


@lru_cache(maxsize=4)
def _screener(home: Path, _adoption: int, known_as_of: date) -> ListScreener:
    return open_screener(home, known_as_of)[0].compiled()


def open_services(settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Services:
    """Open everything in a home folder, made where it is missing."""
    database = open_database(settings.home)
    key = ServerKey.of(settings.home)
    sessions = Sessions(database, key, clock)
    accounts = Accounts(database, key, clock, sessions)
    quota = StorageQuota(database, settings.home, settings.storage_bytes)
    case_service = CaseService(database, clock=clock, quota=quota)
    webhooks = Webhooks(database, key, clock, private=settings.webhooks_private)
    decider = CurrentDecider(settings.home)
    services = Services(
        settings,
        clock,
        database,
        key,
        sessions,
        accounts,
        decider,
        case_service,
        RateLimiter(settings.requests_per_minute),
        Jobs(database, settings.home, clock, quota),
        webhooks,
        Proposals(settings.home),
        quota,
        Metrics(),
        (
            Upkeep("webhooks", _WEBHOOK_SECONDS, webhooks.begin),
            Upkeep("clock", _CLOCK_SECONDS, lambda: run_clock(case_service)),
            Upkeep("schedule", _SCHEDULE_SECONDS, lambda: tick(settings.home, database, clock(), decider)),
            Upkeep("heads", _HEADS_SECONDS, lambda: sign_and_keep(database, settings.home, clock())),
        ),
        Leader(settings.home),
        None if settings.oidc is None else Provider(settings.oidc.issuer),
    )
    services.leader.on(services.begin_leading, services.end_leading)
    return services
