"""Whose a disposition is, the listed name that was compared, and what was done with it later.

Rows of before belong to the organization of the account that decided. Where no such account is known they belong to
none, and no longer count; ``licet decisions --of-nobody`` lists them. What cleared a match waits for a second person.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0020"

_TABLES = ("disposition", "disposition_review")


def upgrade() -> None:
    _allow_changes()
    op.add_column("disposition", sa.Column("organization", sa.String(64)))
    op.add_column("disposition", sa.Column("matched_name", sa.Text, nullable=False, server_default=""))
    op.add_column(
        "disposition",
        sa.Column("second_person", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.execute(
        "UPDATE disposition SET organization = "
        "(SELECT account.organization FROM account WHERE account.login = disposition.made_by), "
        "second_person = (finding = 'false_positive')"
    )
    for name in ("party", "entry"):
        op.drop_index(f"ix_disposition_{name}", "disposition")
        op.create_index(f"ix_disposition_{name}", "disposition", ["organization", name])
    op.create_table(
        "disposition_review",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("disposition", sa.Integer, sa.ForeignKey("disposition.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.String(40), nullable=False),
        sa.UniqueConstraint("disposition", "kind"),
    )
    for table in _TABLES:
        _forbid_changes(table)


def _allow_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER disposition_insert_only ON disposition")
        return
    for act in ("update", "delete"):
        op.execute(f"DROP TRIGGER disposition_no_{act}")


def _forbid_changes(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION licet_insert_only()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
        )


def downgrade() -> None:
    raise NotImplementedError("decisions are kept; there is no way back")
