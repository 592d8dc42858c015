"""Names in American spelling: a database made before is refused, for its log is hashed under the old names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from licet.storage.server import OldDatabaseError

revision = "0050"
down_revision = "0040"


def upgrade() -> None:
    if sa.inspect(op.get_bind()).has_table("organisation"):
        raise OldDatabaseError


def downgrade() -> None:
    raise NotImplementedError("nothing was changed; there is no way back")
