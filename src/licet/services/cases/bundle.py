"""All records of some transactions as one ZIP: what an auditor gets, and can check without Licet.

``manifest.json`` names every other file with its SHA-256 and size, what was asked, and the head of the log.
``events.jsonl``: each event as people read it. ``rows.jsonl``: the same rows as the log keeps them; SHA-256 over the
canonical JSON of a row without ``hash`` is its ``hash``. ``personal.json``: the values for the hashes in rows.
``documents/``: the documents, each named by its SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, Connection, exists, select

from licet.events.encoding import canonical
from licet.events.event import Actor
from licet.storage.documents import document_of
from licet.storage.events import Stored, head
from licet.storage.personal import referred
from licet.storage.schema_events import document, event, personal
from licet.storage.schema_views import record_key

__all__ = ["Bundle", "write_bundle"]

_EPOCH = (1980, 1, 1, 0, 0, 0)
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was written: the manifest, and the hash of its bytes."""

    manifest: Mapping[str, Any]
    manifest_sha256: str


def write_bundle(
    connection: Connection,
    out: BinaryIO,
    subjects: Iterable[tuple[str, str]],
    events: Iterable[Stored],
    asked: Mapping[str, str | None],
    actor: Actor,
    at: datetime,
) -> Bundle:
    """Write the ZIP. The same records give the same bytes, but for who asked and when."""
    every = tuple(events)
    files = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in _files(connection, every, actor.organization):
            archive.writestr(zipfile.ZipInfo(path, _EPOCH), content, zipfile.ZIP_DEFLATED)
            files[path] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        manifest = {
            "format": "licet records 1",
            "made_at": at.isoformat(timespec="microseconds"),
            "made_for": {"name": actor.name, "role": actor.role.value, "organization": actor.organization},
            "asked": {key: text for key, text in asked.items() if text is not None},
            "subjects": [list(subject) for subject in subjects],
            "events": len(every),
            "head": asdict(head(connection)),
            "files": files,
        }
        content = json.dumps(manifest, indent=2, ensure_ascii=False).encode()
        archive.writestr(zipfile.ZipInfo("manifest.json", _EPOCH), content, zipfile.ZIP_DEFLATED)
    return Bundle(manifest, hashlib.sha256(content).hexdigest())


def _files(
    connection: Connection, events: tuple[Stored, ...], organization: str
) -> Iterator[tuple[str, bytes]]:
    numbers = [stored.seq for stored in events]
    rows = [dict(row) for chunk in _chunks(numbers) for row in _rows(connection, chunk)]
    yield "events.jsonl", b"".join(canonical(_readable(stored)) + b"\n" for stored in events)
    yield "rows.jsonl", b"".join(canonical(row) + b"\n" for row in rows)
    yield "personal.json", canonical(_personal(connection, rows))
    for sha256 in _documents(connection, numbers, organization):
        content = document_of(connection, sha256)
        if content is not None:
            yield f"documents/{sha256}", content


def _readable(stored: Stored) -> dict[str, Any]:
    return {"seq": stored.seq, "version": stored.version, "hash": stored.hash, **stored.event.to_plain()}


def _rows(connection: Connection, numbers: list[int]) -> Iterator[Mapping[str, Any]]:
    query = select(event).where(event.c.seq.in_(numbers)).order_by(event.c.seq)
    yield from (dict(row) for row in connection.execute(query).mappings())


def _personal(connection: Connection, rows: list[dict[str, Any]]) -> dict[str, Any]:
    wanted = sorted({item for row in rows for item in (row["actor"], *referred(row["payload"]))})
    found: dict[str, Any] = {}
    for chunk in _chunks(wanted):
        query = select(personal.c.hash, personal.c.salt, personal.c.value).where(personal.c.hash.in_(chunk))
        found |= {key: {"salt": salt, "value": value} for key, salt, value in connection.execute(query)}
    return found


def _documents(connection: Connection, numbers: list[int], organization: str) -> list[str]:
    found: set[str] = set()
    for chunk in _chunks(numbers):
        query = select(document.c.sha256).join(record_key, record_key.c.value == document.c.sha256)
        query = query.where(record_key.c.seq.in_(chunk), _added_by(organization))
        found |= set(connection.execute(query).scalars())
    return sorted(found)


def _added_by(organization: str) -> ColumnElement[bool]:
    """To name the hash of somebody else's document is not to have it."""
    return exists(
        select(event.c.seq).where(
            event.c.stream == "document",
            event.c.subject == document.c.sha256,
            event.c.organization == organization,
        )
    )


def _chunks(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
