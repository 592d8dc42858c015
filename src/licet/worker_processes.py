"""Processes that share the work of one, and end when it does, in any way."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any

__all__ = ["end_in_order", "when_parent_ends", "worker_pool"]


def worker_pool(
    workers: int, prepare: Callable[..., None], *arguments: Any, scratch: Path | None = None
) -> ProcessPoolExecutor:
    """So many new processes, each of which first calls ``prepare`` with ``arguments``.

    Where the process that made them is killed, nobody tells them: each waits for its end, removes ``scratch`` (a
    folder for the work alone, which that process would have removed), and ends.
    """
    return ProcessPoolExecutor(workers, get_context("spawn"), _begin, (prepare, arguments, scratch))


def _begin(prepare: Callable[..., None], arguments: tuple[Any, ...], scratch: Path | None) -> None:
    when_parent_ends(partial(_end, scratch))
    prepare(*arguments)


def when_parent_ends(act: Callable[[], None]) -> None:
    """Do something once the process that made this one has ended in any way; nothing where no other made it.

    For processes made by :mod:`multiprocessing`, of which the system tells them by a pipe.
    """
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        act()

    threading.Thread(target=wait, name="licet-parent", daemon=True).start()


def end_in_order(seconds: float) -> None:
    """Ask this process to end as the system would ask it, and end it after so many seconds whatever it does."""
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(seconds)
    os._exit(1)


def _end(scratch: Path | None) -> None:
    if scratch is not None:
        shutil.rmtree(scratch, ignore_errors=True)
    os._exit(1)  # the main thread may wait for work for ever
