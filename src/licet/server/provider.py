"""What an OpenID Connect provider says of itself, kept for an hour, so that visitors do not make the server ask anew.

One thread asks at a time; others go on with what is kept, and where nothing is kept they are told to try again. A
provider that does not answer is asked again after ten seconds, whoever visits meanwhile.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from licet.errors import LicetError
from licet.server.outgoing import OutgoingError, OutgoingResponse, exchange

__all__ = ["Provider", "ProviderError"]

_KEPT_SECONDS = 3600.0
_FAILED_SECONDS = 10.0
_RENEW_SECONDS = 60.0
"""How soon after the last time the keys are asked for again, because a token names one that is not among them."""
_TIMEOUT = 10.0
_LARGEST = 256 * 1024


class ProviderError(LicetError):
    """The provider does not answer, or not as it must; the text says which."""


@dataclass(slots=True)
class _CachedKeys:
    value: Any = None
    at: float = float("-inf")
    failed_at: float = float("-inf")


class Provider:
    """A provider, by its issuer. Safe to share between threads."""

    def __init__(self, issuer: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._issuer, self._clock = issuer, clock
        self._asking = threading.Lock()
        self._document, self._keys = _CachedKeys(), _CachedKeys()

    def document(self) -> Mapping[str, Any]:
        """Where its endpoints are. Raises ProviderError."""
        found: Mapping[str, Any] = self._current(self._document, _KEPT_SECONDS, self._discover)
        return found

    def keys(self, *, renew: bool = False) -> KeySet:
        """What its tokens are signed with; ``renew``: a token names a key that is not among those kept."""
        address = str(self.document()["jwks_uri"])
        kept = _RENEW_SECONDS if renew else _KEPT_SECONDS
        found: KeySet = self._current(self._keys, kept, lambda: _key_set(_fetched(address)))
        return found

    def token(self, form: bytes, authorization: str) -> Mapping[str, Any]:
        """What it gives for a code. Raises ProviderError."""
        headers = {
            "Authorization": authorization,
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }
        address = str(self.document()["token_endpoint"])
        return _object(_exchange("POST", address, content=form, headers=headers))

    def _discover(self) -> Mapping[str, Any]:
        found = _fetched(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self._issuer:
            raise ProviderError("the provider gives another issuer than LICET_OIDC_ISSUER")
        missing = {"authorization_endpoint", "token_endpoint", "jwks_uri"} - found.keys()
        if missing:
            raise ProviderError(f"the provider does not say its {min(missing)}")
        return found

    def _current(self, kept: _CachedKeys, seconds: float, ask: Callable[[], Any]) -> Any:
        if self._clock() - kept.at < seconds:
            return kept.value
        if self._clock() - kept.failed_at < _FAILED_SECONDS or not self._asking.acquire(blocking=False):
            return self._old(kept)
        try:
            kept.value, kept.at = ask(), self._clock()
        except ProviderError:
            kept.failed_at = self._clock()
            if kept.value is None:
                raise
        finally:
            self._asking.release()
        return kept.value

    @staticmethod
    def _old(kept: _CachedKeys) -> Any:
        """What was kept, however old: better than nobody signing in while the provider is slow."""
        if kept.value is None:
            raise ProviderError("the provider does not answer; try again in a moment")
        return kept.value


def _fetched(url: str) -> dict[str, Any]:
    answered = _exchange("GET", url)
    if not answered.is_success:
        raise ProviderError(f"the provider answers with status {answered.status}")
    return _object(answered)


def _exchange(method: str, url: str, **more: Any) -> OutgoingResponse:
    try:
        return exchange(method, url, seconds=_TIMEOUT, most=_LARGEST, **more)
    except OutgoingError as error:
        raise ProviderError("the provider does not answer; try again later") from error


def _object(answered: OutgoingResponse) -> dict[str, Any]:
    try:
        found = json.loads(answered.body)
    except (ValueError, RecursionError) as error:
        raise ProviderError("the provider answers with what is no JSON") from error
    if not isinstance(found, dict):
        raise ProviderError("the provider answers with what is no object")
    return found


def _key_set(document: dict[str, Any]) -> KeySet:
    try:
        return KeySet.import_key_set(document)  # type: ignore[arg-type]
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise ProviderError("the provider's keys cannot be read") from error
