"""Bytes that are no text are refused with the reason."""

import gzip

import pytest

from licet.watchlists.snapshot import ProblemKind, UnreadableSnapshotError
from licet.watchlists.text import plain_text, suspicious

PAGE = b"<!DOCTYPE html><html><head><title>503 Service Unavailable</title></head></html>"


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (b"", ProblemKind.EMPTY_FILE),
        (b" \r\n\t", ProblemKind.EMPTY_FILE),
        (b"\xef\xbb\xbf", ProblemKind.EMPTY_FILE),
        (gzip.compress(b"", mtime=0), ProblemKind.EMPTY_FILE),
        (PAGE, ProblemKind.HTML_PAGE),
        (b"\n\n  " + gzip.decompress(gzip.compress(PAGE, mtime=0)), ProblemKind.HTML_PAGE),
        (gzip.compress(PAGE, mtime=0), ProblemKind.HTML_PAGE),
        ("Société,x".encode("latin-1"), ProblemKind.BROKEN_ENCODING),
        (gzip.compress(b"a,b\n" * 999, mtime=0)[:-20], ProblemKind.TRUNCATED),
        (gzip.compress(b"a,b\n" * 999, mtime=0)[:6], ProblemKind.TRUNCATED),
        (b"\x1f\x8bnot gzip at all", ProblemKind.BROKEN_FILE),
    ],
)
def test_what_is_no_text_is_refused(given: bytes, kind: ProblemKind) -> None:
    with pytest.raises(UnreadableSnapshotError) as caught:
        plain_text(given)
    assert caught.value.problem.kind is kind


def test_a_byte_that_is_not_utf8_is_named_with_its_line() -> None:
    with pytest.raises(UnreadableSnapshotError, match="byte 0xe9 at 12 is not UTF-8") as caught:
        plain_text("one\ntwo\nSoci\xe9t\xe9".encode("latin-1"))
    assert caught.value.problem.line == 3


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert plain_text("\ufeffsource,name".encode()) == "source,name"


@pytest.mark.parametrize(
    "good", ["Société Générale", "SÃO PAULO", "“quoted”", "Xi\u2019an", "à la carte", "华为"]
)
def test_good_text_is_not_suspected(good: str) -> None:
    assert suspicious(good) is None


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
@pytest.mark.parametrize("good", ["Société", "Krüger", "it\u2019s", "Škoda", "Ян", "华为"])
def test_utf8_read_as_another_encoding_is_seen(good: str, encoding: str) -> None:
    assert suspicious(good.encode().decode(encoding, "replace")) is not None


def test_a_lost_character_is_seen() -> None:
    assert suspicious("Soci\ufffdt\ufffd") == "\ufffd"
