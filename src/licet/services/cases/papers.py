"""Whose papers an installation issues: the letterhead of an authority's organization, and a code that it answers.

Set in ``letterhead.toml`` of the home folder, a table for each organization of the authority (see the guide on
documents). A paper bears the letterhead of the organization whose officer acted, and only where that organization is
one of the authority in this installation; any other installation prints a specimen.
"""

from __future__ import annotations

import base64
import hmac
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, func, or_, select

from licet.documents.words import Authority
from licet.errors import LicetError
from licet.events.event import Event
from licet.events.kinds import Kind
from licet.events.roles import Side
from licet.storage.database import Database
from licet.storage.schema_accounts import organization
from licet.storage.schema_events import event
from licet.storage.schema_views import case_list

__all__ = ["Genuine", "LetterheadError", "Paper", "PaperKind", "code_of", "genuine_paper", "issuer_of"]

_FILE = "letterhead.toml"
_KEYS = frozenset({"department", "bureau", "address", "seal_line", "number_prefix", "verify_at"})
_ISSUING = frozenset(
    {Kind.ISSUED, Kind.INTENT_TO_DENY, Kind.APPROVED, Kind.RETURNED, Kind.REFUSED_REGISTRATION}
)
Sign = Callable[[str, str], str]
"""Signs for a purpose and about a thing with the key of the installation."""


class PaperKind(StrEnum):
    """What an authority issues on paper."""

    LICENSE = "license"
    INTENT_TO_DENY = "intent to deny"
    RETURN = "return notice"


_LETTERS = (PaperKind.INTENT_TO_DENY, PaperKind.RETURN)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as printed: of which license or case, and of which version of its record.

    ``subject``: the number of the license, or the key of the case.
    """

    kind: PaperKind
    subject: str
    version: int


@dataclass(frozen=True, slots=True)
class Genuine:
    """A paper that was issued here. ``newest``: the version of the record now."""

    paper: Paper
    newest: int


class LetterheadError(LicetError, ValueError):
    """The file of letterheads cannot be used; the text says why."""


def issuer_of(
    home: Path, database: Database, events: Iterable[Event], sign: Sign, paper: Paper
) -> Authority | None:
    """The authority that issued a paper; None where this installation is not its, or the number none of its own.

    ``events``: of the case or license, in order. Raises LetterheadError.
    """
    issuing = [made for made in events if made.kind in _ISSUING]
    found = _heads(home).get(issuing[-1].actor.organization) if issuing else None
    if found is None or not _is_authority(database, issuing[-1].actor.organization):
        return None
    if paper.kind is PaperKind.LICENSE and not paper.subject.startswith(found.get("number_prefix", "")):
        return None
    where = found.get("verify_at", "")
    words = f"Verification code {code_of(sign, paper)}" + (f", answered at {where}" if where else "")
    return Authority(
        found["department"],
        found["bureau"],
        found.get("address", ""),
        found.get("seal_line", ""),
        f"{words}.",
    )


def code_of(sign: Sign, paper: Paper) -> str:
    """The code of a paper: 100 bits of a signature, in groups that can be typed.

    >>> code_of(lambda purpose, about: "00" * 32, Paper(PaperKind.LICENSE, "L-1", 1))
    'AAAAA-AAAAA-AAAAA-AAAAA'
    """
    about = f"{paper.kind.value} {paper.subject} {paper.version}"
    plain = base64.b32encode(bytes.fromhex(sign("paper", about)))[:20].decode()
    return "-".join(plain[start : start + 5] for start in range(0, 20, 5))


def genuine_paper(connection: Connection, sign: Sign, number: str, code: str) -> Genuine | None:
    """The paper to which a code belongs; None: to none.

    ``number``: as printed: of the license, or of the application that a letter is about.
    """
    given = code.strip().upper().encode()
    for kind, subject, newest in _possible(connection, number):
        for version in range(newest, 0, -1):
            paper = Paper(kind, subject, version)
            if hmac.compare_digest(code_of(sign, paper).encode(), given):
                return Genuine(paper, newest)
    return None


def _possible(connection: Connection, number: str) -> Iterator[tuple[PaperKind, str, int]]:
    """Every kind of paper that bears a number, and how many versions its record has."""
    yield PaperKind.LICENSE, number, _versions(connection, "license", number)
    cases = select(case_list.c.case_id).where(or_(case_list.c.case_id == number, case_list.c.acn == number))
    for case_id in connection.execute(cases).scalars().all():
        newest = _versions(connection, "case", case_id)
        for kind in _LETTERS:
            yield kind, case_id, newest


def _versions(connection: Connection, stream: str, subject: str) -> int:
    """How many versions a record has; anybody may ask, and so the events are not read."""
    query = select(func.max(event.c.version)).where(event.c.stream == stream, event.c.subject == subject)
    return connection.execute(query).scalar() or 0


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
    query = select(organization.c.side).where(organization.c.key == key)
    with database.reading() as connection:
        return connection.execute(query).scalar() == Side.AUTHORITY.value
