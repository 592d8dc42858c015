"""The derived file of one list state: columns that can be read without building objects.

Layout: 16 bytes of magic, 8 bytes with the length of the header, the header as JSON, the body. The header
names the SHA-256 of the body and where in it each section lies. Sections: ``names`` (all names, one a line),
``name_entry`` (int32: the entry of each name), ``name_weak`` (uint8), ``lines`` (one JSON line per entry),
``line_ends`` (int64), ``ids``, ``countries`` (one line per entry), ``codes`` (uint8: number of the list
code), ``texts`` (JSON: the pool). Integers are little-endian.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import sys
import tempfile
from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from licet.facts.listing import ListCode, ListEntry
from licet.store.encoding import Pool, encode_entry

Kind = Literal["i", "q", "B"]

__all__ = ["CODES", "DamagedStateError", "StateSections", "read_state", "write_state"]

_MAGIC = b"LICET-LISTS-0001"
_LENGTH = struct.Struct("<Q")
CODES = tuple(ListCode)


class DamagedStateError(ValueError):
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
    head += b" " * (-(len(_MAGIC) + _LENGTH.size + len(head)) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines((_MAGIC, _LENGTH.pack(len(head)), head, plain))
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _columns(entries: list[ListEntry]) -> _Body:
    pool, body = Pool(), _Body()
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
    data = path.read_bytes()
    start = len(_MAGIC) + _LENGTH.size
    if data[: len(_MAGIC)] != _MAGIC or len(data) < start:
        raise DamagedStateError(f"{path}: not a list state of this version")
    (length,) = _LENGTH.unpack_from(data, len(_MAGIC))
    try:
        header = json.loads(data[start : start + length])
    except ValueError as error:
        raise DamagedStateError(f"{path}: its header is damaged") from error
    body = memoryview(data)[start + length :]
    if not isinstance(header, dict) or hashlib.sha256(body).hexdigest() != header.get("fingerprint"):
        raise DamagedStateError(f"{path}: its content does not fit its hash")
    return StateSections(header, body)
