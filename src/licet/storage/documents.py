"""Support documents, kept by the hash of their bytes: the same bytes are kept once, and never changed."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, insert, select

from licet.errors import LicetError
from licet.storage.schema_events import document

__all__ = ["DamagedDocumentError", "document_of", "keep_document"]


class DamagedDocumentError(LicetError, ValueError):
    """The bytes kept are not those that were given."""


def keep_document(connection: Connection, content: bytes) -> str:
    """Keep bytes, inside a unit of work; their SHA-256."""
    made = hashlib.sha256(content).hexdigest()
    if connection.execute(select(document.c.sha256).where(document.c.sha256 == made)).first() is None:
        connection.execute(insert(document).values(sha256=made, content=content))
    return made


def document_of(connection: Connection, sha256: str) -> bytes | None:
    """The bytes with a hash; None where they are not kept. :class:`DamagedDocumentError` when they do not fit it."""
    content = connection.execute(select(document.c.content).where(document.c.sha256 == sha256)).scalar()
    if content is None:
        return None
    found = bytes(content)
    if hashlib.sha256(found).hexdigest() != sha256:
        raise DamagedDocumentError(f"the document {sha256} is damaged: its bytes do not fit its hash")
    return found
