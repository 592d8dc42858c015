"""Fetch an official file over the network: verified TLS, retries, resumption, and honest errors.

A file that arrives in part is kept beside its place as ``NAME.part``; the next attempt, in this run or a
later one, asks for the rest only, provided that the server still has the same file (``If-Range``).
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import licet
from licet.errors import LicetError

if TYPE_CHECKING:
    import httpx2

__all__ = ["OFFICIAL_CSV", "OFFICIAL_JSON", "Download", "DownloadError", "Patience", "download"]

_BASE = "https://data.trade.gov/downloadable_consolidated_screening_list/v1"
OFFICIAL_CSV = f"{_BASE}/consolidated.csv"
OFFICIAL_JSON = f"{_BASE}/consolidated.json"

_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_PARTIAL, _RANGE_REFUSED = 206, 416
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

Progress = Callable[[int, int | None], None]
"""Called with the bytes that are here and the bytes of the whole (None: not said)."""


class DownloadError(LicetError):
    """The file could not be fetched; the message says why. Nothing but the ``.part`` file changed."""


class _TransientError(LicetError):
    """Worth another attempt."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long to try. ``first_pause`` doubles from attempt to attempt; seconds."""

    attempts: int = 4
    first_pause: float = 1.0
    timeout: float = 30.0
    sleep: Callable[[float], None] = time.sleep


DEFAULT_PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class Download:
    """A fetched file. ``last_modified``: the server's date of the file, None when it gives none."""

    path: Path
    url: str
    last_modified: date | None
    size: int


def download(
    url: str, target: Path, progress: Progress | None = None, patience: Patience = DEFAULT_PATIENCE
) -> Download:
    """Fetch ``url`` to ``target``. The target appears whole or not at all.

    Raises :class:`DownloadError` for an address that is neither https nor this machine's own, an answer
    that no attempt will better (such as 404), and when all attempts failed.
    """
    _refuse_insecure(url)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = _PartialFile(target)
    failure = ""
    for attempt in range(patience.attempts):
        if attempt:
            patience.sleep(patience.first_pause * 2 ** (attempt - 1))
        try:
            return _fetch(url, part, progress, patience.timeout)
        except _TransientError as error:
            failure = str(error)
    raise DownloadError(f"{url}: {failure} ({patience.attempts} attempts)")


def _refuse_insecure(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return
    raise DownloadError(f"{url}: only https addresses are fetched")


class _PartialFile:
    """The piece that is here already, and by what mark the server knows the file it belongs to."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(target.name + ".part")
        self._mark = target.with_name(target.name + ".part.json")

    def offset(self, url: str) -> tuple[int, str | None]:
        """How many bytes can be built upon, and the validator to send; none of another address's file."""
        try:
            mark = json.loads(self._mark.read_text())
            size = self.path.stat().st_size
        except (OSError, ValueError):
            return 0, None
        return (size, mark["validator"]) if mark["url"] == url and mark["validator"] else (0, None)

    def remember(self, url: str, validator: str | None) -> None:
        self._mark.write_text(json.dumps({"url": url, "validator": validator}))

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)
        self._mark.unlink(missing_ok=True)

    def finish(self) -> int:
        size = self.path.stat().st_size
        self.path.replace(self.target)
        self._mark.unlink(missing_ok=True)
        return size


def _fetch(url: str, part: _PartialFile, progress: Progress | None, timeout: float) -> Download:
    import httpx2  # noqa: PLC0415  # a tenth of a second, only where something is fetched

    offset, validator = part.offset(url)
    headers = {"User-Agent": f"licet/{licet.__version__}", "Accept-Encoding": "identity"}
    if offset and validator is not None:
        headers |= {"Range": f"bytes={offset}-", "If-Range": validator}

    def check(request: httpx2.Request) -> None:
        _refuse_insecure(str(request.url))

    try:
        with (
            httpx2.Client(
                verify=ssl.create_default_context(),  # the system's certificates, with those of one's company
                timeout=timeout,
                follow_redirects=True,
                event_hooks={"request": [check]},
            ) as client,
            client.stream("GET", url, headers=headers) as answer,
        ):
            _check_status(url, answer, part)
            return _receive(answer, url, part, offset, progress)
    except httpx2.TooManyRedirects as error:
        raise DownloadError(f"{url}: the server sends from address to address") from error
    except httpx2.ConnectError as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            raise DownloadError(f"{url}: the server's certificate is not valid: {error}") from error
        raise _TransientError(f"no connection: {error}") from error
    except httpx2.TransportError as error:
        raise _TransientError(f"the connection broke: {error!r}") from error


def _check_status(url: str, answer: httpx2.Response, part: _PartialFile) -> None:
    if answer.is_success:
        return
    said = f"the server answered {answer.status_code} {answer.reason_phrase}"
    if answer.status_code == _RANGE_REFUSED:
        part.discard()
        raise _TransientError("the piece that was here does not fit the server's file")
    if answer.status_code in _TRY_AGAIN:
        raise _TransientError(said)
    raise DownloadError(f"{url}: {said}")


def _receive(
    answer: httpx2.Response, url: str, part: _PartialFile, offset: int, progress: Progress | None
) -> Download:
    here = offset if answer.status_code == _PARTIAL else 0
    validator = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
    part.remember(url, None if validator is None or validator.startswith("W/") else validator)
    length = answer.headers.get("Content-Length")
    whole = None if length is None else here + int(length)
    with part.path.open("ab" if here else "wb") as stream:
        for chunk in answer.iter_raw():
            stream.write(chunk)
            here += len(chunk)
            if progress is not None:
                progress(here, whole)
    if whole is not None and here < whole:
        raise _TransientError(f"the connection ended after {here} of {whole} bytes")
    return Download(part.target, url, _last_modified(answer), part.finish())


def _last_modified(answer: httpx2.Response) -> date | None:
    text = answer.headers.get("Last-Modified")
    try:
        return None if text is None else parsedate_to_datetime(text).date()
    except ValueError:
        return None
