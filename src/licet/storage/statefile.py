"""The derived file of one list state: columns that can be read without building objects.

Layout: 16 bytes of magic, 32 bytes with the SHA-256 of all that follows, 8 bytes with the length of the header,
the header as JSON, the body. The header names the SHA-256 of the body and where in it each section lies. Sections:
``names`` (all names, one a line), ``name_entry`` (int32: the entry of each name), ``name_weak`` (uint8), ``lines``
(one JSON line per entry), ``line_ends`` (int64), ``ids``, ``countries`` (one line per entry), ``codes`` (uint8:
number of the list code), ``texts`` (JSON: the pool). Integers are little-endian.
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from licet.durable import write_durably
from licet.errors import LicetError
from licet.model.listing import ListCode, ListEntry
from licet.storage.encoding import StringPool, encode_entry

Kind = Literal["i", "q", "B"]

__all__ = ["CODES", "DamagedStateError", "StateSections", "read_state", "write_state"]

_MAGIC = b"LICET-LISTS-0004"
_LENGTH = struct.Struct("<Q")
_HASH_SIZE = hashlib.sha256().digest_size
_START = len(_MAGIC) + _HASH_SIZE + _LENGTH.size
CODES = tuple(ListCode)


class DamagedStateError(LicetError, ValueError):
    """The file is not a whole list state; it must be made again."""


class StateSections:
    """A state file in memory: its header, and its sections by name without copying."""

    def __init__(self, header: Mapping[str, Any], body: memoryview) -> None:
        self.header = header
        self._body = body

    def raw(self, name: str) -> memoryview:
        start, length = self.header["sections"][name]
        return self._body[start : start + length]

    def text(self, name: str) -> str:
        return str(self.raw(name), "utf-8")

    def lines(self, name: str) -> list[str]:
        text = self.text(name)
        return text.split("\n") if text else []

    def numbers(self, name: str, kind: Kind) -> memoryview[int]:
        """Integers as :mod:`struct` names them (``i`` int32, ``q`` int64, ``B`` uint8), in native order."""
        if sys.byteorder == "little":
            return self.raw(name).cast(kind)
        swapped = array(kind, self.raw(name).tobytes())
        swapped.byteswap()
        return memoryview(swapped)


class _Body:
    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._length = 0
        self.sections: dict[str, tuple[int, int]] = {}

    def add(self, name: str, data: bytes) -> None:
        padding = -self._length % 8
        self._pieces.append(bytes(padding))
        self.sections[name] = (self._length + padding, len(data))
        self._pieces.append(data)
        self._length += padding + len(data)

    def numbers(self, name: str, kind: str, values: Iterable[int]) -> None:
        column = array(kind, values)
        if sys.byteorder != "little":
            column.byteswap()
        self.add(name, column.tobytes())

    def lines(self, name: str, texts: Iterable[str]) -> None:
        self.add(name, "\n".join(texts).encode())

    def bytes(self) -> bytes:
        return b"".join(self._pieces)


def write_state(path: Path, header: Mapping[str, Any], entries: Iterable[ListEntry]) -> None:
    """Write the file beside its place and move it there, so that nobody ever reads half of it."""
    every = list(entries)
    body = _columns(every)
    plain = body.bytes()
    whole = {
        **header, "entries": len(every), "sections": body.sections,
        "fingerprint": hashlib.sha256(plain).hexdigest(),
    }  # fmt: skip
    head = json.dumps(whole, sort_keys=True).encode()
    head += b" " * (-(_START + len(head)) % 8)
    digest = hashlib.sha256(_LENGTH.pack(len(head)) + head)
    digest.update(plain)
    write_durably(path, (_MAGIC, digest.digest(), _LENGTH.pack(len(head)), head, plain))


def _columns(entries: list[ListEntry]) -> _Body:
    pool, body = StringPool(), _Body()
    lines = [encode_entry(entry, pool).encode() for entry in entries]
    names = [
        (number, name, weak)
        for number, entry in enumerate(entries)
        for name, weak in ((entry.name, False), *((alias.name, alias.weak) for alias in entry.aliases))
    ]
    ends, end = [], 0
    for line in lines:
        end += len(line)
        ends.append(end)
    body.lines("names", (name for _, name, _ in names))
    body.numbers("name_entry", "i", (number for number, _, _ in names))
    body.numbers("name_weak", "B", (int(weak) for _, _, weak in names))
    body.add("lines", b"".join(lines))
    body.numbers("line_ends", "q", ends)
    body.lines("ids", (entry.entry_id for entry in entries))
    body.lines("countries", (" ".join(entry.countries) for entry in entries))
    body.numbers("codes", "B", (CODES.index(entry.list_code) for entry in entries))
    body.add("texts", json.dumps(pool.texts, ensure_ascii=False).encode())
    return body


def read_state(path: Path) -> StateSections:
    """Read a state file whole; :class:`DamagedStateError` when its content does not fit its hash."""
    data = memoryview(path.read_bytes())
    if data[: len(_MAGIC)] != _MAGIC or len(data) < _START:
        raise DamagedStateError(f"{path}: not a list state of this version")
    hashed = len(_MAGIC) + _HASH_SIZE
    if hashlib.sha256(data[hashed:]).digest() != data[len(_MAGIC) : hashed]:
        raise DamagedStateError(f"{path}: its content does not fit its hash")
    (length,) = _LENGTH.unpack_from(data, hashed)
    return StateSections(json.loads(bytes(data[_START : _START + length])), data[_START + length :])
