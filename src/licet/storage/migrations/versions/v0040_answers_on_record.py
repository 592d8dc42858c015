"""Answers on record: who asked, what about in a line, and the page as it was shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0030"


def upgrade() -> None:
    op.add_column("kept_answer", sa.Column("made_by", sa.Text, nullable=False, server_default=""))
    op.add_column("kept_answer", sa.Column("subject", sa.Text, nullable=False, server_default=""))
    op.add_column("kept_answer", sa.Column("shown", sa.Text))


def downgrade() -> None:
    raise NotImplementedError("answers are kept; there is no way back")
