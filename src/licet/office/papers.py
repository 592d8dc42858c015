"""Whose papers an installation issues: the letterhead of an authority's organization, and a code that it answers.

Set in ``letterhead.toml`` of the home folder, a table for each organization of the authority (see the guide on
documents). A paper bears the letterhead of the organization whose officer acted, and only where that organization is
one of the authority in this installation; any other installation prints a specimen.
"""

from __future__ import annotations

import base64
import hmac
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

from sqlalchemy import select

from licet.access.roles import Side
from licet.documents.words import Authority
from licet.errors import LicetError
from licet.licensing.events import Event
from licet.licensing.kinds import Kind
from licet.store.database import Database
from licet.store.schema_accounts import organisation

__all__ = ["LetterheadError", "code_of", "genuine_version", "issuer_of", "number_of"]

_FILE = "letterhead.toml"
_KEYS = frozenset({"department", "bureau", "address", "seal_line", "number_prefix", "verify_at"})
_ISSUING = frozenset(
    {Kind.ISSUED, Kind.INTENT_TO_DENY, Kind.APPROVED, Kind.RETURNED, Kind.REFUSED_REGISTRATION}
)
Sign = Callable[[str, str], str]
"""Signs for a purpose and about a thing with the key of the installation."""


class LetterheadError(LicetError, ValueError):
    """The file of letterheads cannot be used; the text says why."""


def issuer_of(
    home: Path, database: Database, events: Iterable[Event], sign: Sign, paper: str
) -> Authority | None:
    """The authority that issued a paper; None where this installation is not its.

    ``events``: of the case or license, in order; ``paper``: what the code is for, as number and version.
    Raises LetterheadError.
    """
    issuing = [one for one in events if one.kind in _ISSUING]
    found = _heads(home).get(issuing[-1].actor.organisation) if issuing else None
    if found is None or not _is_authority(database, issuing[-1].actor.organisation):
        return None
    where = found.get("verify_at", "")
    code = code_of(sign, paper)
    words = f"Verification code {code}" + (f", answered at {where}" if where else "")
    return Authority(
        found["department"],
        found["bureau"],
        found.get("address", ""),
        found.get("seal_line", ""),
        f"{words}.",
    )


def number_of(home: Path, authority: str, number: str) -> str:
    """A number with the prefix that the organization's papers bear, where one is set."""
    return f"{_heads(home).get(authority, {}).get('number_prefix', '')}{number}"


def code_of(sign: Sign, paper: str) -> str:
    """The code of a paper: 100 bits of a signature, in groups that can be typed.

    >>> code_of(lambda purpose, about: "00" * 32, "L-1 1")
    'AAAAA-AAAAA-AAAAA-AAAAA'
    """
    plain = base64.b32encode(bytes.fromhex(sign("paper", paper)))[:20].decode()
    return "-".join(plain[start : start + 5] for start in range(0, 20, 5))


def genuine_version(sign: Sign, number: str, newest: int, code: str) -> int | None:
    """The version of a license to which a code belongs; None: to none."""
    given = code.strip().upper().encode()
    for version in range(newest, 0, -1):
        if hmac.compare_digest(code_of(sign, f"{number} {version}").encode(), given):
            return version
    return None


def _heads(home: Path) -> dict[str, dict[str, str]]:
    path = home / _FILE
    if not path.is_file():
        return {}
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (ValueError, OSError) as error:
        raise LetterheadError(f"{path}: {error}") from error
    for key, head in found.items():
        if not isinstance(head, dict) or not {"department", "bureau"} <= head.keys() <= _KEYS:
            raise LetterheadError(
                f"{path}: [{key}] has department and bureau, and beside them {sorted(_KEYS)}"
            )
        if not all(isinstance(value, str) for value in head.values()):
            raise LetterheadError(f"{path}: [{key}]: every value is text")
    return found


def _is_authority(database: Database, key: str) -> bool:
    query = select(organisation.c.side).where(organisation.c.key == key)
    with database.reading() as connection:
        return connection.execute(query).scalar() == Side.AUTHORITY.value
