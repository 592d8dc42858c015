"""A file sealed with a passphrase: scrypt for the key, then ChaCha20-Poly1305 piece by piece, the last one marked.

The construction is that of age (STREAM, Hoang and others 2015), made with the library that Licet has anyway; age
itself would be one more program that a restore depends on in five years. A piece that was changed, moved, left out or
added is refused, and nothing of a file is used before all of it was read.
"""

from __future__ import annotations

import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from licet.errors import LicetError

__all__ = ["SHORTEST", "SealedError", "is_sealed", "seal", "unseal"]

SHORTEST = 12
"""Characters of a passphrase."""
_MAGIC = b"LICETSEAL1\n"
_SALT, _TAG, _PIECE = 16, 16, 1 << 20
_WORK = 17
"""scrypt with N = 2**17, r = 8, p = 1: 128 MiB and about half a second (OWASP, 2025)."""


class SealedError(LicetError):
    """The passphrase is wrong, or the file was changed."""


def is_sealed(source: BinaryIO) -> bool:
    """Whether a file begins as a sealed one; it is read from its beginning again afterwards."""
    found = source.read(len(_MAGIC)) == _MAGIC
    source.seek(0)
    return found


def seal(source: BinaryIO, target: BinaryIO, passphrase: str) -> None:
    """Write a file sealed. ValueError for a passphrase that is too short."""
    if len(passphrase) < SHORTEST:
        raise ValueError(f"the passphrase needs {SHORTEST} characters at least")
    salt = os.urandom(_SALT)
    target.write(_MAGIC + salt)
    cipher, number = ChaCha20Poly1305(_key(passphrase, salt)), 0
    piece = source.read(_PIECE)
    while True:
        following = source.read(_PIECE)
        target.write(cipher.encrypt(_nonce(number, last=not following), piece, None))
        if not following:
            return
        piece, number = following, number + 1


def unseal(source: BinaryIO, target: BinaryIO, passphrase: str) -> None:
    """Write what was sealed. Raises SealedError; what was written by then is not to be used."""
    head = source.read(len(_MAGIC) + _SALT)
    if len(head) != len(_MAGIC) + _SALT or not head.startswith(_MAGIC):
        raise SealedError("not a sealed file")
    cipher, number = ChaCha20Poly1305(_key(passphrase, head[len(_MAGIC) :])), 0
    piece = source.read(_PIECE + _TAG)
    while True:
        following = source.read(_PIECE + _TAG)
        try:
            target.write(cipher.decrypt(_nonce(number, last=not following), piece, None))
        except InvalidTag as error:
            raise SealedError("the passphrase is wrong, or the file was changed") from error
        if not following:
            return
        piece, number = following, number + 1


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=1 << _WORK, r=8, p=1).derive(passphrase.encode())


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
