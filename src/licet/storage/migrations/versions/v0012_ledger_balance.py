"""Balances of licenses, projected from their ledgers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "ledger_balance",
        sa.Column("number", sa.String(200), primary_key=True),
        sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("account", sa.String(32), primary_key=True),
        sa.Column("quantity", sa.Text, nullable=False),
        sa.Column("value_usd", sa.Text, nullable=False),
    )


def downgrade() -> None:
    raise NotImplementedError("balances are kept; there is no way back")
