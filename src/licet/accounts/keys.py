"""Passwords, random secrets, and the server's own key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from licet.accounts.model import AccountError

__all__ = ["ServerKey", "check_password", "fingerprint", "hash_password", "new_secret", "same_password"]

SHORTEST, LONGEST = 12, 128
"""Characters of a password: 12 at least, and none beyond 128 (OWASP ASVS 4.0.3, 2.1.1 and 2.1.2)."""

_COMMON = ("password", "passwort", "qwerty", "letmein", "welcome", "iloveyou", "administrator", "licet")
_KEY_BYTES = 32
_HASHER = PasswordHasher()


def _below_others() -> None:
    """A thread that hashes runs when nothing else wants to; it holds no lock of Python's meanwhile."""
    if sys.platform == "linux":
        with suppress(OSError):  # a container or a unit may forbid it
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)


_POOL = ThreadPoolExecutor(max(1, (os.cpu_count() or 2) // 2), "licet-argon2", _below_others)
"""Half of the processors hash passwords at most, and each takes 64 MiB: sign-ins wait for sign-ins alone."""
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))


def new_secret() -> str:
    """256 random bits as text."""
    return secrets.token_urlsafe(_KEY_BYTES)


def fingerprint(secret: str) -> str:
    """What is kept of a random secret. Its 256 bits make a slow hash needless."""
    return hashlib.sha256(secret.encode()).hexdigest()


def check_password(password: str, login: str) -> None:
    """Refuse what is guessed first. Any character may be used and none must. Raises AccountError."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountError("password", f"must have {SHORTEST} to {LONGEST} characters")
    plain = password.casefold()
    rest = plain
    for word in (*_COMMON, login, *login.split("@")[:1]):
        rest = rest.replace(word, "")
    if len(set(rest)) < 5 or rest.isdecimal() or _is_run(rest):  # noqa: PLR2004  # what is left must vary
        raise AccountError(
            "password", "is too easy to guess: say more than common words, digits or your login"
        )


def _is_run(text: str) -> bool:
    """Whether each character follows the one before, as in abcdef or 654321."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return len(steps) == 1 and abs(steps.pop()) <= 1


def hash_password(password: str) -> str:
    """Argon2id with the library's parameters (RFC 9106, low memory)."""
    return _POOL.submit(_HASHER.hash, password).result()


def same_password(kept: str | None, password: str) -> bool:
    """Whether the password is the one kept; takes as long where there is no account."""
    try:
        _POOL.submit(_HASHER.verify, kept or _NOBODY, password).result()
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


class ServerKey:
    """A random key beside the database. What derives from it is never kept, and useless without it."""

    def __init__(self, key: bytes) -> None:
        if len(key) != _KEY_BYTES:
            raise ValueError(f"a server key has {_KEY_BYTES} bytes, not {len(key)}")
        self._key = key

    @classmethod
    def of(cls, home: Path) -> ServerKey:
        """The key of a home folder, made where it is missing; only its owner may read it."""
        path = home / "server.key"
        if not path.exists():
            _make(path)
        return cls(base64.b64decode(path.read_bytes()))

    def derive(self, purpose: str, about: str) -> bytes:
        """32 bytes for one purpose and one thing."""
        return hmac.digest(self._key, f"{purpose}\0{about}".encode(), "sha256")

    def sign(self, purpose: str, about: str) -> str:
        """The same as text."""
        return self.derive(purpose, about).hex()


def _make(path: Path) -> None:
    """Write a new key; where two servers start at once, the first one's holds, and nobody reads half a key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(_KEY_BYTES)) + b"\n")
    with suppress(FileExistsError):
        os.link(part, path)
    part.unlink()
