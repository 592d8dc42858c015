"""Acts of an operator for the whole installation, and the log on which they stand."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from licet.events.event import INSTALLATION, Act, Actor, Event
from licet.events.roles import UserRole

__all__ = ["operator_act", "record_for_installation"]


def operator_act(reason: str, who: str | None) -> Act:
    """What an operator does now. ``who``: the user of this computer unless said."""
    return Act(Actor(who or getpass.getuser(), UserRole.OPERATOR, INSTALLATION), datetime.now(UTC), reason)


def record_for_installation(home: Path, events: Sequence[Event]) -> None:
    """Put events on the log of a home folder, all or none."""
    from licet.storage.database import open_database  # noqa: PLC0415 - loads SQLAlchemy, which an answer never needs
    from licet.storage.work import Work  # noqa: PLC0415 - as above

    if not events:
        return
    database = open_database(home)
    try:
        with database.unit_of_work() as connection:
            Work(connection).record(events)
    finally:
        database.close()
