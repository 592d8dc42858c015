"""One-time codes of an authenticator app (RFC 6238), as second factor.

The secret derives from the server's key and a nonce, so that the database holds none.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from datetime import datetime

import pyotp

from licet.accounts.keys import ServerKey

__all__ = ["Enrolment", "matching_step", "totp_secret"]

STEP_SECONDS = 30
_WINDOW = 1
"""Steps by which the clock of a telephone may be off, either way."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a person puts into the app: the secret in base32, or the address that a QR code shows."""

    secret: str
    address: str


def totp_secret(key: ServerKey, account: str, nonce: str) -> str:
    """160 bits in base32."""
    return base64.b32encode(key.derive("totp", f"{account}\0{nonce}")[:20]).decode()


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The number of the time step whose code this is; None: of none near now."""
    generator = pyotp.TOTP(secret)
    typed = code.strip().replace(" ", "")
    step = int(now.timestamp()) // STEP_SECONDS
    near = range(step - _WINDOW, step + _WINDOW + 1)
    found = [
        number
        for number in near
        if hmac.compare_digest(generator.at(number * STEP_SECONDS).encode(), typed.encode())
    ]
    return found[0] if found else None
