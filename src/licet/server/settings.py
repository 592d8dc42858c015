"""Settings of a server, from the environment. ``docs/guide/settings.md`` tells of each."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from licet.errors import LicetError

__all__ = ["Oidc", "SettingError", "Settings"]

_LEAST_TOKEN = 20
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


class SettingError(LicetError, ValueError):
    """A setting that cannot be used; the text names it."""


@dataclass(frozen=True, slots=True)
class Oidc:
    """An OpenID Connect provider, and how this server is known to it."""

    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True)
class Settings:
    """How a server runs. ``public_url``: where people reach it, as ``https://licet.example.com``; None: loopback.

    ``second_factor``: an administrator who signs in with a password does nothing before having one.
    ``requests_at_once``: how many requests run at once; others wait a moment, and beyond that get 503.
    ``trusted_proxies``: addresses and networks whose ``X-Forwarded-For`` is believed.
    ``storage_bytes``: how much each organization may keep in documents, files and answers.
    ``requests_per_minute``: how many requests one account, or one address that is not signed in, may make.
    """

    home: Path
    public_url: str | None = None
    organization: str = "Our organization"
    requests_per_minute: int = 6_000
    requests_at_once: int = 3
    max_upload_bytes: int = 64 * 1024 * 1024
    storage_bytes: int = 10 * 1024**3
    trusted_proxies: str = "127.0.0.1,::1"
    metrics_token: str | None = None
    webhooks_private: bool = False
    second_factor: bool = False
    oidc: Oidc | None = None

    @classmethod
    def of(cls, home: Path, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read the environment. Raises SettingError."""
        default = cls(home)
        return cls(
            home,
            _public_url(environment.get("LICET_PUBLIC_URL")),
            environment.get("LICET_ORGANIZATION") or default.organization,
            _whole(environment, "LICET_REQUESTS_PER_MINUTE", default.requests_per_minute),
            _whole(environment, "LICET_REQUESTS_AT_ONCE", default.requests_at_once),
            _whole(environment, "LICET_MAX_UPLOAD_BYTES", default.max_upload_bytes),
            _whole(environment, "LICET_STORAGE_BYTES", default.storage_bytes),
            _networks(environment.get("LICET_TRUSTED_PROXIES")) or default.trusted_proxies,
            _metrics_token(environment.get("LICET_METRICS_TOKEN")),
            environment.get("LICET_WEBHOOKS_PRIVATE") == "1",
            _administrators(environment.get("LICET_SECOND_FACTOR")),
            _oidc(environment),
        )

    @property
    def https(self) -> bool:
        """Whether people reach the server by https (whatever speaks to it directly)."""
        return self.public_url is not None and self.public_url.startswith("https://")

    @property
    def hosts(self) -> frozenset[str]:
        """Names by which the server may be asked, without port; any other is refused (DNS rebinding)."""
        if self.public_url is None:
            return _LOOPBACK
        return _LOOPBACK | {host_of(urlsplit(self.public_url).netloc)}

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; the prefix makes browsers insist on https and on this host."""
        return "__Host-licet" if self.https else "licet"


def host_of(netloc: str) -> str:
    """The host of ``host:port``, in lower case."""
    host = netloc.rpartition(":")[0] if not netloc.endswith("]") and ":" in netloc else netloc
    return host.lower()


def _public_url(text: str | None) -> str | None:
    if not text:
        return None
    url = urlsplit(text)
    if url.scheme not in {"http", "https"} or not url.netloc or url.path.strip("/") or url.query:
        raise SettingError(f"LICET_PUBLIC_URL: {text!r} is no address such as https://licet.example.com")
    return f"{url.scheme}://{url.netloc}"


def _networks(text: str | None) -> str:
    """Addresses and networks, comma between; a proxy that is trusted says who its clients are."""
    names = [name.strip() for name in (text or "").split(",") if name.strip()]
    for name in names:
        try:
            ipaddress.ip_network(name)
        except ValueError as error:
            raise SettingError(f"LICET_TRUSTED_PROXIES: {name!r} is no address or network") from error
    return ",".join(names)


def _metrics_token(text: str | None) -> str | None:
    """Long enough that nobody guesses it, however often they may try."""
    if text and len(text) < _LEAST_TOKEN:
        raise SettingError(f"LICET_METRICS_TOKEN: has to have {_LEAST_TOKEN} characters or more")
    return text or None


def _administrators(text: str | None) -> bool:
    if text not in {None, "", "administrators"}:
        raise SettingError(f"LICET_SECOND_FACTOR: {text!r} is not administrators")
    return text == "administrators"


def _oidc(environment: Mapping[str, str]) -> Oidc | None:
    names = ("LICET_OIDC_ISSUER", "LICET_OIDC_CLIENT_ID", "LICET_OIDC_CLIENT_SECRET")
    given = [environment.get(name) or "" for name in names]
    if not any(given):
        return None
    missing = [name for name, value in zip(names, given, strict=True) if not value]
    if missing:
        raise SettingError(f"{missing[0]}: is needed with the other settings of OIDC")
    if not given[0].startswith("https://"):
        raise SettingError(f"LICET_OIDC_ISSUER: {given[0]!r} is no https address")
    return Oidc(*given)


def _whole(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name)
    if not text:
        return default
    if not text.isdecimal() or int(text) < 1:
        raise SettingError(f"{name}: {text!r} is no whole number above 0")
    return int(text)
