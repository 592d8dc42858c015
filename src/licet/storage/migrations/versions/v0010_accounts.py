"""Organizations, accounts, sessions, API tokens and refused sign-ins; these rows may change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0002"

_AT = sa.String(40)


def upgrade() -> None:
    op.create_table(
        "organization",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("side", sa.String(16), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
    )
    _account()
    _session()
    _api_token()
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("at", _AT, nullable=False),
    )
    op.create_index("ix_sign_in_failure_key", "sign_in_failure", ["key", "at"])


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("login", sa.String(120), nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("organization", sa.String(64), sa.ForeignKey("organization.key"), nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("password_hash", sa.Text),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("totp_nonce", sa.String(64)),
        sa.Column("totp_confirmed", sa.Boolean, nullable=False),
        sa.Column("totp_last_step", sa.Integer, nullable=False),
        sa.Column("issuer", sa.Text),
        sa.Column("subject", sa.Text),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.UniqueConstraint("issuer", "subject"),
    )


def _session() -> None:
    op.create_table(
        "session",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("account", sa.String(64), sa.ForeignKey("account.key"), nullable=False),
        sa.Column("method", sa.String(16), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("seen_at", _AT, nullable=False),
        sa.Column("ended_at", _AT),
    )
    op.create_index("ix_session_account", "session", ["account"])


def _api_token() -> None:
    op.create_table(
        "api_token",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("account", sa.String(64), sa.ForeignKey("account.key"), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("expires_at", _AT, nullable=False),
        sa.Column("ended_at", _AT),
    )
    op.create_index("ix_api_token_account", "api_token", ["account"])


def downgrade() -> None:
    raise NotImplementedError("accounts are kept; there is no way back")
