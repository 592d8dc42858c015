"""Deadlines and words to search in beside cases and licenses; the projections are made again from the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    op.create_table(
        "deadline_list",
        sa.Column("stream", sa.String(32), primary_key=True),
        sa.Column("subject", sa.String(200), primary_key=True),
        sa.Column("since", sa.String(10), primary_key=True),
        sa.Column("who", sa.String(16), primary_key=True),
        sa.Column("until", sa.String(10)),
        sa.Column("due", sa.String(10)),
    )
    op.create_index("ix_deadline_list_due", "deadline_list", ["stream", "who", "due"])
    for table in ("case_list", "license_list"):
        op.add_column(table, sa.Column("words", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    raise NotImplementedError("projections are made again from the log; there is no way back")
