"""The process in the background: heavy requests, jobs, order books and webhooks, below the priority of what serves.

    python -m licet.web.background SOCKET [--log]

Started, and started again, by :class:`BackgroundProcess`; ends when the process that started it does, in any way.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Self

from licet.worker_processes import end_in_order

__all__ = ["BackgroundProcess"]

_LOWER = 10
"""By how much its priority is lower, in steps of ``nice``: what serves comes first wherever both want to run."""
_PREFIX = "licet-background-"
_GRACE_SECONDS = 15
_AGAIN_SECONDS = 1.0


class BackgroundProcess:
    """Runs one while its context lasts, and another where it ends before.

    ``socket``: where it answers; None where the system has no such sockets, and nothing runs in the background.
    """

    def __init__(self, *, log: bool) -> None:
        self.socket: Path | None = None
        if hasattr(socket, "AF_UNIX"):
            _remove_left()
            folder = tempfile.mkdtemp(prefix=_PREFIX)  # 0700, with a path short enough for a socket
            self.socket = Path(folder) / "s"
        self._command = [
            sys.executable,
            "-m",
            "licet.web.background",
            str(self.socket),
            *(["--log"] if log else []),
        ]
        self._stopping, self._lock = threading.Event(), threading.Lock()
        self._thread = threading.Thread(target=self._keep_alive, name="licet-background", daemon=True)

    def __enter__(self) -> Self:
        if self.socket is not None:
            self._process = self._begin()
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Let it end what it is doing; what takes too long is killed, and done again by the next server."""
        if self.socket is None:
            return
        with self._lock:
            self._stopping.set()
        self._process.terminate()
        try:
            self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._thread.join()
        shutil.rmtree(self.socket.parent, ignore_errors=True)

    def _begin(self) -> subprocess.Popen[bytes]:
        """Its standard input is a pipe that ends with this process."""
        return subprocess.Popen(self._command, stdin=subprocess.PIPE)  # noqa: S603  # our own interpreter and module

    def _keep_alive(self) -> None:
        while not self._stopping.is_set():
            self._process.wait()
            self._stopping.wait(_AGAIN_SECONDS)
            with self._lock:
                if not self._stopping.is_set():
                    self._process = self._begin()


def _remove_left() -> None:
    """Remove the folders of processes that were killed together with the server that would have removed them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError), socket.socket(socket.AF_UNIX) as asking:
            try:
                asking.connect(str(folder / "s"))
            except ConnectionRefusedError:  # a socket that nobody listens at
                shutil.rmtree(folder)


def _end_with_parent(path: Path) -> None:
    """Wait for the end of the process that started this one, and end too."""
    sys.stdin.buffer.read()
    shutil.rmtree(path.parent, ignore_errors=True)  # nobody else does it where the parent was killed
    end_in_order(_GRACE_SECONDS)


def _serve(path: Path, *, log: bool) -> None:
    import uvicorn  # noqa: PLC0415  # BackgroundProcess needs none of it

    from licet.server.connections import Connection  # noqa: PLC0415
    from licet.web.serving import background_application  # noqa: PLC0415

    config = uvicorn.Config(
        partial(background_application, log=log), factory=True, access_log=False, server_header=False,
        date_header=False, log_config=None, forwarded_allow_ips="*", timeout_graceful_shutdown=5, http=Connection,
        timeout_keep_alive=75,
    )  # fmt: skip
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        uvicorn.Server(config).run(sockets=[listening])


def main() -> None:
    os.umask(0o077)
    with suppress(OSError):  # a container or a unit may forbid it
        os.nice(_LOWER)
    path = Path(sys.argv[1])
    threading.Thread(target=_end_with_parent, args=(path,), name="licet-parent", daemon=True).start()
    _serve(path, log="--log" in sys.argv)


if __name__ == "__main__":
    main()
