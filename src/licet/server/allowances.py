"""What a request may cost: bytes of its body, and seconds until its answer is due. One table for all routes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from licet.model.wire import MAX_BYTES

__all__ = ["FILE", "PLAIN", "Allowance", "allowance_of", "is_public"]


@dataclass(frozen=True, slots=True)
class Allowance:
    """``body``: bytes; None: as many as LICET_MAX_UPLOAD_BYTES says. ``seconds``: until 503.

    ``heavy``: done by the process in the background, where there is one, whatever the size of its body.
    """

    body: int | None = 64 * 1024
    seconds: float = 20.0
    heavy: bool = False


PLAIN = Allowance()
MANY = Allowance(body=MAX_BYTES, seconds=60.0, heavy=True)
FILE = Allowance(body=None, seconds=300.0, heavy=True)
SLOW = Allowance(seconds=300.0, heavy=True)
FORM = Allowance(body=MAX_BYTES, seconds=60.0)
ACT = Allowance(body=None, seconds=300.0)
"""Forms that are small as a rule; what is large goes to the background by its size."""
_SPECIAL: tuple[tuple[re.Pattern[str], Allowance], ...] = tuple(
    (re.compile(pattern), allowance)
    for pattern, allowance in (
        (r"POST /api/v1/(determinations|screenings)/many", MANY),
        (r"POST /api/v1/jobs/(answers|impact)", FILE),
        (r"POST /api/v1/(documents|reconciliations|lists/proposals|law/packages)", FILE),
        (r"POST /(orders|lists|customers|products|bills)", FILE),
        (r"POST /customers/(import|rescreen)", SLOW),
        (r"POST /api/v1/(customers|products|bills-of-materials)", MANY),
        (r"POST /api/v1/customers/rescreening", SLOW),
        (r"POST /(review|ask)(/[a-z.]+)?", FORM),
        (r"POST /(parties|what-if)(/[a-z.]+)?", MANY),
        (r"POST /(cases|licenses)/.*", ACT),  # an act's form may carry a document
        (r"POST /api/v1/(lists/proposals|law/packages)/[^/]+/adoption", SLOW),
        (r"POST /lists/[^/]+/adopt", SLOW),
        (r"(GET|POST) /api/v1/(audit|records).*", SLOW),
        (r"(GET|POST) /(audit|parties|what-if|orders|statistics).*", SLOW),
    )
)
_PUBLIC = frozenset({"/api/v1/session", "/sign-in", "/theme"})


def allowance_of(method: str, path: str) -> Allowance:
    """The allowance of a route: 64 KiB and 20 seconds unless the table says otherwise."""
    asked = f"{method} {path}"
    return next((allowance for pattern, allowance in _SPECIAL if pattern.fullmatch(asked)), PLAIN)


def is_public(path: str) -> bool:
    """Whether somebody who is not signed in may send a body to a path."""
    return path in _PUBLIC
