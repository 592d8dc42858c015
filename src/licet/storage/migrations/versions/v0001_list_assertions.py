"""Adopted lists: snapshots, contents, assertions; all insert-only.

The tables are spelled out here and not taken from ``schema.py``: a migration must go on making what it made.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_INSERT_ONLY = ("list_snapshot", "list_content", "list_assertion")


def upgrade() -> None:
    _snapshot()
    op.create_table(
        "list_content",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "list_assertion",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("snapshot_id", sa.Integer, sa.ForeignKey("list_snapshot.id"), nullable=False),
        sa.Column("written_with", sa.Integer, sa.ForeignKey("list_snapshot.id"), nullable=False),
        sa.Column("entry_id", sa.String(120), nullable=False),
        sa.Column("list_code", sa.String(8), nullable=False),
        sa.Column("base_id", sa.String(120), nullable=False),
        sa.Column("first_notice", sa.String(32), nullable=False),
        sa.Column("place", sa.String(8), nullable=False),
        sa.Column("content_hash", sa.String(64), sa.ForeignKey("list_content.hash")),
    )
    op.create_index("ix_list_assertion_snapshot", "list_assertion", ["snapshot_id"])
    for table in _INSERT_ONLY:
        _forbid_changes(table)


def _snapshot() -> None:
    op.create_table(
        "list_snapshot",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("format", sa.String(32), nullable=False),
        sa.Column("feed", sa.String(32), nullable=False),
        sa.Column("data_date", sa.Date, nullable=False),
        sa.Column("data_date_basis", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("adopted_by", sa.Text, nullable=False),
        sa.Column("accepted_reason", sa.Text),
        sa.Column("accepted_as_whole", sa.Boolean, nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
        sa.Column("closes", sa.JSON, nullable=False),
        sa.Column("report", sa.JSON, nullable=False),
        sa.UniqueConstraint("sha256", "data_date"),
    )


def _forbid_changes(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        _forbid_changes_postgresql(table)
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
        )


def _forbid_changes_postgresql(table: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION licet_insert_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION licet_insert_only()"
    )


def downgrade() -> None:
    raise NotImplementedError("adopted lists are kept; there is no way back")
