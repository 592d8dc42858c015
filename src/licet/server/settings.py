"""Settings of a server, from the environment. ``docs/guide/settings.md`` tells of each."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from licet.errors import LicetError

__all__ = ["Oidc", "SettingError", "Settings"]

T = TypeVar("T")
_LEAST_TOKEN, _MOST_DIGITS = 20, 15
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


class SettingError(LicetError, ValueError):
    """Settings that cannot be used; the text names each."""


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
        """Read the environment. Raises SettingError with all that is wrong."""
        default, problems = cls(home), list[str]()

        def read(name: str, reader: Callable[[str], T], otherwise: T) -> T:
            text = environment.get(name)
            try:
                return reader(text) if text else otherwise
            except ValueError as error:
                problems.append(f"{name}: {error}")
                return otherwise

        found = cls(
            home,
            read("LICET_PUBLIC_URL", _public_url, default.public_url),
            environment.get("LICET_ORGANIZATION") or default.organization,
            read("LICET_REQUESTS_PER_MINUTE", _whole, default.requests_per_minute),
            read("LICET_REQUESTS_AT_ONCE", _whole, default.requests_at_once),
            read("LICET_MAX_UPLOAD_BYTES", _whole, default.max_upload_bytes),
            read("LICET_STORAGE_BYTES", _whole, default.storage_bytes),
            read("LICET_TRUSTED_PROXIES", _networks, default.trusted_proxies),
            read("LICET_METRICS_TOKEN", _metrics_token, default.metrics_token),
            environment.get("LICET_WEBHOOKS_PRIVATE") == "1",
            read("LICET_SECOND_FACTOR", _administrators, default.second_factor),
            _oidc(environment, problems),
        )
        if problems:
            raise SettingError("; ".join(problems))
        return found

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


def _public_url(text: str) -> str:
    wrong = ValueError(f"{text!r} is no address such as https://licet.example.com")
    try:
        url = urlsplit(text)
    except ValueError:
        raise wrong from None
    if url.scheme not in {"http", "https"} or not url.netloc or url.path.strip("/") or url.query:
        raise wrong
    return f"{url.scheme}://{url.netloc}"


def _networks(text: str) -> str:
    """Addresses and networks, comma between; a proxy that is trusted says who its clients are."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        try:
            ipaddress.ip_network(name)
        except ValueError:
            raise ValueError(f"{name!r} is no address or network") from None
    return ",".join(names)


def _metrics_token(text: str) -> str:
    """Long enough that nobody guesses it, however often they may try."""
    if len(text) < _LEAST_TOKEN:
        raise ValueError(f"has to have {_LEAST_TOKEN} characters or more")
    return text


def _administrators(text: str) -> bool:
    if text != "administrators":
        raise ValueError(f"{text!r} is not administrators")
    return True


def _oidc(environment: Mapping[str, str], problems: list[str]) -> Oidc | None:
    names = ("LICET_OIDC_ISSUER", "LICET_OIDC_CLIENT_ID", "LICET_OIDC_CLIENT_SECRET")
    given = [environment.get(name) or "" for name in names]
    if not any(given):
        return None
    missing = [name for name, value in zip(names, given, strict=True) if not value]
    problems += (f"{name}: is needed with the other settings of OIDC" for name in missing)
    if given[0] and not given[0].startswith("https://"):
        problems.append(f"LICET_OIDC_ISSUER: {given[0]!r} is no https address")
    return Oidc(*given)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > _MOST_DIGITS or int(text) < 1:
        raise ValueError(f"{text[:40]!r} is no whole number above 0")
    return int(text)
