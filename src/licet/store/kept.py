"""Read the kept decisions about hits without SQLAlchemy, which takes longer to import than a sale to answer."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from licet.screening.dispositions import Disposition, Finding
from licet.store.home import database_path

__all__ = ["kept_dispositions"]

_QUERY = (
    "SELECT party, party_version, entry, entry_version, finding, reason, evidence, made_by, made_at, expires "
    "FROM disposition ORDER BY id"
)


def kept_dispositions(home: Path, upto: int | None = None) -> list[Disposition]:
    """The decisions kept in a folder, in their order, the first ``upto`` of them or all.

    None where there is no database or none was kept.
    """
    path = database_path(home)
    if not path.exists():
        return []
    with closing(sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True)) as connection:
        try:
            rows = connection.execute(_QUERY).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return []
            raise
    return [
        Disposition(
            party=row[0],
            party_version=row[1],
            entry=row[2],
            entry_version=row[3],
            finding=Finding(row[4]),
            reason=row[5],
            evidence=tuple(json.loads(row[6])),
            by=row[7],
            at=datetime.fromisoformat(row[8]),
            expires=None if row[9] is None else date.fromisoformat(row[9]),
        )
        for row in rows[:upto]
    ]
