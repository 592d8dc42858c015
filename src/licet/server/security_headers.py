"""What every request and answer passes: host and origin; and the headers that tell browsers to be strict."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from licet.server.problems import Problem, problem_response
from licet.server.settings import Settings, host_of

__all__ = ["CONTENT_SECURITY_POLICY", "SecurityHeaders", "strict_headers"]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_YEAR = 31_536_000
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def strict_headers(settings: Settings) -> dict[str, str]:
    """What every answer bears unless its route says otherwise."""
    strict = {"Strict-Transport-Security": f"max-age={_YEAR}; includeSubDomains"} if settings.https else {}
    return {**_HEADERS, **strict}


class SecurityHeaders:
    """Refuse what no honest client sends, and say on every answer what the browser must not do.

    A request that changes something and comes from a browser names its origin; one of another origin is refused,
    whatever its cookies. Requests with an API token carry no cookie and need no origin.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings, self._headers = app, settings, strict_headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        strict = self._strict(send)
        refused = self._refused(scope["method"], headers)
        if refused is not None:
            await problem_response(refused)(scope, receive, strict)
            return
        await self._app(scope, receive, strict)

    def _refused(self, method: str, headers: Headers) -> Problem | None:
        host = headers.get("host", "")
        if host_of(host) not in self._settings.hosts:
            return Problem(421, "wrong-host", "this server does not go by that name (LICET_PUBLIC_URL)")
        if method not in _SAFE and not self._same_origin(host, headers):
            return Problem(
                403, "other-origin", "the request comes from another site, or does not say from where"
            )
        return None

    def _same_origin(self, host: str, headers: Headers) -> bool:
        """Without Origin and without a cookie it is no browser's doing in somebody else's name."""
        origin = headers.get("origin")
        if origin is not None:
            return origin in self._origins(host)
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site == "same-origin"
        return "cookie" not in headers

    def _origins(self, host: str) -> Iterable[str]:
        if self._settings.public_url is not None:
            return (
                (self._settings.public_url, f"http://{host}")
                if _is_loopback(host)
                else (self._settings.public_url,)
            )
        return (f"http://{host}",)

    def _strict(self, send: Send) -> Send:
        async def strict(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if "cache-control" not in headers:
                    headers["Cache-Control"] = "no-store"
            await send(message)

        return strict


def _is_loopback(host: str) -> bool:
    return host_of(host) in {"127.0.0.1", "localhost", "[::1]"}
