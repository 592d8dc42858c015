"""Signatures of webhooks by the specification Standard Webhooks 1.0, for who sends and who receives.

It needs nothing else of Licet. Libraries of standardwebhooks.com for other languages take the same headers.

>>> secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
>>> body = b'{"test": 2432232314}'
>>> headers = sign_webhook(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
>>> headers["webhook-signature"]
'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
>>> verify_webhook(secret, headers, body, now=1614265400)
{'test': 2432232314}
"""

from __future__ import annotations

import binascii
import hmac
import json
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from licet.errors import LicetError

__all__ = ["WebhookError", "secret_text", "sign_webhook", "verify_webhook"]

_PREFIX = "whsec_"
_TOLERANCE = 300
"""Seconds by which a message may be old, or ahead of the receiver's clock."""


class WebhookError(LicetError, ValueError):
    """A message that is not what its sender sent, or not of these minutes; the text says which."""


def sign_webhook(secret: str, message_id: str, at: int, body: bytes) -> dict[str, str]:
    """The headers of a message. ``secret``: ``whsec_`` and base64; ``at``: seconds since 1970.

    ``message_id`` stays the same when the message is sent again, so that a receiver acts on it once.
    Raises WebhookError for a secret that is none.
    """
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{_digest(secret, message_id, at, body)}",
    }


def verify_webhook(secret: str, headers: Mapping[str, str], body: bytes, now: float | None = None) -> Any:
    """The JSON value of a message that was received, when it is what its sender sent, within five minutes.

    ``body``: the bytes as they came; ``now``: seconds since 1970, by default the clock's. Raises WebhookError.
    """
    given = {name.lower(): value for name, value in headers.items()}
    missing = [name for name in ("webhook-id", "webhook-timestamp", "webhook-signature") if name not in given]
    if missing:
        raise WebhookError(f"the message lacks the header {', '.join(missing)}")
    text = given["webhook-timestamp"]
    if not (text.isascii() and text.isdecimal() and len(text) < 13):  # noqa: PLR2004  # milliseconds are no seconds
        raise WebhookError(f"webhook-timestamp: {text[:40]!r} is no number of seconds")
    if abs((time.time() if now is None else now) - int(text)) > _TOLERANCE:
        raise WebhookError("the message is more than five minutes old, or of a later time")
    wanted = _digest(secret, given["webhook-id"], int(text), body).encode()
    offered = (part.partition(",") for part in given["webhook-signature"].split())
    if not any(
        version == "v1" and hmac.compare_digest(digest.encode(), wanted) for version, _, digest in offered
    ):
        raise WebhookError("the signature is not that of this message")
    return json.loads(body)


def secret_text(key: bytes) -> str:
    """A secret as people copy it."""
    return _PREFIX + b64encode(key).decode()


def _digest(secret: str, message_id: str, at: int, body: bytes) -> str:
    try:
        key = b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error as error:
        raise WebhookError("the secret is not whsec_ and base64") from error
    return b64encode(hmac.digest(key, f"{message_id}.{at}.".encode() + body, "sha256")).decode()
