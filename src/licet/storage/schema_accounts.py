"""The tables of who may come in: organizations, accounts, sessions, API tokens, refused sign-ins.

Unlike lists and cases these rows change (a password, a session that ends). What was changed by whom stands in the
audit chain. No row holds a secret that opens anything: passwords are argon2 hashes; sessions, tokens and one-time
codes are kept as SHA-256 of values with 256 random bits; second factors derive from the server's key.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from licet.storage.schema import metadata

__all__ = ["ACCOUNTS", "account", "api_token", "organization", "session", "sign_in_failure"]

_AT = String(40)  # an instant with its time zone, which SQLite would drop

organization = Table(
    "organization",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("side", String(16), nullable=False),
    Column("made_at", _AT, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("login", String(120), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("organization", String(64), ForeignKey("organization.key"), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("password_hash", Text),
    Column("must_change", Boolean, nullable=False),
    Column("totp_nonce", String(64)),
    Column("totp_confirmed", Boolean, nullable=False),
    Column("totp_last_step", Integer, nullable=False),
    Column("issuer", Text),
    Column("subject", Text),
    Column("disabled", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", _AT, nullable=False),
    UniqueConstraint("issuer", "subject"),
)

session = Table(
    "session",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("account", String(64), ForeignKey("account.key"), nullable=False),
    Column("method", String(16), nullable=False),
    Column("made_at", _AT, nullable=False),
    Column("seen_at", _AT, nullable=False),
    Column("ended_at", _AT),
    Index("ix_session_account", "account"),
)

api_token = Table(
    "api_token",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("account", String(64), ForeignKey("account.key"), nullable=False),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("scopes", JSON, nullable=False),
    Column("made_at", _AT, nullable=False),
    Column("expires_at", _AT, nullable=False),
    Column("ended_at", _AT),
    Index("ix_api_token_account", "account"),
)

sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False),
    Column("at", _AT, nullable=False),
    Index("ix_sign_in_failure_key", "key", "at"),
)

ACCOUNTS = ("organization", "account", "session", "api_token", "sign_in_failure")
