"""Dispositions of hits; insert-only like the lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "disposition",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("party", sa.Text, nullable=False),
        sa.Column("party_version", sa.String(64), nullable=False),
        sa.Column("entry", sa.String(120), nullable=False),
        sa.Column("entry_version", sa.String(64), nullable=False),
        sa.Column("finding", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.String(40), nullable=False),
        sa.Column("expires", sa.Date),
    )
    op.create_index("ix_disposition_party", "disposition", ["party"])
    op.create_index("ix_disposition_entry", "disposition", ["entry"])
    _forbid_changes()


def _forbid_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER disposition_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON disposition "
            "FOR EACH STATEMENT EXECUTE FUNCTION licet_insert_only()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER disposition_no_{act.lower()} BEFORE {act} ON disposition "
            "BEGIN SELECT RAISE(ABORT, 'disposition is insert-only'); END"
        )


def downgrade() -> None:
    raise NotImplementedError("decisions are kept; there is no way back")
