"""Verify the log: every row against its hash and the row before, every reference, every signed head.

Tamper-evident, not tamper-proof: who can write to the database can also cut off the end of the log, or write all of
it anew. That shows against a head that was signed and kept elsewhere before (``licet audit head``).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, select
from sqlalchemy.exc import DBAPIError

from licet.errors import LicetError
from licet.events.encoding import canonical
from licet.events.kinds import Kind
from licet.storage.events import GENESIS, Head, row_hash
from licet.storage.personal import hash_of, referred
from licet.storage.schema_events import audit_head, event, personal
from licet.storage.signing import SignedHead, signature_holds

__all__ = ["AuditFault", "AuditVerdict", "log_lines", "verify"]

_AT_ONCE = 1000
_BACK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class AuditFault:
    """What is wrong first. ``seq``: the number of the row in the log; ``what`` in words."""

    seq: int
    what: str

    def __str__(self) -> str:
        return f"row {self.seq}: {self.what}"


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """``head``: the last row that is good; ``heads``: the signed heads that were held against the log.

    ``backward``: rows that are dated more than a minute before the row in front of them, the first twenty: the clock
    was set back, or was wrong before.
    """

    head: Head
    heads: tuple[SignedHead, ...]
    fault: AuditFault | None
    backward: tuple[int, ...] = ()

    @property
    def good(self) -> bool:
        return self.fault is None


class _FoundError(LicetError):
    def __init__(self, seq: int, what: str) -> None:
        super().__init__(what)
        self.fault = AuditFault(seq, what)


def verify(
    connection: Connection, heads: Iterable[SignedHead] = (), keys: Collection[str] | None = None
) -> AuditVerdict:
    """Read the whole log and name the first row that is not as it was written.

    ``heads``: signed heads that were kept elsewhere; those in the database are looked at anyway. ``keys``: the public
    keys whose signatures count, for who writes to the database can sign a head too; None: any.
    """
    walk = _AuditWalk(tuple(dict.fromkeys((*_heads(connection), *heads))), keys)
    fault = None
    try:
        with _any_bytes(connection):
            walk.signatures()
            walk.kept = _personal_rows(connection)
            for row in _rows(connection):
                walk.look(row)
            walk.end()
    except _FoundError as bad:
        fault = bad.fault
    except DBAPIError as error:
        fault = AuditFault(walk.head.seq + 1, f"the database cannot read it: {error.orig}")
    return AuditVerdict(walk.head, walk.signed, fault, tuple(walk.backward[:20]))


class _AuditWalk:
    """One pass over the log."""

    def __init__(self, signed: tuple[SignedHead, ...], keys: Collection[str] | None = None) -> None:
        self.signed, self._keys = signed, keys
        self.head = Head(0, GENESIS)
        self.kept: Mapping[str, tuple[str | None, str | None]] = {}
        self.backward: list[int] = []
        self._at: datetime | None = None
        self._blank: dict[str, int] = {}
        self._named: set[str] = set()
        self._wanted: dict[int, list[SignedHead]] = {}
        for head in signed:
            self._wanted.setdefault(head.seq, []).append(head)

    def signatures(self) -> None:
        """Every head bears the signature of the key that it names."""
        for head in self.signed:
            if not signature_holds(head):
                raise _FoundError(head.seq, f"the signature of the head of {head.signed_at} does not hold")
            if self._keys is not None and head.public_key not in self._keys:
                raise _FoundError(
                    head.seq,
                    f"the head of {head.signed_at} was signed by another key than this installation's: "
                    f"{head.public_key}",
                )

    def look(self, row: RowMapping) -> None:
        seq = self.head.seq + 1
        if row["seq"] != seq:
            raise _FoundError(seq, f"row {row['seq']} stands in its place")
        if row["previous"] != self.head.hash:
            raise _FoundError(seq, "it does not name the hash of the row before")
        try:
            made = row_hash(row)
        except (TypeError, ValueError) as error:
            raise _FoundError(seq, f"a column holds what was never written: {error}") from error
        if made != row["hash"]:
            raise _FoundError(seq, "its content does not fit its hash")
        for head in self._wanted.get(seq, ()):
            if head.hash != made:
                raise _FoundError(
                    seq, f"the head signed at {head.signed_at} bears another hash: all was written anew"
                )
        self._references(seq, row)
        self._date(seq, row["at"])
        self.head = Head(seq, made)

    def _date(self, seq: int, text: str) -> None:
        at = datetime.fromisoformat(text)
        if self._at is not None and at < self._at - _BACK:
            self.backward.append(seq)
        self._at = at

    def _references(self, seq: int, row: RowMapping) -> None:
        for found in (row["actor"], *referred(row["payload"])):
            if found not in self.kept:
                raise _FoundError(seq, f"the personal value {found[:12]} is gone")
            salt, value = self.kept[found]
            if value is None:
                self._blank.setdefault(found, seq)
            elif salt is None or hash_of(salt, value) != found:
                raise _FoundError(seq, f"the personal value {found[:12]} was changed")
        if row["kind"] == Kind.BLANKED.value:
            self._named.update(json.loads(row["payload"])["hashes"])

    def end(self) -> None:
        """What shows at the end only: a log cut short, a value blanked by nobody."""
        beyond = [head for head in self.signed if head.seq > self.head.seq]
        if beyond:
            raise _FoundError(
                self.head.seq + 1, f"the log ends before it, and a head was signed at row {beyond[0].seq}"
            )
        silent = sorted((seq, text) for text, seq in self._blank.items() if text not in self._named)
        if silent:
            raise _FoundError(
                silent[0][0], f"the personal value {silent[0][1][:12]} was blanked, and no event says so"
            )


def log_lines(connection: Connection) -> Iterator[bytes]:
    """The rows as they are kept, each as one line of canonical JSON: over it without ``hash`` the hash is made."""
    for row in _rows(connection):
        yield canonical(dict(row)) + b"\n"


def _heads(connection: Connection) -> Iterator[SignedHead]:
    for row in connection.execute(select(audit_head).order_by(audit_head.c.seq)).mappings():
        yield SignedHead(**row)


def _rows(connection: Connection) -> Iterator[RowMapping]:
    """The log in order, so many rows at a time; no lower bound, for a number may have been changed to anything."""
    query = select(event).order_by(event.c.seq).limit(_AT_ONCE)
    found = connection.execute(query).mappings().all()
    while found:
        yield from found
        found = connection.execute(query.where(event.c.seq > found[-1]["seq"])).mappings().all()


def _personal_rows(connection: Connection) -> dict[str, tuple[str | None, str | None]]:
    query = select(personal.c.hash, personal.c.salt, personal.c.value)
    return {key: (salt, value) for key, salt, value in connection.execute(query)}


@contextmanager
def _any_bytes(connection: Connection) -> Iterator[None]:
    """SQLite gives out text that is no UTF-8 as well, so that its row can be named."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.driver_connection
    raw.text_factory = lambda data: data.decode(errors="surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = str
