"""The event log, apart from it personal values, and what is projected from it.

Spelled out and not taken from the schema: a migration must go on making what it made.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSERT_ONLY = ("event", "audit_head", "document")
_BLANKED = (
    "NEW.hash = OLD.hash AND NEW.owner = OLD.owner AND "
    "NEW.lookup IS NULL AND NEW.salt IS NULL AND NEW.value IS NULL"
)


def upgrade() -> None:
    _log()
    _views()
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in _INSERT_ONLY:
        (_forbid_postgresql if postgresql else _forbid_sqlite)(table)
    (_allow_blanking_postgresql if postgresql else _allow_blanking_sqlite)()


def _log() -> None:
    op.create_table(
        "personal",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("lookup", sa.String(64), unique=True),
        sa.Column("salt", sa.String(32)),
        sa.Column("value", sa.Text),
    )
    op.create_table(
        "event",
        sa.Column("seq", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("batch", _NUMBER, nullable=False),
        sa.Column("stream", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("version", _NUMBER, nullable=False),
        sa.Column("organization", sa.Text, nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(64), sa.ForeignKey("personal.hash"), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("acting_for", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("key", sa.String(200)),
        sa.Column("request", sa.String(64)),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.UniqueConstraint("stream", "subject", "version"),
        sa.UniqueConstraint("acting_for", "key"),
    )
    op.create_index("ix_event_batch", "event", ["batch"])
    op.create_index("ix_event_organization", "event", ["organization", "seq"])
    op.create_table(
        "audit_head",
        sa.Column("seq", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("signed_at", sa.String(32), nullable=False),
        sa.Column("public_key", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
    )
    op.create_table(
        "document",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )


def _views() -> None:
    op.create_table(
        "case_list",
        sa.Column("case_id", sa.String(200), primary_key=True),
        sa.Column("organization", sa.Text, nullable=False),
        sa.Column("version", _NUMBER, nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("acn", sa.Text),
        sa.Column("applicant", sa.Text),
        sa.Column("destination", sa.Text),
        sa.Column("parties", sa.Text, nullable=False),
        sa.Column("value_usd", sa.Text),
        sa.Column("order_key", sa.Text),
        sa.Column("deal", sa.String(64), nullable=False),
        sa.Column("submitted_on", sa.String(10)),
        sa.Column("registered_on", sa.String(10)),
        sa.Column("decided_on", sa.String(10)),
    )
    op.create_index("ix_case_list_organization", "case_list", ["organization"])
    op.create_index("ix_case_list_deal", "case_list", ["deal"])
    op.create_table(
        "case_agency",
        sa.Column("case_id", sa.String(200), primary_key=True),
        sa.Column("agency", sa.String(200), primary_key=True),
    )
    op.create_index("ix_case_agency_agency", "case_agency", ["agency"])
    op.create_table(
        "case_record",
        sa.Column("case_id", sa.String(200), primary_key=True),
        sa.Column("since", sa.String(10), primary_key=True),
        sa.Column("until", sa.String(10)),
        sa.Column("organization", sa.Text, nullable=False),
        sa.Column("received_on", sa.String(10)),
        sa.Column("registered_on", sa.String(10)),
        sa.Column("decided_on", sa.String(10)),
        sa.Column("outcome", sa.String(16)),
        sa.Column("to_operating_committee", sa.Boolean, nullable=False),
        sa.Column("destination", sa.Text),
        sa.Column("parties", sa.Text, nullable=False),
        sa.Column("eccns", sa.Text, nullable=False),
        sa.Column("pauses", sa.Text, nullable=False),
    )
    op.create_index("ix_case_record_days", "case_record", ["since", "until"])
    op.create_table(
        "license_list",
        sa.Column("number", sa.String(200), primary_key=True),
        sa.Column("case_id", sa.String(200), nullable=False),
        sa.Column("organization", sa.Text, nullable=False),
        sa.Column("version", _NUMBER, nullable=False),
        sa.Column("licensee", sa.Text, nullable=False),
        sa.Column("destination", sa.Text),
        sa.Column("parties", sa.Text, nullable=False),
        sa.Column("issued_on", sa.String(10), nullable=False),
        sa.Column("expires_on", sa.String(10), nullable=False),
        sa.Column("suspended_on", sa.String(10)),
        sa.Column("ended", sa.String(16)),
        sa.Column("ended_on", sa.String(10)),
    )
    op.create_index("ix_license_list_organization", "license_list", ["organization"])
    op.create_index("ix_license_list_case", "license_list", ["case_id"])
    op.create_table(
        "record_key",
        sa.Column("seq", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("field", sa.String(16), primary_key=True),
        sa.Column("value", sa.String(200), primary_key=True),
        sa.Column("stream", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("organization", sa.Text, nullable=False),
    )
    op.create_index("ix_record_key_value", "record_key", ["field", "value"])
    op.create_index("ix_record_key_subject", "record_key", ["stream", "subject"])


def _forbid_sqlite(table: str) -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
        )


def _forbid_postgresql(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION licet_insert_only()"
    )


def _allow_blanking_sqlite() -> None:
    op.execute(
        "CREATE TRIGGER personal_no_delete BEFORE DELETE ON personal "
        "BEGIN SELECT RAISE(ABORT, 'personal values are blanked, not deleted'); END"
    )
    op.execute(
        f"CREATE TRIGGER personal_no_update BEFORE UPDATE ON personal WHEN NOT ({_BLANKED}) "
        "BEGIN SELECT RAISE(ABORT, 'a personal value may be blanked and not otherwise changed'); END"
    )


def _allow_blanking_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION licet_only_blanking() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_BLANKED} THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION 'a personal value may be blanked and not otherwise changed'; END $$"
    )
    op.execute(
        "CREATE TRIGGER personal_only_blanking BEFORE UPDATE ON personal "
        "FOR EACH ROW EXECUTE FUNCTION licet_only_blanking()"
    )
    op.execute(
        "CREATE TRIGGER personal_no_delete BEFORE DELETE OR TRUNCATE ON personal "
        "FOR EACH STATEMENT EXECUTE FUNCTION licet_insert_only()"
    )


def downgrade() -> None:
    raise NotImplementedError("the log is kept; there is no way back")
