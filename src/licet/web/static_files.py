"""Static files, compressed once, and named by their content so that browsers may keep them for good."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

__all__ = ["router", "static_url"]

_FILES = {
    "licet.css": ("licet.css", "text/css; charset=utf-8"),
    "licet.js": ("licet.js", "text/javascript; charset=utf-8"),
    "htmx.js": ("htmx-2.0.11.min.js", "text/javascript; charset=utf-8"),
    "htmx-LICENSE.txt": ("htmx-LICENSE.txt", "text/plain; charset=utf-8"),
    "inter.woff2": ("inter-latin-wght.woff2", "font/woff2"),
    "inter-LICENSE.txt": ("inter-LICENSE.txt", "text/plain; charset=utf-8"),
    "icon.svg": ("icon.svg", "image/svg+xml"),
}
_KEEP = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class _Static:
    kind: str
    content: bytes
    packed: bytes
    tag: str


@cache
def _load(name: str) -> _Static | None:
    if name not in _FILES:
        return None
    file, kind = _FILES[name]
    content = (files("licet.web") / "static" / file).read_bytes()
    if name == "licet.css":  # a font, too, is named by its content
        content = content.replace(b"inter.woff2", static_url("inter.woff2").encode())
    return _Static(kind, content, gzip.compress(content, mtime=0), sha256(content).hexdigest()[:12])


def static_url(name: str) -> str:
    """The address of a static file, which changes with its content."""
    found = _load(name)
    assert found is not None, name
    return f"/static/{found.tag}/{name}"


router = APIRouter(include_in_schema=False)


@router.get("/static/{tag}/{name}")
def static(request: Request, tag: str, name: str) -> Response:
    """A file under the name of its content; another content of that name is not there."""
    found = _load(name)
    if found is None or tag != found.tag:
        raise HTTPException(404)
    headers = {"Cache-Control": _KEEP, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.packed, media_type=found.kind, headers={**headers, "Content-Encoding": "gzip"})
    return Response(found.content, media_type=found.kind, headers=headers)
