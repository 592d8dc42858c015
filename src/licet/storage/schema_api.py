"""The tables of the API: requests done once, answers kept, jobs, and webhooks with what is to be delivered.

``idempotent_request`` is forgotten after two days; the others are kept.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from licet.storage.metadata import NUMBER, metadata

__all__ = ["API_TABLES", "courier", "delivery", "idempotent_request", "job", "kept_answer", "webhook"]

_AT = String(40)

idempotent_request = Table(
    "idempotent_request",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("at", _AT, nullable=False),
    Column("status", Integer),  # None: under way
    Column("headers", JSON),
    Column("body", LargeBinary),
    Index("ix_idempotent_request_at", "at"),
)

kept_answer = Table(
    "kept_answer",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("organization", String(64), nullable=False),
    Column("reference", String(200), nullable=False),
    Column("receipt", String(64), nullable=False),
    Column("answer", String(32), nullable=False),
    Column("light", String(8), nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("holds_until", String(10)),
    Column("kept_at", _AT, nullable=False),
    Column("document", Text, nullable=False),
    Column("told_at", _AT),  # when webhooks were told that it expires
    Column("made_by", Text, nullable=False, server_default=""),  # who asked, by name
    Column(
        "subject", Text, nullable=False, server_default=""
    ),  # item, parties, destination and value, in a line
    Column("shown", Text),  # the page that a person saw, as JSON; None where a program asked
    Index("ix_kept_answer_reference", "organization", "reference"),
    Index("ix_kept_answer_holds_until", "holds_until"),
)

job = Table(
    "job",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("organization", String(64), nullable=False),
    Column("account", String(64), ForeignKey("account.key"), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("asked", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("doing", Text, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("made_at", _AT, nullable=False),
    Column("ended_at", _AT),
    Column("problem", Text),
    Column("result", Text),
    Index("ix_job_organization", "organization", "made_at"),
)

webhook = Table(
    "webhook",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("organization", String(64), ForeignKey("organization.key"), nullable=False),
    Column("url", Text, nullable=False),
    Column("events", JSON, nullable=False),
    Column("made_at", _AT, nullable=False),
    Column("ended", Boolean, nullable=False),
)

delivery = Table(
    "webhook_delivery",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("webhook", String(64), ForeignKey("webhook.key"), nullable=False),
    Column("event", String(120), nullable=False),  # what happened, by an id that is the same at every attempt
    Column("kind", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", _AT),  # None: delivered, or given up
    Column("delivered_at", _AT),
    Column("last_status", Text),
    UniqueConstraint("webhook", "event"),
    Index("ix_webhook_delivery_next_at", "next_at"),
)

courier = Table(
    "courier",
    metadata,
    Column("watched", String(32), primary_key=True),  # events, or adoptions
    Column("seen", NUMBER, nullable=False),  # the number up to which deliveries were made out
)

API_TABLES = ("idempotent_request", "kept_answer", "job", "webhook", "webhook_delivery", "courier")
