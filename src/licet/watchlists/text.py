"""From the bytes of a file to its text, strictly."""

from __future__ import annotations

import gzip
import io
import re
import zlib

from licet.watchlists.snapshot import ProblemKind, SnapshotProblem, UnreadableSnapshotError

__all__ = ["is_ecfr", "plain_text", "squeeze", "suspicious"]

_ECFR = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?<(?:ECFR|DIV\d)\b")
_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_LIMIT = 1 << 30  # a gibibyte: forty times the full list; more is no list
_GZIP = b"\x1f\x8b"
# The bytes 80-BF as they look when they are read as Latin-1 or as Windows-1252.
_C1 = "\u0080-\u00bf" + "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0))
_MOJIBAKE = re.compile(
    f"\ufffd|[\u00c2-\u00df][{_C1}]|[\u00e0-\u00ef][{_C1}]{{2}}|[\u00f0-\u00f4][{_C1}]{{3}}"
)
_BLANKS = re.compile(r"\s+")


def plain_text(data: bytes) -> str:
    """The text of a file, gzipped or not, UTF-8 with or without a byte order mark.

    Raises :class:`UnreadableSnapshotError` for an empty file, a cut or broken gzip stream, bytes that are
    not UTF-8, and an HTML page.
    """
    text = _decoded(_unpacked(data))
    if not text.strip():
        raise UnreadableSnapshotError(SnapshotProblem(ProblemKind.EMPTY_FILE, "the file holds no text"))
    if _HTML.match(text):
        title = squeeze(text)[:80]
        raise UnreadableSnapshotError(
            SnapshotProblem(
                ProblemKind.HTML_PAGE, f"it begins {title!r}: a web server's page, not a list", line=1
            )
        )
    return text


def is_ecfr(text: str) -> bool:
    """Whether a text is XML of the eCFR and no web page.

    >>> is_ecfr('<?xml version="1.0"?><DIV5 N="744">'), is_ecfr("<html>")
    (True, False)
    """
    return _ECFR.match(text) is not None


def squeeze(text: str) -> str:
    """One blank for every run of blanks and line breaks, none at the ends."""
    return _BLANKS.sub(" ", text).strip()


def suspicious(text: str) -> str | None:
    """The first piece of text that shows a lost or doubled encoding; None when there is none.

    >>> suspicious("CafÃ© Ltd"), suspicious("Café São Paulo")
    ('Ã©', None)
    """
    if text.isascii():
        return None
    match = _MOJIBAKE.search(text)
    return None if match is None else match[0]


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(_GZIP):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            plain = stream.read(_LIMIT + 1)
    except EOFError as error:
        raise UnreadableSnapshotError(
            SnapshotProblem(ProblemKind.TRUNCATED, "the gzip stream ends before its end mark")
        ) from error
    except (OSError, zlib.error) as error:
        raise UnreadableSnapshotError(
            SnapshotProblem(ProblemKind.BROKEN_FILE, f"the gzip stream is damaged: {error}")
        ) from error
    if len(plain) > _LIMIT:
        raise UnreadableSnapshotError(
            SnapshotProblem(ProblemKind.BROKEN_FILE, "unpacked it is larger than 1 GiB")
        )
    return plain


def _decoded(plain: bytes) -> str:
    try:
        return plain.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = plain.count(b"\n", 0, error.start) + 1
        byte = plain[error.start]
        raise UnreadableSnapshotError(
            SnapshotProblem(
                ProblemKind.BROKEN_ENCODING, f"byte {byte:#04x} at {error.start} is not UTF-8", line=line
            )
        ) from error
