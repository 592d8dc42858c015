"""A file of byte strings by key, written once and then mapped into memory by every worker of a machine.

Layout: the number of keys (8 bytes), the keys in order (16 bytes each), where each value begins and the last one
ends (8 bytes each), the values. Numbers are little-endian.
"""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Iterable
from dataclasses import astuple
from pathlib import Path

import numpy as np

from licet.orders.book import PartyKey

__all__ = ["KeyedFile", "key_of", "write_keyed"]

_KEY, _NUMBER = 16, 8


def key_of(party: PartyKey) -> bytes:
    """The key of a party: 16 bytes of a hash of all that screening reads of it."""
    return hashlib.blake2b(repr(astuple(party)).encode("utf-8", "surrogatepass"), digest_size=_KEY).digest()


def write_keyed(rows: Iterable[tuple[bytes, bytes]], file: Path) -> int:
    """Write values by key; of equal keys one value stays. Gives the number of keys."""
    values = dict(rows)
    keys = sorted(values)
    ends = np.cumsum([0, *(len(values[key]) for key in keys)], dtype="<i8")
    with file.open("wb") as out:
        out.write(len(keys).to_bytes(_NUMBER, "little"))
        out.writelines(keys)
        out.write(ends.tobytes())
        out.writelines(values[key] for key in keys)
    return len(keys)


class KeyedFile:
    """A file of :func:`write_keyed`, mapped into memory."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as opened:
            self._all = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        self._size = int.from_bytes(self._all[:_NUMBER], "little")
        ends_at = _NUMBER + _KEY * self._size
        self._keys = np.frombuffer(self._all, f"S{_KEY}", self._size, _NUMBER)
        self._ends = np.frombuffer(self._all, "<i8", self._size + 1, ends_at)
        self._values_at = ends_at + _NUMBER * (self._size + 1)

    def get(self, key: bytes) -> bytes | None:
        """The value of a key; None where there is none."""
        place = int(np.searchsorted(self._keys, np.bytes_(key)))
        at = _NUMBER + _KEY * place
        if place == self._size or self._all[at : at + _KEY] != key:
            return None
        start, end = (self._values_at + int(self._ends[number]) for number in (place, place + 1))
        return self._all[start:end]
