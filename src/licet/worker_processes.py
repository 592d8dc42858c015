"""Processes that share the work of one, and end when it does, in any way."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any

__all__ = ["worker_pool"]


def worker_pool(
    workers: int, prepare: Callable[..., None], *arguments: Any, scratch: Path | None = None
) -> ProcessPoolExecutor:
    """So many new processes, each of which first calls ``prepare`` with ``arguments``.

    Where the process that made them is killed, nobody tells them: each waits for its end, removes ``scratch`` (a
    folder for the work alone, which that process would have removed), and ends.
    """
    return ProcessPoolExecutor(workers, get_context("spawn"), _begin, (prepare, arguments, scratch))


def _begin(prepare: Callable[..., None], arguments: tuple[Any, ...], scratch: Path | None) -> None:
    threading.Thread(target=_end_with_parent, args=(scratch,), name="licet-parent", daemon=True).start()
    prepare(*arguments)


def _end_with_parent(scratch: Path | None) -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)
        os._exit(1)  # the main thread may wait for work for ever
