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
from dataclasses import dataclass
from typing import Any

import httpx2
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2 import OAuth2Error
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from licet.access.accounts.keys import ServerKey
from licet.api.problems import Problem
from licet.api.settings import Oidc
from licet.api.signin import services_of, start_session

__all__ = ["CALLBACK", "router"]

router = APIRouter(tags=["session"], include_in_schema=False)
BEGIN, CALLBACK = "/sign-in/oidc", "/sign-in/oidc/callback"
_COOKIE, _SECONDS = "licet-oidc", 600
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
_TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class _Begun:
    """A sign-in that was begun."""

    state: str
    nonce: str
    verifier: str
    until: int


@router.get(BEGIN, summary="Sign in with the organisation's own provider")
def begin(request: Request) -> Response:
    """Send the browser to the provider."""
    oidc, provider = _provider(request)
    begun = _Begun(
        secrets.token_urlsafe(32),
        secrets.token_urlsafe(32),
        secrets.token_urlsafe(48),
        int(time.time()) + _SECONDS,
    )
    with _client(request, oidc) as client:
        url, _ = client.create_authorization_url(
            provider["authorization_endpoint"],
            state=begun.state,
            nonce=begun.nonce,
            code_verifier=begun.verifier,
        )
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


def _claims(request: Request, oidc: Oidc, provider: dict[str, Any], begun: _Begun) -> dict[str, Any]:
    code = request.query_params.get("code")
    if code is None:
        raise Problem(403, "refused", "the provider did not let you in")
    try:
        with _client(request, oidc) as client:
            token = client.fetch_token(provider["token_endpoint"], code=code, code_verifier=begun.verifier)
        keys = KeySet.import_key_set(_fetched(provider["jwks_uri"]))
        decoded = jwt.decode(token["id_token"], keys, algorithms=_ALGORITHMS)
        jwt.JWTClaimsRegistry(
            leeway=60,
            iss={"essential": True, "value": oidc.issuer},
            aud={"essential": True, "value": oidc.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": begun.nonce},
        ).validate(decoded.claims)
    except (JoseError, OAuth2Error, httpx2.HTTPError, KeyError, ValueError) as error:
        raise Problem(
            403, "refused", f"what the provider said does not hold ({type(error).__name__})"
        ) from error
    if decoded.claims.get("azp", oidc.client_id) != oidc.client_id:
        raise Problem(403, "refused", "what the provider said is meant for another program")
    return dict(decoded.claims)


def _provider(request: Request) -> tuple[Oidc, dict[str, Any]]:
    """The settings, and what the provider says of itself."""
    oidc = services_of(request).settings.oidc
    if oidc is None:
        raise Problem(404, "not-found", "no provider is set (LICET_OIDC_ISSUER)")
    try:
        found = _fetched(f"{oidc.issuer.rstrip('/')}/.well-known/openid-configuration")
    except (httpx2.HTTPError, ValueError) as error:
        raise Problem(503, "provider", "the provider does not answer; try again later") from error
    if found.get("issuer") != oidc.issuer:
        raise Problem(503, "provider", "the provider gives another issuer than LICET_OIDC_ISSUER")
    return oidc, found


def _fetched(url: str) -> Any:
    answer = httpx2.get(url, timeout=_TIMEOUT)
    answer.raise_for_status()
    return answer.json()


def _client(request: Request, oidc: Oidc) -> Any:
    public = services_of(request).settings.public_url or f"http://{request.headers['host']}"
    return OAuth2Client(
        oidc.client_id, oidc.client_secret, scope="openid", redirect_uri=f"{public}{CALLBACK}",
        code_challenge_method="S256", timeout=_TIMEOUT,
    )  # fmt: skip


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
