"""Sign-in by an OpenID Connect provider: authorization code with PKCE, state and nonce; the ID token is verified.

What is needed between the two steps travels in a cookie of ten minutes, signed with the server's key, so that nothing
is kept of a sign-in that was only begun. An account is found by issuer and subject alone, never by a name or address.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from joserfc import jwt
from joserfc.errors import JoseError

from licet.accounts.keys import ServerKey
from licet.server.problems import Problem
from licet.server.provider import Provider, ProviderError
from licet.server.reading import ReadingRoute
from licet.server.settings import Oidc
from licet.server.signin import services_of, start_session

__all__ = ["CALLBACK", "router"]

router = APIRouter(tags=["session"], include_in_schema=False, route_class=ReadingRoute)
BEGIN, CALLBACK = "/sign-in/oidc", "/sign-in/oidc/callback"
_COOKIE, _SECONDS = "licet-oidc", 600
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Begun:
    """A sign-in that was begun."""

    state: str
    nonce: str
    verifier: str
    until: int


@router.get(BEGIN, summary="Sign in with the organization's own provider")
def begin(request: Request) -> Response:
    """Send the browser to the provider."""
    oidc, provider = _provider(request)
    endpoint = _said(lambda: provider.document()["authorization_endpoint"])
    begun = _Begun(
        secrets.token_urlsafe(32),
        secrets.token_urlsafe(32),
        secrets.token_urlsafe(48),
        int(time.time()) + _SECONDS,
    )
    asked = {
        "response_type": "code", "client_id": oidc.client_id, "redirect_uri": _redirect(request),
        "scope": "openid", "state": begun.state, "nonce": begun.nonce,
        "code_challenge": create_s256_code_challenge(begun.verifier), "code_challenge_method": "S256",
    }  # fmt: skip
    url = f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"
    response = RedirectResponse(url, 303)
    settings = services_of(request).settings
    response.set_cookie(
        _COOKIE, _sealed(services_of(request).key, begun), max_age=_SECONDS, path=BEGIN, httponly=True,
        secure=settings.https, samesite="lax",
    )  # fmt: skip
    return response


@router.get(CALLBACK, summary="Come back from the provider")
def finish(request: Request) -> Response:
    """Check what the provider says, and let its person in."""
    oidc, provider = _provider(request)
    begun = _opened(services_of(request).key, request.cookies.get(_COOKIE, ""))
    given = request.query_params.get("state", "")
    if begun is None or not hmac.compare_digest(begun.state.encode(), given.encode()):
        raise Problem(403, "refused", "this sign-in was not begun here, or too long ago; begin again")
    claims = _claims(request, oidc, provider, begun)
    accounts = services_of(request).accounts
    found = accounts.with_subject(oidc.issuer, str(claims["sub"]))
    if found is None:
        raise Problem(403, "refused", "the provider knows you, but there is no account for you here")
    response = RedirectResponse("/", 303)
    start_session(request, response, accounts.let_in(found, "oidc"))
    response.delete_cookie(_COOKIE, path=BEGIN)
    return response


def _claims(request: Request, oidc: Oidc, provider: Provider, begun: _Begun) -> dict[str, Any]:
    """What the provider says of its person, once all of it is checked."""
    code = request.query_params.get("code")
    if code is None:
        raise Problem(403, "refused", "the provider did not let you in")
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": _redirect(request),
        "code_verifier": begun.verifier,
    }  # fmt: skip
    token = _said(lambda: provider.token(urlencode(form).encode(), _basic(oidc)))
    try:
        claims = _decoded(provider, str(token["id_token"]))
        jwt.JWTClaimsRegistry(
            leeway=60,
            iss={"essential": True, "value": oidc.issuer},
            aud={"essential": True, "value": oidc.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": begun.nonce},
        ).validate(claims)
    except (JoseError, KeyError, ValueError) as error:
        raise Problem(
            403, "refused", f"what the provider said does not hold ({type(error).__name__})"
        ) from error
    for_others = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if for_others else oidc.client_id) != oidc.client_id:
        raise Problem(403, "refused", "what the provider said is meant for another program")
    return claims


def _decoded(provider: Provider, token: str) -> dict[str, Any]:
    """The claims of a signed token; where its key is not known, with the provider's newest keys."""
    try:
        return dict(jwt.decode(token, _said(provider.keys), algorithms=_ALGORITHMS).claims)
    except (JoseError, ValueError):
        newest = _said(lambda: provider.keys(renew=True))
        return dict(jwt.decode(token, newest, algorithms=_ALGORITHMS).claims)


def _provider(request: Request) -> tuple[Oidc, Provider]:
    services = services_of(request)
    if services.settings.oidc is None or services.provider is None:
        raise Problem(404, "not-found", "no provider is set (LICET_OIDC_ISSUER)")
    return services.settings.oidc, services.provider


def _said(ask: Callable[[], T]) -> T:
    try:
        return ask()
    except ProviderError as error:
        raise Problem(503, "provider", str(error), headers={"Retry-After": "10"}) from error


def _redirect(request: Request) -> str:
    public = services_of(request).settings.public_url or f"http://{request.headers['host']}"
    return f"{public}{CALLBACK}"


def _basic(oidc: Oidc) -> str:
    """The header by which the provider knows this server (RFC 6749, section 2.3.1)."""
    pair = f"{quote(oidc.client_id, safe='')}:{quote(oidc.client_secret, safe='')}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def _sealed(key: ServerKey, begun: _Begun) -> str:
    plain = json.dumps([begun.state, begun.nonce, begun.verifier, begun.until])
    text = base64.urlsafe_b64encode(plain.encode()).decode()
    return f"{text}.{key.sign('oidc', text)}"


def _opened(key: ServerKey, cookie: str) -> _Begun | None:
    """What was sealed here and is not too old; None for anything else."""
    text, _, signature = cookie.rpartition(".")
    if not hmac.compare_digest(key.sign("oidc", text).encode(), signature.encode()):
        return None
    try:
        begun = _Begun(*json.loads(base64.urlsafe_b64decode(text)))
    except (binascii.Error, ValueError, TypeError):
        return None
    return begun if begun.until > time.time() else None
