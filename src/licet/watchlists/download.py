"""Fetch an official file over the network: verified TLS, retries, resumption, and honest errors.

A file that arrives in part is kept beside its place as ``NAME.part``; the next attempt, in this run or a
later one, asks for the rest only, provided that the server still has the same file (``If-Range``).
"""

from __future__ import annotations

import http.client
import json
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import licet
from licet.errors import LicetError

__all__ = ["OFFICIAL_CSV", "OFFICIAL_JSON", "Download", "DownloadError", "Patience", "download"]

_BASE = "https://data.trade.gov/downloadable_consolidated_screening_list/v1"
OFFICIAL_CSV = f"{_BASE}/consolidated.csv"
OFFICIAL_JSON = f"{_BASE}/consolidated.json"

_CHUNK = 1 << 16
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
    offset, validator = part.offset(url)
    headers = {"User-Agent": f"licet/{licet.__version__}", "Accept-Encoding": "identity"}
    if offset and validator is not None:
        headers |= {"Range": f"bytes={offset}-", "If-Range": validator}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - the scheme was checked
    try:
        with urllib.request.urlopen(  # noqa: S310 - as above
            request, timeout=timeout, context=ssl.create_default_context()
        ) as answer:
            return _receive(answer, url, part, offset, progress)
    except urllib.error.HTTPError as error:
        _raise_for(error, part)
    except urllib.error.URLError as error:
        if isinstance(error.reason, ssl.SSLCertVerificationError):
            raise DownloadError(f"{url}: the server's certificate is not valid: {error.reason}") from error
        raise _TransientError(f"no connection: {error.reason}") from error
    except (OSError, http.client.HTTPException) as error:
        raise _TransientError(f"the connection broke: {error!r}") from error
    raise AssertionError("unreachable")


def _raise_for(error: urllib.error.HTTPError, part: _PartialFile) -> None:
    if error.code == _RANGE_REFUSED:
        part.discard()
        raise _TransientError("the piece that was here does not fit the server's file") from error
    if error.code in _TRY_AGAIN:
        raise _TransientError(f"the server answered {error.code} {error.reason}") from error
    raise DownloadError(f"{error.url}: the server answered {error.code} {error.reason}") from error


def _receive(
    answer: http.client.HTTPResponse, url: str, part: _PartialFile, offset: int, progress: Progress | None
) -> Download:
    here = offset if answer.status == _PARTIAL else 0
    validator = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
    part.remember(url, None if validator is None or validator.startswith("W/") else validator)
    length = answer.headers.get("Content-Length")
    whole = None if length is None else here + int(length)
    with part.path.open("ab" if here else "wb") as stream:
        while chunk := answer.read1(_CHUNK):
            stream.write(chunk)
            here += len(chunk)
            if progress is not None:
                progress(here, whole)
    if whole is not None and here < whole:
        raise _TransientError(f"the connection ended after {here} of {whole} bytes")
    return Download(part.target, url, _last_modified(answer), part.finish())


def _last_modified(answer: http.client.HTTPResponse) -> date | None:
    text = answer.headers.get("Last-Modified")
    try:
        return None if text is None else parsedate_to_datetime(text).date()
    except ValueError:
        return None
