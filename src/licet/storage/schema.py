"""The tables of adopted lists and of dispositions, as they stand after the last migration.

All are insert-only: triggers abort every UPDATE and DELETE. ``list_assertion`` is bitemporal:
``snapshot_id`` says of which snapshot's day it speaks, ``written_with`` which adoption wrote it. An entry is
seen with a content from the snapshot of one assertion until the snapshot of the next; an assertion without
content says that the entry is gone. Of two assertions on one snapshot and entry the later written holds
(older snapshots may be adopted after newer ones).
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from licet.storage.metadata import metadata
from licet.storage.schema_events import INSERT_ONLY_EVENTS
from licet.storage.schema_views import VIEWS

__all__ = [
    "INSERT_ONLY",
    "VIEWS",
    "disposition",
    "list_assertion",
    "list_content",
    "list_snapshot",
    "metadata",
]

list_snapshot = Table(
    "list_snapshot",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("format", String(32), nullable=False),
    Column("feed", String(32), nullable=False),
    Column("data_date", Date, nullable=False),
    Column("data_date_basis", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("adopted_at", DateTime(timezone=True), nullable=False),
    Column("adopted_by", Text, nullable=False),
    Column("accepted_reason", Text),
    Column("accepted_as_whole", Boolean, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("closes", JSON, nullable=False),
    Column("report", JSON, nullable=False),
    UniqueConstraint("sha256", "data_date"),
)

list_content = Table(
    "list_content",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("body", Text, nullable=False),
)

list_assertion = Table(
    "list_assertion",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("snapshot_id", Integer, ForeignKey("list_snapshot.id"), nullable=False),
    Column("written_with", Integer, ForeignKey("list_snapshot.id"), nullable=False),
    Column("entry_id", String(120), nullable=False),
    Column("list_code", String(8), nullable=False),
    Column("base_id", String(120), nullable=False),
    Column("first_notice", String(32), nullable=False),
    Column("place", String(8), nullable=False),
    Column("content_hash", String(64), ForeignKey("list_content.hash")),
    Index("ix_list_assertion_snapshot", "snapshot_id"),
)

disposition = Table(
    "disposition",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("party", Text, nullable=False),
    Column("party_version", String(64), nullable=False),
    Column("entry", String(120), nullable=False),
    Column("entry_version", String(64), nullable=False),
    Column("finding", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", String(40), nullable=False),  # with its time zone, which SQLite would drop
    Column("expires", Date),
    Column(
        "organization", String(64)
    ),  # whose it is; none: of before it was kept, and the decider is not known
    Column("matched_name", Text, nullable=False),
    Column("second_person", Boolean, nullable=False),  # it counts once a second person has approved it
    Index("ix_disposition_party", "organization", "party"),
    Index("ix_disposition_entry", "organization", "entry"),
)

disposition_review = Table(
    "disposition_review",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("disposition", Integer, ForeignKey("disposition.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", String(40), nullable=False),
    UniqueConstraint("disposition", "kind"),
)

INSERT_ONLY = (
    "list_snapshot",
    "list_content",
    "list_assertion",
    "disposition",
    "disposition_review",
    *INSERT_ONLY_EVENTS,
)
