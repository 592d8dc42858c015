"""Read the kept decisions about hits without SQLAlchemy, which takes longer to import than a sale to answer."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

from licet.screening.dispositions import Disposition, Finding
from licet.store.server import rows_of

__all__ = ["kept_dispositions"]

_QUERY = (
    "SELECT party, party_version, entry, entry_version, finding, reason, evidence, made_by, made_at, expires "
    "FROM disposition ORDER BY id"
)


def kept_dispositions(home: Path, upto: int | None = None) -> list[Disposition]:
    """The decisions kept in a folder, in their order, the first ``upto`` of them or all.

    None where there is no database or none was kept.
    """
    rows = rows_of(home, _QUERY)
    return [
        Disposition(
            party=row[0],
            party_version=row[1],
            entry=row[2],
            entry_version=row[3],
            finding=Finding(row[4]),
            reason=row[5],
            evidence=tuple(json.loads(row[6]) if isinstance(row[6], str) else row[6]),
            by=row[7],
            at=datetime.fromisoformat(row[8]),
            expires=None if row[9] is None else date.fromisoformat(str(row[9])),
        )
        for row in rows[:upto]
    ]
