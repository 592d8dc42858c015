"""Signed heads: who holds one can show later that the log up to it was not written anew.

The key (Ed25519) is made where none is, and stays in the home folder, readable by its owner alone.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from sqlalchemy import Connection, insert, select

from licet.errors import LicetError
from licet.events.encoding import canonical
from licet.storage.events import head
from licet.storage.schema_events import audit_head

__all__ = [
    "SignedHead",
    "SigningKeyError",
    "key_in",
    "public_key",
    "read_head",
    "sign_head",
    "signature_holds",
    "signing_key",
]

_FILE = "audit_signing_key.pem"
_PURPOSE = "licet audit head 1"
_ELSE = stat.S_IRWXG | stat.S_IRWXO


class SigningKeyError(LicetError):
    """The key file is no key, or others than its owner may read it."""


@dataclass(frozen=True, slots=True)
class SignedHead:
    """The end of the log as it stood: number and hash of the last row, when it was signed and by which key.

    ``public_key`` and ``signature`` are hexadecimal.
    """

    seq: int
    hash: str
    signed_at: str
    public_key: str
    signature: str

    @property
    def signed(self) -> bytes:
        """The bytes that are signed."""
        return canonical([_PURPOSE, self.seq, self.hash, self.signed_at])

    def to_plain(self) -> dict[str, Any]:
        return {"purpose": _PURPOSE, **asdict(self)}


def read_head(data: Mapping[str, Any]) -> SignedHead:
    """A head from its plain form. ValueError when it is none, or its signature does not hold."""
    rest = {key: value for key, value in data.items() if key != "purpose"}
    try:
        found = SignedHead(**rest)
    except TypeError as error:
        raise ValueError(f"no signed head: {json.dumps(dict(data))[:200]}") from error
    if data.get("purpose") != _PURPOSE or not signature_holds(found):
        raise ValueError("the signature of this head does not hold")
    return found


def signature_holds(signed_head: SignedHead) -> bool:
    """Whether the head was signed by the key that it names."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signed_head.public_key))
        public.verify(bytes.fromhex(signed_head.signature), signed_head.signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key(key: Ed25519PrivateKey) -> str:
    """The public half of a key, hexadecimal: what heads name."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def sign_head(connection: Connection, key: Ed25519PrivateKey, at: datetime) -> SignedHead:
    """Sign the end of the log and keep the signature; a head signed before is given as it is."""
    now = head(connection)
    row = connection.execute(select(audit_head).where(audit_head.c.seq == now.seq)).mappings().first()
    if row is not None:
        return SignedHead(**row)
    public = public_key(key)
    bare = SignedHead(now.seq, now.hash, at.isoformat(timespec="microseconds"), public, "")
    made = SignedHead(bare.seq, bare.hash, bare.signed_at, public, key.sign(bare.signed).hex())
    connection.execute(insert(audit_head).values(asdict(made)))
    return made


def signing_key(home: Path) -> Ed25519PrivateKey:
    """The key of this installation. :class:`SigningKeyError` when others may read it or it is no key."""
    return key_in(home / _FILE)


def key_in(path: Path) -> Ed25519PrivateKey:
    """The key in a file, made where there is none. :class:`SigningKeyError` as for :func:`signing_key`."""
    if not path.exists():
        return _made(path)
    if path.stat().st_mode & _ELSE:
        raise SigningKeyError(f"{path}: others may read it; chmod 600, and think of making another")
    try:
        found = load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise SigningKeyError(f"{path}: no key") from error
    if not isinstance(found, Ed25519PrivateKey):
        raise SigningKeyError(f"{path}: not an Ed25519 key")
    return found


def _made(path: Path) -> Ed25519PrivateKey:
    key = Ed25519PrivateKey.generate()
    data = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(data)
    return key
