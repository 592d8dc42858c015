"""Where a webhook may go: https to the public internet, judged by the address that is dialled.

The list is our own, for what the standard library calls global changes with its version, and it says nothing of
addresses that carry another one inside.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import SplitResult, urlsplit

from licet.accounts.model import AccountError

__all__ = ["Resolve", "is_public", "pinned", "public_address", "split_url"]

Resolve = Callable[[str, int], list[str]]
"""The addresses of a host."""
_HTTPS = 443
_FIRST_OWN_PORT = 1024
"""Ports below belong to services of the system, of which https is the only one that takes webhooks."""
_LAST_PORT = 65535
_LOOK_UP_SECONDS = 3.0
"""How long a host's addresses are waited for; the system's own time for it is up to half a minute."""
_LOOK_UPS = threading.BoundedSemaphore(16)
"""Hosts that are looked up at once: nothing can end a look-up before its time."""

_DENIED = tuple(
    ipaddress.ip_network(text)
    for text in (
        # IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates), as of 2026
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "::/96",  # unspecified, loopback, and IPv4-compatible addresses
        "::ffff:0:0/96",  # IPv4-mapped
        "::ffff:0:0:0/96",  # IPv4-translated
        "64:ff9b::/96", "64:ff9b:1::/48",  # NAT64, which carries an IPv4 address
        "100::/64", "2001::/23", "2001:db8::/32",  # discard; Teredo and other protocols; documentation
        "2002::/16",  # 6to4, which carries an IPv4 address
        "2620:4f:8000::/48", "3fff::/20", "5f00::/16",
        "fc00::/7",  # unique local
        "fe80::/10", "fec0::/10",  # link-local, site-local
        "ff00::/8",  # multicast
    )
)  # fmt: skip


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet.

    >>> [is_public(text) for text in ("93.184.216.34", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "224.0.0.1")]
    [True, False, False, False]
    """
    found = ipaddress.ip_address(address)
    return found.is_global and not any(
        found.version == network.version and found in network for network in _DENIED
    )


def split_url(url: str, *, private: bool) -> SplitResult:
    """The parts of an address that may be posted to. Raises AccountError, which says what is wrong with it."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
        host_ascii = (host or "").encode("idna")
    except (ValueError, UnicodeError) as error:
        raise AccountError("url", "is no address such as https://hooks.example.com/licet") from error
    if parts.scheme not in ({"https", "http"} if private else {"https"}) or not host_ascii:
        raise AccountError("url", "must be an https address")
    if not private and port is not None and port != _HTTPS and not _FIRST_OWN_PORT <= port <= _LAST_PORT:
        raise AccountError("url", f"port {port} is not taken; use 443, or one from {_FIRST_OWN_PORT} on")
    return parts


def public_address(parts: SplitResult, resolve: Resolve | None = None) -> str:
    """The address to dial for a host, every one of whose addresses is public. Raises AccountError."""
    try:
        found = (resolve or _resolve)(parts.hostname or "", parts.port or _HTTPS)
    except (OSError, UnicodeError) as error:
        raise AccountError("url", "its host is not known, or was not found in time") from error
    if not found or not all(map(is_public, found)):
        raise AccountError("url", "lies within one's own network (LICET_WEBHOOKS_PRIVATE allows it)")
    return min(found)


def pinned(url: str, address: str | None) -> tuple[str, dict[str, str]]:
    """The URL with an address for its host, and what makes TLS ask for the certificate of the host all the same.

    >>> pinned("https://hooks.example:8443/a?b=1", "93.184.216.34")
    ('https://93.184.216.34:8443/a?b=1', {'sni_hostname': 'hooks.example'})
    """
    if address is None:
        return url, {}
    parts = urlsplit(url)
    host = f"[{address}]" if ":" in address else address
    port = "" if parts.port is None else f":{parts.port}"
    return parts._replace(netloc=f"{host}{port}").geturl(), {"sni_hostname": parts.hostname or ""}


def _resolve(host: str, port: int) -> list[str]:
    """Raises OSError, TimeoutError among others."""
    if not _LOOK_UPS.acquire(timeout=_LOOK_UP_SECONDS):
        raise TimeoutError
    found: SimpleQueue[list[Any] | Exception] = SimpleQueue()

    def look_up() -> None:
        try:
            found.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.put(error)
        finally:
            _LOOK_UPS.release()

    threading.Thread(target=look_up, name="licet-look-up", daemon=True).start()
    try:
        infos = found.get(timeout=_LOOK_UP_SECONDS)
    except Empty:
        raise TimeoutError from None
    if isinstance(infos, Exception):
        raise infos
    return sorted({str(info[4][0]).partition("%")[0] for info in infos})
