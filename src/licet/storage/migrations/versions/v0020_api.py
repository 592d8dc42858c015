"""Requests done once, answers kept, jobs, webhooks and their deliveries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0012"

_AT = sa.String(40)
_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "idempotent_request",
        sa.Column("account", sa.String(64), primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("headers", sa.JSON),
        sa.Column("body", sa.LargeBinary),
    )
    op.create_index("ix_idempotent_request_at", "idempotent_request", ["at"])
    _kept_answer()
    _job()
    _webhook()


def _kept_answer() -> None:
    op.create_table(
        "kept_answer",
        sa.Column("id", _NUMBER, primary_key=True),
        sa.Column("organization", sa.String(64), nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("receipt", sa.String(64), nullable=False),
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("light", sa.String(8), nullable=False),
        sa.Column("as_of", sa.String(10), nullable=False),
        sa.Column("holds_until", sa.String(10)),
        sa.Column("kept_at", _AT, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("told_at", _AT),
    )
    op.create_index("ix_kept_answer_reference", "kept_answer", ["organization", "reference"])
    op.create_index("ix_kept_answer_holds_until", "kept_answer", ["holds_until"])


def _job() -> None:
    op.create_table(
        "job",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("organization", sa.String(64), nullable=False),
        sa.Column("account", sa.String(64), sa.ForeignKey("account.key"), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("asked", sa.JSON, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("doing", sa.Text, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("ended_at", _AT),
        sa.Column("problem", sa.Text),
        sa.Column("result", sa.Text),
    )
    op.create_index("ix_job_organization", "job", ["organization", "made_at"])


def _webhook() -> None:
    op.create_table(
        "webhook",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("organization", sa.String(64), sa.ForeignKey("organization.key"), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("events", sa.JSON, nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("ended", sa.Boolean, nullable=False),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("id", _NUMBER, primary_key=True),
        sa.Column("webhook", sa.String(64), sa.ForeignKey("webhook.key"), nullable=False),
        sa.Column("event", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", _AT),
        sa.Column("delivered_at", _AT),
        sa.Column("last_status", sa.Text),
        sa.UniqueConstraint("webhook", "event"),
    )
    op.create_index("ix_webhook_delivery_next_at", "webhook_delivery", ["next_at"])
    op.create_table(
        "courier",
        sa.Column("watched", sa.String(32), primary_key=True),
        sa.Column("seen", _NUMBER, nullable=False),
    )


def downgrade() -> None:
    raise NotImplementedError("answers and jobs are kept; there is no way back")
