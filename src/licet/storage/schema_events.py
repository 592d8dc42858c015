"""The tables of the event log: events, personal values apart from them, signed heads, documents.

Events, heads and documents are insert-only. A personal value may be blanked once and for all (its value, salt and
lookup become null) and is never otherwise changed or deleted; the log holds its salted hash alone.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, String, Table, Text, UniqueConstraint

from licet.storage.metadata import NUMBER, metadata

__all__ = ["INSERT_ONLY_EVENTS", "audit_head", "document", "event", "personal"]

personal = Table(
    "personal",
    metadata,
    Column("hash", String(64), primary_key=True),  # SHA-256 of salt and value
    Column("owner", Text, nullable=False),  # the organization within which the value is told apart
    Column("lookup", String(64), unique=True),  # SHA-256 of owner and value, to find it again
    Column("salt", String(32)),
    Column("value", Text),
)

event = Table(
    "event",
    metadata,
    Column("seq", NUMBER, primary_key=True, autoincrement=False),  # 1, 2, 3 without a gap
    Column("batch", NUMBER, nullable=False),  # the first event of the same transaction
    Column("stream", String(32), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("version", NUMBER, nullable=False),  # of the subject, after this event
    Column("organization", Text, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("at", String(32), nullable=False),  # ISO, UTC, microseconds: the same text on both databases
    Column("actor", String(64), ForeignKey("personal.hash"), nullable=False),
    Column("role", String(32), nullable=False),
    Column("acting_for", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("payload", Text, nullable=False),  # canonical JSON, personal values replaced by their hashes
    Column("key", String(200)),  # an idempotency key, on the first event of its batch
    Column("request", String(64)),  # SHA-256 of what was asked under that key
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("stream", "subject", "version"),
    UniqueConstraint("acting_for", "key"),
    Index("ix_event_batch", "batch"),
    Index("ix_event_organization", "organization", "seq"),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("seq", NUMBER, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
    Column("signed_at", String(32), nullable=False),
    Column("public_key", String(64), nullable=False),  # Ed25519, hexadecimal
    Column("signature", String(128), nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

INSERT_ONLY_EVENTS = ("event", "audit_head", "document")
